"""What each vertex hangs on: joints that are there, shares that sum to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar_check.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.avatar_check.model import Model, Surface

SUM: Final = 4e-3
"""How far from 1 the shares may sum: one step of the 8-bit form for each of them."""
SCALED: Final = 1e-3
ROUGH: Final = 1e-3
"""Metres or radians by which the figure at rest may differ from the one that was bound."""


def check(model: Model) -> Iterator[Finding]:
    """Find faults of skinning."""
    for surface in model.surfaces:
        yield from _surface(surface)
    yield from _scales(model)
    yield from _binds(model)


def _surface(surface: Surface) -> Iterator[Finding]:
    if surface.joints is None or surface.weights is None:
        if surface.skin is not None:
            yield Finding("unskinned", surface.label)
        return
    weights = np.nan_to_num(surface.weights)
    total = weights.sum(1)
    used = weights > 0
    wrong = {
        "joint_missing": (surface.joints < 0) & used,
        "weights_negative": weights < 0,
        "unweighted": (total < SUM)[:, None],
        "weights_sum": ((np.abs(total - 1) > SUM) & (total >= SUM))[:, None],
        "influences": (used.sum(1) > 4)[:, None],
        "joint_twice": _repeated(np.where(used, surface.joints, -1))[:, None],
    }
    for code, where in wrong.items():
        count = int(where.any(1).sum())
        if count:
            yield Finding(code, surface.label, {"count": count})


def _repeated(
    joints: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    ordered = np.sort(joints, axis=1)
    return np.asarray(((np.diff(ordered, axis=1) == 0) & (ordered[:, 1:] >= 0)).any(1))


def _scales(model: Model) -> Iterator[Finding]:
    """Find scaled bones, which shear what hangs on them as soon as they turn."""
    for bone, number in model.bones.items():
        scale = model.document.nodes[number].scale
        if np.abs(np.array(scale) - 1).max() > SCALED:
            yield Finding("bone_scaled", f"/nodes/{number}", {"bone": bone})


def _binds(model: Model) -> Iterator[Finding]:
    """At rest a joint's own transform undoes the one that it was bound by."""
    for n in range(len(model.document.skins)):
        moved = 0
        for joint, matrix in model.inverse[n].items():
            if not np.isfinite(matrix).all() or abs(np.linalg.det(matrix[:3, :3])) < 1e-12:
                yield Finding("inverse_bind", f"/skins/{n}/inverseBindMatrices")
                return
            moved += bool(np.abs(model.world[joint] @ matrix - np.eye(4)).max() > ROUGH)
        if moved:
            yield Finding("not_bound_at_rest", f"/skins/{n}", {"count": moved})
