"""Life between words: breath, weight, gaze and lids, without a loop.

Every value depends on conversation time and seed alone, so segments made apart join exactly.
Sources: A. Bentivoglio et al., "Analysis of blink rate patterns in normal subjects", 1997 (17
blinks a minute at rest, 26 talking); F. VanderWerf et al., "Eyelid movements: behavioral studies
of blinking in humans", 2003 (closing about 90 ms, opening about twice as long).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from qingzhi.motion import footing, look, rest
from qingzhi.motion.breath import CALM, Breath
from qingzhi.motion.curves import frame_times, lattice, minimum_jerk, noise, renewal
from qingzhi.motion.footing import Foot
from qingzhi.motion.quaternion import about, canonical, from_vector, multiply
from qingzhi.motion.repertoire import repertoire
from qingzhi.motion.visemes import columns
from qingzhi.score import ARKIT, BONES, FPS, Gaze, Layer, MotionFrames

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array, Frames
    from qingzhi.motion.repertoire import Repertoire

BLINK: Final = {"median": 2.9, "sigma": 0.55, "least": 0.45}
GLANCE: Final = {"median": 1.7, "sigma": 0.6, "least": 0.35}
LOOK: Final = {"median": 9.0, "sigma": 0.5, "least": 4.0}
"""Now and then somebody who waits looks elsewhere, for a second or so, and the head goes along."""
_ASIDE: Final = np.array([0.75, 0.55])
_ASIDE_S: Final = (0.7, 1.9)
_HEAD_S: Final = 0.8
_HEAD_SHARE: Final = np.radians([5.5, 3.6])
"""Turn and nod of the head at the edge of the screen."""
_CLOSING_S: Final = 0.09
_OPENING_S: Final = 0.19
_WEIGHT_S: Final = 16.0
_WEIGHT_M: Final = 0.022
_SUNK_M: Final = 0.0015
"""Half of what breath lifts the hips by; standing knees are never quite straight."""
_ROLL: Final = np.radians(1.2)
"""The hip of the standing leg is the higher one."""

_BLINK_COLUMNS: Final = list(columns("eyeBlink"))
_SMILE_COLUMNS: Final = list(columns("mouthSmile"))
_BROW_COLUMNS: Final = [*columns("browInnerUp"), *columns("browOuterUp")]
_PLEASANT: Final = 0.09
_SHOULDERS: Final = [BONES.index(name) for name in ("leftShoulder", "rightShoulder")]
_UPPER_ARMS: Final = [BONES.index(name) for name in ("leftUpperArm", "rightUpperArm")]
_ARMS: Final = [BONES.index(name) for name in rest.ARMS]
_TRUNK: Final = [BONES.index(n) for n in ("spine", "chest", "upperChest", "neck", "head")]
_SWAY: Final = np.radians(
    [[0.4, 0.9, 0.7], [0.3, 0.5, 0.5], [0.1, 0.2, 0.2], [0.9, 1.6, 1.2], [1.0, 1.8, 1.2]]
)
"""Pitch, yaw and roll that spine, chest, upper chest, neck and head wander by."""
_BREATH: Final = np.radians([-0.3, -0.4, -1.0, 0.8, 0.5])


def segment(
    start_s: float,
    seconds: float,
    seed: int,
    able: Repertoire | None = None,
    breathing: Breath = CALM,
) -> MotionFrames:
    """Return idle frames on the conversation's clock; `able` is whose body it is."""
    t = start_s + frame_times(seconds)
    bones, hips = _body(t, seed, able or repertoire(), breathing)
    return MotionFrames(
        layer=Layer.IDLE,
        generation=0,
        start_s=start_s,
        face=_face(t, seed),
        bone_names=BONES,
        bones=bones,
        hips=hips,
        gaze=looks(start_s, start_s + len(t) / FPS, seed),
        clock="conversation",
        fade_s=0.0,
    )


def blink(t: Array, seed: int) -> Array:
    """[T] how far the lids are closed, 0..1."""
    times = renewal(float(t[0]) - 0.5, float(t[-1]) + 0.5, seed, **BLINK)
    since = t[:, None] - times
    closing = minimum_jerk((since + _CLOSING_S) / _CLOSING_S)
    opening = minimum_jerk(since / _OPENING_S)
    return np.asarray((closing * (1.0 - opening)).max(axis=1, initial=0.0), np.float64)


def glance(t: Array, seed: int) -> Array:
    """[T, 2] small eye movements around where the figure looks, −1..1 right and up."""
    times = renewal(float(t[0]) - 30.0, float(t[-1]) + 1.0, seed ^ 0x5ACC, **GLANCE)
    index = np.searchsorted(times, t, side="right")
    aims = 0.16 * lattice(np.round(np.concatenate(([0.0], times)) * 1e6).astype(np.int64), seed, 2)
    previous = aims[np.maximum(index - 1, 0)]
    begun = np.concatenate(([-1e6], times))[index]
    moved = minimum_jerk((t - begun) / look.SACCADE_S)[:, None]
    return np.asarray(previous + (aims[index] - previous) * moved, np.float64)


