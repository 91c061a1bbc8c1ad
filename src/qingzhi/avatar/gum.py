"""The arch that teeth stand on, and the gum round their necks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Self

import numpy as np

from qingzhi.avatar.geometry import grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_OUT: Final = np.array([0.0022, 0.0034, 0.0034, -0.0034, -0.0034, -0.0022])
_UP: Final = np.array([-0.0004, 0.0012, 0.0060, 0.0060, 0.0012, -0.0004])
_MARGIN: Final = np.array([True, True, False, False, True, True])
"""A section through the gum, from the lips inwards: metres outwards, and upwards from the margin
or, where it is out of sight, from the longest crown."""
_PAPILLA: Final = 0.26
"""Share of a crown that the gum reaches down between two teeth."""
_THICKER: Final = 0.0012
"""Metres by which molars stand out more than front teeth."""


class Arch(NamedTuple):
    """One half of a row of teeth from above, from the middle outwards. Metres."""

    x: Floats
    z: Floats
    length: Floats
    """Way along the arch."""

    @classmethod
    def of(cls, helper: Floats, front: float, share: float) -> Self:
        """Measure the arch of the base body's teeth [N, 3], a `share` of it wide."""
        turn = np.linspace(0, np.pi / 2, 120)
        width, depth = np.abs(helper[:, 0]).max() * share, float(np.ptp(helper[:, 2]))
        x, z = width * np.sin(turn), -depth * (1 - np.cos(turn))
        return cls(x, z + front, np.r_[0, np.cumsum(np.hypot(np.diff(x), np.diff(z)))])


def gum(
    arch: Arch, widths: Floats, crowns: Floats, edge: float, sign: int
) -> tuple[Floats, NDArray[np.int64]]:
    """Make the gum over teeth of `widths` and `crowns` [T], whose edges stand at height `edge`.

    `sign` is 1 above, −1 below. Its margin bows over every tooth and dips between two.
    Returns points [N, 3] and triangles.
    """
    ends = np.cumsum(widths)
    at, high = [0.0], [crowns[0] * (1 - _PAPILLA)]
    for number, crown in enumerate(crowns):
        start, width = ends[number] - widths[number], widths[number]
        after = crowns[min(number + 1, len(crowns) - 1)]
        at += [start + width * share for share in (0.22, 0.5, 0.78, 1.0)]
        high += [crown * 0.93, crown, crown * 0.93, min(crown, after) * (1 - _PAPILLA)]
    at.append(arch.length[-1])
    high.append(high[-1])
    way = np.r_[-np.array(at[:0:-1]), at]
    neck = np.r_[high[:0:-1], high]
    across = np.sign(way) * np.interp(np.abs(way), arch.length, arch.x)
    back = np.interp(np.abs(way), arch.length, arch.z)
    along = np.gradient(np.c_[across, back], axis=0)
    out = np.c_[-along[:, 1], along[:, 0]] / np.linalg.norm(along, axis=1, keepdims=True)
    stout = _OUT + np.sign(_OUT) * (_THICKER * np.abs(way) / arch.length[-1])[:, None]
    level = np.c_[across, back][:, None] + stout[..., None] * out[:, None]
    risen = _UP + np.where(_MARGIN, neck[:, None], crowns.max())
    points = np.stack([level[..., 0], edge + sign * risen, level[..., 1]], -1).reshape(-1, 3)
    faces = grid(len(way), len(_OUT), closed=True)
    return points, faces if sign > 0 else faces[:, ::-1]
