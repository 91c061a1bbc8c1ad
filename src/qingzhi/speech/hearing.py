"""Phone marks for anybody's sound without a text: the likeliest course of a mouth through it.

The listener's doubts are settled by dynamic programming: each class lasts at least a few frames and
to change costs something. Marks carry the phone that stands for the class (see `mouths`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.score import SAMPLE_RATE, PhoneMark
from qingzhi.speech.listener import likelihoods
from qingzhi.speech.mouths import classes, vowels
from qingzhi.speech.spectrum import FRAMES_S, centre_s, log_mel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

_LEAST: Final = 3
"""Frames that a sound lasts at least."""
_CHANGE: Final = 0.8
"""What a change of class costs, in logarithms of likelihood."""
_EAGER: Final = {"": 1.0, "t": 0.7}
"""Classes that the listener takes too readily in voices that it was not trained on, and by how
much in logarithms (found on the demonstration voice)."""
_AUDIBLE: Final = 1e-4
"""Of full scale: a recording that is softer throughout is silence."""
_USUAL, _STRONG = 0.4, 0.8
_LOUD: Final = 0.5
"""A vowel that is so much above the recording's vowels in log energy is stressed."""


def heard(samples: Floats) -> tuple[PhoneMark, ...]:
    """Return marks for mono `samples` at RATE; marks count at SAMPLE_RATE."""
    if not len(samples) or float(np.abs(samples).max()) < _AUDIBLE:
        return ()
    mel = log_mel(samples)
    eager = np.array([_EAGER.get(name, 0.0) for name in classes()], np.float32)
    return tuple(_marks(_course(likelihoods(mel) - eager), mel))


def _course(heard: Floats) -> Ints:
    """[T] the class of each frame on the likeliest course through likelihoods [T, classes]."""
    frames, kinds = heard.shape
    best = np.full((_LEAST, kinds), -np.inf, np.float32)
    best[0] = heard[0]
    entered = np.zeros((frames, kinds), np.int64)
    stayed = np.zeros((frames, kinds), np.bool_)
    for frame in range(1, frames):
        last = best[-1]
        source = int(last.argmax())
        enter = np.full(kinds, last[source] - _CHANGE, np.float32)
        stay = np.maximum(best[-1], best[-2])
        stayed[frame] = best[-1] >= best[-2]
        entered[frame] = source
        best = np.stack((enter, *best[:-2], stay)) + heard[frame]
    return _backward(best, entered, stayed)


def _backward(best: Floats, entered: Ints, stayed: NDArray[np.bool_]) -> Ints:
    frames = len(entered)
    place, kind = (int(i) for i in np.unravel_index(best.argmax(), best.shape))
    course = np.empty(frames, np.int64)
    for frame in range(frames - 1, -1, -1):
        course[frame] = kind
        if place == 0:
            kind, place = int(entered[frame, kind]), _LEAST - 1
        elif place < _LEAST - 1 or not stayed[frame, kind]:
            place -= 1
    return course


def _marks(course: Ints, mel: Floats) -> list[PhoneMark]:
    """One mark for each run of a class; words are what silences part."""
    edges = np.flatnonzero(np.diff(course)) + 1
    starts, ends = np.concatenate(([0], edges)), np.concatenate((edges, [len(course)]))
    level = mel.mean(axis=1)
    voiced = np.isin(course, [classes().index(name) for name in vowels()])
    usual = float(np.median(level[voiced])) if voiced.any() else 0.0
    marks: list[PhoneMark] = []
    word = 0
    for start, end in zip(starts, ends, strict=True):
        phone = classes()[course[start]]
        if not phone:
            word += 1
            continue
        loud = phone in vowels() and float(level[start:end].mean()) > usual + _LOUD
        stress = _STRONG if loud else _USUAL
        marks.append(PhoneMark(phone, _at(start), _at(end), stress=stress, word=word))
    return marks


def _at(frame: int) -> int:
    """Return the sample at which a frame's own hundredth of a second begins."""
    return max(0, round((float(centre_s(np.array(frame))) - 0.5 / FRAMES_S) * SAMPLE_RATE))
