"""Lids that close and a mouth that opens, seen from the front as a visitor sees them.

The eye's opening is drawn as a picture of depth; what is left of the eyeball in it when the lids
are shut is the gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar_check.depth import painted
from qingzhi.avatar_check.findings import Finding
from qingzhi.avatar_check.morphs import DEAD_M, canonical, shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar_check.model import Model

    Floats = NDArray[np.float64]

HALF_M: Final = 0.032
"""Half the side of the square that an eye is looked at in."""
PIXEL_M: Final = 0.0005
CLOSED: Final = 0.12
"""Share of the eye that may be seen between shut lids."""
LEAST_EYE: Final = 40
"""Pixels of an open eye under which it can't be judged."""
LEAST_OPEN_M: Final = 0.005
"""A jaw that moves less doesn't open."""


def check(model: Model) -> Iterator[Finding]:
    """Find lids that don't close and a jaw that doesn't open."""
    named = shapes(model)
    for side in ("Left", "Right"):
        name = f"eyeBlink{side}"
        centre = _eye(model, side)
        if name in named and centre is not None:
            share = seen(model, centre, name)
            if share is not None and share > CLOSED:
                yield Finding("lids_open", name, {"percent": round(100 * share)})
    jaw = named.get("jawOpen")
    if jaw is not None:
        drop = -float(jaw[:, 1].min(initial=0))
        if DEAD_M <= drop < LEAST_OPEN_M:
            yield Finding("jaw_stays", "jawOpen", {"mm": round(drop * 1e3, 1)})


def _eye(model: Model, side: str) -> Floats | None:
    """Return where an eye is: its bone, else the middle of what the lid's shape moves."""
    at = model.at(f"{side.lower()}Eye")
    if at is not None:
        return at
    for surface in model.of("skin"):
        for given, moved in surface.morphs.items():
            if canonical(given) == f"eyeBlink{side}":
                reach = np.linalg.norm(moved, axis=1)
                if reach.max(initial=0) > DEAD_M:
                    return np.asarray(surface.points[reach > reach.max() / 3].mean(0))
    return None


def seen(model: Model, centre: Floats, blink: str) -> float | None:
    """Return the share of the eye that stays in sight when it blinks; None where it isn't seen."""
    before = _eyeball(model, centre, "")
    if before < LEAST_EYE:
        return None
    return _eyeball(model, centre, blink) / before


def _eyeball(model: Model, centre: Floats, shape: str) -> int:
    """Count the pixels of the eye that nothing covers."""
    near: list[Floats] = []
    kinds: list[Floats] = []
    sign = -1.0 if model.backward else 1.0
    for surface in model.of("skin", "eye", "other"):
        if surface.material.alpha_mode == "BLEND" and surface.kind != "skin":
            continue
        points = surface.points
        for given, moved in surface.morphs.items():
            if shape and canonical(given) == shape:
                points = points + moved
        flat = (points - centre) * [1.0, 1.0, sign]
        corners = flat[surface.triangles]
        inside = (np.abs(corners[..., :2]).max(1) < HALF_M).all(1) & (corners[..., 2].max(1) > 0)
        near.append(corners[inside])
        kinds.append(np.full(int(inside.sum()), surface.kind == "eye"))
    if not near:
        return 0
    side = int(2 * HALF_M / PIXEL_M)
    image = painted(np.concatenate(near), HALF_M, side)
    owner = np.concatenate(kinds)
    return int(owner[image[image >= 0]].sum())