def looks(start_s: float, stop_s: float, seed: int) -> tuple[Gaze, ...]:
    """Where the eyes are led in [start_s, stop_s): elsewhere now and then, and back."""
    begins, stays, aims = _asides(start_s, stop_s, seed)
    led = [Gaze("visitor", start_s=start_s)]
    for begin, end, (x, y) in zip(
        begins.tolist(), (begins + stays).tolist(), aims.tolist(), strict=True
    ):
        led += [Gaze("away", x, y, begin), Gaze("visitor", start_s=end)]
    before = [g for g in led if g.start_s <= start_s]
    return (
        msgspec.structs.replace(before[-1], start_s=start_s),
        *(g for g in led if start_s < g.start_s < stop_s),
    )


def _asides(start_s: float, stop_s: float, seed: int) -> tuple[Array, Array, Array]:
    """When somebody looks elsewhere [N], for how long [N], and where on the screen [N, 2]."""
    begins = renewal(start_s - 10.0, stop_s, seed ^ 0xA51DE, **LOOK)
    drawn = lattice(np.round(begins * 1e6).astype(np.int64), seed ^ 0xA51DE, 3)
    least, most = _ASIDE_S
    stays = least + (most - least) * (0.5 + 0.5 * drawn[:, 2])
    # To either side, never hardly at all.
    aims = np.sign(drawn[:, :2]) * (0.45 + 0.55 * np.abs(drawn[:, :2])) * _ASIDE
    return begins, stays, aims


def _followed(t: Array, seed: int) -> Array:
    """[T, 2] how far the head goes along: share of _ASIDE to the viewer's right and up."""
    begins, stays, aims = _asides(float(t[0]), float(t[-1]) + 1.0, seed)
    since = t[:, None] - begins
    along = minimum_jerk(since / _HEAD_S) - minimum_jerk((since - stays) / _HEAD_S)
    return np.asarray(along @ aims, np.float64)


def _face(t: Array, seed: int) -> Frames:
    face = np.zeros((len(t), len(ARKIT)))
    face[:, _BLINK_COLUMNS] = blink(t, seed)[:, None]
    face[:, _SMILE_COLUMNS] = _PLEASANT * (1.0 + noise(t, 5.0, seed ^ 0x511E))
    face[:, _BROW_COLUMNS] = 0.05 * np.maximum(noise(t, 3.1, seed ^ 0xB0B), 0.0)
    look.write(face, glance(t, seed))
    return face.astype(np.float32)


def _body(t: Array, seed: int, able: Repertoire, breathing: Breath) -> tuple[Frames, Frames]:
    bones = np.repeat(rest.body()[None], len(t), axis=0)
    bones[:, _ARMS] = able.rest.arms
    breath = _breath(t, seed, breathing)
    shift = noise(t, 6.7, seed ^ 0x517, 2) * (0.010, 0.004)
    # Now and then the weight goes over to the other leg.
    weight = noise(t, _WEIGHT_S, seed ^ 0x3E1)[:, 0]
    sway = noise(t, 2.3, seed ^ 0x5A7, 15).reshape(-1, 5, 3)
    slow = noise(t, 7.9, seed ^ 0x10, 15).reshape(-1, 5, 3)
    turns = (0.35 * sway + 0.65 * slow) * _SWAY
    turns[:, :, 0] += breath[:, None] * _BREATH
    turns[:, 0, 2] += _ROLL * weight
    turned = _followed(t, seed) * _HEAD_SHARE
    turns[:, 3:, 1] += 0.5 * turned[:, None, 0]
    turns[:, 3:, 0] -= 0.5 * turned[:, None, 1]
    bones[:, _TRUNK] = from_vector(turns)
    _lift_shoulders(bones, t, breath, seed)
    across = shift[:, 0] + _WEIGHT_M * weight
    hips = np.stack((across, _SUNK_M * (breath - 2.0), shift[:, 1]), axis=1)
    roll = about((0.0, 0.0, 1.0), -_ROLL * weight)
    for name, turned in footing.bones(able.body, hips, roll, _planted(len(t))).items():
        bones[:, BONES.index(name)] = turned
    return canonical(bones).astype(np.float32), hips.astype(np.float32)


def _planted(count: int) -> dict[str, Foot]:
    still = np.zeros(count)
    return dict.fromkeys(footing.SIDES, Foot(np.zeros((count, 3)), still, still, still))


def _breath(t: Array, seed: int, breathing: Breath = CALM) -> Array:
    """[T] −1 (out) to 1 (in); breathing in is quicker than out, and never even."""
    phase = 2.0 * np.pi * (breathing.at(t) + 0.35 * noise(t, 9.0, seed ^ 0xB4EA)[:, 0])
    return np.asarray(np.sin(phase + 0.35 * np.sin(phase)), np.float64)


def _lift_shoulders(bones: Array, t: Array, breath: Array, seed: int) -> None:
    lift = np.radians(0.8) * breath[:, None] * (1.0, -1.0)
    bones[:, _SHOULDERS] = about((0.0, 0.0, 1.0), lift)
    drift = np.radians(0.9) * noise(t, 4.1, seed ^ 0xA4B, 6).reshape(-1, 2, 3)
    bones[:, _UPPER_ARMS] = multiply(from_vector(drift), bones[:, _UPPER_ARMS])
