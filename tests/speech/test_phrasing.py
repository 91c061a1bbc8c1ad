"""A clause cut into pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qingzhi.score import Clause
from qingzhi.speech.engine import Ending
from qingzhi.speech.phrasing import plan


def test_a_short_clause_is_one_piece() -> None:
    """What fits in one breath is not cut."""
    (piece,) = plan(clause("您好，请问您想办理什么业务？"))
    assert piece.request.ending is Ending.QUESTION


def test_a_long_clause_is_cut_at_commas() -> None:
    """The first piece is short, ends with its comma and leads on."""
    text = "您可以带上身份证和户口簿到大厅办理，也可以在手机上提交申请材料，五个工作日后领取。"
    first, *_, last = plan(clause(text))
    assert first.request.utterance.endswith("，")
    assert len(first.request.utterance) <= 20
    assert first.request.ending is Ending.CONTINUATION
    assert last.request.ending is Ending.STATEMENT
    assert first.pause_s < last.pause_s


@given(st.text(alphabet="您好业务，。！？ abcAB12、\n", max_size=300))
def test_pieces_are_short_and_lose_nothing(text: str) -> None:
    """Every piece is bounded; every character that speaks is in one of them, in order."""
    pieces = plan(clause(text))
    assert all(len(p.request.utterance) <= 130 for p in pieces)
    said = "".join(p.request.utterance for p in pieces)
    assert [c for c in said if c in "您好业务"] == [c for c in text if c in "您好业务"]


def test_emphasis_is_cut_with_the_text() -> None:
    """Spans of a piece point into that piece."""
    text = "请您先在手机上提交全部的申请材料，然后务必带上身份证原件"
    at = text.index("务必")
    pieces = plan(clause(text, emphasis=((at, at + 2),)))
    spans = [(p.request.utterance, span) for p in pieces for span in p.request.emphasis]
    ((utterance, span),) = spans
    assert utterance[slice(*span)] == "务必"


def clause(text: str, emphasis: tuple[tuple[int, int], ...] = ()) -> Clause:
    return Clause(id="c", generation=0, text=text, emphasis=emphasis)
