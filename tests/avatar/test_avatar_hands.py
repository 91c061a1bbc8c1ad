"""Hands: knuckles where hands have them, webs that hold together, palms that are no backs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.avatar import palms
from qingzhi.avatar.knuckles import FINGERS, placed
from qingzhi.avatar.rig import NAMES
from qingzhi.avatar.spec import AvatarSpec
from qingzhi.avatar.texels import Texels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("finger", FINGERS)
def test_a_fingers_first_bone_is_its_longest(person: Person, side: str, finger: str) -> None:
    """By as much as in people, and its knuckle lies inside the hand, not at the web."""
    joints = person.rig.joints
    ends = [joints[f"{side}{finger}{part}"] for part in ("Proximal", "Intermediate", "Distal")]
    first, second = (np.linalg.norm(b - a) for a, b in pairwise(ends))
    assert 1.6 < first / second < 1.8
    assert np.linalg.norm(ends[0] - joints[f"{side}Hand"]) > first


def test_knuckles_that_lie_far_enough_back_stay(person: Person) -> None:
    """Placing them again moves none."""
    modelled = person.rig.modelled
    for name, place in placed(modelled).items():
        np.testing.assert_allclose(place, modelled[name], atol=1e-9)


def test_a_web_follows_both_its_fingers_whole(person: Person) -> None:
    """It does not hang back half-way when both are bent: that would draw it out to a spike."""
    rig = person.rig
    fingers = np.array([name.startswith(tuple(f"left{f}" for f in FINGERS)) for name in NAMES])
    proximal = [NAMES.index(f"left{finger}Proximal") for finger in FINGERS]
    web = (np.sort(rig.dense[:, proximal], axis=1)[:, -2] > 0.3) & (
        rig.dense[:, fingers].sum(1) > 0.999
    )
    assert web.sum() > 3
    soft = np.array([name.endswith("ProximalSoft") for name in NAMES])
    shares = np.where(soft[rig.skin.joints[web]], rig.skin.shares[web], 0).sum(1)
    assert shares.max() < 0.05


def test_every_finger_is_carried_by_its_own_bones(person: Person) -> None:
    """Beyond the webs, no finger goes with its neighbour."""
    dense, joints = person.rig.dense, person.rig.modelled
    for finger in FINGERS:
        others = [NAMES.index(f"left{o}Proximal") for o in FINGERS if o != finger]
        middle = joints[f"left{finger}Intermediate"]
        own = [NAMES.index(f"left{finger}{part}") for part in ("Proximal", "Intermediate")]
        near = np.linalg.norm(person.skin - middle, axis=1) < 0.011
        near &= dense[:, own].sum(1) > 0.5
        assert near.sum() > 8
        assert dense[np.ix_(near, others)].max() < 0.03


def _texels(hand: palms.Hand, place: tuple[float, float], out: Floats) -> Texels:
    """Return one texel at a place of a hand that looks `out`."""
    point = hand.wrist + place[0] * hand.across + place[1] * hand.along
    flat = np.zeros((1, 1), np.float32)
    return Texels(
        point[None].astype(np.float32), out[None].astype(np.float32), flat[0], flat.repeat(2, 1)
    )


def _painted(person: Person, side: str, place: tuple[float, float], out: int) -> Floats:
    hand = palms.Hand.of(person, side)
    texels = _texels(hand, place, out * hand.palm)
    skin = np.full((1, 3), 0.2, np.float32)
    spec = AvatarSpec(name="x", age=80.0)
    colour, _, high = palms.paint(spec, hand, texels, skin, np.full(1, 0.5))
    return np.append(colour[0], high)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_palm_has_less_pigment_than_the_back(person: Person, side: str) -> None:
    """On both hands the palm of dark skin is the lighter face."""
    palm, back = (_painted(person, side, (0.0, 0.3), out)[:3].mean() for out in (1, -1))
    assert palm > 1.3 * back


def test_creases_cut_palms_and_not_backs(person: Person) -> None:
    """Below the fingers runs the line of the heart."""
    crease = (-0.06, 0.83)
    beside = (-0.06, 0.75)
    assert _painted(person, "left", crease, 1)[3] < _painted(person, "left", beside, 1)[3] - 0.05
    assert _painted(person, "left", crease, -1)[3] >= 0


def test_tendons_run_to_the_knuckles_of_the_old(person: Person) -> None:
    """Between them the back of the hand lies lower."""
    hand = palms.Hand.of(person, "left")
    middle = hand.place(hand.knuckles)[1]
    on = _painted(person, "left", (float(middle[0]), 0.7), -1)[3]
    between = _painted(person, "left", (float(middle[0]) + 0.16, 0.7), -1)[3]
    assert on > between + 0.2
