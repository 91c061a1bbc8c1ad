"""Legs in conversation."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.emotion import Emotion, Stance
from qingzhi.motion.moves import moves
from qingzhi.motion.performer import Performer
from qingzhi.motion.rules import Rules
from qingzhi.motion.steps import step_for
from qingzhi.motion.style import style, styles
from qingzhi.score import Clause, Layer, MotionFrames


def said(style: str, emotion: str, name: str = "c0", generation: int = 1) -> Clause:
    feeling = Emotion.of(emotion, 0.9)
    text = "太好了，您的申请已经全部通过啦，恭喜恭喜！"
    return Clause(id=name, generation=generation, text=text, style=style, emotion=feeling)


def stepped(performer: Performer, clause: Clause) -> list[MotionFrames]:
    return [s for s in performer.perform(clause, ()) if s.layer is Layer.REACTION]


def test_every_move_of_a_manner_exists() -> None:
    """Tables name moves that can be made."""
    assert {name for manner in styles().values() for name in manner.legs.values()} <= set(moves())


def test_strong_joy_hops_where_the_manner_lets_it() -> None:
    """Entertainers hop; nobody does at a counter, nor for a weak joy."""
    hop = step_for(Emotion.of("joy", "strong"), Stance.NONE, style("entertainment"))
    assert hop == "happy_hop"
    assert step_for(Emotion.of("joy", "weak"), Stance.NONE, style("entertainment")) == ""
    for manner in ("formal", "care", "counselling"):
        assert stepped(Performer(1), said(manner, "joy")) == []


def test_legs_leave_arms_and_face_alone() -> None:
    """Only hips and legs move, from rest to rest, on the clock of the clause."""
    (legs,) = stepped(Performer(1), said("entertainment", "joy"))
    assert legs.face is None
    assert legs.hips is not None
    assert not any("Arm" in name or name in {"head", "spine"} for name in legs.bone_names)
    assert (legs.clock, legs.clause_id) == ("audio", "c0")
    assert np.ptp(legs.hips[:, 1]) > 0.1
    assert np.abs(legs.hips[-1]).max() < 0.01


def test_once_in_a_turn_is_enough() -> None:
    """The second joyful clause of an answer does not hop again; revised marks repeat the first."""
    performer = Performer(1)
    first = said("entertainment", "joy")
    assert len(stepped(performer, first)) == 1
    assert len(stepped(performer, first)) == 1
    assert stepped(performer, said("entertainment", "joy", "c1")) == []
    assert len(stepped(performer, said("entertainment", "joy", "c2", 2))) == 1


@pytest.mark.parametrize("manner", ["auto", "entertainment"])
def test_before_a_child_nothing_is_shown_that_hurts_to_imitate(manner: str) -> None:
    """A hop may not be imitated: the rules take it out of conversations too."""
    performer = Performer(1, rules=Rules("CN"))
    performer.careful, performer.style = True, manner
    for legs in stepped(performer, said("entertainment", "joy")):
        assert legs.hips is not None
        assert np.ptp(legs.hips[:, 1]) < 0.05
