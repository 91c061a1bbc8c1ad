"""Pictures and materials: whole, of a sensible size, in the range that skin and cloth have.

Colours are judged in CIELAB (D65). Human skin lies in a narrow band of hue whatever its tone;
what leaves it is a cast (6.2.2.3 a, 纹理失真). Sources: the ranges cover published measurements of
skin reflectance over all Fitzpatrick types, widened for make-up and for drawn figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar_check.colour import lab
from qingzhi.avatar_check.findings import Finding
from qingzhi.avatar_check.pictures import MOST_PIXELS, MOST_SIDE, Head, head, pixels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar_check.gltf import Look
    from qingzhi.avatar_check.model import Model, Surface

    Floats = NDArray[np.float64]

USUAL_SIDE: Final = 4096
SKIN_HUE: Final = (15.0, 90.0)
"""Degrees of hue of a skin's mean colour; people measure 35 to 75."""
SKIN_CHROMA: Final = (6.0, 45.0)
SKIN_LIGHT: Final = (18.0, 95.0)
CLIPPED: Final = 0.05
"""Share of a skin that may be plain black or plain white."""
LENGTH: Final = (0.75, 1.15)
"""Mean length of the vectors of a normal map."""
UP: Final = 0.6
"""Mean of their third part, below which it is no normal map in tangent space."""
SMOOTH: Final = 0.15
"""Roughness under which skin looks like plastic."""
METAL: Final = 0.2


def check(model: Model) -> Iterator[Finding]:
    """Find faults of pictures and of the materials that show them."""
    heads = dict(_heads(model))
    for n in range(len(model.document.images)):
        yield from _picture(model, n, heads.get(n))
    seen: set[tuple[str, int]] = set()
    decoded: dict[int, Floats | None] = {}
    for surface in model.surfaces:
        for finding in _surface(model, surface, heads, decoded):
            key = (finding.code, id(surface.material))
            if key not in seen:
                seen.add(key)
                yield finding


def _heads(model: Model) -> Iterator[tuple[int, Head]]:
    for n, image in enumerate(model.document.images):
        if image.buffer_view is not None:
            said = head(model.reader.view(image.buffer_view))
            if said is not None:
                yield n, said


def _picture(model: Model, number: int, said: Head | None) -> Iterator[Finding]:
    image, where = model.document.images[number], f"/images/{number}"
    if image.uri is not None:
        return
    if said is None:
        yield Finding("picture_broken", where)
        return
    if image.mime_type and image.mime_type != said.mime:
        yield Finding("picture_type", where, {"said": image.mime_type, "is": said.mime})
    size = {"width": said.width, "height": said.height}
    if not said.width or not said.height:
        yield Finding("picture_broken", where)
    elif max(said.width, said.height) > MOST_SIDE or said.width * said.height > MOST_PIXELS:
        yield Finding("picture_bomb", where, size)
    elif max(said.width, said.height) > USUAL_SIDE:
        yield Finding("picture_large", where, size)


def _surface(
    model: Model, surface: Surface, heads: Mapping[int, Head], decoded: dict[int, Floats | None]
) -> Iterator[Finding]:
    material, label = surface.material, surface.label
    pbr = material.pbr_metallic_roughness
    looks = (pbr.base_color_texture, pbr.metallic_roughness_texture, material.normal_texture)
    for look in looks:
        if look is not None and look.tex_coord >= len(surface.uvs):
            yield Finding("uv_missing", label, {"set": look.tex_coord})

    def sampled(look: Look | None) -> Floats | None:
        return None if look is None else _sampled(model, surface, look, heads, decoded)

    for look in looks:
        source = None if look is None else _source(model, look)
        if source is not None and source in decoded and decoded[source] is None:
            yield Finding("picture_broken", f"/images/{source}")
    base, normal = sampled(pbr.base_color_texture), sampled(material.normal_texture)
    rough = sampled(pbr.metallic_roughness_texture)
    if normal is not None:
        yield from _normal_map(normal, label)
    if surface.kind == "skin":
        yield from _skin(surface, base, rough)
    if surface.kind in {"skin", "cloth"} and material.alpha_mode == "BLEND":
        yield Finding("blended_body", label)
    if material.alpha_mode == "MASK" and base is not None and (base[:, 3] < 0.5).all():
        yield Finding("all_transparent", label)


