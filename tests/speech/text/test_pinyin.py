"""Characters to syllables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.errors import SettingsError
from qingzhi.speech.phones import FINALS, INITIALS
from qingzhi.speech.text.characters import LETTERS
from qingzhi.speech.text.pinyin import Reader, split

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("调档", "diao4 dang4"),
        ("行走", "xing2 zou3"),
        ("行驶证", "xing2 shi3 zheng4"),
        ("银行", "yin2 hang2"),
        ("还款", "huan2 kuan3"),
        ("重办", "chong2 ban4"),
        ("朝阳区", "chao2 yang2 qu1"),
        ("长沙", "chang2 sha1"),
        ("参保", "can1 bao3"),
        ("您好", "nin2 hao3"),
        ("女儿", "nv3 er2"),
    ],
)
def test_service_words_are_read_right(reader: Reader, text: str, said: str) -> None:
    """Polyphones of public service have the reading of their word."""
    assert heard(reader, text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("不去", "bu2 qu4"),
        ("不行", "bu4 xing2"),
        ("行不行", "xing2 bu5 xing2"),
        ("一个", "yi2 ge4"),
        ("一年", "yi4 nian2"),
        ("第一步", "di4 yi1 bu4"),
        ("十一月一日", "shi2 yi1 yue4 yi1 ri4"),
        ("一百一十一", "yi4 bai3 yi1 shi2 yi1"),
        ("展览馆", "zhan2 lan2 guan3"),
    ],
)
def test_tones_change_as_they_do_in_speech(reader: Reader, text: str, said: str) -> None:
    """不, 一 and the third tone follow their neighbours."""
    assert heard(reader, text) == said


def test_erhua_is_one_syllable(reader: Reader) -> None:
    """一会儿 has two syllables, 婴儿 its full er."""
    assert heard(reader, "一会儿") == "yi2 huir4"
    assert heard(reader, "婴儿") == "ying1 er2"


def test_boundaries_come_from_words_and_punctuation(reader: Reader) -> None:
    """Inside a word 0, between words 1, at a comma 3."""
    assert [s.boundary for s in reader.read("您好，请问业务")] == [0, 3, 0, 1, 0, 0]


def test_letters_are_said_by_name(reader: Reader) -> None:
    """Capital letters have Chinese names, with as many syllables as the table says."""
    for letter, count in LETTERS.items():
        assert len(reader.read(letter)) == count


def test_every_syllable_of_the_lexicon_has_phones() -> None:
    """Whatever reading pypinyin gives splits into a known initial and final."""
    styles = (
        pypinyin.pinyin(chr(code), style=pypinyin.Style.TONE3, neutral_tone_with_five=True)
        for code in range(0x4E00, 0x9FA6)  # the basic block of Unicode
    )
    odd = {reading for ((reading,),) in styles if reading[0].isascii() and not _known(reading)}
    assert odd == set()


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_any_text_reads_each_character_once(text: str) -> None:
    """Each Chinese character is read at most once, in order, with a boundary 0..3."""
    syllables = _SHARED.read(text)
    places = [s.char for s in syllables]
    assert places == sorted(places)
    assert all(0 <= s.boundary <= 3 and s.final in FINALS for s in syllables)


def test_an_operator_adds_readings(tmp_path: Path) -> None:
    """A file of one's own is laid over the dictionary."""
    file = tmp_path / "readings.toml"
    file.write_text('[readings]\n"行走" = "hang2 zou3"\n', "utf-8")
    assert heard(Reader.load(file), "行走") == "hang2 zou3"


@pytest.mark.parametrize(
    "source",
    [
        "[readings",
        '[readings]\n"行走" = "hang2"\n',
        '[readings]\n"行走" = "xing zou"\n',
        '[readings]\n"行走" = "xing2 zoux3"\n',
        '[readings]\n"走" = "zou3"\n',
        "[readings]\n行走 = 3\n",
        "[other]\n",
        '[letters]\n"é" = "ei1"\n',
    ],
)
def test_a_faulty_file_names_itself(tmp_path: Path, source: str) -> None:
    """Each mistake in an operator's file is a SettingsError that names the file."""
    file = tmp_path / "mine.toml"
    file.write_text(source, "utf-8")
    with pytest.raises(SettingsError, match=r"mine\.toml"):
        Reader.load(file)


@given(st.text(max_size=12))
def test_split_takes_or_refuses(reading: str) -> None:
    """Any string is a syllable with known parts, or a ValueError."""
    try:
        initial, final, tone, _ = split(reading)
    except ValueError:
        return
    assert initial == "" or initial in INITIALS
    assert final in FINALS
    assert 1 <= tone <= 5


def heard(reader: Reader, text: str) -> str:
    return " ".join(s.label for s in reader.read(text))


def _known(reading: str) -> bool:
    try:
        split(reading)
    except ValueError:
        return False
    return True


_SHARED = Reader.load()
