"""A finer mesh where the base body's is too coarse to be seen from close: the lips, or all.

One step of C. Loop's subdivision ("Smooth subdivision surfaces based on triangles", 1987). It is
linear in the vertices, so that shape and morphs go through the same two matrices.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.sparse import coo_array

from qingzhi.avatar.geometry import unit
from qingzhi.avatar.rig import softened, strongest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from qingzhi.avatar.part import Part
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

_WELD: Final = 1e7
"""Points that agree to a tenth of a micrometre are one."""
_SIDES: Final = ((0, 1), (1, 2), (2, 0))


class Grain(NamedTuple):
    """Which edges of a mesh [N] of vertices are cut in two, and what becomes of its vertices."""

    edges: Ints
    """[E] codes of the cut edges, rising."""
    middles: csr_array
    """[E, N]: their middles."""
    moved: csr_array
    """[N, N]: the old vertices."""

    @property
    def ends(self) -> Ints:
        """Return the two vertices [E, 2] of each cut edge."""
        return ends_of(self.edges, self.moved.shape[0])

    def of(self, first: Ints, second: Ints) -> tuple[Ints, Mask]:
        """Return the numbers of edges [K] between two vertices, and whether they are cut."""
        code = _code(first, second, self.moved.shape[0])
        number = np.minimum(np.searchsorted(self.edges, code), len(self.edges) - 1)
        return number, self.edges[number] == code


def grain(triangles: Ints, region: Mask) -> Grain:
    """Plan to cut the triangles [T, 3] that lie whole in a `region` [N] into four.

    The region's own border, and the mesh's, are cut straight, so that what is beside them fits.
    """
    count = len(region)
    chosen = region[triangles].all(1)
    ends = triangles[chosen][:, _SIDES].reshape(-1, 2)
    edges, across = np.unique(_code(ends[:, 0], ends[:, 1], count), return_inverse=True)
    across = across.ravel()
    a, b = edges // count, edges % count
    inner = np.bincount(across) == 2
    rows = np.arange(len(edges))
    ends = np.where(inner, 3 / 8, 1 / 2)
    opposite = triangles[chosen][:, [2, 0, 1]].ravel()
    wings = inner[across]
    middles = coo_array(
        (
            np.r_[ends, ends, np.full(int(wings.sum()), 1 / 8)],
            (np.r_[rows, rows, across[wings]], np.r_[a, b, opposite[wings]]),
        ),
        (len(edges), count),
    )
    whole = np.ones(count, bool)
    whole[triangles[~chosen]] = False
    whole[ends_of(edges[~inner], count)] = False
    return Grain(edges, middles.tocsr(), _evened(a, b, whole & region, count))


def ends_of(edges: Ints, count: int) -> Ints:
    """Return the two vertices [E, 2] of edges by their codes."""
    return np.stack(np.divmod(edges, count), 1)


def _code(first: Ints, second: Ints, count: int) -> Ints:
    return np.minimum(first, second) * count + np.maximum(first, second)


def _evened(a: Ints, b: Ints, free: Mask, count: int) -> csr_array:
    """Return Loop's mask [N, N] for the vertices that are `free`; the others stay."""
    first, second = np.r_[a, b], np.r_[b, a]
    used = free[first]
    first, second = first[used], second[used]
    degree = np.maximum(np.bincount(first, minlength=count), 1)
    share = (5 / 8 - (3 / 8 + np.cos(2 * np.pi / degree) / 4) ** 2) / degree
    stay = np.where(free, 1 - share * degree, 1)
    every = np.arange(count)
    return coo_array(
        (np.r_[stay, share[first]], (np.r_[every, first], np.r_[every, second])), (count, count)
    ).tocsr()


def refined(part: Part, grain: Grain, person: Person) -> Part:
    """Return a part of the skin, whose `weld` are the skin's vertices, with its edges cut."""
    if part.weld is None:
        raise ValueError("only a part of the skin can be made finer")
    shape = person.skin.copy()
    shape[part.weld] = part.points
    morphs = {name: person.morphs[name][: len(shape)] for name in part.morphs}
    held = softened(person.rig.dense[part.weld])
    return _refined(part, grain, _Joined(part.weld, shape, morphs), held)


def densified(part: Part) -> Part:
    """Cut all faces of a part into four, smoothly but along borders, and across seams."""
    _, first, weld = np.unique(
        np.rint(part.points * _WELD), axis=0, return_index=True, return_inverse=True
    )
    weld = weld.ravel()
    plan = grain(weld[part.triangles], np.ones(len(first), bool))
    morphs = {name: moved[first] for name, moved in part.morphs.items()}
    held = np.zeros((len(weld), int(part.weights.joints.max()) + 1))
    np.add.at(held, (np.arange(len(weld))[:, None], part.weights.joints), part.weights.shares)
    return _refined(part, plan, _Joined(weld, part.points[first], morphs), held)


class _Joined(NamedTuple):
    """A shape without seams, which a part's vertices are copies of."""

    weld: Ints
    """[N]: of each vertex of the part, its vertex of the shape."""
    shape: Floats
    """[W, 3]."""
    morphs: Mapping[str, Floats]
    """[W, 3]: how they move it."""


def _refined(part: Part, grain: Grain, joined: _Joined, held: Floats) -> Part:
    """Cut a part's edges as planned for what it is `joined` to; `held` [N, bones] carries it."""
    weld, shape, morphs = joined
    ends = part.triangles[:, _SIDES]
    number, cut = grain.of(*(weld[ends[..., k]] for k in range(2)))
    pairs, first, inverse = np.unique(
        np.sort(ends[cut], axis=1), axis=0, return_index=True, return_inverse=True
    )
    on = number[cut][first]
    middle = np.full(cut.shape, -1)
    middle[cut] = len(part.points) + inverse.ravel()

    def through(values: Floats) -> Floats:
        return np.concatenate([(grain.moved @ values)[weld], (grain.middles @ values)[on]])

    def between(values: Floats | None) -> Floats | None:
        return None if values is None else np.concatenate([values, values[pairs].mean(1)])

    given = between(part.given_normals)
    return replace(
        part,
        points=through(shape),
        triangles=_cut(part.triangles, middle),
        weights=strongest(np.concatenate([held, held[pairs].mean(1)])),
        uv=between(part.uv),
        colour=between(part.colour),
        swatch=between(part.swatch),
        morphs={name: through(moved) for name, moved in morphs.items()},
        weld=np.concatenate([weld, len(shape) + on]),
        given_normals=None if given is None else unit(given),
    )


def _cut(triangles: Ints, middle: Ints) -> Ints:
    """Cut triangles [T, 3] at the middles [T, 3] of their sides (−1: none) into 1 to 4."""
    count = (middle >= 0).sum(1)
    faces = [triangles[count == 0]]
    for cuts in (1, 2, 3):
        some, at = triangles[count == cuts], middle[count == cuts]
        # Turned so that the one side that differs from the two others comes first.
        turn = np.argmax((at >= 0) == (cuts == 1), axis=1)
        order = (turn[:, None] + np.arange(3)) % 3
        a, b, c = np.take_along_axis(some, order, 1).T
        ab, bc, ca = np.take_along_axis(at, order, 1).T
        pieces = {
            1: ((a, ab, c), (ab, b, c)),
            2: ((c, ca, bc), (a, b, bc), (a, bc, ca)),
            3: ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)),
        }[cuts]
        faces += [np.stack(piece, 1) for piece in pieces]
    return np.concatenate(faces)
