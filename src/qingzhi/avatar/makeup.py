"""Brows, liner and lid fold, drawn flat before the face."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar.sheet import Canvas, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.opening import Opening
    from qingzhi.avatar.spec import Brows

    Floats = NDArray[Any]  # 32 bits in pictures, 64 elsewhere

_BROW_UP: Final = 1.14
"""Half eye widths from the middle of the eye up to the brow."""
_BROW_X: Final = (-0.12, 0.45, 1.05, 1.65)
"""Half eye widths outwards from the inner corner."""
_BROW_Y: Final = np.array((-0.05, 0.05, 0.20, 0.27, 0.09))
_BROW_THICK: Final = np.array((0.27, 0.40, 0.40, 0.29, 0.06))
_ARCHED: Final = np.array((-0.03, 0.0, 0.05, 0.13, 0.0))
"""What a full arch adds to the level; a flat brow takes as much away."""
_THICKER: Final = 0.5
"""Share of the thickness that its slider adds or takes."""
_HAIRS: Final = 310
"""Of one layer of one brow at full density."""


def _middle(openings: Mapping[str, Opening]) -> float:
    return float(openings["Left"].centre[1]) - 0.005


def liner(openings: Mapping[str, Opening], size: int) -> tuple[Sheet, Sheet, Sheet]:
    """Draw the upper lash line, the shadow above it and the line below."""
    middle = _middle(openings)
    line, shade, lower = (Canvas(middle, size) for _ in range(3))
    for eye in openings.values():
        x, y = eye.upper_rim[:, 0], eye.upper_rim[:, 1]
        tip = (x[-1], y[-1])
        t = np.linspace(0, 1, len(x))
        thick = 0.0011 * np.sin(0.25 + 2.89 * t) + 0.0003 * (1 - t)
        line.fill(np.r_[x, tip[0], x[::-1]], np.r_[y - 0.0006, tip[1], (y + thick)[::-1]])
        high = eye.half_width * 0.46 * np.sin(0.15 + 2.75 * t)
        shade.fill(np.r_[x, tip[0], x[::-1]], np.r_[y, tip[1], (y + high)[::-1]])
        outer = eye.lower_rim[len(x) // 4 :]
        lower.line(outer[:, 0], outer[:, 1] - 0.0004, 0.0009)
    return line.sheet(0.00022), shade.sheet(0.0021), lower.sheet(0.0006)


def crease(openings: Mapping[str, Opening], size: int) -> Sheet:
    """Draw the fold of the upper lids, nearer to the rim at the inner corner."""
    fold = Canvas(_middle(openings), size)
    for eye in openings.values():
        x, y = eye.upper_rim[2:, 0], eye.upper_rim[2:, 1]
        t = np.linspace(0, 1, len(x))
        high = np.interp(t, [0, 0.25, 0.6, 1], [0.0012, 0.0026, 0.0032, 0.0030])
        fold.line(x, y + high, 0.0004)
    return fold.sheet(0.00022)


def brows(
    openings: Mapping[str, Opening], form: Brows, chance: np.random.Generator, size: int
) -> tuple[Sheet, Sheet]:
    """Draw the hairs of both brows and the soft tone below them."""
    middle = _middle(openings)
    powder, layers = Canvas(middle, size), [Canvas(middle, size) for _ in range(4)]
    for eye in openings.values():
        x, y, thick = _brow(eye, form)
        powder.fill(
            np.r_[x, x[::-1]] * eye.outward,
            np.r_[y + 0.42 * thick, (y - 0.42 * thick)[::-1]],
        )
        for layer in layers:
            for _ in range(round(_HAIRS * form.density)):
                _hair(layer, chance, eye.outward, (x, y, thick))
    hairs: Floats = np.zeros((size, size), np.float32)
    for layer in layers:  # several faint layers read as fine hair
        hairs = 1 - (1 - hairs) * (1 - 0.55 * layer.blurred(0.00005))
    return Sheet(hairs, middle), powder.sheet(0.0011)


def _brow(eye: Opening, form: Brows) -> tuple[Floats, Floats, Floats]:
    """Return |x|, y and thickness [80] along a brow from its inner end."""
    u = eye.half_width
    inner, outer = abs(float(eye.inner[0])), abs(float(eye.outer[0]))
    knots = np.linspace(0, 1, 5)
    t = np.linspace(0, 1, 80)
    across = [*(inner + u * step for step in _BROW_X), outer + 0.42 * u]
    level = eye.centre[1] + u * (_BROW_UP + _BROW_Y + form.arch * _ARCHED)
    curves = (across, level, u * _BROW_THICK * (1 + _THICKER * form.thickness))
    x, y, thick = (np.polyval(np.polyfit(knots, curve, 3), t) for curve in curves)
    return np.asarray(x, float), np.asarray(y, float), np.maximum(thick, 0.05 * u, dtype=float)


def _hair(
    canvas: Canvas, chance: np.random.Generator, outward: float, brow: tuple[Floats, ...]
) -> None:
    x, y, thick = brow
    at = chance.beta(1.5, 1.15)
    i, v = int(at * 79), chance.uniform(-0.5, 0.35)
    lean = np.interp(at, [0, 0.12, 0.4, 0.75, 1], [1.35, 1.05, 0.62, 0.22, -0.3])
    lean += chance.normal(0, 0.1) - 0.35 * v
    length = np.clip(thick[i] * chance.uniform(0.7, 1.3), 0.0034, 0.0075)
    s = np.linspace(0, 1, 6)
    stroke_x = x[i] + length * s * np.cos(lean - 0.35 * s)
    stroke_y = y[i] + v * thick[i] + length * s * np.sin(lean - 0.35 * s)
    tone = int(chance.uniform(120, 225))
    canvas.line(outward * stroke_x[:4], stroke_y[:4], 0.00024, tone)
    canvas.line(outward * stroke_x[3:], stroke_y[3:], 0.00016, int(tone * 0.8))
