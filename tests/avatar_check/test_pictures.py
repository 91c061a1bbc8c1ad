"""The first bytes of pictures: what they say is read, what they claim is not believed."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from qingzhi.avatar_check.pictures import MOST_PIXELS, head, pixels


def encoded(form: str, mode: str = "RGB", **options: object) -> bytes:
    sink = io.BytesIO()
    Image.new(mode, (33, 17), 90 if mode == "L" else (90, 80, 70, 60)[: len(mode)]).save(
        sink, form, **options
    )
    return sink.getvalue()


@pytest.mark.parametrize(
    ("data", "mime", "alpha"),
    [
        (encoded("PNG"), "image/png", False),
        (encoded("PNG", "RGBA"), "image/png", True),
        (encoded("JPEG"), "image/jpeg", False),
        (encoded("JPEG", progressive=True), "image/jpeg", False),
        (encoded("JPEG", "L"), "image/jpeg", False),
        (encoded("WEBP"), "image/webp", False),
        (encoded("WEBP", "RGBA", lossless=True), "image/webp", True),
        (encoded("WEBP", "RGBA"), "image/webp", True),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(data: bytes, mime: str, *, alpha: bool) -> None:
    """Its kind, its size, whether it can be seen through."""
    found = head(data)
    assert found is not None
    assert found == (mime, 33, 17, alpha)
    whole = pixels(data, found)
    assert whole is not None
    assert whole.shape == (17, 33, 4)


def test_ktx2_is_known_and_left_packed() -> None:
    """A form for graphics cards, which isn't unpacked here."""
    data = b"\xabKTX 20\xbb\r\n\x1a\n" + struct.pack("<8I", 0, 1, 64, 32, 0, 0, 1, 1)
    found = head(data)
    assert found == ("image/ktx2", 64, 32, False)
    assert pixels(data, found) is None


def test_a_bomb_is_not_unpacked() -> None:
    """A size that would take gigabytes is believed just enough to be refused."""
    data = encoded("PNG")
    data = data[:16] + struct.pack(">II", 1 << 16, 1 << 16) + data[24:]
    found = head(data)
    assert found is not None
    assert found.width * found.height > MOST_PIXELS
    assert pixels(data, found) is None


def test_half_a_picture_is_broken() -> None:
    """Its head is whole and its body isn't."""
    data = encoded("JPEG")[:-40]
    found = head(data)
    assert found is not None
    assert pixels(data, found) is None


@given(st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF0000WEBP", b""]), st.binary())
def test_noise_is_no_picture(start: bytes, rest: bytes) -> None:
    """Whatever follows a good beginning, nothing is raised."""
    found = head(start + rest)
    assert found is None or found.mime.startswith("image/")