def _source(model: Model, look: Look) -> int | None:
    texture = model.document.textures[look.index]
    for extension in ("EXT_texture_webp", "KHR_texture_basisu"):
        other = texture.extensions.get(extension)
        if isinstance(other, dict) and isinstance(other.get("source"), int):
            source = int(other["source"])
            return source if 0 <= source < len(model.document.images) else None
    return texture.source


def _sampled(
    model: Model,
    surface: Surface,
    look: Look,
    heads: Mapping[int, Head],
    decoded: dict[int, Floats | None],
) -> Floats | None:
    """Return a picture's values [T, 4] at the middle of each triangle; None where it isn't read."""
    source = _source(model, look)
    if source is None or source not in heads or look.tex_coord >= len(surface.uvs):
        return None
    if source not in decoded:
        view = model.document.images[source].buffer_view
        data = b"" if view is None else model.reader.view(view)
        too_large = max(heads[source][1:3]) > MOST_SIDE or not min(heads[source][1:3])
        packed = heads[source].mime == "image/ktx2"
        if too_large or packed:
            return None
        decoded[source] = pixels(data, heads[source])
    picture = decoded[source]
    uv = surface.uvs[look.tex_coord]
    if picture is None or not np.isfinite(uv).all() or not len(surface.triangles):
        return None
    middle = uv[surface.triangles].mean(1) % 1.0
    rows = np.minimum((middle[:, 1] * len(picture)).astype(int), len(picture) - 1)
    columns = np.minimum((middle[:, 0] * picture.shape[1]).astype(int), picture.shape[1] - 1)
    return np.asarray(picture[rows, columns])


def _normal_map(values: Floats, label: str) -> Iterator[Finding]:
    vectors = values[:, :3] * 2 - 1
    length, up = float(np.linalg.norm(vectors, axis=1).mean()), float(vectors[:, 2].mean())
    if not LENGTH[0] <= length <= LENGTH[1] or up < UP:
        yield Finding("normal_map", label, {"length": round(length, 2), "up": round(up, 2)})


def _skin(surface: Surface, base: Floats | None, rough: Floats | None) -> Iterator[Finding]:
    """Judge a skin's look, each triangle by its area."""
    pbr = surface.material.pbr_metallic_roughness
    area = surface.area
    if not len(area) or not np.isfinite(area).all() or area.sum() <= 0:
        return
    share = area / area.sum()
    colours = np.ones((len(area), 3)) if base is None else base[:, :3]
    factor = np.array(pbr.base_color_factor[:3])
    colours = np.where(factor < 1, colours * factor ** (1 / 2.2), colours)
    light, a, b = _mean(colours, share)
    hue, chroma = float(np.degrees(np.arctan2(b, a)) % 360), float(np.hypot(a, b))
    slots = {"light": round(light), "chroma": round(chroma), "hue": round(hue)}
    cast = not SKIN_HUE[0] <= hue <= SKIN_HUE[1] or not SKIN_CHROMA[0] <= chroma <= SKIN_CHROMA[1]
    if cast or not SKIN_LIGHT[0] <= light <= SKIN_LIGHT[1]:
        yield Finding("skin_colour", surface.label, slots)
    black = float(share[(colours < 2 / 255).all(1)].sum())
    white = float(share[(colours > 253 / 255).all(1)].sum())
    if base is not None and max(black, white) > CLIPPED:
        clipped = {"black": round(100 * black), "white": round(100 * white)}
        yield Finding("skin_clipped", surface.label, clipped)
    roughness = pbr.roughness_factor * (1.0 if rough is None else float(share @ rough[:, 1]))
    metal = pbr.metallic_factor * (1.0 if rough is None else float(share @ rough[:, 2]))
    if roughness < SMOOTH:
        yield Finding("skin_plastic", surface.label, {"roughness": round(roughness, 2)})
    if metal > METAL:
        yield Finding("skin_metal", surface.label, {"metal": round(metal, 2)})


def _mean(colours: Floats, share: Floats) -> tuple[float, float, float]:
    light, a, b = (float(x) for x in share @ lab(colours))
    return light, a, b
