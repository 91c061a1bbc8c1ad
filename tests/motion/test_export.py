"""Motion for other programs, read back by small readers of the formats' own specifications."""

from __future__ import annotations

import csv
import io
import json
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from qingzhi.motion.clip import Clip
from qingzhi.motion.export import FORMATS
from qingzhi.motion.export_bvh import bvh, euler_zxy
from qingzhi.motion.export_livelink import livelink
from qingzhi.motion.export_vrma import vrma
from qingzhi.motion.quaternion import about, angle_between, multiply, normalise
from qingzhi.motion.skeleton import OFFSET, PARENT, forward
from qingzhi.score import ARKIT, BONES

if TYPE_CHECKING:
    from numpy.typing import NDArray

COUNT = 12


@pytest.fixture
def clip() -> Clip:
    """Random turns of every joint, a walk and a lively face."""
    dice = np.random.default_rng(7)
    bones = normalise(dice.normal((0, 0, 0, 1), 0.2, (COUNT, len(BONES), 4)))
    face = dice.uniform(0, 1, (COUNT, len(ARKIT)))
    return Clip(face, bones, dice.normal(0, 0.1, (COUNT, 3)), 30.0)


def gltf(data: bytes) -> tuple[dict[str, Any], bytes]:
    magic, version, size = struct.unpack_from("<4sII", data)
    assert (magic, version, size) == (b"glTF", 2, len(data))
    length, kind = struct.unpack_from("<I4s", data, 12)
    assert kind == b"JSON"
    binary, kind = struct.unpack_from("<I4s", data, 20 + length)
    assert kind == b"BIN\0"
    body = data[28 + length :]
    assert len(body) == binary
    return json.loads(data[20 : 20 + length]), body


def track(document: dict[str, Any], body: bytes, node: int, path: str) -> NDArray[np.float32]:
    animation = document["animations"][0]
    channel = next(c for c in animation["channels"] if c["target"] == {"node": node, "path": path})
    accessor = document["accessors"][animation["samplers"][channel["sampler"]]["output"]]
    view = document["bufferViews"][accessor["bufferView"]]
    width = {"VEC3": 3, "VEC4": 4}[accessor["type"]]
    flat = np.frombuffer(body, "<f4", accessor["count"] * width, view["byteOffset"])
    return flat.reshape(-1, width)


def test_vrma_holds_the_same_motion(clip: Clip) -> None:
    """Rotations by bone, the hips' way, and ARKit's coefficients as custom expressions."""
    document, body = gltf(vrma(clip, '{"AIGC":{}}'))
    extension = document["extensions"]["VRMC_vrm_animation"]
    assert extension["specVersion"] == "1.0"
    assert document["asset"]["extras"]["AIGC"] == '{"AIGC":{}}'
    for index, name in enumerate(BONES):
        node = extension["humanoid"]["humanBones"][name]["node"]
        turned = track(document, body, node, "rotation")
        assert angle_between(turned, clip.bones[:, index]).max() < 1e-3
    hips = extension["humanoid"]["humanBones"]["hips"]["node"]
    way = track(document, body, hips, "translation")
    np.testing.assert_allclose(way - OFFSET["hips"], clip.hips, atol=1e-6)
    for column, name in enumerate(ARKIT):
        node = extension["expressions"]["custom"][name]["node"]
        weight = track(document, body, node, "translation")[:, 0]
        np.testing.assert_allclose(weight, clip.face[:, column], atol=1e-6)


def test_vrma_stands_in_t_pose(clip: Clip) -> None:
    """No node is turned, and each bone is a child of the one that carries it."""
    document, _ = gltf(vrma(clip, ""))
    nodes = document["nodes"]
    bones = document["extensions"]["VRMC_vrm_animation"]["humanoid"]["humanBones"]
    assert all("rotation" not in node for node in nodes)
    for name, parent in PARENT.items():
        if parent:
            assert bones[name]["node"] in nodes[bones[parent]["node"]]["children"]


def test_bones_that_a_motion_leaves_out_have_no_track(clip: Clip) -> None:
    """They stay with whatever else moves the figure."""
    part = Clip(clip.face, clip.bones, clip.hips, 30.0, ("head", "neck"))
    document, _ = gltf(vrma(part, ""))
    turned = {
        c["target"]["node"]
        for c in document["animations"][0]["channels"]
        if c["target"]["path"] == "rotation"
    }
    assert turned == {BONES.index("head"), BONES.index("neck")}


