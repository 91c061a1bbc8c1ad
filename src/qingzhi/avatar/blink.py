"""Closing an eye: each lid of the base body swings about the eyeball until it meets the other.

How far each vertex of the upper lid takes part is read off the base body's own blink; how far the
whole lid has to swing is measured on this face, from its upper rim to its lower one. So every
face closes its eyes cleanly, however wide they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter1d

from qingzhi.avatar.base import EYES, SKIN
from qingzhi.avatar.geometry import smooth, sphere_fit
from qingzhi.avatar.opening import Opening, opened

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base

    Floats = NDArray[np.float64]

_METRES: Final = 0.1
LID_CLEARANCE: Final = 1.045
"""A closed lid lies at least this many radii from the middle of its eye."""
_OVERLAP: Final = 4.5
"""Degrees that a closed lid goes beyond the rim of the other, so that no slit shows."""
_COLUMNS: Final = 25
"""Places along the slit where the base body's lid is measured."""
_HELD: Final = 0.06
"""Share of the slit at each corner where the swing is held as it is just inside."""
_EDGE: Final = (0.72, 0.95)
"""Shares of the swing between which a vertex becomes part of the lid's edge, which swings whole."""
_MOST: Final = 1.7
"""How much farther than the base body's a lid may swing."""


class Swing(NamedTuple):
    """Points about an eye: azimuth and elevation in degrees, and distance from its middle."""

    azimuth: Floats
    level: Floats
    reach: Floats

    def at(self, centre: Floats) -> Floats:
        """Return the points [N, 3]."""
        a, e = np.radians(self.azimuth), np.radians(self.level)
        out = np.stack([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)], 1)
        return np.asarray(centre + out * self.reach[:, None])


def about(points: Floats, centre: Floats) -> Swing:
    """Measure points [N, 3] from the middle of an eye."""
    offset = points - centre
    reach = np.linalg.norm(offset, axis=1)
    azimuth = np.degrees(np.arctan2(offset[:, 0], offset[:, 2]))
    return Swing(azimuth, np.degrees(np.arcsin(offset[:, 1] / reach)), reach)


def blink(base: Base, vertices: Floats, side: str) -> tuple[Floats, Floats]:
    """Return the blink [N, 3] of one eye of a body in metres, and its corrective for half way."""
    index, delta = base.face_units.of(f"eyeBlink{side}")
    chosen = index < SKIN
    index, delta = index[chosen], delta[chosen] * _METRES
    plain = base.vertices * _METRES
    model, own = (eye_of(base, v, side) for v in (plain, vertices))
    before = about(plain[index], model.centre)
    after = about(plain[index] + delta, model.centre)
    start = about(vertices[index], own.centre)
    along = _along(own, start.azimuth)
    upper = smooth(-4.0, 1.0, start.level - rim_level(own, own.lower, start.azimuth))
    fall = np.maximum(before.level - after.level, 0)
    full = _profile(_along(model, before.azimuth), fall, along)
    share = np.clip(fall / np.maximum(full, 1e-6), 0, 1)
    share = share + (1 - share) * smooth(*_EDGE, share)
    wanted = (
        rim_level(own, own.upper, start.azimuth)
        - rim_level(own, own.lower, start.azimuth)
        + _OVERLAP
    )
    held = np.clip(along, _HELD, 1 - _HELD)
    wanted = np.interp(held, *_sorted(along, wanted))
    swing = np.minimum(wanted, _MOST * full) * share
    # Beyond the corners the base body's own motion is enough.
    inside = smooth(-0.35, 0.0, along) * smooth(1.35, 1.0, along)
    lower = (after.level - before.level) * (1 - upper)
    level = start.level + upper * (inside * -swing + (1 - inside) * (after.level - before.level))
    scale = own.radius / model.radius
    reach = start.reach + (after.reach - before.reach) * scale * upper
    ended = Swing(start.azimuth, level + 0.4 * lower, reach).at(own.centre)
    ended = _off_the_eye(ended, own)
    moved, middle = np.zeros_like(vertices), np.zeros_like(vertices)
    moved[index] = ended - vertices[index]
    half = (ended + vertices[index]) / 2
    middle[index] = _off_the_eye(half, own) - half
    return moved, middle


def eye_of(base: Base, vertices: Floats, side: str) -> Opening:
    """Measure one open eye of a body in metres."""
    return opened(base, vertices[:SKIN], *sphere_fit(vertices[EYES[side]]))


def _along(eye: Opening, azimuth: Floats) -> Floats:
    """Return where along the slit azimuths lie: 0 at its inner corner, 1 at its outer one."""
    first, last = eye.azimuth[0], eye.azimuth[-1]
    return np.asarray((azimuth - first) / (last - first))


def rim_level(eye: Opening, levels: Floats, azimuth: Floats) -> Floats:
    """Return a rim's elevation at azimuths; beyond the corners it is theirs."""
    return np.interp(azimuth, *_sorted(eye.azimuth, levels))


def _sorted(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    order = np.argsort(x, kind="stable")
    return x[order], y[order]


def _profile(along: Floats, fall: Floats, at: Floats) -> Floats:
    """Return how far the lid's edge falls at places along the slit, from all of its vertices."""
    knots = np.linspace(0, 1, _COLUMNS)
    near = np.abs(along[:, None] - knots) < 1.5 / _COLUMNS
    deepest = np.where(near, fall[:, None], 0).max(0)
    known = deepest > 0
    deepest = np.interp(knots, knots[known], deepest[known])
    return np.interp(at, knots, gaussian_filter1d(deepest, 1.2, mode="nearest"))


def _off_the_eye(points: Floats, eye: Opening) -> Floats:
    """Move what lies before the eyeball, but too close to it, straight out."""
    offset = points - eye.centre
    distance = np.linalg.norm(offset, axis=1)
    limit = eye.radius * LID_CLEARANCE
    inside = (offset[:, 2] > 0.3 * eye.radius) & (distance < limit)
    return np.asarray(eye.centre + offset * np.where(inside, limit / distance, 1)[:, None])
