"""The automaton finds what a plain search finds, in one pass."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qingzhi.safety.matcher import Matcher

LETTERS = "报案证甲"


@given(
    st.lists(st.text(LETTERS, min_size=1, max_size=4), max_size=12), st.text(LETTERS, max_size=40)
)
def test_it_finds_exactly_the_words_that_occur(words: list[str], text: str) -> None:
    """Overlapping and nested words included, against Python's own search."""
    assert set(Matcher.of(words).found(text)) == {word for word in words if word in text}


def test_latin_words_are_found_whole() -> None:
    """A word inside a longer Latin word is no hit; beside hanzi it is."""
    matcher = Matcher.of(["meth", "k粉"])
    assert list(matcher.found("a method for methane")) == []
    assert list(matcher.found("买meth吗")) == ["meth"]
    assert list(matcher.found("买k粉吗")) == ["k粉"]


def test_empty_words_and_texts_match_nothing() -> None:
    """Neither an empty list nor an empty text is special."""
    assert list(Matcher.of([]).found("报案")) == []
    assert list(Matcher.of(["", "报案"]).found("")) == []
