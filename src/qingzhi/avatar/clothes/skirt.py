"""Skirts, straight or flared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.piece import Piece, lattice
from qingzhi.avatar.geometry import smooth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.pattern import Skirt
    from qingzhi.avatar.clothes.tailor import Tailor

    Floats = NDArray[np.float64]

_COLUMNS: Final = 45
_ROWS: Final = 20
_WAVES: Final = 8
_TURNED_UP: Final = 0.02
"""Metres of the hem that are folded up inside."""


@dataclass(frozen=True)
class SkirtMaker:
    """Makes it in one piece, with a seam behind. The tailor's torso must reach below its hem."""

    tailor: Tailor
    cut: Skirt

    def pieces(self) -> Iterator[Piece]:
        """Yield it."""
        m, k, cut = self.tailor.marks, self.tailor.k, self.cut
        form = self.tailor.torso.flared(m.hip, cut.flare)
        low, top = m.knee + cut.hem * k, m.hip + cut.rise * k
        turn = np.linspace(-np.pi, np.pi, _COLUMNS)[None]
        height = (low + np.linspace(0, 1, _ROWS) ** 0.9 * (top - low))[:, None]
        hang = smooth(m.hip + 0.02 * k, low, height)
        gap = cut.ease * k + cut.waves * k * hang * (1 + np.cos(_WAVES * turn + 0.8 * hang))
        gap = gap + 0.0012 * k * np.cos(3 * turn + 9 * hang) * hang
        points = form.at(turn, height, gap)
        hem = [form.at(turn, height[:1] + up * k, gap[:1] - 0.003) for up in (_TURNED_UP, 0.0)]
        points = np.concatenate([*hem, points])
        heights = np.concatenate([height[:1] + _TURNED_UP * k, height[:1], height])
        light = np.ones(points.shape[:2])
        light[:2] = 0.6
        among = self.tailor.trunk & (self.tailor.skin[:, 1] > 0.12 * k)
        dense = self.tailor.fitting.dense_near(points.reshape(-1, 3), among, 64)
        yield lattice(
            points, cut.zone, dense.reshape(*points.shape[:2], -1), form.out(turn, heights), light
        )
