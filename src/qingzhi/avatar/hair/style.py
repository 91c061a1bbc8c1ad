"""Hair styles as data: where hair parts, which way it flows, how full it is, where it ends.

A style is a flow on the head. Hair runs away from the parting and from everything that pushes, and
towards what pulls; strands that follow one flow never cross, however many there are.
Directions are (azimuth, elevation) in degrees as in `scalp`; heights are metres over the skin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Way = tuple[float, float]


class Pole(NamedTuple):
    """Something that hair flows away from; with a negative push, towards."""

    at: Way
    push: float
    reach: float
    """Degrees over which the push falls to a third."""


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


class Sweep(NamedTuple):
    """Locks laid along one curve over the others, to frame the face."""

    ways: tuple[tuple[float, float, float], ...]
    """Azimuth, elevation, and metres over the skin; it goes on to the bun."""
    locks: int
    spread: float
    """Degrees that locks lie apart, at most."""
    width: float
    soft: float = 0.55
    """Share of the locks, lowest first, that are blended: what borders on the face has no edge."""


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


class Style(NamedTuple):
    """How hair is worn."""

    parting: Parting
    poles: tuple[Pole, ...]
    volume: float
    """Metres that hair stands off the skin where nothing adds to it."""
    mounds: tuple[Mound, ...]
    rise: float
    """Metres from the hairline over which hair reaches its height."""
    bun: Bun
    swept: tuple[Sweep, ...] = ()
    loose: tuple[Lock, ...] = ()
    locks: int = 89
    """Locks laid over the closed surface."""
    stray: int = 64
    """Single hairs that stand off."""


def _mirrored(lock: Lock) -> tuple[Lock, Lock]:
    azimuth, elevation = lock.root
    return lock, lock._replace(root=(-azimuth, elevation))


_TENDRIL: Final = Lock(
    root=(71, 2),
    path=(
        (-0.001, 0.0, 0.0), (0.003, -0.012, 0.006), (0.004, -0.034, 0.008),
        (0.002, -0.058, 0.006), (-0.003, -0.078, 0.002), (-0.009, -0.094, 0.0),
    ),
    width=0.0055,
)  # fmt: skip

_SWEEPS: Final = (
    Sweep(
        ways=(
            (15, 34.5, 0.003), (0, 34.5, 0.005), (-18, 31.5, 0.0055), (-34, 25, 0.006),
            (-48, 14.5, 0.007), (-62, 5, 0.0055), (-80, 1, 0.0045), (-104, -1, 0.005),
            (-135, -6, 0.009), (-165, -12, 0.010),
        ),
        locks=9,
        spread=5.0,
        width=0.012,
    ),
    Sweep(
        ways=(
            (19, 34.5, 0.003), (28, 32.5, 0.005), (38, 27, 0.006), (48, 17, 0.007),
            (60, 7, 0.0055), (78, 1, 0.0045), (104, -1, 0.005), (135, -6, 0.009),
            (165, -12, 0.010),
        ),
        locks=8,
        spread=5.0,
        width=0.012,
    ),
)  # fmt: skip

STYLES: Final[Mapping[str, Style]] = {
    "bun": Style(
        parting=Parting(azimuth=17, end=(14, 66), groove=0.2),
        poles=(
            Pole((180, -17), -1.0, 400),
            Pole((0, -15), 0.9, 42),
            Pole((88, -22), 0.5, 18),
            Pole((-88, -22), 0.5, 18),
        ),
        volume=0.0085,
        mounds=(
            Mound((180, 50), 0.006, 44),
            Mound((0, 70), 0.004, 34),
            Mound((95, 42), 0.006, 32),
            Mound((-95, 42), 0.006, 32),
            Mound((-4, 48), 0.002, 26),
            Mound((78, 0), -0.003, 26),
            Mound((-78, 0), -0.003, 26),
            Mound((115, -5), -0.004, 20),
            Mound((-115, -5), -0.004, 20),
            Mound((180, -32), -0.003, 26),
        ),
        rise=0.014,
        bun=Bun(at=(180, -18)),
        swept=_SWEEPS,
        loose=_mirrored(_TENDRIL),
    ),
}
