"""Short hair that keeps its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.avatar.hair import tiers
from qingzhi.avatar.hair.style import Fall, Fringe, Mound, Parting, Pole, Style
from qingzhi.avatar.hair.styles.common import MIDDLE, ROUNDED

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORT: Final[Mapping[str, Style]] = {
    "pixie": Style(
        parting=MIDDLE._replace(azimuth=30, end=(34, 66), push=0.0, groove=0.2),
        poles=(Pole((180, 66), 0.9, 70), Pole((180, -85), -0.5, 300), Pole((40, 40), 0.5, 40)),
        volume=0.009,
        mounds=(*ROUNDED, Mound((180, 20), 0.004, 40)),
        rise=0.014,
        kept=-12,
        fall=Fall(
            lengths=(0.125, 0.034, 0.05),
            tiers=tiers.CROPPED,
            tapered=(-10, 45),
            ragged=0.25,
            cap=0.4,
            weight=0.10,
            follow=0.7,
            hold=0.6,
            held=(-50, -20),
            lift=0.35,
            hang=0.004,
            fade=0.025,
            ears=0.0,
            stray=0.05,
            frame=50,
            fringe=Fringe(width=48, depth=60, end=-0.36, ragged=0.07),
        ),
    ),
    "side-part": Style(
        parting=Parting(azimuth=30, end=(38, 68), groove=0.55, crest=0.0, push=1.8),
        poles=(Pole((0, -5), 0.7, 45), Pole((180, 60), 0.25, 60), Pole((180, -80), -0.6, 300)),
        volume=0.008,
        mounds=(
            Mound((-12, 48), 0.011, 34),
            Mound((180, 40), 0.005, 50),
            Mound((95, 10), -0.0055, 46),
            Mound((-95, 10), -0.0055, 46),
            Mound((180, -25), -0.0065, 46),
        ),
        rise=0.016,
        kept=50,
        fall=Fall(
            lengths=(0.085, 0.022, 0.022),
            tiers=tiers.SHORT,
            tapered=(8, 38),
            weight=0.08,
            follow=0.9,
            hold=0.8,
            held=(-60, -30),
            lift=0.35,
            hang=0.004,
            fade=0.04,
            ears=0.0,
            ragged=0.25,
            stray=0.05,
            cap=0.3,
        ),
    ),
    "slick": Style(
        parting=MIDDLE._replace(azimuth=0, end=(0, 60), push=0.0, groove=0.0, crest=0.0),
        poles=(Pole((0, -10), 1.2, 70), Pole((180, -70), -0.9, 300)),
        volume=0.007,
        mounds=(Mound((0, 50), 0.008, 34), Mound((180, 45), 0.004, 50)),
        rise=0.014,
        kept=80,
        fall=Fall(
            lengths=(0.14, 0.09, 0.045),
            tiers=tiers.SHORT,
            tapered=(0, 40),
            weight=0.04,
            follow=1.2,
            hold=0.9,
            held=(-70, -40),
            lift=0.25,
            hang=0.004,
            fade=0.03,
            ears=0.0,
            ragged=0.2,
            stray=0.02,
            cap=0.3,
        ),
    ),
    "crop": Style(
        parting=MIDDLE._replace(azimuth=0, end=(0, 60), push=0.0, groove=0.0, crest=0.0),
        poles=(Pole((170, 60), 1.0, 100), Pole((180, -80), -0.35, 300), Pole((-70, 40), -0.3, 80)),
        volume=0.007,
        mounds=(Mound((0, 55), 0.009, 45), Mound((180, -20), -0.003, 50)),
        rise=0.012,
        kept=-12,
        fall=Fall(
            lengths=(0.042, 0.016, 0.014),
            tiers=tiers.BRUSHED,
            tapered=(5, 42),
            weight=0.03,
            follow=0.5,
            hold=0.25,
            held=(-60, -30),
            lift=0.7,
            hang=0.003,
            fade=0.02,
            ears=0.0,
            ragged=0.3,
            stray=0.07,
        ),
    ),
}
