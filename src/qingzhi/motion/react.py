"""The reaction layer: a face that answers before the words do, and listening."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from qingzhi.emotion import Stance
from qingzhi.motion import head
from qingzhi.motion.curves import frame_times, renewal
from qingzhi.motion.expression import envelope, face_of, mood
from qingzhi.motion.tables import table
from qingzhi.score import ARKIT, Gaze, Layer, MotionFrames

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array
    from qingzhi.score import Percept

SECONDS: Final = 1.8
_ONSET_S: Final = 0.22
_OFFSET_S: Final = 0.5
_NODS: Final = {"median": 3.6, "sigma": 0.45, "least": 1.6}
"""Listeners nod every few seconds (S. Maynard, "Japanese Conversation", 1989)."""
_UPPER_FACE: Final = tuple(
    i for i, n in enumerate(ARKIT) if n.startswith(("brow", "eyeWide", "eyeSquint", "cheekSquint"))
)
_SMILE: Final = tuple(i for i, n in enumerate(ARKIT) if n.startswith(("mouthSmile", "mouthFrown")))
_BROWS: Final = [i for i, n in enumerate(ARKIT) if n.startswith(("browInner", "browOuter"))]
COLUMNS: Final = (*_UPPER_FACE, *_SMILE)
"""What a reaction owns: never the lips that speak."""
BONES: Final = ("neck", "head")
_JOINTS: Final = [head.TRUNK.index(name) for name in BONES]


class Reaction(msgspec.Struct, frozen=True):
    units: dict[str, float]
    move: str


class _Data(msgspec.Struct, frozen=True):
    reaction: dict[str, Reaction]
    listening: Reaction


@cache
def _data() -> _Data:
    return table("reactions", _Data)


def segment(percept: Percept, start_s: float, seed: int, generation: int = 0) -> MotionFrames:
    """React to what a visitor feels, from `start_s` of the conversation on.

    The stronger the feeling, the clearer the answer; a perception that is unsure shows less.
    """
    shown = _data().reaction[percept.emotion.dominant]
    sure = percept.emotion.intensity * (0.4 + 0.6 * min(1.0, max(0.0, percept.confidence)))
    level = 0.65 + 0.5 * sure
    t = frame_times(SECONDS)
    event = head.Event(head.moves(shown.move), 0.0, level)
    rise = envelope(t, _ONSET_S, SECONDS - _OFFSET_S, _OFFSET_S)
    face = rise[:, None] * np.minimum(face_of(shown.units, seed) * level, 1.0)
    return _frames(start_s, face, head.timeline([event]).sample(t), generation=generation)


def listening(start_s: float, seconds: float, seed: int, generation: int = 0) -> MotionFrames:
    """Attend from `start_s` on: eyes on the visitor, head a little forward, nods now and then."""
    shown = _data().listening
    t = frame_times(seconds)
    times = renewal(start_s - 2.0, start_s + float(t[-1]), seed ^ 0x40D, **_NODS)
    events = [head.Event(head.moves(shown.move), when - start_s, 1.0) for when in times]
    moved = head.timeline(events).sample(t) + _attention()
    moved += head.liveliness(start_s + t, seed)
    face = np.repeat(face_of(shown.units, seed)[None], len(t), axis=0)
    return _frames(start_s, face, moved, generation=generation, fade_s=0.35)


def _attention() -> Array:
    return head.posture(mood(stance=Stance.ATTENTIVE).posture)


def _frames(
    start_s: float, face: Array, moved: Array, *, generation: int, fade_s: float = 0.1
) -> MotionFrames:
    face[:, _BROWS] += np.maximum(moved[:, head.BROW, None], 0.0) * (1.0 - face[:, _BROWS])
    return MotionFrames(
        layer=Layer.REACTION,
        generation=generation,
        start_s=start_s,
        face=face.astype(np.float32),
        bone_names=BONES,
        bones=head.trunk(moved)[:, _JOINTS].astype(np.float32),
        gaze=(Gaze("visitor", start_s=start_s),),
        clock="conversation",
        fade_s=fade_s,
        face_mask=COLUMNS,
    )
