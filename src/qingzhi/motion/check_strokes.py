"""Strokes against speech: where a hand's movement hits, and how far that is from a stressed vowel.

A stroke's apex is where a wrist that moved fast comes to rest or turns.

Source: D. McNeill, "Hand and Mind", 1992: the stroke ends at or before the stressed syllable's
peak, never after.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.motion.found import Found
from qingzhi.motion.quaternion import normalise
from qingzhi.motion.skeleton import forward
from qingzhi.score import BONES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qingzhi.motion.arrays import Array
    from qingzhi.motion.clip import Clip

EARLY_MS, LATE_MS = -80.0, 40.0
"""Where an apex may lie from the vowel's onset."""
_MOVES: Final = 0.45
"""Metres a second that a wrist reaches in a stroke."""
_FALLS: Final = 0.12
"""Share of that speed under which it has arrived."""
_MEANT_S: Final = 0.25
"""An apex further from every stressed vowel is not meant for one: a hand goes back to rest."""
_LOW_M: Final = -0.40
"""Below the shoulder by more than this, a hand rests."""


@dataclass(frozen=True, slots=True)
class Offsets:
    """`each`: time of an apex and milliseconds from the nearest stressed vowel."""

    each: list[tuple[float, float]]
    p50: float | None
    p95: float | None


def offsets(clip: Clip, onsets: Sequence[float]) -> Offsets:
    """Measure strokes against vowel onsets in seconds; without onsets there is nothing to say."""
    if not onsets or len(clip) < 8:
        return Offsets([], None, None)
    places, _ = forward(BONES, normalise(clip.bones), clip.hips.astype(np.float32))
    spoken = np.array(sorted(onsets))
    each = []
    for side in ("left", "right"):
        wrist = places[f"{side}Hand"] - places[f"{side}UpperArm"]
        for apex in _apexes(wrist, clip.fps):
            away = apex - spoken[int(np.abs(spoken - apex).argmin())]
            if abs(away) <= _MEANT_S:
                each.append((apex, 1e3 * float(away)))
    if not each:
        return Offsets([], None, None)
    p50, p95 = np.percentile([abs(ms) for _, ms in each], (50, 95))
    return Offsets(each, round(float(p50), 1), round(float(p95), 1))


def stroke_faults(apart: Offsets) -> Iterator[Found]:
    """Find strokes that miss their syllable."""
    for time, ms in apart.each:
        if not EARLY_MS <= ms <= LATE_MS:
            yield Found("late_stroke", "hand", time, ms)


def _apexes(wrist: Array, fps: float) -> Iterator[float]:
    """Find the times at which a raised wrist arrives after a fast way."""
    speed = np.linalg.norm(np.gradient(wrist, axis=0), axis=-1) * fps
    moving, peak = False, 0.0
    for frame in range(1, len(speed)):
        if speed[frame] > _MOVES:
            moving, peak = True, max(peak, float(speed[frame]))
        turned = speed[frame] <= speed[frame - 1] and (
            frame + 1 == len(speed) or speed[frame + 1] > speed[frame]
        )
        if moving and (speed[frame] < _FALLS * peak or (turned and speed[frame] < 0.6 * peak)):
            moving, peak = False, 0.0
            if wrist[frame, 1] > _LOW_M:
                yield frame / fps
