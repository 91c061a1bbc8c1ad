"""Helper bones: joints keep their volume, and every player may leave them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from qingzhi.avatar.clothes.fitting import posed, rest_turns
from qingzhi.avatar.geometry import tangents
from qingzhi.avatar.helpers import EXTENSION, HELPERS, PARENTS, twisted
from qingzhi.avatar.rig import NAMES, limited
from qingzhi.avatar_check.accessors import Reader
from qingzhi.avatar_check.container import opened
from qingzhi.avatar_check.loading import loaded
from qingzhi.avatar_check.posing import Pose, matrices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.figure import Figure
    from qingzhi.avatar.person import Person
    from qingzhi.avatar.testing import Glb

    Floats = NDArray[np.float64]

BENT: Final = 130.0


def turned(person: Person, bone: str, axis: str, degrees: float) -> dict[str, Floats]:
    """Return how each bone turns [3, 3] in the world when one does."""
    own = Rotation.from_euler(axis, degrees, degrees=True).as_quat()
    moves = posed(person.rig, {bone: own})
    return {name: moves[n, :, :3] for n, name in enumerate(NAMES)}


def angle(one: Floats, other: Floats) -> float:
    return float(np.degrees(Rotation.from_matrix(one.T @ other).magnitude()))


@pytest.mark.parametrize("joint", ["LowerArm", "LowerLeg", "UpperLeg", "UpperArm"])
def test_a_bent_joint_is_blended_over_half_its_angle(person: Person, joint: str) -> None:
    """The helper lies half-way between both bones, so that no blend spans more."""
    axis = "y" if joint == "LowerArm" else "z"
    turns = turned(person, f"left{joint}", axis, -BENT if axis == "y" else 80)
    whole = angle(turns["hips"], turns[f"left{joint}"])
    assert angle(turns[f"left{joint}"], turns[f"left{joint}Soft"]) == pytest.approx(whole / 2)
    assert angle(turns["hips"], turns[f"left{joint}Soft"]) == pytest.approx(whole / 2)


def test_a_twisted_forearm_does_not_twist_at_the_elbow(person: Person) -> None:
    """Half of the twist reaches the middle, all of it the wrist."""
    turns = turned(person, "leftLowerArm", "x", 80)
    shares = {"Still": 0.0, "Half": 40.0, "": 80.0}
    for part, degrees in shares.items():
        found = angle(turns["leftUpperArm"], turns[f"leftLowerArm{part}"])
        assert found == pytest.approx(degrees, abs=1e-6)


def test_twist_is_handed_on_along_the_forearm() -> None:
    """Every place hangs on at most two of its bones, wholly."""
    shares = np.stack(list(twisted("left", np.linspace(-1, 2, 100)).values()))
    np.testing.assert_allclose(shares.sum(0), 1)
    assert ((shares > 0).sum(0) <= 2).all()
    np.testing.assert_allclose(shares[:, 0], [1, 0, 0])
    np.testing.assert_allclose(shares[:, -1], [0, 0, 1])


def test_what_two_bones_share_hangs_on_the_helper_between_them() -> None:
    """A vertex of one bone stays with it; one of both evenly is the helper's alone."""
    upper, lower, soft = (
        NAMES.index(f"left{bone}") for bone in ("UpperLeg", "LowerLeg", "LowerLegSoft")
    )
    dense = np.zeros((3, len(NAMES)))
    dense[[0, 1, 1, 2], [upper, upper, lower, lower]] = [1, 0.5, 0.5, 1]
    joints, shares = limited(dense)
    assert list(joints[:, 0]) == [upper, soft, lower]
    np.testing.assert_allclose(shares[:, 0], 1)


def test_helpers_follow_the_bone_below_where_constraints_are_unknown(glb: Glb) -> None:
    """They hang on it and rest where it rests, turned as it is."""
    nodes = glb.document["nodes"]
    for name, parent in PARENTS.items():
        node = nodes[NAMES.index(name)]
        assert NAMES.index(name) in nodes[NAMES.index(parent)]["children"]
        assert "rotation" not in node
        np.testing.assert_allclose(node["translation"], 0, atol=1e-9)
        assert EXTENSION in node["extensions"]
    assert EXTENSION in glb.document["extensionsUsed"]


def test_players_move_helpers_as_the_rig_does(figure: Figure, person: Person) -> None:
    """The constraints in the file, read as VRM has them, give what clothes are tailored on."""
    file, _ = opened(figure.glb)
    model, _ = loaded(file.document, Reader(file))
    assert set(HELPERS) <= {node.name for node in file.document.nodes}
    turns = rest_turns()
    angles = {
        bone: tuple(Rotation.from_quat(turn).as_euler("xyz", degrees=True))
        for bone, turn in turns.items()
    }
    middle = Pose(zh="", en="", middle={bone: (x, y, z) for bone, (x, y, z) in angles.items()})
    found = matrices(model, middle)[: len(NAMES)]
    np.testing.assert_allclose(found, posed(person.rig, turns), atol=1e-5)


def test_tangents_run_along_the_texture() -> None:
    """At right angles to the normal; a mirrored texture has the other sign."""
    points = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], float)
    faces, out = np.array([[0, 1, 2], [0, 2, 3]]), np.tile([0.0, 0, 1], (4, 1))
    found = tangents(points, out, points[:, :2], faces)
    np.testing.assert_allclose(found, np.tile([1.0, 0, 0, 1], (4, 1)))
    mirrored = tangents(points, out, points[:, :2] * [-1, 1], faces)
    np.testing.assert_allclose(mirrored, np.tile([-1.0, 0, 0, -1], (4, 1)))


def test_a_texture_without_direction_has_tangents_all_the_same() -> None:
    """Of length 1, as the format wants them."""
    points = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], float)
    out = np.tile([0.0, 0, 1], (3, 1))
    found = tangents(points, out, np.zeros((3, 2)), np.array([[0, 1, 2]]))
    np.testing.assert_allclose(np.linalg.norm(found[:, :3], axis=1), 1)
    np.testing.assert_allclose((found[:, :3] * out).sum(1), 0, atol=1e-12)
    assert set(np.abs(found[:, 3])) == {1.0}
