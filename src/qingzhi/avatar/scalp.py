"""The head as hair sees it: star shaped from inside, with a line where hair begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import distance_transform_edt, gaussian_filter, map_coordinates

from qingzhi.avatar.base import SKIN
from qingzhi.avatar.geometry import squared, unit
from qingzhi.avatar.rig import NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

_HAIRLINE: Final[Mapping[str, tuple[tuple[float, float], ...]]] = {
    "female": (
        (0, 29.5), (14, 29), (26, 26.2), (36, 21.6), (42, 16.6), (47, 10), (53, 3), (60, -3),
        (68, -10), (73, -13), (77, -10), (81, -6), (87, -4), (93, -5), (98, -9), (102, -16),
        (109, -25), (118, -31), (130, -34), (150, -36), (180, -37),
    ),
    "male": (
        (0, 32), (14, 33), (26, 34.5), (35, 33), (42, 24), (47, 13), (54, 8), (60, 2), (68, -9),
        (73, -16), (77, -12), (81, -6), (87, -4), (93, -5), (98, -9), (102, -17), (109, -27),
        (118, -34), (130, -37), (150, -40), (180, -42),
    ),
}  # fmt: skip
"""Degrees of azimuth off the face, and of elevation there, of an adult's hairline, by gender."""
_BARE: Final[Mapping[str, tuple[tuple[float, float, float], ...]]] = {
    "balding": ((0, 70, 43), (180, 66, 22)),
}
"""By style: the middles of rounds that are bald, and their radii; all in degrees."""
_THINS: Final = 0.35
"""How slowly, beside the hairline, hair grows denser where it has gone: no line ends it there."""
_CELL: Final = 2
"""Degrees of a cell of the map of radii."""
_WRAP: Final = 20
_SAMPLES: Final = 6
_EAR: Final = 0.3
"""Share of the greatest move from which a vertex that spreads the ears counts as theirs."""
_ROUND: Final = 1440
"""Points along the hairline that distances are measured to."""
_SKIPPED: Final = 8
"""Of so many points along the hairline, one is looked at first."""
_SPARSE: Final = 0.004
"""Metres inside the hairline over which single hairs become dense hair."""
_SKULL: Final = 0.09
"""Metres of a head's radius, to make distances of angles."""


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


def _dots(a: Floats, b: Floats) -> Floats:
    """Return the products [N, K] of vectors [N, 3] and [K, 3], in 32 bits.

    Written out, because threads of a linear algebra library cost more than they bring here.
    """
    (x, y, z), (u, v, w) = (np.ascontiguousarray(m.T, np.float32) for m in (a, b))
    return np.asarray(np.outer(x, u) + np.outer(y, v) + np.outer(z, w))


class Inset(NamedTuple):
    """How far directions lie inside the hairline, and which way leads further in."""

    depth: Floats
    """[...] metres; negative: outside."""
    inwards: Floats
    """[..., 3]: unit vectors."""


class Scalp:
    """Heights above the skin by direction from a point inside the head."""

    def __init__(self, person: Person) -> None:
        head = person.rig.dense[:, NAMES.index("head")]
        eyes = np.mean(list(person.rig.eye_centre.values()), axis=0)
        back = person.skin[head > 0.5, 2].min()
        self.centre = np.array([0, eyes[1] + 0.012, (back + eyes[2]) / 2])
        self._line = PchipInterpolator(*np.transpose(_HAIRLINE[person.spec.gender]))
        self.worn = person.spec.hair.style
        self._bare = _BARE.get(self.worn, ())
        around = np.linspace(-180, 180, _ROUND, endpoint=False)
        self._border = direction(around, self.line(around))
        step = np.linalg.norm(np.diff(self._border, axis=0), axis=1)
        self._run = np.r_[0, step.cumsum()] * _SKULL
        self._radii = self._map(person)

    def _map(self, person: Person) -> Floats:
        """Return the radius in cells of azimuth and elevation, ears left out, holes filled."""
        carried = sum(person.rig.dense[:, NAMES.index(name)] for name in ("head", "neck", "jaw"))
        ears = np.zeros(SKIN, bool)
        for side in "lr":
            index, moved = person.base.targets.of(f"ears/{side}-ear-wing-incr")[:2]
            far = np.linalg.norm(moved, axis=1)
            ears[index[(index < SKIN) & (far > _EAR * far.max())]] = True
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

    @property
    def bald(self) -> bool:
        """Whether hair has gone from above, not been cut."""
        return bool(self._bare)

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

    def inset(self, directions: Floats) -> Inset:
        """Measure how far unit vectors [..., 3] lie inside the hairline."""
        nearest = self._nearest(directions)
        side = self._side(directions)
        inwards = unit((directions - nearest) * side[..., None])
        return Inset(self._depth(directions, nearest, side), inwards)

    def _side(self, directions: Floats) -> Floats:
        """Tell which side [...] of the hairline directions lie on: 1 inside, −1 outside."""
        azimuth, elevation = angles(directions)
        return np.where(elevation > self.line(azimuth), 1.0, -1.0)

    def _depth(self, directions: Floats, nearest: Floats, side: Floats) -> Floats:
        depth = side * np.sqrt(squared(directions - nearest)) * _SKULL
        for *middle, radius in self._bare:
            off = np.arccos(np.clip(directions @ direction(*middle), -1, 1))
            depth = np.minimum(depth, (off - np.radians(radius)) * _SKULL * _THINS)
        return np.asarray(depth)

    def _nearest(self, directions: Floats) -> Floats:
        """Return the place [..., 3] on the hairline that is nearest to each direction."""
        return np.asarray(self._border[self._place(directions)])

    def _place(self, directions: Floats) -> NDArray[np.int64]:
        """Return which place [...] of the hairline is nearest to each direction.

        Some of it is compared with all directions, then what lies about the best: for the few
        that a strand asks for at a time, a tree is ten times slower.
        """
        flat = directions.reshape(-1, 3)
        rough = self._border[::_SKIPPED]
        index = _SKIPPED * _dots(flat, rough).argmax(1)
        about = (index[:, None] + np.arange(1 - _SKIPPED, _SKIPPED)) % len(self._border)
        best = np.einsum("nc,nkc->nk", flat, self._border[about]).argmax(1)
        return np.asarray(about[np.arange(len(flat)), best].reshape(directions.shape[:-1]))

    def along(self, points: Floats) -> Floats:
        """Return how far round the hairline from the nape points lie, in metres, about."""
        return np.asarray(self._run[self._place(unit(points - self.centre))])

    def depth(self, points: Floats) -> Floats:
        """Return how far inside the edge of dense hair points lie, in metres; negative: outside."""
        directions = unit(points - self.centre)
        nearest, side = self._nearest(directions), self._side(directions)
        return self._depth(directions, nearest, side) - _SPARSE
