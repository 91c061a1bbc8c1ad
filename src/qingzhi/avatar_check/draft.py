"""For tests: a figure taken apart, to be changed and written again."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from qingzhi.avatar_check.humanoid import VRM1
from qingzhi.avatar_check.vrm import EXPECTED, LICENCE

Array = np.ndarray[Any, Any]
_COMPONENT: Final = {"float32": 5126, "uint8": 5121, "uint16": 5123, "uint32": 5125}
_KIND: Final = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}


@dataclass
class Part:
    """One mesh of one primitive; arrays are written as they are."""

    material: str
    points: Array
    triangles: Array
    normals: Array
    uv: Array
    joints: Array
    weights: Array
    morphs: dict[str, Array] = field(default_factory=dict)
    more: dict[str, Array] = field(default_factory=dict)
    """Further attributes."""

    def joined(self, other: Part) -> Part:
        """Return this part with another behind it, sharing one picture."""
        shift, still = len(self.points), np.zeros_like(other.points)
        return Part(
            self.material,
            np.r_[self.points, other.points],
            np.r_[self.triangles, other.triangles + shift],
            np.r_[self.normals, other.normals],
            np.r_[self.uv, other.uv],
            np.r_[self.joints, other.joints],
            np.r_[self.weights, other.weights],
            {name: np.r_[moved, still] for name, moved in self.morphs.items()},
        )


@dataclass
class Draft:
    """A figure before it is written."""

    joints: dict[str, Array]
    parents: dict[str, str]
    parts: dict[str, Part]
    materials: dict[str, dict[str, Any]]
    images: list[bytes]
    provenance: dict[str, Any] | None
    document: dict[str, Any] = field(default_factory=dict)
    """What is merged over the document, key by key, once it is complete."""

    def written(self) -> bytes:
        """Return the file."""
        document, binary = self.built()
        return packed(document, binary)

    def built(self) -> tuple[dict[str, Any], bytes]:
        """Return the document and the binary data."""
        return _Writer(self).built()


def packed(document: dict[str, Any], binary: bytes) -> bytes:
    """Put a file together."""
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    size = 12 + 8 + len(text) + 8 + len(binary)
    head = struct.pack("<III", 0x46546C67, 2, size)
    return b"".join(
        (
            head + struct.pack("<II", len(text), 0x4E4F534A) + text,
            struct.pack("<II", len(binary), 0x004E4942) + binary,
        )
    )


class _Writer:
    """Turns a draft into a document and its bytes."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.binary = bytearray()
        self.document: dict[str, Any] = {
            "asset": {"version": "2.0", "generator": "tests"},
            "extensionsUsed": [VRM1],
            "scene": 0,
            "scenes": [{"nodes": [0]}],
            "samplers": [{}],
            **{name: [] for name in ("nodes", "meshes", "skins", "materials", "textures")},
            **{name: [] for name in ("images", "accessors", "bufferViews")},
        }

    def built(self) -> tuple[dict[str, Any], bytes]:
        draft, document = self.draft, self.document
        names = list(draft.joints)
        for name, at in draft.joints.items():
            up = draft.parents.get(name)
            from_ = draft.joints[up] if up else np.zeros(3)
            document["nodes"].append({"name": name, "translation": (at - from_).tolist()})
        for name, up in draft.parents.items():
            document["nodes"][names.index(up)].setdefault("children", []).append(names.index(name))
        inverse = np.tile(np.eye(4), (len(names), 1, 1))
        inverse[:, 3, :3] = [-at for at in draft.joints.values()]
        binds = self.accessor(inverse.reshape(-1, 16).astype("f4"))
        skin = {"joints": list(range(len(names))), "inverseBindMatrices": binds}
        document["skins"].append(skin)
        for data in draft.images:
            document["images"].append({"bufferView": self.view(data), "mimeType": "image/png"})
            source = len(document["images"]) - 1
            document["textures"].append({"source": source, "sampler": 0})
        for name, material in draft.materials.items():
            document["materials"].append({"name": name, **material})
        for name, part in draft.parts.items():
            self.part(name, part)
        if draft.provenance is not None:
            document["asset"]["extras"] = {"provenance": draft.provenance}
        document["extensions"] = {VRM1: self.vrm(names)}
        document["buffers"] = [{"byteLength": len(self.binary)}]
        document.update(draft.document)
        return document, bytes(self.binary)

    def view(self, data: bytes) -> int:
        self.binary.extend(bytes(-len(self.binary) % 4))
        at = {"buffer": 0, "byteOffset": len(self.binary), "byteLength": len(data)}
        self.binary.extend(data + bytes(-len(data) % 4))
        self.document["bufferViews"].append(at)
        return len(self.document["bufferViews"]) - 1

    def accessor(self, values: Array, *, bounds: bool = False) -> int:
        stored = values.reshape(len(values), -1)
        made: dict[str, Any] = {
            "bufferView": self.view(np.ascontiguousarray(stored).tobytes()),
            "componentType": _COMPONENT[str(values.dtype)],
            "count": len(stored),
            "type": _KIND[stored.shape[1]],
        }
        if bounds:
            finite = np.nan_to_num(stored, posinf=0, neginf=0)
            made |= {"min": finite.min(0).tolist(), "max": finite.max(0).tolist()}
        self.document["accessors"].append(made)
        return len(self.document["accessors"]) - 1

    def part(self, name: str, part: Part) -> None:
        attributes = {
            "POSITION": self.accessor(part.points.astype("f4"), bounds=True),
            "NORMAL": self.accessor(part.normals.astype("f4")),
            "TEXCOORD_0": self.accessor(part.uv.astype("f4")),
            "JOINTS_0": self.accessor(part.joints.astype("u1")),
            "WEIGHTS_0": self.accessor(part.weights.astype("f4")),
            **{name: self.accessor(values) for name, values in part.more.items()},
        }
        primitive: dict[str, Any] = {
            "attributes": attributes,
            "indices": self.accessor(part.triangles.reshape(-1).astype("u4")),
            "material": list(self.draft.materials).index(part.material),
        }
        mesh: dict[str, Any] = {"name": name, "primitives": [primitive]}
        if part.morphs:
            primitive["targets"] = [
                {"POSITION": self.accessor(moved.astype("f4"), bounds=True)}
                for moved in part.morphs.values()
            ]
            mesh["extras"] = {"targetNames": list(part.morphs)}
        self.document["meshes"].append(mesh)
        node = {"name": name, "mesh": len(self.document["meshes"]) - 1, "skin": 0}
        self.document["nodes"].append(node)
        self.document["scenes"][0]["nodes"].append(len(self.document["nodes"]) - 1)

    def vrm(self, names: list[str]) -> dict[str, Any]:
        moved = list(self.draft.parts["Face"].morphs)
        node = len(names)
        turn = {"inputMaxValue": 90.0, "outputScale": 10.0}
        ways = ("HorizontalInner", "HorizontalOuter", "VerticalDown", "VerticalUp")
        return {
            "specVersion": "1.0",
            "meta": {"name": "box", "authors": ["Tests"], "licenseUrl": LICENCE},
            "humanoid": {"humanBones": {n: {"node": names.index(n)} for n in names}},
            "lookAt": {"type": "bone", **{f"rangeMap{way}": turn for way in ways}},
            "expressions": {
                "preset": {
                    name: {"morphTargetBinds": [{"node": node, "index": n, "weight": 1.0}]}
                    for n, name in enumerate(EXPECTED)
                    if n < len(moved)
                }
            },
        }
