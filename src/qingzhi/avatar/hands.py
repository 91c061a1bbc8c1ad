"""What hands have and other skin has not: nails, creased and rosy knuckles, rosy fingertips."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from qingzhi.avatar import ageing, palms
from qingzhi.avatar.geometry import smooth, squared, unit
from qingzhi.avatar.material import mix, tinted
from qingzhi.avatar.rig import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.person import Person
    from qingzhi.avatar.texels import Layers, Noise, Texels

    Floats = NDArray[Any]  # 32 bits in pictures, 64 elsewhere

_FINGERS: Final = {"Thumb": 1.2, "Index": 1.0, "Middle": 1.05, "Ring": 1.0, "Little": 0.82}
"""Sizes of their nails beside an average one."""
_JOINTS: Final = ("Proximal", "Intermediate", "Distal")
_THUMB: Final = ("Metacarpal", "Proximal", "Distal")
_NAIL: Final = (0.0042, 0.0056)
"""Metres: half the width and half the length of a nail."""
_BACK: Final = 0.0062
"""Metres from the fingertip to the middle of its nail."""
_SURFACE: Final = 0.004
"""Metres from a joint towards the skin on the back of a finger."""
_NEAR: Final = 0.024
"""Metres from a joint or a tip within which anything is painted."""
_HAND: Final = 0.14
"""Metres from the middle of the knuckles within which a hand lies."""
_BLOOD: Final = (1.02, 0.86, 0.84)
_CREASE: Final = (0.88, 0.78, 0.76)
_FOLD: Final = (0.9, 0.76, 0.74)
_VARNISH: Final = np.array([0.90, 0.66, 0.62])
_BARE, _VARNISHED = 0.6, 0.9
"""How much of the skin beneath a nail covers, without make-up and with all of it."""
_FREE_EDGE: Final = np.array([0.95, 0.87, 0.83])


class _Finger(NamedTuple):
    """A finger as modelled: joints [3, 3], its tip, and directions along it and off its back."""

    joints: Floats
    tip: Floats
    along: Floats
    back: Floats
    size: float


def paint(person: Person, shown: Texels, layers: Layers, noise: Noise, fine: float) -> None:
    """Paint the hands over a body's skin, in place.

    `fine` is the picture's texels per millimetre, in which slopes of the relief are measured.
    """
    colour, roughness, relief = layers
    fingers = list(_fingers(person))
    cover = _BARE + (_VARNISHED - _BARE) * person.spec.skin.make_up
    for side, own in (("left", fingers[: len(_FINGERS)]), ("right", fingers[len(_FINGERS) :])):
        hand = palms.Hand.of(person, side)
        about = squared(shown.point - hand.knuckles.mean(0).astype(np.float32)) < _HAND**2
        rows, columns = np.nonzero(about)
        point = shown.point[about]
        spotted = ageing.spotted(person.spec, colour[about], point, noise)
        colour[about], roughness[about], high = palms.paint(
            person.spec, hand, shown.where(about), spotted, roughness[about]
        )
        relief[about] += fine * high
        for finger in own:
            chosen = _touched(point, finger)
            near = rows[chosen], columns[chosen]
            colour[near], roughness[near], high = _painted(
                finger, cover, shown.where(near), colour[near], roughness[near]
            )
            relief[near] += fine * high


def _touched(point: Floats, finger: _Finger) -> NDArray[np.bool_]:
    """Tell which points [K, 3] are so near to a finger that its paint reaches them."""
    ends = (*finger.joints, finger.tip)
    near = [squared(point - end.astype(np.float32)) < _NEAR**2 for end in ends]
    return np.asarray(np.any(near, axis=0))


def _fingers(person: Person) -> Iterator[_Finger]:
    places = person.rig.modelled
    skin, held = person.skin, person.rig.dense
    for side in ("left", "right"):
        for name, size in _FINGERS.items():
            bones = [f"{side}{name}{part}" for part in (_THUMB if name == "Thumb" else _JOINTS)]
            joints = np.stack([places[bone] for bone in bones])
            along = unit(joints[2] - joints[1])
            own = skin[held[:, NAMES.index(bones[2])] > 0.5]
            tip = own[np.argmax(own @ along)]
            along = unit(tip - joints[2])
            # A finger at rest is bent a little, always towards the palm.
            bent = (joints[2] - joints[0]) - (joints[1] - joints[0]) * 2
            palm = bent - along * (bent @ along)
            yield _Finger(joints, tip, along, -unit(palm), size)


def _painted(
    finger: _Finger, cover: float, texels: Texels, colour: Floats, roughness: Floats
) -> tuple[Floats, Floats, Floats]:
    outer = smooth(-0.1, 0.6, texels.normal @ finger.back)
    rosy = 0.65 * _blob(texels.point, finger.tip, 0.009)
    for joint in finger.joints:
        knuckle = joint + _SURFACE * finger.back
        rosy = np.maximum(rosy, 0.5 * outer * _blob(texels.point, knuckle, 0.009))
    colour = tinted(colour, _BLOOD, rosy)
    creased = _creases(finger, texels.point)
    colour = tinted(colour, _CREASE, 0.5 * creased)
    offset = texels.point - (finger.tip - finger.along * _BACK * finger.size)
    width, length = (half * finger.size for half in _NAIL)
    x = offset @ np.cross(finger.along, finger.back) / width
    y = offset @ finger.along / length
    inside = np.abs(x) ** 2.6 + np.abs(y) ** 2.6
    facing = smooth(0.1, 0.4, texels.normal @ finger.back)
    nail = smooth(1.12, 0.9, inside) * facing
    fold = np.exp(-(((inside - 1.15) / 0.22) ** 2)) * facing
    colour = tinted(colour, _FOLD, 0.6 * fold)
    tone = mix(np.broadcast_to(_VARNISH, colour.shape), _FREE_EDGE, smooth(0.62, 0.8, y))
    high = 0.10 * nail - 0.08 * fold * (1 - nail) - 0.07 * creased * (1 - nail)
    return mix(colour, tone, cover * nail), roughness - 0.22 * nail, high


def _creases(finger: _Finger, point: Floats) -> Floats:
    """Return where [K] skin folds across a finger's two outer joints, 0..1."""
    folded = np.zeros(len(point))
    for before, joint in pairwise(finger.joints):
        along = (point - joint) @ unit(joint - before)
        near = _blob(point, joint, 0.011)
        for at in (-0.0022, 0.0, 0.0022):
            folded = np.maximum(folded, near * np.exp(-(((along - at) / 0.0005) ** 2)))
    return folded


def _blob(point: Floats, centre: Floats, radius: float) -> Floats:
    return np.asarray(np.exp(-squared(point - centre.astype(np.float32)) / np.float32(radius**2)))
