"""Tiers of locks that several styles share, from what lies below to single hairs."""

from __future__ import annotations

from typing import Final

from qingzhi.avatar.hair.style import Tier

FULL_FRINGE: Final = (
    Tier(110, "blunt", 0.026, columns=2, level=(0.0, 0.55), inset=0.010, tone=0.85, tip=0.7),
    Tier(110, "blunt", 0.020, level=(0.35, 1.0), between=(0, 90), inset=0.013, tip=0.7),
    Tier(70, "thin", 0.012, level=(0.6, 0.96), columns=2, between=(5, 90), inset=0.012),
    Tier(150, "blunt", 0.014, rows=8, columns=2, level=(0.6, 0.9), between=(28, 66),
         around=(0, 50), tip=0.8, even=0.04, roll=0.06),
    Tier(120, "thin", 0.009, rows=8, columns=2, level=(0.8, 1.0), between=(28, 70),
         around=(0, 52), tip=0.8, even=0.04, roll=0.06),
    Tier(30, "wisp", 0.010, level=(0.8, 1.0), columns=2, soft=True, between=(10, 90)),
)  # fmt: skip
CURLED: Final = (
    Tier(60, "full", 0.026, rows=22, columns=2, level=(0.0, 0.55), between=(-90, 24),
         inset=0.010, tone=0.78, tip=0.7, roll=0.1),
    Tier(112, "full", 0.019, rows=24, columns=2, level=(0.88, 1.0), between=(0, 90),
         inset=0.013, tip=0.6, even=0.03, roll=0.1),
    Tier(86, "thin", 0.012, rows=24, columns=2, level=(0.92, 1.04), between=(5, 90),
         inset=0.012, roll=0.1),
    Tier(34, "wisp", 0.009, rows=20, columns=2, level=(0.9, 1.06), soft=True, between=(0, 90)),
)  # fmt: skip
