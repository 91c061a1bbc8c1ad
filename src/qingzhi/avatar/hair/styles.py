"""The styles, as data: see `style` for what the numbers mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.avatar.hair.style import (
    Bun,
    Fall,
    Fringe,
    Lock,
    Mound,
    Parting,
    Pole,
    Style,
    Sweep,
    Tail,
    Tier,
    Wave,
    Way,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

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

_MIDDLE: Final = Parting(azimuth=3, end=(3, 76), push=1.0, reach=18, groove=0.25, crest=0.0)
_DOWNWARDS: Final = (
    Pole((180, 80), 0.5, 70),
    Pole((0, -15), 0.7, 42),
    Pole((180, -60), -0.7, 300),
)
"""Away from crown and face, and down."""
_ROUNDED: Final = (
    Mound((180, 40), 0.009, 44),
    Mound((0, 76), 0.005, 40),
    Mound((90, 40), 0.003, 32),
    Mound((-90, 40), 0.003, 32),
)
_SMOOTH: Final = (
    Mound((180, 45), 0.006, 44),
    Mound((0, 70), 0.005, 36),
    Mound((85, 0), -0.004, 26),
    Mound((-85, 0), -0.004, 26),
    Mound((180, -30), -0.003, 30),
)
_LINE: Final = (
    Tier(230, "edge", 0.010, rows=9, columns=2, level=(0.4, 0.8), line=(110, -0.4, 5.0), soft=True,
         length=0.8, roll=0.05, bend=0.1),
    Tier(150, "baby", 0.004, rows=5, columns=2, level=(0.2, 0.4), line=(85, -2.0, 1.5), soft=True,
         length=0.08, roll=0.05, bend=0.05, tip=0.7),
)  # fmt: skip
_FULL: Final = (
    Tier(110, "full", 0.026, level=(0.0, 0.55), tone=0.85),
    Tier(150, "full", 0.018, level=(0.35, 1.0), between=(0, 90)),
    Tier(40, "thin", 0.013, level=(0.8, 1.0), parting=True, root=0.9),
    Tier(70, "thin", 0.012, level=(0.6, 1.02), columns=2, between=(5, 90)),
    *_LINE,
    Tier(50, "wisp", 0.010, level=(0.9, 1.1), columns=2, soft=True, between=(10, 90)),
)  # fmt: skip
_FULL_FRINGE: Final = (
    *_FULL,
    Tier(46, "full", 0.014, rows=8, level=(0.5, 0.9), between=(30, 66), around=(0, 40)),
    Tier(60, "thin", 0.009, rows=8, columns=2, level=(0.5, 1.0), between=(30, 70), around=(0, 45)),
)  # fmt: skip
_AROUND: Final = (
    Tier(260, "edge", 0.009, rows=6, columns=2, level=(0.2, 0.9), line=(178, -0.5, 4.5), soft=True,
         length=0.9, roll=0.05, bend=0.1),
    Tier(200, "baby", 0.004, rows=5, columns=2, level=(0.3, 0.6), line=(178, -1.8, 1.5), soft=True,
         length=0.4, roll=0.05, bend=0.05, tip=0.7),
)  # fmt: skip
_SHORT: Final = (
    Tier(330, "full", 0.014, rows=7, level=(0.2, 0.7), inset=0.009, tone=0.9),
    Tier(330, "thin", 0.010, rows=7, columns=2, level=(0.5, 1.05)),
    *_AROUND,
    Tier(60, "wisp", 0.008, rows=7, columns=2, level=(0.9, 1.15), soft=True, between=(20, 90)),
)  # fmt: skip
_BRUSHED: Final = (
    Tier(520, "full", 0.012, rows=5, columns=2, level=(0.1, 0.7), inset=0.006, tone=0.9, roll=0.3),
    Tier(760, "thin", 0.009, rows=5, columns=2, level=(0.4, 1.1), roll=0.4),
    *_AROUND,
)  # fmt: skip
_CROPPED: Final = (
    Tier(220, "full", 0.016, rows=9, level=(0.1, 0.7), tone=0.9),
    Tier(330, "thin", 0.011, rows=9, columns=2, level=(0.5, 1.05)),
    *_AROUND,
    Tier(60, "wisp", 0.008, rows=8, columns=2, level=(0.9, 1.15), soft=True, between=(20, 90)),
)  # fmt: skip
_THIN: Final = (
    Tier(420, "thin", 0.010, rows=6, columns=2, level=(0.2, 0.9)),
    Tier(220, "edge", 0.010, rows=7, columns=2, level=(0.4, 1.0), soft=True),
    *_AROUND,
    Tier(110, "wisp", 0.008, rows=7, columns=2, level=(0.6, 1.2), soft=True),
)  # fmt: skip
_WAVY: Final = (
    Tier(110, "full", 0.026, rows=22, columns=2, level=(0.0, 0.55), tone=0.85),
    Tier(140, "full", 0.018, rows=24, columns=2, level=(0.35, 1.0), between=(0, 90)),
    Tier(40, "thin", 0.013, rows=22, columns=2, level=(0.8, 1.0), parting=True, root=0.9),
    Tier(50, "thin", 0.012, rows=24, columns=2, level=(0.6, 1.02), between=(5, 90)),
    *_LINE,
    Tier(30, "wisp", 0.010, rows=24, columns=2, level=(0.9, 1.1), soft=True, between=(10, 90)),
)  # fmt: skip
_CURLED: Final = (
    Tier(150, "full", 0.020, rows=20, columns=2, level=(0.1, 0.7), tone=0.85, roll=0.3),
    Tier(170, "full", 0.013, rows=22, columns=2, level=(0.4, 1.05), roll=0.4),
    *_LINE[:1],
    Tier(60, "wisp", 0.009, rows=22, columns=2, level=(0.8, 1.2), soft=True, between=(0, 90)),
)  # fmt: skip
_SET: Final = (
    Tier(300, "full", 0.019, rows=12, columns=2, level=(0.1, 0.8), tone=0.85, roll=0.25),
    Tier(330, "thin", 0.013, rows=12, columns=2, level=(0.4, 1.05), roll=0.35),
    *_AROUND,
    Tier(60, "wisp", 0.009, rows=12, columns=2, level=(0.8, 1.2), soft=True, between=(0, 90)),
)  # fmt: skip
_COILED: Final = (
    Tier(560, "thin", 0.013, rows=11, columns=2, level=(0.5, 1.0), roll=1.2, tip=0.8),
    Tier(200, "edge", 0.010, rows=8, columns=2, line=(178, 0.0, 5.0), soft=True, length=0.5, roll=1),
    Tier(160, "wisp", 0.012, rows=9, columns=2, soft=True, length=1.1, roll=1.2),
)  # fmt: skip


def _gathered(at: Way) -> tuple[Pole, ...]:
    """Lead all hair to one place."""
    return Pole(at, -1.0, 400), Pole((0, -15), 0.9, 42), Pole((88, -22), 0.5, 18), Pole((-88, -22), 0.5, 18)


def _paired(at: Way) -> tuple[Pole, ...]:
    """Lead the hair of each side to its own place."""
    return Pole(at, -1.2, 400, both=True), Pole((0, -15), 0.5, 42)


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
    "bob": Style(
        parting=_MIDDLE._replace(azimuth=14, end=(12, 72)), poles=_DOWNWARDS, volume=0.008,
        mounds=_ROUNDED, rise=0.014, kept=50,
        fall=Fall(
            lengths=(0.36, 0.3, 0.3), cut=(1.0, 0.98), tiers=_FULL, ragged=0.08, cap=0.45,
            ears=0.55, hang=0.007, close=0.10, hold=0.5, held=(10, 40), lift=0.2,
        ),
    ),
    "lob": Style(
        parting=_MIDDLE._replace(azimuth=-18, end=(-14, 70)), poles=_DOWNWARDS, volume=0.0085,
        mounds=_ROUNDED, rise=0.014, kept=50,
        fall=Fall(
            lengths=(0.42, 0.36, 0.34), cut=(1.75, 1.75), tiers=_FULL, ragged=0.14, cap=0.45,
            ears=0.55, hang=0.008, close=0.12, hold=0.5, held=(10, 40), lift=0.2,
            wave=Wave(length=0.15, height=0.006, begin=0.12, round_=0.4, alike=0.85),
        ),
    ),
    "long": Style(
        parting=_MIDDLE, poles=_DOWNWARDS, volume=0.008, mounds=_ROUNDED, rise=0.014, kept=50,
        fall=Fall(
            lengths=(0.60, 0.54, 0.50), cut=(3.2, 3.5), tiers=_FULL, ragged=0.25, cap=0.45,
            ears=0.45, hang=0.008, close=0.14, hold=0.5, held=(10, 40), lift=0.2,
        ),
    ),
    "wavy": Style(
        parting=_MIDDLE._replace(azimuth=-16, end=(-12, 72)), poles=_DOWNWARDS, volume=0.010,
        mounds=_ROUNDED, rise=0.014, kept=50,
        fall=Fall(
            lengths=(0.56, 0.50, 0.48), cut=(2.9, 3.1), tiers=_WAVY, ragged=0.3, cap=0.45,
            ears=0.6, hang=0.012, close=0.10, hold=0.5, held=(10, 40), lift=0.2,
            wave=Wave(length=0.095, height=0.011, begin=0.10, round_=0.6, alike=0.8),
        ),
    ),
    "fringe": Style(
        parting=_MIDDLE._replace(azimuth=0, end=(0, 78), push=1.0), poles=_DOWNWARDS, volume=0.008,
        mounds=_ROUNDED, rise=0.014, kept=50,
        fall=Fall(
            lengths=(0.48, 0.42, 0.40), cut=(1.9, 2.0), tiers=_FULL_FRINGE, ragged=0.14, cap=0.45,
            ears=0.5, hang=0.008, close=0.14, hold=0.5, held=(10, 40), lift=0.2,
            fringe=Fringe(width=38, depth=62, end=-0.20),
        ),
    ),
    "bowl": Style(
        parting=_MIDDLE._replace(azimuth=0, end=(0, 78), push=0.4, groove=0.0),
        poles=(Pole((180, 72), 1.0, 90), Pole((180, -60), -0.3, 300)), volume=0.009,
        mounds=_ROUNDED, rise=0.014, kept=0,
        fall=Fall(
            lengths=(0.24, 0.16, 0.12), cut=(0.30, 0.75), tiers=_FULL_FRINGE, ragged=0.12, cap=0.45,
            ears=0.7, hang=0.006, close=0.10, hold=0.6, held=(0, 35), lift=0.2, frame=30,
            fringe=Fringe(width=58, depth=68, end=-0.24),
        ),
    ),
    "pixie": Style(
        parting=_MIDDLE._replace(azimuth=26, end=(30, 66), push=1.2, groove=0.3),
        poles=(Pole((180, 66), 0.9, 70), Pole((180, -60), -0.5, 300), Pole((40, 40), 0.5, 40)),
        volume=0.009, mounds=(*_ROUNDED, Mound((180, 20), 0.004, 40)), rise=0.014, kept=0,
        fall=Fall(
            lengths=(0.125, 0.075, 0.065), tiers=_CROPPED, tapered=(-10, 45), ragged=0.25, cap=0.4,
            weight=0.10, follow=0.7, hold=0.6, held=(-50, -20), lift=0.35, hang=0.004,
            ears=0.35, stray=0.05, frame=50,
            fringe=Fringe(width=30, depth=60, end=-0.30, at=-12, ragged=0.09),
        ),
    ),
    "side-part": Style(
        parting=Parting(azimuth=30, end=(38, 68), groove=0.55, crest=0.0, push=1.8),
        poles=(Pole((0, -5), 0.7, 45), Pole((180, 60), 0.25, 60), Pole((180, -80), -0.6, 300)),
        volume=0.008,
        mounds=(
            Mound((-12, 48), 0.011, 34), Mound((180, 40), 0.005, 50), Mound((95, 10), -0.004, 40),
            Mound((-95, 10), -0.004, 40), Mound((180, -25), -0.005, 40),
        ),
        rise=0.016, kept=50,
        fall=Fall(
            lengths=(0.085, 0.030, 0.028), tiers=_SHORT, tapered=(8, 38), weight=0.08, follow=0.9,
            hold=0.8, held=(-60, -30), lift=0.35, hang=0.004, fade=0.03, ears=0.0, ragged=0.25, stray=0.05,
            cap=0.3,
        ),
    ),
    "slick": Style(
        parting=_MIDDLE._replace(azimuth=0, end=(0, 60), push=0.0, groove=0.0, crest=0.0),
        poles=(Pole((0, -10), 1.2, 70), Pole((180, -70), -0.9, 300)),
        volume=0.007, mounds=(Mound((0, 50), 0.008, 34), Mound((180, 45), 0.004, 50)),
        rise=0.014, kept=80,
        fall=Fall(
            lengths=(0.14, 0.09, 0.045), tiers=_SHORT, tapered=(0, 40), weight=0.04, follow=1.2,
            hold=0.9, held=(-70, -40), lift=0.25, hang=0.004, fade=0.03, ears=0.0, ragged=0.2, stray=0.02,
            cap=0.3,
        ),
    ),
    "balding": Style(
        parting=_MIDDLE._replace(azimuth=0, end=(0, 60), push=0.0, groove=0.0, crest=0.0),
        poles=(Pole((180, 70), 0.8, 90), Pole((180, -50), -0.6, 300), Pole((0, 0), 0.6, 60)),
        volume=0.006, mounds=(), rise=0.016, kept=80,
        fall=Fall(
            lengths=(0.03, 0.026, 0.024), tiers=_THIN, weight=0.08, follow=0.9, hold=0.8,
            held=(-60, -30), lift=0.3, hang=0.004, fade=0.03, ears=0.0, ragged=0.3, stray=0.07,
        ),
    ),
    "thin": Style(
        parting=Parting(azimuth=-28, end=(-34, 66), groove=0.4, crest=0.0, push=1.4),
        poles=(Pole((0, -5), 0.7, 45), Pole((180, 60), 0.3, 60), Pole((180, -80), -0.6, 300)),
        volume=0.007, mounds=(Mound((10, 48), 0.005, 40),), rise=0.02, kept=50,
        fall=Fall(
            lengths=(0.075, 0.032, 0.03), tiers=_THIN, tapered=(8, 38), weight=0.08, follow=0.9,
            hold=0.7, held=(-60, -30), lift=0.4, hang=0.004, fade=0.03, ears=0.0, ragged=0.3, stray=0.07,
        ),
    ),
    "crop": Style(
        parting=_MIDDLE._replace(azimuth=0, end=(0, 60), push=0.0, groove=0.0, crest=0.0),
        poles=(Pole((170, 60), 1.0, 100), Pole((180, -80), -0.35, 300), Pole((-70, 40), -0.3, 80)),
        volume=0.007, mounds=(Mound((0, 55), 0.009, 45), Mound((180, -20), -0.003, 50)),
        rise=0.012, kept=0,
        fall=Fall(
            lengths=(0.042, 0.016, 0.014), tiers=_BRUSHED, tapered=(5, 42), weight=0.03, follow=0.5,
            hold=0.25, held=(-60, -30), lift=0.7, hang=0.003, fade=0.02, ears=0.0, ragged=0.3,
            stray=0.07,
        ),
    ),
    "curls": Style(
        parting=_MIDDLE._replace(azimuth=-16, end=(-12, 72), push=1.0), poles=_DOWNWARDS,
        volume=0.018, mounds=_ROUNDED, rise=0.02, kept=50,
        fall=Fall(
            lengths=(0.38, 0.32, 0.30), cut=(1.6, 1.7), tiers=_CURLED, ragged=0.35, cap=0.5,
            ears=0.7, hang=0.022, close=0.02, hold=0.2, held=(10, 40), lift=0.5,
            wave=Wave(length=0.042, height=0.0085, begin=0.04, round_=1.0, alike=0.25),
        ),
    ),
    "perm": Style(
        parting=_MIDDLE._replace(azimuth=20, end=(24, 66), push=0.5, groove=0.2),
        poles=(Pole((0, -10), 0.7, 45), Pole((180, 72), 0.9, 80), Pole((180, -50), -0.5, 300)),
        volume=0.016, mounds=(Mound((0, 60), 0.006, 45), Mound((180, 40), 0.008, 50)), rise=0.016,
        kept=60,
        fall=Fall(
            lengths=(0.12, 0.10, 0.075), tiers=_SET, tapered=(-10, 40), ragged=0.3, cap=0.55,
            weight=0.12, follow=0.6, hold=0.5, held=(-40, 0), lift=0.8, hang=0.010, ears=0.4,
            stray=0.04, wave=Wave(length=0.045, height=0.0055, begin=0.012, round_=0.8, alike=0.6),
        ),
    ),
    "afro": Style(
        parting=_MIDDLE._replace(azimuth=0, end=(0, 60), push=0.0, groove=0.0, crest=0.0),
        poles=(Pole((180, 70), 0.6, 90), Pole((180, -40), -0.5, 300)), volume=0.034,
        mounds=(Mound((0, 80), 0.010, 60), Mound((180, -25), -0.014, 40)), rise=0.022, kept=0,
        fall=Fall(
            lengths=(0.062, 0.055, 0.040), tiers=_COILED, tapered=(-20, 40), ragged=0.2, cap=0.66,
            weight=0.02, follow=0.1, held=(-90, -80), lift=3.0, hang=0.02, ears=0.2, stray=0.15,
            wave=Wave(length=0.018, height=0.0036, begin=0.004, round_=1.0, alike=0.0),
        ),
    ),
    "ponytail": Style(
        parting=_MIDDLE._replace(azimuth=10, end=(6, 60), push=0.35, groove=0.0, crest=0.0),
        poles=_gathered((180, 22)), volume=0.0075, mounds=_SMOOTH, rise=0.014,
        tail=Tail(at=(180, 22), length=0.40, thick=0.025, up=-0.15, weight=0.42, locks=90), loose=_mirrored(_TENDRIL),
    ),
    "pigtails": Style(
        parting=Parting(azimuth=0, end=(180, -5), push=1.0, groove=0.2, crest=0.0),
        poles=_paired((104, 4)), volume=0.0065, mounds=_SMOOTH, rise=0.014,
        tail=Tail(at=(104, 4), length=0.26, thick=0.018, both=True, locks=44,
            up=-0.2, weight=0.45, wave=0.004),
    ),
    "braid": Style(
        parting=Parting(azimuth=0, end=(180, -5), push=1.0, groove=0.2, crest=0.0),
        poles=_paired((118, -16)), volume=0.0065, mounds=_SMOOTH, rise=0.014,
        tail=Tail(at=(118, -16), length=0.34, thick=0.013, both=True, braided=True, width=0.010,
            up=-0.3, weight=0.5),
    ),
}
