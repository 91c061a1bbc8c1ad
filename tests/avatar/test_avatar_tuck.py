"""Skin and clothes that move together: nothing comes through where they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.avatar.detail import PREVIEW
from qingzhi.avatar.figure import build
from qingzhi.avatar.people.drawn import person as drawn
from qingzhi.avatar.rig import NAMES, softened
from qingzhi.avatar_check import check

if TYPE_CHECKING:
    from qingzhi.avatar.base import Base


def test_cloth_between_the_thighs_follows_them_whole() -> None:
    """Hung evenly on both legs and a little on the hips, it must not turn half as far."""
    row = np.zeros((1, len(NAMES)))
    legs = [NAMES.index("leftUpperLeg"), NAMES.index("rightUpperLeg")]
    row[0, legs] = 0.5
    assert softened(row) == pytest.approx(row)


def test_skin_between_hip_and_thigh_hangs_on_the_helper() -> None:
    """What the other leg carries does not change how hip and thigh share the rest."""
    row = np.zeros((1, len(NAMES)))
    row[0, [NAMES.index(n) for n in ("hips", "leftUpperLeg", "rightUpperLeg")]] = 0.3, 0.3, 0.4
    shared = softened(row)
    assert shared[0, NAMES.index("leftUpperLegSoft")] == pytest.approx(0.6)
    assert shared.sum() == pytest.approx(1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [26, 38])
def test_heavy_women_bend_arms_and_sit_without_skin_through_cloth(base: Base, seed: int) -> None:
    """A dress's sleeves at tight elbows, and a pencil skirt's lap, cover what they covered."""
    report = check(build(base, drawn(seed), PREVIEW).glb, scene="hall", lang="en")
    assert not [fault.where for fault in report.faults if fault.code == "body_through"]
