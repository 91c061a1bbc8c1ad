"""Manners: seen in the motion, changed without a jump."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest

from qingzhi.io.events import Style as Named
from qingzhi.motion.performer import Performer
from qingzhi.motion.quaternion import angle_between
from qingzhi.motion.style import AUTO, manner_of, style, styles
from qingzhi.score import FPS, Act, Clause

if TYPE_CHECKING:
    from tests.motion.conftest import Speak

    from qingzhi.motion.arrays import Frames


ACTS = (Act.INFORM, Act.INSTRUCT, Act.LIST, Act.ENCOURAGE)


def said(
    performer: Performer, number: int, style: str, speak: Speak
) -> tuple[tuple[str, ...], Frames, float]:
    """Perform one clause: bone names, rotations, seconds of sound."""
    clause = Clause(
        id=f"c{number}",
        generation=1,
        text="您好，请您看一下这里的材料",
        act=ACTS[number % len(ACTS)],
        style=style,
    )
    segments = list(performer.perform(clause, speak(3.8, seed=number)))
    assert performer._plan is not None
    bones = np.concatenate([s.bones for s in segments if s.bones is not None])
    return segments[0].bone_names, bones, performer._plan.rhythm.seconds


def test_play_moves_clearly_more_than_business(speak: Speak) -> None:
    """Over the same answer arms and head travel half as much again, before children too."""
    travel = {}
    for manner in ("formal", "entertainment", "children"):
        performer = Performer(3)
        ways = []
        for number in range(8):
            names, bones, _ = said(performer, number, manner, speak)
            columns = [i for i, n in enumerate(names) if "Arm" in n or n in {"head", "spine"}]
            ways.append(float(angle_between(bones[1:], bones[:-1]).sum(axis=0)[columns].mean()))
        travel[manner] = float(np.mean(ways))
    assert travel["entertainment"] > 1.5 * travel["formal"]
    assert travel["children"] > 1.5 * travel["formal"]


def test_a_change_of_manner_makes_no_jump(speak: Speak) -> None:
    """From clause to clause in another manner every joint goes on from where it is."""
    performer = Performer(3)
    before: tuple[tuple[str, ...], Frames, float] | None = None
    for number, manner in enumerate(("formal", "entertainment", "counselling", "children")):
        now = said(performer, number, manner, speak)
        if before is not None:
            names, bones, seconds = before
            last = min(round(seconds * FPS), len(bones) - 1)
            for column, name in enumerate(now[0]):
                if name in names:
                    step = angle_between(now[1][0, column], bones[last, names.index(name)])
                    assert np.degrees(step) < 3.0, name
        before = now


def test_the_session_and_the_body_know_the_same_manners() -> None:
    """What `session.update` takes is what can be shown."""
    assert set(get_args(Named)) == {AUTO, *styles()}


def test_situations_choose_the_manner() -> None:
    """Before a child as with children, unless the session wishes otherwise."""
    assert manner_of("formal") is style("formal")
    assert manner_of("formal", careful=True) is style("children")
    assert manner_of("formal", "tutoring", careful=True) is style("tutoring")


@pytest.mark.parametrize("need", ["care", "counselling"])
@pytest.mark.parametrize("wished", [AUTO, "entertainment"])
def test_who_is_in_need_is_met_with_care(need: str, wished: str) -> None:
    """No wish and no audience puts another manner before it."""
    assert manner_of(need, wished, careful=True) is style(need)


def test_a_session_changes_manner_between_two_clauses(speak: Speak) -> None:
    """The wish counts from the next clause on, and nothing jumps there."""
    performer = Performer(3)
    names, bones, seconds = said(performer, 0, "formal", speak)
    performer.style = "entertainment"
    now = said(performer, 1, "formal", speak)
    last = min(round(seconds * FPS), len(bones) - 1)
    for column, name in enumerate(now[0]):
        if name in names:
            step = angle_between(now[1][0, column], bones[last, names.index(name)])
            assert np.degrees(step) < 3.0, name
    plain = Performer(3)
    said(plain, 0, "formal", speak)
    assert performer._plan is not None
    assert plain._plan is not None
    assert performer._plan.mood.face.max() > plain._plan.mood.face.max() + 0.1