def played(text: str) -> list[dict[str, NDArray[np.float64]]]:
    """Where a BVH player puts each joint in each frame, in centimetres."""
    hierarchy, _, motion = text.partition("MOTION")
    joints: list[tuple[str, int, NDArray[np.float64]]] = []
    stack: list[int] = []
    words = hierarchy.split()
    for place, word in enumerate(words):
        if word in {"ROOT", "JOINT"}:
            joints.append((words[place + 1], stack[-1] if stack else -1, np.zeros(3)))
            stack.append(len(joints) - 1)
        elif word == "Site":
            stack.append(-1)
        elif word == "OFFSET" and stack[-1] >= 0:
            joints[stack[-1]][2][:] = [float(w) for w in words[place + 1 : place + 4]]
        elif word == "}":
            stack.pop()
    rows = [[float(v) for v in line.split()] for line in motion.strip().splitlines()[2:]]
    return [_posed(joints, row) for row in rows]


def _posed(
    joints: list[tuple[str, int, NDArray[np.float64]]], row: list[float]
) -> dict[str, NDArray[np.float64]]:
    values = iter(row)
    where: list[NDArray[np.float64]] = []
    turns: list[NDArray[np.float64]] = []
    for _, parent, offset in joints:
        moved = np.array([next(values) for _ in range(3)]) if parent < 0 else offset
        own = np.eye(3)
        for axis in (2, 0, 1):
            angle = np.radians(next(values))
            one, two = [(1, 2), (2, 0), (0, 1)][axis]
            turn = np.eye(3)
            turn[one, one] = turn[two, two] = np.cos(angle)
            turn[one, two], turn[two, one] = -np.sin(angle), np.sin(angle)
            own = own @ turn
        where.append(moved if parent < 0 else where[parent] + turns[parent] @ offset)
        turns.append(own if parent < 0 else turns[parent] @ own)
    return {joint[0]: place for joint, place in zip(joints, where, strict=True)}


def test_bvh_puts_every_joint_where_we_do(clip: Clip) -> None:
    """A player's own matrices agree with our quaternions within a millimetre."""
    frames = played(bvh(clip, "").decode())
    places, _ = forward(BONES, clip.bones, clip.hips.astype(np.float32))
    assert len(frames) == COUNT
    for number, frame in enumerate(frames):
        assert set(frame) == set(BONES)
        for name in BONES:
            np.testing.assert_allclose(frame[name] / 100, places[name][number], atol=1e-3)


def test_euler_angles_survive_the_gimbal() -> None:
    """A joint that points straight up still has angles that give it back."""
    up = multiply(about((1.0, 0.0, 0.0), np.pi / 2), about((0.0, 1.0, 0.0), 0.6))
    z, x, y = np.radians(euler_zxy(up[None])[0])
    turned = multiply(
        about((0.0, 0.0, 1.0), z), multiply(about((1.0, 0.0, 0.0), x), about((0.0, 1.0, 0.0), y))
    )
    assert float(angle_between(turned, up)) < 1e-3


def test_live_link_has_the_apps_columns(clip: Clip) -> None:
    """61 values a row, named as the app does, counted in time."""
    rows = list(csv.DictReader(io.StringIO(livelink(clip, "").decode())))
    assert len(rows) == COUNT
    assert len(rows[0]) == 63
    assert rows[0]["BlendShapeCount"] == "61"
    assert rows[3]["Timecode"] == "00:00:00:03.000"
    for column, name in enumerate(ARKIT):
        shown = [float(row[name[0].upper() + name[1:]]) for row in rows]
        np.testing.assert_allclose(shown, clip.face[:, column], atol=1e-5)


def test_live_link_turns_the_head_in_radians(clip: Clip) -> None:
    """Looking down, left and askew are pitch, yaw and roll."""
    for axis, name in (
        ((1.0, 0, 0), "HeadPitch"),
        ((0, 1.0, 0), "HeadYaw"),
        ((0, 0, 1.0), "HeadRoll"),
    ):
        bones = np.tile([0.0, 0, 0, 1], (2, len(BONES), 1))
        bones[:, BONES.index("neck")] = bones[:, BONES.index("head")] = about(axis, 0.1)
        still = Clip(np.zeros((2, len(ARKIT))), bones, np.zeros((2, 3)), 30.0)
        row = next(csv.DictReader(io.StringIO(livelink(still, "").decode())))
        assert float(row[name]) == pytest.approx(0.2, abs=1e-4)


def test_every_format_has_its_suffix() -> None:
    """Programs know files by it."""
    assert {name: suffix for name, (suffix, _) in FORMATS.items()} == {
        "vrma": ".vrma",
        "bvh": ".bvh",
        "livelink": ".csv",
    }
