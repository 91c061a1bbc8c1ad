"""What hair must stay outside of: the head with its ears, and the body below in its clothes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates, maximum_filter
from scipy.spatial import KDTree

from qingzhi.avatar.geometry import smooth, unit
from qingzhi.avatar.rig import NAMES
from qingzhi.avatar.scalp import angles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.person import Person
    from qingzhi.avatar.scalp import Scalp

    Floats = NDArray[np.float64]

_CELL: Final = 3
"""Degrees of a cell of the map of the ears."""
_WRAP: Final = 10
_CLOTH: Final = 0.016
"""Metres that clothes stand off the body below the neck."""
_LOWEST: Final = 0.62
"""Metres below the chin that hair reaches at most."""
_NEAREST: Final = 3
_CHIN: Final = 0.6
"""Share of a vertex' weight on the jaw from which it counts as chin."""


class Landmarks(NamedTuple):
    """Heights in metres that styles are cut by."""

    eyes: float
    chin: float

    def level(self, units: Floats | float) -> Floats:
        """Return the height [...] of levels [...]: 0 the eyes, 1 the chin, more below it."""
        return np.asarray(self.eyes - (self.eyes - self.chin) * np.asarray(units, float))


class Cover:
    """Pushes strands out of whom they hang on."""

    def __init__(self, person: Person, scalp: Scalp) -> None:
        self._scalp = scalp
        jaw = person.rig.dense[:, NAMES.index("jaw")]
        eyes = float(np.mean([c[1] for c in person.rig.eye_centre.values()]))
        self.landmarks = Landmarks(eyes, float(person.skin[jaw > _CHIN, 1].min()))
        self._ears = self._map(person)
        self._below(person)

    def _map(self, person: Person) -> Floats:
        """Return how far the ears stand off the map of radii, in cells of angles."""
        head = person.rig.dense[:, NAMES.index("head")] > 0.5
        found = np.zeros((360 // _CELL, 180 // _CELL))
        points = person.skin[head] - self._scalp.centre
        side = np.abs(np.abs(angles(points)[0]) - 92) < 32
        points = points[side]
        azimuth, elevation = angles(points)
        off = np.linalg.norm(points, axis=1) - self._scalp.radius(points)
        column = ((azimuth + 180) / _CELL).astype(int) % (360 // _CELL)
        row = ((elevation + 90) / _CELL).astype(int)
        np.maximum.at(found, (column, row), off)
        found = maximum_filter(found, 3, mode="wrap")
        wrapped = np.pad(found, ((_WRAP, _WRAP), (0, 0)), mode="wrap")
        return np.asarray(gaussian_filter(wrapped, 1.0))

    def _below(self, person: Person) -> None:
        chin, skin = self.landmarks.chin, person.skin
        neck = person.rig.joints["neck"][1]
        near = (skin[:, 1] < chin + 0.02) & (skin[:, 1] > chin - _LOWEST)
        self._normals = person.skin_normals[near]
        worn = smooth(neck + 0.01, neck - 0.03, skin[near, 1])
        self._points = skin[near] + self._normals * (_CLOTH * worn)[:, None]
        self._tree = KDTree(self._points)

    def ears(self, directions: Floats) -> Floats:
        """Return metres [...] that an ear stands off the head there."""
        azimuth, elevation = angles(directions)
        at = np.stack([(azimuth + 180) / _CELL - 0.5 + _WRAP, (elevation + 90) / _CELL - 0.5])
        found = map_coordinates(self._ears, at.reshape(2, -1), order=1, mode="nearest")
        return np.asarray(found).reshape(at.shape[1:])

    def outside(self, points: Floats, clear: Floats, ears: float) -> tuple[Floats, Floats]:
        """Push points [N, 3] out until they are `clear` [N] metres off; also return normals.

        `ears` is the share of the ears that hair lies over: at 0 it goes behind and below them.
        """
        from_centre = points - self._scalp.centre
        away = np.linalg.norm(from_centre, axis=1)
        out = from_centre / away[:, None]
        _, elevation = angles(out)
        least = self._scalp.radius(out) + ears * np.maximum(self.ears(out), 0) + clear
        above = smooth(-58, -42, elevation)
        lacking = np.maximum(least - away, 0) * above
        points = points + out * lacking[:, None]
        low = np.flatnonzero(above < 1)
        moved, normal = self._out_of_body(points[low], clear[low], 1 - above[low])
        points[low] = moved
        touching = out * (lacking > 0)[:, None]
        hit = np.abs(normal).sum(1) > 0
        touching[low[hit]] = normal[hit]
        return points, touching

    def _out_of_body(self, points: Floats, clear: Floats, counts: Floats) -> tuple[Floats, Floats]:
        """Push points [N, 3] out of the body by a share [N]; normals are nought where it's far."""
        distance, index = self._tree.query(points, k=_NEAREST)
        share = 1 / (np.asarray(distance) + 1e-3)
        share /= share.sum(1, keepdims=True)
        normal = unit((self._normals[index] * share[..., None]).sum(1))
        off = ((points[:, None] - self._points[index]) * self._normals[index]).sum(2)
        off = (off * share).sum(1)
        near = np.asarray(distance)[:, 0] < 0.06
        inside = np.where(near, np.clip(clear - off, 0, 0.03), 0) * counts
        return points + normal * inside[:, None], normal * (inside > 0)[:, None]
