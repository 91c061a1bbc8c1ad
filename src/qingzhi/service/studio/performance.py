"""A few seconds in which a figure shows an expression, with or without a gesture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.errors import InputError
from qingzhi.motion import gesture as vocabulary
from qingzhi.motion import head, rest
from qingzhi.motion.expression import envelope, mood
from qingzhi.motion.phrasing import Path
from qingzhi.motion.plan import FACE_COLUMNS
from qingzhi.motion.quaternion import canonical
from qingzhi.score import FPS, Gaze, Layer, MotionFrames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.emotion import Emotion
    from qingzhi.motion.gesture import Pose

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
    knots = [(0.0, vocabulary.at(None)), *(_strokes(gesture) if gesture else ())]
    if gesture:
        made = vocabulary.gestures()[gesture]
        last, pose = knots[-1]
        knots.append((last + made.hold, pose))
        knots.append((last + made.hold + made.retract, vocabulary.at(None)))
    else:
        knots.append((SECONDS, vocabulary.at(None)))
    return Path(
        time=np.array([time for time, _ in knots]),
        arms=np.array([pose.arms for _, pose in knots]),
        trunk=np.array([pose.trunk for _, pose in knots]),
        names=(gesture,) if gesture else (),
        apexes=(),
    )


def _strokes(gesture: str) -> Iterator[tuple[float, Pose]]:
    known = vocabulary.gestures()
    if gesture not in known:
        raise InputError(
            f"There is no gesture {gesture!r}.",
            hint=f"Choose one of {', '.join(known)}.",
            param="gesture",
        )
    for stroke, made in enumerate(known[gesture].strokes[:_MOST_STROKES]):
        lands = _FIRST_S + stroke * _STROKE_S
        for key, wanted in enumerate(made.keys):
            yield lands + wanted.at, vocabulary.pose(gesture, stroke, key, "right")
