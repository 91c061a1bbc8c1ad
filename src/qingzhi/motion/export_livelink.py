"""Motion as the CSV of Live Link Face: one row a frame, 52 coefficients, head and eyes.

Columns and their order are those that the app writes; angles are radians.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.motion.quaternion import multiply, normalise
from qingzhi.score import ARKIT, BONES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.motion.arrays import Array
    from qingzhi.motion.clip import Clip

_EYE: Final = ("Blink", "LookDown", "LookIn", "LookOut", "LookUp", "Squint", "Wide")
COLUMNS: Final = (
    *(f"Eye{name}{side}" for side in ("Left", "Right") for name in _EYE),
    *("JawForward", "JawRight", "JawLeft", "JawOpen"),
    *("MouthClose", "MouthFunnel", "MouthPucker", "MouthRight", "MouthLeft"),
    *("MouthSmileLeft", "MouthSmileRight", "MouthFrownLeft", "MouthFrownRight"),
    *("MouthDimpleLeft", "MouthDimpleRight", "MouthStretchLeft", "MouthStretchRight"),
    *("MouthRollLower", "MouthRollUpper", "MouthShrugLower", "MouthShrugUpper"),
    *("MouthPressLeft", "MouthPressRight", "MouthLowerDownLeft", "MouthLowerDownRight"),
    *("MouthUpperUpLeft", "MouthUpperUpRight", "BrowDownLeft", "BrowDownRight", "BrowInnerUp"),
    *("BrowOuterUpLeft", "BrowOuterUpRight", "CheekPuff", "CheekSquintLeft", "CheekSquintRight"),
    *("NoseSneerLeft", "NoseSneerRight", "TongueOut"),
)
ANGLES: Final = (
    *("HeadYaw", "HeadPitch", "HeadRoll"),
    *(f"{side}Eye{turn}" for side in ("Left", "Right") for turn in ("Yaw", "Pitch", "Roll")),
)
_LOOKS: Final = np.radians(30.0)
"""How far an eye is turned by a whole coefficient of looking."""


def livelink(clip: Clip, producer: str) -> bytes:  # noqa: ARG001 - the format has no place for a label
    """Write motion as a .csv file."""
    order = [ARKIT.index(name[0].lower() + name[1:]) for name in COLUMNS]
    values = np.concatenate((np.clip(clip.face[:, order], 0.0, 1.0), _head(clip), _eyes(clip)), 1)
    header = ("Timecode", "BlendShapeCount", *COLUMNS, *ANGLES)
    count = len(COLUMNS) + len(ANGLES)
    rows = [
        f"{_timecode(frame, clip.fps)},{count}," + ",".join(f"{v:.6f}" for v in row)
        for frame, row in enumerate(values)
    ]
    return ("\n".join((",".join(header), *rows)) + "\n").encode("ascii")


def _timecode(frame: int, fps: float) -> str:
    """Hours, minutes, seconds and frames since the start, with thousandths of a frame."""
    second, within = divmod(frame / fps, 1.0)
    minute, hour = int(second) // 60, int(second) // 3600
    part = within * fps
    return f"{hour:02d}:{minute % 60:02d}:{int(second) % 60:02d}:{part:06.3f}"


def _head(clip: Clip) -> Array:
    """[T, 3] yaw, pitch and roll of all that carries the head."""
    bones = normalise(clip.bones)
    turned = _whole(bones, ("hips", "spine", "chest", "upperChest", "neck", "head"))
    x, y, z, w = np.moveaxis(turned, -1, 0)
    yaw = np.arctan2(2 * (w * y + x * z), 1 - 2 * (x * x + y * y))
    pitch = np.arcsin(np.clip(2 * (w * x - y * z), -1.0, 1.0))
    roll = np.arctan2(2 * (w * z + x * y), 1 - 2 * (x * x + z * z))
    return np.stack((yaw, pitch, roll), axis=1)


def _whole(bones: Array, names: Sequence[str]) -> Array:
    turned = bones[:, BONES.index(names[0])]
    for name in names[1:]:
        turned = multiply(turned, bones[:, BONES.index(name)])
    return turned


def _eyes(clip: Clip) -> Array:
    """[T, 6] yaw, pitch and roll of each eye, from its coefficients of looking."""
    value = {name: clip.face[:, i] for i, name in enumerate(ARKIT)}
    still = np.zeros(len(clip))
    eyes = []
    for side, outward in (("Left", 1.0), ("Right", -1.0)):
        yaw = outward * (value[f"eyeLookOut{side}"] - value[f"eyeLookIn{side}"])
        pitch = value[f"eyeLookDown{side}"] - value[f"eyeLookUp{side}"]
        eyes += [yaw * _LOOKS, pitch * _LOOKS, still]
    return np.stack(eyes, axis=1)
