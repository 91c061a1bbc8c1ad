"""Hair that curls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.avatar.hair import tiers
from qingzhi.avatar.hair.style import Fall, Mound, Pole, Style, Wave
from qingzhi.avatar.hair.styles.common import DOWNWARDS, MIDDLE, ROUNDED

if TYPE_CHECKING:
    from collections.abc import Mapping

CURLED: Final[Mapping[str, Style]] = {
    "curls": Style(
        parting=MIDDLE._replace(azimuth=-16, end=(-12, 72), push=1.0),
        poles=DOWNWARDS,
        volume=0.018,
        mounds=ROUNDED,
        rise=0.02,
        kept=50,
        fall=Fall(
            lengths=(0.38, 0.32, 0.30),
            cut=(1.6, 1.7),
            tiers=tiers.CURLED,
            rooted=66,
            ragged=0.35,
            cap=0.5,
            ears=0.7,
            hang=0.022,
            close=0.02,
            hold=0.45,
            held=(10, 40),
            lift=0.3,
            wave=Wave(length=0.066, height=0.0105, begin=0.04, round_=0.9, alike=0.4),
        ),
    ),
    "perm": Style(
        parting=MIDDLE._replace(azimuth=20, end=(24, 66), push=0.5, groove=0.2),
        poles=(Pole((0, -10), 0.7, 45), Pole((180, 72), 0.9, 80), Pole((180, -85), -0.5, 300)),
        volume=0.016,
        mounds=(Mound((0, 60), 0.006, 45), Mound((180, 40), 0.008, 50)),
        rise=0.016,
        kept=60,
        fall=Fall(
            lengths=(0.11, 0.065, 0.05),
            tiers=tiers.SET,
            tapered=(-10, 40),
            ragged=0.3,
            cap=0.55,
            weight=0.12,
            follow=0.6,
            hold=0.5,
            held=(-40, 0),
            lift=0.8,
            hang=0.010,
            ears=0.4,
            stray=0.04,
            wave=Wave(length=0.045, height=0.0055, begin=0.012, round_=0.8, alike=0.6),
        ),
    ),
    "afro": Style(
        parting=MIDDLE._replace(azimuth=0, end=(0, 60), push=0.0, groove=0.0, crest=0.0),
        poles=(Pole((180, 70), 0.6, 90), Pole((180, -40), -0.5, 300)),
        volume=0.034,
        mounds=(Mound((0, 80), 0.010, 60), Mound((180, -25), -0.014, 40)),
        rise=0.022,
        kept=-12,
        fall=Fall(
            lengths=(0.052, 0.048, 0.036),
            tiers=tiers.COILED,
            tapered=(-20, 40),
            ragged=0.1,
            cap=0.66,
            weight=0.02,
            follow=0.1,
            held=(-90, -80),
            lift=3.0,
            hang=0.02,
            ears=0.2,
            stray=0.15,
            wave=Wave(length=0.018, height=0.0036, begin=0.004, round_=1.0, alike=0.0),
        ),
    ),
}
