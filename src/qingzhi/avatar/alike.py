"""Whether what is made on one body fits another: clothes ask for no face, hair for no features.

Only previews ask: a figure that is kept or shown at a desk is made on its own body throughout.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.rig import NAMES
from qingzhi.avatar.scalp import angles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.person import Person

    Mask = NDArray[np.bool_]

_ALIKE_M: Final = 3e-4
"""What two bodies may differ by; cloth lies ten times as far off the skin."""
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


def combed_alike(one: Person, other: Person) -> bool:
    """Tell whether hair grown on one head fits another, whose features may be others."""
    eyes, others = (np.mean(list(p.rig.eye_centre.values()), axis=0) for p in (one, other))
    if np.abs(eyes - others).max() > _ALIKE_M:
        return False
    azimuth, elevation = angles(one.skin - one.rig.modelled["head"] * [0, 0, 1] - eyes * [0, 1, 0])
    features = _held(one)
    for angle, (low, high) in zip((azimuth, elevation), _FEATURES, strict=True):
        features &= (angle > low) & (angle < high)
    return _near(one, other, ~features)


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
