"""Writes binary glTF 2.0: nodes, one skin, materials, pictures, parts with sparse morphs.

Numbers are stored as small as the core format lets: weights, texture coordinates and colours as
normalised integers, morphs as sparse accessors of the vertices that they move.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar.geometry import tangents
from qingzhi.avatar.part import DEAD, bound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.material import Material, Picture
    from qingzhi.avatar.part import Part
    from qingzhi.avatar.rig import Rig

    Floats = NDArray[np.float64]

_MAGIC: Final = 0x46546C67
_JSON: Final = 0x4E4F534A
_BIN: Final = 0x004E4942
_VERSION: Final = 2
_ARRAY: Final = 34962
_ELEMENTS: Final = 34963
_COMPONENT: Final = {"<f4": 5126, "<u2": 5123, "<u4": 5125, "|u1": 5121}
_KIND: Final = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
_TURN: Final = 0.016
"""A morph that turns a normal by less leaves it out."""
Json = dict[str, Any]


class GlbWriter:
    """Collects what goes into one file. `document` is the glTF JSON, open to extensions."""

    def __init__(self, generator: str) -> None:
        self._bytes = bytearray()
        self._materials: dict[str, int] = {}
        self._pictures: dict[Picture, int] = {}
        self._bumped: set[str] = set()
        self.triangles = 0
        self.document: Json = {
            "asset": {"version": "2.0", "generator": generator},
            "scene": 0,
            "scenes": [{"nodes": []}],
            **{name: [] for name in ("nodes", "meshes", "skins", "materials", "accessors")},
            "bufferViews": [],
        }

    def skeleton(self, joints: Mapping[str, Floats], parents: Mapping[str, str]) -> None:
        """Add a node for each bone, in order, and the skin that they make."""
        names, nodes = list(joints), self.document["nodes"]
        for name in names:
            origin = joints[parents[name]] if name in parents else np.zeros(3)
            nodes.append({"name": name, "translation": (joints[name] - origin).tolist()})
        for name, parent in parents.items():
            nodes[names.index(parent)].setdefault("children", []).append(names.index(name))
        self._roots.extend(names.index(name) for name in names if name not in parents)
        inverse = np.tile(np.eye(4), (len(names), 1, 1))
        inverse[:, 3, :3] = [-joints[name] for name in names]  # columns first
        self.document["skins"].append(
            {
                "joints": list(range(len(names))),
                "skeleton": self._roots[0],
                "inverseBindMatrices": self._accessor(inverse.reshape(-1, 16), "<f4"),
            }
        )

    def material(self, material: Material) -> None:
        """Add a material with its pictures."""
        surface: Json = {
            "baseColorFactor": [*material.colour, 1.0][:4],
            "metallicFactor": 0.0,
            "roughnessFactor": material.roughness,
        }
        written: Json = {"name": material.name, "pbrMetallicRoughness": surface}
        if material.base:
            surface["baseColorTexture"] = self._picture(material.base)
        if material.surface:
            both = self._picture(material.surface) | ({"texCoord": 1} if material.swatches else {})
            surface["metallicRoughnessTexture"] = both
            written["occlusionTexture"] = both
        if material.normal:
            self._bumped.add(material.name)
            picture = self._picture(material.normal)
            written["normalTexture"] = {**picture, "scale": material.normal_scale}
        if material.alpha != "OPAQUE":
            written["alphaMode"] = material.alpha
        if material.alpha == "MASK":
            written["alphaCutoff"] = material.cutoff
        if material.two_sided:
            written["doubleSided"] = True
        if material.extras:
            written["extras"] = dict(material.extras)
        if material.extensions:
            written["extensions"] = dict(material.extensions)
            self.uses(*material.extensions)
        self._materials[material.name] = len(self.document["materials"])
        self.document["materials"].append(written)

    def _picture(self, picture: Picture) -> Json:
        """Refer to a picture, stored once however many materials show it."""
        if picture not in self._pictures:
            self._pictures[picture] = len(self._pictures)
            view = {"bufferView": self._view(picture.data), "mimeType": picture.mime}
            self.document.setdefault("images", []).append(view)
            self.document.setdefault("samplers", [{"magFilter": 9729, "minFilter": 9987}])
            texture = {"source": self._pictures[picture], "sampler": 0}
            self.document.setdefault("textures", []).append(texture)
        return {"index": self._pictures[picture]}

    def uses(self, *extensions: str) -> None:
        """Declare extensions that the file uses."""
        used = self.document.get("extensionsUsed", [])
        if merged := list(dict.fromkeys([*used, *extensions])):
            self.document["extensionsUsed"] = merged

    def part(self, name: str, part: Part, rig: Rig) -> int:
        """Add a mesh with its node, taken to T-pose; returns the node."""
        points, directions, morphs = bound(part, rig)
        shares, directions = _sixteenths(part.weights.shares), _whole(directions)
        attributes = {
            "POSITION": self._accessor(points, "<f4", _ARRAY, bounds=True),
            "NORMAL": self._accessor(directions, "<f4", _ARRAY),
            "JOINTS_0": self._accessor(np.where(shares > 0, part.weights.joints, 0), "|u1", _ARRAY),
            "WEIGHTS_0": self._accessor(shares, "<u2", _ARRAY, normalised=True),
        }
        if part.uv is not None:
            if part.material in self._bumped:
                found = tangents(points, directions, part.uv, part.triangles)
                attributes["TANGENT"] = self._accessor(found, "<f4", _ARRAY)
            flipped = np.c_[part.uv[:, 0], 1 - part.uv[:, 1]]
            attributes["TEXCOORD_0"] = self._texture_coordinates(flipped)
        if part.swatch is not None:
            attributes["TEXCOORD_1"] = self._texture_coordinates(part.swatch)
        if part.colour is not None:  # linear: 8 bits would leave a dark cloth three shades
            attributes["COLOR_0"] = self._accessor(
                np.rint(np.clip(part.colour, 0, 1) * 65535), "<u2", _ARRAY, normalised=True
            )
        primitive: Json = {
            "attributes": attributes,
            "material": self._materials[part.material],
            "indices": self._indices(part.triangles, len(points)),
        }
        mesh: Json = {"name": name, "primitives": [primitive]}
        if part.morphs:
            primitive["targets"] = [self._morph(*morphs[morph]) for morph in morphs]
            mesh["weights"] = [0.0] * len(morphs)
            mesh["extras"] = {"targetNames": list(morphs)}
        self.triangles += len(part.triangles)
        self.document["meshes"].append(mesh)
        self.document["nodes"].append(
            {"name": name, "mesh": len(self.document["meshes"]) - 1, "skin": 0}
        )
        self._roots.append(len(self.document["nodes"]) - 1)
        return self._roots[-1]

    def encode(self) -> bytes:
        """Return the file."""
        self._pad()
        self.document["buffers"] = [{"byteLength": len(self._bytes)}]
        text = json.dumps(self.document, separators=(",", ":"), ensure_ascii=False).encode()
        text += b" " * (-len(text) % 4)
        size = 12 + 8 + len(text) + 8 + len(self._bytes)
        return b"".join(
            (
                struct.pack("<III", _MAGIC, _VERSION, size),
                struct.pack("<II", len(text), _JSON) + text,
                struct.pack("<II", len(self._bytes), _BIN) + bytes(self._bytes),
            )
        )

    @property
    def _roots(self) -> list[int]:
        roots: list[int] = self.document["scenes"][0]["nodes"]
        return roots

    def _pad(self) -> None:
        self._bytes.extend(bytes(-len(self._bytes) % 4))

    def _view(self, data: bytes, target: int | None = None, stride: int | None = None) -> int:
        self._pad()
        view: Json = {"buffer": 0, "byteOffset": len(self._bytes), "byteLength": len(data)}
        if target is not None:
            view["target"] = target
        if stride is not None:
            view["byteStride"] = stride
        self._bytes.extend(data)
        self.document["bufferViews"].append(view)
        return len(self.document["bufferViews"]) - 1

    def _add(self, accessor: Json) -> int:
        self.document["accessors"].append(accessor)
        return len(self.document["accessors"]) - 1

    def _accessor(
        self,
        values: NDArray[Any],
        dtype: str,
        target: int | None = None,
        *,
        normalised: bool = False,
        bounds: bool = False,
    ) -> int:
        stored = np.ascontiguousarray(values, dtype=dtype)
        width = stored.shape[1] if stored.ndim > 1 else 1
        row = width * stored.itemsize
        if target == _ARRAY and row % 4:  # rows of vertex data begin at multiples of four bytes
            row += -row % 4
            padded = np.zeros((len(stored), row // stored.itemsize), stored.dtype)
            padded[:, :width] = stored
            view = self._view(padded.tobytes(), target, row)
        else:
            view = self._view(stored.tobytes(), target)
        accessor: Json = {
            "bufferView": view,
            "componentType": _COMPONENT[dtype],
            "count": len(stored),
            "type": _KIND[width],
        }
        if normalised:
            accessor["normalized"] = True
        if bounds:
            accessor |= {"min": stored.min(0).tolist(), "max": stored.max(0).tolist()}
        return self._add(accessor)

    def _texture_coordinates(self, uv: Floats) -> int:
        """Store 16 bits where the picture is not repeated, which is enough for 4096 pixels."""
        if uv.min() >= 0 and uv.max() <= 1:
            whole = np.rint(uv * 65535)
            return self._accessor(whole, "<u2", _ARRAY, normalised=True)
        return self._accessor(uv, "<f4", _ARRAY)

    def _indices(self, triangles: NDArray[np.int64], count: int) -> int:
        flat = triangles.reshape(-1)
        return self._accessor(flat, "<u2" if count < 65535 else "<u4", _ELEMENTS)

    def _morph(self, moved: Floats, turned: Floats | None) -> Json:
        target = {"POSITION": self._sparse(moved, DEAD, bounds=True)}
        return target if turned is None else target | {"NORMAL": self._sparse(turned, _TURN)}

    def _sparse(self, values: Floats, least: float, *, bounds: bool = False) -> int:
        """Store only the rows that are longer than `least`; all others are nought."""
        index = np.flatnonzero(np.linalg.norm(values, axis=1) > least)
        kept = values[index].astype("<f4")
        accessor: Json = {"componentType": 5126, "count": len(values), "type": "VEC3"}
        if bounds:
            low, high = (np.zeros(3, "<f4"), np.zeros(3, "<f4"))
            if len(kept):
                low, high = kept.min(0), kept.max(0)
            if len(kept) < len(values):
                low, high = np.minimum(low, 0), np.maximum(high, 0)
            accessor |= {"min": low.tolist(), "max": high.tolist()}
        if len(index):
            dtype = "<u2" if len(values) < 65535 else "<u4"
            accessor["sparse"] = {
                "count": len(index),
                "indices": {
                    "bufferView": self._view(index.astype(dtype).tobytes()),
                    "componentType": _COMPONENT[dtype],
                },
                "values": {"bufferView": self._view(kept.tobytes())},
            }
        return self._add(accessor)


def _whole(directions: Floats) -> Floats:
    """Give a vertex without area, which has no normal, one that the format accepts."""
    length = np.linalg.norm(directions, axis=1, keepdims=True)
    return np.where(length < 0.5, [0.0, 0.0, 1.0], directions / np.maximum(length, 0.5))


def _sixteenths(shares: NDArray[np.float32]) -> NDArray[np.int64]:
    """Turn shares [N, 4] that sum to 1 into 16-bit ones that sum to exactly 65535."""
    whole = np.floor(shares.astype(float) * 65535).astype(np.int64)
    rows = np.arange(len(whole))
    whole[rows, shares.argmax(1)] += 65535 - whole.sum(1)
    return np.asarray(whole)
