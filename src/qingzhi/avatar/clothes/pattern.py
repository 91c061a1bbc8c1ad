"""Garments as tables: where their lines run, in metres on a person of 165 cm.

Angles are in radians; what is called a share has no unit. A `zone` is a kind of surface in
`fabric`. The defaults are those of a woman's suit; `wardrobe` says what others do differently.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

Flat = tuple[float, float]
"""A place in front view: to the left, and up."""


class Lapel(NamedTuple):
    """Notched lapels and the collar that meets them."""

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


class Collar(NamedTuple):
    """A collar on a stand, with leaves that turn down over it, or the stand alone."""

    zone: str = "shirt"
    gap: float = 0.0042
    """Off the body where it is sewn on."""
    seam: float = 0.004
    """Where the collar is sewn on in front, above the neck pit."""
    rise: float = 0.036
    """How much higher that is behind."""
    stand: tuple[float, float] = (0.026, 0.034)
    """Of the collar, in front and behind."""
    point: Flat = (0.040, -0.036)
    """Of the collar's tip from the neck pit."""
    leaf: bool = True
    snug: float = 0.003
    """How far it is drawn to the neck at its crease, but in front, where it is open."""


class Sleeve(NamedTuple):
    """A set-in sleeve."""

    end: float = 0.0
    """Share of the way from the wrist up to the armpit at which it ends."""
    cuff: float = 0.0118
    """Off the wrist."""
    ease: float = 0.005
    """Off the upper arm."""
    buttons: tuple[float, ...] = (0.017, 0.032, 0.047)
    """Above the edge of the sleeve."""
    band: bool = False
    """Whether it ends in a cuff of its own that gathers it."""
    rib: bool = False
    """Whether that cuff is knitted."""
    lined: str | None = "shirt"
    """The zone of the cuff that shows below it."""
    piped: bool = False
    """Whether a cord runs round its edge, which is above the elbow."""


class Pocket(NamedTuple):
    """A pocket on the left front; `both` sides have one, or the left alone."""

    kind: Literal["flap", "patch", "welt"]
    at: Flat
    """Its upper inner corner: from the middle, and above the hem (or from the neck pit, if
    negative)."""
    width: float
    height: float
    slope: float = 0.012
    """How much higher its outer corner is."""
    both: bool = True


class Jacket(NamedTuple):
    """A garment of the upper body, open in front or not, with sleeves or without."""

    zone: str = "coat"
    hem: float = -0.02
    """Above the hip joint."""
    front: tuple[Flat, ...] = ((0.052, 0.0005), (0.022, 0.007), (0.002, 0.030), (-0.012, 0.085))
    """The lower corner in front, above the hem: it curves away."""
    overlap: float = 0.018
    """How far each side reaches past the middle where it is buttoned; 0 is no opening at all."""
    depth: float = 0.235
    """From the neck pit down to where the opening begins."""
    scoop: float | None = None
    """How round the neckline of a garment without an opening is; None is a straight roll line."""
    wide: float = 0.0
    """How much further from the neck its neckline lies than beside a collar."""
    neck_band: float = 0.0
    """Width of what binds the neckline of a garment without an opening."""
    neck_zone: str = "coat"
    ease: tuple[float, ...] = (0.016, 0.015, 0.014, 0.014, 0.012, 0.009, 0.0105)
    """Off the body at hip, half way, waist, bust, armpit, shoulder, neck."""
    hollow: float = 0.8
    """Share of the body's hollow between hip and bust that its sides follow."""
    flare: float = 0.10
    """How far it stands out for each metre below where it is flared from."""
    flare_at: float = 0.02
    """Where that is, above the hip joint."""
    pad: float = 0.016
    """On the tip of the shoulder."""
    detail: float = 1.0
    """Share of a panel's rows that it is given: what something else covers needs fewer."""
    princess: float | None = 0.52
    """Share of the width at which the seam over the bust runs."""
    back_seam: bool = True
    vent: float = 0.0
    """How far up from the hem that seam is open, one side over the other."""
    lapel: Lapel | None = Lapel()
    collar: Collar | None = None
    sleeve: Sleeve | None = Sleeve()
    band: float = 0.0
    """Width of the ribs along its opening."""
    hem_rib: float = 0.0
    """Height of the knitted band that gathers its hem."""
    yoke: float | None = None
    """Share of a panel's height above which a yoke of another shade lies on it."""
    zip: bool = False
    """Whether a zip runs up its middle."""
    belt: float = 0.0
    """Height of a belt at the waist."""
    pockets: tuple[Pocket, ...] = (Pocket("flap", (0.050, 0.085), 0.098, 0.040),)
    buttons: tuple[float, ...] = (0.012, 0.105)
    """Below where the opening begins."""
    button: str = "button"
    button_size: float = 0.0095
    piped: bool = False
    """Whether cords run along its edges, and frogs close it at its right."""
    badge: Flat = (-0.014, -0.135)
    """Beside the lapel, and above the neck pit."""


