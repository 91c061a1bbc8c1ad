"""From a file whose references are sound to a figure; what can't be read is found and left out."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar_check.findings import Finding
from qingzhi.avatar_check.geometry import blended, matrix_of, turned
from qingzhi.avatar_check.gltf import Material
from qingzhi.avatar_check.humanoid import bones
from qingzhi.avatar_check.kinds import kind_of
from qingzhi.avatar_check.model import Model, Surface

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar_check.accessors import Reader
    from qingzhi.avatar_check.gltf import Gltf, Primitive

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MOST_VALUES: Final = 24_000_000
"""Vertices, corners and moved vertices of all morphs: a hyper-real figure has 15 million."""
SURFACE: Final = 10_000
"""What a surface costs besides, in such values."""
_TRIANGLES: Final = 4
_NEEDED: Final = ("POSITION", "NORMAL", "TANGENT")
_PLAIN: Final = Material()
"""What a primitive without a material looks like."""


def loaded(document: Gltf, reader: Reader) -> tuple[Model, list[Finding]]:
    """Read a sound file. What can't be read is found and left out."""
    loader = _Loader(document, reader)
    findings, surfaces = loader.findings, []
    packed: list[str] = []
    shown = list(_shown(document))
    findings += _heavy(document, shown)
    for number in [] if findings and findings[-1].code == "too_heavy" else shown:
        node = document.nodes[number]
        if node.mesh is None:
            continue
        mesh = document.meshes[node.mesh]
        for k, primitive in enumerate(mesh.primitives):
            where = f"/meshes/{node.mesh}/primitives/{k}"
            if _compressed(reader, primitive):
                packed.append(where)
                continue
            wrong = list(_unreadable(document, reader, primitive, where))
            findings += wrong
            if not wrong:
                surfaces.append(loader.surface(number, k, where))
    if packed:
        findings.append(Finding("compressed", packed[0], {"count": len(packed)}))
    named = bones(document)
    return Model(document, reader, tuple(surfaces), named, loader.world, loader.inverse), findings


def _heavy(document: Gltf, shown: Sequence[int]) -> Iterator[Finding]:
    """Find a scene that unpacks to too many values, however few bytes stand for them."""
    costs = [sum(_cost(document, p) for p in mesh.primitives) for mesh in document.meshes]
    meshes = [document.nodes[number].mesh for number in shown]
    spent = sum(costs[mesh] + SURFACE for mesh in meshes if mesh is not None)
    if spent > MOST_VALUES:
        slots = {"what": "values", "count": spent, "most": MOST_VALUES}
        yield Finding("too_heavy", "/meshes", slots)


def _cost(document: Gltf, primitive: Primitive) -> int:
    position = primitive.attributes.get("POSITION")
    vertices = 0 if position is None else document.accessors[position].count
    faces = 0 if primitive.indices is None else document.accessors[primitive.indices].count
    return faces + vertices * (1 + len(primitive.targets))


def _shown(document: Gltf) -> Iterator[int]:
    """Yield the nodes of the scene, parents first; all where no scene is named."""
    scene = document.scenes[document.scene or 0].nodes if document.scenes else []
    waiting = deque(list(scene) or range(len(document.nodes)))
    seen: set[int] = set()
    while waiting:
        number = waiting.popleft()
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


def _inverse(document: Gltf, reader: Reader) -> tuple[tuple[dict[int, Floats], ...], list[Finding]]:
    found: list[dict[int, Floats]] = []
    findings = []
    for n, skin in enumerate(document.skins):
        given = skin.inverse_bind_matrices
        matrices = np.tile(np.eye(4), (len(skin.joints), 1, 1))
        if given is not None and not reader.compressed(given):
            values = reader.values(given)
            if values.shape[1] == 16 and len(values) >= len(skin.joints):
                matrices = values.reshape(-1, 4, 4).transpose(0, 2, 1).astype(float)
            else:
                findings.append(Finding("inverse_bind", f"/skins/{n}/inverseBindMatrices"))
        found.append(dict(zip(skin.joints, matrices, strict=False)))
    return tuple(found), findings


