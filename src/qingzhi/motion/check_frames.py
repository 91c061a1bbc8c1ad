"""Motion frame by frame: values in range, rotations that are rotations, nothing that jumps.

Sources for the limits: R. Werner et al. in A. Fleisig et al., "Kinematics of throwing", 1995 (elbow
and forearm of athletes reach 40 rad/s; gestures stay far below); T. Flash & N. Hogan, 1985 (people
move with little jerk).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.motion.found import Found
from qingzhi.motion.quaternion import angle_between, canonical, conjugate, multiply, normalise
from qingzhi.score import ARKIT, BONES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.motion.arrays import Array
    from qingzhi.motion.clip import Clip

UNIT: Final = 1e-3
RANGE: Final = 1e-3
FASTEST: Final = 14.0
"""rad/s of a joint: a quick wave of the hand has 10."""
JERK: Final = 4500.0
"""rad/s³, over a sixth of a second."""
LEG_JERK: Final = 12_000.0
"""The same of legs, which the floor stops: a runner's knee goes to and fro by 90° in a quarter of
a second (T. Novacheck, "The biomechanics of running", 1998)."""
_LEGS: Final = ("UpperLeg", "LowerLeg", "Foot", "Toes")
_MOST_JERK: Final = np.array([LEG_JERK if n.endswith(_LEGS) else JERK for n in BONES])
JUMP: Final = 0.22
"""Radians that a joint turns in one frame more than in the frames around it."""
FACE_JUMP: Final = 0.45
"""The same of a coefficient."""
HIPS_JUMP_M: Final = 0.05
_TIMES: Final = 3.5
"""A jump is so many times what the frames around it do."""
_JERK_S: Final = 1 / 6
_LIDS: Final = [i for i, name in enumerate(ARKIT) if name.startswith("eye")]
"""Lids and eyes may jump: a blink closes in two frames, a saccade takes one."""


@dataclass(frozen=True, slots=True)
class Frames:
    """What was found and measured."""

    found: list[Found]
    speed: float
    jerk: float
    pops: int


def frame_faults(clip: Clip) -> Frames:
    """Look at every frame."""
    found = [*_ranges(clip), *_lengths(clip)]
    if len(clip) < 2:
        return Frames(found, 0.0, 0.0, 0)
    bones = normalise(clip.bones)
    turned = angle_between(bones[:-1], bones[1:])
    speed = turned * clip.fps
    jerk = _jerk(bones, clip.fps)
    pops = [*_pops(clip, turned)]
    found += pops
    found += _beyond("too_fast", speed, np.array(FASTEST), clip.fps)
    found += _beyond("jerky", jerk, _MOST_JERK, clip.fps)
    return Frames(found, float(speed.max()), float(jerk.max(initial=0.0)), len(pops))


def _ranges(clip: Clip) -> Iterator[Found]:
    wrong = (clip.face < -RANGE) | (clip.face > 1.0 + RANGE)
    for column in np.flatnonzero(wrong.any(axis=0)):
        frame = int(np.argmax(np.abs(clip.face[:, column] - 0.5)))
        value = float(clip.face[frame, column])
        yield Found("face_range", ARKIT[column], frame / clip.fps, value)


def _lengths(clip: Clip) -> Iterator[Found]:
    length = np.linalg.norm(clip.bones, axis=-1)
    wrong = np.abs(length - 1.0) > UNIT
    for column in np.flatnonzero(wrong.any(axis=0)):
        frame = int(np.argmax(wrong[:, column]))
        yield Found("not_unit", BONES[column], frame / clip.fps, float(length[frame, column]))


def _beyond(code: str, values: Array, limit: Array, fps: float) -> Iterator[Found]:
    """Tell the worst moment of each bone that goes beyond its limit, or that of all bones."""
    for column in np.flatnonzero((values > limit).any(axis=0)):
        frame = int(np.argmax(values[:, column]))
        yield Found(code, BONES[column], (frame + 1) / fps, float(values[frame, column]))


def _jerk(bones: Array, fps: float) -> Array:
    """[T, B] root mean square over _JERK_S of the third derivative of each rotation.

    Between neighbouring frames rotations are small, so their vectors may be differentiated.
    """
    step = canonical(multiply(conjugate(bones[:-1]), bones[1:]))
    vector = 2.0 * step[..., :3]
    third = np.diff(vector, n=2, axis=0) * fps**3
    if not len(third):
        return np.zeros((0, bones.shape[1]))
    size = min(len(third), max(1, round(_JERK_S * fps)))
    square = np.einsum("tbi,tbi->tb", third, third)
    total = np.cumsum(np.concatenate((np.zeros((1, square.shape[1])), square)), axis=0)
    return np.asarray(np.sqrt(np.maximum(total[size:] - total[:-size], 0.0) / size))


def _pops(clip: Clip, turned: Array) -> Iterator[Found]:
    face = np.abs(np.diff(clip.face, axis=0))
    face[:, _LIDS] = 0.0
    hips = np.linalg.norm(np.diff(clip.hips, axis=0), axis=-1)[:, None]
    scale = 30.0 / clip.fps
    for names, values, limit in (
        (BONES, turned, JUMP * scale),
        (ARKIT, face, FACE_JUMP * scale),
        (("hips",), hips, HIPS_JUMP_M * scale),
    ):
        for frame, column in np.argwhere(_alone(values, limit)):
            yield Found("pop", names[column], (frame + 1) / clip.fps, float(values[frame, column]))


def _alone(values: Array, limit: float) -> Array:
    """Tell steps [T-1, N] that are large and stand out from the steps on both sides."""
    edge = np.pad(values, ((2, 2), (0, 0)))
    around = np.stack([edge[:-4], edge[1:-3], edge[3:-1], edge[4:]])
    return np.asarray((values > limit) & (values > _TIMES * np.sort(around, axis=0)[2]))
