"""Speech to move with: marks as a voice would give them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.motion.clip import Clip
from qingzhi.score import SAMPLE_RATE, PhoneMark

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingzhi.motion.compose import Composed

    Speak = Callable[..., tuple[PhoneMark, ...]]

_INITIALS = ("p", "pʰ", "m", "f", "t", "n", "l", "k", "x", "tɕ", "ʂ", "ts", "")
_FINALS = ("a", "aɪ", "iaŋ", "u", "y", "ɤ", "uo", "ən", "iɛ", "aʊ", "ɻ̩")


def _speak(seconds: float, seed: int = 0, onset_s: float = 0.08) -> tuple[PhoneMark, ...]:
    """Syllables of 0.2 s, a third of them stressed, from a tenth of a second on."""
    chance = random.Random(seed)  # noqa: S311 - repeatable speech, no secret
    clock = round(0.1 * SAMPLE_RATE)
    marks = []
    for word in range(max(1, round(seconds / 0.2))):
        stress = 0.9 if chance.random() < 0.3 else 0.2
        parts = ((chance.choice(_INITIALS), onset_s), (chance.choice(_FINALS), 0.2 - onset_s))
        for ipa, length in parts:
            end = clock + round(length * SAMPLE_RATE)
            if ipa:
                marks.append(PhoneMark(ipa, clock, end, stress=stress, word=word))
            clock = end
    return tuple(marks)


def clip(made: Composed) -> Clip:
    """Take composed frames as if they had come from a file."""
    face, bones, hips = (np.asarray(a, np.float64) for a in (made.face, made.bones, made.hips))
    return Clip(face, bones, hips, made.fps)


@pytest.fixture
def speak() -> Speak:
    return _speak
