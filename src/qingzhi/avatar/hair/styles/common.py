"""What styles share: partings, which way hair flows, and where it is fuller."""

from __future__ import annotations

from typing import Final

from qingzhi.avatar.hair.style import Mound, Parting, Pole

MIDDLE: Final = Parting(azimuth=3, end=(3, 76), push=1.0, reach=18, groove=0.25, crest=0.0)
CLEAR: Final = MIDDLE._replace(push=1.6, reach=26, groove=0.8, bare=0.0016)
"""One that shows the skin."""
DOWNWARDS: Final = (
    Pole((180, 80), 0.5, 70),
    Pole((0, -15), 0.7, 42),
    Pole((180, -85), -0.7, 300),
)
"""Away from crown and face, and down."""
ROUNDED: Final = (
    Mound((180, 40), 0.009, 44),
    Mound((0, 76), 0.005, 40),
    Mound((90, 40), 0.003, 32),
    Mound((-90, 40), 0.003, 32),
)
