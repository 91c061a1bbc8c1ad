"""Piping and frogs: cords sewn along the edges of a qipao, and knotted to what closes it.

Its opening runs as it is cut by custom: from the middle of the collar slantwise to the wearer's
right, under the arm (大襟右衽).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.piece import Piece, curve, lattice, resampled
from qingzhi.avatar.clothes.tailor import AROUND
from qingzhi.avatar.clothes.trimmings import button
from qingzhi.avatar.geometry import unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.draft import Draft

    Floats = NDArray[np.float64]

_ZONE: Final = "piping"
_SIDES: Final = 6
_RADIUS: Final = 0.0023
"""Metres of a cord along an edge."""
_FINE, _KNOT = 0.0016, 0.0042
"""The same of a frog's, and of the knot in its middle."""
_SUNK: Final = 0.3
"""Radii that a cord lies in the cloth."""
_TAPER: Final = 0.08
"""Share of its radius that a cord ends with."""
_STEP: Final = 0.011
"""Metres from ring to ring of a cord along an edge."""
_OPENING: Final = ((0.0, -0.002), (-0.022, -0.034), (-0.060, -0.052), (-0.094, -0.086))
"""Where the opening runs in front view, from the neck pit: x, and upwards."""
_FROGS: Final = (0.34, 0.70, 0.97)
"""Shares of its length at which frogs close it."""
_LENGTH, _APART = 0.024, 0.0023
"""Metres that each half of a frog is long, and that its two strands lie off its middle."""
_SLIT, _GAPED = 0.15, 0.004
"""Metres that the cords of a slit run up from the hem at the sides, and that each lies off it."""
_HEM: Final = 0.0015
"""Metres above its hem at which the lowest cord lies."""


def cord(line: Floats, out: Floats, radius: float, dense: Floats, *, closed: bool = False) -> Piece:
    """Lay a round cord along a line [N, 3] on cloth that looks `out` [N, 3].

    `dense` [N, bones] is what it hangs on. A closed one ends where it begins.
    """
    along = np.gradient(line, axis=0)
    if closed:
        along[[0, -1]] = line[1] - line[-2]
    out = unit(out)
    side = unit(np.cross(along, out))
    turn = np.linspace(0, 2 * np.pi, _SIDES + 1)
    ring = np.cos(turn)[:, None, None] * side + np.sin(turn)[:, None, None] * out
    wide = np.full(len(line), radius)
    if not closed:
        wide[[0, -1]] *= _TAPER
    points = line + (1 - _SUNK) * radius * out + ring * wide[:, None]
    return lattice(points.swapaxes(0, 1), _ZONE, dense[:, None], ring.swapaxes(0, 1))


def piped(draft: Draft) -> Iterator[Piece]:
    """Yield the cords along opening, hem and slits, and the frogs."""
    opening = _opening(draft)
    yield _laid(draft, opening)
    low, turn = draft.heights[0] + _HEM * draft.tailor.k, np.linspace(-np.pi, np.pi, 61)
    yield _laid(draft, np.stack([turn, 0 * turn + low], 1), closed=True)
    slit = _laid(draft, _slit(draft))
    yield from (slit, slit.mirrored())
    for share in _FROGS:
        here, there = resampled(opening, np.array([share - 0.03, share]))
        yield from _frog(draft, there, there - here)


def _opening(draft: Draft) -> Floats:
    """Return its edge [N, 2] as turns and heights, down to the right armhole."""
    k, top = draft.tailor.k, draft.heights[1]
    knots = np.array(_OPENING) * k + [0, top]
    foot = draft.tailor.armhole[AROUND] * [-1, 1]
    return curve(np.concatenate([draft.turns(knots), foot[None]]), 96)


def _slit(draft: Draft) -> Floats:
    """Return its edge [N, 2] at the left: up the back, round its end, down the front."""
    k, low = draft.tailor.k, draft.heights[0]
    side = draft.tailor.armhole[AROUND, 0] + 0.06
    far = np.linalg.norm(draft.place(np.array([side, low]))[[0, 2]])
    flat = [(1, 0), (1, 0.5), (1, 0.92), (0, 1), (-1, 0.92), (-1, 0.5), (-1, 0)]
    where = np.array(flat) * [_GAPED * k / far, _SLIT * k] + [side, low]
    return np.asarray(curve(where * [far, 1]) / [far, 1], float)


def _laid(draft: Draft, where: Floats, *, closed: bool = False) -> Piece:
    path = draft.place(where)
    length = np.linalg.norm(np.diff(path, axis=0), axis=1).sum()
    places = resampled(where, np.linspace(0, 1, max(int(length / _STEP), 8)))
    line = draft.place(places)
    dense = draft.tailor.hung(line)
    return cord(line, _out(draft, places), _RADIUS * draft.tailor.k, dense, closed=closed)


def _out(draft: Draft, where: Floats) -> Floats:
    return draft.form.out(where[:, 0], where[:, 1])


def _frog(draft: Draft, where: Floats, along: Floats) -> Iterator[Piece]:
    """Knot a straight frog across the opening that runs `along` there: turn, height."""
    k, near = draft.tailor.k, np.stack([where, where + along])
    middle, ahead = draft.place(near)
    out = _out(draft, near)[0]
    across = unit(np.cross(out, ahead - middle))
    edge = np.cross(across, out)
    dense = draft.tailor.hung(middle[None])[0]
    for sign in (1.0, -1.0):
        flat = np.array([(0.1, 1), (0.5, 1), (0.9, 1), (1, 0), (0.9, -1), (0.5, -1), (0.1, -1)])
        flat = curve(flat * [sign * _LENGTH, _APART] * k, 19)
        guess = middle + flat[:, :1] * across + flat[:, 1:] * edge
        line, facing = _on_cloth(draft, guess)
        hung = np.broadcast_to(dense, (len(line), len(dense)))
        yield cord(line, facing, _FINE * k, hung)
    yield button(middle + _FINE * k * out, out, _KNOT * k, _ZONE, dense)


def _on_cloth(draft: Draft, points: Floats) -> tuple[Floats, Floats]:
    """Return the places [N, 3] of the garment under points near it, and which way it looks."""
    axis = draft.form.axis
    x, z = (np.interp(points[:, 1], draft.form.heights, column) for column in axis.T)
    where = np.stack([np.arctan2(points[:, 0] - x, points[:, 2] - z), points[:, 1]], 1)
    return draft.place(where), _out(draft, where)
