"""What points to what: every index within its list, every range within its bytes, no ring of nodes.

Nothing that this module finds wrong is read by the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.avatar_check.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qingzhi.avatar_check.container import File
    from qingzhi.avatar_check.gltf import Gltf, Material, Primitive

BYTES: Final = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}
"""Bytes of a number by its component type."""
WIDTH: Final = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
COMPRESSED: Final = frozenset(
    {"KHR_draco_mesh_compression", "EXT_meshopt_compression", "KHR_meshopt_compression"}
)
"""Extensions that store geometry in a way that isn't judged here."""
MOST: Final = {
    "nodes": 20_000,
    "meshes": 5_000,
    "skins": 500,
    "materials": 2_000,
    "images": 500,
    "accessors": 200_000,
    "buffer_views": 200_000,
    "animations": 2_000,
}
"""Objects of a kind in one figure; usual ones have a hundredth of it."""
Pointer = tuple[str, int, str]
"""Where it stands, the index, the list that it points into."""


def check(file: File) -> Iterator[Finding]:
    """Find what points nowhere and what overlaps that shouldn't."""
    document = file.document
    yield from _heavy(document)
    yield from _outside(document)
    for where, index, into in pointers(document):
        if index >= len(getattr(document, into)):
            yield Finding("dangling", where, {"index": index, "into": into})
    yield from _buffers(file)
    yield from _views(file)
    yield from _accessors(document)
    yield from tree(document)


def sound(findings: Iterable[Finding]) -> bool:
    """Whether a file with these findings can be read any further."""
    return not any(finding.code in _FATAL for finding in findings)


def _heavy(document: Gltf) -> Iterator[Finding]:
    """Find lists so long that reading them would be an attack on the reader."""
    for kind, most in MOST.items():
        count = len(getattr(document, kind))
        if count > most:
            yield Finding("too_heavy", f"/{kind}", {"what": kind, "count": count, "most": most})


_FATAL: Final = frozenset(
    {"too_heavy", "dangling", "node_ring", "buffer_short", "view_outside", "accessor_outside"}
)


def pointers(document: Gltf) -> Iterator[Pointer]:
    """Yield every reference by index of the core format."""
    if document.scene is not None:
        yield "/scene", document.scene, "scenes"
    for n, scene in enumerate(document.scenes):
        yield from ((f"/scenes/{n}/nodes", node, "nodes") for node in scene.nodes)
    yield from _of_nodes(document)
    for n, mesh in enumerate(document.meshes):
        for k, primitive in enumerate(mesh.primitives):
            yield from _of_primitive(f"/meshes/{n}/primitives/{k}", primitive)
    for n, material in enumerate(document.materials):
        yield from _of_material(f"/materials/{n}", material)
    yield from _of_data(document)
    yield from _of_animations(document)


def _of_nodes(document: Gltf) -> Iterator[Pointer]:
    for n, node in enumerate(document.nodes):
        yield from ((f"/nodes/{n}/children", child, "nodes") for child in node.children)
        if node.mesh is not None:
            yield f"/nodes/{n}/mesh", node.mesh, "meshes"
        if node.skin is not None:
            yield f"/nodes/{n}/skin", node.skin, "skins"
    for n, skin in enumerate(document.skins):
        yield from ((f"/skins/{n}/joints", joint, "nodes") for joint in skin.joints)
        if skin.inverse_bind_matrices is not None:
            yield f"/skins/{n}/inverseBindMatrices", skin.inverse_bind_matrices, "accessors"
        if skin.skeleton is not None:
            yield f"/skins/{n}/skeleton", skin.skeleton, "nodes"


def _of_primitive(where: str, primitive: Primitive) -> Iterator[Pointer]:
    for name, index in primitive.attributes.items():
        yield f"{where}/attributes/{name}", index, "accessors"
    if primitive.indices is not None:
        yield f"{where}/indices", primitive.indices, "accessors"
    if primitive.material is not None:
        yield f"{where}/material", primitive.material, "materials"
    for n, target in enumerate(primitive.targets):
        for name, index in target.items():
            yield f"{where}/targets/{n}/{name}", index, "accessors"


def _of_material(where: str, material: Material) -> Iterator[Pointer]:
    surface = material.pbr_metallic_roughness
    looks = {
        "baseColorTexture": surface.base_color_texture,
        "metallicRoughnessTexture": surface.metallic_roughness_texture,
        "normalTexture": material.normal_texture,
        "occlusionTexture": material.occlusion_texture,
        "emissiveTexture": material.emissive_texture,
    }
    for name, look in looks.items():
        if look is not None:
            yield f"{where}/{name}", look.index, "textures"


def _of_data(document: Gltf) -> Iterator[Pointer]:
    for n, accessor in enumerate(document.accessors):
        if accessor.buffer_view is not None:
            yield f"/accessors/{n}/bufferView", accessor.buffer_view, "buffer_views"
        if accessor.sparse is not None:
            sparse = f"/accessors/{n}/sparse"
            yield f"{sparse}/indices", accessor.sparse.indices.buffer_view, "buffer_views"
            yield f"{sparse}/values", accessor.sparse.values.buffer_view, "buffer_views"
    for n, view in enumerate(document.buffer_views):
        yield f"/bufferViews/{n}/buffer", view.buffer, "buffers"
    for n, image in enumerate(document.images):
        if image.buffer_view is not None:
            yield f"/images/{n}/bufferView", image.buffer_view, "buffer_views"
    for n, texture in enumerate(document.textures):
        if texture.source is not None:
            yield f"/textures/{n}/source", texture.source, "images"
        if texture.sampler is not None:
            yield f"/textures/{n}/sampler", texture.sampler, "samplers"


