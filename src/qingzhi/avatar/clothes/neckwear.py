"""What is worn below a collar: a tie with a plain knot, or a ribbon crossed and pinned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.piece import Piece, curve, lattice
from qingzhi.avatar.clothes.trimmings import button

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.collar import CollarMaker
    from qingzhi.avatar.clothes.pattern import Ribbon, Tie

    Floats = NDArray[np.float64]

_ACROSS: Final = np.array([-1.0, -0.93, -0.4, 0.4, 0.93, 1.0])
"""Shares of half a strip's width; the outermost are its edges, folded down."""


@dataclass(frozen=True)
class NeckwearMaker:
    """Lays strips of silk on a shirt's front. `end` is the height below which nothing shows."""

    collar: CollarMaker
    end: float

    @property
    def _k(self) -> float:
        return self.collar.tailor.k

    @property
    def _top(self) -> float:
        return float(self.collar.seam(np.array(0.0)))

    def ribbon(self, cut: Ribbon) -> Iterator[Piece]:
        """Cross two ends of a silk ribbon, held by a pin."""
        k = self._k
        for sign, lift in ((1, 0.0026), (-1, 0.0042)):
            line = curve(np.array(cut.line) * k, 12)
            along = np.gradient(line, axis=0)
            along /= np.linalg.norm(along, axis=1, keepdims=True)
            across = np.stack([-along[:, 1], along[:, 0]], 1)
            wide = np.interp(np.linspace(0, 1, 12), [0, 0.5, 1], cut.width) * k
            flat = line[:, None] + across[:, None] * (wide[:, None] * _ACROSS)[..., None]
            slant = 0.008 * k * np.linspace(0, 1, 12)[:, None] ** 6 * _ACROSS
            flat = flat + along[:, None] * slant[..., None]
            above = lift - np.where(np.abs(_ACROSS) > 0.99, 0.0016, 0) + 0 * wide[:, None]
            yield self._laid(flat * [sign, 1] + [0, self._top], above)
        where = np.array([[0.0, self._top - 0.0115 * k]])
        middle = self.collar.place(where, 0.0048)
        dense = self.collar.tailor.hung(middle)[0]
        yield button(middle[0], self.collar.out(where)[0], 0.0055 * k, "pin", dense)

    def tie(self, cut: Tie) -> Iterator[Piece]:
        """Tie a plain knot; the blade widens downwards and ends in a point, where it is seen."""
        k, (above, below, high) = self._k, cut.knot
        top = min(self._top + 0.012 * k, float(self.collar.crease(np.array(0.0))))
        knot_end = top - high * k
        yield self._knot(top, np.array([above, below]) * k, knot_end)
        tip = top - cut.length * k
        low = max(tip, self.end - 0.03 * k)
        height = np.linspace(low, knot_end + 0.006 * k, 26)
        share = np.clip((knot_end - height) / (knot_end - tip), 0, 1)
        wide = np.interp(share, [0, 0.93, 1], [cut.blade[0], cut.blade[1], 0.001]) * k
        flat = np.stack(np.broadcast_arrays(wide[:, None] * _ACROSS, height[:, None]), -1)
        lift = 0.0050 - np.where(np.abs(_ACROSS) > 0.99, 0.0036, 0.0012 * _ACROSS**2)
        dimple = 0.0016 * np.exp(-((_ACROSS / 0.5) ** 2)) * np.exp(-share[:, None] / 0.05)
        yield self._laid(flat, lift - dimple)

    def _knot(self, top: float, wide: Floats, low: float) -> Piece:
        v = np.array([0, 0.05, 0.3, 0.65, 0.95, 1.0])
        u = np.array([-1.0, -0.9, -0.5, 0.0, 0.5, 0.9, 1.0])
        half = wide[1] + (wide[0] - wide[1]) * v**0.8
        flat = np.stack(
            np.broadcast_arrays(half[:, None] * u, (low + (top - low) * v)[:, None]), -1
        )
        bulge = 0.0095 * self._k * np.sqrt(np.clip(1 - u**4, 0, 1)) + 0.002
        return self._laid(
            flat, bulge * np.interp(v, [0, 0.05, 0.5, 1], [0.55, 0.75, 1, 1])[:, None]
        )

    def _laid(self, flat: Floats, above: Floats) -> Piece:
        torso = self.collar.tailor.torso
        where = np.stack([torso.turn_at(flat[..., 0], flat[..., 1]), flat[..., 1]], -1)
        points = self.collar.place(where, above)
        return lattice(points, "scarf", self.collar.tailor.hung(points), self.collar.out(where))
