"""Hair that has grown thin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.avatar.hair import cards
from qingzhi.avatar.hair.cut import Cut
from qingzhi.avatar.hair.style import Mound, Parting, Pole, Style
from qingzhi.avatar.hair.styles.common import MIDDLE

if TYPE_CHECKING:
    from collections.abc import Mapping

SPARSE: Final[Mapping[str, Cut]] = {
    "balding": Cut(
        style=Style(
            parting=MIDDLE._replace(azimuth=0, end=(0, 60), push=0.0, groove=0.0, crest=0.0),
            poles=(Pole((0, 0), 0.9, 90), Pole((180, -60), -0.8, 300)),
            volume=0.0055,
            mounds=(),
            rise=0.012,
            kept=80,
        ),
        top=0.022,
        side=0.018,
        back=0.016,
        fade=16,
        layers=cards.SPARSE,
        cap=0.0,
        stray=0.1,
    ),
    "thin": Cut(
        style=Style(
            parting=Parting(azimuth=-28, end=(-34, 66), groove=0.3, crest=0.0, push=1.4),
            poles=(Pole((0, -5), 0.7, 45), Pole((180, 60), 0.3, 60), Pole((180, -80), -0.6, 300)),
            volume=0.0045,
            mounds=(Mound((10, 48), 0.006, 40),),
            rise=0.016,
            kept=50,
        ),
        top=0.07,
        side=0.016,
        back=0.015,
        tapered=(16, 42),
        fade=20,
        layers=cards.SPARSE,
        cap=0.0,
        rise=0.014,
        stray=0.08,
        swirl=0.06,
    ),
}
