"""Numbers as English says them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.speech.text.en.numerals import cardinal, digits, ordinal, room, year


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0", "zero"),
        ("21", "twenty-one"),
        ("1,250.5", "one thousand two hundred fifty point five"),
        ("1000000", "one million"),
        ("007", "seven"),
    ],
)
def test_a_quantity(written: str, said: str) -> None:
    """Separators, decimals and leading zeros are understood."""
    assert cardinal(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1", "first"),
        ("2", "second"),
        ("12", "twelfth"),
        ("20", "twentieth"),
        ("33", "thirty-third"),
    ],
)
def test_a_rank(written: str, said: str) -> None:
    """Irregular ones too."""
    assert ordinal(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026", "twenty twenty-six"),
        ("2008", "two thousand eight"),
        ("2000", "two thousand"),
        ("1998", "nineteen ninety-eight"),
        ("1900", "nineteen hundred"),
        ("1905", "nineteen oh five"),
    ],
)
def test_a_year(written: str, said: str) -> None:
    """Years come in pairs of digits."""
    assert year(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [("301", "three oh one"), ("221", "two twenty-one"), ("1214", "twelve fourteen")],
)
def test_a_room(written: str, said: str) -> None:
    """Rooms and houses are said in parts."""
    assert room(written) == said


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_any_quantity_is_words(number: int) -> None:
    """No digit is left, and there is always something to say."""
    said = cardinal(str(number))
    assert said
    assert not any(char.isdigit() for char in said)
    assert len(digits(str(number)).split()) == len(str(number))
