"""Flat drawings before the face, looked up by x and y: what lines and hairs are drawn on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[Any]  # 32 bits in pictures, 64 elsewhere

WIDTH: Final = 0.19
"""Metres that a sheet is wide and high."""


class Sheet(NamedTuple):
    """A drawing [S, S] in 0..1 whose middle is at (0, `middle`) metres."""

    drawn: Floats
    middle: float

    def sample(self, points: Floats) -> Floats:
        """Return the drawing at points [..., 3]."""
        size = len(self.drawn)
        across = (points[..., 0] / WIDTH + 0.5) * size
        down = (0.5 - (points[..., 1] - self.middle) / WIDTH) * size
        column, row = (np.clip(at, 0, size - 1.001).astype(np.float32) for at in (across, down))
        left, top = column.astype(np.int32), row.astype(np.int32)
        column, row = column - left, row - top
        at = top * size + left
        flat = self.drawn.ravel()
        above = flat[at] + (flat[at + 1] - flat[at]) * column
        below = flat[at + size] + (flat[at + size + 1] - flat[at + size]) * column
        return np.asarray(above + (below - above) * row)


class Canvas:
    """A sheet that is being drawn."""

    def __init__(self, middle: float, size: int) -> None:
        self.middle = middle
        self.size = size
        self._image = Image.new("L", (size, size), 0)
        self._draw = ImageDraw.Draw(self._image)

    @property
    def per_metre(self) -> float:
        """Pixels."""
        return self.size / WIDTH

    def place(self, x: ArrayLike, y: ArrayLike) -> list[tuple[float, float]]:
        """Return pixels of places in metres."""
        across = (np.asarray(x) / WIDTH + 0.5) * self.size
        down = (0.5 - (np.asarray(y) - self.middle) / WIDTH) * self.size
        return list(zip(across.tolist(), down.tolist(), strict=True))

    def fill(self, x: ArrayLike, y: ArrayLike) -> None:
        """Fill a polygon."""
        self._draw.polygon(self.place(x, y), fill=255)

    def line(self, x: ArrayLike, y: ArrayLike, width: float, tone: int = 255) -> None:
        """Draw a line so many metres wide; thinner than a pixel, it is fainter instead."""
        pixels = width * self.per_metre
        if pixels < 1:
            tone = int(tone * pixels)
        self._draw.line(self.place(x, y), fill=tone, width=max(round(pixels), 1))

    def array(self) -> Floats:
        """Return what is drawn [S, S], 0..1."""
        return np.asarray(self._image, np.float32) / 255

    def blurred(self, metres: float) -> Floats:
        """Return the same, softened; only what is drawn upon is worked on."""
        soft, pixels = np.zeros((self.size, self.size), np.float32), metres * self.per_metre
        if (box := self._image.getbbox()) is None:
            return soft
        margin = round(4 * pixels) + 2
        left, top = (max(edge - margin, 0) for edge in box[:2])
        right, bottom = (min(edge + margin, self.size) for edge in box[2:])
        part = self._image.crop((left, top, right, bottom))
        softened = part.filter(ImageFilter.GaussianBlur(pixels))
        soft[top:bottom, left:right] = np.asarray(softened, np.float32) / 255
        return soft

    def sheet(self, softness: float) -> Sheet:
        """Return the drawing, softened by so many metres."""
        return Sheet(self.blurred(softness), self.middle)
