"""Hair styles as data: where hair parts, which way it flows, how full it is, where it ends.

A style is a flow on the head. Hair runs away from the parting and from everything that pushes, and
towards what pulls; strands that follow one flow never cross, however many there are.
Directions are (azimuth, elevation) in degrees as in `scalp`; heights are metres over the skin.
"""

from __future__ import annotations

from typing import NamedTuple

Way = tuple[float, float]


class Pole(NamedTuple):
    """Something that hair flows away from; with a negative push, towards."""

    at: Way
    push: float
    reach: float
    """Degrees over which the push falls to a third."""
    both: bool = False
    """Whether each side of the head has its own, mirrored."""


class Parting(NamedTuple):
    """A line from which hair falls to both sides."""

    azimuth: float
    """Of its front end, which lies on the hairline."""
    end: Way
    push: float = 1.6
    reach: float = 22.0
    groove: float = 0.5
    """How much of the volume is missing along its front, 0..1."""
    crest: float = 0.16
    """How much is added along its rear, so that the outline has no notch there."""
    bare: float = 0.0
    """Metres of skin that it shows across."""


class Mound(NamedTuple):
    """Volume added round a direction."""

    at: Way
    height: float
    width: float
    """Degrees at which it has fallen to a third."""


class Lock(NamedTuple):
    """A loose lock: it leaves the flow and hangs down."""

    root: Way
    path: tuple[tuple[float, float, float], ...]
    """Metres from the root: outwards, up, forwards."""
    width: float
    twins: int = 4
    """How many hang side by side."""
    spread: float = 1.6
    """Degrees between them."""


class Bun(NamedTuple):
    """Hair wound to a coil."""

    at: Way
    ring: float = 0.0195
    """Radius of the coil's middle line."""
    tube: float = 0.0205
    """Radius of the coiled rope; more than `ring` closes the hole."""
    deep: float = 0.35
    """Share of the rope's height by which it sinks into the hair below."""
    flat: float = 0.86
    """Height of the rope over its width."""


class Tail(NamedTuple):
    """Tied hair that hangs."""

    at: Way
    """Where it is tied."""
    length: float
    """Metres of an adult's."""
    thick: float = 0.019
    """Radius in metres."""
    both: bool = False
    """Whether there is one on each side."""
    braided: bool = False
    up: float = 0.1
    """How far it points up where it leaves the tie."""
    weight: float = 0.22
    """How soon it turns down."""
    locks: int = 62
    width: float = 0.014
    tip: float = 0.3
    """Width at the tip, over the greatest."""
    wave: float = 0.002
    """Metres that it waves aside."""


class Wave(NamedTuple):
    """Waves or curls."""

    length: float
    """Metres from crest to crest."""
    height: float
    """Metres that a crest stands aside."""
    begin: float = 0.03
    """Metres from the root."""
    round_: float = 0.5
    """0 waves aside only, 1 winds like a screw."""
    alike: float = 0.8
    """How nearly neighbours wave alike."""


class Fringe(NamedTuple):
    """Hair that falls over the forehead."""

    width: float
    """Degrees to both sides that it is rooted in."""
    depth: float
    """Elevation in degrees of its highest roots."""
    end: float
    """Where it is cut, by levels as `Fall.cut`."""
    at: float = 0.0
    """Azimuth of its middle."""
    ragged: float = 0.05
    longer: float = 0.0
    """Levels that it ends lower at its sides."""


class Tier(NamedTuple):
    """Locks that are laid alike."""

    locks: int
    column: str
    width: float
    rows: int = 12
    columns: int = 3
    level: tuple[float, float] = (0.2, 1.0)
    """Share of the hair's height where roots are low and where they are high."""
    length: float = 1.0
    inset: float = 0.005
    """Metres that roots lie inside the hairline, at least."""
    between: Way = (-90.0, 90.0)
    """Elevations of the roots."""
    around: Way = (0.0, 180.0)
    """Azimuths of the roots, off the face."""
    parting: bool = False
    """Roots beside the parting."""
    tone: float = 1.0
    roll: float = 0.12
    root: float = 0.35
    tip: float = 0.4
    bend: float = 0.28
    even: float = 0.08
    """Share of the hair's height by which they lie higher or lower than their roots say."""
    soft: bool = False


class Fall(NamedTuple):
    """Hair that hangs or lies free. Lengths are an adult's, and follow the size of the head."""

    lengths: tuple[float, float, float]
    """Metres on top, at the sides, at the back."""
    tiers: tuple[Tier, ...]
    cut: tuple[float, float] | None = None
    """Where it ends in front and behind: 0 the eyes, 1 the chin, and so on downwards."""
    tapered: Way = (5.0, 40.0)
    """Elevations of roots between which sides and back pass into the top."""
    weight: float = 0.25
    """How soon hair turns down."""
    follow: float = 0.5
    """How closely it follows the flow, where that holds it."""
    held: Way = (0.0, 45.0)
    """Elevations from which, and from which fully, the flow holds hair."""
    hold: float = 0.0
    """How closely held hair keeps to its height: 1 is combed flat."""
    lift: float = 0.4
    """How steeply it leaves the skin."""
    hang: float = 0.014
    """Metres that the outermost hair hangs off the skin."""
    close: float = 0.0
    """How hard hanging hair is drawn to the neck."""
    drape: float = 0.06
    """How hard it is led before or behind the shoulders."""
    ahead: float = 62.0
    """Degrees of azimuth of the roots up to which it hangs before them."""
    rooted: float = 0.0
    """Degrees of azimuth up to which fine hair is rooted along the hairline; 0: none."""
    ears: float = 1.0
    """Share of the ears that hair lies over."""
    frame: float = 44.0
    """Degrees of azimuth that are kept free before the face."""
    ragged: float = 0.12
    stray: float = 0.02
    wave: Wave | None = None
    fringe: Fringe | None = None
    turn: float = 0.0
    """Metres that tips bend inwards."""
    sheet: float = 0.0
    """Share of the hair's height at which two sheets fall from parting and crown; 0: none."""
    shown: float = 9.0
    """The level at which these sheets end, unless hair is cut higher."""


class Style(NamedTuple):
    """How hair is worn."""

    parting: Parting
    poles: tuple[Pole, ...]
    volume: float
    """Metres that hair stands off the skin where nothing adds to it."""
    mounds: tuple[Mound, ...]
    rise: float
    """Metres from the hairline over which hair reaches its height."""
    bun: Bun | None = None
    tail: Tail | None = None
    fall: Fall | None = None
    kept: float = 180.0
    """Azimuth in degrees up to which hair doesn't cross the hairline."""
    loose: tuple[Lock, ...] = ()
    locks: int = 89
    """Locks laid over the closed surface."""
    stray: int = 80
    """Single hairs that stand off."""
