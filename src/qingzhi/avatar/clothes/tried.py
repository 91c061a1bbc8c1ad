"""Poses that clothes must stand: their wearer turns the head, folds the arms, reaches, sits down.

Each pose puts head, arms and legs where they press hardest on what covers them; one pose does for
all three, which are too far apart to meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.spatial.transform import Rotation

from qingzhi.avatar.clothes.fitting import posed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.rig import Rig

    Floats = NDArray[np.float64]
    Angles = tuple[float, float, float]

_TIGHT: Final = {"UpperArm": (0, 0, -70), "LowerArm": (0, -125, 0)}
_THINKING: Final = {"UpperArm": (0, -25, -62), "LowerArm": (0, -125, 0)}
_FORWARD: Final = {"UpperArm": (0, -80, 0)}
_UP: Final = {"Shoulder": (0, 0, 15), "UpperArm": (0, 0, 68)}
_BACK: Final = {"UpperArm": (0, 25, -60)}
_SHRUG: Final = {"Shoulder": (0, 0, 18), "UpperArm": (0, 0, -70)}
_SEATED: Final = {"UpperLeg": (-85, 0, 0), "LowerLeg": (85, 0, 0)}
_POSES: Final[tuple[tuple[Mapping[str, Angles], Mapping[str, Angles]], ...]] = (
    ({"neck": (15, 0, 0), "head": (18, 0, 0)}, _TIGHT | _SEATED),
    ({"neck": (-14, 0, 0), "head": (-16, 0, 0)}, _UP),
    ({"neck": (0, 25, 0), "head": (0, 28, 0)}, _FORWARD),
    ({"neck": (0, -25, 0), "head": (0, -28, 0)}, _THINKING),
    ({"neck": (0, 0, 12), "head": (0, 0, 12)}, _SHRUG),
    ({"neck": (0, 0, -12), "head": (0, 0, -12)}, _BACK),
)
"""Degrees about x (left), y (up), z (ahead), in this order, from T-pose: of bones in the middle,
and of both sides as the left one's."""


def tried(rig: Rig) -> Iterator[Floats]:
    """Yield for each pose what takes each bone there from T-pose [bones, 3, 4]."""
    for middle, sides in _POSES:
        angles = dict(middle)
        for bone, (x, y, z) in sides.items():
            angles |= {f"left{bone}": (x, y, z), f"right{bone}": (x, -y, -z)}
        yield posed(rig, {bone: _turn(of) for bone, of in angles.items()})


def _turn(degrees: Angles) -> Floats:
    return np.asarray(Rotation.from_euler("xyz", degrees, degrees=True).as_quat())
