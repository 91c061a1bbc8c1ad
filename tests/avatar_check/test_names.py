"""Other people's names: kinds of parts, bones and face shapes are told in many spellings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from qingzhi.avatar_check.check import check
from qingzhi.avatar_check.gltf import Gltf, Node, Skin
from qingzhi.avatar_check.humanoid import REQUIRED, bones
from qingzhi.avatar_check.kinds import kind_of
from qingzhi.avatar_check.morphs import canonical
from qingzhi.avatar_check.regions import layer_of
from qingzhi.avatar_check.testing import packed, sound


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("N00_000_00_Body_00_SKIN (Instance)", "skin"),
        ("N00_010_01_Onepiece_00_CLOTH_01 (Instance)", "cloth"),
        ("N00_000_00_FaceMouth_00_FACE", "mouth"),
        ("N00_000_00_EyeIris_00_EYE", "eye"),
        ("N00_000_00_FaceBrow_00_FACE", "lash"),
        ("N00_000_Hair_00_HAIR", "hair"),
        ("Wolf3D_Outfit_Footwear", "shoes"),
        ("Wolf3D_Outfit_Top", "cloth"),
        ("Wolf3D_Glasses", "glasses"),
        ("SkinBody", "skin"),
        ("西服上衣", "cloth"),
        ("Beard", "hair"),
        ("EyeGlasses", "glasses"),
        ("Headset", "trimming"),
        ("laptop", "other"),
        ("Material.001", "other"),
    ],
)
def test_a_part_is_told_by_its_name(name: str, kind: str) -> None:
    """The names of VRoid, Ready Player Me, of ours and of Chinese artists."""
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    "spelling",
    [
        ("Hips", "Spine", "Head", "LeftUpLeg", "LeftLeg", "LeftFoot", "LeftArm", "LeftForeArm"),
        ("mixamorig:Hips", "mixamorig:Spine", "mixamorig:Head", "mixamorig:LeftUpLeg"),
        ("J_Bip_C_Hips", "J_Bip_C_Spine", "J_Bip_C_Head", "J_Bip_L_UpperLeg", "J_Bip_L_Foot"),
        ("pelvis", "spine_01", "head", "thigh_l", "calf_l", "foot_l", "upperarm_l", "hand_l"),
    ],
)
def test_bones_are_told_by_their_names(spelling: tuple[str, ...]) -> None:
    """Mixamo, VRoid and Unreal name the same bones."""
    document = Gltf(
        asset={"version": "2.0"},  # type: ignore[arg-type] # not looked at here
        nodes=[Node(name=name) for name in spelling],
        skins=[Skin(joints=list(range(len(spelling))))],
    )
    found = bones(document)
    assert len(found) == len(spelling)
    assert set(found) <= {*REQUIRED}


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("eyeBlinkLeft", "eyeBlinkLeft"),
        ("EyeBlink_L", "eyeBlinkLeft"),
        ("eye_blink_left", "eyeBlinkLeft"),
        ("blendShape1.mouthSmile_R", "mouthSmileRight"),
        ("jaw_open", "jawOpen"),
        ("viseme_PP", "viseme_PP"),
        ("vis_aa", "viseme_aa"),
        ("Fcl_MTH_A", "Fcl_MTH_A"),
    ],
)
def test_face_shapes_are_told_in_their_spellings(given: str, name: str) -> None:
    """An unknown name stays what it is."""
    assert canonical(given) == name


@pytest.mark.parametrize(
    ("name", "layer"), [("Undershirt", 1), ("Shirt", 2), ("Waistcoat", 3), ("SuitJacket", 4)]
)
def test_layers_are_told_by_the_longest_word(name: str, layer: int) -> None:
    """An undershirt is no shirt, and a waistcoat no coat."""
    assert layer_of(name) == layer


@pytest.mark.usefixtures("few_poses")
def test_a_figure_of_vrm_0_looks_the_other_way_and_is_judged_alike() -> None:
    """Its bones are a list, its left is at −x, and only its age is remarked on."""
    document, binary = sound().built()
    plain: dict[str, Any] = json.loads(json.dumps(document))
    bones_1 = plain["extensions"]["VRMC_vrm"]["humanoid"]["humanBones"]
    listed = [{"bone": bone, "node": said["node"]} for bone, said in bones_1.items()]
    plain["extensions"] = {
        "VRM": {"humanoid": {"humanBones": listed}, "meta": {"author": "A", "licenseName": "CC0"}}
    }
    plain["extensionsUsed"] = ["VRM"]
    codes = {fault.code for fault in check(packed(plain, binary)).faults}
    assert "vrm_old" in codes
    assert "faces_away" in codes  # for this one looks along +z
    assert "bones_missing" not in codes
