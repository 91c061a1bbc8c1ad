"""Written text as it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.score import Clause
from qingzhi.speech.text.normalise import runs, spoken

CHINESE = {
    "2026年11月22日": "二零二六年十一月二十二日",
    "2026-11-22": "二零二六年十一月二十二日",
    "2026年": "二零二六年",
    "2020-2025年": "二零二零到二零二五年",
    "98年出生": "九八年出生",
    "10年内": "十年内",
    "9:30": "九点三十分",
    "9:05": "九点零五分",
    "2:00": "两点",
    "9:00-12:00": "九点到十二点",
    "￥1,234.00": "一千二百三十四元",
    "￥1.5万": "一点五万元",
    "120元": "一百二十元",
    "$20": "二十美元",
    "3.85%": "百分之三点八五",
    "5%-8%": "百分之五到百分之八",
    "3-5个工作日": "三到五个工作日",
    "2个窗口": "两个窗口",
    "第2次": "第二次",
    "第12条": "第十二条",
    "12345": "幺二三四五",
    "拨打110": "拨打幺幺零",
    "缴费110元": "缴费一百一十元",
    "电话010-12345678": "电话零幺零，幺二三四五六七八",
    "13812345678": "幺三八，幺二三四，五六七八",
    "11010119900307123X": "幺幺零幺零幺，幺九九零零三零七，幺二三 X",
    "203室": "二零三室",
    "编号0078": "编号零零七八",
    "-5℃": "零下五摄氏度",
    "36.5℃": "三十六点五摄氏度",
    "120㎡": "一百二十平方米",
    "3kg": "三千克",
    "3:2": "三比二",
    "1/3": "三分之一",
    "1.2.3": "一点二点三",
    "A4纸": "A四纸",
    "C1驾照": "C一驾照",
    "5G": "五G",
    "App": "App",
    "GDP": "GDP",
    "www.gov.cn": "WWW点gov点CN",
    "www.gov.cn补办": "WWW点gov点CN补办",
}


@pytest.mark.parametrize(("written", "said"), CHINESE.items(), ids=CHINESE.keys())
def test_chinese_says_numbers_signs_and_letters(written: str, said: str) -> None:
    """Each kind of number and sign is said as people at a desk say it."""
    assert spoken(written, "zh") == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("￥1,234.00", "one thousand two hundred thirty-four yuan"),
        ("2026-11-22", "November twenty-second, twenty twenty-six"),
        ("5%", "five percent"),
        ("36.5℃", "thirty-six point five degrees Celsius"),
        ("call 12345", "call one two three four five"),
        ("3-5 days", "three to five days"),
    ],
)
def test_english_says_money_dates_and_hotlines(written: str, said: str) -> None:
    """What an English voice would misread is written out for it."""
    assert spoken(written, "en") == said


def test_latin_words_are_runs_of_their_own() -> None:
    """A word in a Chinese clause goes to an English voice; capital letters stay in Chinese."""
    found = [(run.lang, run.text) for run in runs(clause("请带passport和VIP卡"))]
    assert found == [("zh", "请带"), ("en", "passport"), ("zh", "和VIP卡")]


def test_chinese_words_in_english_are_runs_of_their_own() -> None:
    """A Chinese name in an English clause goes to a Chinese voice."""
    found = [run.lang for run in runs(clause("Go to 社保大厅 now.", lang="en"))]
    assert found == ["en", "zh", "en"]


def test_emphasis_follows_the_words_through_the_reading() -> None:
    """An emphasised number is emphasised as it is said."""
    (run,) = runs(clause("共需120元。", emphasis=((2, 5),)))
    (span,) = run.emphasis
    assert run.text[slice(*span)] == "一百二十"


@pytest.mark.parametrize("text", ["", "   ", "。。。！", "😀", "\u200b\u200b", "\ud800", "——"])
def test_nothing_to_say_gives_no_runs(text: str) -> None:
    """Empty, blank, punctuation, emoji and broken text is silence."""
    assert runs(clause(text)) == []


@given(st.text(max_size=80), st.sampled_from(["zh", "en"]))
def test_any_text_is_read_without_digits_left_in_chinese(text: str, lang: str) -> None:
    """Whatever comes in, Chinese runs have no ASCII digit and every run says something."""
    for run in runs(clause(text, lang=lang)):
        assert any(char.isalnum() for char in run.text)
        assert run.lang == "en" or lang == "en" or not any(c in "0123456789" for c in run.text)


def test_a_very_long_text_is_read() -> None:
    """Ten thousand characters are no problem."""
    assert sum(len(run.text) for run in runs(clause("办理2件事，" * 1700))) > 9000


def clause(text: str, lang: str = "zh", emphasis: tuple[tuple[int, int], ...] = ()) -> Clause:
    return Clause(
        id="c", generation=0, text=text, lang="en" if lang == "en" else "zh", emphasis=emphasis
    )
