"""For tests: a small person without faults, made of rounded boxes, to plant faults in.

`sound()` gives a draft; change its parts or its document, then `written()` is the file.
"""

from __future__ import annotations

import io
from typing import Any, Final

import numpy as np
from PIL import Image

from qingzhi.avatar_check.draft import Array, Draft, Part, packed
from qingzhi.avatar_check.morphs import VISEMES
from qingzhi.score import ARKIT

__all__ = ["Draft", "Part", "packed", "picture", "rounded", "sound"]

_GRID: Final = 4
"""Squares along each side of a rounded box's faces."""


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
        for number, (finger, parts) in enumerate(_FINGERS.items()):
            for k, part in enumerate(parts):
                name = f"{side}{finger}{part}"
                x = 0.66 + 0.04 * k + (0.0 if number else -0.04)
                place[name] = (sign * x, 1.33, 0.03 - 0.015 * number)
                parents[name] = f"{side}{finger}{parts[k - 1]}" if k else f"{side}Hand"
    return {name: np.array(at, float) for name, at in place.items()}, parents


_PHALANGES: Final = ("Proximal", "Intermediate", "Distal")
_FINGERS: Final = {
    "Thumb": ("Metacarpal", "Proximal", "Distal"),
    **dict.fromkeys(("Index", "Middle", "Ring", "Little"), _PHALANGES),
}
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


def sound() -> Draft:
    """Return a clothed person of 1.66 m: bones, face shapes, pictures, VRM, papers.

    Skin is only where it shows.
    """
    joints, parents = _skeleton()
    names = list(joints)

    def part(bone: str, centre: tuple[float, ...], radii: tuple[float, ...], material: str) -> Part:
        return rounded(names.index(bone), centre, radii, material)

    skin = part("head", (0, 1.545, 0), (0.075, 0.115, 0.09), "Skin")
    skin.morphs = _face(skin.points)
    parts = {
        "Face": skin,
        "Body": part("upperChest", (0, 1.41, 0), (0.05, 0.07, 0.05), "Body"),
        "Eyes": part("leftEye", (0.032, 1.55, 0.085), (0.013, 0.013, 0.013), "Eye"),
        "Shirt": part("chest", (0, 1.14, 0), (0.18, 0.27, 0.12), "Shirt"),
        "Trousers": part("hips", (0, 0.9, 0), (0.17, 0.1, 0.12), "Trousers"),
        "Shoes": part("leftFoot", (0.09, 0.05, 0.05), _SHOE, "Shoes"),
    }
    for side, sign in (("left", 1), ("right", -1)):
        for bone, name, (x, y, z), radii in _SIDES:
            if name in {"Eyes", "Shoes"} and side == "left":
                continue  # they are what the part began with
            more = part(f"{side}{bone}", (sign * x, y, z), radii, parts[name].material)
            parts[name] = parts[name].joined(more)
        _add_lid(
            parts, part("head", (sign * 0.032, 1.55, 0.04), (0.018, 0.018, 0.016), "Skin"), side
        )
    return Draft(joints, parents, parts, _materials(), _images(), _papers())


def _add_lid(parts: dict[str, Part], lid: Part, side: str) -> None:
    """Hide a lid in the head that comes out and covers the eye when it blinks."""
    before = len(parts["Face"].points)
    parts["Face"] = parts["Face"].joined(lid)
    parts["Face"].morphs[f"eyeBlink{side.title()}"][before:, 2] = 0.045


_SHOE: Final = (0.045, 0.05, 0.125)
_SIDES: Final = (
    ("Eye", "Eyes", (0.032, 1.55, 0.085), (0.013, 0.013, 0.013)),
    ("Hand", "Body", (0.72, 1.33, 0.0), (0.08, 0.015, 0.04)),
    ("UpperArm", "Shirt", (0.27, 1.33, 0.0), (0.13, 0.045, 0.045)),
    ("LowerArm", "Shirt", (0.49, 1.33, 0.0), (0.13, 0.04, 0.04)),
    ("UpperLeg", "Trousers", (0.09, 0.67, 0.0), (0.08, 0.22, 0.08)),
    ("LowerLeg", "Trousers", (0.09, 0.29, 0.0), (0.06, 0.22, 0.06)),
    ("Foot", "Shoes", (0.09, 0.05, 0.05), _SHOE),
)
"""Bone, part, centre and half size of what is there on both sides."""


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
