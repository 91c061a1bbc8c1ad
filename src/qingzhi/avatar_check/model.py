"""A file as a figure: its surfaces in metres as they stand when nothing moves, and its bones."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar_check.findings import Finding
from qingzhi.avatar_check.geometry import across, matrix_of, turned
from qingzhi.avatar_check.gltf import Material
from qingzhi.avatar_check.humanoid import VRM0, bones
from qingzhi.avatar_check.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar_check.accessors import Reader
    from qingzhi.avatar_check.gltf import Gltf, Primitive

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_TRIANGLES: Final = 4
_NEEDED: Final = ("POSITION", "NORMAL", "TANGENT")
FARTHEST_M: Final = 1e4
"""Vertices further away than this, or at no number, are not judged any further."""
_PLAIN: Final = Material()
"""What a primitive without a material looks like."""


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
    influences: int = 0
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
    inverse: Mapping[int, Floats]
    """[4, 4] of each joint: from the figure at bind time to the joint."""

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
        for number in range(len(self.document.nodes)):
            at: int | None = number
            while at is not None and at not in named:
                at = self.parents.get(at)
            if at is not None:
                found[number] = named[at]
        return found


def loaded(document: Gltf, reader: Reader) -> tuple[Model, list[Finding]]:
    """Read a sound file. What can't be read is found and left out."""
    world = _world(document)
    inverse, findings = _inverse(document, reader)
    surfaces = []
    for number in _shown(document):
        node = document.nodes[number]
        if node.mesh is None:
            continue
        mesh = document.meshes[node.mesh]
        for k, primitive in enumerate(mesh.primitives):
            where = f"/meshes/{node.mesh}/primitives/{k}"
            wrong = list(_unreadable(document, reader, primitive, where))
            findings += wrong
            if not wrong:
                surfaces.append(_surface(document, reader, number, k, where, world, inverse))
    return Model(document, reader, tuple(surfaces), bones(document), world, inverse), findings


def _shown(document: Gltf) -> Iterator[int]:
    """Yield the nodes of the scene, parents first; all where no scene is named."""
    scene = document.scenes[document.scene or 0].nodes if document.scenes else []
    waiting = list(scene) or list(range(len(document.nodes)))
    seen: set[int] = set()
    while waiting:
        number = waiting.pop(0)
        if number not in seen:
            seen.add(number)
            yield number
            waiting += document.nodes[number].children


def _world(document: Gltf) -> Floats:
    local = np.stack([matrix_of(node) for node in document.nodes] or [np.eye(4)])
    world = local.copy()
    children = {child for node in document.nodes for child in node.children}
    waiting = [n for n in range(len(document.nodes)) if n not in children]
    while waiting:
        number = waiting.pop()
        for child in document.nodes[number].children:
            world[child] = world[number] @ local[child]
            waiting.append(child)
    return world


def _inverse(document: Gltf, reader: Reader) -> tuple[dict[int, Floats], list[Finding]]:
    found: dict[int, Floats] = {}
    findings = []
    for n, skin in enumerate(document.skins):
        given = skin.inverse_bind_matrices
        if given is None:
            matrices = np.tile(np.eye(4), (len(skin.joints), 1, 1))
        else:
            packed = reader.compressed(given)
            values = np.zeros((0, 16)) if packed else reader.values(given)
            if values.shape[1] != 16 or len(values) < len(skin.joints):
                if not packed:
                    findings.append(Finding("inverse_bind", f"/skins/{n}/inverseBindMatrices"))
                values = np.tile(np.eye(4).ravel(), (len(skin.joints), 1))
            matrices = values.reshape(-1, 4, 4).transpose(0, 2, 1).astype(float)
        for joint, matrix in zip(skin.joints, matrices, strict=False):
            found.setdefault(joint, matrix)
    return found, findings


def _unreadable(
    document: Gltf, reader: Reader, primitive: Primitive, where: str
) -> Iterator[Finding]:
    """Find what keeps a primitive from being read at all."""
    attributes = primitive.attributes
    used = [*attributes.values(), *([] if primitive.indices is None else [primitive.indices])]
    if "KHR_draco_mesh_compression" in primitive.extensions or any(
        reader.compressed(number) for number in used
    ):
        yield Finding("compressed", where)
        return
    if primitive.mode != _TRIANGLES:
        yield Finding("not_triangles", where, {"mode": primitive.mode})
        return
    if "POSITION" not in attributes:
        yield Finding("attribute_missing", where, {"name": "POSITION"})
        return
    count = document.accessors[attributes["POSITION"]].count
    for name, number in attributes.items():
        accessor = document.accessors[number]
        if accessor.count != count:
            yield Finding("attribute_length", f"{where}/attributes/{name}", {"count": count})
        if name in _SHAPES and accessor.type not in _SHAPES[name]:
            yield Finding("attribute_type", f"{where}/attributes/{name}", {"type": accessor.type})
    for n, target in enumerate(primitive.targets):
        for name, number in target.items():
            accessor = document.accessors[number]
            if accessor.count != count or (name in _NEEDED and accessor.type != "VEC3"):
                yield Finding("attribute_length", f"{where}/targets/{n}/{name}", {"count": count})
    yield from _indices(document, reader, primitive, where, count)


