"""Cloth as a material: each zone says what it is woven of, and how much it bends."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest

from qingzhi.avatar.clothes import fabric
from qingzhi.avatar.clothes.folds import bends
from qingzhi.avatar.clothes.wardrobe import OUTFITS
from qingzhi.avatar.rig import NAMES
from qingzhi.avatar.spec import Outfit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROOMS = 16


def hung(**shares: float) -> Floats:
    """Return the weights [1, bones] of cloth that hangs on some bones."""
    dense = np.zeros((1, len(NAMES)))
    for bone, share in shares.items():
        dense[0, NAMES.index(bone)] = share
    return dense


@pytest.mark.parametrize("zone", fabric.ZONES)
@pytest.mark.parametrize("bent", [-1.0, 0.0, 0.4, 1.0, 7.0])
def test_a_swatch_tells_its_weave_however_cloth_bends(zone: str, bent: float) -> None:
    """The second coordinate's sixteenth is the kind of cloth, the place in it how it bends."""
    down = float(fabric.swatch(zone, np.array([bent]))[0, 1]) * ROOMS
    stored = np.rint(down / ROOMS * 65535) / 65535 * ROOMS  # as 16 bits keep it
    assert fabric.WEAVES[int(stored)] == fabric.ZONES[zone].kind
    assert 0.01 < stored % 1 < 0.99


def test_a_swatch_keeps_its_roughness_however_cloth_bends() -> None:
    """All the way down a swatch is the same."""
    places = fabric.swatch("denim", np.linspace(0, 1, 9))
    assert np.ptp(places[:, 0]) == 0
    assert (np.diff(places[:, 1]) > 0).all()


def test_kinds_of_cloth_fit_in_a_swatch() -> None:
    """No more than there is room for, each once, each in use."""
    assert len(fabric.WEAVES) <= ROOMS
    assert len(set(fabric.WEAVES)) == len(fabric.WEAVES)
    assert {zone.kind for zone in fabric.ZONES.values()} == set(fabric.WEAVES)


def test_outfits_differ_in_what_they_are_woven_of() -> None:
    """A suit, a dress, a qipao, a guide's jacket, a white coat and a T-shirt are of other cloth."""
    told = {
        style: fabric.ZONES[OUTFITS["female"][style].tops[0].zone].kind
        for style in get_args(Outfit)
    }
    chosen = ("suit", "dress", "qipao", "jacket", "white-coat", "casual", "cardigan", "zhongshan")
    assert len({told[style] for style in chosen}) == len(chosen)


def test_cloth_creases_where_it_goes_round_a_joint() -> None:
    """At the elbow most; straight cloth not at all."""
    elbow = bends(hung(leftUpperArm=0.5, leftLowerArm=0.5), legs=False)[0]
    beside = bends(hung(leftUpperArm=0.9, leftLowerArm=0.1), legs=False)[0]
    assert elbow == 1
    assert 0 < beside < elbow
    assert bends(hung(leftUpperArm=1.0), legs=True)[0] == 0


def test_skirts_do_not_crease_at_the_hip() -> None:
    """Trousers do: a skirt hangs past it."""
    hip = hung(hips=0.5, rightUpperLeg=0.5)
    assert bends(hip, legs=False)[0] == 0
    assert bends(hip, legs=True)[0] > 0.2
