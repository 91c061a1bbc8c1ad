"""Whether a figure stays the same person in every scene and from every side (6.2.2.1 b).

A browser draws it in the light of each scene from all round. From every picture the light is taken
out (see `web/packages/avatar/src/swatch.ts`): what is left of skin, hair and cloth is compared by
CIEDE2000 with its mean over all pictures, and the rows that the figure and its clothes fill with
those of the other pictures.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from qingzhi.avatar_check.colour import difference, lab_of_linear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

YAWS: Final = (0, 45, 90, 180, 270, 315)
"""Degrees round the figure, to its left."""
MOST_COLOUR: Final = 3.0
"""CIEDE2000."""
MOST_SCENE, MOST_TURN = 0.01, 0.06
"""Shares of its height by which a figure may differ from scene to scene, and from side to side,
where a camera near by sees feet and crown under other angles."""


class Swatch(msgspec.Struct, frozen=True):
    """What a figure shows of itself in one picture: see `Swatch` in `swatch.ts`."""

    yaw: float
    colours: dict[str, tuple[float, float, float]]
    rows: dict[str, tuple[int, int]]
    area: int


class Likeness(msgspec.Struct, frozen=True):
    """How far the pictures of a figure differ."""

    pictures: int
    colour: dict[str, float]
    """By part: the largest difference from its mean colour, CIEDE2000."""
    scene: float
    """The largest difference of its rows between scenes, as a share of its height."""
    turn: float
    """The same of its height between sides."""

    @property
    def ok(self) -> bool:
        """Tell whether it is one person to the eye."""
        same = bool(self.colour) and max(self.colour.values()) <= MOST_COLOUR
        return same and self.scene <= MOST_SCENE and self.turn <= MOST_TURN


def likeness(seen: Mapping[str, Sequence[Swatch]]) -> Likeness:
    """Compare what was seen of a figure, by scene; each scene's pictures are of the same sides."""
    swatches = [swatch for of_scene in seen.values() for swatch in of_scene]
    parts = sorted({part for swatch in swatches for part in swatch.colours})
    sides = list(zip(*seen.values(), strict=True))
    heights = np.array([swatch.rows["all"][1] - swatch.rows["all"][0] for swatch in swatches])
    return Likeness(
        pictures=len(swatches),
        colour={part: _spread([s.colours[part] for s in swatches if part in s.colours])
                for part in parts},
        scene=max((_shift(a, b) for side in sides for a, b in pairwise(side)), default=0.0),
        turn=float(np.ptp(heights) / heights.mean()),
    )  # fmt: skip


def _spread(colours: Sequence[tuple[float, float, float]]) -> float:
    """Return the largest difference of linear colours from their mean."""
    found = lab_of_linear(np.array(colours))
    return float(difference(found, found.mean(0)).max())


def _shift(one: Swatch, other: Swatch) -> float:
    """Return how far the rows of two pictures of one side lie apart, as a share of the height."""
    height = one.rows["all"][1] - one.rows["all"][0]
    if one.rows.keys() != other.rows.keys():
        return 1.0
    gaps = [np.abs(np.subtract(rows, other.rows[part])).max() for part, rows in one.rows.items()]
    return float(max(gaps) / height)
