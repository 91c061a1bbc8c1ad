"""What has to be followed piece by piece is found, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.score import Clause, Lang
from qingzhi.speech.clarity import careful, spans
from qingzhi.speech.phrasing import plan


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("请拨打0755-12345转2", "zh", ["0755-12345"]),
        ("您的号码是A037，请到三楼302室", "zh", ["A037", "三楼302室"]),
        ("身份证号44030119900101123X", "zh", ["44030119900101123X"]),
        ("地址在深南大道2012号，办理时间9:30到17:00", "zh", ["深南大道2012号", "9:30", "17:00"]),
        ("第一步，填写表格；第二步，交照片", "zh", ["第一步", "第二步"]),
        ("密码是三七幺零", "zh", ["三七幺零"]),
        ("车牌粤B12345已经登记", "zh", ["粤B12345"]),
        ("邮箱是help@desk.example", "zh", ["help@desk.example"]),
        ("请您带上身份证", "zh", []),
        ("我在路上，马上就到街口", "zh", []),
        ("一个人也可以办", "zh", []),
        ("Call 0755 123 456 before 17:30.", "en", ["0755 123 456", "17:30"]),
        (
            "Step 2: go to room 302 at 12 Long Street.",
            "en",
            ["Step 2", "room 302", "12 Long Street"],
        ),
        ("Please bring your identity card.", "en", []),
    ],
)
def test_numbers_addresses_and_steps_are_found(text: str, lang: Lang, found: list[str]) -> None:
    """Each is found whole; plain words never are."""
    assert [text[a:b] for a, b in careful(text, lang)] == found


@given(st.text(alphabet="0123456789-:.路号楼第一步ABZz @中、 \n", max_size=200))
def test_any_text_gives_spans_in_order(text: str) -> None:
    """Spans lie within the text, in order, apart."""
    for lang in ("zh", "en"):
        edges = [place for span in careful(text, lang) for place in span]
        assert edges == sorted(edges)
        assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))


def test_what_a_number_is_read_as_is_careful() -> None:
    """The words that are said for a number carry its care; those around it don't."""
    clause = Clause(id="c", generation=1, text="请在12月31日之前来")
    (piece,) = plan(clause)
    slow = [piece.request.utterance[a:b] for a, b in piece.request.careful]
    assert slow == ["十二", "三十一"]


def test_spans_of_nothing() -> None:
    """No source, or nothing wanted, gives nothing."""
    assert spans((), ((0, 3),)) == ()
    assert spans(((0, 1), (1, 2)), ()) == ()
