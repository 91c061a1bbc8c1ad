"""A client's `motion.drive` moves its own figure."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from qingzhi.errors import ProtocolError
from qingzhi.io import events as ev
from qingzhi.io.codec import motion_frames
from qingzhi.motion import rest
from qingzhi.motion.performer import Performer
from qingzhi.motion.rules import _shape
from qingzhi.service.driving import Driving

if TYPE_CHECKING:
    from qingzhi.service.session import Session


class Outbox:
    def __init__(self) -> None:
        self.sent: list[ev.MotionDelta] = []

    def put(self, event: ev.MotionDelta, *, generation: int) -> None:
        self.sent.append(event)


class Room:
    """As much of a session as driving needs."""

    def __init__(self, *events: str) -> None:
        self.settings = ev.Extensions(events=events)
        self.outbox = Outbox()
        self.age = 3.0
        self.stage = SimpleNamespace(performer=Performer())


def drive(time_ms: float, **given: Any) -> ev.MotionDrive:
    message = {"type": "motion.drive", "time_ms": time_ms, "face": {"jawOpen": 0.5}, **given}
    event = ev.decode(json.dumps(message))
    assert isinstance(event, ev.MotionDrive)
    return event


def test_samples_become_segments_of_the_reaction_layer() -> None:
    """A little ahead of the conversation's clock."""
    room, driving = Room("motion"), Driving()
    driving.take(cast("Session", room), drive(100.0))
    frames = motion_frames(room.outbox.sent[0])
    assert frames.layer.value == "reaction"
    assert frames.start_s >= room.age
    assert frames.face is not None
    assert frames.face[-1].max() == pytest.approx(0.5, abs=0.01)


def test_a_client_that_did_not_ask_for_motion_gets_none() -> None:
    """Its samples are taken all the same."""
    room = Room()
    Driving().take(cast("Session", room), drive(100.0))
    assert room.outbox.sent == []


def test_what_cannot_be_is_one_error() -> None:
    """It names the field."""
    wrong = drive(0.0, bones={"tail": (0.0, 0.0, 0.0, 1.0)})
    with pytest.raises(ProtocolError) as caught:
        Driving().take(cast("Session", Room("motion")), wrong)
    assert caught.value.wire_code == "drive_refused"
    assert caught.value.param == "bones"


def test_a_forbidden_sign_is_not_shown_whoever_drives() -> None:
    """The hand is relaxed, and the session's record says by which rule."""
    room, driving = Room("motion"), Driving()
    hand = rest.LEFT_ARM[-3 * len(rest.FINGERS) :]
    rude = dict(zip(hand, map(tuple, _shape("middle_finger", "left").tolist()), strict=True))
    for step in range(40):
        driving.take(cast("Session", room), drive(100.0 + 33.0 * step, bones=rude))
    assert {ruling.rule for ruling in room.stage.performer.rulings} == {"obscene_sign"}
