"""Hair that has grown thin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.avatar.hair import tiers
from qingzhi.avatar.hair.style import Fall, Mound, Parting, Pole, Style
from qingzhi.avatar.hair.styles.common import MIDDLE

if TYPE_CHECKING:
    from collections.abc import Mapping

SPARSE: Final[Mapping[str, Style]] = {
    "balding": Style(
        parting=MIDDLE._replace(azimuth=0, end=(0, 60), push=0.0, groove=0.0, crest=0.0),
        poles=(Pole((180, 70), 0.8, 90), Pole((180, -50), -0.6, 300), Pole((0, 0), 0.6, 60)),
        volume=0.006,
        mounds=(),
        rise=0.016,
        kept=80,
        fall=Fall(
            lengths=(0.03, 0.026, 0.024),
            tiers=tiers.THIN,
            weight=0.08,
            follow=0.9,
            hold=0.8,
            held=(-60, -30),
            lift=0.3,
            hang=0.004,
            fade=0.03,
            ears=0.0,
            ragged=0.3,
            stray=0.07,
        ),
    ),
    "thin": Style(
        parting=Parting(azimuth=-28, end=(-34, 66), groove=0.4, crest=0.0, push=1.4),
        poles=(Pole((0, -5), 0.7, 45), Pole((180, 60), 0.3, 60), Pole((180, -80), -0.6, 300)),
        volume=0.007,
        mounds=(Mound((10, 48), 0.005, 40),),
        rise=0.02,
        kept=50,
        fall=Fall(
            lengths=(0.075, 0.032, 0.03),
            tiers=tiers.THIN,
            tapered=(8, 38),
            weight=0.08,
            follow=0.9,
            hold=0.7,
            held=(-60, -30),
            lift=0.4,
            hang=0.004,
            fade=0.03,
            ears=0.0,
            ragged=0.3,
            stray=0.07,
        ),
    ),
}
