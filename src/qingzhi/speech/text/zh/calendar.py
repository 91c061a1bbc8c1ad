"""Dates, years, decades, months and times of day."""

from __future__ import annotations

import re
from typing import Final

from qingzhi.speech.text.numerals import cardinal, digits, quantity
from qingzhi.speech.text.rule import Rule, after, before, rule
from qingzhi.speech.text.spoken import context
from qingzhi.speech.text.zh.common import NO_DIGIT, PAIRED, TO, W

_YEAR: Final = r"(?:1[0-9]|20|21)\d\d"
_MONTH: Final = r"(?:1[0-2]|0?[1-9])"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])"
_TIME: Final = r"([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：]([0-5]\d)(?:\.\d+)?)?"
_LASTING: Final = re.compile(r"(?:近|约|超过?|达|有|经过?|历时|距今|已有|满|逾|过去|[了的])\s*$")
"""Before a span of years rather than a year's name."""
_DATED: Final = re.compile(
    r"(?:自|从|于|在|至|到|截止|截至|期|日期|时间|年月|[（(-~起—至到：:])\s*$|^\s*$"
)
_COMPARED: Final = re.compile(r"(?:比例|比分|配比|按|比率|以|兑|胜|平|负)[为是]?\s*$")
_LASTS: Final = re.compile(
    context("lasts") + r"(?:[为是共约了长]|文件|时间|时长|达|仅|全长|[:：（(\s]){0,5}$"
)
_LASTED: Final = re.compile(r"\s*" + context("lasted"))
_CLOCK: Final = re.compile(r"\s*(?:开|播|起|止|结束|上线|发布|前|后(?!的)|左右|时|分|[-~—至到])")
"""After a time of day, whatever is before it."""
_YEARS_OF: Final = r"(?=\s*(?:年|学年|年度|财年|届))"


def _date(m: re.Match[str]) -> str:
    return f"{digits(m[1])}{W['year']}{cardinal(m[3])}{W['month']}{cardinal(m[4])}{W['day']}"


def _month_of_year(m: re.Match[str]) -> str | None:
    if m[2] == "." and not _DATED.search(before(m)):
        return None
    return f"{digits(m[1])}{W['year']}{cardinal(m[3])}{W['month']}"


def _day_of_month(m: re.Match[str]) -> str:
    """11/22日, 11.22日: the sign stands for 月."""
    day = "" if after(m, 1) in {"日", "号"} else W["day"]
    return f"{cardinal(m[1])}{W['month']}{cardinal(m[2])}{day}"


def _years(m: re.Match[str]) -> str:
    return f"{digits(m[1])}{W['to']}{digits(m[2])}"


def _lone_years(m: re.Match[str]) -> str | None:
    """2020-2025 with nothing measured after it."""
    measured = PAIRED.match(after(m)) or re.match(r"\s*[A-Za-z%℃°㎡多余]", after(m))
    return None if measured or m[1] > m[2] else _years(m)


def _year(m: re.Match[str]) -> str | None:
    lasting = m[0].endswith("00") and not m[0].startswith(("19", "20"))
    if lasting or (_LASTING.search(before(m)) and m[0].endswith("00")):
        return None
    return digits(m[0])


def clock(hour: str, minute: str, second: str | None) -> str:
    """Say a time of day."""
    said = f"{quantity(hour)}{W['hour']}"
    if int(minute) or second:
        zero = W["zero"] if minute.startswith("0") else ""
        said += f"{zero}{cardinal(minute) if int(minute) else ''}{W['minute']}"
    if second:
        zero = W["zero"] if second.startswith("0") and int(second) else ""
        said += f"{zero}{cardinal(second)}{W['second']}"
    return said


def _time(m: re.Match[str]) -> str | None:
    if _COMPARED.search(before(m)):
        return None
    return clock(m[1], m[2], m[3] if m[3] and int(m[3]) else None)


def _duration(m: re.Match[str]) -> str | None:
    """时长3:20 is three minutes twenty, not the time of day."""
    told = _LASTED.match(after(m)) or (_LASTS.search(before(m)) and not _CLOCK.match(after(m)))
    if not told:
        return None
    hours, minutes, seconds = (m[1], m[2], m[3]) if m[3] else ("0", m[1], m[2])
    said = f"{quantity(hours)}{W['hours']}" if int(hours) else ""
    if int(minutes):
        said += _sexagesimal(minutes, W["minute" if int(seconds) else "minutes"], said)
    if int(seconds):
        said += _sexagesimal(seconds, W["second"], said)
    return said or None


