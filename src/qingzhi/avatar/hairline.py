"""The hairline, painted: below its first centimetre skin shows between single hairs' roots.

Hair that is cut short fades at sides and nape: there stubble grows denser over centimetres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar.geometry import smooth, unit
from qingzhi.avatar.hair.fade import faded
from qingzhi.avatar.hair.flow import Flow
from qingzhi.avatar.hair.styles import STYLES
from qingzhi.avatar.texels import enlarged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.scalp import Scalp
    from qingzhi.avatar.texels import Noise

    Floats = NDArray[Any]  # 32 bits in pictures, 64 elsewhere

_ROOTED: Final = (-0.0055, 0.011)
"""Metres inside dense hair between which hairs grow from none to all."""
_SHADED: Final = (-0.003, 0.010)
"""The same for the shade that they cast on the skin."""
_SHADE: Final = 0.7
_HAIR: Final = 0.00034
"""Metres that a painted hair is wide: about a texel of the forehead."""
_LONG: Final = 11.0
"""A painted hair's length over its width."""
_SLANT: Final = 0.35
"""Metres that hairs lean aside for each that they lead inwards, now here, now there."""
_WAVER: Final = 0.0018
"""Metres that the line wavers."""
_LEAN: Final = 0.016
_STUBBLE: Final = 0.0006
"""Metres from one painted stub to the next."""
_SHAVEN: Final = 0.22
"""Share of the skin that stubble covers where a fade begins."""
_CLEAR: Final = 0.52
"""Share of the paint that the parting lacks: hair on both sides keeps light off it."""
_STRAY: Final = 0.0003
"""Metres that the parting's sides waver."""


def covered(scalp: Scalp, point: Floats, noise: Noise, size: int, fade: float = 0.0) -> Floats:
    """Return how much [size, size] of the skin hair covers, 0..1.

    `point` [S, S, 3] are the points of the head, in a picture that may be smaller; hair fades over
    `fade` degrees at sides and nape.
    """
    waver = noise.space(point, 0.005) + 0.5 * noise.space(point, 0.0017)
    inside = (scalp.depth(point) + _WAVER * waver).astype(np.float32)
    along = scalp.along(point).astype(np.float32)
    along = along + _SLANT * inside * noise.space(point, _LEAN)
    depth = enlarged(inside, size)
    shade = _SHADE * smooth(*_SHADED, depth) + (1 - _SHADE) * smooth(0.004, 0.014, depth)
    near = (depth > _ROOTED[0]) & (depth < 2 * _ROOTED[1])
    share = smooth(*_ROOTED, depth[near])
    place = np.stack([enlarged(along, size)[near], depth[near] / _LONG], -1)
    hairs = noise.space(np.c_[place, np.zeros_like(share)], _HAIR)
    shown = smooth(1.5 - 3.2 * share, 2.3 - 3.2 * share, hairs) * smooth(0, 0.3, share)
    gaps = 0.25 * (1 - shown) * (1 - share)
    shade[near] = np.maximum(shade[near] * (1 - gaps), 0.85 * shown)
    if fade:
        _shorn(shade, point, faded(point - scalp.centre, fade).astype(np.float32), noise)
    return np.asarray(shade * (1 - _CLEAR * parted(scalp, point, noise, size)), np.float32)


def _shorn(shade: Floats, point: Floats, grown: Floats, noise: Noise) -> None:
    """Thin out `shade` [size, size], in place, where hair has `grown` [S, S] less: to stubs."""
    size = len(shade)
    grown = enlarged(grown, size)
    near = (grown < 0.999) & (shade > 0)
    stubs = noise.space(enlarged(point.astype(np.float32), size)[near], _STUBBLE)
    share = _SHAVEN + (1 - _SHAVEN) * grown[near]
    dots = smooth(1.5 - 2.6 * share, 2.6 - 2.6 * share, stubs)
    shade[near] *= share * (0.7 + 0.3 * share) + 0.35 * (1 - share) * (dots - 0.3)


def parted(scalp: Scalp, point: Floats, noise: Noise, size: int) -> Floats:
    """Return how bare [size, size] the skin is along the parting, 0..1, between the hairs' roots.

    `point` is as in `covered`.
    """
    style = STYLES.get(scalp.worn)
    if style is None or not style.parting.bare:
        return np.zeros((size, size), np.float32)
    off = Flow(scalp, style).bared(unit(point - scalp.centre)) + _STRAY * noise.space(point, 0.003)
    off = enlarged(off.astype(np.float32), size)
    half = style.parting.bare / 2
    return np.asarray(smooth(1.7 * half, 0.3 * half, off), np.float32)
