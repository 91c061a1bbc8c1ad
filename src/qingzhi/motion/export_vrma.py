"""Motion as VRM Animation: a glTF whose nodes are a T-pose of humanoid bones.

Specification: VRMC_vrm_animation-1.0. Bones keep the names of VRM 1.0; each of ARKit's
coefficients is a custom expression, whose weight is the x of its node's translation.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.motion.quaternion import canonical, normalise
from qingzhi.motion.skeleton import OFFSET, PARENT
from qingzhi.score import ARKIT, BONES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qingzhi.motion.clip import Clip

_FLOAT: Final = 5126
_MAGIC: Final = b"glTF"
_JSON_CHUNK: Final = b"JSON"
_BIN_CHUNK: Final = b"BIN\0"


class _File:
    """Accessors gathered into one buffer."""

    def __init__(self) -> None:
        self.body = b""
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []
        self.samplers: list[dict[str, Any]] = []
        self.channels: list[dict[str, Any]] = []

    def store(self, values: NDArray[np.float32], kind: str) -> int:
        """Add an array; return its accessor."""
        data = np.ascontiguousarray(values, "<f4").tobytes()
        self.views.append({"buffer": 0, "byteOffset": len(self.body), "byteLength": len(data)})
        self.body += data
        accessor: dict[str, Any] = {
            "bufferView": len(self.views) - 1,
            "componentType": _FLOAT,
            "count": len(values),
            "type": kind,
        }
        if kind == "SCALAR":
            accessor |= {"min": [float(values.min())], "max": [float(values.max())]}
        self.accessors.append(accessor)
        return len(self.accessors) - 1

    def move(self, node: int, path: str, time: int, values: NDArray[np.float32]) -> None:
        """Animate a node's rotation or translation."""
        kind = "VEC4" if path == "rotation" else "VEC3"
        output = self.store(values, kind)
        self.samplers.append({"input": time, "output": output, "interpolation": "LINEAR"})
        target = {"node": node, "path": path}
        self.channels.append({"sampler": len(self.samplers) - 1, "target": target})


def vrma(clip: Clip, producer: str) -> bytes:
    """Write motion as a .vrma file; bones that the motion leaves out have no track."""
    file = _File()
    bones, hips = _nodes(), np.asarray(OFFSET["hips"])
    first = len(bones)
    shapes = [{"name": name} for name in ARKIT]
    times = file.store(np.arange(len(clip), dtype=np.float32) / np.float32(clip.fps), "SCALAR")
    rotations = canonical(normalise(clip.bones)).astype(np.float32)
    for index, name in enumerate(BONES):
        if name in clip.bone_names:
            file.move(index, "rotation", times, rotations[:, index])
    file.move(BONES.index("hips"), "translation", times, (clip.hips + hips).astype(np.float32))
    for column in range(len(ARKIT)):
        weights = np.zeros((len(clip), 3), np.float32)
        weights[:, 0] = np.clip(clip.face[:, column], 0.0, 1.0)
        file.move(first + column, "translation", times, weights)
    roots = [BONES.index("hips"), *range(first, first + len(shapes))]
    return _packed(_document(file, [*bones, *shapes], roots, producer), file.body)


def _nodes() -> list[dict[str, Any]]:
    """Return the T-pose: every rotation is the identity."""
    nodes: list[dict[str, Any]] = []
    for name in BONES:
        children = [i for i, other in enumerate(BONES) if PARENT[other] == name]
        node: dict[str, Any] = {"name": name, "translation": [float(v) for v in OFFSET[name]]}
        nodes.append(node | ({"children": children} if children else {}))
    return nodes


def _document(
    file: _File, nodes: Sequence[dict[str, Any]], roots: list[int], producer: str
) -> dict[str, Any]:
    custom = {name: {"node": len(BONES) + i} for i, name in enumerate(ARKIT)}
    human = {name: {"node": i} for i, name in enumerate(BONES)}
    return {
        "asset": {"version": "2.0", "generator": "qingzhi", "extras": {"AIGC": producer}},
        "extensionsUsed": ["VRMC_vrm_animation"],
        "extensions": {
            "VRMC_vrm_animation": {
                "specVersion": "1.0",
                "humanoid": {"humanBones": human},
                "expressions": {"preset": {}, "custom": custom},
            }
        },
        "scene": 0,
        "scenes": [{"nodes": roots}],
        "nodes": list(nodes),
        "animations": [{"name": "motion", "channels": file.channels, "samplers": file.samplers}],
        "accessors": file.accessors,
        "bufferViews": file.views,
        "buffers": [{"byteLength": len(file.body)}],
    }


def _packed(document: dict[str, Any], body: bytes) -> bytes:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    body += b"\0" * (-len(body) % 4)
    size = 12 + 8 + len(text) + 8 + len(body)
    return b"".join(
        (
            _MAGIC + struct.pack("<II", 2, size),
            struct.pack("<I", len(text)) + _JSON_CHUNK + text,
            struct.pack("<I", len(body)) + _BIN_CHUNK + body,
        )
    )
