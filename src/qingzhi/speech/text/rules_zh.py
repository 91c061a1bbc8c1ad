"""Rules that read Chinese text aloud: the first that matches at a place wins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qingzhi.speech.text.numerals import cardinal, digits, quantity
from qingzhi.speech.text.spoken import one_of, table, word

if TYPE_CHECKING:
    from collections.abc import Callable

    Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_CURRENCY: Final = table("zh", "currency")
_UNIT: Final = table("zh", "unit")
_SIGN: Final = table("zh", "sign")
_WEB: Final = table("zh", "web")
_W: Final = {
    name: word("zh", name)
    for name in (
        *("to", "point", "minus", "below_zero", "per_cent", "per_mille", "of", "versus"),
        *("year", "month", "day", "hour", "minute", "second", "zero"),
    )
}

_N: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_START: Final = r"(?<![\d.,A-Za-z])"
_END: Final = r"(?![\d])"
_TO: Final = r"\s*(?:-|~|—|至|到)\s*"
_MEASURES: Final = (
    "个|位|名|人|份|张|件|条|次|天|年|周|岁|小时|分钟|秒|元|块|套|本|页|间|栋|辆|台|部|种|类|项|寸|"
    "代|家|户|口|册|支|把|层|遍|批|组|级|点|倍|万|亿|千|百万|月内|工作日|自然日|星期|季度|学期"
)
_CALL: Final = "拨打|致电|呼叫|热线|电话|服务号|号码|短号|拨|打"
_CODE: Final = "编号|号码|卡号|密码|验证码|单号|尾号|学号|代码|账号|证号|车牌|邮编|工号|排队号"
_CENTURY: Final = r"(?:1[6-9]|20|21)\d\d"


def _year(text: str) -> str:
    return digits(text)


def _date(m: re.Match[str]) -> str:
    day = f"{cardinal(m[3])}{_W['day']}" if m[3] else ""
    return f"{_year(m[1])}{_W['year']}{cardinal(m[2])}{_W['month']}{day}"


def _clock(hour: str, minute: str, second: str | None) -> str:
    said = f"{quantity(hour)}{_W['hour']}"
    if int(minute):
        zero = _W["zero"] if minute.startswith("0") else ""
        said += f"{zero}{cardinal(minute)}{_W['minute']}"
    if second and int(second):
        said += f"{cardinal(second)}{_W['second']}"
    return said


def _time(m: re.Match[str]) -> str:
    return _clock(m[1], m[2], m[3])


def _times(m: re.Match[str]) -> str:
    return f"{_clock(m[1], m[2], None)}{_W['to']}{_clock(m[3], m[4], None)}"


def _whole(text: str) -> str:
    """Drop decimals that are all zero: nobody says them of money."""
    return re.sub(r"\.0+$", "", text)


def _money(m: re.Match[str]) -> str:
    return f"{_amount(m[2])}{m[3] or ''}{_CURRENCY[m[1]]}"


def _money_after(m: re.Match[str]) -> str:
    return f"{_amount(m[1])}{_CURRENCY[m[2]]}"


def _amount(text: str) -> str:
    return quantity(_whole(text))


def _per(m: re.Match[str]) -> str:
    base = _W["per_cent"] if m[2] == "%" else _W["per_mille"]
    return f"{base}{cardinal(m[1])}"


def _per_range(m: re.Match[str]) -> str:
    base = _W["per_cent"] if m[3] == "%" else _W["per_mille"]
    return f"{base}{cardinal(m[1])}{_W['to']}{base}{cardinal(m[2])}"


def _measured(m: re.Match[str]) -> str:
    unit = _UNIT[m[2]]
    if m[1].startswith("-") and "度" in unit:
        return f"{_W['below_zero']}{cardinal(m[1][1:])}{unit}"
    return f"{quantity(m[1])}{unit}"


def _measured_range(m: re.Match[str]) -> str:
    return f"{cardinal(m[1])}{_W['to']}{cardinal(m[2])}{_UNIT[m[3]]}"


def _range(m: re.Match[str]) -> str:
    return f"{cardinal(m[1])}{_W['to']}{quantity(m[2])}"


def _years(m: re.Match[str]) -> str:
    return f"{_year(m[1])}{_W['to']}{_year(m[2])}{_W['year']}"


def _telephone(m: re.Match[str]) -> str:
    groups = re.split(r"[- ]", m[0])
    if len(groups) == 1 and len(groups[0]) == 11:
        number = groups[0]
        groups = [number[:3], number[3:7], number[7:]]
    return "、".join(digits(group, telephone=True) for group in groups if group)


def _hotline(m: re.Match[str]) -> str:
    return digits(m[0], telephone=True)


def _called(m: re.Match[str]) -> str:
    return m[1] + digits(m[2], telephone=True)


def _identity(m: re.Match[str]) -> str:
    number = m[0].upper()
    parts = (number[:6], number[6:14], number[14:])
    return "、".join(digits(part, telephone=True) for part in parts) + (
        "X" if number.endswith("X") else ""
    )


def _fraction(m: re.Match[str]) -> str:
    return f"{cardinal(m[2])}{_W['of']}{cardinal(m[1])}"


def _ratio(m: re.Match[str]) -> str:
    return f"{cardinal(m[1])}{_W['versus']}{cardinal(m[2])}"


def _version(m: re.Match[str]) -> str:
    return _W["point"].join(digits(part) for part in m[0].split("."))


def _address(m: re.Match[str]) -> str:
    bare = re.sub(r"^[a-zA-Z]+://", "", m[0]).rstrip("./")
    return "".join(_web_part(part) for part in re.findall(r"[A-Za-z]+|\d+|.", bare))


def _web_part(part: str) -> str:
    if part.isdigit():
        return digits(part)
    if part.isalpha() and part.isascii():
        return part.upper() if len(part) <= 3 else part
    return _WEB.get(part, "")


def _acronym(m: re.Match[str]) -> str:
    return m[0].upper().replace(".", "")


def _letter_count(m: re.Match[str]) -> str:
    """A4, C1, H5: the letters, then the number digit by digit when it has more than two."""
    number = m[2]
    return m[1].upper() + (cardinal(number) if len(number) <= 2 else digits(number))


def _counted(m: re.Match[str]) -> str:
    return quantity(m[0])


def _plain(m: re.Match[str]) -> str:
    return digits(m[0]) if _code_like(m[0]) else cardinal(m[0])


def _code_like(text: str) -> bool:
    """Leading zeros and very long numbers name things; they do not count them."""
    bare = text.replace(",", "")
    whole = bare.partition(".")[0]
    return (len(whole) > 1 and whole.startswith("0")) or ("," not in text and len(whole) > 8)


def _below(m: re.Match[str]) -> str:
    return cardinal(m[0])


def _sign(m: re.Match[str]) -> str:
    return _SIGN[m[0]]


def _rule(pattern: str, read: Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern), read


_UNITS: Final = f"({one_of(_UNIT)})(?![A-Za-z])"
_CURRENCIES: Final = one_of(_CURRENCY)

RULES: Final[tuple[Rule, ...]] = (
    _rule(r"(?:https?://|www\.)[A-Za-z0-9_.:/?=&%#~+-]+", _address),
    _rule(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", _address),
    _rule(r"[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|org|net|gov)\b", _address),
    _rule(rf"{_START}({_CENTURY})\s*年?{_TO}({_CENTURY})\s*年", _years),
    _rule(rf"{_START}({_CENTURY})\s*年\s*(\d{{1,2}})\s*月\s*(?:(\d{{1,2}})\s*[日号])?", _date),
    _rule(
        rf"{_START}({_CENTURY})([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01]){_END}",
        lambda m: (
            f"{_year(m[1])}{_W['year']}{cardinal(m[3])}{_W['month']}{cardinal(m[4])}{_W['day']}"
        ),
    ),
    _rule(rf"{_START}({_CENTURY})(?=\s*(?:年|级|版|学年))", lambda m: _year(m[1])),
    _rule(rf"{_START}([5-9]\d)(?=年(?!以|内|后|前|的))", lambda m: _year(m[1])),
    _rule(
        rf"{_START}([01]?\d|2[0-4])[:：]([0-5]\d){_TO}([01]?\d|2[0-4])[:：]([0-5]\d){_END}", _times
    ),
    _rule(rf"{_START}([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：]([0-5]\d))?{_END}", _time),
    _rule(rf"{_START}[1-9]\d{{5}}(?:18|19|20)\d{{9}}[\dXx](?![\dA-Za-z])", _identity),
    _rule(rf"{_START}(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}{_END}", _telephone),
    _rule(rf"{_START}0\d{{2,3}}[- ]\d{{7,8}}(?:-\d{{1,6}})?{_END}", _telephone),
    _rule(rf"{_START}[48]00\d?[- ]?\d{{3,4}}[- ]?\d{{3,4}}{_END}", _telephone),
    _rule(rf"({_CURRENCIES})\s*({_N})([万亿千]?)(?:元)?", _money),
    _rule(rf"{_START}({_N})\s*({_CURRENCIES})(?![A-Za-z])", _money_after),
    _rule(rf"{_START}({_N})[%‰]?{_TO}({_N})([%‰])", _per_range),
    _rule(rf"{_START}(-?{_N})\s*([%‰])", _per),
    _rule(rf"{_START}({_N}){_TO}({_N})\s*{_UNITS}", _measured_range),
    _rule(
        rf"(?<![\d.,A-Za-z一-鿿])(-?{_N})\s*{_UNITS}|{_START}({_N})\s*{_UNITS}",
        lambda m: _measured(m) if m[1] else f"{quantity(m[3])}{_UNIT[m[4]]}",
    ),
    _rule(rf"({_CODE})(\s*[:：为是]?\s*\d+)(?!\d)", lambda m: m[1] + _spelt(m[2])),
    _rule(rf"({_CALL})(\s*[:：为是]?\s*\d{{3,}}){_END}(?![-.,]\d)", lambda m: m[1] + _spelt(m[2])),
    _rule(rf"{_START}\d{{3,4}}(?=\s*(?:室|房|号房|号病房|号柜台|次列车|次航班))", _hotline),
    _rule(
        rf"{_START}(?:11[0249]|12[02]|12\d{{3}}|9[56]\d{{3}}|100[01]\d){_END}"
        rf"(?!\s*(?:{_MEASURES}|{_CURRENCIES}))(?!\.\d)",
        _hotline,
    ),
    _rule(rf"{_START}({_N}){_TO}({_N})(?=\s*(?:{_MEASURES}|周岁|月|日|号|楼|层|室|%))", _range),
    _rule(rf"{_START}({_N})\s*[~-]\s*({_N}){_END}(?!-)", _range),
    _rule(rf"{_START}(\d{{1,3}})/(\d{{1,3}})(?![\d/])", _fraction),
    _rule(rf"{_START}(\d{{1,3}})\s*[:：]\s*(\d{{1,3}}){_END}", _ratio),
    _rule(rf"{_START}\d+(?:\.\d+){{2,}}", _version),
    _rule(r"第\s*(\d+)", lambda m: m[0][0] + cardinal(m[1])),
    _rule(r"(?<![A-Za-z])([A-Z]{1,6}|[a-z])-?(\d{1,4})(?![\dA-Za-z])", _letter_count),
    _rule(
        r"(?<![A-Za-z])(?:[Aa]pp|Wi-?Fi)(?![A-Za-z])",
        lambda m: m[0].upper() if len(m[0]) == 3 else m[0],
    ),
    _rule(r"(?<![A-Za-z])(?:[A-Z]\.){2,}|(?<![A-Za-z])(?:[A-Z]{1,5}|[a-z])(?![a-zA-Z'])", _acronym),
    _rule(rf"{_START}{_N}(?=\s*(?:{_MEASURES}))", _counted),
    _rule(rf"(?<![\d.,A-Za-z一-鿿-])-{_N}", _below),
    _rule(_N, _plain),
    _rule(one_of(_SIGN), _sign),
)
"""Patterns and how to read what they match, in order of precedence."""


def _spelt(text: str) -> str:
    """Digits one by one, what stands before them as it is."""
    return re.sub(r"\d+", lambda m: digits(m[0], telephone=True), text)
