"""Garments as tables: where their lines run, in metres on a person of 165 cm."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Jacket(NamedTuple):
    """Angles in radians from level; positions as shares where they have no unit."""

    hem: float = -0.02
    """Above the hip joint."""
    depth: float = 0.235
    """From the neck pit down to the top button."""
    overlap: float = 0.018
    ease: tuple[float, ...] = (0.016, 0.017, 0.022, 0.014, 0.014, 0.011, 0.0135)
    """Off the body at hip, half way, waist, bust, armpit, shoulder, neck."""
    princess: float = 0.52
    gorge_at: float = 0.17
    """Where on the roll line, from the neck down, the collar meets the lapel."""
    gorge_angle: float = np.radians(-24)
    gorge: float = 0.030
    notch: float = 0.031
    notch_angle: float = np.radians(66)
    point: float = 0.027
    thick: float = 0.0032
    stand: float = 0.022
    fall: float = 0.044
    pocket: float = 0.105
    """Of the flap's upper edge above the hem."""
    buttons: tuple[float, ...] = (0.012, 0.105)
    """Below where the opening begins."""
    badge: tuple[float, float] = (0.104, -0.114)
    """Of its middle: to the left, and above the neck pit."""
