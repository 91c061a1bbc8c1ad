"""Reads the base body as it is distributed and packs it into one file of plain arrays.

The distributed form is text: a Wavefront mesh, a gzipped target for each shape, JSON for the rig.
Reading it takes seconds, so it is done once; `qingzhi.avatar.base` loads the result.

All lengths are decimetres, as in the source. Shape deltas have three decimals there, so they are
kept exactly as int16 tenths of a millimetre.
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from PIL import Image

from qingzhi.avatar.sliders import all_targets
from qingzhi.errors import AssetCorrupt
from qingzhi.score import ARKIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Arrays = dict[str, NDArray[Any]]

VERSION: Final = 1
"""Raise it when the packed form changes: older ones are made again."""
PACKED: Final = "body.npz"
STEP: Final = 0.001
"""Decimetres of one unit of a packed delta."""
MASKS: Final = ("lips", "ears")
MASK_SIZE: Final = 1024
JAW: Final = "jaw"
"""The one bone that comes from the facial rig rather than from the body's."""
_PREFIX: Final = "mixamorig:"


class _Mesh(NamedTuple):
    vertices: Floats
    uv: Floats
    faces: NDArray[np.int32]
    """[F, 4, 2]: vertex and texture vertex of each corner."""
    group: NDArray[np.int32]
    groups: list[str]


def convert(source: Path, target: Path) -> None:
    """Pack the members in the folder `source` into `target`; about five seconds.

    Raises AssetCorrupt when they are not the body that is expected.
    """
    try:
        arrays = _pack(source)
    except (OSError, EOFError, ValueError, LookupError) as error:
        raise AssetCorrupt(
            f"The base body cannot be converted: {type(error).__name__}.",
            hint="Fetch it again with `qingzhi assets fetch body-mpfb2`.",
        ) from error
    target.mkdir(parents=True, exist_ok=True)
    with (target / PACKED).open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def _pack(source: Path) -> Arrays:
    mesh = read_mesh((source / "base.obj").read_text("utf-8"))
    arrays: Arrays = {
        "vertices": mesh.vertices,
        "uv": mesh.uv,
        "faces": mesh.faces,
        "group": mesh.group,
        "groups": np.array(mesh.groups),
    }
    names = all_targets()
    shapes = ((source / "targets" / f"{name}.target.gz").read_bytes() for name in names)
    arrays |= _deltas("target", names, (gzip.decompress(shape) for shape in shapes))
    units = ((source / "face" / f"{name}.target").read_bytes() for name in ARKIT)
    arrays |= _deltas("face", ARKIT, units)
    arrays |= _rig(source, mesh)
    return arrays | {f"mask_{name}": _mask(source / "masks" / f"{name}.jpg") for name in MASKS}


def read_mesh(text: str) -> _Mesh:
    """Read a mesh of quads with texture coordinates and named groups."""
    vertices: list[list[float]] = []
    uv: list[list[float]] = []
    faces: list[list[list[int]]] = []
    group: list[int] = []
    groups: list[str] = []
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append([float(x) for x in rest.split()[:3]])
        elif kind == "vt":
            uv.append([float(x) for x in rest.split()[:2]])
        elif kind == "g":
            groups.append(rest.strip())
        elif kind == "f":
            faces.append([[int(x) - 1 for x in corner.split("/")[:2]] for corner in rest.split()])
            group.append(len(groups) - 1)
    return _Mesh(
        np.array(vertices),
        np.array(uv),
        np.array(faces, np.int32),
        np.array(group, np.int32),
        groups,
    )


def read_target(text: bytes) -> tuple[NDArray[np.uint16], NDArray[np.int16]]:
    """Read one shape: vertex indices [K] and deltas [K, 3] in units of STEP."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith(b"#")]
    if not lines:  # an average build needs no shape of its own
        return np.zeros(0, np.uint16), np.zeros((0, 3), np.int16)
    rows = [line.split() for line in lines]
    if {len(row) for row in rows} != {4}:
        raise ValueError("a target has an index and three numbers a line")
    table = np.array([[float(word) for word in row] for row in rows])
    highest = np.iinfo(np.uint16).max
    if not np.isfinite(table).all() or not (table[:, 0] >= 0).all() or table[:, 0].max() > highest:
        raise ValueError("a target has an index from 0 and finite numbers")
    deltas = np.rint(table[:, 1:] / STEP)
    if np.abs(deltas).max(initial=0) > np.iinfo(np.int16).max:
        raise ValueError("a target moves a vertex by metres")
    return table[:, 0].astype(np.uint16), deltas.astype(np.int16)


def _deltas(kind: str, names: Iterable[str], texts: Iterable[bytes]) -> Arrays:
    read = [read_target(text) for text in texts]
    ends = np.cumsum([len(index) for index, _ in read])
    return {
        f"{kind}_names": np.array(list(names)),
        f"{kind}_ends": ends,
        f"{kind}_index": np.concatenate([index for index, _ in read]),
        f"{kind}_delta": np.concatenate([delta for _, delta in read]),
    }


def _rig(source: Path, mesh: _Mesh) -> Arrays:
    bones: dict[str, Any] = json.loads((source / "rig.json").read_bytes())["bones"]
    weights: dict[str, Any] = json.loads((source / "weights.json").read_bytes())["weights"]
    face = json.loads((source / "rig-face.json").read_bytes())
    jaw = json.loads((source / "weights-face.json").read_bytes())["weights"][JAW]
    heads = {name.removeprefix(_PREFIX): _head(bone, mesh) for name, bone in bones.items()}
    heads[JAW] = _head(face[JAW], mesh)
    own = {name.removeprefix(_PREFIX): pairs for name, pairs in weights.items()}
    own[JAW] = jaw
    order = sorted(heads)
    rows = [(int(v), order.index(name), float(w)) for name in order for v, w in own.get(name, ())]
    vertex, bone, weight = zip(*rows, strict=True)
    return {
        "bone_names": np.array(order),
        "bone_ends": np.cumsum([len(heads[name]) for name in order]),
        "bone_heads": np.concatenate([heads[name] for name in order]),
        "weight_vertex": np.array(vertex, np.uint16),
        "weight_bone": np.array(bone, np.uint8),
        "weight": np.array(weight, np.float32),
    }


def _head(bone: Mapping[str, Any], mesh: _Mesh) -> NDArray[np.int32]:
    """Return the vertices in whose middle a bone begins."""
    rule = bone["head"]
    if rule["strategy"] == "CUBE":
        chosen = mesh.faces[mesh.group == mesh.groups.index(rule["cube_name"]), :, 0]
        return np.unique(chosen).astype(np.int32)
    return np.array(rule["vertex_indices"], np.int32)


def _mask(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as image:
        grey = image.convert("L").resize((MASK_SIZE, MASK_SIZE), Image.Resampling.BOX)
    return np.asarray(grey, np.uint8)
