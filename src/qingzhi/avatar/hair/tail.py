"""Tails: hair that is tied and hangs from the tie, loose or braided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.geometry import smooth, unit
from qingzhi.avatar.hair.picture import COLUMNS
from qingzhi.avatar.hair.strip import Shape, Strip, lock
from qingzhi.avatar.hair.sway import along
from qingzhi.avatar.scalp import direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.hair.cover import Cover
    from qingzhi.avatar.hair.flow import Flow
    from qingzhi.avatar.hair.style import Tail
    from qingzhi.avatar.hair.sway import Chain

    Floats = NDArray[np.float64]

_STEP: Final = 0.006
_ROWS: Final = 15
_ROPES: Final = 3
_ROUND: Final = 6
_DOWN: Final = np.array([0.0, -1.0, 0.0])
_SIDEWAYS: Final = 0.4
"""Share of its way aside that hair keeps in a step over the shoulder: it slides off,"""
_AHEAD: Final = np.array([0.0, 0.0, 0.3])
"""and to the front."""
_TIED: Final = 0.86
"""Height on the picture of the strands where hair comes out of its tie."""
_BAND: Final = 0.012
"""Metres of the tail that its tie holds."""


class Tails:
    """Hangs the tails of one style."""

    def __init__(self, flow: Flow, tail: Tail, cover: Cover, chance: np.random.Generator) -> None:
        self._flow, self._tail, self._cover, self._chance = flow, tail, cover, chance
        marks = cover.landmarks
        self._size = (marks.eyes - marks.chin) / 0.118
        sides = (1.0, -1.0) if tail.both else (1.0,)
        azimuth, elevation = tail.at
        self._middles = [self._middle(direction(azimuth * side, elevation)) for side in sides]

    def _middle(self, target: Floats) -> Floats:
        """Grow the middle line [S, 3] of a tail from its tie."""
        tail, size = self._tail, self._size
        out = self._flow.normals(target[None])[0]
        start = self._flow.at(target[None], np.ones(1), np.zeros(1))[0] - out * 0.004
        path, going = [start], unit(out + np.array([0, tail.up, 0]))
        thick = tail.thick * size * (0.62 if not tail.braided else 0.8)
        for n in range(1, int(tail.length * size / _STEP) + 1):
            going = unit(going + tail.weight * smooth(0, 0.05, n * _STEP) * _DOWN)
            here = path[-1] + going * _STEP
            clear = np.array([thick * float(smooth(0.0, 0.05, n * _STEP))])
            (pushed,), (touched,) = self._cover.outside(here[None], clear, 1.0)
            going = unit(going - min(float(going @ touched), 0.0) * touched)
            if tail.both and pushed[1] < self._cover.landmarks.chin:
                going = unit(going * [_SIDEWAYS, 1, 1] + _AHEAD)
            path.append(pushed)
        return np.array(path)

    def chains(self) -> list[Chain]:
        """Return the bones that the tails sway with."""
        return [along(middle, f"tail{n}_") for n, middle in enumerate(self._middles, 1)]

    def strips(self, *, soft: bool) -> Iterator[Strip]:
        """Lay the blended locks of all tails, or all others."""
        for middle in self._middles:
            if self._tail.braided:
                yield from self._braid(middle, soft=soft)
            else:
                yield from self._loose(middle, soft=soft)
            if not soft:
                yield self._tie(middle)

    def _loose(self, middle: Floats, *, soft: bool) -> Iterator[Strip]:
        chance, tail = self._chance, self._tail
        count = tail.locks // 5 if soft else tail.locks
        for _ in range(count):
            turn, far = chance.uniform(0, 2 * np.pi), np.sqrt(chance.uniform(0.02, 1.0))
            if soft:
                far = chance.uniform(0.95, 1.12)
            end = chance.uniform(0.72, 1.0)
            yield self._lock(middle, turn, far, end, "wisp" if soft else "full")

    def _lock(self, middle: Floats, turn: float, far: float, end: float, column: str) -> Strip:
        chance, tail = self._chance, self._tail
        points, across, over = self._frame(middle, end)
        t = np.linspace(0, 1, _ROWS)
        run = t * end * tail.length * self._size
        wide = np.interp(t * end, [0, 0.05, 0.3, 0.65, 1], [0.42, 0.5, 1.0, 0.92, tail.tip])
        wave = tail.wave * np.sin(2 * np.pi * run / 0.085 + chance.normal(0, 0.5))
        reach = tail.thick * self._size * wide * far
        outward = across * np.cos(turn) + over * np.sin(turn) * 0.8
        path = points + outward * reach[:, None] + across * (wave * smooth(0.03, 0.1, run))[:, None]
        tone = (0.5 + 0.5 * far) * chance.uniform(0.72, 1.1) * (0.8 + 0.2 * np.sin(turn))
        shape = Shape(
            tail.width * self._size * chance.uniform(0.8, 1.2), tip=0.3, root=0.6,
            columns=2 if column == "wisp" else 3, begin=_TIED,
        )  # fmt: skip
        out = unit(outward + 0.25 * over)
        return lock(path, out, shape, COLUMNS[column], np.full(_ROWS, tone))

    def _frame(
        self, middle: Floats, end: float, rows: int = _ROWS
    ) -> tuple[Floats, Floats, Floats]:
        """Return points, and two directions across, [R, 3] each, up to a share of the length."""
        at = np.linspace(0, (len(middle) - 1) * end, rows)
        points = np.stack([np.interp(at, np.arange(len(middle)), m) for m in middle.T], -1)
        ahead = unit(np.gradient(points, axis=0))
        away = points[0] - self._flow.scalp.centre
        away = unit(np.array([away[0], 0.0, away[2]]))
        away = unit(away + np.array([0, 0.35, 0]))
        across = unit(np.cross(ahead, away))
        return points, across, np.cross(across, ahead)

    def _braid(self, middle: Floats, *, soft: bool) -> Iterator[Strip]:
        """Lay three ropes over and under each other, each of a few locks, and a tuft below."""
        tail, chance = self._tail, self._chance
        rows = 48
        points, across, over = self._frame(middle, 0.88, rows)
        run = np.linspace(0, 0.88, rows)
        thick = tail.thick * self._size * np.interp(run, [0, 0.06, 0.5, 0.88], [0.7, 1, 0.9, 0.55])
        if soft:
            return
        turns = 2 * np.pi * run * tail.length / 0.066
        for rope in range(_ROPES):
            phase = turns + rope * 2 * np.pi / _ROPES
            centre = points + across * (np.sin(phase) * thick * 0.62)[:, None]
            centre = centre + over * (np.sin(2 * phase) * thick * 0.36)[:, None]
            own = unit(np.gradient(centre, axis=0))
            side = unit(np.cross(own, over))
            up = np.cross(side, own)
            for k in range(_ROUND):
                turn = 2 * np.pi * k / _ROUND + 0.35 * phase
                outward = side * np.cos(turn)[:, None] + up * np.sin(turn)[:, None]
                path = centre + outward * (thick * 0.5)[:, None]
                light = 0.62 + 0.38 * np.clip((outward * over).sum(1), -0.4, 1)
                tone = light * chance.uniform(0.75, 1.0)
                shape = Shape(
                    tail.width * 0.8 * self._size,
                    columns=2,
                    root=0.9,
                    tip=0.6,
                    edge=0,
                    begin=_TIED,
                    end=0.5,
                )
                yield lock(path, outward, shape, COLUMNS["thin"], tone)
        tuft = middle[int(len(middle) * 0.86) :]
        for _ in range(14):
            round_, far = chance.uniform(0, 2 * np.pi), chance.uniform(0.1, 0.6)
            yield self._lock(tuft, round_, far, chance.uniform(0.7, 1.0), "thin")

    def _tie(self, middle: Floats) -> Strip:
        """Wind a lock round the root of the tail."""
        points, across, over = self._frame(middle[:6], 1.0, 6)
        turn = np.linspace(0, 2 * np.pi * 1.02, 17)
        ring = across[1] * np.cos(turn)[:, None] + over[1] * np.sin(turn)[:, None]
        reach = self._tail.thick * self._size * 0.62
        path = points[1] + ring * reach
        shape = Shape(_BAND, columns=3, arch=0.004, root=1.0, tip=1.0)
        return lock(path, ring, shape, COLUMNS["full"], np.full(17, 0.55))
