"""Array types of this room: computing is done in float64, frames leave in float32."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Frames: TypeAlias = NDArray[np.float32]
