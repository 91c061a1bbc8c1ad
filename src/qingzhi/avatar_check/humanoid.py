"""Which nodes are the bones of a person: by VRM 1.0, by VRM 0.x, else by their names."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.avatar_check.gltf import Gltf

VRM1: Final = "VRMC_vrm"
VRM0: Final = "VRM"
REQUIRED: Final = (
    "hips",
    "spine",
    "head",
    *(
        f"{side}{bone}"
        for side in ("left", "right")
        for bone in (
            *("UpperLeg", "LowerLeg", "Foot"),
            *("UpperArm", "LowerArm", "Hand"),
        )
    ),
)
"""Bones that a VRM 1.0 humanoid must have."""
PARENTS: Final[Mapping[str, str]] = {
    "spine": "hips",
    "chest": "spine",
    "upperChest": "chest",
    "neck": "upperChest",
    "head": "neck",
    "jaw": "head",
    **{
        f"{side}{bone}": parent.replace("*", side)
        for side in ("left", "right")
        for bone, parent in (
            ("Eye", "head"),
            ("UpperLeg", "hips"),
            ("LowerLeg", "*UpperLeg"),
            ("Foot", "*LowerLeg"),
            ("Toes", "*Foot"),
            ("Shoulder", "upperChest"),
            ("UpperArm", "*Shoulder"),
            ("LowerArm", "*UpperArm"),
            ("Hand", "*LowerArm"),
        )
    },
}
"""The next bone up; where a figure leaves it out, the one above that."""
_VRM0_THUMB: Final = {
    "ThumbProximal": "ThumbMetacarpal",
    "ThumbIntermediate": "ThumbProximal",
}
"""VRM 0.x named the thumb's bones one joint further out."""
_MARKS: Final = re.compile(r"[^a-z0-9]+")


def bones(document: Gltf) -> Mapping[str, int]:
    """Return the node of each bone that can be told, by its VRM 1.0 name."""
    found = _vrm1(document) or _vrm0(document) or _by_name(document)
    return {bone: node for bone, node in found.items() if node < len(document.nodes)}


def above(bone: str, there: Mapping[str, int]) -> str | None:
    """Return the bone next above among those that are there."""
    parent = PARENTS.get(bone)
    while parent is not None and parent not in there:
        parent = PARENTS.get(parent)
    return parent


def _vrm1(document: Gltf) -> dict[str, int]:
    listed = _dig(document.extensions, VRM1, "humanoid", "humanBones")
    if not isinstance(listed, dict):
        return {}
    return {
        bone: said["node"]
        for bone, said in listed.items()
        if isinstance(said, dict) and _index(said.get("node"))
    }


def _vrm0(document: Gltf) -> dict[str, int]:
    listed = _dig(document.extensions, VRM0, "humanoid", "humanBones")
    if not isinstance(listed, list):
        return {}
    found = {}
    for said in listed:
        if (
            isinstance(said, dict)
            and _index(said.get("node"))
            and isinstance(said.get("bone"), str)
        ):
            found[_renamed(said["bone"])] = said["node"]
    return found


def _renamed(bone: str) -> str:
    for side in ("left", "right"):
        short = bone.removeprefix(side)
        if short != bone and short in _VRM0_THUMB:
            return f"{side}{_VRM0_THUMB[short]}"
    return bone


def _by_name(document: Gltf) -> dict[str, int]:
    joints = {joint for skin in document.skins for joint in skin.joints}
    aliases = _aliases()
    found: dict[str, int] = {}
    for number in sorted(joints):
        if number < len(document.nodes):
            bone = aliases.get(_plain(document.nodes[number].name))
            if bone is not None:
                found.setdefault(bone, number)
    return found


def _plain(name: str) -> str:
    plain = _MARKS.sub("", name.lower())
    for prefix in _table()["prefixes"]:
        plain = plain.removeprefix(_MARKS.sub("", prefix))
    return plain


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__) / "humanoid.toml").read_text("utf-8"))


@cache
def _aliases() -> Mapping[str, str]:
    table = _table()
    known = {alias: bone for bone, aliases in table["middle"].items() for alias in aliases}
    for forms in table["sides"]:
        for bone, patterns in table["sided"].items():
            for pattern in patterns:
                for form in forms:
                    known.setdefault(pattern.replace("*", form), f"{forms[0]}{bone}")
    return known


def _dig(value: Any, *path: str) -> Any:
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def _index(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
