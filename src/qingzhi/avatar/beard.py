"""Hair of the face: where it grows, how it is painted, how far it stands off the skin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from qingzhi.avatar.base import SKIN
from qingzhi.avatar.geometry import normals, smooth
from qingzhi.avatar.lips import lips
from qingzhi.avatar.material import mix, srgb, tinted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.lips import Lips
    from qingzhi.avatar.rig import Rig
    from qingzhi.avatar.spec import AvatarSpec
    from qingzhi.avatar.texels import Noise, Texels

    Floats = NDArray[Any]  # 32 bits in pictures, 64 elsewhere

_UNIT: Final = 1.16
"""Radii of the eye of half an eye's width."""
_SHADOW: Final = (0.90, 0.88, 0.91)
"""What shaved hair leaves of the light: it looks blue through skin."""
_ADULT: Final = (15.0, 21.0)
"""Years between which a man's beard begins to show when shaved."""
_SHAVED: Final = 0.34
_SHADED: Final = 0.5
"""Hair shades itself: it looks darker than one hair is."""


class Growth(NamedTuple):
    """A kind of beard: how much covers the skin, how long hairs look, how far they stand off."""

    cover: float
    drawn_out: float
    """A hair's length over its width, in the painting."""
    volume: float
    """Metres."""


GROWTHS: Final[Mapping[str, Growth]] = {
    "stubble": Growth(0.42, 0.6, 0.0),
    "moustache": Growth(0.92, 0.16, 0.0016),
    "goatee": Growth(0.92, 0.16, 0.0018),
    "full": Growth(0.94, 0.14, 0.0030),
}


class Jaw(NamedTuple):
    """What a beard is measured by. Metres."""

    unit: float
    """Half an eye's width."""
    eyes: float
    """Height of the eyes."""
    lips: Lips


def jaw(base: Base, rig: Rig) -> Jaw:
    """Measure a face by its lips and one eye."""
    eye, radius = rig.eye_centre["Left"], rig.eye_radius["Left"]
    return Jaw(_UNIT * radius, float(eye[1]), lips(base, rig.vertices[:SKIN]))


def mask(style: str, at: Jaw, point: Floats, normal: Floats) -> Floats:
    """Return where hair grows, 0..1, at points and normals [..., 3] of the skin."""
    u, lip = at.unit, at.lips
    x, y = np.abs(point[..., 0]), point[..., 1] - lip.level(point[..., 0])
    hw = lip.half_width
    away = smooth(1.05 * hw, 4.4 * u, x)
    top = 0.62 * u + (at.eyes - lip.seam - 1.1 * u) * away**1.3
    cheek = smooth(top + 0.25 * u, top - 0.3 * u, y)
    nose = smooth(0.98 * u, 0.80 * u, y)
    free = np.where(x < 1.25 * hw, nose, cheek)
    up, down = lip.borders(np.minimum(x, hw * 0.999))
    bare = smooth(1.12, 1.0, x / hw) * smooth(-down * 1.25, -down * 0.8, y)
    bare = bare * smooth(up * 1.3, up * 0.9, y)
    patch = smooth(1.0, 0.75, x / hw) * smooth(0.25 * hw, 0.5 * hw, x)  # beside the soul patch
    patch = patch * smooth(-0.15 * u, -0.35 * u, y) * smooth(-1.0 * u, -0.7 * u, y)
    low = smooth(-4.4 * u, -3.4 * u, y) * smooth(-0.2 * u, -0.9 * u, -(y + 4.9 * u))
    front = smooth(-6.6 * u, -5.7 * u, point[..., 2] - lip.front + 0.5 * y)
    grown = free * (1 - bare) * (1 - 0.55 * patch) * low * front
    grown = grown * smooth(-1.0, -0.75, normal[..., 1])
    if style == "moustache":
        grown = grown * smooth(0.0, 0.25 * u, y) * smooth(1.5, 1.15, x / hw)
    elif style == "goatee":
        grown = grown * smooth(1.45, 1.12, x / hw)
    return np.asarray(grown)


def volume(base: Base, spec: AvatarSpec, rig: Rig) -> Floats | None:
    """Return the vertices [N, 3] of a body whose beard stands off its skin; None: as it is."""
    grown = GROWTHS.get(spec.beard.style)
    if grown is None or not grown.volume:
        return None
    vertices = rig.vertices.copy()
    skin = vertices[:SKIN]
    out = normals(skin, base.skin)
    covered = mask(spec.beard.style, jaw(base, rig), skin, out)
    skin += out * (covered * grown.volume * spec.beard.density)[:, None]
    return vertices


def paint(
    spec: AvatarSpec, at: Jaw, shown: Texels, colour: Floats, noise: Noise
) -> tuple[Floats, Floats]:
    """Return colour [K, 3] and relief [K] in millimetres of skin where a beard grows."""
    point, normal = shown.point, shown.normal
    grown = GROWTHS.get(spec.beard.style)
    shaved = _SHAVED if spec.gender == "male" else 0.0
    shaved *= float(smooth(*_ADULT, spec.age)) * (1 - 0.8 * spec.hair.grey)
    relief = np.zeros(len(point), np.float32)
    if grown is None and not shaved:
        return colour, relief
    edge = 0.0010 * noise.space(point, 0.004, 1.0)[:, None] * [0, 1, 0]
    if shaved:
        shade = mask("full", at, point + 2 * edge, normal)
        colour = tinted(colour, _SHADOW, shaved * shade)
    if grown is None:
        return colour, relief
    covered = mask(spec.beard.style, at, point + edge, normal)
    along = [1, grown.drawn_out, 1]
    hairs = noise.space(point * along, 0.00048, 6.0) + 0.7 * noise.space(
        point * along, 0.00026, 7.0
    )
    thin = spec.beard.density * (0.55 + 0.45 * covered)
    share = smooth(1.1 - 2.3 * grown.cover * thin, 1.6 - 2.0 * grown.cover * thin, hairs) * covered
    tone = srgb(spec.beard_colour) * _SHADED
    under = mix(
        colour, colour * 0.3 + tone * 0.45, grown.cover**2 * np.minimum(1.3 * thin, 1) * covered
    )
    light = np.clip(0.9 + 0.22 * hairs, 0.6, 1.5)[:, None]
    return mix(under, tone * light, 0.9 * share), (0.05 * share * hairs).astype(np.float32)
