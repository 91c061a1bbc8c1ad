"""The inventory of phones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qingzhi.speech.phones import ENGLISH, FINALS, INITIALS, INVENTORY, english, is_vowel


def test_finals_carry_syllables_and_initials_do_not() -> None:
    """A syllable is counted by its final."""
    assert all(is_vowel(final) for final in FINALS.values())
    assert not any(is_vowel(initial) for initial in INITIALS.values())


def test_stress_is_told_apart_from_the_phone() -> None:
    """Espeak writes stress before the phone."""
    assert english("ˈiː") == ("iː", 1.0)
    assert english("ˌæ") == ("æ", 0.5)
    assert english("p") == ("p", 0.0)


@given(st.text(max_size=8))
def test_whatever_comes_is_in_the_inventory(symbol: str) -> None:
    """An unknown symbol becomes a near one, never a new one."""
    phone, stress = english(symbol)
    assert phone in INVENTORY
    assert 0.0 <= stress <= 1.0


def test_no_phone_is_listed_twice() -> None:
    """The English list has no doubles."""
    assert len(set(ENGLISH)) == len(ENGLISH)
