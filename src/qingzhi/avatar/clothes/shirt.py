"""What is seen of a shirt below something else: its front, its collar, its placket and buttons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from qingzhi.avatar.clothes.collar import CollarMaker
from qingzhi.avatar.clothes.piece import Piece, quilted
from qingzhi.avatar.clothes.trimmings import button

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.pattern import Shirt
    from qingzhi.avatar.clothes.tailor import Tailor

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ShirtMaker:
    """Sews it. `opening` [N, 2]: the edge of the jacket above it in front view, upwards."""

    tailor: Tailor
    opening: Floats
    cut: Shirt

    @cached_property
    def _collar(self) -> CollarMaker:
        return CollarMaker(self.tailor, self.cut.collar)

    def pieces(self) -> Iterator[Piece]:
        """Yield all that shows."""
        yield self._front()
        yield self._placket()
        yield from self._buttons()
        yield from self._collar.pieces()

    def _front(self) -> Piece:
        k, seam = self.tailor.k, self._collar.seam
        low = self.opening[0, 1] - 0.03 * k
        line = self.opening + np.array([0.028 * k, 0])
        turns = self.tailor.torso.turn_at(line[:, 0], line[:, 1])
        side = np.stack([turns, line[:, 1]], 1)[line[:, 1] < seam(np.array(1.0)) - 0.012]
        end = np.array([1.5, seam(np.array(1.5)) - 0.002])
        right = np.concatenate([[[side[0, 0], low]], side, end[None]])
        left = np.array([(0, low), (0, seam(np.array(0.0)))])
        t = np.linspace(0, 1.5, 30)
        where = quilted(
            left,
            right,
            [left[0], right[0]],
            np.stack([t, seam(t)], 1),
            u=np.linspace(0, 1, 7),
            v=np.linspace(0, 1, 16),
        )
        return self._collar.both(where, 0.0, stiff=False)

    def _placket(self) -> Piece:
        k, torso = self.tailor.k, self.tailor.torso
        top = self._collar.seam(np.array(0.0))
        height = np.linspace(self.opening[0, 1] - 0.03 * k, top, 14)
        x = np.array([0, 0.88, 0.97, 1]) * self.cut.placket * k
        above = np.array([0.0012, 0.0012, 0.0008, -0.0008])
        flat = np.stack(np.broadcast_arrays(x[None], height[:, None]), -1)
        where = np.stack([torso.turn_at(flat[..., 0], flat[..., 1]), flat[..., 1]], -1)
        return self._collar.both(where, above, stiff=False)

    def _buttons(self) -> Iterator[Piece]:
        k, top = self.tailor.k, float(self._collar.seam(np.array(0.0)))
        for drop in self.cut.buttons:
            where = np.array([[0.0, top - drop * k]])
            if where[0, 1] < self.opening[0, 1]:
                continue
            middle = self._collar.place(where, 0.0012)
            out, dense = self._collar.out(where)[0], self.tailor.hung(middle)[0]
            yield button(middle[0], out, 0.0045 * k, "pearl", dense)