_SHAPES: Final[Mapping[str, tuple[str, ...]]] = {
    "POSITION": ("VEC3",),
    "NORMAL": ("VEC3",),
    "TANGENT": ("VEC4",),
    "TEXCOORD_0": ("VEC2",),
    "TEXCOORD_1": ("VEC2",),
    "COLOR_0": ("VEC3", "VEC4"),
    "JOINTS_0": ("VEC4",),
    "WEIGHTS_0": ("VEC4",),
    "JOINTS_1": ("VEC4",),
    "WEIGHTS_1": ("VEC4",),
}


def _indices(
    document: Gltf, reader: Reader, primitive: Primitive, where: str, count: int
) -> Iterator[Finding]:
    if primitive.indices is None:
        return
    accessor = document.accessors[primitive.indices]
    if accessor.type != "SCALAR" or accessor.component_type not in {5121, 5123, 5125}:
        yield Finding("attribute_type", f"{where}/indices", {"type": accessor.type})
        return
    most = int(reader.stored(primitive.indices).max())
    if most >= count:
        yield Finding("index_outside", f"{where}/indices", {"index": most, "count": count})


def _surface(
    document: Gltf,
    reader: Reader,
    number: int,
    k: int,
    where: str,
    world: Floats,
    inverse: Mapping[int, Floats],
) -> Surface:
    node = document.nodes[number]
    mesh = document.meshes[node.mesh or 0]
    primitive = mesh.primitives[k]
    attributes = primitive.attributes
    material = _PLAIN if primitive.material is None else document.materials[primitive.material]

    def read(name: str) -> Floats | None:
        return None if name not in attributes else reader.values(attributes[name]).astype(float)

    stored = reader.values(attributes["POSITION"]).astype(float)
    joints, weights = _influences(document, reader, primitive, node.skin)
    matrices = _matrices(world, number, inverse, joints, weights, len(stored))
    turn = matrices[:, :, :3]
    normals, tangents = read("NORMAL"), read("TANGENT")
    flat = (
        np.arange(len(stored))
        if primitive.indices is None
        else reader.stored(primitive.indices)[:, 0].astype(np.int64)
    )
    return Surface(
        where=where,
        name=mesh.name or node.name or material.name,
        kind=kind_of(material.name, mesh.name, node.name),
        material=material,
        node=number,
        skin=node.skin,
        stored=stored,
        points=turned(turn, stored) + matrices[:, :, 3],
        triangles=flat[: len(flat) // 3 * 3].reshape(-1, 3),
        normals=None if normals is None else turned(turn, normals),
        tangents=tangents,
        uvs=tuple(uv for n in range(2) if (uv := read(f"TEXCOORD_{n}")) is not None),
        joints=joints,
        weights=weights,
        influences=sum(name.startswith("JOINTS_") for name in attributes),
        morphs=dict(_morphs(reader, primitive, mesh.morphs, turn)),
    )


def _influences(
    document: Gltf, reader: Reader, primitive: Primitive, skin: int | None
) -> tuple[Ints | None, Floats | None]:
    """Return nodes [N, K] and weights [N, K]; a joint that the skin lacks counts as none, −1."""
    sets = [n for n in (0, 1) if f"JOINTS_{n}" in primitive.attributes]
    sets = [n for n in sets if f"WEIGHTS_{n}" in primitive.attributes]
    if skin is None or not sets:
        return None, None
    joints = np.concatenate([reader.stored(primitive.attributes[f"JOINTS_{n}"]) for n in sets], 1)
    weights = np.concatenate([reader.values(primitive.attributes[f"WEIGHTS_{n}"]) for n in sets], 1)
    known = np.array(document.skins[skin].joints)
    index = np.minimum(joints.astype(np.int64), len(known) - 1)
    return np.where(joints < len(known), known[index], -1), weights.astype(float)


def _matrices(
    world: Floats,
    node: int,
    inverse: Mapping[int, Floats],
    joints: Ints | None,
    weights: Floats | None,
    count: int,
) -> Floats:
    """Return what takes each vertex [N, 3, 4] from the file to the figure."""
    if joints is None or weights is None:
        return np.broadcast_to(world[node, :3], (count, 3, 4))
    table = np.tile(np.eye(4), (len(world), 1, 1))
    for joint, matrix in inverse.items():
        table[joint] = world[joint] @ matrix
    return blended(table[:, :3], joints, weights)


def blended(table: Floats, joints: Ints, weights: Floats) -> Floats:
    """Mix matrices [nodes, 3, 4] by weights to one for each vertex [N, 3, 4]."""
    used = np.where(joints < 0, 0.0, weights)
    total = used.sum(1, keepdims=True)
    share = np.divide(used, total, out=np.zeros_like(used), where=np.abs(total) > 1e-9)
    share[np.abs(total[:, 0]) <= 1e-9, 0] = 1.0
    flat = table.reshape(len(table), 12)
    mixed = np.zeros((len(joints), 12))
    for k in range(joints.shape[1]):
        mixed += share[:, k : k + 1] * flat[np.maximum(joints[:, k], 0)]
    return mixed.reshape(-1, 3, 4)


def _morphs(
    reader: Reader, primitive: Primitive, names: list[str], turn: Floats
) -> Iterator[tuple[str, Floats]]:
    for n, target in enumerate(primitive.targets):
        if "POSITION" in target and not reader.compressed(target["POSITION"]):
            moved = reader.values(target["POSITION"]).astype(float)
            name = names[n] if n < len(names) else f"target {n}"
            yield name, turned(turn, moved)
