"""A few seconds in which a figure shows an expression, with or without a gesture."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.errors import InputError
from qingzhi.motion import head, rest
from qingzhi.motion.expression import envelope, mood
from qingzhi.motion.gesture import gestures
from qingzhi.motion.phrasing import Path
from qingzhi.motion.plan import FACE_COLUMNS
from qingzhi.motion.quaternion import canonical
from qingzhi.motion.repertoire import repertoire
from qingzhi.score import FPS, Gaze, Layer, MotionFrames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.emotion import Emotion
    from qingzhi.motion.gesture import PoseId

SECONDS: Final = 4.0
_ONSET_S: Final = 0.35
_OFFSET_S: Final = 0.6
_FIRST_S: Final = 0.9
"""When the first stroke lands."""
_STROKE_S: Final = 0.75
"""From one stroke to the next."""
_MOST_STROKES: Final = 3


def performance(emotion: Emotion, gesture: str | None = None) -> MotionFrames:
    """Show an emotion, and a gesture of the vocabulary. Raises InputError for an unknown one."""
    feeling = mood(emotion)
    path = _path(gesture)
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


def _path(gesture: str | None) -> Path:
    """Lay a gesture in time: to its strokes, a hold, and back to rest."""
    able = repertoire()
    steps: list[tuple[float, PoseId]] = [(0.0, None), *(_strokes(gesture) if gesture else ())]
    if gesture:
        made = gestures()[gesture]
        last, held = steps[-1]
        steps.append((last + made.hold, held))
        steps.append((last + made.hold + made.retract, None))
    else:
        steps.append((SECONDS, None))
    poses = [able.at(key) for _, key in steps]
    return Path(
        time=np.array([time for time, _ in steps]),
        arms=np.array([pose.arms for pose in poses]),
        trunk=np.array([pose.trunk for pose in poses]),
        names=(gesture,) if gesture else (),
        apexes=(),
        bulges=np.array([able.bulge(a, b) for (_, a), (_, b) in pairwise(steps)]),
    )


def _strokes(gesture: str) -> Iterator[tuple[float, PoseId]]:
    known = gestures()
    if gesture not in known:
        raise InputError(
            f"There is no gesture {gesture!r}.",
            hint=f"Choose one of {', '.join(known)}.",
            param="gesture",
        )
    for stroke, made in enumerate(known[gesture].strokes[:_MOST_STROKES]):
        lands = _FIRST_S + stroke * _STROKE_S
        for key, at in enumerate(repertoire().times(gesture, stroke)):
            yield lands + at, (gesture, stroke, key, known[gesture].lead or "right")
