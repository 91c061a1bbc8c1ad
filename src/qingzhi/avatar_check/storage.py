"""Rules of glTF 2.0 about the numbers in a file: bounds, units of length one, time that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar_check.findings import Finding
from qingzhi.avatar_check.references import COMPRESSED, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.avatar_check.accessors import Reader
    from qingzhi.avatar_check.gltf import Animation, Gltf
    from qingzhi.avatar_check.model import Model

UNIT: Final = 5e-3
"""How far from 1 the length of a normal, tangent or quaternion may be."""
KNOWN: Final = frozenset(
    {
        "KHR_mesh_quantization",
        "KHR_texture_transform",
        "KHR_texture_basisu",
        "EXT_texture_webp",
        "KHR_materials_unlit",
        *COMPRESSED,
        *(
            f"KHR_materials_{name}"
            for name in (
                *("anisotropy", "clearcoat", "emissive_strength", "ior", "iridescence"),
                *("sheen", "specular", "transmission", "volume", "dispersion"),
            )
        ),
        "KHR_lights_punctual",
        "VRM",
        "VRMC_vrm",
        "VRMC_springBone",
        "VRMC_materials_mtoon",
        "VRMC_node_constraint",
        "VRMC_materials_hdr_emissiveMultiplier",
    }
)
"""Extensions that usual players know."""
_PATHS: Final = {"translation": 3, "rotation": 4, "scale": 3}


def check(model: Model) -> Iterator[Finding]:
    """Find numbers that the format doesn't allow."""
    yield from _extensions(model.document)
    yield from _nodes(model.document)
    yield from _bounds(model)
    yield from _lengths(model)
    for n, animation in enumerate(model.document.animations):
        yield from _animation(model.document, model.reader, animation, f"/animations/{n}")


def _extensions(document: Gltf) -> Iterator[Finding]:
    for name in document.extensions_required:
        if name not in KNOWN:
            yield Finding("extension_unknown", "/extensionsRequired", {"name": name})
        if name not in document.extensions_used:
            yield Finding("extension_undeclared", "/extensionsRequired", {"name": name})
    present = {*document.extensions}
    for item in (*document.materials, *document.nodes, *document.buffer_views):
        present |= {*item.extensions}
    for name in sorted(present - {*document.extensions_used}):
        yield Finding("extension_undeclared", "/extensionsUsed", {"name": name})


def _nodes(document: Gltf) -> Iterator[Finding]:
    for n, node in enumerate(document.nodes):
        if abs(float(np.linalg.norm(node.rotation)) - 1) > UNIT:
            yield Finding("quaternion", f"/nodes/{n}/rotation", {"name": node.name})
        if node.matrix is not None and abs(float(np.linalg.det(_linear(node.matrix)))) < 1e-12:
            yield Finding("matrix_flat", f"/nodes/{n}/matrix", {"name": node.name})
        if node.mesh is None and node.skin is not None:
            yield Finding("skin_alone", f"/nodes/{n}/skin", {"name": node.name})


def _linear(matrix: list[float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array(matrix, float).reshape(4, 4)[:3, :3]


def _bounds(model: Model) -> Iterator[Finding]:
    """`min` and `max` are what players cull and frame by; those of positions are required."""
    document, reader = model.document, model.reader
    required = {
        attributes["POSITION"]
        for mesh in document.meshes
        for primitive in mesh.primitives
        for attributes in (primitive.attributes, *primitive.targets)
        if "POSITION" in attributes
    }
    for n, accessor in enumerate(document.accessors):
        if reader.compressed(n):
            continue
        where, width = f"/accessors/{n}", WIDTH[accessor.type]
        index = reader.sparse_index(n)
        if index is not None and (
            (np.diff(index.astype(float)) <= 0).any() or index[-1] >= accessor.count
        ):
            yield Finding("sparse_order", where)
        if not accessor.min or not accessor.max:
            if n in required:
                yield Finding("bounds_missing", where)
            continue
        if len(accessor.min) != width or len(accessor.max) != width:
            yield Finding("bounds_wrong", where)
            continue
        stored = reader.stored(n).astype(float)
        if not np.isfinite(stored).all():
            continue  # told by the check of the surface
        slack = 1e-5 * max(1.0, float(np.abs(stored).max()))
        low, high = stored.min(0) - accessor.min, stored.max(0) - accessor.max
        if max(np.abs(low).max(), np.abs(high).max()) > slack:
            yield Finding("bounds_wrong", where)


def _lengths(model: Model) -> Iterator[Finding]:
    for surface in model.surfaces:
        primitive = surface.where
        for code, values in (("normal_length", surface.normals), ("tangent", surface.tangents)):
            if values is None or not np.isfinite(values).all():
                continue
            length = np.linalg.norm(_as_stored(model, surface.where, code, values), axis=1)
            wrong = int((np.abs(length - 1) > 4 * UNIT).sum())
            if wrong:
                yield Finding(code, surface.label, {"count": wrong})
        if surface.tangents is not None and not np.isin(surface.tangents[:, 3], (-1, 1)).all():
            yield Finding("tangent", primitive, {"count": len(surface.tangents)})


def _as_stored(
    model: Model, where: str, code: str, values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return directions before any bone has turned or scaled them."""
    if code == "tangent":
        return values[:, :3]
    _, _, mesh, _, k = where.split("/")
    attributes = model.document.meshes[int(mesh)].primitives[int(k)].attributes
    return model.reader.values(attributes["NORMAL"]).astype(float)


def _animation(
    document: Gltf, reader: Reader, animation: Animation, where: str
) -> Iterator[Finding]:
    seen = set()
    for k, channel in enumerate(animation.channels):
        at = f"{where}/channels/{k}"
        if channel.sampler >= len(animation.samplers):
            yield Finding("dangling", at, {"index": channel.sampler, "into": "samplers"})
            continue
        key = (channel.target.node, channel.target.path)
        if key in seen:
            yield Finding("animation_twice", at)
        seen.add(key)
        sampler = animation.samplers[channel.sampler]
        if reader.compressed(sampler.input) or reader.compressed(sampler.output):
            continue
        yield from _keys(document, reader, sampler.input, sampler.output, at)
        width = WIDTH[document.accessors[sampler.output].type]
        if _PATHS.get(channel.target.path, width) != width:
            yield Finding("animation_keys", at)
        elif channel.target.path == "rotation" and sampler.interpolation != "CUBICSPLINE":
            length = np.linalg.norm(reader.values(sampler.output).astype(float), axis=1)
            if (np.abs(length - 1) > 4 * UNIT).any():
                yield Finding("quaternion", at, {"name": animation.name})


def _keys(document: Gltf, reader: Reader, times: int, values: int, where: str) -> Iterator[Finding]:
    stored = reader.stored(times)[:, 0].astype(float)
    if not np.isfinite(stored).all() or (np.diff(stored) <= 0).any() or stored[0] < 0:
        yield Finding("animation_time", where)
    if document.accessors[values].count % len(stored):
        yield Finding("animation_keys", where)
