"""Where the lids are open: found by looking out of the eye.

The face is splatted into cells of half a degree about the middle of the eye; the free cells ahead
are the opening. No list of vertices is needed, so it holds for every face.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter1d

from qingzhi.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

CELLS: Final = 140
_LIMIT: Final = 70.0
"""Degrees to each side that are looked at."""
_STEP: Final = 2 * _LIMIT / CELLS
_SUBDIVIDE: Final = 16
"""Points along each edge of a triangle: closer than a cell."""
ALONG: Final = 33
"""Points that describe each rim."""
_LEAST: Final = 3
"""Cells: a column that is open less belongs to the corner."""
_AHEAD: Final = 24
"""Cells off the middle within which an eye is open straight ahead; lids of the old hang low."""


class Opening(NamedTuple):
    """The open eye, from its inner to its outer corner. Metres; angles in degrees."""

    centre: Floats
    radius: float
    azimuth: Floats
    upper: Floats
    """[ALONG] elevation of the upper rim."""
    lower: Floats
    upper_rim: Floats
    """[ALONG, 3]."""
    lower_rim: Floats

    @property
    def half_width(self) -> float:
        """Half the way from corner to corner: the unit that a face is measured in."""
        return float(abs(self.upper_rim[-1, 0] - self.upper_rim[0, 0])) / 2

    @property
    def outward(self) -> float:
        """Tell the sign of x on this side of the face."""
        return float(np.sign(self.centre[0]))

    @property
    def inner(self) -> Floats:
        """Return the inner corner."""
        return np.asarray((self.upper_rim[0] + self.lower_rim[0]) / 2)

    @property
    def outer(self) -> Floats:
        """Return the outer corner."""
        return np.asarray((self.upper_rim[-1] + self.lower_rim[-1]) / 2)

    def at(self, azimuth: Floats, elevation: Floats, radius: Floats | float) -> Floats:
        """Return points [..., 3] in directions as seen from the middle of the eye."""
        a, e = np.radians(azimuth), np.radians(elevation)
        out = np.stack([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)], -1)
        return np.asarray(self.centre + out * np.broadcast_to(radius, out.shape[:-1])[..., None])


def opening(person: Person, side: str) -> Opening:
    """Measure one open eye."""
    centre, radius = person.rig.eye_centre[side], person.rig.eye_radius[side]
    return opened(person.base, person.skin, centre, radius)


def opened(base: Base, skin: Floats, centre: Floats, radius: float) -> Opening:
    """Measure the opening about one eye of a skin [SKIN, 3]."""
    near = _seen(_samples(base, skin, centre, radius))
    columns, low, high = _runs(np.isinf(near))
    radii = [_rim_radius(near, columns, row) for row in (high, low - 1)]
    return _smoothed(Opening(centre, radius, *[centre] * 5), columns, (low, high), radii)


def seen(person: Person, side: str) -> Floats:
    """Look out of an eye: metres [CELLS, CELLS] to the face by azimuth and elevation.

    Where nothing is in the way, the distance is infinite.
    """
    centre, radius = person.rig.eye_centre[side], person.rig.eye_radius[side]
    return _seen(_samples(person.base, person.skin, centre, radius))


def _seen(offset: Floats) -> Floats:
    distance = np.linalg.norm(offset, axis=1)
    azimuth = np.degrees(np.arctan2(offset[:, 0], offset[:, 2]))
    elevation = np.degrees(np.arcsin(offset[:, 1] / distance))
    cell = np.floor((np.stack([azimuth, elevation], 1) + _LIMIT) / _STEP).astype(int)
    inside = (cell >= 0).all(1) & (cell < CELLS).all(1)
    near = np.full((CELLS, CELLS), np.inf)
    np.minimum.at(near, tuple(cell[inside].T), distance[inside])
    return near


def _samples(base: Base, skin: Floats, centre: Floats, radius: float) -> Floats:
    """Return a dense cloud of the lids and what is about them, from the middle of the eye."""
    triangles = base.skin
    middle = skin[triangles].mean(1) - centre
    near = (np.linalg.norm(middle, axis=1) < 2.6 * radius) & (middle[:, 2] > -0.2 * radius)
    n = _SUBDIVIDE
    shares = np.array([(i, j, n - i - j) for i in range(n + 1) for j in range(n + 1 - i)]) / n
    cloud = np.einsum("kb,tbc->tkc", shares, skin[triangles[near]]).reshape(-1, 3) - centre
    # What lies behind the ball's surface is the inside of the socket.
    return np.asarray(cloud[np.linalg.norm(cloud, axis=1) > 0.98 * radius])


def _runs(free: NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    """Return columns and, for each, the first and one past the last open cell.

    Only columns that hang together with the one straight ahead are kept. Raises InputError where
    that one is closed.
    """
    middle = CELLS // 2
    ahead = _open(free[middle])
    ahead = ahead[np.abs(ahead.mean(1) - middle) < _AHEAD]
    if not len(ahead):
        raise InputError("The eyes of this face are closed.", param="eye-opening")
    longest = ahead[np.diff(ahead, axis=1).argmax()]
    found: dict[int, tuple[int, int]] = {}
    for step in (-1, 1):
        column, row = middle, int(longest.sum()) // 2
        while 0 <= column < CELLS:
            runs = _open(free[column])
            apart = np.maximum(runs[:, 0] - row, row - runs[:, 1])
            if not len(runs) or apart.min() > 2 * _LEAST:
                break
            low, high = runs[apart.argmin()].tolist()
            found[column], row = (low, high), (low + high) // 2
            column += step
    columns = np.array(sorted(found))
    ends = np.array([found[int(c)] for c in columns])
    return columns, ends[:, 0], ends[:, 1]


def _open(cells: NDArray[np.bool_]) -> Ints:
    """Return the runs [K, 2] of open cells of a column that are no mere holes in a lid."""
    ends = np.flatnonzero(np.diff(np.r_[0, cells.astype(int), 0])).reshape(-1, 2)
    return np.asarray(ends[np.diff(ends, axis=1)[:, 0] >= _LEAST])


def _rim_radius(near: Floats, columns: Ints, row: Ints) -> Floats:
    reach = np.stack([near[columns, np.clip(row + k, 0, CELLS - 1)] for k in (-1, 0, 1)])
    reach[np.isinf(reach)] = 0
    return np.asarray(reach.max(0))


def _smoothed(
    bare: Opening, columns: Ints, rows: tuple[Ints, Ints], radii: list[Floats]
) -> Opening:
    """Fill in the rims of an opening from what the cells say."""
    low, high = rows
    azimuths = (columns + 0.5) * _STEP - _LIMIT
    along = np.linspace(azimuths[0], azimuths[-1], ALONG)
    if bare.centre[0] < 0:  # from the inner to the outer corner on both sides
        along = along[::-1]

    def curve(values: Floats, softness: float) -> Floats:
        return np.interp(along, azimuths, gaussian_filter1d(values, softness, mode="nearest"))

    upper, lower = (curve(np.asarray(row * _STEP - _LIMIT, float), 2.5) for row in (high, low))
    made = bare._replace(azimuth=along, upper=upper, lower=lower)
    above, below = (curve(np.maximum(r, bare.radius), 4.0) for r in radii)
    return made._replace(
        upper_rim=made.at(along, upper, above), lower_rim=made.at(along, lower, below)
    )
