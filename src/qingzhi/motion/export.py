"""Motion for other programs: formats by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.motion.export_bvh import bvh
from qingzhi.motion.export_livelink import livelink
from qingzhi.motion.export_vrma import vrma

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qingzhi.motion.clip import Clip

FORMATS: Final[Mapping[str, tuple[str, Callable[[Clip, str], bytes]]]] = {
    "vrma": (".vrma", vrma),
    "bvh": (".bvh", bvh),
    "livelink": (".csv", livelink),
}
"""Name → suffix and writer, which takes the motion and the label of who made it."""
