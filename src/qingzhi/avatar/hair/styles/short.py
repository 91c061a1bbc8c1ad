"""Short hair that keeps its shape: cuts of a barber."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.avatar.hair import cards
from qingzhi.avatar.hair.cut import Cut
from qingzhi.avatar.hair.style import Mound, Pole, Style
from qingzhi.avatar.hair.styles.common import MIDDLE

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE: Final = MIDDLE._replace(azimuth=0, end=(0, 60), push=0.0, groove=0.0, crest=0.0)
_FORWARDS: Final = (
    Pole((170, 62), 1.0, 100),
    Pole((180, -80), -0.35, 300),
    Pole((-60, 40), -0.35, 70),
)
"""From the crown forwards and down, the front led a little to its right."""

SHORT: Final[Mapping[str, Cut]] = {
    "crop": Cut(
        style=Style(
            parting=_NONE,
            poles=_FORWARDS,
            volume=0.003,
            mounds=(Mound((0, 66), 0.017, 38), Mound((180, 55), 0.006, 36)),
            rise=0.006,
            kept=-12,
        ),
        top=0.034,
        side=0.007,
        back=0.008,
        tapered=(18, 46),
        front=0.8,
        fade=34,
        layers=cards.TEXTURED,
        flick=0.0015,
        clear=6,
        stray=0.09,
        swirl=0.12,
    ),
    "side-part": Cut(
        style=Style(
            parting=_NONE,
            poles=(
                Pole((50, 14), 1.2, 55),
                Pole((0, -5), 0.6, 45),
                Pole((180, 60), 0.3, 60),
                Pole((180, -80), -0.6, 300),
            ),
            volume=0.0035,
            mounds=(Mound((-14, 50), 0.016, 34), Mound((180, 60), 0.007, 38)),
            rise=0.010,
            kept=50,
        ),
        top=0.075,
        side=0.010,
        back=0.011,
        tapered=(16, 42),
        fade=30,
        layers=cards.COMBED,
        clear=7,
        rise=0.014,
        stray=0.06,
        swirl=0.06,
    ),
    "slick": Cut(
        style=Style(
            parting=_NONE,
            poles=(Pole((0, -10), 1.2, 70), Pole((180, -70), -0.9, 300)),
            volume=0.0045,
            mounds=(Mound((0, 52), 0.011, 38), Mound((180, 50), 0.004, 40)),
            rise=0.009,
            kept=80,
        ),
        top=0.10,
        side=0.018,
        back=0.016,
        fade=24,
        layers=cards.COMBED,
        rise=0.012,
        stray=0.035,
        swirl=0.03,
    ),
    "buzz": Cut(
        style=Style(
            parting=_NONE,
            poles=_FORWARDS,
            volume=0.003,
            mounds=(Mound((0, 75), 0.002, 50),),
            rise=0.005,
            kept=-12,
        ),
        top=0.008,
        side=0.005,
        back=0.005,
        front=0.7,
        fade=24,
        layers=cards.SHORN,
        stray=0.12,
        cap=0.0,
    ),
    "pixie": Cut(
        style=Style(
            parting=MIDDLE._replace(azimuth=30, end=(34, 66), push=0.0, groove=0.0),
            poles=(Pole((180, 66), 0.9, 70), Pole((180, -85), -0.5, 300), Pole((78, 40), 0.7, 60)),
            volume=0.006,
            mounds=(Mound((0, 66), 0.010, 40), Mound((180, 50), 0.009, 44)),
            rise=0.008,
            kept=-12,
        ),
        top=0.085,
        side=0.042,
        back=0.034,
        tapered=(-5, 45),
        front=0.9,
        layers=cards.FRINGED,
        ends=(-0.34, 0.9),
        rise=0.014,
        flick=0.001,
        stray=0.06,
        swirl=0.08,
    ),
    "bowl": Cut(
        style=Style(
            parting=_NONE,
            poles=(Pole((180, 74), 1.0, 90), Pole((180, -85), -0.3, 300)),
            volume=0.008,
            mounds=(Mound((0, 76), 0.006, 44), Mound((180, 40), 0.008, 44)),
            rise=0.008,
            kept=-12,
        ),
        top=0.16,
        side=0.12,
        back=0.10,
        tapered=(0, 50),
        layers=cards.FRINGED,
        ends=(-0.24, 0.52),
        over_ears=True,
        rise=0.014,
        stray=0.04,
        swirl=0.04,
    ),
}
