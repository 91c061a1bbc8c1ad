"""A body at one moment, for pictures: an expression, with or without the apex of a gesture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.emotion import NEUTRAL_EMOTION, Stance
from qingzhi.errors import InputError
from qingzhi.motion import head, rest
from qingzhi.motion.compose import Composed
from qingzhi.motion.expression import mood
from qingzhi.motion.gesture import gestures
from qingzhi.motion.quaternion import canonical
from qingzhi.motion.repertoire import repertoire
from qingzhi.motion.rules import Rules
from qingzhi.score import ARKIT, BONES, FPS

if TYPE_CHECKING:
    from qingzhi.emotion import Emotion
    from qingzhi.motion.body import Body
    from qingzhi.motion.gesture import Side
    from qingzhi.motion.repertoire import Pose, Repertoire

_TRUNK: Final = [BONES.index(name) for name in head.TRUNK]
_ARMS: Final = [BONES.index(name) for name in rest.ARMS]


def still(
    emotion: Emotion = NEUTRAL_EMOTION,
    stance: Stance = Stance.NONE,
    *,
    gesture: str | None = None,
    side: Side = "right",
    body: Body | None = None,
    rules: Rules | None = None,
) -> Composed:
    """Give one frame of the whole body: the emotion fully there, the gesture at its apex.

    Raises InputError for a gesture that isn't in the vocabulary or that the rules forbid.
    """
    feeling = mood(emotion, stance)
    able = repertoire(body)
    held = able.rest
    if gesture is not None:
        held = _apex(able, (rules or Rules()).choice(gesture), side)
    degrees = head.posture(feeling.posture) + held.trunk
    bones = rest.body().copy()
    bones[_TRUNK] = head.trunk(degrees[None])[0]
    arms = held.arms.copy()
    rest.lift(arms, feeling.posture.shoulders)
    bones[_ARMS] = arms
    return Composed(
        face=feeling.face[None].astype(np.float32),
        face_names=ARKIT,
        bones=canonical(bones[None]).astype(np.float32),
        bone_names=BONES,
        hips=np.zeros((1, 3), np.float32),
        fps=FPS,
    )


def _apex(able: Repertoire, gesture: str, side: Side) -> Pose:
    """Solve the first stroke's key that falls on the stressed vowel."""
    known = gestures()
    if gesture not in known:
        raise InputError(
            f"There is no gesture {gesture!r}.",
            param="gesture",
            hint=f"Choose one of {', '.join(known)}.",
        )
    keys = known[gesture].strokes[0].keys
    apex = min(range(len(keys)), key=lambda index: abs(keys[index].at))
    return able.at((gesture, 0, apex, known[gesture].lead or side))
