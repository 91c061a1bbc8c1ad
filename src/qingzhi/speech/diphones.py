"""How people's speech sounds, phone by phone: likelihoods from bells that many voices taught.

A phone has a beginning that depends on the phone before it, a middle, and an end that depends on
the phone after it; each is a mixture of the phone's own 128 bells in each of three streams of
features. `sphinx_convert` makes the file from CMU Sphinx' en-us model, once.

Source: D. Huggins-Daines et al., "PocketSphinx: a free, real-time continuous speech recognition
system for hand-held devices", 2006 (phonetically tied mixtures).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FILE: Final = "diphones.npz"
PHONES: Final = (
    *("", "ɑː", "æ", "ʌ", "ɔː", "aʊ", "aɪ", "b", "tʃ", "d", "ð", "ɛ", "ɜː", "eɪ", "f", "ɡ"),
    *("h", "ɪ", "iː", "dʒ", "k", "l", "m", "n", "ŋ", "oʊ", "ɔɪ", "p", "ɹ", "s", "ʃ", "t"),
    *("θ", "ʊ", "uː", "v", "w", "j", "z", "ʒ"),
)
"""Silence first."""
NATS: Final = 0.08
"""What a step of a packed mixture weight is."""
_LEAST: Final = 1e-30
_FARTHEST: Final = -50.0
"""Bells that are so much less likely than the best are all alike: smaller numbers are slow ones."""
_BLOCK: Final = 64
"""Frames that are reckoned with at once: what a processor keeps near."""


class Sounds(NamedTuple):
    """Logarithms of likelihoods over T frames and P phones."""

    first: Floats
    """[T, P, P] beginnings, by the phone before and the phone itself."""
    middle: Floats
    """[T, P]"""
    last: Floats
    """[T, P, P] ends, by the phone itself and the phone after."""


class Diphones(NamedTuple):
    """What people taught."""

    linear: Floats
    """[3, P·bells, values] means over variances."""
    square: Floats
    """[3, P·bells, values] −½ over variances."""
    constant: Floats
    """[3, P, bells]"""
    first: Floats
    """[3, P (the phone itself), bells, P (before)]"""
    middle: Floats
    """[3, P, bells, 1]"""
    last: Floats
    """[3, P (the phone itself), bells, P (after)]"""
    english: Floats
    """[P (before), P (after)] logarithms of how often phones follow each other in English."""

    @classmethod
    def load(cls, path: Path) -> Diphones:
        """Read what `sphinx_convert` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            mean = stored["mean"].astype(np.float32).transpose(1, 0, 2, 3)
            precision = stored["precision"].astype(np.float32).transpose(1, 0, 2, 3)
            first, middle, last = (_unpacked(stored[name]) for name in ("first", "middle", "last"))
            english = stored["english"].astype(np.float32)
        spread = np.log(2.0 * np.pi / precision).sum(axis=3)
        values = mean.shape[3]
        return cls(
            linear=(mean * precision).reshape(len(mean), -1, values),
            square=(-0.5 * precision).reshape(len(mean), -1, values),
            constant=-0.5 * (spread + (mean**2 * precision).sum(axis=3)),
            first=np.ascontiguousarray(first.transpose(2, 1, 3, 0)),
            middle=np.ascontiguousarray(middle.transpose(1, 0, 2)[..., None]),
            last=np.ascontiguousarray(last.transpose(2, 0, 3, 1)),
            english=english,
        )

    def sounds(self, streams: Floats) -> Sounds:
        """Say how likely features [3, T, values] are at every place of every phone."""
        blocks = [
            self._block(streams[:, start : start + _BLOCK])
            for start in range(0, streams.shape[1], _BLOCK)
        ]
        first, middle, last = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        return Sounds(first, middle, last)

    def _block(self, streams: Floats) -> Sounds:
        frames, size = streams.shape[1], len(PHONES)
        first = np.zeros((size, frames, size), np.float32)
        middle = np.zeros((size, frames, 1), np.float32)
        last = np.zeros((size, frames, size), np.float32)
        for number, values in enumerate(streams):
            bells = values @ self.linear[number].T + values**2 @ self.square[number].T
            near = bells.reshape(frames, size, -1) + self.constant[number]
            top = near.max(axis=2, keepdims=True)
            near = np.exp(np.maximum(near - top, _FARTHEST)).swapaxes(0, 1)
            above = top.swapaxes(0, 1)
            first += np.log(near @ self.first[number] + _LEAST) + above
            middle += np.log(near @ self.middle[number] + _LEAST) + above
            last += np.log(near @ self.last[number] + _LEAST) + above
        return Sounds(first.transpose(1, 2, 0), middle[:, :, 0].T, last.transpose(1, 0, 2))


def _unpacked(weights: NDArray[np.uint8]) -> Floats:
    return np.asarray(np.exp(-NATS * weights.astype(np.float32)), np.float32)
