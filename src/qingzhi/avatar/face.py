"""What the face can do: 52 ARKit shapes fitted to this face, and 15 visemes mixed from them.

The base body's face shapes are drawn for its own face. Scaled by the width of the face they fit,
but for the blink, which must land exactly on a lower lid: `blink` makes it for this face.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.base import EYES
from qingzhi.avatar.blink import blink
from qingzhi.avatar.correct import released, rounded, unfolded
from qingzhi.avatar.lips import drawn_back, sealed
from qingzhi.avatar.widen import widened
from qingzhi.score import ARKIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.shape import Shape
    from qingzhi.avatar.spec import AvatarSpec

    Floats = NDArray[np.float64]

_METRES: Final = 0.1
_MIDDLE: Final = 1e-3
"""Decimetres: what lies nearer to the middle than that is its own mirror image."""
_CLOSED: Final = tuple(
    f"mouth{shape}" for shape in ("Smile", "Frown", "Dimple", "Press", "Stretch")
)
"""Shapes of each side that leave the lips closed when the jaw is."""

_LIFT: Final = 0.4
"""Share of a squint that raised cheeks bring: one muscle goes round the eye (action unit 6)."""

MID_BLINKS: Final = ("eyeBlinkMidLeft", "eyeBlinkMidRight")
"""Correctives: a straight way from open to closed cuts the eyeball, so a player adds
4·t·(1−t) of this to a blink of strength t."""

VISEMES: Final[Mapping[str, Mapping[str, float]]] = {
    "sil": {},
    "PP": {"mouthPress*": 0.5, "mouthRollLower": 0.3, "mouthRollUpper": 0.3, "jawOpen": 0.02},
    "FF": {"jawOpen": 0.1, "mouthRollLower": 0.6, "mouthUpperUp*": 0.35, "mouthShrugLower": 0.2},
    "TH": {"jawOpen": 0.2, "tongueOut": 0.4, "mouthUpperUp*": 0.2, "mouthLowerDown*": 0.3},
    "DD": {"jawOpen": 0.18, "mouthLowerDown*": 0.35, "mouthUpperUp*": 0.2},
    "kk": {"jawOpen": 0.26, "mouthStretch*": 0.2, "mouthLowerDown*": 0.2},
    "CH": {"jawOpen": 0.13, "mouthFunnel": 0.6, "mouthUpperUp*": 0.15},
    "SS": {"jawOpen": 0.07, "mouthStretch*": 0.35, "mouthLowerDown*": 0.35, "mouthUpperUp*": 0.2},
    "nn": {"jawOpen": 0.16, "mouthLowerDown*": 0.25},
    "RR": {"jawOpen": 0.17, "mouthFunnel": 0.4, "mouthPucker": 0.2},
    "aa": {"jawOpen": 0.6, "mouthLowerDown*": 0.25, "mouthUpperUp*": 0.15},
    "E": {"jawOpen": 0.3, "mouthStretch*": 0.35, "mouthSmile*": 0.15},
    "I": {"jawOpen": 0.15, "mouthSmile*": 0.3, "mouthStretch*": 0.3, "mouthLowerDown*": 0.2},
    "O": {"jawOpen": 0.36, "mouthFunnel": 0.5, "mouthPucker": 0.45},
    "U": {"jawOpen": 0.17, "mouthPucker": 0.85, "mouthFunnel": 0.25},
}
"""Oculus's 15 visemes as mixtures of ARKit shapes; `*` stands for both sides."""
MORPHS: Final = (*ARKIT, *MID_BLINKS, *(f"viseme_{name}" for name in VISEMES))


class Face(NamedTuple):
    """A face at rest and the ways it moves. Metres."""

    vertices: Floats
    """[N, 3]: the whole body, with the expression that it rests in."""
    morphs: Mapping[str, Floats]
    """By the names in MORPHS: displacements [N, 3] at full strength."""


def face(base: Base, shape: Shape, spec: AvatarSpec) -> Face:
    """Fit the face shapes to one face."""
    units = _evened(base, {name: _unit(base, name) for name in ARKIT})
    units = {name: unit * (shape.face_scale * _METRES) for name, unit in units.items()}
    for side in EYES:
        units[f"cheekSquint{side}"] = (
            units[f"cheekSquint{side}"] + _LIFT * units[f"eyeSquint{side}"]
        )
    vertices = shape.vertices.copy()
    for name, strength in spec.rest.items():
        vertices += strength * units[name]
        if strength > 0:  # what is worn at rest is taken out, so that full strength stays full
            units[name] *= 1 - strength
    vertices += drawn_back(base, vertices)
    vertices += sealed(base, vertices)
    vertices = (vertices + _other_side(base, vertices)) / 2
    units |= unfolded(base, vertices, units)
    units["jawOpen"] = units["jawOpen"] + rounded(base, vertices, units["jawOpen"])
    for side in EYES:
        name = f"eyeWide{side}"
        units[name] = widened(base, vertices, units[name], side)
    units = released(units, spec.rest)
    for name in _CLOSED:
        left = units[f"{name}Left"]
        units[f"{name}Left"] = left + sealed(base, vertices + left)
        units[f"{name}Right"] = _other_side(base, units[f"{name}Left"])
    morphs = dict(units)
    for side in EYES:
        morphs[f"eyeBlink{side}"], morphs[f"eyeBlinkMid{side}"] = blink(base, vertices, side)
    for name, recipe in VISEMES.items():
        morphs[f"viseme_{name}"] = _mixed(morphs, recipe)
    return Face(vertices, {name: morphs[name] for name in MORPHS})


def _unit(base: Base, name: str) -> Floats:
    moved = np.zeros_like(base.vertices)
    base.face_units.add(moved, name, 1)
    return moved


def _evened(base: Base, units: Mapping[str, Floats]) -> dict[str, Floats]:
    """Let both sides move alike: the base body's own corners of the mouth do not, by a millimetre.

    At rest that reads as a smirk; how uneven an expression is belongs to who performs it.
    """
    swapped = {
        name: name.replace("Left", "Right") if "Left" in name else name.replace("Right", "Left")
        for name in units
    }
    return {
        name: (unit + _other_side(base, units[swapped[name]])) / 2 for name, unit in units.items()
    }


def _other_side(base: Base, vectors: Floats) -> Floats:
    """Return the mirror image of places or displacements [N, 3]; what has no twin stays."""
    image = vectors[base.twins] * [-1, 1, 1]
    alone = (base.twins == np.arange(len(vectors))) & (np.abs(base.vertices[:, 0]) > _MIDDLE)
    return np.where(alone[:, None], vectors, image)


def _mixed(morphs: Mapping[str, Floats], recipe: Mapping[str, float]) -> Floats:
    total = np.zeros_like(next(iter(morphs.values())))
    for pattern, strength in recipe.items():
        for name in dict.fromkeys(pattern.replace("*", side) for side in EYES):
            total += strength * morphs[name]
    return total
