"""Clothes: what comes through is measured, poses move what they name, regions have their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from qingzhi.avatar_check import check, garments
from qingzhi.avatar_check.accessors import Reader
from qingzhi.avatar_check.container import opened
from qingzhi.avatar_check.garments import Wardrobe
from qingzhi.avatar_check.loading import loaded
from qingzhi.avatar_check.posing import Skin, matrices, poses
from qingzhi.avatar_check.regions import dress, region_of
from qingzhi.avatar_check.testing import rounded, sound
from qingzhi.settings import SCENES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar_check.model import Model

    Floats = NDArray[np.float64]


def model() -> Model:
    file, _ = opened(sound().written())
    return loaded(file.document, Reader(file))[0]


FIGURE: Final = model()


def moved(pose: str, bone: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return where a bone's joint goes to in a pose."""
    figure = FIGURE
    at = figure.at(bone)
    assert at is not None
    parent = figure.parents[figure.bones[bone]]
    turn = matrices(figure, poses()[pose])[parent]
    return np.asarray(turn[:, :3] @ at + turn[:, 3])


def test_there_are_forty_poses_with_names_in_both_languages() -> None:
    """Each moves bones that exist."""
    assert len(poses()) == 40
    for pose in poses().values():
        assert pose.zh
        assert pose.en
        assert {bone for bone, _ in pose.turns()} <= {*FIGURE.bones}


def test_poses_do_what_they_are_called() -> None:
    """Arms go down, forward and up; a sitting knee comes before the hip; a bow leads the head."""
    rest = FIGURE.at("leftHand")
    assert rest is not None
    assert moved("arms_down", "leftHand")[1] < rest[1] - 0.3
    assert moved("arms_up", "leftHand")[1] > rest[1] + 0.3
    assert moved("arms_forward", "leftHand")[2] > 0.35
    assert moved("arms_forward", "rightHand")[2] > 0.35
    assert moved("sit", "leftLowerLeg")[2] > 0.3
    assert moved("sit", "leftFoot")[1] < moved("sit", "leftLowerLeg")[1] - 0.3
    assert moved("bow_deep", "head")[2] > 0.2
    assert moved("elbows_tight", "leftHand")[2] > 0.1


def test_limbs_keep_their_length_in_every_pose() -> None:
    """Turning is no stretching."""
    figure = FIGURE
    body = Skin.of(figure.of("skin"))
    head = figure.bones["head"]
    held = body.joints[:, 0] == head
    for pose in poses().values():
        place = body.posed(matrices(figure, pose))[held]
        spread = np.linalg.norm(place - place.mean(0), axis=1)
        before = np.linalg.norm(body.points[held] - body.points[held].mean(0), axis=1)
        np.testing.assert_allclose(spread, before, atol=1e-9)
    assert held.any()


@pytest.mark.usefixtures("few_poses")
@pytest.mark.parametrize("excess", [0.0, 0.002, 0.008])
def test_more_skin_comes_through_the_further_it_stands_out(excess: float) -> None:
    """A chest of the shirt's size lies under it; a larger one is measured outside of it."""
    draft = sound()
    chest = list(draft.joints).index("chest")
    size = (0.172 + excess, 0.262 + excess, 0.112 + excess)
    draft.parts["Body"] = draft.parts["Body"].joined(rounded(chest, (0, 1.14, 0), size, "Body"))
    draft.parts["Shirt"].points[:150] = rounded(
        chest, (0, 1.14, 0), (0.175, 0.265, 0.115), ""
    ).points
    area = check(draft.written()).measured["through_mm2"]
    assert (area > 1000) == (excess > 0.005)


def test_every_region_and_scene_has_its_rules() -> None:
    """The scenes of the service are the scenes of the table, and each bone has a region."""
    assert set(dress().scenes) == set(SCENES)
    assert {region_of(bone) for bone in FIGURE.bones} <= set(dress().regions)


@pytest.mark.usefixtures("few_poses")
def test_the_dress_code_is_the_scenes() -> None:
    """Bare upper arms and thighs are too much for the hall's desk, not for every one."""
    draft = sound()
    body, legs = draft.parts["Body"], draft.parts["Trousers"]
    per_box = len(rounded(0, (0, 0, 0), (1, 1, 1), "").triangles)
    for side, sign in (("left", 1), ("right", -1)):
        thigh = list(draft.joints).index(f"{side}UpperLeg")
        body = body.joined(rounded(thigh, (sign * 0.09, 0.67, 0), (0.07, 0.2, 0.07), "Body"))
    draft.parts["Body"] = body
    keep = np.ones(len(legs.triangles), bool)
    keep[per_box : 2 * per_box] = keep[3 * per_box : 4 * per_box] = False
    legs.triangles = legs.triangles[keep]
    report = check(draft.written(), scene="hall")
    assert {f.where for f in report.faults if f.code == "uncovered"} == {
        "leftUpperLeg",
        "rightUpperLeg",
    }
    assert report.measured["bare"]["leftUpperLeg"] > 0.6


def _below_a_roof(*, roof: bool) -> tuple[Wardrobe, Floats]:
    """Lay a face of skin beside hundreds of small faces of cloth, under a wide one or none."""
    skin = np.array([[0.0, 0, 0], [0, 0, 0.01], [0.01, 0, 0]])
    beads = np.array([[0.03, 0.0, 0.0], [0.03, 0.001, 0], [0.03, 0, 0.001]])
    steps = 0.002 * np.arange(-10, 10)
    small = [beads + np.array([0, up, ahead]) for up in steps for ahead in steps]
    wide = np.array([[-0.3, 0.04, -0.3], [0.5, 0.04, -0.3], [-0.3, 0.04, 0.5]])
    cloth = np.concatenate([*small, *([wide] if roof else [])])
    held = np.zeros((len(cloth), 4), int), np.eye(4)[np.zeros(len(cloth), int)]
    none = np.zeros(3, int)
    worn = Skin(cloth, np.arange(len(cloth)).reshape(-1, 3), *held)
    body = Skin(skin, np.array([[0, 1, 2]]), held[0][:3], held[1][:3])
    near = np.ones((1, 1), bool)
    wardrobe = Wardrobe(body, worn, none, ("torso",), near, none, none, np.arange(3))
    return wardrobe, cloth


def test_a_cut_edge_is_hidden_by_cloth_far_over_it() -> None:
    """Also where hundreds of smaller faces lie nearer; without it, the edge is seen."""
    for roof in (True, False):
        wardrobe, cloth = _below_a_roof(roof=roof)
        seen = garments._in_sight(wardrobe, wardrobe.body.points, cloth, np.arange(3))
        assert seen.tolist() == [not roof] * 3
