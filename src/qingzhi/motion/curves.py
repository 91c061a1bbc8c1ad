"""Curves over time that bodies follow, for whole arrays of times at once.

Sources: T. Flash & N. Hogan, "The coordination of arm movements", 1985 (minimum jerk).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.errors import InputError
from qingzhi.score import FPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.motion.arrays import Array

MINIMUM_JERK_PEAK: Final = 1.875
"""Peak speed of a minimum-jerk movement as a multiple of its mean speed."""


MAX_S: Final = 120.0
"""A longer stretch of idle life or listening is cut: ask again from its end."""


def frame_times(seconds: float) -> Array:
    """[T] times of the frames of a stretch, from 0. Raises InputError for a length below 0."""
    if not seconds > 0.0:
        raise InputError(f"Can't move for {seconds} s.", param="seconds")
    return np.arange(max(1, round(min(seconds, MAX_S) * FPS))) / FPS


def minimum_jerk(u: NDArray[Any]) -> Array:
    """Ease from 0 to 1 as u goes from 0 to 1, at rest at both ends."""
    x = np.minimum(np.maximum(u, 0.0), 1.0)
    return np.asarray(x * x * x * (x * (6.0 * x - 15.0) + 10.0), np.float64)


def bump(u: NDArray[Any]) -> Array:
    """One smooth hill over u in 0..1, highest (1) in the middle, zero outside."""
    x = np.minimum(np.maximum(u, 0.0), 1.0)
    return np.asarray((4.0 * x * (1.0 - x)) ** 2, np.float64)


def plateau(u: NDArray[Any], ramp: float = 0.3) -> Array:
    """Rise, hold and fall over u in 0..1; `ramp` is the share of each slope."""
    return minimum_jerk(u / ramp) * minimum_jerk((1.0 - u) / ramp)


def to_and_fro(u: NDArray[Any]) -> Array:
    """Two full swings to both sides over u in 0..1, fading in and out."""
    return np.asarray(np.sin(4.0 * np.pi * u) * bump(u), np.float64)


def noise(t: NDArray[Any], period: float, seed: int, channels: int = 1) -> Array:
    """Smooth random walk without a loop: [T, channels] in about −1..1.

    Random values stand on a lattice of `period` seconds and are joined by minimum jerk. The
    value at a time depends on nothing but that time, so segments made apart fit together.
    """
    place = np.asarray(t, np.float64) / period
    cell = np.floor(place).astype(np.int64)
    corners = lattice(np.stack((cell, cell + 1)), seed, channels)
    weight = minimum_jerk(place - cell)[:, None]
    return np.asarray(corners[0] * (1.0 - weight) + corners[1] * weight, np.float64)


def lattice(index: NDArray[np.int64], seed: int, channels: int = 1) -> Array:
    """Random values in −1..1 for whole numbers: [..., channels], always the same ones.

    The mixer is SplitMix64 (G. Steele et al., "Fast splittable pseudorandom number generators",
    2014).
    """
    key = index.astype(np.uint64)[..., None] * np.uint64(0x9E3779B97F4A7C15)
    salt = np.arange(channels, dtype=np.uint64) + np.uint64((seed & 0xFFFFFFFF) << 16)
    z = key + (salt + np.uint64(1)) * np.uint64(0xD1342543DE82EF95)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return np.asarray(z >> np.uint64(11), np.float64) / float(1 << 52) - 1.0


_BLOCK_S: Final = 60.0


def renewal(
    start: float, stop: float, seed: int, *, median: float, sigma: float, least: float
) -> Array:
    """Return times in [start, stop) of events at log-normal intervals (`sigma` of the log).

    Each minute has its own sequence, so any stretch of time can be asked for alone.
    """
    blocks = range(int(start // _BLOCK_S), int(stop // _BLOCK_S) + 1)
    times = np.concatenate([_block(b, seed, median, sigma, least) for b in blocks])
    return times[(times >= start) & (times < stop)]


@lru_cache(maxsize=1024)
def _block(block: int, seed: int, median: float, sigma: float, least: float) -> Array:
    generator = np.random.default_rng((seed & 0xFFFFFFFF, block & 0xFFFFFFFF))
    count = int(_BLOCK_S / least) + 1
    gaps = np.maximum(least, median * np.exp(sigma * generator.standard_normal(count)))
    gaps[0] *= generator.uniform(0.2, 1.0)
    times = np.cumsum(gaps)
    return np.asarray(block * _BLOCK_S + times[times < _BLOCK_S - least], np.float64)
