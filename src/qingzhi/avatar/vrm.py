"""The VRM 1.0 extension: who may use the figure, its bones, expressions and gaze.

Specification: https://github.com/vrm-c/vrm-specification (VRMC_vrm-1.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qingzhi.avatar.face import VISEMES
from qingzhi.score import ARKIT, BONES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

EXTENSION: Final = "VRMC_vrm"
VRM_LICENCE: Final = "https://vrm.dev/licenses/1.0/"
"""The terms that the fields of `meta` fill in. Loaders reject figures that name others here."""
LICENCE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
"""Of a figure that consists only of the CC0 body and of what is computed from it."""
_EYES: Final = ("leftEye", "rightEye", "jaw")
_TURN: Final = {"inputMaxValue": 90.0, "outputScale": 60.0}
"""Degrees of the eyes' bones for degrees of gaze: eyes turn less than the gaze does."""

_BOTH: Final = ("Left", "Right")
PRESETS: Final[Mapping[str, Mapping[str, float]]] = {
    "happy": {"mouthSmile*": 0.8, "cheekSquint*": 0.6, "eyeSquint*": 0.2},
    "angry": {"browDown*": 0.9, "noseSneer*": 0.3, "mouthPress*": 0.5, "eyeSquint*": 0.3},
    "sad": {"browInnerUp": 0.8, "mouthFrown*": 0.7, "eyeBlink*": 0.15},
    "relaxed": {"mouthSmile*": 0.35, "eyeBlink*": 0.2},
    "surprised": {"browInnerUp": 0.8, "browOuterUp*": 0.8, "eyeWide*": 0.8, "jawOpen": 0.25},
    "aa": {"viseme_aa": 1.0},
    "ih": {"viseme_I": 1.0},
    "ou": {"viseme_U": 1.0},
    "ee": {"viseme_E": 1.0},
    "oh": {"viseme_O": 1.0},
    "blink": {"eyeBlink*": 1.0},
    "blinkLeft": {"eyeBlinkLeft": 1.0},
    "blinkRight": {"eyeBlinkRight": 1.0},
    "lookUp": {"eyeLookUp*": 1.0},
    "lookDown": {"eyeLookDown*": 1.0},
    "lookLeft": {"eyeLookOutLeft": 1.0, "eyeLookInRight": 1.0},
    "lookRight": {"eyeLookInLeft": 1.0, "eyeLookOutRight": 1.0},
    "neutral": {},
}
"""VRM's own expressions as mixtures of our morphs; `*` stands for both sides."""


def extension(
    *,
    name: str,
    makers: Sequence[str],
    bones: Sequence[str],
    morphs: Mapping[int, Sequence[str]],
    eyes_from_head: NDArray[np.float64],
) -> dict[str, Any]:
    """Describe a figure. `bones` are the nodes in order; `morphs` the names at each mesh node.

    `eyes_from_head` [3] is where between the eyes lies, in metres from the head bone.
    """
    return {
        "specVersion": "1.0",
        "meta": _meta(name, makers),
        "humanoid": {
            "humanBones": {bone: {"node": bones.index(bone)} for bone in (*BONES, *_EYES)}
        },
        "lookAt": {
            "type": "bone",
            "offsetFromHeadBone": eyes_from_head.tolist(),
            "rangeMapHorizontalInner": _TURN,
            "rangeMapHorizontalOuter": _TURN,
            "rangeMapVerticalDown": _TURN,
            "rangeMapVerticalUp": _TURN,
        },
        "expressions": {
            "preset": {name: _expression(recipe, morphs) for name, recipe in PRESETS.items()},
            "custom": {
                name: _expression({name: 1.0}, morphs)
                for name in (*ARKIT, *(f"viseme_{viseme}" for viseme in VISEMES))
            },
        },
    }


def _meta(name: str, makers: Sequence[str]) -> dict[str, Any]:
    return {
        "name": name,
        "version": "1",
        "authors": list(makers),
        "licenseUrl": VRM_LICENCE,
        "otherLicenseUrl": LICENCE,
        "avatarPermission": "everyone",
        "allowExcessivelyViolentUsage": False,
        "allowExcessivelySexualUsage": False,
        "commercialUsage": "corporation",
        "allowPoliticalOrReligiousUsage": False,
        "allowAntisocialOrHateUsage": False,
        "creditNotation": "unnecessary",
        "allowRedistribution": True,
        "modification": "allowModificationRedistribution",
        "thirdPartyLicenses": "Body: MakeHuman MPFB2 base mesh, targets, rig (CC0-1.0).",
    }


def _expression(recipe: Mapping[str, float], morphs: Mapping[int, Sequence[str]]) -> dict[str, Any]:
    wanted = {
        pattern.replace("*", side): weight for pattern, weight in recipe.items() for side in _BOTH
    }
    binds = [
        {"node": node, "index": names.index(morph), "weight": weight}
        for node, names in morphs.items()
        for morph, weight in wanted.items()
        if morph in names
    ]
    return {"isBinary": False, "morphTargetBinds": binds} if binds else {"isBinary": False}
