"""Texture coordinates: within the picture where it isn't repeated, with area, without folds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from qingzhi.avatar_check.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar_check.model import Model, Surface

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

CLAMPED: Final = 33071
OVER: Final = 1e-3
FLAT: Final = 1e-12
"""Area on the picture, in shares of it, that shows a single point."""
SHARE: Final = 0.005
"""Share of a surface's area from which such faces are told."""


def check(model: Model) -> Iterator[Finding]:
    """Find faults of texture coordinates."""
    for surface in model.surfaces:
        if not surface.uvs or not surface.whole or not np.isfinite(surface.uvs[0]).all():
            continue
        uv = surface.uvs[0]
        if _clamped(model, surface):
            over = int(((uv < -OVER) | (uv > 1 + OVER)).any(1).sum())
            if over:
                yield Finding("uv_outside", surface.label, {"count": over})
        if surface.material.normal_texture is not None and surface.kind in {"skin", "cloth"}:
            yield from _relief(surface, uv)


def _clamped(model: Model, surface: Surface) -> bool:
    look = surface.material.pbr_metallic_roughness.base_color_texture
    if look is None:
        return False
    sampler = model.document.textures[look.index].sampler
    if sampler is None:
        return False
    return CLAMPED in {
        model.document.samplers[sampler].wrap_s,
        model.document.samplers[sampler].wrap_t,
    }


def _relief(surface: Surface, uv: Floats) -> Iterator[Finding]:
    """Find faces on which a normal map can't tell which way is right and up."""
    a, b, c = (uv[surface.triangles[:, k]] for k in range(3))
    turn = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    total = float(surface.area.sum()) or 1.0
    flat = np.abs(turn) < FLAT
    share = float(surface.area[flat].sum()) / total
    if share > SHARE:
        yield Finding("uv_degenerate", surface.label, {"percent": round(100 * share, 1)})
    folded = _folded(surface.triangles, turn, len(uv)) & ~flat
    share = float(surface.area[folded].sum()) / total
    if share > SHARE:
        yield Finding("uv_folded", surface.label, {"percent": round(100 * share, 1)})


def _folded(triangles: Ints, turn: Floats, count: int) -> NDArray[np.bool_]:
    """Return the faces [T] that lie the other way round than most of their island."""
    sides = np.concatenate([triangles[:, :2], triangles[:, 1:]])
    graph = coo_array((np.ones(len(sides)), (sides[:, 0], sides[:, 1])), (count, count))
    islands, label = connected_components(graph, directed=False)
    of = label[triangles[:, 0]]
    lean = np.bincount(of, turn, islands)
    return np.asarray(np.sign(turn) * np.sign(lean)[of] < 0)
