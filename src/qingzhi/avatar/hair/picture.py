"""The picture that all hair shows: strands from root (top) to tip (bottom), in columns.

One column is closed, for surfaces; the others are locks of fewer and fewer hairs with ragged
edges and tips, cut out by their alpha.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_filter1d

from qingzhi.avatar.geometry import smooth
from qingzhi.avatar.material import mix, normal_map, srgb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.spec import Hair

    Floats = NDArray[np.float64]

WIDTH: Final = 1024
HEIGHT: Final = 512
WHOLE: Final = 0.9
"""Where, in v, the closed column has no gaps between its roots any more."""
COMES_OUT: Final = 0.955
"""Where, in v, the closed column shows most of its roots."""
_TIPS: Final = 0.03
"""Over which share of the height hairs of the closed column thin to their tips."""
_WHITE: Final = "#d2cfca"
_LIFT: Final = np.array([0.019, 0.0145, 0.0115])
"""Of the darkest hair, what light it gives back that went from hair to hair."""
_WARM: Final = np.array([1.12, 1.0, 0.84])
"""Light that has gone through hair comes out warmer."""

_TURNS: Final = 9
"""Times that a curled hair winds."""
_WEAR: Final = (0.0, 0.12, 0.5, 1.0)
"""Shares of a hair's length at which its tint is given."""


class Column(NamedTuple):
    """A span of the picture, as shares of its width, and what is drawn there."""

    left: float
    right: float
    hairs: int
    spread: float = 0.0
    """How far hairs stand from the middle, in half widths; 0: everywhere."""
    shortest: float = 1.0
    """Where the tips begin, as a share of the height."""

    start: float = 0.1
    """Where the last roots begin, as a share of the height."""

    fade: float = 0.03
    """Over which share of the height a root comes out of the skin."""

    taper: float = 0.22
    """Over which share of the height a hair thins to its tip."""

    dense: float = 1.0
    """Greatest alpha."""

    close: float = 0.35
    """Share by which a lock closes towards its tip."""

    curl: float = 0.0
    """How far hairs wind, in widths."""

    run: float = 0.0
    """Length of a hair as a share of the height; 0: from root to tip."""

    @property
    def span(self) -> tuple[float, float]:
        """Return the ends in u, with a margin against its neighbours."""
        margin = 1.5 / WIDTH
        return self.left + margin, self.right - margin


COLUMNS: Final[Mapping[str, Column]] = {
    "closed": Column(0, 0.34, 640, start=0.07),
    "blunt": Column(0.34, 0.455, 170, 0.5, 0.86, taper=0.12),
    "full": Column(0.455, 0.57, 150, 0.42, 0.6, taper=0.3),
    "thin": Column(0.57, 0.69, 84, 0.46, 0.5, 0.08, taper=0.35),
    "edge": Column(0.69, 0.82, 46, 0.6, 0.5, 0.34, fade=0.3, taper=0.4, dense=0.85),
    "wisp": Column(0.82, 0.92, 8, 0.5, 0.45, 0.15, fade=0.12, taper=0.5, dense=0.9),
    "baby": Column(0.92, 1.0, 7, 0.6, 0.35, 0.35, fade=0.25, taper=0.6, dense=0.55),
}

CROPPED: Final[Mapping[str, Column]] = {
    "closed": Column(0, 0.17, 200, start=0.07),
    "coil": Column(0.17, 0.25, 22, 0.6, 0.5, 0.3, taper=0.3, close=0.1, curl=0.09),
    "lock": Column(0.25, 0.32, 44, 0.5, 0.55, 0.05, taper=0.4, close=0.5),
    "lock2": Column(0.32, 0.39, 40, 0.5, 0.5, 0.05, taper=0.4, close=0.55),
    "fine": Column(0.39, 0.47, 26, 0.55, 0.5, 0.1, fade=0.08, taper=0.45, close=0.45),
    "fine2": Column(0.47, 0.55, 22, 0.55, 0.45, 0.1, fade=0.08, taper=0.45, close=0.5),
    "bed": Column(0.55, 0.75, 120, 0.7, 0.0, 0.8, fade=0.12, taper=0.3, close=0.0, run=0.42),
    "edge": Column(0.75, 0.87, 30, 0.6, 0.0, 0.5, fade=0.12, taper=0.4, close=0.1, run=0.45),
    "wisp": Column(0.87, 1.0, 9, 0.5, 0.45, 0.15, fade=0.12, taper=0.5, dense=0.9),
}
"""Columns of the picture of short hair: hairs are drawn wider, for its cards are narrower."""


class Pictures(NamedTuple):
    """Values [HEIGHT, WIDTH, ...] in 0..1."""

    colour: Floats
    alpha: Floats
    relief: Floats


def strands(seed: int, hair: Hair, columns: Mapping[str, Column] = COLUMNS) -> Pictures:
    """Draw all columns."""
    chance = np.random.default_rng([seed, *b"strands"])
    tone, depth, alpha, white = (np.zeros((HEIGHT, WIDTH)) for _ in range(4))
    for column in columns.values():
        span = slice(round(column.left * WIDTH), round(column.right * WIDTH))
        drawn = _column(column, hair.grey, chance)
        tone[:, span], depth[:, span], alpha[:, span], white[:, span] = drawn
        alpha[:, span] *= column.dense
    warm = np.clip(tone - 0.55, 0, 1)[..., None] * 0.5
    own = (srgb(hair.colour) + _LIFT) * ((0.6 + 0.9 * tone)[..., None] + warm * _WARM)
    pale = srgb(_WHITE) * (0.78 + 0.34 * tone)[..., None]
    colour = mix(own, pale, white) * _worn(np.linspace(0, 1, HEIGHT))[:, None]
    return Pictures(colour, alpha, normal_map(gaussian_filter(depth, (3, 0.6)), 1.0))


