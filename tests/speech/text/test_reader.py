"""Whole texts: nothing is lost, and what is said is known for each character."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.speech.text.characters import HANZI
from qingzhi.speech.text.pinyin import Reader
from qingzhi.speech.text.reader import language, read

if TYPE_CHECKING:
    from qingzhi.speech.text.reading import Reading

ITEMS = Path(__file__).parents[4] / "shared/data/gov_items_guangdong/items.jsonl"
_SIGNS = (
    "您一办12.,:：-~/%￥$万年月日点号楼 aAéVIP'。，、（）()《》【】“”*#&@+=<>×"
    "℃m²①Ⅱ½😀\u200b\ud800𠀀\n"
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def heard(text: str, reading: Reading) -> None:
    """Check that every character is said or silent for a reason, once and in order."""
    spans = reading.spans
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(a.end == b.start for a, b in pairwise(spans))
    for span in spans:
        start, end = span.said
        assert 0 <= start <= end <= len(reading.spoken)
        assert bool(span.reason) == (start == end), (text, span)


def sounds(char: str) -> bool:
    """Whether a character must never be silent: hanzi, Latin letters, digits."""
    return bool(HANZI.match(char)) or (char.isascii() and char.isalnum())


@given(st.text(alphabet=_SIGNS, max_size=50), st.sampled_from(["zh", "en"]))
def test_each_character_is_said_or_silent_for_a_reason(text: str, lang: str) -> None:
    """Of any mixture of signs nothing is lost, in both languages."""
    heard(text, read(text, _SHARED, "en" if lang == "en" else "zh"))


@given(st.text(alphabet=st.characters(codec=None), max_size=40))
def test_any_text_at_all_is_accounted_for(text: str) -> None:
    """Whatever code points come, the spans cover them."""
    heard(text, read(text, _SHARED))


@given(st.text(alphabet="您的12一.,:-/ abVI年月%元()，。", max_size=40))
def test_words_and_numbers_are_never_silent(text: str) -> None:
    """Hanzi, letters and digits lie in spans that say something."""
    for span in read(text, _SHARED, "zh").spans:
        if any(sounds(char) for char in text[span.start : span.end]):
            assert not span.reason, (text, span)


@given(st.text(alphabet="您的12一.,:-/ abVI年月%元()，。", max_size=40))
def test_chinese_has_no_digit_left(text: str) -> None:
    """Every number is in words."""
    assert not any(char.isdigit() and char.isascii() for char in read(text, _SHARED, "zh").spoken)


@pytest.mark.skipif(not ITEMS.is_file(), reason="the development data is not here")
def test_nothing_of_real_service_items_is_lost(reader: Reader) -> None:
    """Of all texts of a hundred real items each character is accounted for."""
    for line in ITEMS.read_text("utf-8").splitlines()[::13]:
        for value in json.loads(line).values():
            for text in value if isinstance(value, list) else [value]:
                reading = read(str(text), reader)
                heard(str(text), reading)
                silent = "".join(str(text)[s.start : s.end] for s in reading.spans if s.reason)
                assert not any(sounds(char) for char in silent), text


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("您好", "zh"),
        ("Hello there", "en"),
        ("请先login", "zh"),
        ("今晚的音乐会由London Symphony Orchestra演出", "zh"),
        ("iPhone 15 Pro Max和Windows 11", "zh"),
        ("Please bring your 身份证 to the counter", "en"),
        ("见hr.city.gov.cn/2026/jobs", "zh"),
        ("http://www.example.com/a", "en"),
        ("A、B", "zh"),
        ("", "zh"),
        ("123", "zh"),
    ],
)
def test_the_language_is_told_by_the_text(text: str, lang: str) -> None:
    """English names and addresses in Chinese leave it Chinese."""
    assert language(text) == lang


def test_letters_and_words_stand_apart(reader: Reader) -> None:
    """Letters said by name have gaps between them, words stay whole."""
    assert (
        read("请带VIP卡和passport，WiFi密码", reader).spoken
        == "请带 V I P 卡和 passport，WiFi 密码"
    )


def test_pinyin_is_the_dictionarys_and_sandhi_what_is_heard(reader: Reader) -> None:
    """One syllable a space; letters and words in small letters; 儿 is told apart in pinyin."""
    reading = read("一会儿取VIP卡", reader)
    assert reading.pinyin == "yi1 hui4 er5 qu3 v i p ka3"
    assert reading.sandhi == "yi2 huir4 qu3 v i p ka3"


def test_syllables_know_where_they_are_written(reader: Reader) -> None:
    """Each syllable names its place in the text and in what is said."""
    text = "共120页"
    said = [(text[s.first : s.last], s.pinyin) for s in read(text, reader).syllables]
    assert said == [
        ("共", "gong4"),
        *(("120", one) for one in ("yi1", "bai3", "er4", "shi2")),
        ("页", "ye4"),
    ]


def test_what_is_silent_says_why(reader: Reader) -> None:
    """Emoji, quotation marks and bullets are silent, each for its own reason."""
    reasons = {
        text: next(s.reason for s in read(text, reader).spans if s.reason)
        for text in ("好😀", "《好》", "- 好", "## 好", "好\u200b", "<b>好")
    }
    assert len(set(reasons.values())) == len(reasons)


def test_every_sign_of_unicode_has_an_answer(reader: Reader) -> None:
    """Each code point of the basic plane alone is said, or silent with a reason."""
    for code in range(0x20, 0x3100):
        char = chr(code)
        if unicodedata.category(char) != "Cn":
            heard(char, read(char, reader, "zh"))


_SHARED = Reader.load()
