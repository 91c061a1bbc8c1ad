"""A piece of a figure: geometry that shares one material, and how it moves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar.geometry import across, normals, summed, unit
from qingzhi.avatar.rig import Weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.rig import Rig

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

DEAD: Final = 3e-5
"""Metres: a morph that moves a vertex by less leaves it out."""
FLAT: Final = 4e-12
"""Square metres: a face of less area is not seen, and 32 bits hardly tell its corners apart."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One primitive. Metres; uv runs up from the lower left corner of its picture.

    `weld` [N] gives vertices that were split for their texture the same number, so that the seam
    is not seen in the shading.
    """

    material: str
    points: Floats
    triangles: Ints
    weights: Weights
    uv: Floats | None = None
    swatch: Floats | None = None
    """[N, 2]: a second place, on the picture of the surface; for cloth the zone's swatch."""
    colour: Floats | None = None
    """[N, 3] or [N, 4] linear; multiplies the material's."""
    morphs: Mapping[str, Floats] = field(default_factory=dict)
    weld: Ints | None = None
    given_normals: Floats | None = None
    turning: bool = True
    """Whether its morphs turn its normals."""

    def normals(self, points: Floats | None = None) -> Floats:
        """Return unit normals [N, 3], of the part at rest or moved to `points`."""
        if points is None and self.given_normals is not None:
            return self.given_normals
        return self._computed(self.points if points is None else points)

    def _computed(self, points: Floats) -> Floats:
        if self.weld is None:
            return normals(points, self.triangles)
        welded = np.zeros((int(self.weld.max()) + 1, 3))
        welded[self.weld] = points
        return normals(welded, self.weld[self.triangles])[self.weld]

    def moved_normals(self, morph: Floats) -> Floats:
        """Return how the normals change when a morph [N, 3] is at full strength.

        Only the faces that it moves are looked at: most morphs move a small part of a face.
        """
        weld, faces, count, sums = self._joined
        moved, far = np.zeros(count, bool), np.zeros((count, 3))
        moved[weld] = (morph != 0).any(1)
        far[weld] = morph
        touched = faces[moved[faces].any(1)]
        near, local = np.unique(touched, return_inverse=True)
        local = local.reshape(-1, 3)
        rest = np.zeros((count, 3))
        rest[weld] = self.points
        rest = rest[near]
        change = across(rest + far[near], local) - across(rest, local)
        turned = np.zeros((count, 3))
        turned[near] = unit(sums[near] + summed(change, local, len(near))) - unit(sums[near])
        return turned[weld]

    @cached_property
    def _joined(self) -> tuple[Ints, Ints, int, Floats]:
        """The weld, the faces by it, how many welded vertices there are, and their sums."""
        weld = np.arange(len(self.points)) if self.weld is None else self.weld
        faces, count = weld[self.triangles], int(weld.max()) + 1
        rest = np.zeros((count, 3))
        rest[weld] = self.points
        return weld, faces, count, summed(across(rest, faces), faces, count)


def without_flat(part: Part) -> Part:
    """Leave out faces without area that no morph opens, and vertices that no face uses.

    Corners of such a face lie in one line or place; every kind of strip that tapers has some.
    """
    most = _area(part.points, part.triangles)
    doubtful = np.flatnonzero(most < FLAT)
    for moved in part.morphs.values():
        opened = _area(part.points + moved, part.triangles[doubtful])
        most[doubtful] = np.maximum(most[doubtful], opened)
    triangles = part.triangles[most >= FLAT]
    kept, index = np.unique(triangles, return_inverse=True)
    return replace(
        part,
        points=part.points[kept],
        triangles=index.reshape(-1, 3),
        weights=Weights(part.weights.joints[kept], part.weights.shares[kept]),
        uv=_kept(part.uv, kept),
        swatch=_kept(part.swatch, kept),
        colour=_kept(part.colour, kept),
        morphs={name: moved[kept] for name, moved in part.morphs.items()},
        weld=_kept(part.weld, kept),
        given_normals=part.normals()[kept],
    )


def _area(points: Floats, triangles: Ints) -> Floats:
    """Return the area of each triangle, in square metres."""
    a, b, c = np.moveaxis(points[triangles], 1, 0)
    return np.asarray(np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2)


def _kept(given: NDArray[Any] | None, kept: Ints) -> NDArray[Any] | None:
    return None if given is None else given[kept]


def alive(morphs: Mapping[str, Floats]) -> dict[str, Floats]:
    """Leave out morphs that move nothing."""
    return {name: moved for name, moved in morphs.items() if np.abs(moved).max() > DEAD}


def bound(part: Part, rig: Rig) -> tuple[Floats, Floats, dict[str, tuple[Floats, Floats | None]]]:
    """Take a part to T-pose: points, normals, and of each morph both displacements.

    Where its morphs turn no normals, there are none of them.
    """
    points, directions, back = rig.bind(part.points, part.normals(), part.weights)
    morphs: dict[str, tuple[Floats, Floats | None]] = {}
    for name, moved in part.morphs.items():
        turned = part.moved_normals(moved) if part.turning else None
        morphs[name] = _turned(back, moved), None if turned is None else _turned(back, turned)
    return points, directions, morphs


def _turned(turns: Floats, vectors: Floats) -> Floats:
    """Turn vectors [N, 3] by matrices [N, 3, 3]; most of a morph's are nought."""
    found = np.zeros_like(vectors)
    moving = np.flatnonzero(vectors.any(1))
    found[moving] = np.einsum("nij,nj->ni", turns[moving], vectors[moving])
    return found


def merged(parts: Sequence[Part]) -> Part:
    """Join parts of one material into one, so that they are drawn in one call."""
    if len(parts) == 1:
        return parts[0]
    counts = [len(part.points) for part in parts]
    starts = np.cumsum([0, *counts[:-1]])
    names = dict.fromkeys(name for part in parts for name in part.morphs)
    coloured = any(part.colour is not None for part in parts)
    textured = any(part.uv is not None for part in parts)
    return Part(
        material=parts[0].material,
        points=np.concatenate([part.points for part in parts]),
        triangles=np.concatenate(
            [part.triangles + start for part, start in zip(parts, starts, strict=True)]
        ),
        weights=Weights(
            np.concatenate([part.weights.joints for part in parts]),
            np.concatenate([part.weights.shares for part in parts]),
        ),
        uv=np.concatenate([_or(part.uv, len(part.points), 2, 0) for part in parts])
        if textured
        else None,
        swatch=np.concatenate([_or(part.swatch, len(part.points), 2, 0) for part in parts])
        if any(part.swatch is not None for part in parts)
        else None,
        colour=np.concatenate([_or(part.colour, len(part.points), 3, 1) for part in parts])
        if coloured
        else None,
        morphs={
            name: np.concatenate([_or(p.morphs.get(name), len(p.points), 3, 0) for p in parts])
            for name in names
        },
        given_normals=np.concatenate([part.normals() for part in parts]),
    )


def _or(given: Floats | None, count: int, width: int, value: float) -> Floats:
    return np.full((count, width), float(value)) if given is None else given
