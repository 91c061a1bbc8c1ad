"""Cutting a caller's text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.service.text import LONGEST, language_of, sentences


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("你好", "zh"),
        ("Hello there", "en"),
        ("请打开 App", "zh"),
        ("123", "zh"),
        ("What is a hukou 户口 and how do I get one", "en"),
        ("", "zh"),
    ],
)
def test_language(text: str, lang: str) -> None:
    """Hanzi make a text Chinese unless Latin words outnumber them."""
    assert language_of(text) == lang


def test_sentences_end_at_their_marks() -> None:
    """A decimal point ends nothing; an English full stop before a space does."""
    assert list(sentences("您好！费用 3.5 元。Thank you. Bye")) == [
        "您好！",
        "费用 3.5 元。",
        "Thank you.",
        "Bye",
    ]


@given(st.text(max_size=1_000))
def test_nothing_that_sounds_is_lost(text: str) -> None:
    """All letters come out again, in order, in pieces of bounded length."""
    pieces = list(sentences(text))
    kept = "".join(c for c in "".join(pieces) if c.isalnum())
    assert kept == "".join(c for c in text if c.isalnum())
    assert all(len(piece) <= LONGEST for piece in pieces)
