"""Legs in conversation: what a strong feeling does with them while the figure speaks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.emotion import Stance, Strength
from qingzhi.motion.moves import legs
from qingzhi.motion.quaternion import canonical
from qingzhi.score import Layer, MotionFrames

if TYPE_CHECKING:
    from qingzhi.emotion import Emotion
    from qingzhi.motion.arrays import Frames
    from qingzhi.motion.body import Body
    from qingzhi.motion.style import Style
    from qingzhi.score import Clause

_FADE_S: Final = 0.25


def step_for(emotion: Emotion, stance: Stance, manner: Style) -> str:
    """Name the move that a strong feeling or a stance makes in a manner; "" for none."""
    if emotion.strength is Strength.STRONG and emotion.name in manner.legs:
        return manner.legs[emotion.name]
    return manner.legs.get(stance.value, "")


def segment(name: str, body: Body, clause: Clause, start_s: float) -> MotionFrames:
    """Move hips and legs from `start_s` of a clause's audio on; arms and face are left alone."""
    names, bones, hips = _legs(name, body)
    return MotionFrames(
        layer=Layer.REACTION,
        generation=clause.generation,
        start_s=start_s,
        bone_names=names,
        bones=bones,
        hips=hips,
        clause_id=clause.id,
        fade_s=_FADE_S,
    )


@lru_cache(maxsize=64)
def _legs(name: str, body: Body) -> tuple[tuple[str, ...], Frames, Frames]:
    found, hips = legs(name, body)
    bones = canonical(np.stack(list(found.values()), axis=1))
    return tuple(found), bones.astype(np.float32), hips.astype(np.float32)
