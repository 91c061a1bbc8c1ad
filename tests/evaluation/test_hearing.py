"""Server events find the turns that they belong to."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.errors import ProtocolError
from qingzhi.evaluation.fake import clause, delta, motion
from qingzhi.evaluation.hearing import Hearing, question_messages
from qingzhi.evaluation.turn import Turn


def hear(hearing: Hearing, event: dict[str, Any], arrival: float = 0.0) -> None:
    hearing.receive(json.dumps(event), arrival)


def created(name: str) -> dict[str, Any]:
    return {"type": "response.created", "response": {"id": name, "status": "in_progress"}}


def done(name: str, status: str = "completed") -> dict[str, Any]:
    return {"type": "response.done", "response": {"id": name, "status": status}}


def expecting(*questions: str) -> tuple[Hearing, list[Turn]]:
    hearing, turns = Hearing(), [Turn(question, asked=0.0) for question in questions]
    for turn in turns:
        hearing.expect(turn)
    return hearing, turns


def test_a_whole_answer() -> None:
    """Motion, sound, text and end of an answer are noted with their times."""
    hearing, [turn] = expecting("社保卡丢了怎么办")
    hear(hearing, created("a"))
    hear(hearing, {"response_id": "a", **motion("reaction")}, 0.02)
    hear(hearing, {"response_id": "a", **clause("先挂失。")}, 0.03)
    hear(hearing, {"response_id": "a", **delta((0.0, 0.01), (0.5, 0.1))}, 0.04)
    hear(hearing, done("a"))
    assert turn.first_motion == pytest.approx(0.02)
    assert turn.first_audio == pytest.approx(0.05)
    assert (turn.said, turn.outcome, turn.ended.is_set()) == (["先挂失。"], "completed", True)


def test_idle_motion_comes_unasked() -> None:
    """Idle motion, with or without a response, is not the turn's motion."""
    hearing, [turn] = expecting("怎么办")
    hear(hearing, created("a"))
    hear(hearing, {"response_id": "", **motion("speech")})
    hear(hearing, {"response_id": "a", **motion("idle")})
    assert turn.first_motion is None


def test_an_interrupted_answer_keeps_its_own_events() -> None:
    """Two questions in a row: what still comes of the first is not taken for the second."""
    hearing, [first, second] = expecting("一", "二")
    hear(hearing, created("a"))
    hear(hearing, {"response_id": "a", **clause("答一")}, 0.1)
    hear(hearing, done("a", "cancelled"))
    hear(hearing, created("b"))
    hear(hearing, {"response_id": "a", **delta((0.5, 0.1))}, 0.2)
    hear(hearing, {"response_id": "b", **clause("答二")}, 0.3)
    hear(hearing, {"response_id": "b", **delta((0.5, 0.1))}, 0.4)
    assert (first.outcome, first.heard) == ("cancelled", False)
    assert second.first_audio == pytest.approx(0.4)


def test_an_error_ends_the_turn_that_waits() -> None:
    """An error before any response is that question's end."""
    hearing, [turn] = expecting("怎么办")
    hear(hearing, {"type": "error", "error": {"code": "overloaded", "message": "…"}})
    assert turn.outcome == "overloaded"


def test_a_lost_connection_ends_all() -> None:
    """No turn stays open when nothing more can come."""
    hearing, turns = expecting("一", "二")
    hear(hearing, created("a"))
    hearing.lose("connection_lost")
    assert {turn.outcome for turn in turns} == {"connection_lost"}


def test_asking_is_an_item_and_a_request() -> None:
    """A question is sent as a user's text item, the greeting as a bare request."""
    item, create = map(json.loads, question_messages("怎么办"))
    assert item["item"]["content"] == [{"type": "input_text", "text": "怎么办"}]
    assert create == {"type": "response.create"}
    assert len(question_messages("")) == 1


events: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"type": st.sampled_from([*Hearing._ACTS, "session.created", "?"])},
    optional={
        "response_id": st.sampled_from(["a", "", "b"]),
        "delta": st.text(max_size=5) | st.integers(),
        "layer": st.sampled_from(["speech", "idle"]),
        "clause": st.none() | st.just({"text": "好", "act": "ask"}) | st.integers(),
        "response": st.none() | st.just({"id": "a"}) | st.just({}),
        "error": st.none() | st.just({"code": "x"}) | st.just([]),
    },
)


@given(st.lists(events, max_size=12))
def test_a_hostile_server_gives_only_protocol_errors(stream: list[dict[str, Any]]) -> None:
    """Whatever a server sends, in whatever order, nothing but a ProtocolError is raised."""
    hearing, _ = expecting("一", "二")
    for event in stream:
        _survives(hearing, json.dumps(event))


@given(st.binary(max_size=40) | st.text(max_size=40))
def test_bytes_that_are_no_event(message: bytes | str) -> None:
    """What is no JSON event is a ProtocolError."""
    _survives(Hearing(), message)


def _survives(hearing: Hearing, message: str | bytes) -> None:
    try:
        hearing.receive(message, 0.0)
    except ProtocolError:
        return
