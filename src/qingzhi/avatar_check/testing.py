"""For tests: a small person without faults, made of rounded boxes, to plant faults in.

`sound()` gives a draft; change its parts or its document, then `written()` is the file.
"""

from __future__ import annotations

import io
import json
import struct
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from PIL import Image

from qingzhi.avatar_check.humanoid import VRM1
from qingzhi.avatar_check.morphs import VISEMES
from qingzhi.avatar_check.stance import FINGERS
from qingzhi.avatar_check.vrm import EXPECTED, LICENCE
from qingzhi.score import ARKIT

Array = np.ndarray[Any, Any]
_COMPONENT: Final = {"float32": 5126, "uint8": 5121, "uint16": 5123, "uint32": 5125}
_KIND: Final = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
_GRID: Final = 4
"""Squares along each side of a rounded box's faces."""


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
        shift = len(self.points)
        moved = {name: np.zeros_like(self.points) for name in self.morphs}
        return Part(
            self.material,
            np.r_[self.points, other.points],
            np.r_[self.triangles, other.triangles + shift],
            np.r_[self.normals, other.normals],
            np.r_[self.uv, other.uv],
            np.r_[self.joints, other.joints],
            np.r_[self.weights, other.weights],
            {
                n: np.r_[m, moved[n][:0], np.zeros_like(other.points)]
                for n, m in self.morphs.items()
            },
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


def picture(colour: tuple[int, int, int], *, alpha: int = 255) -> bytes:
    """Return a plain PNG of 8 by 8 pixels."""
    sink = io.BytesIO()
    Image.new("RGBA", (8, 8), (*colour, alpha)).save(sink, "PNG")
    return sink.getvalue()


def rounded(
    bone: int, centre: tuple[float, ...], radii: tuple[float, ...], material: str, grid: int = _GRID
) -> Part:
    """Return a closed surface between a box and an ellipsoid, hung on one bone."""
    steps = np.linspace(-1, 1, grid + 1)
    u, v = (axis.ravel() for axis in np.meshgrid(steps, steps, indexing="ij"))
    corner = np.arange((grid + 1) ** 2).reshape(grid + 1, grid + 1)
    a, b, c, d = corner[:-1, :-1], corner[1:, :-1], corner[1:, 1:], corner[:-1, 1:]
    quads = np.stack([a, b, c, d], -1).reshape(-1, 4)
    one = np.concatenate([quads[:, :3], quads[:, [0, 2, 3]]])
    points, triangles, uv = [], [], []
    for face in range(6):
        axis, sign = face // 2, 1 if face % 2 else -1
        place = np.zeros((len(u), 3))
        place[:, axis], place[:, (axis + 1) % 3], place[:, (axis + 2) % 3] = sign, u, v
        points.append(place / (np.abs(place) ** 4).sum(1, keepdims=True) ** 0.25)
        triangles.append((one if sign > 0 else one[:, ::-1]) + face * len(u))
        across = (u if sign > 0 else -u) * 0.45 + 0.5
        uv.append(np.c_[(across + face % 3) / 3, (v * 0.45 + 0.5 + face // 3) / 2])
    unit, size = np.concatenate(points), np.array(radii)
    normals = np.sign(unit) * np.abs(unit) ** 3 / size
    count = len(unit)
    return Part(
        material,
        unit * size + centre,
        np.concatenate(triangles),
        normals / np.linalg.norm(normals, axis=1, keepdims=True),
        np.concatenate(uv),
        np.tile([bone, 0, 0, 0], (count, 1)),
        np.tile([1.0, 0, 0, 0], (count, 1)),
    )


def _skeleton() -> tuple[dict[str, Array], dict[str, str]]:
    place: dict[str, tuple[float, float, float]] = {
        "hips": (0, 0.9, 0),
        "spine": (0, 1.0, 0),
        "chest": (0, 1.12, 0),
        "upperChest": (0, 1.24, 0),
        "neck": (0, 1.38, 0),
        "head": (0, 1.44, 0),
        "jaw": (0, 1.46, 0.03),
    }
    parents = {
        "spine": "hips",
        "chest": "spine",
        "upperChest": "chest",
        "neck": "upperChest",
        "head": "neck",
        "jaw": "head",
    }
    for side, sign in (("left", 1.0), ("right", -1.0)):
        place |= {f"{side}{bone}": (sign * x, y, z) for bone, (x, y, z) in _SIDED.items()}
        parents |= {f"{side}{bone}": up.replace("*", side) for bone, up in _UP.items()}
    for name in FINGERS:
        side = "left" if name.startswith("left") else "right"
        finger, part = _finger(name.removeprefix(side))
        x = 0.66 + 0.04 * part + (0.0 if finger else -0.04)
        place[name] = (x if side == "left" else -x, 1.33, 0.03 - 0.015 * finger)
        parents[name] = _LAST.get((side, finger), f"{side}Hand") if part else f"{side}Hand"
        _LAST[side, finger] = name
    return {name: np.array(at, float) for name, at in place.items()}, parents


_LAST: Final[dict[tuple[str, int], str]] = {}
_SIDED: Final = {
    "Eye": (0.032, 1.55, 0.075),
    "Shoulder": (0.04, 1.33, 0.0),
    "UpperArm": (0.16, 1.33, 0.0),
    "LowerArm": (0.38, 1.33, 0.0),
    "Hand": (0.6, 1.33, 0.0),
    "UpperLeg": (0.09, 0.86, 0.0),
    "LowerLeg": (0.09, 0.48, 0.0),
    "Foot": (0.09, 0.09, -0.01),
    "Toes": (0.09, 0.03, 0.12),
}
_UP: Final = {
    "Eye": "head",
    "Shoulder": "upperChest",
    "UpperArm": "*Shoulder",
    "LowerArm": "*UpperArm",
    "Hand": "*LowerArm",
    "UpperLeg": "hips",
    "LowerLeg": "*UpperLeg",
    "Foot": "*LowerLeg",
    "Toes": "*Foot",
}


def _finger(name: str) -> tuple[int, int]:
    for number, finger in enumerate(("Thumb", "Index", "Middle", "Ring", "Little")):
        if name.startswith(finger):
            parts = ("Metacarpal", "Proximal", "Distal") if number == 0 else _PHALANGES
            return number, parts.index(name.removeprefix(finger))
    raise ValueError(name)


_PHALANGES: Final = ("Proximal", "Intermediate", "Distal")


def sound() -> Draft:
    """Return a clothed person of 1.66 m, with skin only where it shows, with bones, face shapes, pictures, VRM and papers."""
    joints, parents = _skeleton()
    names = list(joints)

    def part(bone: str, centre: tuple[float, ...], radii: tuple[float, ...], material: str) -> Part:
        return rounded(names.index(bone), centre, radii, material)

    skin = part("head", (0, 1.545, 0), (0.075, 0.115, 0.09), "Skin")
    skin.morphs = _face(skin.points)
    shirt, trousers, shoes = (
        part("chest", (0, 1.14, 0), (0.18, 0.27, 0.12), "Shirt"),
        part("hips", (0, 0.9, 0), (0.17, 0.1, 0.12), "Trousers"),
        None,
    )
    body = part("upperChest", (0, 1.41, 0), (0.05, 0.07, 0.05), "Body")
    for side, sign in (("left", 1), ("right", -1)):
        body, shirt, trousers, shoes = _limbs(part, side, sign, body, shirt, trousers, shoes)
        lid = part("head", (sign * 0.032, 1.55, 0.04), (0.018, 0.018, 0.016), "Skin")
        before = len(skin.points)
        skin = skin.joined(lid)
        closing = f"eyeBlink{side.title()}"
        skin.morphs[closing][before:, 2] = 0.045
    eyes = part("leftEye", (0.032, 1.55, 0.085), (0.013, 0.013, 0.013), "Eye")
    eyes = eyes.joined(part("rightEye", (-0.032, 1.55, 0.085), (0.013, 0.013, 0.013), "Eye"))
    parts = {"Face": skin, "Body": body, "Eyes": eyes, "Shirt": shirt, "Trousers": trousers}
    if shoes is not None:
        parts["Shoes"] = shoes
    return Draft(joints, parents, parts, _materials(), _images(), _papers())


def _limbs(
    part: Any, side: str, sign: int, body: Part, shirt: Part, trousers: Part, shoes: Part | None
) -> tuple[Part, Part, Part, Part]:
    arm, forearm, hand = (f"{side}{bone}" for bone in ("UpperArm", "LowerArm", "Hand"))
    thigh, shin, foot = (f"{side}{bone}" for bone in ("UpperLeg", "LowerLeg", "Foot"))
    body = body.joined(part(hand, (sign * 0.72, 1.33, 0), (0.08, 0.015, 0.04), "Body"))
    shirt = shirt.joined(part(arm, (sign * 0.27, 1.33, 0), (0.13, 0.045, 0.045), "Shirt"))
    shirt = shirt.joined(part(forearm, (sign * 0.49, 1.33, 0), (0.13, 0.04, 0.04), "Shirt"))
    trousers = trousers.joined(part(thigh, (sign * 0.09, 0.67, 0), (0.08, 0.22, 0.08), "Trousers"))
    trousers = trousers.joined(part(shin, (sign * 0.09, 0.29, 0), (0.06, 0.22, 0.06), "Trousers"))
    shoe = part(foot, (sign * 0.09, 0.05, 0.05), (0.045, 0.05, 0.125), "Shoes")
    return body, shirt, trousers, shoe if shoes is None else shoes.joined(shoe)


def _face(points: Array) -> dict[str, Array]:
    """Return shapes that move the front of the head a little, the jaw down, each on its side."""
    front = points[:, 2] > 0.03
    found = {}
    for number, name in enumerate((*ARKIT, *(f"viseme_{viseme}" for viseme in VISEMES))):
        chosen = front.copy()
        if name.endswith(("Left", "Right")):
            chosen &= (points[:, 0] > 0.01) if name.endswith("Left") else (points[:, 0] < -0.01)
        moved = np.zeros_like(points)
        moved[chosen, 1] = 0.002 + 0.00002 * (number // 2)
        found[name] = moved
    found["jawOpen"] = np.where((front & (points[:, 1] < 1.5))[:, None], [0.0, -0.015, 0.0], 0.0)
    return found


def _materials() -> dict[str, dict[str, Any]]:
    def look(base: int) -> dict[str, Any]:
        return {
            "pbrMetallicRoughness": {
                "baseColorTexture": {"index": base},
                "metallicFactor": 0.0,
                "roughnessFactor": 0.6,
            },
            "normalTexture": {"index": 2},
        }

    return {
        "Skin": look(0),
        "Body": look(0),
        "Shirt": look(1),
        "Trousers": look(1),
        "Shoes": look(1),
        "Eye": {"pbrMetallicRoughness": {"metallicFactor": 0.0, "roughnessFactor": 0.2}},
    }


def _images() -> list[bytes]:
    return [picture((224, 178, 150)), picture((40, 52, 84)), picture((128, 128, 255))]


def _papers() -> dict[str, Any]:
    return {
        "maker": "Tests",
        "licences": [{"part": "all", "licence": "CC0-1.0", "source": "rounded boxes"}],
        "likeness": {"person": "none"},
    }


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
