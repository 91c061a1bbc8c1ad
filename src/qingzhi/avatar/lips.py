"""The lips: where they are, that they close, and how they are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from qingzhi.avatar.base import BODY, SKIN
from qingzhi.avatar.geometry import normals, smooth
from qingzhi.avatar.material import mix, srgb, tinted
from qingzhi.avatar.mesh import relaxed
from qingzhi.errors import AssetCorrupt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.texels import Noise, Texels

    Floats = NDArray[Any]  # 32 bits in pictures, 64 elsewhere

_RED: Final = 0.5
"""What is redder than this on the base body's mask is lip."""
_SOFT: Final = 0.0010
"""Metres over which the red fades into the skin."""
_BOW: Final = (0.27, 0.15)
"""Where the peaks of the upper border lie, as a share of the half width, and how wide."""
_MEETING: Final = (0.0065, 0.012)
"""Metres behind the front of the lips: how near and how far they may meet."""
_ABOUT: Final = 0.005
"""Metres above and below the middle of their red."""
_STRIPS: Final = 56
"""Columns across the mouth in which the gap between the lips is measured."""
_TURNED: Final = 0.45
"""A lip's surface that looks so much up or down touches the other lip."""
_OVERCLOSED: Final = 1.0
"""Share of a gap that each lip goes: more than half, so that they press together a little."""
_EVENED: Final = 2
"""Rounds in which closing is evened out over the mesh, so that lips stay smooth when they part."""
_SEALED: Final = 0.0016
"""Metres from the seam over which closing a gap fades."""
_SHELF: Final = (0.115, 0.85, 0.3)
"""In heights of the lower lip: how far its lowest part is drawn back, how low that lies, and over
how much it fades. The base body's lip is fullest there, and its profile a shelf."""
_FINE: Final = (1.12, 1.3, 0.018)
"""The fine mesh of the lips, in half widths across, in lips' heights, in metres of depth."""


class Lips(NamedTuple):
    """The shape of the lips from the front. Metres."""

    seam: float
    """Height of the seam in the middle."""
    front: float
    half_width: float
    rise: float
    """How much higher the corners lie."""
    upper: float
    lower: float
    """Heights of the red in the middle."""

    def level(self, x: Floats) -> Floats:
        """Return the height of the seam at x."""
        return np.asarray(self.seam + self.rise * np.minimum((x / self.half_width) ** 2, 1.2))

    def borders(self, x: Floats) -> tuple[Floats, Floats]:
        """Return how far the red reaches above and below the seam at x."""
        t = np.abs(x) / self.half_width
        open_ = np.clip(1 - t**2, 0, 1)
        peak, width = _BOW
        bow = 1 + 0.06 * np.exp(-(((t - peak) / width) ** 2)) - 0.12 * np.exp(-((t / 0.13) ** 2))
        return self.upper * open_**0.66 * bow, self.lower * open_**0.6


def lips(base: Base, skin: Floats) -> Lips:
    """Measure the lips of a face at rest [SKIN, 3]."""
    red = _reds(base)
    middle = red & (np.abs(skin[:, 0]) < 0.004)
    front = float(skin[middle, 2].max())
    facing = normals(skin, base.skin)[:, 1]
    half = (skin[middle, 1].max() + skin[middle, 1].min()) / 2
    near = middle & (np.abs(skin[:, 1] - half) < _ABOUT)
    for deep in np.linspace(*_MEETING, 8):  # how far behind the foremost lip they meet varies
        inner = near & (skin[:, 2] > front - deep)
        above, below = inner & (facing < -_TURNED), inner & (facing > _TURNED)
        if above.any() and below.any():
            break
    else:
        raise AssetCorrupt("The lips of this body cannot be found.")
    seam = float(skin[above, 1].min() + skin[below, 1].max()) / 2
    corner = skin[red][np.argmax(skin[red, 0])]
    return Lips(
        seam=seam,
        front=front,
        half_width=float(corner[0]) + 0.0004,
        rise=float(corner[1]) - seam,
        upper=float(skin[middle, 1].max()) - seam + 0.0002,
        lower=seam - float(skin[middle, 1].min()) + 0.0002,
    )


def about(base: Base, skin: Floats) -> NDArray[np.bool_]:
    """Tell which vertices [SKIN] are so near to the lips' red that their mesh should be fine."""
    shape = lips(base, skin)
    x, y = skin[:, 0] / (_FINE[0] * shape.half_width), skin[:, 1] - shape.level(skin[:, 0])
    near = x**2 + (y / (_FINE[1] * np.where(y > 0, shape.upper, shape.lower))) ** 2 < 1
    return np.asarray(near & (skin[:, 2] > shape.front - _FINE[2]))


def _reds(base: Base) -> NDArray[np.bool_]:
    """Tell which vertices [SKIN] of the skin lie on the red of the lips."""
    corners = base.quads(BODY).reshape(-1, 2)
    uv = np.zeros((SKIN, 2))
    uv[corners[:, 0]] = base.uv[corners[:, 1]]
    mask = base.masks["lips"]
    at = np.clip(np.stack([1 - uv[:, 1], uv[:, 0]]) * len(mask), 0, len(mask) - 1).astype(int)
    return np.asarray(mask[tuple(at)] > _RED * 255)


