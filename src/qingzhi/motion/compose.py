"""Layers into one timeline: what a player shows, for films, files and checks.

Within a layer a later segment replaces an earlier one from its start on; a layer that has
nothing more to show lets the ones below through again. Lids close for whichever layer closes
them, and wide eyes narrow while they do. Gazes turn the eyes as for a visitor straight ahead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.errors import InputError
from qingzhi.motion import rest
from qingzhi.motion.curves import minimum_jerk
from qingzhi.motion.lips import MOUTH
from qingzhi.motion.look import Look, follow, read, write
from qingzhi.motion.quaternion import canonical, slerp
from qingzhi.score import ARKIT, BONES, FPS, Layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qingzhi.motion.arrays import Array, Frames
    from qingzhi.score import MotionFrames

MAX_S: Final = 3600.0
RELEASE_S: Final = 0.3
"""How long a layer that ends takes to let the lower ones through."""
LIPS_FADE_S: Final = 0.07
"""Lips that follow sound cross over in no more than this: a consonant is shorter than a fade."""
_BEARING: Final = ("mouthSmile", "mouthFrown", "mouthDimple")
"""Columns of the mouth by which it shows feeling rather than sounds."""
SPEAKING: Final = np.array(
    [i in MOUTH and not name.startswith(_BEARING) for i, name in enumerate(ARKIT)]
)
_BLINK: Final = [i for i, name in enumerate(ARKIT) if name.startswith("eyeBlink")]
_WIDE: Final = [i for i, name in enumerate(ARKIT) if name.startswith("eyeWide")]
_COLUMN: Final = {name: i for i, name in enumerate(BONES)}


@dataclass(frozen=True, slots=True)
class Composed:
    """What is seen: `face` [T, 52], `bones` [T, B, 4] local to T-pose, `hips` [T, 3] metres."""

    face: Frames
    face_names: tuple[str, ...]
    bones: Frames
    bone_names: tuple[str, ...]
    hips: Frames
    fps: int


@dataclass(slots=True)
class _Track:
    """One layer's face, bones and hips with their weights over the whole timeline."""

    count: int
    face: Array = field(init=False)
    face_weight: Array = field(init=False)
    bones: Array = field(init=False)
    bones_weight: Array = field(init=False)
    hips: Array = field(init=False)
    hips_weight: Array = field(init=False)

    def __post_init__(self) -> None:
        self.face = np.zeros((self.count, len(ARKIT)))
        self.face_weight = np.zeros((self.count, len(ARKIT)))
        self.bones = np.repeat(rest.body()[None], self.count, axis=0)
        self.bones_weight = np.zeros((self.count, len(BONES)))
        self.hips = np.zeros((self.count, 3))
        self.hips_weight = np.zeros((self.count, 1))

    def play(self, segment: MotionFrames, start_s: float) -> None:
        """Replace what this layer shows from `start_s` on."""
        # Sound begins between frames: its segments are all moved by the same part of a frame, so
        # that none is seen twice.
        begin = math.floor(start_s * FPS + 0.5)
        first = max(0, begin)
        place = (np.arange(first, self.count) - begin) / FPS * segment.fps
        if not len(place) or not len(segment):
            return
        since = place / segment.fps
        fade = _fade(since, segment.fade_s)[:, None]
        face_fade = np.where(SPEAKING, _fade(since, _lips_fade(segment))[:, None], fade)
        over = (place - (len(segment) - 1)) / segment.fps
        present = 1.0 - minimum_jerk(over / RELEASE_S)[:, None]
        at = np.minimum(np.rint(place).astype(np.intp), len(segment) - 1)
        at = np.maximum(at, 0)
        self._play_face(segment, slice(first, None), at, face_fade, present)
        self._play_bones(segment, slice(first, None), at, fade, present)
        self._play_hips(segment, slice(first, None), at, fade, present)

    def _play_face(
        self, segment: MotionFrames, when: slice, at: Array, fade: Array, present: Array
    ) -> None:
        owned = np.zeros(len(ARKIT))
        if segment.face is not None:
            owned[list(segment.face_mask) or slice(None)] = 1.0
            new = segment.face[at]
            mix = np.where(self.face_weight[when] > 0.0, fade, 1.0) * owned
            self.face[when] += (new - self.face[when]) * mix
        goal = present * owned
        self.face_weight[when] += (goal - self.face_weight[when]) * fade

    def _play_bones(
        self, segment: MotionFrames, when: slice, at: Array, fade: Array, present: Array
    ) -> None:
        names = segment.bone_names if segment.bones is not None else ()
        goal = np.zeros((len(present), len(BONES)))
        columns = [_COLUMN[name] for name in names]
        if segment.bones is not None:
            goal[:, columns] = present
            mix = np.where(self.bones_weight[when][:, columns] > 0.0, fade, 1.0)
            self.bones[when, columns] = slerp(self.bones[when, columns], segment.bones[at], mix)
        self.bones_weight[when] += (goal - self.bones_weight[when]) * fade

    def _play_hips(
        self, segment: MotionFrames, when: slice, at: Array, fade: Array, present: Array
    ) -> None:
        goal = present if segment.hips is not None else 0.0 * present
        if segment.hips is not None:
            mix = np.where(self.hips_weight[when] > 0.0, fade, 1.0)
            self.hips[when] += (segment.hips[at] - self.hips[when]) * mix
        self.hips_weight[when] += (goal - self.hips_weight[when]) * fade


