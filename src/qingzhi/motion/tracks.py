"""Values over time through given rows, without overshoot: what stands still, stands still.

Source: F. Fritsch & R. Carlson, "Monotone piecewise cubic interpolation", 1980.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.motion.arrays import Array


def along(rows: Sequence[Sequence[float]], t: Array, width: int) -> Array:
    """[T, width] values at times `t` of rows [seconds, values …]; missing values are 0."""
    table = np.zeros((len(rows), width + 1))
    for n, row in enumerate(rows):
        given = row[: width + 1]
        table[n, : len(given)] = given
    time, values = table[:, 0], table[:, 1:]
    if len(rows) == 1:
        return np.repeat(values, len(t), axis=0)
    slopes = _slopes(time, values)
    x = np.clip(t, time[0], time[-1])
    after = np.clip(np.searchsorted(time, x, side="right"), 1, len(time) - 1)
    before = after - 1
    span = (time[after] - time[before])[:, None]
    u = (x - time[before])[:, None] / span
    start, end = values[before], values[after]
    rise = end - start
    begun, ended = slopes[before] * span, slopes[after] * span
    return np.asarray(
        start
        + u * (begun + u * ((3.0 * rise - 2.0 * begun - ended) + u * (begun + ended - 2.0 * rise))),
        np.float64,
    )


def _slopes(time: Array, values: Array) -> Array:
    """[K, W] slopes at the rows: nought at ends and at turning points."""
    step = np.diff(time)[:, None]
    slope = np.diff(values, axis=0) / step
    found = np.zeros_like(values)
    if len(values) > 2:
        left, right = slope[:-1], slope[1:]
        w1, w2 = 2.0 * step[1:] + step[:-1], step[1:] + 2.0 * step[:-1]
        same = left * right > 0.0
        # Beside a rise too small to divide by, the harmonic mean is nought: 1 / inf.
        with np.errstate(over="ignore"):
            mean = (w1 + w2) / (w1 / np.where(same, left, 1.0) + w2 / np.where(same, right, 1.0))
        found[1:-1] = np.where(same, mean, 0.0)
    return found