class Shirt(NamedTuple):
    """What is seen of a shirt below something else."""

    collar: Collar = Collar()
    placket: float = 0.0142
    """Half its width."""
    buttons: tuple[float, ...] = (0.072, 0.143, 0.214)
    """Below the collar's seam."""


class Ribbon(NamedTuple):
    """A ribbon crossed below the collar."""

    line: tuple[Flat, ...] = ((-0.020, 0.012), (-0.008, -0.002), (0.003, -0.014), (0.020, -0.050))
    """The middle of one end, from the collar's seam."""
    width: tuple[float, float, float] = (0.006, 0.0065, 0.0125)
    """Half of it, along that line."""


class Tie(NamedTuple):
    """A tie with a plain knot."""

    knot: tuple[float, float, float] = (0.018, 0.0115, 0.034)
    """Half its width above and below, and its height."""
    blade: tuple[float, float] = (0.0105, 0.038)
    """Half the width below the knot, and at the end of a whole one."""
    length: float = 0.43


class Trousers(NamedTuple):
    """Straight trousers."""

    zone: str = "trousers"
    hem: float = 0.024
    """Above the ground."""
    slant: float = 0.008
    """How much higher than this in front, and lower behind."""
    rise: float = 0.06
    """Above the hip joint."""
    crease: float = 0.005
    ankle: float = 0.053
    """Radius at the ground."""
    thigh: float = 0.003
    """Off the thigh."""
    gap: float = 0.007


class Skirt(NamedTuple):
    """A skirt, straight or flared."""

    zone: str = "skirt"
    hem: float = 0.03
    """Above the knee, as negative below it."""
    rise: float = 0.075
    """Above the hip joint."""
    ease: float = 0.007
    flare: float = -0.05
    """How far it stands out for each metre below the hip."""
    waves: float = 0.0
    """How deep the folds at its hem are."""
    slit: float = 0.0


class Shoes(NamedTuple):
    """Closed shoes with an almond toe; cut low, they are pumps."""

    zone: str = "shoes"
    top: tuple[float, float] = (0.081, 0.062)
    """Height of the upper edge in front and behind."""
    toe: float = 0.012
    """How far they are longer than the foot."""
    sole: float = 0.006
    sole_zone: str = "sole"
    welt: float = 0.0045
    heel: float = 0.020
    """How high the heel's side is seen to be."""
    laces: bool = False


class Dress(NamedTuple):
    """All that somebody wears."""

    tops: tuple[Jacket, ...] = (Jacket(),)
    """From the outermost to the innermost."""
    shirt: Shirt | None = Shirt()
    """What is seen of it below the outermost top."""
    below: Trousers | Skirt | None = Trousers()
    shoes: Shoes = Shoes()
    neckwear: Literal["ribbon", "tie", "none"] = "none"
