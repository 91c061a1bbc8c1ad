"""Lips: closures shut, vowels shaped, nothing jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.motion import lips
from qingzhi.motion.rhythm import Phone
from qingzhi.score import ARKIT, FPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.motion.arrays import Array

CONSONANTS = ("p", "m", "f", "t", "l", "k", "ʂ", "tɕ", "ts", "ɹ", "θ")
VOWELS = ("a", "i", "u", "y", "o", "ɤ", "aɪ", "iaʊ", "ɻ̩")
FASTEST = 0.4
"""A closure may take most of the way in two frames."""


def column(name: str) -> int:
    return lips.MOUTH.index(ARKIT.index(name))


def said(*phones: str, onset: float = 0.4, length: float = 0.12) -> list[Phone]:
    return [
        Phone(ipa, onset + i * length, onset + (i + 1) * length, 0.3, 0)
        for i, ipa in enumerate(phones)
    ]


def mouth(phones: list[Phone], vigour: float = 1.0) -> tuple[Array, lips.Shape]:
    end = phones[-1].end if phones else 0.0
    t = np.arange(round((end + 1.0) * FPS)) / FPS
    return t, lips.plan(phones, vigour).shape(t)


def at(t: Array, phone: Phone) -> NDArray[np.intp]:
    """Frames inside a phone, as the mouth leads the sound by a moment."""
    return np.flatnonzero((t >= phone.start - lips.LEAD_S) & (t <= phone.end - lips.LEAD_S))


@given(
    st.lists(st.tuples(st.sampled_from(CONSONANTS), st.sampled_from(VOWELS)), max_size=6),
    st.sampled_from(["p", "pʰ", "b", "m"]),
    st.sampled_from(VOWELS),
    st.floats(0.035, 0.2),
    st.floats(0.0, 0.033),
)
def test_closures_are_always_shut(
    before: list[tuple[str, str]], closure: str, vowel: str, length: float, shift: float
) -> None:
    """Whatever stands around b, p or m and however short it is: a frame shows the lips shut."""
    phones = said(*(p for pair in before for p in pair), closure, vowel, onset=0.4 + shift)
    place = 2 * len(before)
    start = phones[place].start
    phones[place] = Phone(closure, start, start + length, 0.3, 0)
    phones[place + 1] = Phone(vowel, start + length, start + length + 0.15, 0.9, 0)
    t, shape = mouth(phones, vigour=1.3)
    frames = np.flatnonzero((t >= start - 0.04) & (t <= start + length + 0.01))
    shut = shape.mouth[frames]
    best = int(np.argmax(shape.held[frames]))
    assert shape.held[frames][best] > 0.99
    assert shut[best, column("jawOpen")] <= shut[best, column("mouthClose")]
    assert shut[best, column("mouthFunnel")] < 0.05
    assert shut[best, column("mouthLowerDownLeft")] < 0.05


@pytest.mark.parametrize(
    ("vowel", "name", "least"),
    [
        ("u", "mouthPucker", 0.6),
        ("y", "mouthPucker", 0.65),
        ("o", "mouthFunnel", 0.4),
        ("i", "mouthStretchLeft", 0.22),
        ("a", "jawOpen", 0.45),
    ],
)
def test_vowels_reach_their_shape(vowel: str, name: str, least: float) -> None:
    """In fluent syllables of a fifth of a second."""
    phones = said("t", vowel, "t", vowel, "t", vowel, length=0.11)
    t, shape = mouth(phones)
    assert shape.mouth[at(t, phones[3]), column(name)].max() >= least


def test_f_brings_the_lower_lip_to_the_teeth() -> None:
    """Lower lip rolled in, jaw nearly shut, even between open vowels."""
    phones = said("a", "f", "a")
    t, shape = mouth(phones)
    held = shape.mouth[at(t, phones[1])]
    best = held[:, column("mouthRollLower")].argmax()
    assert held[best, column("mouthRollLower")] > 0.5
    assert held[best, column("jawOpen")] < 0.12


def test_rounding_comes_before_its_vowel() -> None:
    """Co-articulation: the t of 'tu' is rounder than the t of 'ti', 60 ms ahead of the vowel."""
    ahead = {}
    for vowel in ("u", "i"):
        phones = said("t", vowel)
        t, shape = mouth(phones)
        frame = int(np.argmin(np.abs(t - (phones[1].start - 0.06))))
        ahead[vowel] = shape.mouth[frame, column("mouthPucker")]
    assert ahead["u"] > 0.25
    assert ahead["i"] < 0.05


def test_a_diphthong_moves() -> None:
    """'aʊ' opens first and rounds after."""
    phones = said("aʊ", length=0.3)
    t, shape = mouth(phones)
    jaw, pucker = shape.mouth[:, column("jawOpen")], shape.mouth[:, column("mouthPucker")]
    assert t[jaw.argmax()] < t[pucker.argmax()] - 0.08


def test_the_mouth_rests_before_and_after() -> None:
    """Nothing moves 0.25 s before the first phone or 0.35 s after the last one."""
    phones = said("m", "a", "u")
    t, shape = mouth(phones)
    silent = (t < phones[0].start - 0.25) | (t > phones[-1].end + 0.35)
    assert shape.mouth[silent].max() < 0.01
    assert shape.speaking[silent].max() < 0.1


def test_no_phones_no_movement() -> None:
    """A clause without a sound keeps the mouth at rest."""
    _, shape = mouth([])
    assert shape.mouth.max() == 0.0


@given(
    st.lists(
        st.tuples(st.sampled_from(CONSONANTS + VOWELS), st.floats(0.03, 0.3)),
        min_size=1,
        max_size=25,
    ),
    st.floats(0.7, 1.3),
)
def test_nothing_jumps_and_pieces_equal_the_whole(
    drawn: list[tuple[str, float]], vigour: float
) -> None:
    """Coefficients stay in 0..1 and move smoothly; any piece is the same piece of the whole."""
    phones, clock = [], 0.2
    for ipa, length in drawn:
        phones.append(Phone(ipa, clock, clock + length, 0.8, 0))
        clock += length
    t, shape = mouth(phones, vigour)
    assert 0.0 <= shape.mouth.min() <= shape.mouth.max() <= 1.0
    assert np.abs(np.diff(shape.mouth, axis=0)).max() <= FASTEST
    half = len(t) // 2
    planned = lips.plan(phones, vigour)
    for piece in (slice(0, half), slice(half, None)):
        np.testing.assert_allclose(planned.shape(t[piece]).mouth, shape.mouth[piece], atol=1e-6)


def test_louder_speech_opens_wider() -> None:
    """Vigour and stress scale the opening, never the closures."""
    phones = said("p", "a", "p", "a")
    _, calm = mouth(phones, 0.7)
    _, loud = mouth(phones, 1.3)
    jaw = column("jawOpen")
    assert loud.mouth[:, jaw].max() > calm.mouth[:, jaw].max() + 0.1
    assert loud.mouth[:, column("mouthClose")].max() == pytest.approx(
        calm.mouth[:, column("mouthClose")].max(), abs=1e-6
    )
