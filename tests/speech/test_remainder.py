"""What is left when a voice breaks off."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qingzhi.score import PhoneMark
from qingzhi.speech.engine import EngineRequest
from qingzhi.speech.remainder import remainder


def test_the_rest_begins_with_the_first_syllable_not_heard() -> None:
    """Two syllables heard of five leave three, and the emphasis moves along."""
    request = EngineRequest(utterance="您好，请问吧", emphasis=((3, 5),))
    rest = remainder(request, [mark("n", 0), mark("in", 0), mark("x", 1), mark("aʊ", 1)])
    assert rest is not None
    assert (rest.utterance, rest.emphasis) == ("请问吧", ((0, 2),))


def test_an_english_word_begun_is_said_again() -> None:
    """The last word with a mark may have been cut, so it comes again."""
    request = EngineRequest(utterance="good morning all", lang="en")
    rest = remainder(request, [mark("ɡ", 0), mark("ʊ", 0), mark("m", 1)])
    assert rest is not None
    assert rest.utterance == "morning all"


def test_nothing_is_left_when_all_was_heard() -> None:
    """A voice that fails after the last syllable leaves nothing to say."""
    assert remainder(EngineRequest(utterance="好。"), [mark("x", 0), mark("aʊ", 0)]) is None


@given(st.text(max_size=30), st.integers(0, 40))
def test_the_rest_is_always_an_end_of_the_text(text: str, syllables: int) -> None:
    """Whatever was heard, the rest is a suffix, or nothing."""
    rest = remainder(EngineRequest(utterance=text), [mark("a", 0)] * syllables)
    assert rest is None or text.endswith(rest.utterance)


def mark(phone: str, word: int) -> PhoneMark:
    return PhoneMark(phone, 0, 1, word=word)
