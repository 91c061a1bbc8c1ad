"""The head as hair sees it: star shaped from inside, with a line where hair begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import distance_transform_edt, gaussian_filter, map_coordinates

from qingzhi.avatar.base import SKIN
from qingzhi.avatar.geometry import unit
from qingzhi.avatar.rig import NAMES

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

_HAIRLINE: Final = (
    (0, 31), (18, 31.5), (32, 29), (41, 23), (48, 14), (55, 4), (62, -2), (70, -6), (77, -6),
    (84, 0), (91, 5), (99, 5), (107, -6), (117, -23), (130, -33), (150, -36), (180, -38),
)  # fmt: skip
"""Degrees of azimuth off the face, and of elevation there, of an adult woman's hairline."""
_CELL: Final = 2
"""Degrees of a cell of the map of radii."""
_WRAP: Final = 20
_SAMPLES: Final = 6


def direction(azimuth: ArrayLike, elevation: ArrayLike) -> Floats:
    """Return unit vectors [..., 3]; azimuth 0 is the face, +90 its left, elevation 90 up."""
    a, e = np.radians(azimuth), np.radians(elevation)
    return np.stack(
        np.broadcast_arrays(np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)), -1
    )


def angles(directions: Floats) -> tuple[Floats, Floats]:
    """Return azimuth and elevation in degrees of vectors [..., 3]."""
    d = unit(directions)
    return (
        np.degrees(np.arctan2(d[..., 0], d[..., 2])),
        np.degrees(np.arcsin(np.clip(d[..., 1], -1, 1))),
    )


class Scalp:
    """Heights above the skin by direction from a point inside the head."""

    def __init__(self, person: Person) -> None:
        head = person.rig.dense[:, NAMES.index("head")]
        eyes = np.mean(list(person.rig.eye_centre.values()), axis=0)
        back = person.skin[head > 0.5, 2].min()
        self.centre = np.array([0, eyes[1] + 0.012, (back + eyes[2]) / 2])
        self._line = PchipInterpolator(*np.transpose(_HAIRLINE))
        self._radii = self._map(person)

    def _map(self, person: Person) -> Floats:
        """Return the radius in cells of azimuth and elevation, ears left out, holes filled."""
        carried = sum(person.rig.dense[:, NAMES.index(name)] for name in ("head", "neck", "jaw"))
        ears = np.zeros(SKIN, bool)
        for side in "lr":
            index = person.base.targets.of(f"ears/{side}-ear-scale-incr")[0]
            ears[index[index < SKIN]] = True
        faces = person.base.skin
        faces = faces[(np.asarray(carried)[faces].min(1) > 0.3) & ~ears[faces].any(1)]
        n = _SAMPLES
        shares = np.array([(i, j, n - i - j) for i in range(n + 1) for j in range(n + 1 - i)]) / n
        cloud = np.einsum("kb,tbc->tkc", shares, person.skin[faces]).reshape(-1, 3) - self.centre
        azimuth, elevation = angles(cloud)
        column = ((azimuth + 180) / _CELL).astype(int) % (360 // _CELL)
        row = np.clip((elevation + 90) / _CELL, 0, 180 // _CELL - 1).astype(int)
        found = np.zeros((360 // _CELL, 180 // _CELL))
        np.maximum.at(found, (column, row), np.linalg.norm(cloud, axis=1))
        near = distance_transform_edt(found == 0, return_distances=False, return_indices=True)
        wrapped = np.pad(found[tuple(near)], ((_WRAP, _WRAP), (0, 0)), mode="wrap")
        return np.asarray(gaussian_filter(wrapped, 1.6))

    def line(self, azimuth: ArrayLike) -> Floats:
        """Return the elevation of the hairline in degrees."""
        return np.asarray(self._line(np.abs(azimuth)))

    def radius(self, directions: Floats) -> Floats:
        """Return the distance [...] of the skin from the centre."""
        azimuth, elevation = angles(directions)
        at = np.stack([(azimuth + 180) / _CELL - 0.5 + _WRAP, (elevation + 90) / _CELL - 0.5])
        found = map_coordinates(self._radii, at.reshape(2, -1), order=1, mode="nearest")
        return np.asarray(found).reshape(at.shape[1:])

    def at(self, directions: Floats, height: ArrayLike) -> Floats:
        """Return points [..., 3] at heights in metres above the skin."""
        d = unit(directions)
        return np.asarray(self.centre + d * (self.radius(d) + np.asarray(height, float))[..., None])

    def depth(self, points: Floats) -> Floats:
        """Return how far inside the hairline points lie, about in metres; negative: outside."""
        azimuth, elevation = angles(points - self.centre)
        return np.asarray(np.radians(elevation - self.line(azimuth)) * 0.1)
