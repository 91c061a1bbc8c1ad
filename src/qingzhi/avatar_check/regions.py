"""Regions of the body: by bones, with names for people, and what a scene lets be bare."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

TRUNK: Final[Mapping[str, str]] = {
    "hips": "hips",
    "spine": "torso",
    "chest": "torso",
    "upperChest": "torso",
    "neck": "neck",
    "head": "head",
    "jaw": "head",
    "leftEye": "head",
    "rightEye": "head",
}


class Dress(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table `dress.toml`."""

    regions: dict[str, dict[str, str]]
    scenes: dict[str, dict[str, float]]
    layers: dict[str, list[str]]


@cache
def dress() -> Dress:
    """Return names of regions, what scenes allow, and which pieces are worn over which."""
    text = (resources.files(__package__) / "dress.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Dress)


def region_of(bone: str) -> str:
    """Return the region that a humanoid bone belongs to."""
    if bone in TRUNK:
        return TRUNK[bone]
    side = "left" if bone.startswith("left") else "right"
    part = bone.removeprefix(side)
    limb = {"Shoulder": "torso", "Toes": f"{side}Foot"}
    if part in limb:
        return limb[part]
    whole = f"{side}{part}"
    return whole if whole in dress().regions else f"{side}Hand"


def allowed(scene: str, region: str) -> float:
    """Return the share of a region that a scene lets be bare."""
    rules = dress().scenes[scene]
    bare = region.removeprefix("left").removeprefix("right")
    return rules.get(region, rules.get(bare, 1.0))


def layer_of(name: str) -> int | None:
    """Return how far out a piece is worn; None where its name doesn't say."""
    lowered = name.lower()
    found = [
        (len(word), int(rank))
        for rank, words in dress().layers.items()
        for word in words
        if word in lowered
    ]
    return max(found)[1] if found else None
