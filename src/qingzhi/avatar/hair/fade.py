"""Where short hair fades: at sideburns, sides and nape, and nowhere over the face."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar.geometry import smooth
from qingzhi.avatar.scalp import angles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]  # 32 bits in pictures, 64 elsewhere

_LOWEST: Final = ((50, 60, 73, 98, 118, 135, 180), (12, -4, -14, -8, -30, -36, -40))
"""Azimuths, and elevations there from which a fade begins: the ends of sideburns and nape."""
_FACE: Final = (46.0, 62.0)
"""Azimuths up to which hair doesn't fade, and from which it does."""


def faded(ways: Floats, over: float) -> Floats:
    """Return how far [...] hair at directions [..., 3] has grown to its length, 0..1.

    It fades `over` degrees of elevation above the ends of sideburns and nape; 0: nowhere.
    """
    azimuth, elevation = angles(ways)
    if not over:
        return np.ones_like(azimuth)
    low = np.interp(np.abs(azimuth), *_LOWEST)
    front = smooth(*_FACE[::-1], np.abs(azimuth))
    return np.asarray(np.maximum(smooth(0, over, elevation - low), front))
