"""Skin painted from positions: each texel knows the point of the face that it shows.

Every colour zone is then a soft blob in space, measured in half eye widths, so that no picture
from elsewhere is needed and no seam shows between islands. What changes slowly is painted small
and enlarged; what is fine is painted only where it is.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter

from qingzhi.avatar import ageing, beard, hairline, hands
from qingzhi.avatar import lips as mouths
from qingzhi.avatar.finer import refined
from qingzhi.avatar.geometry import smooth, squared
from qingzhi.avatar.hair.styles import CUTS
from qingzhi.avatar.makeup import brows, crease, liner
from qingzhi.avatar.material import Material, encode, mix, normal_map, resized, srgb, tinted
from qingzhi.avatar.occlusion import creased, lit
from qingzhi.avatar.part import Part, alive
from qingzhi.avatar.scalp import Scalp
from qingzhi.avatar.texels import Layers, Noise, Texels, density, enlarged, spread, texels
from qingzhi.avatar.unwrap import MARGIN, packed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.body import Island
    from qingzhi.avatar.detail import Detail
    from qingzhi.avatar.finer import Grain
    from qingzhi.avatar.opening import Opening
    from qingzhi.avatar.person import Person

    Floats = NDArray[Any]  # 32 bits in pictures, 64 elsewhere

_COARSE: Final = 4
"""Slow changes of colour are painted at this fraction of the size."""
_MATERIALS: Final[Mapping[str, str]] = {"head": "Skin", "body": "SkinBody"}
_OCCLUSION: Final = (0.16, 0.24, 0.26)
"""Light that enters skin at a crease comes out warm: red is darkened least."""
_BLOOD: Final = (1.03, 0.85, 0.83)
_SOCKET: Final = (0.95, 0.88, 0.88)
_GOLDEN: Final = (1.02, 1.025, 0.99)
"""Where skin lies over bone and little blood shows."""
_SHADOW: Final = (0.80, 0.65, 0.60)
_FOLD: Final = (0.64, 0.52, 0.48)
_LOWER: Final = (0.68, 0.5525, 0.51)
_EAR: Final = (1.02, 0.88, 0.85)
_NECK: Final = (0.99, 0.98, 0.97)
_LINER: Final = np.array([0.10, 0.065, 0.06])
_LIPSTICK, _BARE_LIPS = 0.72, 0.6
"""How much of the skin a chosen and the natural colour of the lips cover."""
_DENSE: Final = {"bald": 0.04, "buzz": 0.9, "balding": 0.7, "thin": 0.6}
"""Share of the scalp that is painted as hair, where it is not all."""
_ROOTS: Final = 0.8
"""Of the light of hair, what its roots have on the scalp where they are short enough to be seen."""
_EARLIGHT: Final = 0.62
"""Of the light, what ears have at least: it shines through them."""
_CORNERLIGHT: Final = 0.8
"""Of the light, what the outer corners of the eyes have at least: what is dark in the slit there is
a tail beside the lids once they begin to close."""
_CANTHUS: Final = (0.3, 0.24, 0.5)
"""Half axes of an outer corner, in half eye widths."""
_CREASED: Final = 0.32
"""Share of the light that a deep crease loses."""
_PORE: Final = 0.028
"""Millimetres that pores are deep on the normal map."""
_PHILTRUM: Final = 0.32
"""Millimetres that the groove below the nose is deep on the normal map."""


class Painted(NamedTuple):
    """The skin as it is drawn."""

    parts: list[Part]
    materials: list[Material]


def paint(
    person: Person,
    openings: Mapping[str, Opening],
    islands: Sequence[Island],
    finer: Grain,
    worn: Sequence[Part],
    *,
    detail: Detail,
    done: Mapping[str, Material] = MappingProxyType({}),
) -> Painted:
    """Paint the islands; `worn` (clothes, hair) darkens what lies below it.

    Islands whose pictures are `done`, by kind, are only shaped.
    """
    light = lit(person, islands, worn, detail.directions)
    painter = _Painter(person, openings, finer, light, detail)
    parts, materials = [], []
    for island in islands:
        part, material = painter.paint(island, done.get(island.kind))
        parts.append(part)
        materials.append(material)
    return Painted(parts, materials)


class _Painter:
    def __init__(
        self,
        person: Person,
        openings: Mapping[str, Opening],
        finer: Grain,
        light: Floats,
        detail: Detail,
    ) -> None:
        self._detail = detail
        self._person = person
        self._openings = openings
        self._finer = finer
        light = light * (1 - _CREASED * creased(person))
        self._light = np.concatenate([light, light[finer.ends].mean(1)])
        self._scalp = Scalp(person)
        self._unit = openings["Left"].half_width
        self._lips = mouths.lips(person.base, person.skin)
        self._noise = Noise(person.random("skin"))
        skin = person.skin
        level = openings["Left"].centre[1] - 0.035
        tip = np.where(
            (np.abs(skin[:, 0]) < 0.01) & (np.abs(skin[:, 1] - level) < 0.03), skin[:, 2], -np.inf
        )
        self._nose = skin[int(np.argmax(tip))]

    def paint(self, island: Island, done: Material | None = None) -> tuple[Part, Material]:
        """Return an island as a part and as what it is made of, unless that is `done`."""
        head, person = island.kind == "head", self._person
        size = self._detail.head if head else self._detail.body
        chosen = island.vertices
        morphs = {name: moved[chosen] for name, moved in person.morphs.items()}
        part = Part(
            material=_MATERIALS[island.kind],
            points=person.skin[chosen],
            triangles=island.triangles,
            weights=person.rig.skin.take(chosen),
            uv=island.uv,
            morphs=morphs if head else alive(morphs),
            weld=chosen,
            given_normals=None if head else person.skin_normals[chosen],
        )
        part = refined(part, self._finer, person) if head else part
        part, source = _unwrapped(part, face=head)
        if done is not None:
            return part, done
        shown = texels(part, source, self._light[part.weld], size)
        fine = density(part, size)
        layers = self._skin(shown, fine)
        if head:
            self._features(shown, layers, fine)
        else:
            hands.paint(person, shown, layers, self._noise, fine)
        return part, self._material(part.material, shown, layers)

    def _material(self, name: str, shown: Texels, layers: Layers) -> Material:
        light = np.clip(shown.light[::2, ::2], 0.12, 1)
        for k, power in enumerate(_OCCLUSION):
            layers.colour[..., k] *= enlarged(light ** np.float32(power), len(shown.light))
        bent = normal_map(gaussian_filter(layers.relief.astype(np.float32), 0.5), 1.0)
        rough = np.clip(layers.roughness[::2, ::2], 0.2, 1)
        surface = np.dstack([shown.light[::2, ::2], rough, np.zeros_like(rough)])
        return Material(
            name=name,
            roughness=1.0,
            base=encode(layers.colour, quality=92),
            normal=encode(resized(bent, 1 / self._detail.relief), quality=88),
            surface=encode(surface, quality=76),
        )

    def _blob(
        self, point: Floats, centre: Sequence[float] | Floats, size: Sequence[float]
    ) -> Floats:
        """Weigh texels [...] by an ellipsoid whose half axes are in half eye widths."""
        scale = (1 / (np.array(size) * self._unit)).astype(np.float32)
        return np.asarray(np.exp(-squared((point - np.array(centre, np.float32)) * scale)))

    def _skin(self, shown: Texels, density_: float) -> Layers:
        """Paint what all skin has: tone, mottling, blood where it is thin, pores."""
        size = len(shown.light)
        small = shown.every(_COARSE)
        colour = enlarged(self._broad(small), size)
        oily = enlarged(0.55 + 0.6 * self._blob(small.point, self._nose, (1.5, 1.9, 1.6)), size)
        dips = self._noise.band(size, 0.11 * density_, 0.3 * density_)
        pores = np.clip(dips - 0.7, 0, 2.2) * oily
        grain = self._noise.band(size, 0.28 * density_, turn=1)
        fine = 1 + 0.007 * grain - 0.016 * pores
        for k in range(3):
            colour[..., k] *= fine
        relief = -_PORE * pores + 0.006 * self._noise.band(size, 0.45 * density_, turn=2)
        roughness = 0.50 + 0.025 * grain - 0.06 * (oily - 0.55)
        return Layers(colour, roughness, relief * density_)

    def _broad(self, small: Texels) -> Floats:
        """Paint what changes slowly over the skin."""
        point = small.point
        colour = np.broadcast_to(srgb(self._person.spec.skin_colour), point.shape)
        colour = self._zones(small, colour)
        slow, fast = self._noise.space(point, 0.020), self._noise.space(point, 0.0065, 0.3)
        tint = 0.008 * slow[..., None] * [0.6, 1, 1.1] + 0.008 * fast[..., None] * [0.4, 1, 1]
        return np.asarray(colour * (1 + tint), np.float32)

    def _zones(self, small: Texels, colour: Floats) -> Floats:
        point, u, nose, lip = small.point, self._unit, self._nose, self._lips
        blush, front = self._person.spec.skin.blush, small.front
        zones = [
            (nose, (0.6, 0.45, 0.7), _BLOOD, 0.28),
            ((0, lip.seam - 1.75 * u, lip.front - 0.4 * u), (0.95, 0.6, 1.2), _BLOOD, 0.18),
            ((0, nose[1] + 3.6 * u, nose[2] - u), (2.0, 1.3, 2), _GOLDEN, 0.7),
            ((0, nose[1] + 1.5 * u, nose[2] - 0.4 * u), (0.28, 1.3, 0.8), _GOLDEN, 0.9),
            ((0, lip.seam + 0.9 * u, lip.front), (0.18, 0.3, 0.6), _GOLDEN, 1.0),
            ((0, lip.seam - 1.15 * u, lip.front), (0.8, 0.22, 0.8), _SOCKET, 0.35),
        ]
        for eye in self._openings.values():
            out, c = eye.outward, eye.centre
            apple = (c[0] + out * 0.30 * u, nose[1] + 0.45 * u, c[2] + 0.2 * u)
            wing = (out * 0.72 * u, nose[1] - 0.15 * u, nose[2] - 0.8 * u)
            under = (c[0] - out * 0.1 * u, c[1] - 0.62 * u, c[2] + u)
            zones += [
                (apple, (1.25, 0.85, 1.6), _BLOOD, blush),
                (wing, (0.3, 0.34, 0.6), _BLOOD, 0.35),
                (under, (0.95, 0.3, 1.0), _SOCKET, 0.22),
                ((c[0], c[1] - 0.95 * u, c[2] + u), (0.8, 0.3, 1.0), _GOLDEN, 0.5),
                (eye.inner, (0.22, 0.2, 0.4), _BLOOD, 0.5),
                ((out * 4.1 * u, nose[1] - 0.7 * u, c[2] - 1.6 * u), (0.9, 1.1, 1.8), _SOCKET, 0.2),
            ]
        for centre, size, tint, amount in zones:
            colour = tinted(colour, tint, amount * self._blob(point, centre, size) * front)
        below = smooth(lip.seam - 2.4 * u, lip.seam - 4.2 * u, point[..., 1])
        return tinted(colour, _NECK, below)

    def _features(self, shown: Texels, layers: Layers, fine: float) -> None:
        """Paint, in place, what only the head has: ears, lips, brows, make-up, scalp."""
        size = len(shown.light)
        small = shown.every(_COARSE)
        mask = self._person.base.masks["ears"].astype(np.float32) / 255
        down, across = ((1 - small.source[..., 1]), small.source[..., 0])
        at = np.clip(np.stack([down, across]) * len(mask), 0, len(mask) - 1).astype(int)
        ears = gaussian_filter(mask[tuple(at)], 2)
        neck = self._lips.seam - 4 * self._unit
        open_ = (1 - 0.9 * ears) * smooth(neck, neck + 0.6 * self._unit, small.point[..., 1])
        ears, open_ = enlarged(ears, size), enlarged(open_.astype(np.float32), size)
        layers.colour[:] = tinted(layers.colour, _EAR, 0.45 * ears)
        eyes = self._openings.values()
        outer = np.sum([self._blob(small.point, eye.outer, _CANTHUS) for eye in eyes], axis=0)
        corners = enlarged(np.asarray(smooth(0.2, 0.6, outer), np.float32), size)
        shown.light[:] = np.maximum(
            shown.light, np.maximum(_EARLIGHT * ears, _CORNERLIGHT * corners)
        )
        style = self._person.spec.hair.style
        self._years(shown, layers, fine)
        self._mouth(shown, layers, fine)
        self._eyes(shown, layers)
        fade = CUTS[style].fade if style in CUTS else 0.0
        covered = hairline.covered(self._scalp, small.point, self._noise, size, fade)
        covered *= open_ * _DENSE.get(style, 1.0)
        tone = srgb(self._person.spec.hair.shade()) * (_ROOTS if style in CUTS else 0.95)
        layers.colour[:] = mix(layers.colour, tone, 0.97 * covered)
        layers.roughness[:] += 0.25 * covered

    def _years(self, shown: Texels, layers: Layers, fine: float) -> None:
        """Paint lines of age, freckles, spots and what grows on the jaw, in place."""
        spec, detail = self._person.spec, self._detail
        level = self._openings["Left"].centre[1]
        near = (shown.normal[..., 2] > -0.25) & (shown.point[..., 1] > self._lips.seam - 0.09)
        texels = shown.where(near)
        point, normal = texels.point, texels.normal
        bridge = np.array([0, level - 1.3 * self._unit, self._nose[2]])
        colour = ageing.freckled(spec, layers.colour[near], point, self._noise, bridge)
        relief = layers.relief[near]
        if depth := ageing.lines(spec):
            chance = self._person.random("lines")
            drawn = ageing.folds(self._openings, self._lips, self._nose, chance, size=detail.sheet)
            facing = smooth(-0.05, 0.35, normal[:, 2])
            lined, sunk = ageing.paint(colour, point, drawn, depth)
            colour, relief = mix(colour, lined, facing), relief + fine * facing * sunk
        jaw = beard.jaw(self._person.base, self._person.rig)
        colour, hairs = beard.paint(spec, jaw, texels, colour, self._noise)
        layers.colour[near], layers.relief[near] = colour, relief + fine * hairs

    def _mouth(self, shown: Texels, layers: Layers, fine: float) -> None:
        lip = self._lips
        x, y = shown.point[..., 0], shown.point[..., 1] - lip.seam
        near = (
            (np.abs(x) < 1.25 * lip.half_width)
            & (np.abs(y) < 0.024)
            & (shown.normal[..., 2] > -0.6)
        )
        tone = self._person.spec.lip_colour
        amount = _LIPSTICK if self._person.spec.skin.lips else _BARE_LIPS
        colour, red, relief = mouths.paint(
            lip, shown.where(near), tone, self._noise, layers.colour[near], amount=amount
        )
        layers.colour[near] = colour
        layers.roughness[near] -= 0.15 * red
        scale = float(np.sqrt(near.sum()) / 60)
        groove = _PHILTRUM * mouths.philtrum(lip, shown.point[near], self._nose) * (1 - red)
        layers.relief[near] = layers.relief[near] * (1 - 0.7 * red) + relief * scale + groove * fine

    def _eyes(self, shown: Texels, layers: Layers) -> None:
        """Paint brows, shadow, liner and the fold of the lid."""
        left, person = self._openings["Left"], self._person.spec
        spec = person.skin
        y, z = shown.point[..., 1] - left.centre[1], shown.point[..., 2] - left.centre[2]
        near = (y > -1.2 * self._unit) & (y < 2.4 * self._unit) & (z > -0.6 * self._unit)
        near &= shown.normal[..., 2] > 0.05
        point = shown.point[near]
        facing = smooth(0.05, 0.3, shown.normal[near][:, 2])
        colour = layers.colour[near]
        line, shadow, lower = (
            sheet.sample(point) * facing for sheet in liner(self._openings, self._detail.sheet)
        )
        colour = tinted(colour, _SHADOW, 0.5 * spec.make_up * shadow)
        fold = crease(self._openings, self._detail.sheet).sample(point)
        colour = tinted(colour, _FOLD, person.eyes.crease * fold)
        colour = mix(colour, _LINER, (0.14 + 0.8 * spec.make_up) * line)
        colour = tinted(colour, _LOWER, (0.2 + 0.3 * spec.make_up) * lower)
        hairs, powder = (
            sheet.sample(point) * facing
            for sheet in brows(
                self._openings, person.brows, self._person.random("brows"), self._detail.sheet
            )
        )
        tone = srgb(self._person.spec.brow_colour)
        colour = mix(colour, colour * 0.5 + tone * 0.5, 0.5 * powder)
        layers.colour[near] = mix(colour, tone, 0.92 * hairs)
        layers.roughness[near] += 0.12 * powder


def _unwrapped(part: Part, *, face: bool) -> tuple[Part, Floats]:
    """Let a part fill its own picture; returns it and its coordinates on the base body's."""
    source = np.asarray(part.uv)
    if not face:
        return replace(part, uv=packed(source, part.triangles)), source
    low, high = source.min(0) - MARGIN, source.max(0) + MARGIN
    return replace(part, uv=spread((source - low) / (high - low))), source
