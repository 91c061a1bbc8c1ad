"""The likeliest course of phones through sound: which was said, and from when to when.

Each phone begins, goes on and ends, one frame each at least; a beginning knows the phone before
it and an end the phone after it, so what follows must be what was announced.

Source: A. Viterbi, "Error bounds for convolutional codes and an asymptotically optimum decoding
algorithm", 1967.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.speech.diphones import Sounds

    Floats = NDArray[np.float32]

_STAY: Final = -0.5
_GO: Final = -0.9
"""Logarithms of staying in a part of a phone and of leaving it."""
_FIRST, _MIDDLE, _LAST = range(3)


class Run(NamedTuple):
    """One phone (a row) from frame `start` up to frame `end`."""

    phone: int
    start: int
    end: int


class _Ways(NamedTuple):
    """How the best course came to each place."""

    began: NDArray[np.bool_]
    """[T, P, P] whether a phone began there, by the phone before and itself."""
    after: NDArray[np.int16]
    """[T, P] the phone before, where the middle was entered, else −1."""
    ended: NDArray[np.bool_]
    """[T, P, P] whether the end was entered there, by the phone itself and the one after."""


def course(sounds: Sounds, follows: Floats) -> list[Run]:
    """Find the course that is likeliest by sound and by what follows what [P, P].

    It begins and ends in silence, row 0.
    """
    frames, size = sounds.middle.shape
    first = np.full((size, size), -np.inf, np.float32)
    first[0] = sounds.first[0, 0] + follows[0]
    middle = np.full(size, -np.inf, np.float32)
    last = np.full((size, size), -np.inf, np.float32)
    ways = _Ways(
        np.zeros((frames, size, size), np.bool_),
        np.full((frames, size), -1, np.int16),
        np.zeros((frames, size, size), np.bool_),
    )
    own = np.arange(size)
    for frame in range(1, frames):
        begin, stay = last + follows, first + _STAY
        np.greater(begin, stay, out=ways.began[frame])
        before = first.argmax(axis=0)
        enter, dwell = first[before, own] + _GO, middle + _STAY
        ways.after[frame] = np.where(enter > dwell, before, -1)
        leave, rest = (middle + _GO)[:, None], last + _STAY
        np.greater(leave, rest, out=ways.ended[frame])
        first = np.maximum(begin, stay) + sounds.first[frame]
        middle = np.maximum(enter, dwell) + sounds.middle[frame]
        last = np.maximum(leave, rest) + sounds.last[frame]
    return _backward(ways, int(last[:, 0].argmax()))


def _backward(ways: _Ways, phone: int) -> list[Run]:
    """Follow the ways back from the end of `phone`, after which there is silence."""
    runs: list[Run] = []
    frames = len(ways.after)
    end, before, after, part = frames, 0, 0, _LAST
    for frame in range(frames - 1, 0, -1):
        if part == _LAST:
            part = _MIDDLE if ways.ended[frame, phone, after] else _LAST
        elif part == _MIDDLE:
            if ways.after[frame, phone] >= 0:
                before, part = int(ways.after[frame, phone]), _FIRST
        elif ways.began[frame, before, phone]:
            runs.append(Run(phone, frame, end))
            end, after, phone, part = frame, phone, before, _LAST
    runs.append(Run(phone, 0, end))
    return runs[::-1]
