"""Node constraints: poses follow them, and those that players stumble over are told."""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import pytest

from qingzhi.avatar_check import check
from qingzhi.avatar_check.accessors import Reader
from qingzhi.avatar_check.constraints import MOST, NAME
from qingzhi.avatar_check.container import opened
from qingzhi.avatar_check.loading import loaded
from qingzhi.avatar_check.posing import Pose, matrices
from qingzhi.avatar_check.testing import packed, sound

pytestmark = pytest.mark.usefixtures("few_poses")
BUILT: Final = sound().built()


def with_nodes(*added: dict[str, Any], below: str = "leftLowerArm") -> tuple[bytes, int]:
    """Return a figure with nodes below a bone, and the number of the first of them."""
    document = json.loads(json.dumps(BUILT[0]))
    document["extensionsUsed"] = [*document.get("extensionsUsed", []), NAME]
    names = [node.get("name") for node in document["nodes"]]
    first = len(names)
    for number, node in enumerate(added):
        document["nodes"].append(node)
        parent = document["nodes"][names.index(below)]
        parent.setdefault("children", []).append(first + number)
    return packed(document, BUILT[1]), first


def constrained(kind: str, **fields: object) -> dict[str, Any]:
    return {"extensions": {NAME: {"specVersion": "1.0", "constraint": {kind: fields}}}}


def moved(data: bytes, node: int, **turns: tuple[float, float, float]) -> Any:
    file, _ = opened(data)
    model, _ = loaded(file.document, Reader(file))
    return matrices(model, Pose(zh="", en="", middle=turns))[node, :, :3]


def number(bone: str) -> int:
    return [node.get("name") for node in BUILT[0]["nodes"]].index(bone)


def turn(axis: int, degrees: float) -> Any:
    one, two = (axis + 1) % 3, (axis + 2) % 3
    made, radians = np.eye(3), np.radians(degrees)
    made[one, one] = made[two, two] = np.cos(radians)
    made[one, two], made[two, one] = -np.sin(radians), np.sin(radians)
    return made


def test_a_roll_takes_over_a_share_of_a_twist_and_no_swing() -> None:
    """Half of the hand's turn about the arm."""
    node = constrained("roll", source=number("leftHand"), rollAxis="X", weight=0.5)
    data, at = with_nodes(node)
    np.testing.assert_allclose(moved(data, at, leftHand=(60, 0, 0)), turn(0, 30), atol=1e-9)
    np.testing.assert_allclose(moved(data, at, leftHand=(0, 50, 0)), np.eye(3), atol=1e-9)


def test_a_rotation_is_taken_over_by_its_share() -> None:
    """Whatever its axis."""
    data, at = with_nodes(constrained("rotation", source=number("leftHand"), weight=0.25))
    np.testing.assert_allclose(moved(data, at, leftHand=(0, 0, 80)), turn(2, 20), atol=1e-9)


def test_an_aim_points_to_its_source() -> None:
    """A node of the forearm that aims back along the upper arm doesn't bend with the elbow."""
    upper = number("leftUpperArm")
    data, at = with_nodes(constrained("aim", source=upper, aimAxis="NegativeX"))
    np.testing.assert_allclose(moved(data, at, leftLowerArm=(0, -90, 0)), np.eye(3), atol=1e-6)


@pytest.mark.parametrize(
    ("node", "code"),
    [
        (constrained("roll", source=9999, rollAxis="X"), "vrm_reference"),
        (constrained("roll", source=0, rollAxis="W"), "vrm_invalid"),
        (constrained("roll", source=0, rollAxis="X", weight=2), "vrm_invalid"),
        (constrained("aim", source=-1, aimAxis="PositiveX"), "vrm_invalid"),
        (constrained("spin", source=0), "vrm_invalid"),
        ({"extensions": {NAME: []}}, "vrm_invalid"),
        (constrained("rotation", source=len(BUILT[0]["nodes"])), "constraint_ring"),
    ],
)
def test_a_faulty_constraint_is_told_and_passed_over(node: dict[str, Any], code: str) -> None:
    """The poses are judged without it."""
    data, at = with_nodes(node)
    assert code in {fault.code for fault in check(data).faults}
    np.testing.assert_allclose(moved(data, at, leftHand=(60, 0, 0)), np.eye(3), atol=1e-9)


def test_more_constraints_than_any_figure_has_are_not_followed() -> None:
    """They would only cost time."""
    node = constrained("rotation", source=0)
    data, _ = with_nodes(*[node] * (MOST + 1))
    assert "too_heavy" in {fault.code for fault in check(data).faults}
