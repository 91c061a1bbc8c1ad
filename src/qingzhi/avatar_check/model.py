"""A file as a figure: its surfaces in metres as they stand when nothing moves, and its bones."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar_check.constraints import Constraint, constraints, order
from qingzhi.avatar_check.geometry import across
from qingzhi.avatar_check.humanoid import VRM0

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar_check.accessors import Reader
    from qingzhi.avatar_check.gltf import Gltf, Material

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

FARTHEST_M: Final = 1e4
"""Vertices further away than this, or at no number, are not judged any further."""


@dataclass(frozen=True, kw_only=True)
class Surface:
    """One primitive as it is shown. N vertices, T triangles, K influences of joints."""

    where: str
    name: str
    kind: str
    material: Material
    node: int
    skin: int | None
    stored: Floats
    """[N, 3]: the vertices as they are in the file."""
    points: Floats
    """[N, 3]: where they are in the figure, in metres, y up."""
    triangles: Ints
    normals: Floats | None = None
    tangents: Floats | None = None
    uvs: tuple[Floats, ...] = ()
    joints: Ints | None = None
    """[N, K]: numbers of nodes."""
    weights: Floats | None = None
    morphs: Mapping[str, Floats] = field(default_factory=dict)
    """Displacements [N, 3] in metres of the figure, by name."""

    @property
    def label(self) -> str:
        """Name the surface for a person to find it."""
        return f"{self.where} ({self.name})" if self.name else self.where

    @cached_property
    def whole(self) -> bool:
        """Whether it has faces, and all its vertices are at places that a figure can have."""
        return bool(len(self.triangles) and (np.abs(self.points) < FARTHEST_M).all())

    @cached_property
    def area(self) -> Floats:
        """Area [T] of the triangles in square metres."""
        return np.asarray(np.linalg.norm(across(self.points, self.triangles), axis=1) / 2)

    @cached_property
    def facing(self) -> Floats:
        """Unit normals [T, 3] of the triangles, by their winding; nought without area."""
        normal = across(self.points, self.triangles)
        length = np.linalg.norm(normal, axis=1, keepdims=True)
        return np.asarray(normal / np.maximum(length, 1e-30))


@dataclass(frozen=True)
class Model:
    """A figure."""

    document: Gltf
    reader: Reader
    surfaces: tuple[Surface, ...]
    bones: Mapping[str, int]
    world: Floats
    """[nodes, 4, 4]: where each node is."""
    inverse: tuple[Mapping[int, Floats], ...]
    """For each skin [4, 4] of each joint: from the mesh at bind time to the joint."""

    def at(self, bone: str) -> Floats | None:
        """Return where a bone's joint is [3]; None where there is no such bone."""
        node = self.bones.get(bone)
        return None if node is None else self.world[node, :3, 3]

    def of(self, *kinds: str) -> list[Surface]:
        """Return the surfaces of some kinds."""
        return [surface for surface in self.surfaces if surface.kind in kinds]

    @cached_property
    def backward(self) -> bool:
        """Whether the figure looks along −z, as VRM 0.x has it."""
        return VRM0 in self.document.extensions

    @cached_property
    def parents(self) -> Mapping[int, int]:
        """Return the parent of each node that has one."""
        nodes = enumerate(self.document.nodes)
        return {child: n for n, node in nodes for child in node.children}

    @cached_property
    def owner(self) -> Mapping[int, str]:
        """Return the humanoid bone that each node is or hangs on."""
        named = {node: bone for bone, node in self.bones.items()}
        found: dict[int, str] = {}
        waiting = [n for n in range(len(self.document.nodes)) if n not in self.parents]
        while waiting:
            number = waiting.pop()
            bone = named.get(number, found.get(self.parents.get(number, -1)))
            if bone is not None:
                found[number] = bone
            waiting += self.document.nodes[number].children
        return found

    @cached_property
    def driven(self) -> Mapping[int, Constraint | None]:
        """Return nodes that constraints move, parents first: their own one, None for none.

        A humanoid bone is where the pose puts it.
        """
        own, after = constraints(self.document), order(self.document)
        found: dict[int, Constraint | None] = {}
        for node in sorted(set(own) - set(self.bones.values()), key=lambda node: after[node]):
            waiting = [node]
            while waiting:
                number = waiting.pop()
                if number not in found:
                    found[number] = own.get(number)
                    waiting += self.document.nodes[number].children
        return found