def _primes(m: re.Match[str]) -> str:
    """5'30" is five minutes thirty, of an hour or of a degree."""
    return f"{quantity(m[1])}{W['minute']}{cardinal(m[2])}{W['second']}"


def _sexagesimal(number: str, unit: str, said: str) -> str:
    """05分 behind hours is 零五分, alone 五分."""
    if said:
        return f"{W['zero'] if number.startswith('0') else ''}{cardinal(number)}{unit}"
    return quantity(str(int(number))) + unit


def _half_day_of(m: re.Match[str]) -> str:
    part = W["morning"] if m[4] in "Aa" else W["afternoon"]
    return part + clock(m[1], m[2] or "0", m[3])


def _half_day_first(m: re.Match[str]) -> str:
    part = W["morning"] if m[1] in "Aa" else W["afternoon"]
    return part + clock(m[2], m[3] or "0", None)


def _generation(m: re.Match[str]) -> str | None:
    """90后 are people; 30后 with something to come after it is not."""
    return digits(m[0]) if not re.match(r"后(?:再|可|需|才|应|方|即)", after(m)) else None


def _anniversary(m: re.Match[str]) -> str:
    return digits(m[1]) + digits(m[2])


def _minute(m: re.Match[str]) -> str:
    """9点05分, 9时5分: a single minute has its zero said where it is written."""
    zero = W["zero"] if m[2].startswith("0") and int(m[2]) else ""
    return f"{quantity(m[1])}{m[0][len(m[1])]}{zero}{cardinal(m[2])}"


DIGIT: Final[tuple[Rule, ...]] = (
    rule("years", rf"({_YEAR}){TO}({_YEAR}){_YEARS_OF}", _years),
    rule("years", rf"({_YEAR})[-/]([0-9]{{2}})(?=\s*(?:学年|赛季|财年))", _years),
    rule("years", rf"({_YEAR})/({_YEAR})(?=\s*学年)", _years),
    rule("years", rf"({_YEAR})[-~—]({_YEAR}){NO_DIGIT}", _lone_years),
    rule(
        "date",
        rf"({_YEAR})\s?([-/.])\s?({_MONTH})\s?\2\s?({_DAY})(?![\d])(?:T(?=\d\d[:：]))?",
        _date,
    ),
    rule("date", rf"({_YEAR})([-/.])(1[0-2]|0[1-9]){NO_DIGIT}(?![-/%℃°元万亿])", _month_of_year),
    rule("date", rf"({_MONTH})[/.]({_DAY})(?=[日号]|\s?[（(](?:周|星期))", _day_of_month),
    rule("year", rf"{_YEAR}(?=\s*(?:年|级|届|版|学年|财年|款|财政|春季|秋季|新版|赛季))", _year),
    rule(
        "year", r"\d{4}(?=年(?:\d|代|[春夏秋冬底初末]|出生|颁布|成立|发布))", lambda m: digits(m[0])
    ),
    rule(
        "year",
        r"(?:0\d|[4-9]\d)(?=年(?:\d{1,2}月|出生|生人?|毕业|入学|参军|入伍))",
        lambda m: digits(m[0]),
    ),
    rule("year", r"0\d(?=年)", lambda m: digits(m[0])),
    rule("year", r"\d[05](?=后(?![\d\s]))", _generation),
    rule("duration", r"(\d{1,3})[:：]([0-5]\d)(?:[:：]([0-5]\d))?(?![\d:：])", _duration),
    rule("time", rf"{_TIME}\s*([AaPp])\.?[Mm]\.?(?![A-Za-z])", _half_day_of),
    rule("time", r"(1[0-2]|0?[1-9])()()\s*([AaPp])\.?[Mm]\.?(?![A-Za-z])", _half_day_of),
    rule("time", rf"{_TIME}(?![\d:：])", _time),
    rule("time", r"([01]?\d|2[0-4])[点时](0\d)(?=分)", _minute),
    rule("duration", r"(\d{1,3})['′](\d{1,2})(?:\"|″|'')", _primes),
    rule(
        "date",
        r"(\d{1,2})\.(\d{1,2})(?=\s?(?:妇女|劳动|儿童|建军|国庆|青年|植树|购物)节|晚会|大促|事变|惨案|地震)",
        _anniversary,
    ),
    rule("always", r"(24)/(7)(?![\d/])", lambda m: cardinal(m[1]) + cardinal(m[2])),
    rule("date", r"(\d{1,2})[·•](\d{1,2})(?!\d)", _anniversary),
)
LATIN: Final[tuple[Rule, ...]] = (
    rule("time", r"([AaPp])\.?[Mm]\.?\s*(1[0-2]|0?[1-9])[:：]([0-5]\d)(?!\d)", _half_day_first),
)
