"""The skin as parts: cut along its texture's islands, left out where clothes hide it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from qingzhi.avatar.base import BODY, SKIN, triangles
from qingzhi.avatar.rig import NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.rig import Rig

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


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
    weight = held_by_head(rig)

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


def held_by_head(rig: Rig) -> Floats:
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
