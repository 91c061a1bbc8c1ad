"""Bodies measured from figures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.errors import InputError
from qingzhi.motion.body import measured, nominal
from qingzhi.motion.repertoire import Repertoire
from qingzhi.motion.skeleton import place
from qingzhi.score import BONES

JOINTS = {name: place(name) for name in BONES}


def test_the_nominal_body_is_a_person() -> None:
    """Landmarks stand in the order in which they stand on people."""
    body = nominal()
    height = {name: float((body.joints[b] + off)[1]) for name, (b, off) in body.marks.items()}
    order = ("crown", "forehead", "eye", "mouth", "chin", "heart", "belly", "hip", "thigh", "knee")
    assert sorted(order, key=height.__getitem__, reverse=True) == list(order)


@given(st.floats(0.4, 2.0))
def test_measures_follow_the_size(scale: float) -> None:
    """A body twice as large has arms and legs twice as long."""
    body = measured({name: scale * at for name, at in JOINTS.items()})
    assert body.arm == pytest.approx(scale * nominal().arm)
    assert body.leg == pytest.approx(scale * nominal().leg)


def test_sides_are_made_even() -> None:
    """A joint that lies a little off on one side is brought to the mean."""
    crooked = {n: np.array(at) for n, at in JOINTS.items()}
    crooked["leftHand"] = crooked["leftHand"] + (0.02, 0.0, 0.0)
    body = measured(crooked)
    mirrored = body.joints["rightHand"] * (-1.0, 1.0, 1.0)
    np.testing.assert_allclose(body.joints["leftHand"], mirrored)


@pytest.mark.parametrize("missing", ["upperChest", "leftToes", "leftShoulder", "leftLittleDistal"])
def test_optional_bones_may_be_missing(missing: str) -> None:
    """VRM lets figures leave bones out; they are put where a usual body has them."""
    body = measured({name: at for name, at in JOINTS.items() if name != missing})
    np.testing.assert_allclose(body.joints[missing], JOINTS[missing], atol=0.02)


@pytest.mark.parametrize("broken", ["hips", "head", "leftHand", "leftFoot"])
@pytest.mark.parametrize("value", [None, np.nan, np.inf])
def test_what_is_no_body_is_said_so(broken: str, value: float | None) -> None:
    """A figure without hips, head, hands or feet, or with such at no place, is refused."""
    joints = {n: np.array(at) for n, at in JOINTS.items()}
    if value is None:
        del joints[broken]
    else:
        joints[broken] = np.full(3, value)
    with pytest.raises(InputError):
        measured(joints)


def test_a_wide_body_rests_its_arms_further_out() -> None:
    """Hands hang clear of wide hips."""
    around = np.linspace(0.0, 2.0 * np.pi, 80, endpoint=False)
    rings = [
        np.stack((0.27 * np.cos(around), np.full(80, y), 0.22 * np.sin(around)), axis=1)
        for y in np.arange(0.8, 1.1, 0.01)
    ]
    wide = measured(JOINTS, {"hips": np.concatenate(rings)})
    assert _hand(Repertoire(wide)) > _hand(Repertoire(nominal())) + 0.02


def _hand(able: Repertoire) -> float:
    from qingzhi.motion import rest

    bones = {name: able.rest.arms[None, i] for i, name in enumerate(rest.ARMS)}
    return float(able.body.places(bones)[0]["leftHand"][0, 0])