def _compressed(reader: Reader, primitive: Primitive) -> bool:
    indices = [] if primitive.indices is None else [primitive.indices]
    used = (*primitive.attributes.values(), *indices)
    draco = "KHR_draco_mesh_compression" in primitive.extensions
    return draco or any(reader.compressed(number) for number in used)


def _unreadable(
    document: Gltf, reader: Reader, primitive: Primitive, where: str
) -> Iterator[Finding]:
    """Find what keeps a primitive from being read at all."""
    attributes = primitive.attributes
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


class _Loader:
    """Makes surfaces of primitives; holds what they share."""

    def __init__(self, document: Gltf, reader: Reader) -> None:
        self.document = document
        self.reader = reader
        self.world = _world(document)
        self.inverse, self.findings = _inverse(document, reader)

    def surface(self, number: int, k: int, where: str) -> Surface:
        """Read the primitive `k` of a node's mesh, as the node shows it."""
        node = self.document.nodes[number]
        mesh = self.document.meshes[node.mesh or 0]
        primitive = mesh.primitives[k]
        given = primitive.material
        material = _PLAIN if given is None else self.document.materials[given]
        stored = self._floats(primitive, "POSITION", 3)
        joints, weights = _influences(self.document, self.reader, primitive, node.skin)
        matrices = self._matrices(number, joints, weights, len(stored))
        turn = matrices[:, :, :3]
        normals = self._floats(primitive, "NORMAL", 3)
        tangents = self._floats(primitive, "TANGENT", 4)
        uvs = [self._floats(primitive, f"TEXCOORD_{n}", 2) for n in range(2)]
        return Surface(
            where=where,
            name=mesh.name or node.name or material.name,
            kind=kind_of(material.name, mesh.name, node.name),
            material=material,
            node=number,
            skin=node.skin,
            stored=stored,
            points=turned(turn, stored) + matrices[:, :, 3],
            triangles=self._triangles(primitive, len(stored)),
            normals=turned(turn, normals) if len(normals) else None,
            tangents=tangents if len(tangents) else None,
            uvs=tuple(uv for uv in uvs if len(uv)),
            joints=joints,
            weights=weights,
            morphs=dict(_morphs(self.reader, primitive, mesh.morphs, turn)),
        )

    def _floats(self, primitive: Primitive, name: str, width: int) -> Floats:
        number = primitive.attributes.get(name)
        if number is None:
            return np.zeros((0, width))
        return np.asarray(self.reader.values(number), np.float64)

    def _triangles(self, primitive: Primitive, count: int) -> Ints:
        given = primitive.indices
        flat = np.arange(count) if given is None else self.reader.stored(given)[:, 0]
        return np.asarray(flat[: len(flat) // 3 * 3].reshape(-1, 3), np.int64)

    def _matrices(
        self, number: int, joints: Ints | None, weights: Floats | None, count: int
    ) -> Floats:
        """Return what takes each vertex [N, 3, 4] from the file to the figure."""
        skin = self.document.nodes[number].skin
        if joints is None or weights is None or skin is None:
            return np.broadcast_to(self.world[number, :3], (count, 3, 4))
        table = np.tile(np.eye(4), (len(self.world), 1, 1))
        for joint, matrix in self.inverse[skin].items():
            table[joint] = self.world[joint] @ matrix
        return blended(table[:, :3], joints, weights)


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


def _morphs(
    reader: Reader, primitive: Primitive, names: list[str], turn: Floats
) -> Iterator[tuple[str, Floats]]:
    for n, target in enumerate(primitive.targets):
        if "POSITION" in target and not reader.compressed(target["POSITION"]):
            moved = reader.values(target["POSITION"]).astype(float)
            name = names[n] if n < len(names) else f"target {n}"
            yield name, turned(turn, moved)
