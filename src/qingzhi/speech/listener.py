"""What a mouth does, heard in sound alone: classes of `mouths`, frame by frame.

A small network over a sixth of a second of spectrum says how likely each class is; `bench/
train_mouths.py` makes its weights. It knows no words: with a text, `align` does better.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.speech.mouths import classes
from qingzhi.speech.spectrum import BANDS, louder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WEIGHTS: Final = "mouths.npz"
HEARD: Final = 20
"""Bands that the network hears."""
AROUND: Final = 10
"""Frames before and after that it hears as well."""
COURSE: Final = 7
"""Cosines that describe each band's course over those frames."""
INPUTS: Final = HEARD * COURSE
_DEEP: Final = 9.0
"""In log energy below the loudest: what is softer is a room's or a recorder's own."""
_BLOCK: Final = 8192


class Layer(NamedTuple):
    weight: Floats
    """[inputs, outputs]"""
    bias: Floats


def normalised(mel: Floats) -> Floats:
    """[T, HEARD] without level and channel, from log energies [T, BANDS]."""
    pairs = mel.reshape(len(mel), HEARD, BANDS // HEARD).mean(axis=2)
    pairs = np.maximum(pairs, pairs.max() - _DEEP)
    loud = pairs[louder(mel)]
    centred = pairs - loud.mean(axis=0)
    spread = float(np.sqrt(np.mean((pairs - pairs.mean(axis=0)) ** 2)))
    return np.asarray(centred / (spread + 1e-3), np.float32)


def courses(heard: Floats, at: NDArray[np.int64]) -> Floats:
    """[N, INPUTS]: how each band goes around the frames `at` of normalised spectra [T, HEARD]."""
    reach = np.arange(-AROUND, AROUND + 1)
    near = heard[np.clip(at[:, None] + reach, 0, len(heard) - 1)]
    return np.asarray(np.einsum("nrb,rc->nbc", near, _cosines()).reshape(len(at), INPUTS))


def forward(layers: tuple[Layer, ...], inputs: Floats) -> Floats:
    """[N, classes] logarithms of likelihoods."""
    for layer in layers[:-1]:
        inputs = np.maximum(inputs @ layer.weight + layer.bias, 0.0)
    scores = inputs @ layers[-1].weight + layers[-1].bias
    scores -= scores.max(axis=1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)), np.float32)


def likelihoods(mel: Floats) -> Floats:
    """Logarithms [T, classes] of how likely each class is at each frame of `mel` [T, BANDS]."""
    heard = normalised(mel)
    out = np.empty((len(heard), len(classes())), np.float32)
    for first in range(0, len(heard), _BLOCK):
        at = np.arange(first, min(len(heard), first + _BLOCK))
        out[at] = forward(_layers(), courses(heard, at))
    return out


@cache
def _cosines() -> Floats:
    place = (np.arange(2 * AROUND + 1) + 0.5) / (2 * AROUND + 1)
    waves = np.cos(np.pi * place[:, None] * np.arange(COURSE))
    fade = np.hamming(2 * AROUND + 1)[:, None]
    return np.asarray(waves * fade / fade.sum() * 2.0, np.float32)


@cache
def _layers() -> tuple[Layer, ...]:
    with (
        files(__package__).joinpath(WEIGHTS).open("rb") as file,
        np.load(file, allow_pickle=False) as stored,
    ):
        count = len(stored.files) // 2
        return tuple(
            Layer(stored[f"weight{i}"].astype(np.float32), stored[f"bias{i}"].astype(np.float32))
            for i in range(count)
        )
