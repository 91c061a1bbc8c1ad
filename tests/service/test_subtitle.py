"""When each written word is spoken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qingzhi.score import PhoneMark
from qingzhi.service.subtitle import words


def marks(*places: tuple[int, int]) -> list[PhoneMark]:
    """Return one mark of 100 ms for each place in the text."""
    return [
        PhoneMark(phone="a", start=i * 2400, end=(i + 1) * 2400, word=i, chars=place)
        for i, place in enumerate(places)
    ]


def test_each_hanzi_has_its_time() -> None:
    """Punctuation has none."""
    placed = words("你好，请", marks((0, 1), (1, 2), (3, 4)), sample_rate=24_000)
    assert placed == ((0, 1, 0, 100), (1, 2, 100, 200), (3, 4, 200, 300))


def test_the_offset_is_the_items_clock() -> None:
    """A later clause starts where the earlier ones ended."""
    assert words("好", marks((0, 1)), sample_rate=24_000, offset_ms=500) == ((0, 1, 500, 600),)


def test_a_number_is_one_word_of_many_syllables() -> None:
    """All phones of a written word make its time."""
    placed = words("12元", marks((0, 2), (0, 2), (2, 3)), sample_rate=24_000)
    assert placed == ((0, 2, 0, 200), (2, 3, 200, 300))


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(-2, 40), st.integers(-2, 40)), max_size=30),
)
def test_places_are_inside_the_text_and_in_order(text: str, places: list[tuple[int, int]]) -> None:
    """Whatever the marks say."""
    placed = words(text, marks(*places), sample_rate=24_000)
    for first, end, begin_ms, end_ms in placed:
        assert 0 <= first < end <= len(text)
        assert begin_ms <= end_ms
    assert [p[:2] for p in placed] == sorted(p[:2] for p in placed)
