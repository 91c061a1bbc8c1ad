"""What surfaces are made of: glTF materials and the pictures that they show."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[Any]  # 32 bits in pictures, 64 elsewhere

_GAMMA: Final = 2.2
_PNG: Final = "image/png"
_JPEG: Final = "image/jpeg"


class Picture(NamedTuple):
    """An encoded picture."""

    data: bytes
    mime: str


@dataclass(frozen=True, kw_only=True)
class Material:
    """A metallic-roughness material; nothing here is metal. Colours are linear."""

    name: str
    colour: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0)
    roughness: float = 0.6
    alpha: str = "OPAQUE"
    cutoff: float = 0.5
    two_sided: bool = False
    normal_scale: float = 1.0
    base: Picture | None = None
    normal: Picture | None = None
    surface: Picture | None = None
    """Occlusion in red, roughness in green."""
    swatches: bool = False
    """Whether `surface` is looked up by the parts' second coordinates, their swatches."""
    extensions: Mapping[str, Any] = field(default_factory=dict)
    extras: Mapping[str, Any] = field(default_factory=dict)
    """What else a player may want to know of it."""


def encode(values: Floats, *, quality: int = 0) -> Picture:
    """Encode values [H, W, 3 or 4] in 0..1; a `quality` over 0 chooses JPEG, else PNG."""
    pixels = np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)
    sink = io.BytesIO()
    if quality:
        Image.fromarray(pixels[..., :3]).save(sink, "JPEG", quality=quality, optimize=True)
        return Picture(sink.getvalue(), _JPEG)
    Image.fromarray(pixels).save(sink, "PNG")
    return Picture(sink.getvalue(), _PNG)


def resized(picture: Floats, times: float) -> Floats:
    """Return a picture [H, W, C] so many times as large, its texels the middle of those there."""
    height, width = (round(side * times) for side in picture.shape[:2])
    channels = [
        Image.fromarray(np.ascontiguousarray(picture[..., k], np.float32)).resize(
            (width, height), Image.Resampling.BOX
        )
        for k in range(picture.shape[-1])
    ]
    return np.dstack([np.asarray(channel) for channel in channels])


def srgb(colour: str) -> Floats:
    """Return #rrggbb as three numbers in 0..1, as a picture holds them."""
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def linear(colour: str) -> tuple[float, float, float]:
    """Return #rrggbb as three linear numbers in 0..1, as a material or a vertex holds them."""
    red, green, blue = (float(x) for x in srgb(colour) ** _GAMMA)
    return red, green, blue


def mix(under: Floats, over: Floats, amount: Floats) -> Floats:
    """Lay one colour [..., 3] over another by an amount [...]; returns 32 bits.

    Channel by channel: numpy is slow along an axis of three.
    """
    amount = np.asarray(amount, np.float32)
    shape = np.broadcast_shapes(np.shape(under), np.shape(over), (*amount.shape, 1))
    mixed = np.empty(shape, np.float32)
    for k in range(shape[-1]):
        low, high = (np.asarray(colour[..., k], np.float32) for colour in (under, over))
        mixed[..., k] = low + (high - low) * amount
    return mixed


def tinted(colour: Floats, tint: Sequence[float], amount: Floats | float) -> Floats:
    """Multiply a colour [..., 3] by a tint as far as an amount [...] says; returns 32 bits."""
    amount = np.asarray(amount, np.float32)
    shape = np.broadcast_shapes(colour.shape, (*amount.shape, 1))
    mixed = np.empty(shape, np.float32)
    for k, share in enumerate(tint):
        mixed[..., k] = colour[..., k] * (np.float32(share - 1) * amount + np.float32(1))
    return mixed


def normal_map(height: Floats, strength: float) -> Floats:
    """Return relief [H, W] as a tangent-space normal picture [H, W, 3] in 0..1."""
    down, right = np.gradient(height * strength)
    half = 0.5 / np.sqrt(right * right + down * down + 1)
    return np.dstack([0.5 - right * half, 0.5 + down * half, 0.5 + half])
