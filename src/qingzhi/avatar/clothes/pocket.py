"""Pockets on a front: with a flap, patched on, or a welt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.piece import Piece, quilted, steps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.avatar.clothes.draft import Draft
    from qingzhi.avatar.clothes.pattern import Pocket

_WIDER: Final[Mapping[str, float]] = {"flap": 0.003, "patch": 0.004, "welt": 0.0}
"""Metres that a pocket is wider at its foot."""
_LIFT: Final[Mapping[str, float]] = {"flap": 0.0028, "patch": 0.0022, "welt": 0.0024}
_ROUND: Final[Mapping[str, float]] = {"flap": 0.10, "patch": 0.16, "welt": 0.0}
"""Share of the height by which the lower corners are round."""


def sewn_on(draft: Draft, pocket: Pocket) -> Piece:
    """Sew a pocket on the left front."""
    k = draft.tailor.k
    x, rise = (length * k for length in pocket.at)
    w, h, slope = pocket.width * k, pocket.height * k, pocket.slope * k
    y = rise + (draft.heights[0] if rise >= 0 else draft.tailor.marks.pit)
    wider = _WIDER[pocket.kind] * k
    left = np.array([(x + 0.3 * wider, y - h), (x, y)])
    right = np.array([(x + w + wider, y - h + slope), (x + w, y + slope)])
    u, v = steps(9, edge=0.02), steps(6, edge=0.06)
    flat = quilted(left, right, [left[0], right[0]], [left[1], right[1]], u=u, v=v)
    corner = _ROUND[pocket.kind] * h * (2 * u - 1) ** 8
    flat[..., 1] += corner * ((1 - v) ** 2)[:, None]
    where = draft.unrolled(flat, x)
    return draft.slab(where, draft.place(where, _LIFT[pocket.kind]), open_first=False)
