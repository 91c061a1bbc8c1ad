"""How far one picture has moved from another, by phase correlation, as a whole and piece by piece.

Kuglin and Hines (1975). A figure moves before a still room, so the pieces that change most speak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WIDTH: Final = 256
TILE: Final = 64
_STEP: Final = 32
CHANGED: Final = 2 / 255
"""A piece whose points change by less has not moved."""
TORN: Final = 3.0
TORN_LEAST: Final = 6 / 255
"""A torn row differs from the next by so much, and by TORN times what is usual there."""
HEALED: Final = 0.5
"""… and moving it sideways takes away this share of the difference."""
FARTHEST: Final = 0.25
"""Share of the width that a tear may be shifted by."""


def small(grey: Floats) -> Floats:
    """Bring a picture [H, W] down to about WIDTH by taking means."""
    step = max(1, grey.shape[1] // WIDTH)
    height, width = (size // step * step for size in grey.shape)
    blocks = grey[:height, :width].reshape(height // step, step, width // step, step)
    return np.asarray(blocks.mean((1, 3)))


def shift(one: Floats, two: Floats) -> float:
    """Return how many pixels the moving part of picture `two` has gone since `one`."""
    whole = _correlated(one[None], two[None])[0]
    tiles = _tiles(np.stack([one, two]))
    if not len(tiles):
        return float(whole)
    changed = np.abs(tiles[:, 0] - tiles[:, 1]).mean((1, 2))
    moving = changed > max(CHANGED, float(changed.max(initial=0)) / 2)
    if not moving.any():
        return float(whole)
    parts = _correlated(tiles[moving, 0], tiles[moving, 1])
    return float(max(whole, np.median(parts)))


def suspect(here: float, usual: float) -> bool:
    """Whether a row differs from the next so much more than in other frames that it may be torn."""
    return here >= TORN_LEAST and here >= TORN * usual


def torn(above: Floats, below: Floats) -> int:
    """Return by how many pixels a row is shifted against the one above, 0 where it isn't."""
    before = float(np.abs(above - below).mean())
    size = len(above)
    spectrum = np.fft.rfft(above - above.mean()) * np.conj(np.fft.rfft(below - below.mean()))
    match = np.fft.irfft(spectrum, size)
    far = int(size * FARTHEST)
    lags = np.r_[np.arange(1, far), np.arange(size - far, size)]
    lag = int(lags[np.argmax(match[lags])])
    lag = lag - size if lag > size // 2 else lag
    kept = slice(abs(lag), size - abs(lag))
    after = float(np.abs(above[kept] - np.roll(below, lag)[kept]).mean())
    return abs(lag) if after < HEALED * before else 0


def _tiles(pictures: Floats) -> Floats:
    """Cut pictures [2, H, W] into overlapping pieces [pieces, 2, TILE, TILE]."""
    _, height, width = pictures.shape
    if height < TILE or width < TILE:
        return np.zeros((0, 2, TILE, TILE))
    view = np.lib.stride_tricks.sliding_window_view(pictures, (TILE, TILE), axis=(1, 2))
    chosen = view[:, ::_STEP, ::_STEP]
    return np.moveaxis(chosen.reshape(2, -1, TILE, TILE), 0, 1)


def _correlated(one: Floats, two: Floats) -> Floats:
    """Return the lengths [pieces] of the shifts between pieces [pieces, H, W], in pixels."""
    height, width = one.shape[1:]
    window = np.hanning(height)[:, None] * np.hanning(width)
    first, second = (np.fft.rfft2((x - x.mean((1, 2), keepdims=True)) * window) for x in (one, two))
    cross = first * np.conj(second)
    match = np.fft.irfft2(cross / np.maximum(np.abs(cross), 1e-9), (height, width))
    flat = match.reshape(len(match), -1).argmax(1)
    rows, columns = np.divmod(flat, width)
    piece = np.arange(len(match))
    down = _peak(match[piece, :, columns], rows)
    right = _peak(match[piece, rows, :], columns)
    return np.asarray(np.hypot(down, right))


def _peak(lines: Floats, at: NDArray[np.int64]) -> Floats:
    """Return where the peaks of lines [pieces, size] are, to parts of pixels, from −size/2."""
    size = lines.shape[1]
    piece = np.arange(len(lines))
    before, peak, after = (lines[piece, (at + k) % size] for k in (-1, 0, 1))
    total = np.maximum(before, 0) + np.maximum(peak, 0) + np.maximum(after, 0)
    lean = (np.maximum(after, 0) - np.maximum(before, 0)) / np.maximum(total, 1e-12)
    return np.asarray(np.where(at > size // 2, at - size, at) + lean)
