"""What each region of the body wears: skin, cloth or nothing, looked at from its bones outwards.

From places along a bone, rays go out all round; what a ray meets last is what is seen from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar_check.findings import Finding
from qingzhi.avatar_check.geometry import hits
from qingzhi.avatar_check.kinds import WORN
from qingzhi.avatar_check.posing import Skin
from qingzhi.avatar_check.regions import allowed, dress, layer_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar_check.model import Model, Surface

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

RAYS: Final = 16
PLACES: Final = 6
REACH_M: Final = 0.35
"""What is further from a bone belongs to something else."""
MISSING: Final = 0.25
"""Share of a region without skin or cloth from which a piece is missing."""
SWAPPED: Final = 0.12
SWAPPED_M: Final = 0.003
LEAST: Final = 12
"""Rays that must meet both of two pieces before their order is judged."""


class Segment(NamedTuple):
    """A region along a line between two bones, and the shares of it that are looked at."""

    region: str
    start: str
    end: str
    shares: tuple[float, float]


def _segments() -> tuple[Segment, ...]:
    limbs = (
        ("UpperArm", "UpperArm", "LowerArm", (0.35, 0.95)),
        ("LowerArm", "LowerArm", "Hand", (0.05, 0.75)),
        ("UpperLeg", "UpperLeg", "LowerLeg", (0.35, 0.95)),
        ("LowerLeg", "LowerLeg", "Foot", (0.05, 0.8)),
        ("Foot", "Foot", "Toes", (0.2, 0.8)),
    )
    both = tuple(
        Segment(f"{side}{region}", f"{side}{start}", f"{side}{end}", shares)
        for side in ("left", "right")
        for region, start, end, shares in limbs
    )
    return (
        *both,
        Segment("torso", "spine", "neck", (0.05, 0.6)),
        Segment("hips", "hips", "spine", (0.0, 0.9)),
    )


SEGMENTS: Final = _segments()


class Scan(NamedTuple):
    """What rays [R] met: how far out the outermost skin, cloth and each layer lie, 0 for none."""

    skin: Floats
    cloth: Floats
    layers: dict[str, Floats]


def check(model: Model, scene: str) -> tuple[dict[str, float], list[Finding]]:
    """Return the share of each region that is bare, and what the scene doesn't allow."""
    pieces = _pieces(model)
    bare: dict[str, float] = {}
    findings: list[Finding] = []
    met: dict[tuple[str, str], list[tuple[Floats, Floats]]] = {}
    for segment in SEGMENTS:
        scan = _scan(model, segment, pieces)
        if scan is None:
            continue
        none = float(((scan.skin <= 0) & (scan.cloth <= 0)).mean())
        share = float(((scan.skin > 0) & (scan.cloth <= 0)).mean())
        bare[segment.region] = round(share, 3)
        findings += _judged(segment.region, none, share, scene)
        for pair, distances in _layered(scan):
            met.setdefault(pair, []).append(distances)
    return bare, [*findings, *_swapped(met)]


def _judged(region: str, none: float, share: float, scene: str) -> Iterator[Finding]:
    name = dress().regions[region]
    if none > MISSING:
        yield Finding("piece_missing", region, {"region": name, "percent": round(100 * none)})
    most = allowed(scene, region)
    if share > most:
        slots = {"percent": round(100 * share), "most": round(100 * most), "scene": scene}
        yield Finding("uncovered", region, {"region": name, **slots})


class Piece(NamedTuple):
    """A surface as the scan needs it: its bone by face, and whether it is worn."""

    name: str
    worn: bool
    points: Floats
    triangles: Ints
    bone: Ints


def _pieces(model: Model) -> list[Piece]:
    names = list(model.bones)
    return [
        Piece(
            surface.name or surface.material.name,
            surface.kind in WORN,
            surface.points,
            surface.triangles,
            Skin.of([surface]).owners(model, names)[surface.triangles[:, 0]],
        )
        for surface in model.surfaces
        if surface.kind in {"skin", *WORN} and _usable(surface)
    ]


def _usable(surface: Surface) -> bool:
    return surface.joints is not None and surface.whole


