"""The skin as parts: cut along its texture's islands, left out where clothes hide it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from qingzhi.avatar.base import BODY, SKIN, triangles
from qingzhi.avatar.geometry import smooth
from qingzhi.avatar.mesh import relaxed
from qingzhi.avatar.rig import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
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


class Island(NamedTuple):
    """Skin that lies in one piece on the texture, its vertices split along the seams."""

    vertices: Ints
    """[K]: indices into the base body."""
    uv: Floats
    triangles: Ints
    kind: str
    """`head`, `mouth` (its inside) or `body`."""


def islands(base: Base, rig: Rig, hidden: NDArray[np.bool_]) -> tuple[Island, ...]:
    """Cut the skin up; faces all of whose vertices are `hidden` [SKIN] are left out."""
    quads = base.quads(BODY)
    label = _labels(base, quads)
    nose = int(np.argmax(np.where(_near_middle(rig), rig.vertices[:SKIN, 2], -np.inf)))
    head = label[(quads[..., 0] == nose).any(1)][0]
    weight = _held_by_head(rig)

    def kind(of: int, vertices: Ints) -> str:
        if of == head:
            return "head"
        return "mouth" if weight[vertices].mean() > 0.9 else "body"

    groups: dict[str, list[Ints]] = {}
    for of in np.unique(label):
        chosen = quads[label == of]
        shown = chosen[~hidden[chosen[..., 0]].all(1)]
        if len(shown):
            groups.setdefault(kind(of, chosen[..., 0]), []).append(shown)
    return tuple(_split(base, np.concatenate(groups[name]), name) for name in sorted(groups))


def tucked(person: Person, shown: Sequence[Island], cloth: Sequence[Part]) -> Person:
    """Draw skin in where clothes lie on it or begin to hide it, as a collar presses on a neck.

    So that it doesn't come through cloth that bends less sharply than skin.
    """
    faces = np.concatenate([island.vertices[island.triangles] for island in shown])
    pushed = np.maximum(_edge(person, faces), _pressed(person, faces, cloth))
    vertices = person.rig.vertices.copy()
    vertices[:SKIN] -= pushed[:, None] * person.skin_normals
    return replace(person, rig=replace(person.rig, vertices=vertices))


def _edge(person: Person, faces: Ints) -> Floats:
    """Return how far [SKIN] skin goes in near its cut edge, which clothes hide."""
    sides = np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), 1)
    edges, times = np.unique(sides, axis=0, return_counts=True)
    cut, free = np.unique(edges[times == 1]), _held_by_head(person.rig) < _OF_HEAD
    cut = cut[free[cut]]
    if not len(cut):
        return np.zeros(SKIN)
    away = KDTree(person.skin[cut]).query(person.skin, distance_upper_bound=_TUCKED)[0]
    return np.asarray(_IN * smooth(_TUCKED, 0, np.minimum(away, _TUCKED)) * free)


def _pressed(person: Person, faces: Ints, cloth: Sequence[Part]) -> Floats:
    """Return how far [SKIN] skin goes in below cloth that lies closer than it should."""
    cloud = [part.points for part in cloth]
    cloud += [part.points[part.triangles].mean(1) for part in cloth]
    points, used = np.concatenate(cloud), np.unique(faces)
    found = KDTree(points).query(person.skin[used], distance_upper_bound=_NEAR)
    away, nearest = np.asarray(found[0]), np.asarray(found[1])
    close = np.isfinite(away)
    used, away, nearest = used[close], away[close], nearest[close]
    height = ((points[nearest] - person.skin[used]) * person.skin_normals[used]).sum(1)
    pushed = np.zeros((SKIN, 1))
    pushed[used, 0] = np.clip(_GAP - height, 0, _GAP) * smooth(_NEAR, _NEAR / 2, away)
    return np.maximum(pushed, relaxed(pushed, person.base.average, 2))[:, 0]


def _held_by_head(rig: Rig) -> Floats:
    return np.asarray(rig.dense[:, NAMES.index("head")] + rig.dense[:, NAMES.index("jaw")])


def _near_middle(rig: Rig) -> NDArray[np.bool_]:
    skin = rig.vertices[:SKIN]
    middle = np.abs(skin[:, 0]) < 0.01
    return np.asarray(middle & (skin[:, 1] > rig.joints["head"][1]))


def _labels(base: Base, quads: Ints) -> Ints:
    """Return the number [F] of the island that each face lies on."""
    texture = quads[..., 1]
    first, other = np.repeat(texture[:, 0], 3), texture[:, 1:].ravel()
    size = len(base.uv)
    graph = coo_array((np.ones(len(first)), (first, other)), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1][texture[:, 0]], np.int64)


def _split(base: Base, quads: Ints, kind: str) -> Island:
    pairs, inverse = np.unique(quads.reshape(-1, 2), axis=0, return_inverse=True)
    return Island(pairs[:, 0], base.uv[pairs[:, 1]], triangles(inverse.reshape(-1, 4)), kind)
