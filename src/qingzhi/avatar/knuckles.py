"""Knuckles where a hand has them, and what each finger carries.

The base rig lets fingers begin at the webs between them, and a fist made with it is a row of
stubs. The joint lies farther back: a finger's first bone is 1.6 to 1.8 times as long as its second
(B. Alexander & K. Viktor, "Proportions of hand segments", 2010). Skin between knuckle and web then
goes with the finger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.geometry import smooth, squared, unit
from qingzhi.avatar.mesh import relaxed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]

FINGERS: Final = ("Index", "Middle", "Ring", "Little")
_FIRST: Final = 1.7
"""Length of a finger's first bone in lengths of its second."""
_PALM: Final = 0.08
"""Metres from wrist to the middle knuckle of the hand that the lengths below are of."""
_GIVES: Final = (-0.007, 0.010)
"""Metres along a finger from its knuckle between which the back of a hand lets skin go with it."""
_TILT: Final = 0.35
"""How much farther out skin of the palm lets go, by its depth below the knuckle."""
_WIDE: Final = 0.007
"""Metres from a finger's axis by which its hold on skin falls to a third."""
_FAR: Final = 3.4
"""Of these distances: what is farther from every finger hangs on none."""
_STRANGE: Final = 0.02
"""How much of a finger, beside what the base rig says, skin is that is none."""
_BALL: Final = (0.030, 0.045)
"""Metres from the root of the thumb within which its weights are evened out."""
_WEB: Final = (0.018, 0.032)
"""The same from the middle of the web between thumb and finger."""
_ROUNDS: Final = 5


def placed(natural: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return the places [3] of the knuckles, by bone, for joints as the base rig has them."""
    found = {}
    for side in ("left", "right"):
        wrist = natural[f"{side}Hand"]
        for finger in FINGERS:
            old, second, third = (
                natural[f"{side}{finger}{part}"] for part in ("Proximal", "Intermediate", "Distal")
            )
            back, ahead = unit(wrist - old), second - old
            length = _FIRST * float(np.linalg.norm(third - second))
            # |old + t·back − second| = length, for the t behind the old joint.
            middle = float(back @ ahead)
            root = middle**2 - float(ahead @ ahead) + length**2
            found[f"{side}{finger}Proximal"] = old + max(middle + root**0.5, 0.0) * back
    return found


def carried(
    dense: Floats, points: Floats, joints: Mapping[str, Floats], column: Mapping[str, int]
) -> Floats:
    """Return weights [N, bones] of skin [N, 3] that fingers carry from their knuckles on.

    What hands and first bones hold is shared out anew; all else stays. `column` numbers bones.
    """
    dense = dense.copy()
    for side in ("left", "right"):
        first = [column[f"{side}{finger}Proximal"] for finger in FINGERS]
        pool = dense[:, [column[f"{side}Hand"], *first]].sum(1)
        rows = np.flatnonzero(pool > 0)
        whose = np.stack([dense[rows][:, _bones(side, f, column)].sum(1) for f in FINGERS], 1)
        held = pool[rows, None] * _shares(points[rows], side, joints, _STRANGE + whose)
        dense[rows[:, None], first] = held
        dense[rows, column[f"{side}Hand"]] = pool[rows] - held.sum(1)
    return dense


def _bones(side: str, finger: str, column: Mapping[str, int]) -> list[int]:
    return [column[f"{side}{finger}{part}"] for part in ("Proximal", "Intermediate", "Distal")]


def _shares(points: Floats, side: str, joints: Mapping[str, Floats], whose: Floats) -> Floats:
    """Return how much [N, 4] each finger carries of what lies at points [N, 3].

    `whose` [N, 4] tells how far it is theirs: fingers that touch are near to each other's axis.
    """
    wrist, middle = joints[f"{side}Hand"], joints[f"{side}MiddleProximal"]
    scale = float(np.linalg.norm(middle - wrist)) / _PALM
    across = joints[f"{side}IndexProximal"] - joints[f"{side}LittleProximal"]
    palm = unit(np.cross(middle - wrist, across)) * (1 if side == "left" else -1)
    near, gone = [], []
    for finger in FINGERS:
        knuckle = joints[f"{side}{finger}Proximal"]
        finger_way = unit(joints[f"{side}{finger}Intermediate"] - knuckle)
        offset = points - knuckle
        aside = squared(offset) - (offset @ finger_way) ** 2
        near.append(np.exp(-aside / (_WIDE * scale) ** 2))
        along = offset @ unit(finger_way + unit(knuckle - wrist))
        along = along - _TILT * np.maximum(offset @ palm, 0)
        gone.append(smooth(_GIVES[0] * scale, _GIVES[1] * scale, along))
    hold = np.stack(near, 1) * whose
    return np.asarray(
        np.stack(gone, 1) * hold / (hold.sum(1, keepdims=True) + _STRANGE * np.exp(-(_FAR**2)))
    )


def evened(
    dense: Floats, points: Floats, joints: Mapping[str, Floats], average: csr_array
) -> Floats:
    """Let skin about the roots of the thumbs, and the webs there, give way without a corner."""
    within = np.zeros(len(points))
    for side in ("left", "right"):
        web = (joints[f"{side}ThumbProximal"] + joints[f"{side}IndexProximal"]) / 2
        for middle, reach in ((joints[f"{side}ThumbMetacarpal"], _BALL), (web, _WEB)):
            away = np.linalg.norm(points - middle, axis=1)
            within = np.maximum(within, smooth(reach[1], reach[0], away))
    softer = relaxed(dense, average, _ROUNDS)
    return np.asarray(dense + within[:, None] * (softer - dense))
