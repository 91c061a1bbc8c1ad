"""Tones as they are heard."""

from __future__ import annotations

import pytest

from qingzhi.score import Sound
from qingzhi.speech.text.pinyin import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("不一定", "bu4 yi2 ding4"),
        ("能不能", "neng2 bu5 neng2"),
        ("办不了", "ban4 bu5 liao3"),
        ("对不起", "dui4 bu5 qi3"),
        ("不管不顾", "bu4 guan3 bu2 gu4"),
        ("统一办理", "tong3 yi1 ban4 li3"),
        ("统一标准", "tong3 yi1 biao1 zhun3"),
        ("一律免费", "yi2 lv4 mian3 fei4"),
        ("写得不清楚", "xie3 de5 bu4 qing1 chu5"),
        ("收入不多", "shou1 ru4 bu4 duo1"),
        ("听不清", "ting1 bu5 qing1"),
        ("得不到", "de2 bu5 dao4"),
        ("试一试", "shi4 yi5 shi4"),
        ("星期一闭馆", "xing1 qi1 yi1 bi4 guan3"),
        ("一年一次", "yi4 nian2 yi2 ci4"),
        ("一年级", "yi1 nian2 ji2"),
        ("一号窗口", "yi1 hao4 chuang1 kou3"),
        ("一点五", "yi1 dian2 wu3"),
        ("往前走一点儿", "wang3 qian2 zou3 yi4 dianr3"),
        ("请你", "qing2 ni3"),
        ("我给您", "wo2 gei3 nin2"),
        ("管理小组", "guan2 li3 xiao2 zu3"),
        ("您可不能不做", "nin2 ke3 bu4 neng2 bu2 zuo4"),
        ("在这儿", "zai4 zher4"),
        ("幼儿园", "you4 er2 yuan2"),
    ],
)
def test_tones_in_their_context(reader: Reader, text: str, said: str) -> None:
    """不, 一, third tones and erhua as people say them."""
    assert " ".join(s.label for s in reader.read(text)) == said


def test_both_tones_are_kept(reader: Reader) -> None:
    """A syllable knows the dictionary's tone and the one heard."""
    assert [(s.lexical, s.tone) for s in reader.read("你好")] == [(3, 2), (3, 3)]


def test_given_sounds_go_before_the_dictionary(reader: Reader) -> None:
    """What a text pronounces itself is said so, with the tone changes that follow from it."""
    (first, second) = reader.read("行好", (Sound(0, 1, "hang3"),))
    assert (first.pinyin, first.lexical, first.tone) == ("hang", 3, 2)
    assert second.label == "hao3"


def test_given_sounds_may_be_more_or_fewer_than_the_characters(reader: Reader) -> None:
    """Each syllable stands at a character of its span."""
    said = reader.read("甲乙丙", (Sound(0, 2, "yi1 er4 san1"),))
    assert [(s.label, s.char) for s in said] == [("yi1", 0), ("er4", 1), ("san1", 1), ("bing3", 2)]


def test_ipa_is_left_to_the_engine(reader: Reader) -> None:
    """Sounds in IPA do not change what the dictionary reads."""
    assert [s.label for s in reader.read("好", (Sound(0, 1, "xau", "ipa"),))] == ["hao3"]
