"""What each texel of the skin shows, and noise to paint it with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter, map_coordinates

from qingzhi.avatar.geometry import smooth
from qingzhi.avatar.raster import rastered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.part import Part

    Floats = NDArray[Any]  # 32 bits in pictures, 64 elsewhere
    Mask = NDArray[np.bool_]

_SMOOTHLY: Final = Image.Resampling.BICUBIC
_TILE: Final = 512
_LATTICE: Final = 48
_FLAT: Final = 1e-6
_LARGEST: Final = 1024
"""Between vertices, values change evenly: larger pictures are enlarged from this size."""


class Texels(NamedTuple):
    """A position map: values of each texel [...], float32."""

    point: Floats
    """[..., 3] metres."""
    normal: Floats
    light: Floats
    """The share of the sky that is seen."""
    source: Floats
    """[..., 2]: the base body's texture coordinates, for its masks."""

    @property
    def front(self) -> Floats:
        """How far a texel looks ahead, 0..1."""
        return smooth(-0.1, 0.4, self.normal[..., 2]).astype(np.float32)

    def every(self, step: int) -> Texels:
        """Return a smaller picture of the same."""
        return Texels(*(values[::step, ::step] for values in self))

    def where(self, chosen: Mask | tuple[NDArray[np.int64], ...]) -> Texels:
        """Return some of the texels as a list."""
        return Texels(*(values[chosen] for values in self))


class Layers(NamedTuple):
    """A picture being painted: colour [S, S, 3], roughness and relief (millimetres) [S, S]."""

    colour: Floats
    roughness: Floats
    relief: Floats


def texels(part: Part, source: Floats, light: Floats, size: int) -> Texels:
    """Draw a part of the skin, with the `source` [N, 2] and the `light` [N] of its vertices."""
    if part.uv is None:
        raise ValueError("a part without texture coordinates has no texels")
    values = np.c_[part.points, part.normals(), light, source]
    drawn = rastered(part.uv, part.triangles, values, min(size, _LARGEST))
    if size > _LARGEST:
        drawn = enlarged(drawn, size)
    return Texels(drawn[..., :3], drawn[..., 3:6], drawn[..., 6], drawn[..., 7:])


def spread(uv: Floats) -> Floats:
    """Give the face more of the head's picture than the scalp that hair covers.

    `uv` [K, 2] in 0..1 has the crown at u = 0, the chin at u = 1 and the face about v = 1/2.
    """
    along = np.interp(uv[:, 0], (0, 0.36, 0.9, 1), (0, 0.17, 0.93, 1))
    across = np.interp(uv[:, 1], (0, 0.27, 0.73, 1), (0, 0.17, 0.83, 1))
    return np.stack([along, across], 1)


def density(part: Part, size: int) -> float:
    """Return texels per millimetre, the median over a part's triangles."""
    if part.uv is None:
        raise ValueError("a part without texture coordinates has no texels")
    uv, points = part.uv, part.points
    a, b, c = (part.triangles[:, k] for k in range(3))
    first, second = uv[b] - uv[a], uv[c] - uv[a]
    flat = np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0])
    true = np.linalg.norm(np.cross(points[b] - points[a], points[c] - points[a]), axis=1)
    return float(np.median(np.sqrt(flat / np.maximum(true, 1e-12)))) * size / 1000


def enlarged(picture: Floats, size: int) -> Floats:
    """Return a picture [S, S] or [S, S, C] at another size, interpolated."""
    if picture.ndim == 2:
        image = Image.fromarray(np.ascontiguousarray(picture, np.float32))
        return np.asarray(image.resize((size, size), _SMOOTHLY))
    return np.dstack([enlarged(picture[..., k], size) for k in range(picture.shape[-1])])


class Noise:
    """Noise of unit variance, in space and as a tile."""

    def __init__(self, chance: np.random.Generator) -> None:
        self._lattice = chance.normal(size=(_LATTICE,) * 3).astype(np.float32)
        self._tiles = chance.normal(size=(_TILE, _TILE)).astype(np.float32)

    def space(self, point: Floats, scale: float, shift: float = 0.0) -> Floats:
        """Return noise [...] at points [..., 3], its features about `scale` metres large."""
        at = (point.astype(np.float32) + np.float32(shift)) / np.float32(scale)
        whole = np.floor(at)
        share = at - whole  # eased, so that the lattice's cells are not seen
        eased = whole % _LATTICE + share * share * (3 - 2 * share)
        flat = eased.reshape(-1, 3).T
        found = map_coordinates(self._lattice, flat, order=1, mode="grid-wrap")
        return np.asarray(found.reshape(point.shape[:-1]))

    def band(self, size: int, fine: float, coarse: float = 0.0, turn: int = 0) -> Floats:
        """Return a picture [size, size] of grains between two sizes in texels."""
        tile = np.roll(self._tiles, (turn * 131, turn * 57), (0, 1))
        grains = gaussian_filter(tile, fine, mode="wrap")
        if coarse:
            grains = grains - gaussian_filter(tile, coarse, mode="wrap")
        grains /= max(float(grains.std()), _FLAT)  # finer than a texel, nothing is left
        times = -(-size // _TILE)
        return np.tile(grains, (times, times))[:size, :size]
