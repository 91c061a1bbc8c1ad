"""One body with everything that its parts are made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import KDTree

from qingzhi.avatar import beard
from qingzhi.avatar.base import SKIN, Base
from qingzhi.avatar.face import face
from qingzhi.avatar.geometry import normals
from qingzhi.avatar.kept import Kept
from qingzhi.avatar.part import DEAD
from qingzhi.avatar.rig import Rig, rig
from qingzhi.avatar.shape import shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.face import Face
    from qingzhi.avatar.spec import AvatarSpec

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Person:
    """A body in the modelled pose, in metres, with its morphs and bones."""

    base: Base
    spec: AvatarSpec
    rig: Rig
    morphs: Mapping[str, Floats]
    """Displacements [N, 3] of all the base body's vertices, by name."""
    height_cm: float
    weight_kg: float

    @classmethod
    def grow(cls, base: Base, spec: AvatarSpec, kept: Kept | None = None) -> Person:
        """Make the body that a specification describes."""
        kept = kept or Kept(0)
        body = kept.made("shape", spec, (base,), lambda seen: shape(base, seen))
        looks = kept.made("face", spec, (body,), lambda seen: face(base, body, seen))
        whole = kept.made("rig", spec, (looks,), lambda seen: _rigged(base, looks, seen))
        return cls(base, spec, whole, looks.morphs, body.height_cm, body.weight_kg)

    @property
    def skin(self) -> Floats:
        """Vertices [SKIN, 3] of the skin."""
        return self.rig.vertices[:SKIN]

    @cached_property
    def skin_normals(self) -> Floats:
        """Unit normals [SKIN, 3] of the skin at rest."""
        return normals(self.skin, self.base.skin)

    def random(self, part: str) -> np.random.Generator:
        """Return chance that depends on the seed and on what it is for, and on nothing else."""
        return np.random.default_rng([self.spec.seed, *part.encode()])

    def carried(
        self, points: Floats, among: Ints, names: Iterable[str], neighbours: int = 3
    ) -> dict[str, Floats]:
        """Return how morphs move new points [N, 3] that ride on the skin's vertices `among`."""
        distance, index = KDTree(self.skin[among]).query(points, k=neighbours)
        share = 1 / (np.asarray(distance) + 2e-4) ** 2
        share /= share.sum(1, keepdims=True)
        found = {}
        for name in names:
            moved = np.einsum("nk,nkc->nc", share, self.morphs[name][among][index])
            if np.abs(moved).max() > DEAD:
                found[name] = moved
        return found


def _rigged(base: Base, looks: Face, spec: AvatarSpec) -> Rig:
    """Give a body its bones, and its skin the form that a beard has."""
    bare = rig(base, looks.vertices)
    grown = beard.volume(base, spec, bare)
    return replace(bare, vertices=grown) if grown is not None else bare
