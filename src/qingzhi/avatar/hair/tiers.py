"""Tiers of locks that several styles share, from what lies below to single hairs."""

from __future__ import annotations

from typing import Final

from qingzhi.avatar.hair.style import Tier

FULL_FRINGE: Final = (
    Tier(110, "blunt", 0.026, columns=2, level=(0.0, 0.55), inset=0.010, tone=0.85, tip=0.7),
    Tier(110, "blunt", 0.020, level=(0.35, 1.0), between=(0, 90), inset=0.013, tip=0.7),
    Tier(70, "thin", 0.012, level=(0.6, 0.96), columns=2, between=(5, 90), inset=0.012),
    Tier(150, "blunt", 0.014, rows=8, columns=2, level=(0.6, 0.9), between=(28, 66),
         around=(0, 50), tip=0.9, even=0.04, roll=0.06),
    Tier(120, "thin", 0.009, rows=8, columns=2, level=(0.8, 1.0), between=(28, 70),
         around=(0, 52), tip=0.8, even=0.04, roll=0.06),
    Tier(30, "wisp", 0.010, level=(0.8, 1.0), columns=2, soft=True, between=(10, 90)),
)  # fmt: skip
AROUND: Final = (
    Tier(280, "edge", 0.010, rows=5, columns=2, level=(0.2, 0.9), line=(178, -0.6, 7.0), soft=True,
         length=0.9, roll=0.05, bend=0.1, root=0.8),
    Tier(140, "baby", 0.006, rows=4, columns=2, level=(0.3, 0.6), line=(178, -2.0, 1.5), soft=True,
         length=0.4, roll=0.05, bend=0.05, root=0.8, tip=0.7),
)  # fmt: skip
"""What is rooted along the hairline of short hair, all round."""
SHORT: Final = (
    Tier(290, "full", 0.014, rows=7, level=(0.12, 0.7), inset=0.011, tone=0.9, root=0.85, tip=0.8,
         roll=0.05, bend=0.12),
    Tier(360, "thin", 0.010, rows=7, columns=2, level=(0.5, 1.05), inset=0.009, root=0.9, tip=0.8,
         roll=0.05, bend=0.12),
    *AROUND,
    Tier(70, "wisp", 0.009, rows=7, columns=2, level=(0.9, 1.15), soft=True, between=(20, 90)),
)  # fmt: skip
BRUSHED: Final = (
    Tier(420, "full", 0.012, rows=5, columns=2, level=(0.1, 0.7), inset=0.010, tone=0.9, roll=0.2,
         root=0.85, tip=0.8, bend=0.12),
    Tier(900, "thin", 0.009, rows=5, columns=2, level=(0.4, 1.1), inset=0.008, roll=0.25, root=0.9,
         tip=0.8, bend=0.12),
    *AROUND,
    Tier(160, "wisp", 0.009, rows=5, columns=2, level=(0.6, 1.2), inset=0.008, soft=True),
)  # fmt: skip
CROPPED: Final = (
    Tier(76, "full", 0.013, rows=8, columns=2, level=(0.5, 0.9), between=(28, 66),
         around=(0, 50), tip=0.8),
    Tier(110, "thin", 0.009, rows=8, columns=2, level=(0.6, 1.0), between=(28, 66),
         around=(0, 50), tip=0.8),
    Tier(200, "full", 0.015, rows=9, level=(0.1, 0.7), inset=0.010, tone=0.9, root=0.8, tip=0.7),
    Tier(260, "thin", 0.011, rows=8, columns=2, level=(0.5, 1.05), inset=0.009, root=0.9, tip=0.7),
    *AROUND,
    Tier(60, "wisp", 0.008, rows=8, columns=2, level=(0.9, 1.15), soft=True, between=(20, 90)),
)  # fmt: skip
THIN: Final = (
    Tier(420, "thin", 0.010, rows=6, columns=2, level=(0.2, 0.9), inset=0.008, root=0.9, tip=0.8),
    Tier(220, "edge", 0.011, rows=7, columns=2, level=(0.4, 1.0), soft=True),
    *AROUND,
    Tier(110, "wisp", 0.008, rows=7, columns=2, level=(0.6, 1.2), soft=True),
)  # fmt: skip
CURLED: Final = (
    Tier(110, "full", 0.023, rows=26, columns=2, level=(0.1, 0.7), tone=0.85, roll=0.3),
    Tier(120, "full", 0.016, rows=28, columns=2, level=(0.4, 1.0), roll=0.4),
    Tier(34, "wisp", 0.009, rows=26, columns=2, level=(0.8, 1.1), soft=True, between=(0, 90)),
)  # fmt: skip
SET: Final = (
    Tier(230, "full", 0.020, rows=12, columns=2, level=(0.1, 0.8), tone=0.85, roll=0.25),
    Tier(250, "thin", 0.014, rows=12, columns=2, level=(0.4, 1.05), roll=0.35),
    *AROUND,
    Tier(50, "wisp", 0.009, rows=12, columns=2, level=(0.8, 1.2), soft=True, between=(0, 90)),
)  # fmt: skip
COILED: Final = (
    Tier(530, "thin", 0.015, rows=11, columns=2, level=(0.75, 1.0), roll=1.2, tip=0.8),
    Tier(200, "edge", 0.010, rows=8, columns=2, line=(178, 0.0, 5.0), soft=True, length=0.5,
         roll=1.0),
    Tier(160, "wisp", 0.012, rows=9, columns=2, soft=True, length=1.1, roll=1.2),
)  # fmt: skip
