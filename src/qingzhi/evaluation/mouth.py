"""What a figure's mouth shows, in millimetres, seen from the front as a visitor sees it.

The figure's own mesh is moved by its own shapes and drawn as a picture of depth; what shows
between the lips and is not skin is the gap. What the jaw does not move in it is the upper teeth,
what moves when the tongue comes out is the tongue. It works on any figure with ARKit's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar_check import references
from qingzhi.avatar_check.accessors import Reader
from qingzhi.avatar_check.container import Unreadable, opened
from qingzhi.avatar_check.depth import painted
from qingzhi.avatar_check.loading import loaded
from qingzhi.avatar_check.morphs import canonical
from qingzhi.errors import InputError
from qingzhi.score import ARKIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar_check.model import Model, Surface

    Floats = NDArray[np.float64]

HALF_M: Final = 0.030
"""Half the side of the square around the mouth that is looked at."""
PIXEL_M: Final = 0.0004
MIDDLE: Final = 0.7
"""Share of the opening's width in which the gap is measured: corners are seams of the mesh."""
_DEEP_M: Final = 0.06
_FLAT_M2: Final = 1e-12
"""Triangles that are smaller as seen from the front, or seen from behind, hide nothing."""
_KINDS: Final = ("skin", "eye", "mouth", "other")
_MOVED: Final = 0.3
_STILL: Final = 0.1
"""Shares of a shape's farthest way over which a part is moved by it, and under which it is not."""
_LEAST_OPEN: Final = 200
"""Pixels of an open mouth under which there is no mouth to measure."""


@dataclass(frozen=True, slots=True)
class Mouth:
    """The surfaces around a mouth: V points in metres from its middle, T triangles."""

    points: Floats
    """[V, 3]"""
    shapes: Floats
    """[52, V, 3] displacements in the order of ARKIT."""
    triangles: NDArray[np.int64]
    skin: NDArray[np.bool_]
    tongue: NDArray[np.bool_]
    upper: NDArray[np.bool_]
    """[T] whose triangle it is; `upper` is teeth and palate, which stay when the jaw goes."""
    columns: slice
    """Columns of the picture between the corners' seams."""

    @classmethod
    def of(cls, glb: bytes) -> Mouth:
        """Find the mouth of a figure. Raises InputError where it has none that opens."""
        whole = _near(_surfaces(_model(glb)))
        wide = np.zeros(len(ARKIT))
        wide[ARKIT.index("jawOpen")] = 1.0
        seen = np.argwhere(whole.inside(wide))
        if len(seen) < _LEAST_OPEN:
            raise InputError("This figure has no mouth that opens.")
        low, high = seen[:, 0].min(), seen[:, 0].max() + 1
        margin = round((1.0 - MIDDLE) / 2.0 * (high - low))
        columns = slice(int(low) + margin, int(high) - margin)
        return replace(whole, columns=columns)

    def gap_mm(self, face: NDArray[np.floating]) -> float:
        """Return the widest gap between the lips for one face [52]."""
        inside = self.inside(np.asarray(face, np.float64))[self.columns]
        return float(inside.sum(axis=1).max(initial=0)) * PIXEL_M * 1e3

    def width_mm(self, face: NDArray[np.floating]) -> float:
        """Return how wide the opening between the lips is; rounded lips make it narrow."""
        inside = self.inside(np.asarray(face, np.float64))
        return float(inside.any(axis=1).sum()) * PIXEL_M * 1e3

    def bare_mm(self, face: NDArray[np.floating]) -> float:
        """Return how far the lower lip is from the upper teeth: 0 where it lies at them."""
        seen = self._seen(np.asarray(face, np.float64))[self.columns]
        bare = (seen >= 0) & ~(self.skin | self.upper)[np.maximum(seen, 0)]
        return float(bare.sum(axis=1).max(initial=0)) * PIXEL_M * 1e3

    def tongue_mm2(self, face: NDArray[np.floating]) -> float:
        """Return how much of the tongue is seen."""
        seen = self._seen(np.asarray(face, np.float64))
        shown = (seen >= 0) & self.tongue[np.maximum(seen, 0)]
        return float(shown.sum()) * (PIXEL_M * 1e3) ** 2

    def inside(self, face: Floats) -> NDArray[np.bool_]:
        """Tell where [columns, rows] of the picture the inside of the mouth is seen."""
        seen = self._seen(face)
        return np.asarray((seen >= 0) & ~self.skin[np.maximum(seen, 0)])

    def _seen(self, face: Floats) -> NDArray[np.int64]:
        """Return the triangle in front at each pixel [columns, rows], −1 for none."""
        moving = np.flatnonzero(face)
        points = self.points + np.tensordot(face[moving], self.shapes[moving], 1)
        corners = points[self.triangles]
        one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
        facing = np.flatnonzero(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0] > _FLAT_M2)
        image = painted(corners[facing], HALF_M, round(2 * HALF_M / PIXEL_M))
        return np.where(image >= 0, facing[np.maximum(image, 0)], -1)


