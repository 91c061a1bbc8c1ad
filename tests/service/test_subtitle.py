"""When each written word is spoken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qingzhi.score import PhoneMark
from qingzhi.service.subtitle import words


def syllables(*names: str) -> list[PhoneMark]:
    """Return one mark of 100 ms for each name."""
    return [
        PhoneMark(phone="a", start=i * 2400, end=(i + 1) * 2400, syllable=name, word=i)
        for i, name in enumerate(names)
    ]


def test_one_hanzi_one_syllable() -> None:
    """In Mandarin the places are exact; punctuation has none."""
    placed = words("你好，请", syllables("ni3", "hao3", "qing3"), sample_rate=24_000)
    assert placed == ((0, 1, 0, 100), (1, 2, 100, 200), (3, 4, 200, 300))


def test_the_offset_is_the_items_clock() -> None:
    """A later clause starts where the earlier ones ended."""
    assert words("好", syllables("hao3"), sample_rate=24_000, offset_ms=500) == ((0, 1, 500, 600),)


def test_numbers_take_all_their_syllables() -> None:
    """Fewer written words than syllables: in proportion, covering all."""
    placed = words("12元", syllables("shi2", "er4", "yuan2"), sample_rate=24_000)
    assert placed[0][2] == 0
    assert placed[-1][3] == 300


@given(st.text(max_size=60), st.integers(0, 40))
def test_any_text_is_placed_in_order(text: str, count: int) -> None:
    """Places never run back and lie inside the sound."""
    marks = syllables(*(f"s{i}" for i in range(count)))
    placed = words(text, marks, sample_rate=24_000)
    for first, end, begin_ms, end_ms in placed:
        assert 0 <= first < end <= len(text)
        assert 0 <= begin_ms <= end_ms <= count * 100
    assert [p[2] for p in placed] == sorted(p[2] for p in placed)
