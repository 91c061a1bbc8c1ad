"""What goes round or along a whole top: ribs at the hem, a belt, a zip with its pull."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.piece import Piece, lattice
from qingzhi.avatar.clothes.trimmings import frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.draft import Draft

    Floats = NDArray[np.float64]

_COLUMNS: Final = 61
_PROFILE: Final = (
    (0.0, -0.003),
    (0.0, 0.0016),
    (0.08, 0.0030),
    (0.5, 0.0036),
    (0.92, 0.0030),
    (1.0, 0.0014),
    (1.0, -0.002),
)
"""Of a hoop: shares of its height, and metres above the cloth."""
_EDGE: Final = 0.0004
_TAPE: Final = ((-0.010, _EDGE), (-0.0095, 0.0016), (0.0, 0.0016), (0.0095, 0.0016), (0.010, _EDGE))
_TEETH: Final = ((-0.0027, 0.0014), (-0.0024, 0.0029), (0.0024, 0.0029), (0.0027, 0.0014))
"""Across a zip: metres from its middle, and above the cloth."""
_PULL: Final = ((0.0042, 0.000), (0.0046, -0.010), (0.0026, -0.014), (0.0034, -0.030))
"""Half the width of slider and tab, and where along the zip, metres."""


def hoop(draft: Draft, low: float, high: float, zone: str) -> Piece:
    """Lay a band round the whole garment between two heights."""
    share, above = np.array(_PROFILE).T
    turn = np.linspace(-np.pi, np.pi, _COLUMNS)
    height = (low + share * (high - low))[:, None]
    where = np.stack(np.broadcast_arrays(turn[None], height), -1)
    points = draft.place(where, above[:, None] * draft.tailor.k)
    light = np.ones(points.shape[:2])
    light[[0, -1]] = 0.5
    out = draft.form.out(where[..., 0], where[..., 1])
    return lattice(points, zone, draft.tailor.hung(points), out, light)


def zip_fastener(draft: Draft) -> Iterator[Piece]:
    """Sew a closed zip in from the hem to the neck: tape, teeth, slider with its tab."""
    low, top = draft.heights
    low += max(draft.cut.hem_rib - 0.006, 0) * draft.tailor.k
    height = np.linspace(low, top - 0.002, 40)
    yield _strip(draft, _TAPE, height, "tape")
    yield _strip(draft, _TEETH, height, "zip")
    middle, out, dense = draft.spot((0.0, float(height[-1]) - 0.012 * draft.tailor.k), 0.0034)
    side, up, away = frame(out)
    wide, along = np.array(_PULL).T * draft.tailor.k
    spine = middle + along[:, None] * up + np.array([0.002, 0.002, 0.001, 0.001])[:, None] * away
    across = np.array([-1.0, -0.9, 0.9, 1.0])
    drop = np.where(np.abs(across) > 0.95, -0.002, 0.0)
    points = spine[:, None] + (wide[:, None] * across)[..., None] * side
    points = points + drop[None, :, None] * away
    points = np.concatenate([points[:1] - 0.003 * away, points, points[-1:] - 0.002 * away])
    yield lattice(points, "button", dense, away)


def _strip(
    draft: Draft, profile: Sequence[tuple[float, float]], height: Floats, zone: str
) -> Piece:
    x, above = np.array(profile).T
    flat = np.stack(np.broadcast_arrays(x[None] * draft.tailor.k, height[:, None]), -1)
    where = draft.turns(flat)
    points = draft.place(where, np.broadcast_to(above, flat.shape[:2]))
    out = draft.form.out(where[..., 0], where[..., 1])
    return lattice(points, zone, draft.tailor.hung(points), out)
