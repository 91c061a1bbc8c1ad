"""Sculpting: sliders that the base body has no shape for, as soft pushes at places of the face.

A push is an ellipsoidal blob about one vertex that fades as a Gaussian, applied on both sides.
All blobs are measured on the face before any of them, so that their order means nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.base import EYES, HEAD_SIDES, SKIN
from qingzhi.avatar.geometry import smooth, sphere_fit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base

    Floats = NDArray[np.float64]
    Triple = tuple[float, float, float]

_MM: Final = 0.01
"""Decimetres of a millimetre."""
_MIDDLE: Final = 0.02
"""Decimetres: a place nearer to the middle has no twin on the other side."""
_WIDE, _HIGH = 2.2, 0.84
"""Radii of the eyeball that a slit between the lids at its largest is wide and high: a palpebral
fissure of 28 × 10.5 mm about an iris of 11.7 mm."""
_LIFT: Final = 0.75
"""How far the slit grows higher, as a share of how far it grows wider."""
_NARROWER: Final = 0.3
"""Share of its size that a slit loses at most."""
_RAISED: Final = 0.2
"""Of a slit's growth in height, what its lower lid takes."""
_INWARD: Final = 0.36
"""Of a slit's growth in width, what its inner corner takes at most."""
_FITS: Final = 4
"""Rounds in which a slit's size is fitted."""
_LIDS: Final = (1.3, 2.3)
"""Radii of the eye: up to the first all is lid; beyond the second nothing moves with it."""


class Push(NamedTuple):
    """One blob. Millimetres of an average face; x points outwards, y up, z ahead."""

    vertex: int
    size: Triple
    step: Triple


PUSHES: Final[Mapping[str, tuple[Push, ...]]] = {
    "skull-width": (Push(7680, (34, 44, 70), (6, 0, 0)),),
    "temple-width": (Push(7034, (22, 26, 34), (5, 0, 0)),),
    "cheekbone-width": (Push(7038, (24, 20, 40), (5, 0, 0)),),
    "cheek-front": (Push(11764, (15, 14, 18), (0, 1.5, 4)),),
    "cheek-hollow": (Push(11941, (16, 20, 20), (-3, 0, -3)),),
    "jaw-angle": (Push(11850, (22, 20, 34), (7, 0, 0)),),
    "jaw-line": (Push(11903, (20, 18, 26), (5, 0, 0)),),
    "chin-sides": (Push(11833, (13, 15, 20), (4, 0, 0)),),
    "chin-forward": (Push(5162, (24, 17, 24), (0, 0, 6)),),
    "chin-drop": (Push(732, (26, 17, 34), (0, -6, 0)),),
    "forehead-round": (Push(5320, (34, 26, 26), (0, 0, 4)),),
    "brow-ridge": (Push(6996, (17, 8, 16), (0, 0, 3)),),
    "nose-bridge": (Push(132, (7.5, 17, 16), (0, 0, 5)),),
    "nose-tip": (Push(294, (10, 9, 14), (0, 2, 5)),),
    "nose-wings": (Push(11753, (7, 7, 12), (4, 0, 0)),),
    "nose-base": (Push(312, (16, 13, 20), (0, 6, 0)),),
    "lips-forward": (Push(467, (30, 13, 22), (0, 0, 5)),),
    "upper-lip-full": (Push(455, (20, 4.2, 14), (0, 2, 0.6)),),
    "lower-lip-full": (Push(492, (16, 4.0, 14), (0, -2, 0.8)),),
    "lips-height": (Push(523, (34, 12, 22), (0, 6, 0)),),
    "lobe-in": (Push(7574, (9, 14, 18), (-6, 0, 0)),),
    "adams-apple": (Push(803, (8, 9, 16), (0, 0, 4)),),
    "neck-nape": (Push(7630, (46, 30, 50), (5, 0, 0)),),
}
"""By the slider's name; at −1 the pushes are opposite."""
_LOBE: Final = Push(12027, (8, 7, 10), (-4, 4, 0))
"""Rounds the lower corner of a lobe, which ends square on the base body."""
EYE_WIDTH: Final = "eye-width"
"""Draws the corners and the lids of the eyes apart, round the eyeball, whatever its size."""
_SLIT: Final[Mapping[str, tuple[int, int, int, int]]] = {
    "Left": (7770, 6808, 6785, 7761),
    "Right": (1078, 24, 1, 1069),
}
"""Vertices of the slit: inner and outer corner, middle of the upper and of the lower rim."""
HEAD_SIZE: Final = "head-size"
"""Makes the head larger or smaller beside the body; the eyeballs stay as they are."""
NAMES: Final = (*PUSHES, EYE_WIDTH, HEAD_SIZE)
NAPE: Final = 7630
"""A vertex in the nape, from whose height the head grows."""
_NECK: Final = (-0.9, 0.1)
"""Decimetres from the nape: below the first nothing grows, above the second all does."""
_LARGER: Final = 0.06


