"""Sheets of hair that fall from the parting and round the crown: one on each side of the head.

A sheet is a lattice of strands that all grow alike, so that light runs over it unbroken, and no
gap between locks shows what is below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.ndimage import gaussian_filter1d

from qingzhi.avatar.geometry import smooth, unit
from qingzhi.avatar.hair.picture import COLUMNS, COMES_OUT, WHOLE
from qingzhi.avatar.hair.style import Tier
from qingzhi.avatar.scalp import angles, direction

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.hair.flow import Flow
    from qingzhi.avatar.scalp import Scalp

    Floats = NDArray[np.float64]

SHEET: Final = Tier(0, "closed", 0.0, rows=18, tone=0.82)
"""How the strands of a sheet are laid: without chance."""
_ON_PARTING: Final = 15
_BETWEEN: Final = 9
_ON_CROWN: Final = 6
_FIRST: Final = 2.0
"""Degrees inside the hairline at which the first strand is rooted."""
_WHORL: Final = 80.0
"""Degrees of elevation behind, of the crown's middle: see `styles.common.DOWNWARDS`."""
_RING: Final = 1.6
"""Degrees round it at which strands are rooted."""
_AROUND: Final = (80.0, 187.0)
"""Degrees round it, from the face on, between which they are: both sheets overlap behind."""
_ASIDE: Final = 0.02
"""Radians beside the parting's plane at which hair between it and the crown is rooted."""
_ACROSS: Final = 70.0
"""Degrees of azimuth that a strand may lie beyond the middle of the face."""
_LOW: Final = (66.0, 52.0)
"""Degrees of elevation between which strands begin to follow each other round the head."""
_EVEN: Final = 0.8
"""How many neighbours a strand is evened out with."""
_EVENED: Final = 0.25
"""Share of its length from which on it is: roots stay where they are."""
_TILE: Final = 0.55
"""Radians of roots that the closed column spans."""
_LEAST_GAP: Final = 0.04
"""The same from strand to strand, at least: round the crown they begin together."""


def roots(flow: Flow, sign: float) -> Floats:
    """Return roots [K, 3] along one side of the parting, left is 1, and round the crown."""
    along = flow.beside(np.linspace(flow.front(_FIRST), 1.0, _ON_PARTING), sign)
    turn = np.radians(sign * np.linspace(*_AROUND, _ON_CROWN))[:, None]
    around = np.cos(turn) * direction(0, 90 - _WHORL) + np.sin(turn) * direction(90, 0)
    ring = unit(direction(180, _WHORL) + np.tan(np.radians(_RING)) * around)
    t = np.linspace(0, 1, _BETWEEN + 2)[1:-1, None]
    between = unit(along[-1:] * (1 - t) + ring[:1] * t)
    lacking = np.maximum(_ASIDE - sign * (between @ flow.across), 0)
    between = unit(between + sign * lacking[:, None] * flow.across)
    return np.concatenate([along, between, ring])


def uncrossed(paths: Floats, scalp: Scalp, sign: float) -> Floats:
    """Let strands [K, R, 3] of one side follow each other from front to back, evenly."""
    off = paths - scalp.centre
    azimuth, elevation = angles(off)
    turn = (sign * azimuth + _ACROSS) % 360 - _ACROSS
    behind = np.maximum.accumulate(turn, axis=0)
    turn = turn + (behind - turn) * smooth(*_LOW, elevation)
    ways = gaussian_filter1d(direction(sign * turn, elevation), _EVEN, axis=0)
    reach = gaussian_filter1d(np.linalg.norm(off, axis=2), _EVEN, axis=0)
    evened = scalp.centre + unit(ways) * reach[..., None]
    share = smooth(0, _EVENED, np.linspace(0, 1, paths.shape[1]))[:, None]
    return np.asarray(paths * (1 - share) + evened * share)


def shown(roots: Floats, rows: int) -> Floats:
    """Return where [K, rows, 2] on the picture a sheet lies whose strands have roots [K, 3].

    Along the parting hairs come out of the skin one by one, but where it closes.
    """
    left, right = COLUMNS["closed"].span
    gap = np.linalg.norm(np.diff(roots, axis=0), axis=1)
    run = np.r_[0, np.maximum(gap, _LEAST_GAP).cumsum()] / _TILE
    u = left + (right - left) * (1 - np.abs(run % 2 - 1))
    begin = np.full(len(roots), WHOLE)
    begin[:_ON_PARTING] = np.linspace(COMES_OUT, WHOLE, _ON_PARTING)
    t = np.linspace(0, 1, rows)
    v = begin[:, None] * (1 - t) + 0.01 * t
    return np.stack(np.broadcast_arrays(u[:, None], v), -1)