def _of_animations(document: Gltf) -> Iterator[Pointer]:
    for n, animation in enumerate(document.animations):
        for k, sampler in enumerate(animation.samplers):
            where = f"/animations/{n}/samplers/{k}"
            yield f"{where}/input", sampler.input, "accessors"
            yield f"{where}/output", sampler.output, "accessors"
        for k, channel in enumerate(animation.channels):
            if channel.target.node is not None:
                yield f"/animations/{n}/channels/{k}/target", channel.target.node, "nodes"


def _outside(document: Gltf) -> Iterator[Finding]:
    """Find what lies elsewhere: it may change, vanish or spy. A figure is one file."""
    for kind in ("buffers", "images"):
        for n, item in enumerate(getattr(document, kind)):
            if item.uri is not None:
                inside = item.uri.startswith("data:")
                yield Finding("data_uri" if inside else "external_uri", f"/{kind}/{n}/uri")


def _buffers(file: File) -> Iterator[Finding]:
    for n, buffer in enumerate(file.document.buffers):
        if n == 0 and buffer.uri is None and buffer.byte_length > len(file.binary):
            yield Finding(
                "buffer_short",
                "/buffers/0",
                {"told": buffer.byte_length, "there": len(file.binary)},
            )
        if n > 0 and not COMPRESSED & {*file.document.extensions_used}:
            yield Finding("second_buffer", f"/buffers/{n}")


def _views(file: File) -> Iterator[Finding]:
    document = file.document
    ranges = []
    for n, view in enumerate(document.buffer_views):
        if view.buffer >= len(document.buffers):
            continue
        end = view.byte_offset + view.byte_length
        if end > document.buffers[view.buffer].byte_length:
            yield Finding("view_outside", f"/bufferViews/{n}", {"end": end})
        if view.buffer == 0:
            ranges.append((view.byte_offset, end, n))
    ranges.sort()
    reach, owner = 0, 0
    for start, end, n in ranges:
        if start < reach and end > start:
            yield Finding("views_overlap", f"/bufferViews/{n}", {"other": owner})
        if end > reach:
            reach, owner = end, n


def _accessors(document: Gltf) -> Iterator[Finding]:
    for n, accessor in enumerate(document.accessors):
        where = f"/accessors/{n}"
        size = BYTES[accessor.component_type]
        row = size * WIDTH[accessor.type]
        if accessor.buffer_view is None:
            pass
        elif accessor.buffer_view < len(document.buffer_views):
            view = document.buffer_views[accessor.buffer_view]
            stride = view.byte_stride or row
            end = accessor.byte_offset + stride * (accessor.count - 1) + row
            if view.byte_stride is not None and view.byte_stride < row:
                yield Finding("accessor_outside", where, {"end": row, "size": view.byte_stride})
            elif end > view.byte_length and not COMPRESSED & {*view.extensions}:
                yield Finding("accessor_outside", where, {"end": end, "size": view.byte_length})
            if (accessor.byte_offset + view.byte_offset) % size or stride % size:
                yield Finding("misaligned", where, {"size": size})
        if accessor.sparse is not None:
            yield from _sparse(document, n)
        if accessor.buffer_view is None and accessor.count > _MOST_EMPTY:
            yield Finding("accessor_outside", where, {"end": accessor.count, "size": _MOST_EMPTY})


_MOST_EMPTY: Final = 4 << 20
"""Elements of an accessor that has no bytes behind it: a claim that costs the claimer nothing."""


def _sparse(document: Gltf, number: int) -> Iterator[Finding]:
    accessor = document.accessors[number]
    sparse = accessor.sparse
    if sparse is None:
        return
    row = BYTES[accessor.component_type] * WIDTH[accessor.type]
    parts = (
        (
            sparse.indices.buffer_view,
            sparse.indices.byte_offset,
            BYTES[sparse.indices.component_type],
        ),
        (sparse.values.buffer_view, sparse.values.byte_offset, row),
    )
    for view, offset, size in parts:
        if view < len(document.buffer_views):
            there = document.buffer_views[view].byte_length
            if offset + size * sparse.count > there:
                yield Finding(
                    "accessor_outside",
                    f"/accessors/{number}/sparse",
                    {"end": offset + size * sparse.count, "size": there},
                )
    if sparse.count > accessor.count:
        yield Finding(
            "accessor_outside",
            f"/accessors/{number}/sparse",
            {"end": sparse.count, "size": accessor.count},
        )


def tree(document: Gltf) -> Iterator[Finding]:
    """Find nodes with two parents, and rings."""
    parents: dict[int, int] = {}
    for n, node in enumerate(document.nodes):
        for child in node.children:
            if child in parents:
                yield Finding("two_parents", f"/nodes/{child}")
            parents[child] = n
    free = set(range(len(document.nodes))) - set(parents)
    reached: set[int] = set()
    waiting = list(free)
    while waiting:
        number = waiting.pop()
        if number not in reached:
            reached.add(number)
            children = document.nodes[number].children
            waiting += [child for child in children if child < len(document.nodes)]
    for number in sorted(set(range(len(document.nodes))) - reached):
        yield Finding("node_ring", f"/nodes/{number}")
