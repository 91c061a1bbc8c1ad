"""sRGB to CIELAB under D65 (IEC 61966-2-1, CIE 15), and how far colours lie apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_XYZ: Final = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE: Final = np.array([0.95047, 1.0, 1.08883])


def linear(srgb: Floats) -> Floats:
    """Return values in 0..1 as they are proportional to light."""
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def lab(srgb: Floats) -> Floats:
    """Return colours [..., 3] in 0..1 as L*, a*, b*."""
    return lab_of_linear(linear(srgb))


def lab_of_linear(rgb: Floats) -> Floats:
    """Return colours [..., 3] that are proportional to light as L*, a*, b*."""
    x = rgb @ _XYZ.T / _WHITE
    f = np.where(x > (6 / 29) ** 3, np.cbrt(x), x / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack(
        [
            116 * f[..., 1] - 16,
            500 * (f[..., 0] - f[..., 1]),
            200 * (f[..., 1] - f[..., 2]),
        ],
        -1,
    )


def difference(one: Floats, other: Floats) -> Floats:
    """Return how far colours [..., 3] in L*, a*, b* lie apart: CIEDE2000 (ISO/CIE 11664-6)."""
    mean = (np.hypot(one[..., 1], one[..., 2]) + np.hypot(other[..., 1], other[..., 2])) / 2
    grown = 1 + 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    (c1, h1), (c2, h2) = (_polar(lab[..., 1] * grown, lab[..., 2]) for lab in (one, other))
    light, chroma = other[..., 0] - one[..., 0], c2 - c1
    turn = (h2 - h1 + 180) % 360 - 180
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    level, c = (one[..., 0] + other[..., 0]) / 2, (c1 + c2) / 2
    h = np.where(c1 * c2 == 0, h1 + h2, h1 + turn / 2) % 360
    t = (
        1
        - 0.17 * np.cos(np.radians(h - 30))
        + 0.24 * np.cos(np.radians(2 * h))
        + 0.32 * np.cos(np.radians(3 * h + 6))
        - 0.20 * np.cos(np.radians(4 * h - 63))
    )
    away = (level - 50) ** 2
    light = light / (1 + 0.015 * away / np.sqrt(20 + away))
    chroma, hue = chroma / (1 + 0.045 * c), hue / (1 + 0.015 * c * t)
    bend = np.radians(60 * np.exp(-(((h - 275) / 25) ** 2)))
    twist = -np.sin(bend) * 2 * np.sqrt(c**7 / (c**7 + 25.0**7))
    return np.asarray(np.sqrt(light**2 + chroma**2 + hue**2 + twist * chroma * hue))


def _polar(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Return chroma, and hue in degrees."""
    return np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360