def compose(
    segments: Iterable[MotionFrames],
    seconds: float,
    *,
    audio_starts: Mapping[str, float] | None = None,
) -> Composed:
    """Compose segments, in the order in which they were sent, to `seconds` of frames.

    `audio_starts` says when, in the conversation, each clause's audio begins; a clause that it
    does not name begins at 0. Raises InputError for a length or a bone that can't be.
    """
    if not 0.0 < seconds <= MAX_S:
        raise InputError(f"Can't compose {seconds} s.", hint=f"Ask for up to {MAX_S:.0f} s.")
    count = max(1, round(seconds * FPS))
    tracks = {layer: _Track(count) for layer in Layer}
    starts = audio_starts or {}
    looks: list[Look] = []
    for segment in segments:
        unknown = set(segment.bone_names) - set(BONES)
        if unknown:
            raise InputError(f"{min(unknown)!r} is no bone of the VRM humanoid.")
        begin = starts.get(segment.clause_id, 0.0) if segment.clock == "audio" else 0.0
        tracks[segment.layer].play(segment, begin + segment.start_s)
        looks += [Look(gaze, begin + gaze.start_s) for gaze in segment.gaze]
    return _stacked(list(tracks.values()), looks)


def _lips_fade(segment: MotionFrames) -> float:
    return min(segment.fade_s, LIPS_FADE_S) if segment.clock == "audio" else segment.fade_s


def _fade(since: Array, seconds: float) -> Array:
    return minimum_jerk(since / seconds) if seconds > 0.0 else np.ones_like(since)


def _stacked(tracks: list[_Track], looks: list[Look]) -> Composed:
    count = tracks[0].count
    face, hips = np.zeros((count, len(ARKIT))), np.zeros((count, 3))
    bones = np.repeat(rest.body()[None], count, axis=0)
    for track in tracks:
        lids = np.maximum(face[:, _BLINK], track.face[:, _BLINK] * track.face_weight[:, _BLINK])
        face += (track.face - face) * track.face_weight
        face[:, _BLINK] = lids
        hips += (track.hips - hips) * track.hips_weight
        bones = slerp(bones, track.bones, track.bones_weight)
    write(face, read(face) + follow(looks, count))
    face[:, _WIDE] *= 1.0 - face[:, _BLINK]
    return Composed(
        face=np.clip(face, 0.0, 1.0).astype(np.float32),
        face_names=ARKIT,
        bones=canonical(bones).astype(np.float32),
        bone_names=BONES,
        hips=hips.astype(np.float32),
        fps=FPS,
    )
