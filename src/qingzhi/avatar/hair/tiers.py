"""Tiers of locks that several styles share, from what lies below to single hairs."""

from __future__ import annotations

from typing import Final

from qingzhi.avatar.hair.style import Tier

LINE: Final = (
    Tier(300, "edge", 0.010, rows=6, columns=2, level=(0.4, 0.8), line=(110, -0.5, 7.0), soft=True,
         length=0.22, roll=0.05, bend=0.1),
    Tier(150, "baby", 0.004, rows=5, columns=2, level=(0.2, 0.4), line=(85, -2.0, 1.5), soft=True,
         length=0.08, roll=0.05, bend=0.05, tip=0.7),
)  # fmt: skip
FULL: Final = (
    Tier(110, "full", 0.026, columns=2, level=(0.0, 0.55), inset=0.008, tone=0.85),
    Tier(150, "full", 0.018, level=(0.35, 0.98), between=(0, 90), inset=0.011, tip=0.55),
    Tier(40, "thin", 0.013, level=(0.8, 1.0), parting=True, root=0.9),
    Tier(70, "thin", 0.012, level=(0.6, 0.96), columns=2, between=(5, 90)),
    *LINE,
    Tier(30, "wisp", 0.010, level=(0.8, 1.0), columns=2, soft=True, between=(10, 90)),
)  # fmt: skip
FULL_FRINGE: Final = (
    Tier(110, "full", 0.026, columns=2, level=(0.0, 0.55), inset=0.008, tone=0.85),
    Tier(110, "full", 0.020, level=(0.35, 1.0), between=(0, 90), inset=0.011),
    Tier(70, "thin", 0.012, level=(0.6, 0.96), columns=2, between=(5, 90)),
    Tier(90, "full", 0.015, rows=8, columns=2, level=(0.5, 0.9), between=(28, 66),
         around=(0, 50), tip=0.9),
    Tier(110, "thin", 0.010, rows=8, columns=2, level=(0.5, 1.0), between=(28, 70),
         around=(0, 52), tip=0.8),
    *LINE,
    Tier(30, "wisp", 0.010, level=(0.8, 1.0), columns=2, soft=True, between=(10, 90)),
)  # fmt: skip
AROUND: Final = (
    Tier(260, "edge", 0.009, rows=6, columns=2, level=(0.2, 0.9), line=(178, -0.5, 4.5), soft=True,
         length=0.9, roll=0.05, bend=0.1),
    Tier(200, "baby", 0.004, rows=5, columns=2, level=(0.3, 0.6), line=(178, -1.8, 1.5), soft=True,
         length=0.4, roll=0.05, bend=0.05, tip=0.7),
)  # fmt: skip
SHORT: Final = (
    Tier(290, "full", 0.015, rows=7, level=(0.12, 0.7), inset=0.009, tone=0.9),
    Tier(330, "thin", 0.010, rows=7, columns=2, level=(0.5, 1.05)),
    *AROUND,
    Tier(60, "wisp", 0.008, rows=7, columns=2, level=(0.9, 1.15), soft=True, between=(20, 90)),
)  # fmt: skip
BRUSHED: Final = (
    Tier(520, "full", 0.012, rows=5, columns=2, level=(0.1, 0.7), inset=0.006, tone=0.9, roll=0.3),
    Tier(760, "thin", 0.009, rows=5, columns=2, level=(0.4, 1.1), roll=0.4),
    *AROUND,
)  # fmt: skip
CROPPED: Final = (
    Tier(64, "full", 0.013, rows=8, columns=2, level=(0.5, 0.9), between=(28, 66),
         around=(0, 50), tip=0.9),
    Tier(220, "full", 0.016, rows=9, level=(0.1, 0.7), tone=0.9),
    Tier(260, "thin", 0.012, rows=9, columns=2, level=(0.5, 1.05)),
    *AROUND,
    Tier(60, "wisp", 0.008, rows=8, columns=2, level=(0.9, 1.15), soft=True, between=(20, 90)),
)  # fmt: skip
THIN: Final = (
    Tier(420, "thin", 0.010, rows=6, columns=2, level=(0.2, 0.9)),
    Tier(220, "edge", 0.010, rows=7, columns=2, level=(0.4, 1.0), soft=True),
    *AROUND,
    Tier(110, "wisp", 0.008, rows=7, columns=2, level=(0.6, 1.2), soft=True),
)  # fmt: skip
WAVY: Final = (
    Tier(90, "full", 0.029, rows=22, columns=2, level=(0.0, 0.55), tone=0.85),
    Tier(110, "full", 0.021, rows=24, columns=2, level=(0.35, 1.0), between=(0, 90)),
    Tier(30, "thin", 0.014, rows=22, columns=2, level=(0.8, 1.0), parting=True, root=0.9),
    Tier(36, "thin", 0.013, rows=24, columns=2, level=(0.6, 1.02), between=(5, 90)),
    *LINE,
    Tier(30, "wisp", 0.010, rows=24, columns=2, level=(0.8, 1.0), soft=True, between=(10, 90)),
)  # fmt: skip
CURLED: Final = (
    Tier(110, "full", 0.023, rows=26, columns=2, level=(0.1, 0.7), tone=0.85, roll=0.3),
    Tier(120, "full", 0.016, rows=28, columns=2, level=(0.4, 1.0), roll=0.4),
    *LINE[:1],
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
