"""Skin painted from positions: each texel knows the point of the face that it shows.

Every colour zone is then a soft blob in space, measured in half eye widths, and every noise is
three-dimensional, so that no picture from elsewhere is needed and no seam shows between islands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates

from qingzhi.avatar.geometry import smooth
from qingzhi.avatar.makeup import brows, liner
from qingzhi.avatar.material import Material, encode, mix, normal_map, srgb
from qingzhi.avatar.mouth import lip_seam
from qingzhi.avatar.occlusion import lit
from qingzhi.avatar.part import Part
from qingzhi.avatar.raster import rastered
from qingzhi.avatar.scalp import Scalp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.body import Island
    from qingzhi.avatar.opening import Opening
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

_SIZES: Final[Mapping[str, int]] = {"head": 2048, "body": 1024}
_COARSE: Final = 4
"""Slow changes of colour are painted at this fraction of the size."""
_MARGIN: Final = 0.004
_MATERIALS: Final[Mapping[str, str]] = {"head": "Skin", "body": "SkinBody"}
_OCCLUSION: Final = np.array([0.24, 0.36, 0.38])
"""Light that enters skin at a crease comes out warm: red is darkened least."""
_BLOOD: Final = np.array([1.04, 0.85, 0.83])
_SOCKET: Final = np.array([0.93, 0.86, 0.85])
_SHADOW: Final = np.array([0.78, 0.62, 0.56])
_LINER: Final = np.array([0.13, 0.085, 0.075])


class Painted(NamedTuple):
    """The skin as it is drawn."""

    parts: list[Part]
    materials: list[Material]


def paint(
    person: Person,
    openings: Mapping[str, Opening],
    islands: Sequence[Island],
    worn: Sequence[Part],
) -> Painted:
    """Paint the islands; `worn` (clothes, hair) darkens what lies below it."""
    light = lit(person, islands, worn)
    painter = _Painter(person, openings, light)
    parts, materials = [], []
    for island in islands:
        part, material = painter.paint(island)
        parts.append(part)
        materials.append(material)
    return Painted(parts, materials)


class _Texels(NamedTuple):
    """What each texel [S, S] shows."""

    point: Floats
    normal: Floats
    light: Floats
    front: Floats

    def every(self, step: int) -> _Texels:
        """Return a smaller picture of the same."""
        return _Texels(*(values[::step, ::step] for values in self))


class _Painter:
    def __init__(self, person: Person, openings: Mapping[str, Opening], light: Floats) -> None:
        self._person = person
        self._openings = openings
        self._light = light
        self._scalp = Scalp(person)
        self._unit = openings["Left"].half_width
        self._seam = lip_seam(person)
        self._lattice = person.random("skin").normal(size=(64, 64, 64)).astype(np.float32)
        skin = person.skin
        level = openings["Left"].centre[1] - 0.035
        tip = np.where(
            (np.abs(skin[:, 0]) < 0.01) & (np.abs(skin[:, 1] - level) < 0.03), skin[:, 2], -np.inf
        )
        self._nose = skin[int(np.argmax(tip))]

    def paint(self, island: Island) -> tuple[Part, Material]:
        """Return an island as a part and as what it is made of."""
        low, high = island.uv.min(0) - _MARGIN, island.uv.max(0) + _MARGIN
        uv = (island.uv - low) / (high - low)
        size = _SIZES[island.kind]
        texels = self._texels(island, uv, size)
        colour, roughness = self._skin(texels)
        relief = self._pores(texels)
        if island.kind == "head":
            masks = {name: self._mask(name, low, high, size) for name in ("lips", "ears")}
            colour, roughness, relief = self._features(texels, masks, colour, roughness, relief)
        shade = np.clip(texels.light, 0.05, 1)
        colour = colour * shade[..., None] ** _OCCLUSION
        surface = np.dstack([texels.light, np.clip(roughness, 0.2, 1), np.zeros_like(roughness)])
        material = Material(
            name=_MATERIALS[island.kind],
            roughness=1.0,
            normal_scale=0.55,
            base=encode(colour, quality=90),
            normal=encode(normal_map(gaussian_filter(relief, 0.6), 1.1)[::2, ::2], quality=85),
            surface=encode(surface[::2, ::2], quality=85),
        )
        morphs = {
            name: moved[island.vertices]
            for name, moved in self._person.morphs.items()
            if island.kind == "head"
        }
        part = Part(
            material=material.name,
            points=self._person.skin[island.vertices],
            triangles=island.triangles,
            weights=self._person.rig.skin.take(island.vertices),
            uv=uv,
            morphs=morphs,
            weld=island.vertices,
            given_normals=None if morphs else self._person.skin_normals[island.vertices],
        )
        return part, material

    def _texels(self, island: Island, uv: Floats, size: int) -> _Texels:
        person, chosen = self._person, island.vertices
        values = np.c_[person.skin[chosen], person.skin_normals[chosen], self._light[chosen]]
        drawn = rastered(uv, island.triangles, values, size)
        normal = drawn[..., 3:6]
        return _Texels(drawn[..., :3], normal, drawn[..., 6], smooth(-0.1, 0.4, normal[..., 2]))

    def _mask(self, name: str, low: Floats, high: Floats, size: int) -> Floats:
        mask = self._person.base.masks[name].astype(float) / 255
        across = (low[0] + (np.arange(size) + 0.5) / size * (high[0] - low[0])) * len(mask)
        down = (1 - high[1] + (np.arange(size) + 0.5) / size * (high[1] - low[1])) * len(mask)
        grid = np.meshgrid(down - 0.5, across - 0.5, indexing="ij")
        return np.asarray(map_coordinates(mask, grid, order=1, mode="nearest"))

    def _noise(self, point: Floats, scale: float, shift: float = 0.0) -> Floats:
        """Return smooth noise in space, its features about `scale` metres large."""
        at = ((point.astype(np.float32) + np.float32(shift)) / np.float32(scale)) % 64
        flat = at.reshape(-1, 3).T
        found = map_coordinates(self._lattice, flat, order=1, mode="grid-wrap")
        return np.asarray(found.reshape(point.shape[:-1]), float)

    def _blob(self, point: Floats, centre: Floats, size: Sequence[float]) -> Floats:
        """Weigh texels [...] by an ellipsoid whose half axes are in half eye widths."""
        scaled = (point - centre) / (np.array(size) * self._unit)
        return np.asarray(np.exp(-(scaled**2).sum(-1)))

    def _skin(self, texels: _Texels) -> tuple[Floats, Floats]:
        """Paint what all skin has: tone, mottling, blood where it is thin."""
        point = texels.point
        colour = _enlarged(self._broad(texels.every(_COARSE)), _COARSE)
        fine, grain = self._noise(point, 0.0022, 0.7), self._noise(point, 0.0007, 0.9)
        return colour * (1 + 0.01 * (fine + grain))[..., None], 0.5 + 0.02 * fine

    def _broad(self, texels: _Texels) -> Floats:
        """Paint what changes slowly over the skin."""
        point = texels.point
        colour = np.broadcast_to(srgb(self._person.spec.skin.tone), point.shape)
        colour = self._zones(texels, colour)
        slow, fast = self._noise(point, 0.018), self._noise(point, 0.006, 0.3)
        tint = 0.012 * slow[..., None] * [0.6, 1, 1.1] + 0.012 * fast[..., None] * [0.4, 1, 1]
        return np.asarray(colour * (1 + tint))

    def _zones(self, texels: _Texels, colour: Floats) -> Floats:
        point, u, nose = texels.point, self._unit, self._nose
        blush = self._person.spec.skin.blush
        for eye in self._openings.values():
            out, c = eye.outward, eye.centre
            zones = (
                ((c[0] + out * 0.35 * u, nose[1] + 0.16 * u, c[2]), (1.35, 1, 2.2), _BLOOD, blush),
                ((c[0] - out * 0.15 * u, c[1], c[2] + u), (1.25, 0.75, 1.4), _SOCKET, 0.2),
                (tuple(eye.inner), (0.22, 0.2, 0.4), _BLOOD, 0.6),
                (
                    (out * 0.85 * u, nose[1] - 0.25 * u, nose[2] - 0.9 * u),
                    (0.5, 0.45, 0.8),
                    _BLOOD,
                    0.5,
                ),
                ((out * 4.2 * u, nose[1] - 0.9 * u, c[2] - 2.2 * u), (1.1, 1.3, 2.2), _SOCKET, 0.4),
            )
            for centre, size, tint, amount in zones:
                weight = amount * self._blob(point, np.array(centre), size) * texels.front
                colour = mix(colour, colour * tint, weight)
        tip = self._blob(point, nose, (0.7, 0.6, 0.9))
        chin = self._blob(
            point, np.array([0, self._seam[1] - 2 * u, nose[2] - 0.8 * u]), (1.1, 0.7, 1.5)
        )
        colour = mix(colour, colour * _BLOOD, 0.4 * tip + 0.22 * chin)
        below = smooth(self._seam[1] - 2.4 * u, self._seam[1] - 4.2 * u, point[..., 1])
        return mix(colour, colour * np.array([0.975, 0.96, 0.95]), below)

    def _pores(self, texels: _Texels) -> Floats:
        point = texels.point
        pores = -np.clip(self._noise(point, 0.00075, 2.1) - 0.55, 0, 1.6)
        oily = 0.35 + 0.8 * self._blob(point, self._nose, (0.9, 0.9, 1.2))
        return 0.9 * pores * oily + 0.08 * self._noise(point, 0.0014, 0.2)

    def _features(
        self,
        texels: _Texels,
        masks: Mapping[str, Floats],
        colour: Floats,
        roughness: Floats,
        relief: Floats,
    ) -> tuple[Floats, Floats, Floats]:
        """Paint what only the head has: lips, ears, brows, liner, freckles, scalp."""
        spec, point, u = self._person.spec.skin, texels.point, self._unit
        soft = len(colour) / 2048
        ears = gaussian_filter(masks["ears"], 8 * soft)
        colour = mix(colour, colour * np.array([1.02, 0.88, 0.85]), 0.45 * ears)
        spots = np.clip(self._noise(point, 0.0016, 1.7) - 2.1, 0, 1)
        spots *= self._blob(point, self._nose + np.array([0, 0.4 * u, 0]), (2.4, 0.8, 3))
        colour = mix(
            colour, colour * [0.86, 0.76, 0.7], np.clip(spots * 1.4 * spec.freckles, 0, 0.6)
        )
        lips = gaussian_filter(masks["lips"], 2.2 * soft) * smooth(
            -0.25, 0.0, texels.normal[..., 2]
        )
        inner = np.clip(1 - np.abs(point[..., 1] - self._seam[1]) / (0.4 * u), 0, 1) ** 1.4
        lip = mix(
            np.broadcast_to(srgb(spec.lips), point.shape), srgb(spec.lips) * 0.68, 0.7 * inner
        )
        grain = 1 + 0.05 * self._noise(point * [1, 0.18, 0.18], 0.0007)[..., None]
        colour = mix(colour, lip * grain, lips * 0.72)
        roughness = roughness - 0.1 * lips
        lines = 0.55 * self._noise(point * [1, 0.15, 0.15], 0.0008, 4)
        relief = relief * (1 - lips) + lips * lines
        colour, roughness = self._make_up(texels, colour, roughness)
        broken = 0.003 * self._noise(point, 0.006, 0.3)
        broken = broken + 0.0035 * self._noise(point * [1, 0.35, 0.35], 0.0011)
        covered = smooth(-0.001, 0.013, self._scalp.depth(point) + broken) * (1 - 0.9 * ears)
        covered = covered * smooth(self._seam[1] - 4 * u, self._seam[1] - 3.4 * u, point[..., 1])
        scalp = srgb(self._person.spec.hair.colour) * 0.95
        return mix(colour, scalp, 0.97 * covered), roughness + 0.25 * covered, relief

    def _make_up(self, texels: _Texels, colour: Floats, roughness: Floats) -> tuple[Floats, Floats]:
        left = self._openings["Left"]
        spec = self._person.spec.skin
        facing = smooth(0.05, 0.3, texels.normal[..., 2])
        facing = facing * (texels.point[..., 2] > left.centre[2] - 0.3 * self._unit)
        line, shadow, lower = (
            sheet.sample(texels.point) * facing for sheet in liner(self._openings)
        )
        colour = mix(colour, colour * _SHADOW, 0.6 * spec.make_up * shadow)
        colour = mix(colour, _LINER, (0.4 + 0.6 * spec.make_up) * line)
        colour = mix(colour, colour * _SHADOW * 0.85, 0.5 * lower)
        hairs, powder = (
            sheet.sample(texels.point) * facing
            for sheet in brows(self._openings, self._person.random("brows"))
        )
        tone = srgb(spec.brows)
        colour = mix(colour, colour * 0.45 + tone * 0.55, 0.46 * powder)
        return mix(colour, tone, 0.8 * hairs), roughness + 0.12 * powder


def _enlarged(picture: Floats, step: int) -> Floats:
    """Return a picture [S, S, C] `step` times as large, interpolated."""
    size = len(picture)
    at = np.clip(np.arange(size * step) / step, 0, size - 1)
    low = np.minimum(at.astype(int), size - 2)
    share = (at - low)[:, None, None]
    tall = picture[low] * (1 - share) + picture[low + 1] * share
    share = share[None, :, :, 0]
    return np.asarray(tall[:, low] * (1 - share) + tall[:, low + 1] * share)
