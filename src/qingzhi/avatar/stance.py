"""How a body stands: feet about as far apart as the hips are wide, not astride."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.geometry import rotation_between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base

    Floats = NDArray[np.float64]

_LEFT_WIDE: Final = 0.3
"""Share of the base body's straddle that is left to the feet; heavy thighs need some."""
_THIGH: Final = "UpLeg"
_SHIN: Final = "Leg"
_FOOT: Final = ("Foot", "ToeBase")


def standing(base: Base, vertices: Floats) -> Floats:
    """Return a body [N, 3] of any unit with its legs closer together; the soles stay level."""
    moved = vertices.copy()
    whole = np.maximum(base.weights.sum(1), 1e-9)
    for side in ("Left", "Right"):
        hip, knee, ankle = (
            vertices[base.heads[f"{side}{bone}"]].mean(0) for bone in (_THIGH, _SHIN, _FOOT[0])
        )
        thigh = _upright(knee - hip)
        shin = _upright(ankle - knee)
        new_knee = hip + thigh @ (knee - hip)
        new_ankle = new_knee + shin @ (ankle - knee)
        for bones, turn, old, new in (
            ((_THIGH,), thigh, hip, hip),
            ((_SHIN,), shin, knee, new_knee),
            (_FOOT, np.eye(3), ankle, new_ankle),
        ):
            share = base.weights[:, [base.bones.index(f"{side}{bone}") for bone in bones]].sum(1)
            moved += (share / whole)[:, None] * ((vertices - old) @ turn.T + new - vertices)
    return moved


def _upright(bone: Floats) -> Floats:
    """Return what turns a bone towards the vertical in front view."""
    return rotation_between(bone, bone * [_LEFT_WIDE, 1, 1])
