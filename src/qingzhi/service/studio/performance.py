"""A few seconds in which a figure shows an expression, with or without a gesture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.motion import head, rest
from qingzhi.motion.expression import envelope, mood
from qingzhi.motion.plan import FACE_COLUMNS
from qingzhi.motion.quaternion import canonical
from qingzhi.motion.repertoire import repertoire
from qingzhi.motion.rules import Rules
from qingzhi.motion.show import gesture_path, path_of
from qingzhi.score import FPS, Gaze, Layer, MotionFrames

if TYPE_CHECKING:
    from qingzhi.emotion import Emotion

SECONDS: Final = 4.0
_ONSET_S: Final = 0.35
_OFFSET_S: Final = 0.6


def performance(
    emotion: Emotion, gesture: str | None = None, rules: Rules | None = None
) -> MotionFrames:
    """Show an emotion, and a gesture of the vocabulary as the rules let it be made.

    Raises InputError for an unknown gesture and for one that is not made at all.
    """
    gesture = (rules or Rules()).choice(gesture) if gesture else None
    feeling = mood(emotion)
    able = repertoire()
    path = gesture_path(able, gesture) if gesture else path_of(able, [(0.0, None), (SECONDS, None)])
    seconds = max(SECONDS, path.end)
    t = np.arange(round(seconds * FPS) + 1) / FPS
    shown = envelope(t, _ONSET_S, seconds - _OFFSET_S, _OFFSET_S)[:, None]
    arms, moved = path.sample(t)
    trunk = head.trunk(moved + shown * head.posture(feeling.posture))
    return MotionFrames(
        layer=Layer.SPEECH,
        generation=0,
        start_s=0.0,
        face=(shown * feeling.face).astype(np.float32),
        bone_names=(*head.TRUNK, *rest.ARMS),
        bones=canonical(np.concatenate((trunk, arms), axis=1)).astype(np.float32),
        gaze=(Gaze("visitor", start_s=0.0),),
        clock="conversation",
        fade_s=0.3,
        face_mask=FACE_COLUMNS,
    )
