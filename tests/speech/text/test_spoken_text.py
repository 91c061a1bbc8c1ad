"""Written text as it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.score import Clause
from qingzhi.speech.text.normalise import runs, spoken

CHINESE = {
    "12万～15万元": "十二万到十五万元",
    "0.56元/kWh": "零点五六元每千瓦时",
    "5.6×10⁹/L": "五点六乘十的九次方每升",
    "-3~5℃": "零下三摄氏度到五摄氏度",
    "120/80mmHg": "一百二十，八十毫米汞柱",
    "3m×2m": "三米乘两米",
    "100%": "百分之百",
    "2024年第2季度": "二零二四年第二季度",
    "90后": "九零后",
    "2号窗口和2个人": "二号窗口和两个人",
    "3·15晚会": "三一五晚会",
    "近2000年": "近两千年",
    "11/12（周四）": "十一月十二日，周四",
    "9点05分": "九点零五分",
    "3:30PM": "下午三点三十分",
    "4F": "四F",
    "138****5678": "幺三八星号星号星号星号五六七八",
    "拨打0755-12345": "拨打零七五五，幺二三四五",
    "客服12366转2": "客服幺二三六六转二",
    "卡号6222 0200 1234 5678": "卡号六二二二，零二零零，幺二三四，五六七八",
    "京A·12345": "京 A 幺二三四五",
    "取件码8-3-2016": "取件码八杠三杠二零幺六",
    "编号B2-017": "编号B二杠零幺七",
    "G1024次": "G幺零二四次",
    "305路公交": "三零五路公交",
    "3栋1201": "三栋幺二零幺",
    "彩田路2008号": "彩田路二零零八号",
    "-1层": "负一层",
    "985高校": "九八五高校",
    "PM2.5": "PM二点五",
    "H1N1": "H一N一",
    "N95口罩": "N九五口罩",
    "data_2026.xlsx": "data下划线二零二六点XLSX",
    "a@qq.com": "A艾特QQ点com",
    "国发〔2026〕12号": "国发二零二六，十二号",
    "Ⅱ类账户": "二类账户",
    "II类": "二类",
    "①填表": "一，填表",
    "## 标题": "标题",
    "- 材料": "材料",
    "1. 材料": "一，材料",
    "张**": "张某某",
    "**重要**": "重要",
    "首页>社保": "首页，社保",
    "温度>35℃": "温度大于三十五摄氏度",
    "按#号键": "按井号键",
    "研发部&市场部": "研发部和市场部",
    "身份证/护照": "身份证或护照",
    "5元/天": "五元每天",
    "好~": "好",
    "《办法》": "办法",
    "iPhone 15": "iPhone 十五",
    "Office 365": "Office 三六五",
    "OK": "OK",
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
        ("Room 301", "Room three oh one"),
        ("March 15, 2026", "March fifteenth, twenty twenty-six"),
        ("22/11/2026", "November twenty-second, twenty twenty-six"),
        ("9:00-17:00, Mon.-Fri.", "nine A M to five P M, Monday to Friday."),
        ("at 3 p.m.", "at three P M."),
        ("at 3 p.m. today", "at three P M today"),
        ("$12.50", "twelve dollars and fifty cents"),
        ("-¥20", "minus twenty yuan"),
        ("RMB 200", "two hundred yuan"),
        ("221 Baker St.", "two twenty-one Baker Street."),
        ("Dr. Wang", "Doctor Wang"),
        ("2nd", "second"),
        ("the 1990s", "the nineteen nineties"),
        ("3/5", "three-fifths"),
        ("help@city.org", "help at city dot org"),
        ("QR code", "Q R code"),
        ("NASA", "NASA"),
        ("Chapter IV", "Chapter four"),
        ("B023", "B zero two three"),
        ("e.g. this", "for example this"),
        ("in 1998", "in nineteen ninety-eight"),
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


@pytest.mark.parametrize(
    "text",
    [
        *("a.", "1-", "1,", "a@", "www.", "/a", "1.", " ", "*", "#a", "<a", "$", "转1", "京A1 "),
        *("A1" + "a" * 50 + "é", "A1-aaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.timeout(20)
def test_no_repetition_makes_it_slow(text: str, lang: str) -> None:
    """Four thousand characters of what rules begin with are read in one go."""
    times = 4_000 // len(text)
    assert spoken(text * times, "en" if lang == "en" else "zh") is not None


def clause(text: str, lang: str = "zh", emphasis: tuple[tuple[int, int], ...] = ()) -> Clause:
    return Clause(
        id="c", generation=0, text=text, lang="en" if lang == "en" else "zh", emphasis=emphasis
    )
