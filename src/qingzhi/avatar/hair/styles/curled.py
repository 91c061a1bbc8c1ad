"""Hair that curls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.avatar.hair import cards, tiers
from qingzhi.avatar.hair.cut import Cut
from qingzhi.avatar.hair.cut import Wave as Waved
from qingzhi.avatar.hair.style import Fall, Mound, Pole, Style, Wave
from qingzhi.avatar.hair.styles.common import CLEAR, DOWNWARDS, MIDDLE, ROUNDED

if TYPE_CHECKING:
    from collections.abc import Mapping

CURLED: Final[Mapping[str, Style]] = {
    "curls": Style(
        parting=CLEAR._replace(azimuth=-16, end=(-12, 72)),
        poles=DOWNWARDS,
        volume=0.014,
        mounds=ROUNDED,
        rise=0.016,
        kept=50,
        fall=Fall(
            lengths=(0.38, 0.32, 0.30),
            cut=(1.6, 1.7),
            tiers=tiers.CURLED,
            rooted=66,
            ragged=0.35,
            sheet=0.85,
            shown=1.0,
            ears=0.7,
            hang=0.018,
            close=0.04,
            hold=0.5,
            held=(10, 40),
            lift=0.1,
            wave=Wave(length=0.07, height=0.009, begin=0.07, round_=0.7, alike=0.8),
        ),
    ),
}
SHORT_CURLED: Final[Mapping[str, Cut]] = {
    "perm": Cut(
        style=Style(
            parting=MIDDLE._replace(azimuth=20, end=(24, 66), push=0.5, groove=0.15),
            poles=(Pole((0, -10), 0.7, 45), Pole((180, 72), 0.9, 80), Pole((180, -85), -0.5, 300)),
            volume=0.012,
            mounds=(Mound((0, 60), 0.008, 45), Mound((180, 40), 0.009, 50)),
            rise=0.012,
            kept=60,
        ),
        top=0.085,
        side=0.05,
        back=0.042,
        tapered=(-10, 40),
        layers=cards.CURLED,
        rise=0.02,
        stray=0.2,
        swirl=0.25,
        clear=7,
        wave=Waved(length=0.032, height=0.0042),
    ),
    "afro": Cut(
        style=Style(
            parting=MIDDLE._replace(azimuth=0, end=(0, 60), push=0.0, groove=0.0, crest=0.0),
            poles=(Pole((180, 70), 0.6, 90), Pole((180, -40), -0.5, 300)),
            volume=0.026,
            mounds=(Mound((0, 80), 0.012, 60), Mound((180, -25), -0.010, 40)),
            rise=0.020,
            kept=-12,
        ),
        top=0.055,
        front=0.6,
        side=0.048,
        back=0.042,
        layers=cards.COILED,
        rise=0.006,
        sunk=0.6,
        flick=0.004,
        stray=0.9,
        swirl=0.6,
        cap=0.55,
        clear=6,
        wave=Waved(length=0.024, height=0.0042, round_=0.9, alike=0.2),
    ),
}
