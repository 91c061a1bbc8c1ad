"""Skin below clothes: it gives way where they lie on it, in whatever pose they press on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.spatial import KDTree

from qingzhi.avatar.base import SKIN
from qingzhi.avatar.body import held_by_head
from qingzhi.avatar.clothes.fitting import moved
from qingzhi.avatar.clothes.tried import tried
from qingzhi.avatar.geometry import normals, smooth
from qingzhi.avatar.mesh import relaxed
from qingzhi.avatar.rig import Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.body import Island
    from qingzhi.avatar.part import Part
    from qingzhi.avatar.person import Person
    from qingzhi.avatar.rig import Rig

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


_TUCKED: Final = 0.026
"""Metres from the cut edge within which skin is drawn in."""
_IN: Final = 0.004
"""Metres that the edge itself is."""
_OF_HEAD: Final = 0.3
_NEAR: Final = 0.008
"""Metres from cloth within which it presses on skin."""
_GAP: Final = 0.005
"""Metres that it should lie off the skin."""
_BELOW: Final = 0.03
"""Metres from cloth within which skin may lie below it."""
_REACHED: Final = 0.045
"""Metres from cloth within which skin may come to lie below it: a chin, over its collar."""
_STRAIGHT: Final = 0.3
"""Cosine between the way to the nearest cloth and straight out, for skin that it covers."""
_BESIDE: Final = 0.012
"""Metres along the skin from which cloth presses in a pose, with less force the farther it is."""
_WIDE: Final = 0.014
"""Metres: of a face of cloth with a longer side, more places are looked at."""
_SPOTS: Final = np.array([(4, 1, 1), (1, 4, 1), (1, 1, 4), (1, 3, 3), (3, 1, 3), (3, 3, 1)]) / [
    [6], [6], [6], [7], [7], [7],
]  # fmt: skip
"""[SPOTS, 3]: those, as shares of its corners."""
_MOST: Final = 0.014
"""Metres that skin gives way at most."""
_LEFT: Final = 0.003
"""Metres that cloth should be off it in a pose."""


class _Bound(NamedTuple):
    """Points [N, 3] in T-pose, and what they hang on."""

    points: Floats
    weights: Weights

    @classmethod
    def of(cls, rig: Rig, points: Floats, weights: Weights) -> _Bound:
        """Take modelled points [N, 3] there."""
        return cls(rig.bind(points, np.zeros_like(points), weights)[0], weights)

    def posed(self, bones: Floats) -> Floats:
        """Return the points as bones [bones, 3, 4] move them."""
        return moved(self.points, self.weights, bones)


class _Cloth(NamedTuple):
    """All that is worn: points [N, 3] as modelled, what they hang on, faces [T, 3]."""

    points: Floats
    weights: Weights
    faces: Ints

    @classmethod
    def of(cls, parts: Sequence[Part]) -> _Cloth:
        starts = np.cumsum([0, *(len(part.points) for part in parts)])
        faces = [part.triangles + start for part, start in zip(parts, starts, strict=False)]
        held = (np.concatenate(c) for c in zip(*(part.weights for part in parts), strict=True))
        points = np.concatenate([part.points for part in parts])
        return cls(points, Weights(*held), np.concatenate(faces))

    def tree(self, points: Floats) -> KDTree:
        """Return places all over it, with its points where they are given [N, 3]."""
        corners = points[self.faces]
        longest = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(1)
        more = np.einsum("sk,fkc->fsc", _SPOTS, corners[longest > _WIDE]).reshape(-1, 3)
        return KDTree(np.concatenate([points, corners.mean(1), more]))


def tucked(person: Person, shown: Sequence[Island], cloth: Sequence[Part]) -> Person:
    """Draw skin in where clothes lie on it or begin to hide it, as a collar presses on a neck.

    So that it doesn't come through cloth that bends less sharply than skin.
    """
    faces = np.concatenate([island.vertices[island.triangles] for island in shown])
    worn, used = _Cloth.of(cloth), np.unique(faces)
    pressed = _pressed(person, used, worn)
    pushed = np.maximum(_edge(person, faces), pressed)
    pushed = np.maximum(pushed, _moving(person, used, worn, pressed))
    vertices = person.rig.vertices.copy()
    vertices[:SKIN] -= pushed[:, None] * person.skin_normals
    return replace(person, rig=replace(person.rig, vertices=vertices))


def _edge(person: Person, faces: Ints) -> Floats:
    """Return how far [SKIN] skin goes in near its cut edge, which clothes hide."""
    sides = np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), 1)
    edges, times = np.unique(sides, axis=0, return_counts=True)
    cut, free = np.unique(edges[times == 1]), held_by_head(person.rig) < _OF_HEAD
    cut = cut[free[cut]]
    if not len(cut):
        return np.zeros(SKIN)
    away = KDTree(person.skin[cut]).query(person.skin, distance_upper_bound=_TUCKED)[0]
    return np.asarray(_IN * smooth(_TUCKED, 0, np.minimum(away, _TUCKED)) * free)


def _pressed(person: Person, used: Ints, cloth: _Cloth) -> Floats:
    """Return how far [SKIN] skin goes in below cloth that lies closer than it should."""
    height, beside = _over(person.skin, person.skin_normals, used, cloth.tree(cloth.points))
    away = np.hypot(height, beside)
    return _soft(person, used, np.clip(_GAP - height, 0, _GAP) * smooth(_NEAR, _NEAR / 2, away))


def _moving(person: Person, used: Ints, cloth: _Cloth, pressed: Floats) -> Floats:
    """Return how far [SKIN] skin that clothes cover goes in so as not to meet them in any pose.

    They cover it once it has been `pressed` [SKIN].
    """
    rig = person.rig
    near = cloth.tree(cloth.points)
    height, beside = _over(person.skin, person.skin_normals, used, near, _REACHED)
    height = height + pressed[used]
    away = np.hypot(height, beside)
    used = used[(away < _REACHED) & (height > _STRAIGHT * away)]
    body = _Bound.of(rig, person.skin, rig.skin)
    worn = _Bound.of(rig, cloth.points, cloth.weights)
    most = np.zeros(len(used))
    for bones in tried(rig):
        place = body.posed(bones)
        out = normals(place, person.base.skin)
        height, beside = _over(place, out, used, cloth.tree(worn.posed(bones)))
        pushed = np.clip(_LEFT - height, 0, _MOST) * smooth(_BESIDE, _BESIDE / 2, beside)
        most = np.maximum(most, pushed)
    return _soft(person, used, most)


def _over(
    place: Floats, out: Floats, used: Ints, cloth: KDTree, most: float = _BELOW
) -> tuple[Floats, Floats]:
    """Return how far over some of the skin, and how far beside it, the nearest cloth is.

    What is no nearer than `most` is told to be that far over it, and farther beside it.
    """
    away, nearest = cloth.query(place[used], distance_upper_bound=most)
    found = np.isfinite(away)
    way = np.asarray(cloth.data)[np.where(found, nearest, 0)] - place[used]
    height = np.where(found, (way * out[used]).sum(1), most)
    beside = np.sqrt(np.maximum(np.where(found, away, 2 * most) ** 2 - height**2, 0))
    return height, beside


def _soft(person: Person, used: Ints, pushed: Floats) -> Floats:
    """Return how far all skin goes in [SKIN] where some of it should, evenly around it."""
    wanted = np.zeros((SKIN, 1))
    wanted[used, 0] = pushed
    return np.maximum(wanted, relaxed(wanted, person.base.average, 2))[:, 0]