def _worn(y: Floats) -> Floats:
    """Return tints [R, 3] from root to tip: sun and age have made tips lighter and warmer."""
    light = np.interp(y, _WEAR, [0.74, 0.94, 1.06, 1.26])
    return np.asarray(light[:, None] ** np.array([1.15, 1.0, 0.8]))


def _column(
    column: Column, grey: float, chance: np.random.Generator
) -> tuple[Floats, Floats, Floats, Floats]:
    """Draw one column: tone, depth, alpha, and what is white, each [HEIGHT, W]."""
    wide = round(column.right * WIDTH) - round(column.left * WIDTH)
    y = np.linspace(0, 1, HEIGHT)
    n = column.hairs
    if column.spread:
        at = 0.5 + np.clip(chance.normal(0, column.spread / 2, n), -0.46, 0.46)
        at = 0.5 + (at - 0.5) * (1 - column.close * y[:, None] ** 2)
    else:
        at = np.broadcast_to(chance.random(n), (HEIGHT, n))
    waves = chance.normal(0, 1, (3, n)) * np.array([[2.2], [1.1], [0.5]])
    bend = sum(
        wave * np.sin((k + 1) * 2.2 * y[:, None] + turn)
        for k, (wave, turn) in enumerate(zip(waves, chance.uniform(0, 6.3, (3, n)), strict=True))
    )
    x = at * wide + bend
    if column.curl:
        turn = _TURNS * 2 * np.pi * chance.uniform(0.8, 1.25, n) * y[:, None]
        x = x + column.curl * wide * np.sin(turn + chance.uniform(0, 6.3, n))
    clump = gaussian_filter1d(chance.normal(size=wide * 2), wide / 28, mode="wrap")
    clump /= clump.std()
    own = np.clip(chance.normal(0.42, 0.2, n) + (chance.random(n) > 0.9) * 0.35, 0, 1)
    uneven = 0.22 if column.spread else 0.08  # a surface is one mass, its locks lie above it
    tones = np.clip(own + uneven * clump[(at[0] * wide).astype(int) % len(clump)], 0.02, 1)
    depths = chance.permutation(np.linspace(0.1, 1, n))
    start = chance.beta(1, 2, n) * column.start
    end = chance.uniform(column.shortest, 1, n) if column.spread else np.full(n, 2.0)
    if column.run:
        end = np.minimum(start + column.run * chance.uniform(0.6, 1.3, n), 0.98)
    shown = np.clip((y[:, None] - start) / column.fade, 0, 1)
    shown = shown * np.clip((end - y[:, None]) / column.taper, 0, 1) ** 0.7
    if not column.spread:
        shown = shown * np.clip((chance.uniform(0.94, 1, n) - y[:, None]) / _TIPS, 0, 1) ** 0.7
    share = chance.permutation(np.linspace(0, 1, n))
    white = np.where(share < grey, 1.0, 0.35 * grey)
    return _splatted(x, (tones, white), depths, shown, wide, closed=not column.spread)


def _splatted(
    x: Floats, inks: tuple[Floats, Floats], depths: Floats, shown: Floats, wide: int, *,
    closed: bool,
) -> tuple[Floats, Floats, Floats, Floats]:  # fmt: skip
    """Draw hairs [HEIGHT, N] two to three pixels wide, those in front over the others."""
    order = np.argsort(depths, kind="stable")
    x, shown, depths = x[:, order], shown[:, order], depths[order]
    tones, whites = (ink[order] for ink in inks)
    rows = np.arange(HEIGHT)[:, None]
    tone, depth = np.full((HEIGHT, wide), 0.22), np.zeros((HEIGHT, wide))
    alpha, white = np.zeros((HEIGHT, wide)), np.full((HEIGHT, wide), float(whites.mean()))
    base = np.floor(x).astype(int)
    for side in (-1, 2, 0, 1):
        place = base + side
        cover = np.clip(0.35 + 0.8 * shown - np.abs(place + 0.5 - x) / 1.1, 0, 1) * np.sqrt(shown)
        place = place % wide if closed else np.clip(place, 0, wide - 1)
        row = np.broadcast_to(rows, place.shape)
        np.maximum.at(alpha, (row, place), cover)
        inked = cover > 0.35
        tone[row[inked], place[inked]] = np.broadcast_to(tones, place.shape)[inked]
        white[row[inked], place[inked]] = np.broadcast_to(whites, place.shape)[inked]
        round_ = np.broadcast_to(depths, place.shape) * (0.5 + 0.5 * cover)
        depth[row[inked], place[inked]] = round_[inked]
    if closed:
        y = np.linspace(0, 1, HEIGHT)
        whole = smooth(0.05, 0.09, y) * smooth(0.95, 0.91, y)
        alpha = np.maximum(alpha, whole[:, None])
    return gaussian_filter1d(tone, 3, axis=0), depth, alpha, white
