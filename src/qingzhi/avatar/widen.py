"""Opening an eye wide: the upper lid draws back below the brow.

The base body's own shape jams the lid's skin against the brow, where it folds over. Here the same
rim rises, a little less far, and what is above it slides along, the less the higher it lies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.ndimage import gaussian_filter1d

from qingzhi.avatar.base import SKIN
from qingzhi.avatar.blink import about, eye_of, rim_level
from qingzhi.avatar.geometry import smooth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base

    Floats = NDArray[np.float64]

_RISE: Final = 0.72
"""Share of the base body's rise of the rim: a lid draws back by two to three millimetres."""
_RIM: Final = (-1.0, 3.5)
"""Degrees off the upper rim between which a vertex is measured as the rim's."""
_FADE: Final = 36.0
"""Degrees above the rim over which the motion fades: up to the brow."""
_BESIDE: Final = 14.0
"""Degrees beyond the corners over which it fades."""
_WIDEST: Final = 9.0
"""Degrees of azimuth within which the rim's rise is averaged."""


def widened(base: Base, vertices: Floats, unit: Floats, side: str) -> Floats:
    """Return a shape `unit` [N, 3] in metres whose upper lid slides instead of folding."""
    eye = eye_of(base, vertices, side)
    index = np.flatnonzero(np.linalg.norm(vertices[:SKIN] - eye.centre, axis=1) < 3 * eye.radius)
    index = index[vertices[index, 2] > eye.centre[2]]
    start, ended = (about(v[index], eye.centre) for v in (vertices, vertices + unit))
    top = rim_level(eye, eye.upper, start.azimuth)
    middle = (top + rim_level(eye, eye.lower, start.azimuth)) / 2
    above = start.level - top
    rim = (above > _RIM[0]) & (above < _RIM[1]) & (start.reach < 1.25 * eye.radius)
    rise = _averaged(start.azimuth[rim], (ended.level - start.level)[rim], eye.azimuth)
    rise = rim_level(eye, rise, start.azimuth)
    first, last = eye.azimuth.min(), eye.azimuth.max()
    off = np.maximum(np.maximum(first - start.azimuth, start.azimuth - last), 0)
    share = smooth(_FADE, 0.0, np.maximum(above, 0)) * smooth(_BESIDE, 0.0, off)
    slid = start._replace(level=start.level + _RISE * rise * share).at(eye.centre)
    upper = smooth(0.0, 2.0, start.level - middle)[:, None]
    made = unit.copy()
    made[index] += upper * (slid - vertices[index] - unit[index])
    return made


def _averaged(azimuth: Floats, rise: Floats, at: Floats) -> Floats:
    """Return the mean of what vertices about each azimuth rise, evened out."""
    near = np.exp(-(((at[:, None] - azimuth) / _WIDEST) ** 2))
    return gaussian_filter1d(near @ rise / near.sum(1), 1.0, mode="nearest")
