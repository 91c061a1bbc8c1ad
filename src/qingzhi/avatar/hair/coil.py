"""A bun: hair wound to a coil over the place where all strands end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.geometry import unit
from qingzhi.avatar.hair.picture import COLUMNS, WHOLE
from qingzhi.avatar.hair.strip import Shape, Strip, lock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.hair.flow import Flow
    from qingzhi.avatar.hair.style import Bun

    Floats = NDArray[np.float64]

_AROUND: Final = 22
_SECTION: Final = 13
"""Odd, so that the picture is folded at a vertex."""
_OVER: Final = 26
_HOLE: Final = 0.0012
"""Metres of the ring's middle that the rope leaves free."""


class Coil:
    """A rope of hair laid in a ring."""

    def __init__(self, flow: Flow, bun: Bun) -> None:
        self._bun = bun
        target = flow.target[None]
        out = flow.normals(target)[0]
        self._axes = np.stack([unit(np.cross([0, 1, 0], out)), np.zeros(3), out])
        self._axes[1] = np.cross(out, self._axes[0])
        height = bun.tube * bun.flat
        surface = flow.at(target, np.ones(1), np.zeros(1))[0]
        self.centre = surface + out * height * (1 - 2 * bun.deep)

    def _at(self, turn: Floats, round_: Floats, size: float) -> tuple[Floats, Floats]:
        """Return points and normals [...] at angles along and round the rope."""
        bun = self._bun
        section = np.stack([np.cos(round_), np.zeros_like(round_), np.sin(round_)], -1)
        outward = np.stack([np.cos(turn), np.sin(turn), np.zeros_like(turn)], -1)
        across = section[..., :1] * outward
        across[..., 2] = section[..., 2]
        reach = np.maximum(bun.ring + section[..., 0] * bun.tube * size, _HOLE)
        points = outward * reach[..., None]
        points[..., 2] = section[..., 2] * bun.tube * size * bun.flat
        return points @ self._axes + self.centre, unit(across * [1, 1, 1 / bun.flat]) @ self._axes

    def core(self) -> Strip:
        """Close the coil."""
        turn, round_ = np.meshgrid(
            np.linspace(0, 2 * np.pi, _AROUND),
            np.linspace(-np.pi, np.pi, _SECTION),
            indexing="ij",
        )
        points, normals = self._at(turn, round_, 0.93)
        left, right = COLUMNS["closed"].span
        fold = 1 - np.abs(np.linspace(-1, 1, _SECTION))
        u = left + (right - left) * fold
        uv = np.stack(np.broadcast_arrays(u[None], np.linspace(WHOLE, 0.12, _AROUND)[:, None]), -1)
        return Strip(points, normals, uv, 0.62 * self._shade(round_))

    def over(self, chance: np.random.Generator) -> Iterator[Strip]:
        """Wind locks over the coil, each slipping a little to its middle."""
        rows = 12
        t = np.linspace(0, 1, rows)
        for k in range(_OVER):
            start = 2 * np.pi * (k + chance.random()) / _OVER
            turn = start + t * chance.uniform(2.0, 3.2)
            first = chance.uniform(-0.5, 2.2)
            round_ = first + t * chance.uniform(0.5, 1.3)
            points, normals = self._at(turn, round_, chance.uniform(0.96, 1.05))
            tone = self._shade(round_) * chance.uniform(0.75, 1.0)
            shape = Shape(chance.uniform(0.013, 0.019), tip=0.4, root=0.4)
            yield lock(points, normals, shape, COLUMNS["full"], tone)

    def _shade(self, round_: Floats) -> Floats:
        """Return less light below the rope and in the ring's middle."""
        return np.asarray(0.62 + 0.38 * np.clip(np.sin(round_ * 0.5 + 0.6), 0, 1))
