"""A client's `motion.drive` moves its own figure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from qingzhi.errors import ProtocolError
from qingzhi.io import events as ev
from qingzhi.io.codec import motion_frames
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
