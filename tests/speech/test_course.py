"""The likeliest course of phones is found where it is."""

from __future__ import annotations

import itertools

import numpy as np

from qingzhi.speech.course import Run, course
from qingzhi.speech.diphones import Sounds

SIZE = 4
EVEN = np.full((SIZE, SIZE), -2.0, np.float32)


def told(rows: list[int], doubt: float = -8.0) -> Sounds:
    """Sound in which one phone of SIZE is clear at each frame."""
    middle = np.full((len(rows), SIZE), doubt, np.float32)
    middle[np.arange(len(rows)), rows] = -0.1
    first = np.repeat(middle[:, None, :], SIZE, axis=1)
    last = np.repeat(middle[:, :, None], SIZE, axis=2)
    return Sounds(first, middle, last)


def test_phones_are_found_with_their_times() -> None:
    """Two phones between silences."""
    rows = [0] * 6 + [2] * 9 + [1] * 7 + [0] * 5
    found = course(told(rows), EVEN)
    assert found == [Run(0, 0, 6), Run(2, 6, 15), Run(1, 15, 22), Run(0, 22, 27)]


def test_one_frame_of_another_phone_is_not_believed() -> None:
    """A phone has a beginning, a middle and an end."""
    rows = [0] * 6 + [2] * 5 + [3] + [2] * 5 + [0] * 6
    assert [run.phone for run in course(told(rows), EVEN)] == [0, 2, 0]


def test_what_cannot_follow_is_not_found() -> None:
    """An order that forbids a pair wins over sound that is in doubt."""
    order = EVEN.copy()
    order[2, 1] = -100.0
    rows = [0] * 6 + [2] * 6 + [1] * 3 + [0] * 6
    runs = [run.phone for run in course(told(rows, doubt=-3.0), order)]
    assert (2, 1) not in set(itertools.pairwise(runs))


def test_an_end_knows_what_comes_next() -> None:
    """Where the sound of an end tells the phone after it, that phone follows."""
    sounds = told([0] * 6 + [2] * 6 + [0] * 6)
    sounds.middle[12:16, 1] = sounds.middle[12:16, 3] = -1.0
    for row in (1, 3):
        sounds.first[12:16, :, row] = sounds.last[12:16, row, :] = -1.0
    sounds.middle[12:16, 0] = sounds.first[12:16, :, 0] = -9.0
    sounds.last[6:12, 2, 1] = -6.0
    assert [run.phone for run in course(sounds, EVEN)] == [0, 2, 3, 0]


def test_runs_fill_the_sound() -> None:
    """One frame is one silence; noise leaves no gap."""
    assert course(told([0]), EVEN) == [Run(0, 0, 1)]
    dice = np.random.default_rng(5)
    runs = course(told(dice.integers(0, SIZE, 80).tolist(), doubt=-1.0), EVEN)
    assert runs[0].start == 0
    assert runs[-1].end == 80
    assert all(a.end == b.start for a, b in itertools.pairwise(runs))