def _model(glb: bytes) -> Model:
    try:
        file, _ = opened(glb)
    except Unreadable as error:
        raise InputError(f"This figure can't be read: {error}.") from None
    if not references.sound(list(references.check(file))):
        raise InputError("This figure's references are broken.")
    model, wrong = loaded(file.document, Reader(file))
    if not references.sound(wrong):
        raise InputError("This figure can't be loaded.")
    return model


def _surfaces(model: Model) -> list[Surface]:
    return [s for s in model.of(*_KINDS) if s.whole and s.morphs]


def _near(surfaces: list[Surface]) -> Mouth:
    """Keep what lies around the middle of what the jaw's opening parts."""
    points = np.concatenate([np.zeros((0, 3)), *(s.points for s in surfaces)])
    shapes = np.zeros((len(ARKIT), len(points), 3))
    starts = np.cumsum([0, *(len(s.points) for s in surfaces)])
    for surface, start in zip(surfaces, starts, strict=False):
        for given, moved in surface.morphs.items():
            name = canonical(given)
            if name in ARKIT:
                shapes[ARKIT.index(name), start : start + len(moved)] += np.nan_to_num(moved)
    corners = [s.triangles + start for s, start in zip(surfaces, starts, strict=False)]
    triangles = np.concatenate([np.zeros((0, 3), np.int64), *corners])
    skin = np.concatenate(
        [np.zeros(0, np.bool_), *(np.full(len(s.triangles), s.kind == "skin") for s in surfaces)]
    )
    middle = _middle(points, shapes)
    local = points - middle
    held = (np.abs(local[triangles][..., :2]).max(axis=(1, 2)) < 1.2 * HALF_M) & (
        local[triangles][..., 2].max(axis=1) > -_DEEP_M
    )
    used, faces = np.unique(triangles[held], return_inverse=True)
    triangles, shapes, skin = faces.reshape(-1, 3), shapes[:, used], skin[held]
    tongue = ~skin & (_way(shapes, triangles, "tongueOut") > _MOVED)
    upper = ~skin & ~tongue & (_way(shapes, triangles, "jawOpen") < _STILL)
    return Mouth(local[used], shapes, triangles, skin, tongue, upper, slice(None))


def _way(shapes: Floats, triangles: NDArray[np.int64], name: str) -> Floats:
    """How far [T] a shape moves triangles, as a share of what it moves farthest."""
    ways = np.linalg.norm(shapes[ARKIT.index(name)], axis=1)
    return np.asarray(ways[triangles].mean(axis=1) / max(float(ways.max(initial=0.0)), 1e-9))


def _middle(points: Floats, shapes: Floats) -> Floats:
    """Find the mouth: pursing moves the lips, and little else, towards its middle."""
    reach = np.linalg.norm(shapes[ARKIT.index("mouthPucker")], axis=1)
    moved = reach > 0.5 * reach.max(initial=0.0)
    if not moved.any() or reach.max() <= 0.0:
        raise InputError("This figure has no lips that move.")
    return np.asarray(points[moved].mean(axis=0))
