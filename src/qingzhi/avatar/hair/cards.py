"""Layers of cards that several cuts share, from what lies below to single hairs."""

from __future__ import annotations

from typing import Final

from qingzhi.avatar.hair.cut import Layer

BED: Final = (
    Layer(820, "bed", 0.011, level=(0.3, 0.9), rows=3, length=1.3, most=0.02, dense=0.8, tip=0.9),
    Layer(420, "edge", 0.008, level=(0.4, 0.9), rows=3, edge=(-1.0, 8.0), dense=0.85, tip=0.8,
          length=0.8, most=0.05),
)  # fmt: skip
"""Close to the skin: what makes of single hairs' roots a surface."""
TEXTURED: Final = (
    Layer(480, "lock", 0.0085, level=(0.2, 0.5), rows=4, length=0.6, least=0.020, inset=0.016,
          soft=False, tip=0.3),
    *BED,
    Layer(600, "lock", 0.0075, level=(0.35, 0.8), least=0.008, tip=0.35, lean=0.1),
    Layer(340, "fine2", 0.0065, level=(0.4, 1.0), least=0.014, edge=(-0.5, 10.0), tip=0.3),
    Layer(520, "lock2", 0.0065, level=(0.6, 1.0), least=0.009, tip=0.35, lean=0.12),
    Layer(320, "fine", 0.006, level=(0.8, 1.08), least=0.009, tip=0.3, lean=0.2),
)  # fmt: skip
COMBED: Final = (
    Layer(240, "lock", 0.010, level=(0.2, 0.5), rows=6, length=0.8, least=0.030, inset=0.012,
          soft=False, tip=0.4),
    *BED,
    Layer(330, "lock", 0.009, level=(0.35, 0.8), rows=7, least=0.012, tip=0.4),
    Layer(300, "lock2", 0.007, level=(0.2, 0.9), rows=6, least=0.014, edge=(-0.5, 9.0), tip=0.3),
    Layer(330, "lock2", 0.008, level=(0.6, 1.0), rows=7, least=0.010, tip=0.4),
    Layer(200, "fine", 0.007, level=(0.85, 1.0), rows=8, least=0.009, tip=0.35, lean=0.08),
)  # fmt: skip
SHORN: Final = (
    Layer(240, "edge", 0.006, level=(0.2, 0.5), rows=3, inset=0.020, soft=False, tip=0.8),
    Layer(500, "bed", 0.010, level=(0.2, 0.6), rows=3, length=1.6, dense=0.8, tip=0.9),
    Layer(1300, "bed", 0.009, level=(0.4, 1.0), rows=3, length=1.5, dense=0.75, tip=0.8),
    Layer(240, "edge", 0.008, level=(0.4, 0.9), rows=3, edge=(-1.0, 6.0), dense=0.8, tip=0.8),
)
SPARSE: Final = (
    Layer(900, "bed", 0.011, level=(0.3, 0.9), rows=3, length=1.2, most=0.03, dense=0.8, tip=0.9),
    Layer(300, "edge", 0.008, level=(0.4, 0.9), rows=3, edge=(-1.0, 6.0), dense=0.6, tip=0.8,
          length=0.8, most=0.05),
    Layer(160, "fine2", 0.005, level=(0.6, 0.9), rows=6, least=0.012, soft=False, tip=0.3),
    Layer(420, "fine", 0.009, level=(0.35, 0.9), rows=6, least=0.009, dense=0.85, tip=0.4),
    Layer(420, "fine2", 0.008, level=(0.6, 1.0), rows=6, least=0.009, dense=0.85, tip=0.35),
    Layer(120, "wisp", 0.008, level=(0.8, 1.1), rows=6, least=0.009, tip=0.4, lean=0.2),
)  # fmt: skip
FRINGED: Final = (
    Layer(150, "lock", 0.014, level=(0.2, 0.5), rows=8, length=0.5, least=0.014, inset=0.012,
          soft=False, tip=0.3),
    *BED,
    Layer(250, "lock", 0.012, level=(0.35, 0.8), rows=8, least=0.012, tip=0.5),
    Layer(190, "lock2", 0.009, level=(0.3, 0.9), rows=7, least=0.03, edge=(0.0, 12.0), tip=0.3),
    Layer(260, "lock2", 0.010, level=(0.6, 1.0), rows=8, least=0.012, tip=0.45),
    Layer(170, "fine", 0.008, level=(0.85, 1.0), rows=8, least=0.012, tip=0.4),
)  # fmt: skip
CURLED: Final = (
    Layer(190, "lock", 0.014, level=(0.2, 0.5), rows=9, length=0.8, least=0.014, inset=0.012,
          soft=False, tip=0.5),
    Layer(300, "edge", 0.008, level=(0.4, 0.9), rows=3, edge=(-1.0, 6.0), dense=0.8, tip=0.8,
          length=0.3),
    Layer(250, "lock", 0.012, level=(0.35, 0.8), rows=11, least=0.012, tip=0.5, lean=0.3),
    Layer(310, "lock2", 0.010, level=(0.6, 1.0), rows=11, least=0.012, tip=0.45, lean=0.4),
)  # fmt: skip
COILED: Final = tuple(
    layer._replace(column="coil") if layer.column == "edge" else layer for layer in CURLED
)
