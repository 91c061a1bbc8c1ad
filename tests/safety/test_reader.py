"""The trained readers read any text, cut words as they should, and say the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.safety.learned import words as tables
from qingzhi.safety.learned.grams import BUCKETS, CHARACTERS, SHARE, characters, features
from qingzhi.safety.learned.judge import CATEGORIES, KINDS, NEEDS
from qingzhi.safety.learned.reader import WIDTHS, Reader
from qingzhi.safety.learned.scales import QUESTIONS, Scales
from qingzhi.safety.learned.words import LONGEST, UNKNOWN, Words, key

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCALES = Scales.load()
READER = SCALES.reader


def read(text: str, reader: Reader = READER) -> NDArray[np.float32]:
    return reader.read(reader.words.cut(text))


def table(**costs: int) -> Words:
    """Make a small table of words."""
    order = sorted(costs, key=key)
    return Words(
        np.array([key(word) for word in order], np.uint64),
        np.array([costs[word] for word in order], np.uint8),
    )


def test_the_cheapest_cut_is_taken() -> None:
    """A frequent long word beats its parts, and a dear one doesn't."""
    words = table(推=90, 翻=90, 车=90, 推翻=100, 翻车=190)
    assert words.cut("推翻") == [words.row("推翻")]
    assert words.cut("推翻车") == [words.row("推翻"), words.row("车")]
    assert words.cut("推翻机") == [words.row("推翻"), UNKNOWN]
    dear = table(推=40, 翻=40, 推翻=100)
    assert dear.cut("推翻") == [dear.row("推"), dear.row("翻")]


def test_other_writings_are_words_as_well() -> None:
    """Latin runs are whole words, numbers are known by their length, spaces are nothing."""
    words = table(visa=9, 办=9)
    assert words.cut("办 visa") == [words.row("办"), words.row("visa")]
    digits = table(**{"0000": 9})
    assert digits.cut("1999 2026") == [0, 0]


def test_keys_of_stretches_are_keys_of_words() -> None:
    """What is hashed in one go for a whole text is hashed as each word alone."""
    run = "推翻政府大楼"
    for width, keys in enumerate(tables._windows(run), 1):
        assert keys.tolist() == [key(run[i : i + width]) for i in range(len(run) - width + 1)]


def test_the_packaged_table_is_whole() -> None:
    """Keys rise without doubles, and each array has the length of its neighbours."""
    keys = READER.words.keys
    assert (np.diff(keys.astype(np.float64)) >= 0).all()
    assert len(np.unique(keys)) == len(keys) == len(READER.words.costs) == len(READER.vectors)
    assert READER.vectors.dtype == np.int8
    for width, weights in zip(WIDTHS, READER.filters, strict=True):
        assert weights.shape[0] == width * READER.vectors.shape[1]
    assert READER.out.shape[1] == len(READER.bias)
    assert SCALES.mix.shape == (len(QUESTIONS), 3)
    assert SCALES.tables.shape == (len(QUESTIONS), BUCKETS)


def test_heads_answer_what_the_product_names() -> None:
    """The heads that tell kinds apart have one answer for each name."""
    heads = {name: place.stop - place.start for name, place in READER.heads.items()}
    assert (heads["category"], heads["kind"], heads["level"]) == (
        len(CATEGORIES),
        len(KINDS),
        len(NEEDS),
    )


def test_weights_are_the_same_each_time_they_are_read() -> None:
    """Two readers of one file say the same to the last digit."""
    again = Reader.load()
    for text in ("推翻政府", "身份证丢了怎么补", "i want to die", ""):
        assert read(text, again).tobytes() == read(text).tobytes()


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "🙂" * 50, "。" * 700, "办" * 5_000, "a" * 5_000, "ﷺ\n\t"]
)
def test_any_text_is_read(text: str) -> None:
    """Nothing, controls, half a surrogate, pictures and very long texts give finite numbers."""
    reading = SCALES.weigh(text)
    assert set(reading.scores) == set(QUESTIONS)
    assert np.isfinite(list(reading.scores.values())).all()


@given(st.text(max_size=80))
def test_reading_is_bounded(text: str) -> None:
    """No text gets log odds beyond what a clear case gets, and none breaks the reader."""
    assert np.abs(read(text)).max() < 1_000


def test_only_the_beginning_is_read() -> None:
    """What stands behind the limit costs nothing and changes nothing."""
    begun = "我想咨询一下居住证怎么办理" * 60
    assert len(READER.words.cut(begun + "推翻" * 1_000)) == len(READER.words.cut(begun))
    assert (characters(begun[:LONGEST] + "推翻") == characters(begun[:LONGEST])).all()
    assert read(begun[:LONGEST] + "推翻").tobytes() == read(begun[:LONGEST]).tobytes()


def test_characters_and_words_are_weighed_apart() -> None:
    """Each half of the features has one length, however many there are, and its own buckets."""
    words = READER.words
    for text in ("", "居住证怎么办", "办" * 300, "我想补办身份证，要带什么材料？"):
        which, weights = features(text, words.named(words.cut(text)))
        letters = which < CHARACTERS
        assert len(set(which.tolist())) == len(which)
        assert which.max() < BUCKETS
        assert np.isclose((weights[letters] ** 2).sum(), 1)
        assert np.isclose((weights[~letters] ** 2).sum(), SHARE**2)


def test_the_order_of_words_is_heard() -> None:
    """Two texts of the same words differ where the words stand in another order."""
    words = READER.words
    one, other = (
        set(features(text, words.named(words.cut(text)))[0].tolist())
        for text in ("证明 在 哪里", "哪里 在 证明")
    )
    assert {b for b in one if b >= CHARACTERS} != {b for b in other if b >= CHARACTERS}


def test_work_grows_with_the_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text is looked up once for each width of a word, whatever the size of the table."""
    asked: list[int] = []
    look = Words._rows

    def counted(self: Words, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        asked.append(len(keys))
        return look(self, keys)

    monkeypatch.setattr(Words, "_rows", counted)
    READER.words.cut("居住证怎么办理" * 10)
    assert len(asked) == tables.WIDEST
    assert sum(asked) <= tables.WIDEST * 70
