"""Layers of cards that several cuts share, from what lies below to single hairs."""

from __future__ import annotations

from typing import Final

from qingzhi.avatar.hair.cut import Layer

BED: Final = (
    Layer(700, "bed", 0.011, level=(0.3, 0.9), rows=3, length=1.3, most=0.02, dense=0.85, tip=0.9),
    Layer(300, "edge", 0.008, level=(0.4, 0.9), rows=3, edge=(-1.0, 6.0), dense=0.8, tip=0.8),
)
"""Close to the skin: what makes of single hairs' roots a surface."""
TEXTURED: Final = (
    Layer(400, "lock", 0.0085, level=(0.2, 0.5), rows=4, length=0.6, least=0.010, inset=0.012,
          soft=False, tip=0.35),
    *BED,
    Layer(640, "lock", 0.0075, level=(0.35, 0.8), least=0.008, tip=0.35, lean=0.1),
    Layer(560, "lock2", 0.0065, level=(0.6, 1.0), least=0.009, tip=0.35, lean=0.15),
    Layer(260, "fine2", 0.0065, level=(0.4, 1.0), least=0.014, edge=(-0.5, 9.0), tip=0.3, lean=0.1),
    Layer(340, "fine", 0.006, level=(0.8, 1.1), least=0.009, tip=0.3, lean=0.25),
)  # fmt: skip
COMBED: Final = (
    Layer(300, "lock", 0.010, level=(0.2, 0.5), rows=6, length=0.8, least=0.012, inset=0.012,
          soft=False, tip=0.4),
    *BED,
    Layer(420, "lock", 0.009, level=(0.35, 0.8), rows=7, least=0.009, tip=0.4),
    Layer(420, "lock2", 0.008, level=(0.6, 1.0), rows=7, least=0.009, tip=0.4),
    Layer(240, "fine", 0.007, level=(0.85, 1.04), rows=7, least=0.009, tip=0.35, lean=0.1),
)  # fmt: skip
SHORN: Final = (
    Layer(600, "bed", 0.011, level=(0.2, 0.6), rows=3, length=1.6, soft=False, tip=0.9),
    Layer(1500, "bed", 0.009, level=(0.4, 1.0), rows=3, length=1.4, tip=0.8),
    Layer(340, "edge", 0.008, level=(0.4, 0.9), rows=3, edge=(-1.0, 6.0), dense=0.8, tip=0.8),
)
