"""The base body: one mesh, the shapes it can take, its bones and what each bone carries.

Lengths are decimetres, y is up, z is the way it looks, +x is its own left.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.spatial import KDTree

from qingzhi.avatar.mesh import averaging
from qingzhi.avatar.source import MASKS, PACKED, STEP, VERSION, convert
from qingzhi.errors import AssetCorrupt

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from qingzhi.assets import Assets

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

ASSET: Final = "body-mpfb2"
SKIN: Final = 13_380
"""Vertices before this one are the skin; those after it belong to helpers."""
HEAD_SIDES: Final = (5399, 11998)
"""A vertex at each side of the head: between them, the width of the face."""
EYES: Final[Mapping[str, slice]] = {"Left": slice(14598, 14670), "Right": slice(14670, 14742)}
LOWER_TEETH: Final = slice(14992, 15060)
UPPER_TEETH: Final = slice(15060, 15128)
TONGUE: Final = slice(13380, 13606)
BODY: Final = "body"
TIGHTS: Final = "helper-tights"
_TWIN: Final = 1e-3
"""Decimetres between a vertex and its twin's mirror image at most."""
"""Groups of faces: the skin, and a layer over it that clothes grow from."""


@dataclass(frozen=True)
class Deltas:
    """Shapes by name, each a sparse set of displacements in decimetres."""

    spans: Mapping[str, slice]
    index: NDArray[np.uint16]
    delta: NDArray[np.int16]

    def of(self, name: str) -> tuple[Ints, Floats]:
        """Return the vertices [K] that a shape moves, and by how much [K, 3].

        Raises KeyError when there is no such shape.
        """
        span = self.spans[name]
        return self.index[span].astype(np.int64), self.delta[span].astype(np.float64) * STEP

    def add(self, vertices: Floats, name: str, weight: float) -> None:
        """Move `vertices` [N, 3] in place."""
        index, delta = self.of(name)
        vertices[index] += weight * delta


@dataclass(frozen=True)
class Base:
    """See the module. `faces` [F, 4, 2] are quads: vertex and texture vertex of each corner."""

    vertices: Floats
    uv: Floats
    faces: Ints
    group: Ints
    groups: tuple[str, ...]
    targets: Deltas
    face_units: Deltas
    bones: tuple[str, ...]
    heads: Mapping[str, Ints]
    """For each bone the vertices in whose middle it begins."""
    weights: NDArray[np.float32]
    """[N, bones]: as distributed, neither normalised nor limited."""
    masks: Mapping[str, NDArray[np.uint8]]
    """Grey pictures over the texture coordinates: lips, ears."""

    @classmethod
    def load(cls, assets: Assets) -> Base:
        """Load the base body, converting it the first time. Raises AssetError."""
        return cls.read(assets.converted(ASSET, f"npz{VERSION}", convert) / PACKED)

    @classmethod
    def read(cls, path: Path) -> Base:
        """Read the packed file. Raises AssetCorrupt when it is not whole."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as packed:
                return cls._unpack({name: packed[name] for name in packed.files})
        except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise AssetCorrupt(
                f"The packed base body cannot be read: {type(error).__name__}.",
                hint=f"Delete {path.parent} and start again.",
            ) from error

    @classmethod
    def _unpack(cls, a: Mapping[str, NDArray[Any]]) -> Base:
        bones = tuple(str(name) for name in a["bone_names"])
        weights = np.zeros((len(a["vertices"]), len(bones)), np.float32)
        np.add.at(weights, (a["weight_vertex"], a["weight_bone"]), a["weight"])
        return cls(
            vertices=a["vertices"],
            uv=a["uv"],
            faces=a["faces"].astype(np.int64),
            group=a["group"].astype(np.int64),
            groups=tuple(str(name) for name in a["groups"]),
            targets=_deltas(a, "target"),
            face_units=_deltas(a, "face"),
            bones=bones,
            heads={
                name: a["bone_heads"][span].astype(np.int64)
                for name, span in _spans(a["bone_names"], a["bone_ends"]).items()
            },
            weights=weights,
            masks={name: a[f"mask_{name}"] for name in MASKS},
        )

    def quads(self, name: str) -> Ints:
        """Return the faces [F, 4, 2] of one group."""
        return np.asarray(self.faces[self.group == self.groups.index(name)])

    @cached_property
    def skin(self) -> Ints:
        """Triangles [T, 3] of the skin, by vertex."""
        return triangles(self.quads(BODY)[..., 0])

    @cached_property
    def average(self) -> csr_array:
        """The matrix [SKIN, SKIN] that puts each vertex of the skin amid its neighbours."""
        return averaging(self.skin, SKIN)

    @cached_property
    def twins(self) -> Ints:
        """[N]: for each vertex the one at its place on the other side, itself where none is."""
        own = np.arange(len(self.vertices))
        away, twin = KDTree(self.vertices).query(self.vertices * [-1, 1, 1])
        twin = np.asarray(twin)
        found = (np.asarray(away) < _TWIN) & (twin[twin] == own)
        return np.where(found, twin, own)


def triangles(quads: Ints) -> Ints:
    """Cut quads [F, 4] into triangles [2F, 3]."""
    return np.asarray(quads[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3))


def _deltas(a: Mapping[str, NDArray[Any]], kind: str) -> Deltas:
    return Deltas(
        _spans(a[f"{kind}_names"], a[f"{kind}_ends"]), a[f"{kind}_index"], a[f"{kind}_delta"]
    )


def _spans(names: NDArray[Any], ends: NDArray[Any]) -> dict[str, slice]:
    starts = [0, *ends[:-1].tolist()]
    return {
        str(name): slice(start, int(end))
        for name, start, end in zip(names, starts, ends, strict=True)
    }
