"""What a figure costs to load and to draw, by level of detail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from qingzhi.avatar_check.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qingzhi.avatar_check.model import Model


class Level(NamedTuple):
    """Limits of a level of detail; `least` triangles where it promises them."""

    triangles: int
    draw_calls: int
    megabytes: float
    least: int = 0


LEVELS: Final[Mapping[str, Level]] = {
    "mobile": Level(30_000, 12, 5.0),
    "web": Level(60_000, 12, 8.0),
    "kiosk": Level(150_000, 24, 30.0),
    "hyper": Level(1_000_000, 64, 120.0, least=200_000),
}
"""`hyper` promises 200,000 faces, as GB/T 46483—2025 is reported to ask of hyper-real figures."""


def measured(model: Model, size: int) -> dict[str, Any]:
    """Count what the file holds."""
    document = model.document
    morphs = {name for surface in model.surfaces for name in surface.morphs}
    return {
        "bytes": size,
        "triangles": sum(len(surface.triangles) for surface in model.surfaces),
        "vertices": sum(len(surface.points) for surface in model.surfaces),
        "draw_calls": len(model.surfaces),
        "meshes": len(document.meshes),
        "primitives": sum(len(mesh.primitives) for mesh in document.meshes),
        "materials": len(document.materials),
        "textures": len(document.textures),
        "morphs": len(morphs),
        "bones": len(model.bones),
        "joints": max((len(skin.joints) for skin in document.skins), default=0),
    }


def check(counted: Mapping[str, Any], lod: str) -> Iterator[Finding]:
    """Find what goes over the level's limits, or under its promise."""
    level = LEVELS[lod]
    limits = {
        "triangles": (counted["triangles"], level.triangles),
        "draw_calls": (counted["draw_calls"], level.draw_calls),
        "megabytes": (round(counted["bytes"] / 1e6, 1), level.megabytes),
    }
    for name, (there, most) in limits.items():
        if there > most:
            yield Finding("over_budget", "/", {"name": name, "is": there, "most": most, "lod": lod})
    if counted["triangles"] < level.least:
        slots = {"is": counted["triangles"], "least": level.least, "lod": lod}
        yield Finding("under_detail", "/", slots)
