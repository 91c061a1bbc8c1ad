"""Brows and liner, drawn flat before the face and looked up by x and y."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import map_coordinates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    from qingzhi.avatar.opening import Opening

    Floats = NDArray[np.float64]

_WIDTH: Final = 0.16
"""Metres that a sheet is wide and high."""
_SIZE: Final = 2048
_PIXELS: Final = _SIZE / _WIDTH
_BROW_UP: Final = 1.14
"""Half eye widths from the middle of the eye up to the brow."""
_BROW_X: Final = (-0.12, 0.45, 1.05, 1.65)
"""Half eye widths outwards from the inner corner."""
_BROW_Y: Final = (-0.05, 0.05, 0.20, 0.27, 0.09)
_BROW_THICK: Final = (0.27, 0.40, 0.40, 0.29, 0.06)


class Sheet(NamedTuple):
    """A drawing [S, S] in 0..1 whose middle is at (0, `middle`) metres."""

    drawn: Floats
    middle: float

    def sample(self, points: Floats) -> Floats:
        """Return the drawing at points [..., 3]."""
        across = (points[..., 0] / _WIDTH + 0.5) * _SIZE
        down = (0.5 - (points[..., 1] - self.middle) / _WIDTH) * _SIZE
        return np.asarray(map_coordinates(self.drawn, [down, across], order=1, mode="constant"))


class _Canvas:
    def __init__(self, middle: float) -> None:
        self.middle = middle
        self._image = Image.new("L", (_SIZE, _SIZE), 0)
        self._draw = ImageDraw.Draw(self._image)

    def place(self, x: ArrayLike, y: ArrayLike) -> list[tuple[float, float]]:
        across = (np.asarray(x) / _WIDTH + 0.5) * _SIZE
        down = (0.5 - (np.asarray(y) - self.middle) / _WIDTH) * _SIZE
        return list(zip(across.tolist(), down.tolist(), strict=True))

    def fill(self, x: ArrayLike, y: ArrayLike) -> None:
        self._draw.polygon(self.place(x, y), fill=255)

    def line(self, x: ArrayLike, y: ArrayLike, width: int, tone: int = 255) -> None:
        self._draw.line(self.place(x, y), fill=tone, width=width)

    def blurred(self, metres: float) -> Floats:
        soft = self._image.filter(ImageFilter.GaussianBlur(metres * _PIXELS))
        return np.asarray(soft, float) / 255


def _middle(openings: Mapping[str, Opening]) -> float:
    return float(openings["Left"].centre[1]) - 0.005


def liner(openings: Mapping[str, Opening]) -> tuple[Sheet, Sheet, Sheet]:
    """Draw the upper lash line, the shadow above it and the line below."""
    middle = _middle(openings)
    line, shade, lower = (_Canvas(middle) for _ in range(3))
    for eye in openings.values():
        x, y = eye.upper_rim[:, 0], eye.upper_rim[:, 1]
        tip = (x[-1] + eye.outward * 0.0022, y[-1] + 0.001)
        t = np.linspace(0, 1, len(x))
        thick = 0.0011 * np.sin(0.25 + 2.45 * t) + 0.0003
        line.fill(np.r_[x, tip[0], x[::-1]], np.r_[y - 0.0006, tip[1], (y + thick)[::-1]])
        high = eye.half_width * 0.46 * np.sin(0.15 + 2.75 * t)
        shade.fill(np.r_[x, tip[0], x[::-1]], np.r_[y, tip[1], (y + high)[::-1]])
        outer = eye.lower_rim[len(x) // 4 :]
        lower.line(outer[:, 0], outer[:, 1] - 0.0004, int(0.0009 * _PIXELS))
    return (
        Sheet(line.blurred(0.00022), middle),
        Sheet(shade.blurred(0.0021), middle),
        Sheet(lower.blurred(0.0006), middle),
    )


def crease(openings: Mapping[str, Opening]) -> Sheet:
    """Draw the fold of the upper lids, nearer to the rim at the inner corner."""
    middle = _middle(openings)
    fold = _Canvas(middle)
    for eye in openings.values():
        x, y = eye.upper_rim[2:, 0], eye.upper_rim[2:, 1]
        t = np.linspace(0, 1, len(x))
        high = np.interp(t, [0, 0.25, 0.6, 1], [0.0012, 0.0026, 0.0032, 0.0030])
        fold.line(x, y + high, int(0.0004 * _PIXELS))
    return Sheet(fold.blurred(0.00022), middle)


def brows(openings: Mapping[str, Opening], chance: np.random.Generator) -> tuple[Sheet, Sheet]:
    """Draw the hairs of both brows and the soft tone below them."""
    middle = _middle(openings)
    powder, layers = _Canvas(middle), [_Canvas(middle) for _ in range(4)]
    for eye in openings.values():
        x, y, thick = _brow(eye)
        powder.fill(
            np.r_[x, x[::-1]] * eye.outward,
            np.r_[y + 0.42 * thick, (y - 0.42 * thick)[::-1]],
        )
        for layer in layers:
            for _ in range(230):
                _hair(layer, chance, eye.outward, (x, y, thick))
    hairs = np.zeros((_SIZE, _SIZE))
    for layer in layers:  # several faint layers read as fine hair
        hairs = 1 - (1 - hairs) * (1 - 0.55 * layer.blurred(0.00005))
    return Sheet(hairs, middle), Sheet(powder.blurred(0.0011), middle)


def _brow(eye: Opening) -> tuple[Floats, Floats, Floats]:
    """Return |x|, y and thickness [80] along a brow from its inner end."""
    u = eye.half_width
    inner, outer = abs(float(eye.inner[0])), abs(float(eye.outer[0]))
    knots = np.linspace(0, 1, 5)
    t = np.linspace(0, 1, 80)
    across = [*(inner + u * step for step in _BROW_X), outer + 0.42 * u]
    level = eye.centre[1] + u * (_BROW_UP + np.array(_BROW_Y))
    curves = (across, level, u * np.array(_BROW_THICK))
    x, y, thick = (np.polyval(np.polyfit(knots, curve, 3), t) for curve in curves)
    return np.asarray(x, float), np.asarray(y, float), np.maximum(thick, 0.05 * u, dtype=float)


def _hair(
    canvas: _Canvas, chance: np.random.Generator, outward: float, brow: tuple[Floats, ...]
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
    canvas.line(outward * stroke_x[:4], stroke_y[:4], 3, tone)
    canvas.line(outward * stroke_x[3:], stroke_y[3:], 2, int(tone * 0.8))
