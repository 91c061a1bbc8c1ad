"""Tremble goes, movement stays."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.motion.quaternion import about, angle_between
from qingzhi.motion.smoothing import OneEuro, Turning

DT = 1 / 60


def test_tremble_is_taken_out() -> None:
    """Noise around a resting value comes out a third as strong or less."""
    noise = np.random.default_rng(2).normal(0, 0.02, (300, 1))
    smooth = OneEuro(1.5, 0.5)
    shown = np.array([smooth(0.5 + value, DT)[0] for value in noise])
    assert shown[60:].std() < noise[60:].std() / 3


def test_quick_movement_is_followed() -> None:
    """A swing of one unit in a quarter of a second lags by less than a tenth."""
    smooth = OneEuro(1.5, 10.0)
    for frame in range(60):
        shown = smooth(np.array([min(1.0, max(0.0, (frame - 30) / 15))]), DT)
    assert shown[0] > 0.9


def test_no_joint_is_faster_than_allowed() -> None:
    """A turn that jumps is spread over time, and gets there."""
    smooth = Turning(5.0, 5.0, 3.0)
    at = smooth(about((0.0, 1.0, 0.0), np.zeros(1)), DT)
    fastest = 0.0
    for _ in range(120):
        moved = smooth(about((0.0, 1.0, 0.0), np.full(1, 2.0)), DT)
        fastest = max(fastest, float(angle_between(at, moved)[0]) / DT)
        at = moved
    assert fastest <= 3.0 + 1e-6
    assert float(angle_between(at, about((0.0, 1.0, 0.0), 2.0))[0]) == pytest.approx(0.0, abs=0.02)
