"""Pictures in a figure: what their first bytes say, and their pixels where it is safe.

A picture of a few kilobytes can unpack to gigabytes, so its size is read before it is decoded.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from PIL import Image, UnidentifiedImageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_SIDE: Final = 8192
MOST_PIXELS: Final = 1 << 25
"""A picture with more is not unpacked: 4096 × 8192."""
_BROKEN: Final = (
    *(OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError),
    *(struct.error, zlib.error, UnidentifiedImageError, Image.DecompressionBombError),
)
"""What Pillow raises at broken pictures, from their different decoders."""
_SEEN: Final = 512
"""Side to which pictures are brought before they are judged."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_KTX2: Final = b"\xabKTX 20\xbb\r\n\x1a\n"
_JPEG_SIZES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_JPEG_BARE: Final = frozenset({0x01, *range(0xD0, 0xDA)})


class Head(NamedTuple):
    """What a picture says of itself."""

    mime: str
    width: int
    height: int
    alpha: bool


def head(data: bytes) -> Head | None:
    """Read a picture's first bytes; None for what is no picture of a kind that glTF knows."""
    for reads in (_png, _jpeg, _webp, _ktx2):
        try:
            found = reads(data)
        except (struct.error, IndexError):
            continue
        if found is not None:
            return found
    return None


def _png(data: bytes) -> Head | None:
    if not data.startswith(_PNG) or data[12:16] != b"IHDR":
        return None
    width, height, _, colour = struct.unpack_from(">IIBB", data, 16)
    return Head("image/png", width, height, colour in {4, 6} or b"tRNS" in data[:1024])


def _jpeg(data: bytes) -> Head | None:
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while data[at] == 0xFF:
        kind = data[at + 1]
        if kind in _JPEG_BARE or kind == 0xFF:
            at += 1 if kind == 0xFF else 2
            continue
        length = struct.unpack_from(">H", data, at + 2)[0]
        if kind in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return Head("image/jpeg", width, height, alpha=False)
        at += 2 + max(length, 2)
    return None


def _webp(data: bytes) -> Head | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        width = 1 + int.from_bytes(data[24:27], "little")
        return Head(
            "image/webp", width, 1 + int.from_bytes(data[27:30], "little"), bool(data[20] & 16)
        )
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return Head(
            "image/webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF), bool(bits >> 28 & 1)
        )
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return Head("image/webp", width & 0x3FFF, height & 0x3FFF, alpha=False)
    return None


def _ktx2(data: bytes) -> Head | None:
    if not data.startswith(_KTX2):
        return None
    width, height = struct.unpack_from("<II", data, 20)
    return Head("image/ktx2", width, height, alpha=False)


def pixels(data: bytes, said: Head) -> Floats | None:
    """Unpack a picture as [H, W, 4] in 0..1, thinned out to about 512 a side; None if broken.

    KTX 2 is not unpacked.
    """
    picture = _unpacked(data, said, "RGBA", (_SEEN, _SEEN))
    if picture is None:
        return None
    step = max(1, max(picture.shape) // _SEEN)
    return np.asarray(picture[::step, ::step] / 255)


def pixels_whole(data: bytes, said: Head) -> Floats | None:
    """Unpack a picture as [H, W, 3] in 0..1; None if broken or too large."""
    picture = _unpacked(data, said, "RGB", None)
    return None if picture is None else np.asarray(picture / 255)


def _unpacked(
    data: bytes, said: Head, mode: str, draft: tuple[int, int] | None
) -> NDArray[np.uint8] | None:
    if said.mime == "image/ktx2" or said.width * said.height > MOST_PIXELS:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd profiles, which are no fault
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as picture:
                picture.draft("RGB", draft)
                return np.asarray(picture.convert(mode))
    except _BROKEN:
        return None
