"""Whether what is made on one body fits another: clothes ask for no face, hair for no features.

Only previews ask: a figure that is kept or shown at a desk is made on its own body throughout.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.hair.styles import STYLES
from qingzhi.avatar.rig import NAMES
from qingzhi.avatar.scalp import angles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.body import Island
    from qingzhi.avatar.part import Part
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

_ALIKE_M: Final = 4e-4
"""What two bodies may differ by; cloth lies ten times as far off the skin."""
_PAINTED_M: Final = 1.5e-3
"""What two heads may differ by for one picture: it lies on the mesh, so features take it along."""
_NAPE: Final = -50
"""Degrees of elevation below which no hair begins."""
_ALIKE_CM: Final = 0.05
_FEATURES: Final = ((-45, 45), (-48, 8))
"""Degrees of azimuth and elevation about the head's middle: brows to mouth, cheek to cheek."""
_HEAD: Final = ("head", "jaw")
_OF_FACE: Final = frozenset({"jaw", "leftEye", "rightEye"})
_CHIN_M: Final = 0.012
"""How far below the head's joint the lowest skin lies that no collar comes near."""
_HELD: Final = 0.9
"""Share of a vertex' weight on head and jaw from which it moves with nothing else."""


def dressed_alike(one: Person, other: Person) -> bool:
    """Tell whether clothes made for one body fit another, whose head may be another."""
    chin = one.rig.modelled["head"][1] - _CHIN_M
    head = _held(one) & (one.skin[:, 1] > chin) & (other.skin[:, 1] > chin)
    return _near(one, other, ~head)


class Likeness(NamedTuple):
    """How points of one head come to lie on another: larger by a factor, then moved."""

    scale: float
    middle: Floats
    other: Floats

    def of(self, points: Floats) -> Floats:
        """Return where points [N, 3] lie on the other head."""
        return np.asarray((points - self.middle) * self.scale + self.other)


def combed_alike(one: Person, other: Person) -> bool:
    """Tell whether hair grown on one head fits another, whose features may be others.

    Hair that hangs rests on shoulders, so the whole body must be where it was; other hair asks
    only that the skull be of the same form, and goes with it.
    """
    if _hangs(one) or _hangs(other):
        return _near(one, other, ~_features(one))
    skull = _skull(one)
    moved = likeness(one, other, skull).of(one.skin[skull])
    return bool(np.abs(moved - other.skin[skull]).max() < _ALIKE_M)


def painted_alike(one: tuple[Person, Island], other: tuple[Person, Island]) -> bool:
    """Tell whether the picture of one head suits another: of one form, and cut off alike."""
    (person, island), (another, cut) = one, other
    same = (island.vertices, cut.vertices), (island.triangles, cut.triangles)
    if not all(np.array_equal(first, second) for first, second in same):
        return False
    among = _held(person)
    moved = likeness(person, another, among).of(person.skin[among])
    return bool(np.abs(moved - another.skin[among]).max() < _PAINTED_M)


def with_skull(parts: Sequence[Part], one: Person, other: Person) -> list[Part]:
    """Return hair that was grown on one head, on another that is like it."""
    if one.rig is other.rig or _hangs(other):
        return list(parts)
    moved = likeness(one, other, _skull(one))
    return [replace(part, points=moved.of(part.points)) for part in parts]


def likeness(one: Person, other: Person, among: Mask) -> Likeness:
    """Find what takes the vertices `among` [SKIN] of one skin nearest to the other's."""
    first, second = one.skin[among], other.skin[among]
    middle, there = first.mean(0), second.mean(0)
    spread = ((first - middle) ** 2).sum()
    return Likeness(float(((first - middle) * (second - there)).sum() / spread), middle, there)


def _hangs(person: Person) -> bool:
    style = STYLES.get(person.spec.hair.style)
    return style is not None and (style.fall is not None or style.tail is not None)


def _skull(person: Person) -> Mask:
    """Tell which vertices [SKIN] hair grows on or lies against."""
    return _held(person) & ~_features(person) & (_seen_from_within(person)[1] > _NAPE)


def _features(person: Person) -> Mask:
    """Tell which vertices [SKIN] are brows, eyes, nose, mouth and what lies between."""
    found = _held(person)
    for angle, (low, high) in zip(_seen_from_within(person), _FEATURES, strict=True):
        found &= (angle > low) & (angle < high)
    return found


def _seen_from_within(person: Person) -> tuple[Floats, Floats]:
    """Return azimuth and elevation of the skin [SKIN] from the head's middle, in degrees."""
    eyes = np.mean(list(person.rig.eye_centre.values()), axis=0)
    return angles(person.skin - (person.rig.modelled["head"] * [0, 0, 1] + eyes * [0, 1, 0]))


def _held(person: Person) -> Mask:
    held = person.rig.dense[:, [NAMES.index(name) for name in _HEAD]].sum(1)
    return np.asarray(held > _HELD)


def _near(one: Person, other: Person, among: Mask) -> bool:
    """Tell whether skin [SKIN] `among` it and all bones but the face's are where they were."""
    if abs(one.height_cm - other.height_cm) > _ALIKE_CM:
        return False
    skins = np.abs(one.skin[among] - other.skin[among]).max() < _ALIKE_M
    bones = (
        np.abs(one.rig.joints[name] - other.rig.joints[name]).max() < _ALIKE_M
        for name in NAMES
        if name not in _OF_FACE
    )
    return bool(skins) and all(bones)
