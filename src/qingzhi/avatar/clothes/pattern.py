"""Garments as tables: where their lines run, in metres on a person of 165 cm.

Angles are in radians; what is called a share has no unit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

Flat = tuple[float, float]
"""A place in front view: to the left, and up."""


class Jacket(NamedTuple):
    """A single-breasted jacket with notched lapels."""

    hem: float = -0.02
    """Above the hip joint."""
    front: tuple[Flat, ...] = ((0.052, 0.0005), (0.022, 0.007), (0.002, 0.030), (-0.012, 0.085))
    """The lower corner in front, above the hem: it curves away."""
    overlap: float = 0.018
    """How far each side reaches past the middle where it is buttoned."""
    depth: float = 0.235
    """From the neck pit down to the top button."""
    ease: tuple[float, ...] = (0.016, 0.016, 0.020, 0.014, 0.012, 0.008, 0.0095)
    """Off the body at hip, half way, waist, bust, armpit, shoulder, neck."""
    princess: float = 0.52
    """Share of the width at which the seam over the bust runs."""
    gorge_at: float = 0.17
    """Share of the roll line, from the neck down, at which the collar meets the lapel."""
    gorge_angle: float = float(np.radians(-24))
    """Of the seam between collar and lapel, from level."""
    gorge: float = 0.030
    notch: float = 0.031
    """From the notch to the tip of the lapel."""
    notch_angle: float = float(np.radians(66))
    point: float = 0.027
    """From the notch to the tip of the collar."""
    belly: Flat = (0.012, -0.010)
    """How the lapel's edge swells between its tip and the button."""
    thick: float = 0.0032
    stand: float = 0.022
    """Of the collar at the nape, above the point of the neck."""
    fall: float = 0.044
    """From there down to its edge."""
    flap: tuple[float, float, float, float] = (0.050, 0.085, 0.098, 0.040)
    """Inner corner from the middle and above the hem, width, height."""
    buttons: tuple[float, ...] = (0.012, 0.105)
    """Below where the opening begins."""
    badge: Flat = (-0.014, -0.135)
    """Beside the lapel, and above the neck pit."""
    cuff_buttons: tuple[float, ...] = (0.017, 0.032, 0.047)
    """Above the edge of the sleeve."""


class Shirt(NamedTuple):
    """A shirt with a pointed collar, and a ribbon crossed below it."""

    gap: float = 0.0048
    seam: float = 0.004
    """Where the collar is sewn on in front, above the neck pit."""
    rise: float = 0.036
    """How much higher that is behind."""
    stand: tuple[float, float] = (0.026, 0.034)
    """Of the collar, in front and behind."""
    point: Flat = (0.040, -0.036)
    """Of the collar's tip from the neck pit."""
    placket: float = 0.0142
    """Half its width."""
    buttons: tuple[float, ...] = (0.072, 0.143, 0.214)
    """Below the collar's seam."""
    ribbon: tuple[Flat, ...] = ((-0.020, 0.012), (-0.008, -0.002), (0.003, -0.014), (0.020, -0.050))
    """The middle of one end, from the collar's seam."""
    ribbon_width: tuple[float, float, float] = (0.006, 0.0065, 0.0125)
    """Half of it, along that line."""


class Trousers(NamedTuple):
    """Straight trousers."""

    hem: float = 0.024
    """Above the ground."""
    slant: float = 0.008
    """How much higher than this in front, and lower behind."""
    rise: float = 0.06
    """Above the hip joint, where the jacket covers them."""
    crease: float = 0.006


class Shoes(NamedTuple):
    """Loafers."""

    top: float = 0.081
    toe: float = 0.012
    """How far they are longer than the foot."""