def sculpt(base: Base, vertices: Floats, sliders: Mapping[str, float]) -> Floats:
    """Return vertices [N, 3] in decimetres, sculpted; eyeballs keep their shape."""
    chosen = {name: value for name, value in sliders.items() if name in NAMES and value}
    if not chosen:
        return vertices
    left, right = HEAD_SIDES
    scale = _width(vertices, left, right) / _width(base.vertices, left, right) * _MM
    moved = _pushed(vertices, _LOBE, scale)
    for name, value in chosen.items():
        for push in PUSHES.get(name, ()):
            moved += value * _pushed(vertices, push, scale)
    moved += chosen.get(HEAD_SIZE, 0.0) * _larger(vertices)
    made = vertices + moved
    for side, span in EYES.items():
        made[span] = vertices[span] + moved[span].mean(0)
        _keep_lids(vertices, made, span)
        _fit_slit(made, span, _SLIT[side], chosen.get(EYE_WIDTH, 0.0))
    return made


def _width(vertices: Floats, left: int, right: int) -> float:
    return float(abs(vertices[left, 0] - vertices[right, 0]))


def _pushed(vertices: Floats, push: Push, scale: float) -> Floats:
    centre, step = vertices[push.vertex], np.array(push.step) * scale
    mirrors = (np.ones(3), np.array([-1, 1, 1])) if abs(centre[0]) > _MIDDLE else (np.ones(3),)
    moved = np.zeros_like(vertices)
    for mirror in mirrors:
        outwards = mirror * [np.sign(centre[0]) if len(mirrors) > 1 else 1, 1, 1]
        offset = (vertices - centre * mirror) / (np.array(push.size) * scale)
        moved += np.exp(-(offset**2).sum(1))[:, None] * step * outwards
    return moved


def _larger(vertices: Floats) -> Floats:
    offset = vertices - vertices[NAPE] * [0, 1, 1]
    return np.asarray(_LARGER * smooth(*_NECK, offset[:, 1])[:, None] * offset)


def _keep_lids(before: Floats, after: Floats, span: slice) -> None:
    """Lay the lids as close to a moved eyeball as they were, in place."""
    old, radius = sphere_fit(before[span])
    new = old + (after[span] - before[span]).mean(0)
    near, share = _lids(before, old, radius)
    distance = np.linalg.norm(before[near] - old, axis=1)
    wanted = after[near] - new
    reach = np.linalg.norm(wanted, axis=1)
    kept = reach + share * (distance - reach)
    after[near] = new + wanted * (kept / reach)[:, None]


def _fit_slit(vertices: Floats, span: slice, slit: tuple[int, int, int, int], widen: float) -> None:
    """Draw corners and lids apart on their way round the eyeball, in place; −1 draws them close.

    The larger a head, the smaller its slits are on the base body's balls: so their size is sought
    in radii. Noses keep their room: corners approach each other no more than to an eye's width.
    """
    if not widen:
        return
    centre, radius = sphere_fit(vertices[span])
    near, share = _lids(vertices, centre, radius)
    start = vertices[near] - centre
    reach = np.linalg.norm(start, axis=1)
    size = _slit_size(vertices, slit)
    most = np.array([_WIDE, _HIGH]) * radius
    towards = [widen, _LIFT * widen]
    wanted = size + towards * (np.maximum(most, size) - size if widen > 0 else _NARROWER * size)
    inner, outer, upper, lower = (vertices[k] - centre for k in slit)
    room = max(abs(vertices[slit[0], 0]) - wanted[0] / 2, 0.0)
    inward = min(room / max(wanted[0] - size[0], 1e-9), _INWARD) if widen > 0 else _INWARD
    pivot = inner + inward * (outer - inner)
    pivot[1] = (lower + _RAISED * (upper - lower))[1]
    scale = np.ones(2)
    for _ in range(_FITS):
        scale *= wanted / _slit_size(vertices, slit)
        moved = start.copy()
        moved[:, :2] += share[:, None] * (scale - 1) * (start - pivot)[:, :2]
        moved *= (reach / np.linalg.norm(moved, axis=1))[:, None]
        vertices[near] = centre + moved


def _slit_size(vertices: Floats, slit: tuple[int, int, int, int]) -> Floats:
    inner, outer, upper, lower = (vertices[k] for k in slit)
    return np.array([abs(outer[0] - inner[0]), upper[1] - lower[1]])


def _lids(vertices: Floats, centre: Floats, radius: float) -> tuple[NDArray[np.intp], Floats]:
    """Return the vertices about an eyeball and how far each belongs to its lids."""
    offset = vertices[:SKIN] - centre
    distance = np.linalg.norm(offset, axis=1)
    near = np.flatnonzero((distance < _LIDS[1] * radius) & (offset[:, 2] > -0.9 * radius))
    share = smooth(_LIDS[1], _LIDS[0], distance[near] / radius)
    return near, np.asarray(share * smooth(-0.9, 0.2, offset[near, 2] / radius))
