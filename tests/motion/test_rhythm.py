"""Marks in any state become a rhythm."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.errors import InputError
from qingzhi.motion.rhythm import HANZI_S, LONGEST_S, estimate, rhythm
from qingzhi.score import SAMPLE_RATE, Clause, PhoneMark

if TYPE_CHECKING:
    from tests.motion.conftest import Speak

marks = st.builds(
    PhoneMark,
    phone=st.sampled_from(["", "p", "a", "iaŋ", "??", "ɻ̩", "h"]),
    start=st.integers(-(10**6), 10**12),
    end=st.integers(-(10**6), 10**12),
    stress=st.floats(allow_nan=True, allow_infinity=True),
    word=st.integers(-5, 5),
)


def clause(text: str = "请您带好身份证", **fields: object) -> Clause:
    return Clause(id="c", generation=0, text=text, **fields)  # type: ignore[arg-type]


@given(st.lists(marks, max_size=30))
def test_hostile_marks_become_a_rhythm(given_marks: list[PhoneMark]) -> None:
    """Unsorted, overlapping, reversed, endless: phones come out in order and inside the clause."""
    result = rhythm(clause(), given_marks)
    assert 0.0 < result.seconds <= LONGEST_S
    assert all(0.0 <= p.start < p.end <= result.seconds + 1e-9 for p in result.phones)
    assert all(a.end <= b.start + 1e-9 for a, b in pairwise(result.phones))
    assert all(0.0 <= p.stress <= 1.0 for p in result.phones)
    assert all(s.start <= s.onset < s.end for s in result.syllables)


def test_without_marks_the_text_gives_the_rhythm() -> None:
    """Each hanzi takes its time and makes a syllable."""
    result = rhythm(clause("请您带好"), ())
    assert result.seconds == pytest.approx(4 * HANZI_S, abs=1e-3)
    assert len(result.syllables) == 4


@given(st.text(max_size=60))
def test_any_text_can_be_estimated(text: str) -> None:
    """Guessed marks follow each other without gaps."""
    guessed = list(estimate(text))
    assert all(m.start <= m.end and m.provisional for m in guessed)
    assert all(a.end == b.start for a, b in pairwise(guessed))


def test_the_vowel_is_the_onset(speak: Speak) -> None:
    """A syllable starts with its initial, but beats fall on the vowel."""
    first = rhythm(clause(), (PhoneMark("t", 0, 2400), PhoneMark("a", 2400, 4800))).syllables[0]
    assert (first.start, first.onset, first.end) == (0.0, 0.1, 0.2)


def test_emphasis_becomes_a_beat() -> None:
    """The emphasised word's syllable is marked, by its place among the sounding characters."""
    said = [PhoneMark("a", i * 4800, (i + 1) * 4800) for i in range(7)]
    result = rhythm(clause("请您，带好身份证", emphasis=((5, 8),)), said)
    assert [round(s.onset / 0.2) for s in result.beats] == [4]


def test_unmarked_speech_still_has_beats(speak: Speak) -> None:
    """Without stress and emphasis the long syllables are taken, not too near each other."""
    plain = [PhoneMark(m.phone, m.start, m.end) for m in speak(6.0)]
    beats = rhythm(clause(), plain).beats
    assert beats
    assert all(b.onset - a.onset >= 0.7 for a, b in pairwise(beats))


def test_ten_minutes_are_fine() -> None:
    """Long clauses are read in whole."""
    said = [PhoneMark("ta", i * 4800, (i + 1) * 4800) for i in range(3000)]
    assert rhythm(clause(), said).seconds == pytest.approx(600.0)
    assert rhythm(clause(), [PhoneMark("a", 0, 10**15)]).seconds == LONGEST_S


@pytest.mark.parametrize("rate", [0, -16_000])
def test_a_sample_rate_must_be_above_zero(rate: int) -> None:
    """Anything else is the caller's mistake."""
    with pytest.raises(InputError):
        rhythm(clause(), (PhoneMark("a", 0, SAMPLE_RATE),), rate)
