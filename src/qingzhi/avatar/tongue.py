"""The tongue: a blade with a groove that lies within the lower teeth and rides on the jaw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.base import LOWER_TEETH
from qingzhi.avatar.face import VISEMES
from qingzhi.avatar.geometry import grid, smooth
from qingzhi.avatar.part import Part, alive
from qingzhi.avatar.rig import rigid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

_LENGTH: Final = 0.046
_WIDTH: Final = 0.0185
"""Metres: half the width of the blade."""
_THICK: Final = 0.0055
_GROOVE: Final = 0.0022
_BELOW: Final = 0.0042
"""Metres of the blade's top below the edges of the lower teeth."""
_BEHIND: Final = 0.0075
"""Metres from the front of the lower teeth to the tip."""
_OUT: Final = np.array([0.0, 0.0035, 0.026])
"""Metres that the tip moves when the tongue is put out."""
_LIFT: Final = 0.011
"""Metres that the tip rises to touch the ridge behind the upper teeth."""
_LIFTED: Final[Mapping[str, float]] = {"TH": 0.35, "DD": 0.9, "nn": 0.9, "RR": 0.5, "SS": 0.3}
"""How far a viseme's sound lifts the tip."""
_FLESH: Final = np.array([0.36, 0.095, 0.09])


def tongue(person: Person, edge: Floats) -> Part:
    """Make the tongue; `edge` [3] is the middle of the lower teeth's edge, at their front."""
    along, turn = np.linspace(0, 1, 12), np.linspace(0, 2 * np.pi, 17)
    s, a = np.meshgrid(along, turn, indexing="ij")
    round_ = np.sqrt(np.clip(1 - ((s - 0.62) / 0.38).clip(0) ** 2, 0, 1))
    across = np.sign(np.cos(a)) * np.abs(np.cos(a)) ** 0.75
    up = np.sign(np.sin(a)) * np.abs(np.sin(a)) ** 0.8
    thick = _THICK * (0.55 + 0.45 * round_) * round_**0.3
    groove = _GROOVE * np.exp(-((across / 0.26) ** 2)) * (up > 0) * smooth(1, 0.7, s)
    arch = -0.010 * (1 - s) ** 2 + 0.0022 * np.sin(np.pi * s)
    points = np.stack(
        [
            across * _WIDTH * round_,
            edge[1] - _BELOW - _THICK + arch + up * thick - groove,
            edge[2] - _BEHIND - _LENGTH * (1 - s),
        ],
        -1,
    ).reshape(-1, 3)
    share = s.reshape(-1)
    shade = 0.25 + 0.75 * smooth(0.15, 0.95, share)
    shade = shade * (1 - 0.3 * np.exp(-((across.reshape(-1) / 0.2) ** 2)))
    return Part(
        material="",
        points=points,
        triangles=grid(len(along), len(turn))[:, ::-1],
        weights=rigid(len(points), "jaw"),
        colour=_FLESH * shade[:, None],
        morphs=_morphs(person, points, share),
    )


def _morphs(person: Person, points: Floats, share: Floats) -> dict[str, Floats]:
    out = share[:, None] ** 1.4 * _OUT
    lift = np.zeros_like(points)
    lift[:, 1] = _LIFT * share**2.5
    morphs = follow(person, LOWER_TEETH, points)
    morphs["tongueOut"] = out
    for name, recipe in VISEMES.items():
        extra = recipe.get("tongueOut", 0) * out + _LIFTED.get(name, 0) * lift
        morphs[f"viseme_{name}"] = morphs[f"viseme_{name}"] + extra
    return alive(morphs)


def follow(person: Person, span: slice, points: Floats) -> dict[str, Floats]:
    """Move points as a jaw does: by the affine motion nearest to the base body's teeth."""
    helper = person.rig.vertices[span]
    middle = helper.mean(0)
    system = np.c_[helper - middle, np.ones(len(helper))]
    solve = np.linalg.pinv(system)
    at = np.c_[points - middle, np.ones(len(points))]
    return {name: at @ (solve @ moved[span]) for name, moved in person.morphs.items()}
