"""Manners: seen in the motion, changed without a jump."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qingzhi.motion.performer import Performer
from qingzhi.motion.quaternion import angle_between
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


def test_entertainment_moves_clearly_more_than_business(speak: Speak) -> None:
    """Over the same answer the arms and the head travel at least half as much again."""
    travel = {}
    for style in ("formal", "entertainment"):
        performer = Performer(3)
        ways = []
        for number in range(8):
            names, bones, _ = said(performer, number, style, speak)
            columns = [i for i, n in enumerate(names) if "Arm" in n or n in {"head", "spine"}]
            ways.append(float(angle_between(bones[1:], bones[:-1]).sum(axis=0)[columns].mean()))
        travel[style] = float(np.mean(ways))
    assert travel["entertainment"] > 1.5 * travel["formal"]


def test_a_change_of_manner_makes_no_jump(speak: Speak) -> None:
    """From clause to clause in another manner every joint goes on from where it is."""
    performer = Performer(3)
    before: tuple[tuple[str, ...], Frames, float] | None = None
    for number, style in enumerate(("formal", "entertainment", "counselling", "children")):
        now = said(performer, number, style, speak)
        if before is not None:
            names, bones, seconds = before
            last = min(round(seconds * FPS), len(bones) - 1)
            for column, name in enumerate(now[0]):
                if name in names:
                    step = angle_between(now[1][0, column], bones[last, names.index(name)])
                    assert np.degrees(step) < 3.0, name
        before = now
