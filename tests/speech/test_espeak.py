"""What is made of espeak's events; the library itself runs in worker processes only."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from qingzhi.score import SAMPLE_RATE, PhoneMark
from qingzhi.speech.espeak import _chinese, _chunks, _english, _louder, _spans, _syllables
from qingzhi.speech.espeak_native import PHONE, WORD, Event
from qingzhi.speech.measure import AUDIBLE
from qingzhi.speech.text.pinyin import Reader
from qingzhi.speech.timbre import Timbre


def test_a_consonant_goes_with_the_vowel_that_follows() -> None:
    """Syllables open with consonants where they can, and never cross a word."""
    phones = ["p", "æ", "s", "p", "ɔːɹ", "t", "iː", "t"]
    words = [0, 0, 0, 0, 0, 0, 1, 1]
    names = _syllables(phones, words)
    assert names == ["pæ", "pæ", "spɔːɹt", "spɔːɹt", "spɔːɹt", "spɔːɹt", "iːt", "iːt"]


def test_english_events_become_marks() -> None:
    """Each phone lasts to the next; pauses are gaps; words are counted."""
    events = [word(0), phone(0, "ˈɡ"), phone(5, "ʊ"), phone(9, ""), word(12), phone(12, "d")]
    marks = _english(_spans(events, 20, 2.0), "good deeds")
    assert [(m.phone, m.start, m.end, m.word) for m in marks] == [
        ("ɡ", 0, 10, 0),
        ("ʊ", 10, 18, 0),
        ("d", 24, 40, 1),
    ]


def test_chinese_events_become_initials_and_finals() -> None:
    """However the library splits a syllable, it has one initial and one final."""
    events = [
        *(word(0), phone(0, "tɕh"), phone(4, "ˈi"), phone(8, "ŋ")),
        *(word(12), phone(12, "w"), phone(14, "ˈuə"), phone(18, "n")),
    ]
    marks = _chinese(_spans(events, 22, 1.0), Reader.load().read("请问"))
    assert [(m.phone, m.start, m.end, m.syllable) for m in marks] == [
        ("tɕʰ", 0, 4, "qing3"),
        ("iŋ", 4, 12, "qing3"),
        ("uən", 12, 22, "wen4"),
    ]


def test_silence_is_cut_and_the_first_chunk_is_small() -> None:
    """Sound starts at once, in chunks of 120 ms and then half a second."""
    sound = np.concatenate([np.zeros(2400), np.full(24000, 0.2), np.zeros(2400)])
    sizes = [len(chunk.samples) for chunk in _chunks(sound.astype(np.float32), (), Timbre())]
    assert sizes[:2] == [2880, 12000]
    assert sum(sizes) == 24000 + 72


def test_a_weak_onset_is_cut_to_eight_milliseconds() -> None:
    """What is there but cannot be heard doesn't hold the first sound up."""
    weak, loud = np.full(2400, 0.004, np.float32), np.full(4800, 0.2, np.float32)
    first = next(_chunks(np.concatenate([weak, loud]), (PhoneMark("s", 0, 7200),), Timbre()))
    assert np.argmax(first.samples > AUDIBLE) <= 0.010 * SAMPLE_RATE
    assert first.marks[0].end == 7200 - 2400 + 192


def test_emphasised_phones_are_three_decibels_louder() -> None:
    """The level rises over them alone, without a step."""
    gain = _louder(np.ones(4800, np.float32), [PhoneMark("a", 1200, 2400)])
    assert gain[1800] == pytest.approx(10 ** (3 / 20))
    assert gain[600] == gain[3600] == pytest.approx(1.0)
    assert np.abs(np.diff(gain)).max() < 0.01


def test_a_number_is_one_word_however_the_library_reads_it() -> None:
    """Each phone points to the word as written, without the signs around it."""
    text = 'Pay "$120", please.'
    events = [word(0), phone(0, "p"), Event(WORD, 4, 5, ""), phone(4, "w")]
    events += [Event(WORD, 8, 7, ""), phone(8, "t"), Event(WORD, 12, 12, ""), phone(12, "p")]
    marks = _english(_spans(events, 16, 1.0), text)
    assert [text[slice(*mark.chars)] for mark in marks] == ["Pay", "120", "120", "please"]
    assert [mark.word for mark in marks] == [0, 1, 1, 2]


def test_pure_silence_gives_nothing() -> None:
    """A text without sound has no chunks."""
    assert list(_chunks(np.zeros(2400, np.float32), (), Timbre())) == []


def test_the_library_stays_out_of_this_process() -> None:
    """Importing the engine's class for its record loads nothing under the GPL."""
    assert "espeakng_loader" not in sys.modules


def word(sample: int) -> Event:
    return Event(WORD, sample, sample, "")


def phone(sample: int, symbol: str) -> Event:
    return Event(PHONE, sample, 0, symbol)
