"""Numbers as Chinese says them."""

from __future__ import annotations

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.speech.text.numerals import cardinal, digits, quantity


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0", "零"),
        ("10", "十"),
        ("110", "一百一十"),
        ("1005", "一千零五"),
        ("2000", "两千"),
        ("20000", "两万"),
        ("200", "二百"),
        ("1,234.50", "一千二百三十四点五零"),
        ("-3", "负三"),
        ("007", "七"),
    ],
)
def test_a_quantity_is_said_in_words(written: str, said: str) -> None:
    """Separators, decimals, signs and leading zeros are understood."""
    assert cardinal(written) == said


def test_two_before_a_measure_word() -> None:
    """Two is liǎng before a measure word, also as 02, but not inside twelve."""
    assert quantity("2") == quantity("02") == "两"
    assert quantity("12") == "十二"


def test_a_telephone_number_says_yao() -> None:
    """On the telephone one is yāo; elsewhere it stays."""
    assert digits("110", telephone=True) == "幺幺零"
    assert digits("2011") == "二零一一"


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_any_quantity_means_its_number(number: int) -> None:
    """What is said is read back as the same number."""
    assert cn2an.cn2an(cardinal(str(number)).replace("两", "二"), "normal") == number


@given(st.text(alphabet="0123456789,.-", max_size=60))
def test_no_string_of_digits_breaks_it(text: str) -> None:
    """However odd the string, the result has no digit left."""
    assert not any(char.isdigit() and char.isascii() for char in digits(text))
