"""Gums: they bow over the teeth, dip between them, and face the lips."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.avatar.geometry import normals
from qingzhi.avatar.gum import Arch, gum

WIDTHS = np.array([0.0084, 0.0066, 0.0076, 0.0070])
CROWNS = np.array([0.0110, 0.0102, 0.0110, 0.0094])


@pytest.fixture
def arch() -> Arch:
    turn = np.linspace(0, np.pi / 2, 50)
    helper = np.c_[0.026 * np.sin(turn), np.zeros(50), -0.03 * (1 - np.cos(turn))]
    return Arch.of(helper, 0.1, 0.9)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_margin_frees_the_crowns_and_fills_what_lies_between(arch: Arch, sign: int) -> None:
    points, _ = gum(arch, WIDTHS, CROWNS, 1.5, sign)
    margin = points.reshape(-1, 6, 3)[:, 0, 1]
    half = margin[len(margin) // 2 : -1]
    over, between = half[2::4], half[4:-1:4]
    assert (sign * (over - 1.5) > 0.9 * CROWNS).all()
    assert (sign * (over[:-1] - between) > 0.001).all()
    assert (sign * (over[1:] - between) > 0.001).all()


@pytest.mark.parametrize("sign", [1, -1])
def test_both_halves_mirror_each_other_and_face_the_lips(arch: Arch, sign: int) -> None:
    points, faces = gum(arch, WIDTHS, CROWNS, 1.5, sign)
    rows = points.reshape(-1, 6, 3)
    np.testing.assert_allclose(rows[::-1] * [-1, 1, 1], rows, atol=1e-12)
    middle = rows.shape[0] // 2 * 6
    assert normals(points, faces)[middle + 1, 2] > 0.5