def drawn_back(base: Base, vertices: Floats) -> Floats:
    """Return how to move vertices [N, 3] so that the lower lip is fullest in its middle."""
    skin = vertices[:SKIN]
    shape = lips(base, skin)
    back, low, fade = (share * shape.lower for share in _SHELF)
    off = (skin[:, 1] - shape.level(skin[:, 0]) + low) / fade
    across = np.clip(1 - (skin[:, 0] / shape.half_width) ** 2, 0, 1)
    front = smooth(shape.front - 0.009, shape.front - 0.004, skin[:, 2])
    moved = np.zeros_like(vertices)
    moved[:SKIN, 2] = -back * np.exp(-(off**2)) * across * front
    return moved


def sealed(base: Base, vertices: Floats) -> Floats:
    """Return how to move vertices [N, 3] so that no gap is left between the lips [N, 3]."""
    skin = vertices[:SKIN]
    shape = lips(base, skin)
    level = shape.level(skin[:, 0])
    across = skin[:, 0] / shape.half_width
    near = (np.abs(across) < 1) & (np.abs(skin[:, 1] - level) < 0.004)
    near &= skin[:, 2] > shape.front - 0.015
    facing = normals(skin, base.skin)[:, 1]
    column = np.clip(((across + 1) / 2 * _STRIPS).astype(int), 0, _STRIPS - 1)
    above, below = near & (facing < -_TURNED), near & (facing > _TURNED)
    bottom, top = np.full(_STRIPS, np.inf), np.full(_STRIPS, -np.inf)
    np.minimum.at(bottom, column[above], skin[above, 1])
    np.maximum.at(top, column[below], skin[below, 1])
    gap = np.where(np.isfinite(bottom) & np.isfinite(top), bottom, 0) - np.where(
        np.isfinite(bottom) & np.isfinite(top), top, 0
    )
    gap = maximum_filter1d(np.clip(gap, 0, 0.004), 5)
    centre = np.linspace(-1, 1, _STRIPS, endpoint=False) + 1 / _STRIPS
    wanted = np.interp(across, centre, gap) * smooth(1, 0.93, np.abs(across))
    middle = _between(bottom, top, centre, across)
    side = np.tanh((skin[:, 1] - middle) / 0.0004)
    reach = np.exp(-(((skin[:, 1] - middle) / _SEALED) ** 2)) * (skin[:, 2] > shape.front - 0.02)
    moved = np.zeros_like(vertices)
    moved[:SKIN, 1] = np.where(np.abs(across) < 1, -side * reach * wanted * _OVERCLOSED, 0)
    moved[:SKIN] = relaxed(moved[:SKIN], base.average, _EVENED)
    return moved


def _between(bottom: Floats, top: Floats, centre: Floats, at: Floats) -> Floats:
    """Return half way between two rows of columns, filling in those that hold nothing."""
    known = np.isfinite(bottom) & np.isfinite(top)
    level = gaussian_filter1d((bottom[known] + top[known]) / 2, 2.0, mode="nearest")
    return np.interp(at, centre[known], level)


def paint(
    shape: Lips, texels: Texels, tone: str, noise: Noise, colour: Floats, *, amount: float
) -> tuple[Floats, Floats, Floats]:
    """Paint texels [K] near the mouth; `amount` of the tone covers the skin.

    Returns colour [K, 3], share of red [K] and relief [K] in mm.
    """
    x, y = texels.point[:, 0], texels.point[:, 1] - shape.level(texels.point[:, 0])
    up, down = shape.borders(x)
    broken = 0.00022 * noise.space(texels.point, 0.0016)
    high = np.where(y > 0, y - up, -y - down) + broken
    red = smooth(_SOFT * 0.7, -_SOFT, high) * smooth(-0.5, 0.0, texels.normal[:, 2])
    red = red * smooth(1.02, 0.95, np.abs(x) / shape.half_width)
    red = red * (texels.point[:, 2] > shape.front - 0.02)
    inner = np.clip(1 - np.abs(y) / 0.0042, 0, 1) ** 1.5
    lines = noise.space(texels.point * [1, 0.16, 0.16], 0.00085, 4)
    lines = lines + 0.6 * noise.space(texels.point * [1, 0.2, 0.2], 0.0005, 2)
    rosy = srgb(tone)
    painted = mix(np.broadcast_to(rosy, colour.shape), rosy * [0.80, 0.66, 0.66], inner)
    swell = np.exp(-(((y / shape.lower + 0.5) / 0.3) ** 2 + (x / (0.6 * shape.half_width)) ** 2))
    painted = mix(painted, np.minimum(rosy * 1.12, 1), 0.45 * swell)
    painted = painted * (1 + 0.035 * lines)[:, None]
    corner = np.exp(-(((np.abs(x) - shape.half_width) / 0.0022) ** 2 + (y / 0.0018) ** 2))
    colour = mix(colour, painted, amount * red)
    ridge = np.exp(-((high / 0.0007) ** 2)) * (np.abs(x) < 0.9 * shape.half_width)
    colour = mix(colour, np.minimum(colour * 1.05, 1), 0.5 * ridge * (y > 0))
    colour = tinted(colour, (0.80, 0.66, 0.64), 0.55 * corner)
    return colour, red, red * 0.032 * lines


def philtrum(shape: Lips, point: Floats, nose: Floats) -> Floats:
    """Return the relief [K] of the groove from nose to lip at points [K, 3]: −1 in its middle."""
    x, y = point[:, 0], point[:, 1] - shape.seam - shape.upper
    high = nose[1] - shape.seam - shape.upper
    along = smooth(-0.0005, 0.002, y) * smooth(0.8, 0.4, y / high)
    groove = np.exp(-((x / 0.0024) ** 2))
    ridges = np.exp(-(((np.abs(x) - 0.0045) / 0.0018) ** 2))
    return np.asarray(along * (0.7 * ridges - groove))
