"""The picture of an eyeball, seen from the front."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_filter1d

from qingzhi.avatar.geometry import smooth
from qingzhi.avatar.material import mix, srgb

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

IRIS: Final = 0.445
"""Radius of the iris over that of the ball."""
_PUPIL: Final = 0.36
_RAYS: Final = 360
_PALE: Final = 0.12
"""How much greyer an iris is as a whole than the colour that it is called by."""


def picture(person: Person, size: int = 512) -> Floats:
    """Paint the ball [S, S, 3]: the rim of the picture is 90° off the gaze, its corners white."""
    y, x = np.mgrid[0:size, 0:size]
    x, y = (x + 0.5) / size * 2 - 1, 1 - (y + 0.5) / size * 2
    radius = np.hypot(x, y)
    chance = person.random("iris")
    white = _white(person, chance, x, y)
    iris = _iris(person, chance, x, y)
    ball = mix(white, iris, 1 - smooth(0.95, 1.06, radius / IRIS))
    return np.where((radius > 1.15)[..., None], 1.0, ball)


def _white(person: Person, chance: np.random.Generator, x: Floats, y: Floats) -> Floats:
    """Paint the white: yellowish, red towards the corners, faint vessels, shaded by the lids."""
    white = np.broadcast_to(srgb(person.spec.eyes.sclera), (*x.shape, 3))
    warp = gaussian_filter(chance.normal(size=x.shape), 14) * 9
    veins = gaussian_filter(np.abs(np.sin(26 * y + warp * 6 + 3 * x)) < 0.05, 0.8)
    outer = smooth(0.5, 0.95, np.abs(x))
    white = mix(white, np.array([0.80, 0.50, 0.45]), 0.34 * veins * outer)
    white = mix(white, np.array([0.84, 0.64, 0.58]), 0.7 * smooth(0.42, 0.92, np.abs(x)))
    shade = 0.5 * smooth(0.25, 0.75, y) + 0.22 * smooth(0.35, 0.8, -y)
    return np.asarray(white * (1 - shade[..., None] * [0.5, 0.62, 0.62]))


def _iris(person: Person, chance: np.random.Generator, x: Floats, y: Floats) -> Floats:
    angle, t = np.arctan2(y, x), np.hypot(x, y) / IRIS
    fibre = _rays(chance, 0.7, angle + 0.05 * np.sin(7 * t))
    broad = _rays(chance, 4.0, angle)
    middle = srgb(person.spec.eyes.iris)
    middle = middle + _PALE * (middle.mean() - middle)
    light, dark = np.minimum(middle * 1.75 + 0.03, 1), middle * 0.30
    ring = smooth(0.36, 0.5, t) * (1 - smooth(0.60, 0.96, t))
    iris = np.broadcast_to(middle, (*x.shape, 3))
    iris = mix(iris, light, np.clip(0.38 + 0.3 * fibre + 0.12 * broad, 0, 1) * ring)
    iris = mix(iris, dark, 0.4 * np.clip(-fibre, 0, 1) * smooth(0.3, 0.5, t))
    collar = np.exp(-(((t - 0.50 - 0.02 * broad) / 0.05) ** 2))
    iris = mix(iris, light, 0.35 * collar)
    iris = mix(iris, dark, 0.85 * smooth(0.76, 0.97, t))
    iris = mix(iris, light, 0.35 * smooth(0.0, -0.9, y / IRIS) * ring)
    iris = mix(iris, middle * 0.06, 1 - smooth(_PUPIL - 0.03, _PUPIL + 0.035, t + 0.008 * fibre))
    return mix(iris, dark, 0.55 * smooth(0, 0.9, y / IRIS))


def _rays(chance: np.random.Generator, softness: float, angle: Floats) -> Floats:
    rays = gaussian_filter1d(chance.normal(size=_RAYS), softness, mode="wrap")
    rays /= rays.std()
    around = angle / (2 * np.pi) % 1 * _RAYS
    return np.interp(around, np.arange(_RAYS + 1), np.r_[rays, rays[0]])
