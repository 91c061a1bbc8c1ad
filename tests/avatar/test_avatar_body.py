"""The body: stature, bones, weights, and what the face does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from scipy.ndimage import binary_opening

from qingzhi.avatar.base import EYES, SKIN, Base
from qingzhi.avatar.blink import LID_CLEARANCE
from qingzhi.avatar.face import MORPHS, VISEMES
from qingzhi.avatar.opening import CELLS, _runs, opening, seen
from qingzhi.avatar.rig import NAMES, PARENTS
from qingzhi.avatar.shape import between, shape
from qingzhi.avatar.spec import AvatarSpec
from qingzhi.errors import AssetCorrupt, InputError
from qingzhi.score import ARKIT

if TYPE_CHECKING:
    from pathlib import Path

    from qingzhi.avatar.person import Person


@pytest.mark.parametrize("gender", ["female", "male"])
@pytest.mark.parametrize("age", [18.0, 30.0, 85.0])
@pytest.mark.parametrize("height", [142.0, 165.0, 203.0])
@pytest.mark.parametrize("weight", [0.0, 1.0])
def test_stature_is_met(base: Base, gender: str, age: float, height: float, weight: float) -> None:
    """The measured mesh is within half a centimetre of what was asked for, feet on the floor."""
    wanted = {"name": "x", "gender": gender, "age": age, "height_cm": height, "weight": weight}
    made = shape(base, msgspec.convert(wanted, AvatarSpec))
    skin = made.vertices[:SKIN]
    assert abs(np.ptp(skin[:, 1]) * 100 - height) < 0.5
    assert abs(skin[:, 1].min()) < 1e-9
    assert np.isfinite(made.vertices).all()


def test_shares_between_knots_sum_to_one() -> None:
    """A value on a knot takes that knot alone; elsewhere two share."""
    assert between(25, (10, 25, 90), "abc") == {"b": 1.0}
    assert sum(between(60, (10, 25, 90), "abc").values()) == pytest.approx(1)


@pytest.mark.parametrize("rows", [(50, 64), (60, 80)])
def test_holes_between_samples_of_a_lid_are_no_eye(rows: tuple[int, int]) -> None:
    """The slit is found below a heavy lid that lets single looks through."""
    low, high = rows
    free = np.zeros((CELLS, CELLS), bool)
    free[40:100, low:high] = True
    free[:, 90] = free[70, 70:72] = True
    columns, first, last = _runs(free)
    np.testing.assert_array_equal(columns, np.arange(40, 100))
    assert set(first) == {low}
    assert set(last) == {high}


def test_a_face_with_closed_eyes_is_refused() -> None:
    """With the slider that closes them, rather than with an error of ours."""
    with pytest.raises(InputError, match="closed"):
        _runs(np.zeros((CELLS, CELLS), bool))


def test_every_weight_sums_to_one_on_at_most_four_bones(person: Person) -> None:
    """Skin hangs together at every vertex."""
    joints, shares = person.rig.skin
    assert shares.shape == (SKIN, 4)
    assert joints.max() < len(NAMES)
    assert (shares >= 0).all()
    np.testing.assert_allclose(shares.sum(1), 1, atol=1e-6)


def test_arms_of_the_skeleton_lie_along_x(person: Person) -> None:
    """VRM wants a T-pose."""
    joints = person.rig.joints
    for side, sign in (("left", 1), ("right", -1)):
        for bone, tip in (("UpperArm", "LowerArm"), ("LowerArm", "Hand")):
            along = joints[f"{side}{tip}"] - joints[f"{side}{bone}"]
            np.testing.assert_allclose(along / np.linalg.norm(along), [sign, 0, 0], atol=1e-9)
    assert set(PARENTS) == set(NAMES) - {"hips"}


def test_lowered_arms_have_the_modelled_shape(person: Person) -> None:
    """A player that lowers the arms again gets back exactly what was modelled."""
    joints, shares = person.rig.skin
    bound, _, _ = person.rig.bind(person.skin, person.skin_normals, person.rig.skin)
    blend = np.einsum("nk,nkij->nij", shares.astype(float), person.rig.lowered[joints])
    again = np.einsum("nij,nj->ni", blend[:, :, :3], bound) + blend[:, :, 3]
    np.testing.assert_allclose(again, person.skin, atol=1e-9)
    assert np.ptp(bound[:, 0]) > 0.9 * np.ptp(bound[:, 1])  # arm span is about the stature


def test_the_face_has_all_shapes_and_each_moves(person: Person) -> None:
    """52 ARKit shapes and 15 visemes; only silence is still."""
    assert tuple(person.morphs) == MORPHS
    assert set(ARKIT) <= set(person.morphs)
    assert sum(name.startswith("viseme_") for name in person.morphs) == len(VISEMES) == 15
    for name, moved in person.morphs.items():
        reach = np.linalg.norm(moved[:SKIN], axis=1).max()
        assert name in {"viseme_sil", "tongueOut"} or 1e-5 < reach < 0.08, name


@pytest.mark.parametrize("side", list(EYES))
def test_a_closed_lid_covers_the_eye(person: Person, side: str) -> None:
    """Looking out of an eye at full blink, next to nothing of the opening is left."""
    moved = person.rig.vertices + person.morphs[f"eyeBlink{side}"]
    closed = replace(person, rig=replace(person.rig, vertices=moved))
    open_cells = np.isinf(seen(person, side)[50:90, 50:90])
    left = np.isinf(seen(closed, side)[50:90, 50:90])
    assert open_cells.sum() > 300
    # A stretched lid is sampled thinly: single cells between samples are no gap.
    assert binary_opening(left, np.ones((3, 3), bool)).sum() < 0.02 * open_cells.sum()


@pytest.mark.parametrize("side", list(EYES))
def test_no_lid_cuts_the_eye(person: Person, side: str) -> None:
    """Closed, and half way with its corrective, a lid stays off the ball."""
    eye = opening(person, side)
    blink = person.morphs[f"eyeBlink{side}"][:SKIN]
    moving = np.linalg.norm(blink, axis=1) > 5e-4
    middle = person.morphs[f"eyeBlinkMid{side}"][:SKIN]
    for lids in (person.skin + blink, person.skin + blink / 2 + middle):
        offset = lids[moving] - eye.centre
        front = offset[:, 2] > 0.35 * eye.radius
        distance = np.linalg.norm(offset[front], axis=1)
        assert distance.min() > eye.radius * (LID_CLEARANCE - 0.02)


def test_a_damaged_body_is_told(tmp_path: Path) -> None:
    """Bytes that are no packed body are an asset's fault, and say so."""
    path = tmp_path / "body.npz"
    for data in (b"", b"PK\x03\x04 nonsense", b"\x93NUMPY"):
        path.write_bytes(data)
        with pytest.raises(AssetCorrupt):
            Base.read(path)