def _scan(model: Model, segment: Segment, pieces: Sequence[Piece]) -> Scan | None:
    start, end = model.at(segment.start), model.at(segment.end)
    if start is None or end is None or np.linalg.norm(end - start) < 1e-3:
        return None
    along = (end - start) / np.linalg.norm(end - start)
    across = np.cross(along, [0.0, 1.0, 0.0] if abs(along[1]) < 0.7 else [1.0, 0.0, 0.0])
    across /= np.linalg.norm(across)
    angles = np.arange(RAYS) * (2 * np.pi / RAYS) + 0.07
    rays = np.cos(angles)[:, None] * across + np.sin(angles)[:, None] * np.cross(along, across)
    worn = _others(model, segment, skin=False)
    own = _others(model, segment, skin=True)
    places = [start + share * (end - start) for share in np.linspace(*segment.shares, PLACES)]
    nothing = np.zeros(RAYS * PLACES)
    skin = nothing
    layers: dict[str, Floats] = {}
    for piece in pieces:
        left_out = worn if piece.worn else own
        far = np.concatenate([_outermost(at, rays, along, piece, left_out) for at in places])
        if piece.worn:
            layers[piece.name] = np.maximum(layers.get(piece.name, nothing), far)
        else:
            skin = np.maximum(skin, far)
    return Scan(skin, np.max([nothing, *layers.values()], axis=0), layers)


def _others(model: Model, segment: Segment, *, skin: bool) -> Ints:
    """Return the bones whose surfaces don't count: other limbs, and for skin the other side."""
    names = list(model.bones)
    side = next((s for s in ("left", "right") if segment.region.startswith(s)), "")
    leg = any(part in segment.region for part in ("Leg", "Foot"))
    arms = ("UpperArm", "LowerArm", "Hand")
    found = []
    for number, name in enumerate(names):
        of_arm = any(part in name for part in (*arms, "Thumb", "Index", "Middle", "Ring", "Little"))
        other_side = bool(side) and name.startswith(("left", "right")) and not name.startswith(side)
        trunk_arm = of_arm and (leg or not side)
        if trunk_arm or (other_side and (skin or not leg)):
            found.append(number)
    return np.array(found, np.int64)


def _outermost(place: Floats, rays: Floats, along: Floats, piece: Piece, left_out: Ints) -> Floats:
    """Return how far out each ray [R] meets a piece for the last time; 0 where it doesn't."""
    height = (piece.points - place) @ along
    corners = height[piece.triangles]
    crossing = (corners.min(1) <= 0) & (corners.max(1) >= 0)
    crossing &= ~np.isin(piece.bone, left_out)
    near = np.flatnonzero(crossing)
    if not len(near):
        return np.zeros(len(rays))
    candidates = np.broadcast_to(near, (len(rays), len(near)))
    origins = np.broadcast_to(place, rays.shape)
    far = hits(origins, rays, piece.points, piece.triangles, candidates)
    return np.asarray(np.where((far > 0) & (far < REACH_M), far, 0.0).max(1))


def _layered(scan: Scan) -> Iterator[tuple[tuple[str, str], tuple[Floats, Floats]]]:
    """Yield for each two pieces of different layers how far out both lie, where both are."""
    ranked = {name: layer_of(name) for name in scan.layers}
    for inner, low in ranked.items():
        for outer, high in ranked.items():
            if low is not None and high is not None and low < high:
                both = (scan.layers[inner] > 0) & (scan.layers[outer] > 0)
                yield (inner, outer), (scan.layers[inner][both], scan.layers[outer][both])


def _swapped(met: dict[tuple[str, str], list[tuple[Floats, Floats]]]) -> Iterator[Finding]:
    for (inner, outer), parts in met.items():
        within = np.concatenate([part[0] for part in parts])
        without = np.concatenate([part[1] for part in parts])
        share = float((within > without + SWAPPED_M).mean()) if len(within) else 0.0
        if len(within) >= LEAST and share > SWAPPED:
            slots = {"inner": inner, "outer": outer, "percent": round(100 * share)}
            yield Finding("layers_swapped", f"{inner} / {outer}", slots)
