"""Single characters on their way to a voice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.speech.text.characters import plain


@pytest.mark.parametrize("char", ["😀", "\u200b", "\ud800", "\x00", "\x1b", "\u202e", "\ufe0f"])
def test_what_has_no_sound_vanishes(char: str) -> None:
    """Emoji, controls, zero-width signs and lone surrogates are not spoken."""
    assert plain(char) == ""


@pytest.mark.parametrize(("char", "seen"), [("Ａ", "A"), ("９", "9"), ("％", "%"), ("，", "，")])
def test_wide_forms_are_read_as_ascii_but_punctuation_stays(char: str, seen: str) -> None:
    """Full-width letters, digits and signs become ASCII; Chinese punctuation is kept."""
    assert plain(char) == seen


@given(st.characters(codec=None))
def test_every_character_has_an_answer(char: str) -> None:
    """Any code point gives at most two characters, and never a control other than a new line."""
    seen = plain(char)
    assert len(seen) <= 2
    assert all(c == "\n" or c.isprintable() for c in seen)
