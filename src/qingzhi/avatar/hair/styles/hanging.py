"""Hair that hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.avatar.hair import tiers
from qingzhi.avatar.hair.style import Fall, Fringe, Style, Tier, Wave
from qingzhi.avatar.hair.styles.common import CLEAR, DOWNWARDS, ROUNDED

if TYPE_CHECKING:
    from collections.abc import Mapping


def _laid(column: str, columns: int = 3, rows: int = 12) -> tuple[Tier, ...]:
    """Return what lies under and over sheets, tips as a column of the picture has them."""
    over = Tier(
        120, column, 0.019, rows=rows, columns=columns, level=(0.92, 1.0), between=(0, 90),
        inset=0.013, tip=0.75, even=0.02, roll=0.035, bend=0.12,
    )  # fmt: skip
    thin = over._replace(column="thin", width=0.012, columns=2, tip=0.4)
    return (
        Tier(72, column, 0.026, rows=rows, columns=2, level=(0.0, 0.55), between=(-90, 24),
             inset=0.010, tone=0.78, tip=0.8),
        over,
        thin._replace(locks=46, level=(0.93, 0.99), parting=True, root=0.9),
        thin._replace(locks=90, level=(0.94, 1.02), between=(5, 90), inset=0.012),
        Tier(34, "wisp", 0.010, rows=rows, columns=2, level=(0.9, 1.06), soft=True,
             between=(10, 90)),
    )  # fmt: skip


_FULL: Final = _laid("full")
_EVEN: Final = _laid("blunt")
_WAVY: Final = _laid("full", columns=2, rows=18)

HANGING: Final[Mapping[str, Style]] = {
    "bob": Style(
        parting=CLEAR._replace(azimuth=14, end=(12, 72)),
        poles=DOWNWARDS,
        volume=0.008,
        mounds=ROUNDED,
        rise=0.014,
        kept=50,
        fall=Fall(
            lengths=(0.36, 0.3, 0.3),
            cut=(1.0, 0.98),
            tiers=_EVEN,
            rooted=66,
            ragged=0.035,
            sheet=0.9,
            ears=0.55,
            hang=0.007,
            turn=0.016,
            close=0.10,
            hold=0.5,
            held=(10, 40),
            lift=0.06,
        ),
    ),
    "lob": Style(
        parting=CLEAR._replace(azimuth=-18, end=(-14, 70)),
        poles=DOWNWARDS,
        volume=0.0085,
        mounds=ROUNDED,
        rise=0.014,
        kept=50,
        fall=Fall(
            lengths=(0.42, 0.36, 0.34),
            cut=(1.75, 1.75),
            tiers=_EVEN,
            rooted=66,
            ragged=0.07,
            sheet=0.9,
            shown=1.5,
            ears=0.55,
            hang=0.008,
            turn=0.010,
            close=0.25,
            hold=0.5,
            held=(10, 40),
            lift=0.06,
            wave=Wave(length=0.15, height=0.006, begin=0.12, round_=0.4, alike=0.85),
        ),
    ),
    "long": Style(
        parting=CLEAR,
        poles=DOWNWARDS,
        volume=0.008,
        mounds=ROUNDED,
        rise=0.014,
        kept=50,
        fall=Fall(
            lengths=(0.60, 0.54, 0.50),
            cut=(3.2, 3.5),
            tiers=_FULL,
            rooted=66,
            ragged=0.25,
            sheet=0.9,
            shown=1.5,
            ears=0.45,
            hang=0.008,
            close=0.30,
            hold=0.5,
            held=(10, 40),
            lift=0.06,
        ),
    ),
    "wavy": Style(
        parting=CLEAR._replace(azimuth=-16, end=(-12, 72)),
        poles=DOWNWARDS,
        volume=0.010,
        mounds=ROUNDED,
        rise=0.014,
        kept=50,
        fall=Fall(
            lengths=(0.56, 0.50, 0.48),
            cut=(2.9, 3.1),
            tiers=_WAVY,
            rooted=66,
            ragged=0.3,
            sheet=0.9,
            shown=1.5,
            ears=0.6,
            hang=0.012,
            close=0.10,
            hold=0.5,
            held=(10, 40),
            lift=0.06,
            wave=Wave(length=0.12, height=0.0095, begin=0.12, round_=0.6, alike=0.96),
        ),
    ),
    "fringe": Style(
        parting=CLEAR._replace(azimuth=0, end=(0, 78), push=1.0),
        poles=DOWNWARDS,
        volume=0.008,
        mounds=ROUNDED,
        rise=0.014,
        kept=50,
        fall=Fall(
            lengths=(0.48, 0.42, 0.40),
            cut=(1.9, 2.0),
            tiers=tiers.FULL_FRINGE,
            rooted=66,
            ragged=0.14,
            sheet=0.9,
            shown=1.5,
            ears=0.5,
            hang=0.008,
            close=0.30,
            hold=0.5,
            held=(10, 40),
            lift=0.06,
            fringe=Fringe(width=42, depth=62, end=-0.24, ragged=0.025, longer=0.16),
        ),
    ),
}
