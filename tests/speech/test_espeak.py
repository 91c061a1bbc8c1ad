"""What is made of espeak's events; the library itself runs in worker processes only."""

from __future__ import annotations

import sys

import numpy as np

from qingzhi.speech.espeak import _chinese, _chunks, _english, _spans, _syllables
from qingzhi.speech.espeak_native import PHONE, WORD, Event
from qingzhi.speech.text.pinyin import Reader


def test_a_consonant_goes_with_the_vowel_that_follows() -> None:
    """Syllables open with consonants where they can, and never cross a word."""
    phones = ["p", "æ", "s", "p", "ɔːɹ", "t", "iː", "t"]
    words = [0, 0, 0, 0, 0, 0, 1, 1]
    names = _syllables(phones, words)
    assert names == ["pæ", "pæ", "spɔːɹt", "spɔːɹt", "spɔːɹt", "spɔːɹt", "iːt", "iːt"]


def test_english_events_become_marks() -> None:
    """Each phone lasts to the next; pauses are gaps; words are counted."""
    events = [word(0), phone(0, "ˈɡ"), phone(5, "ʊ"), phone(9, ""), word(12), phone(12, "d")]
    marks = _english(_spans(events, 20, 2.0))
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
    sizes = [len(chunk.samples) for chunk in _chunks(sound.astype(np.float32), ())]
    assert sizes[:2] == [2880, 12000]
    assert sum(sizes) == 24000 + 72


def test_pure_silence_gives_nothing() -> None:
    """A text without sound has no chunks."""
    assert list(_chunks(np.zeros(2400, np.float32), ())) == []


def test_the_library_stays_out_of_this_process() -> None:
    """Importing the engine's class for its record loads nothing under the GPL."""
    assert "espeakng_loader" not in sys.modules


def word(sample: int) -> Event:
    return Event(WORD, sample, 0, "")


def phone(sample: int, symbol: str) -> Event:
    return Event(PHONE, sample, 0, symbol)
