"""Pictures for the documentation: small files, and sheets of several pictures with their names."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MOST_BYTES: Final = 250_000
QUALITIES: Final = (90, 88, 85, 82, 78, 74, 70)
CAPTION: Final = 26
"""Height of the line under a picture, pixels."""
GAP: Final = 6
PAPER: Final = "white"
INK: Final = (60, 68, 76)


def opened(png: bytes) -> Image.Image:
    """Return a picture in memory, without transparency."""
    with Image.open(io.BytesIO(png)) as picture:
        return picture.convert("RGB")


def save(picture: Image.Image, path: Path) -> None:
    """Write a JPEG file as good as `MOST_BYTES` allow."""
    for quality in QUALITIES:
        held = io.BytesIO()
        picture.save(held, "JPEG", quality=quality, optimize=True, progressive=True)
        if held.tell() <= MOST_BYTES:
            break
    path.write_bytes(held.getvalue())


def sheet(rows: Sequence[Sequence[tuple[str, Image.Image]]], size: tuple[int, int]) -> Image.Image:
    """Lay pictures out in rows, each scaled to `size` with its name underneath."""
    width, height = size[0] + GAP, size[1] + CAPTION + GAP
    whole = Image.new("RGB", (max(map(len, rows)) * width + GAP, len(rows) * height + GAP), PAPER)
    pen, font = ImageDraw.Draw(whole), ImageFont.load_default(size=15)
    for down, row in enumerate(rows):
        for across, (name, picture) in enumerate(row):
            left, top = GAP + across * width, GAP + down * height
            whole.paste(picture.resize(size, Image.Resampling.LANCZOS), (left, top))
            middle = (left + size[0] / 2, top + size[1] + CAPTION / 2)
            pen.text(middle, name, INK, font, anchor="mm")
    return whole
