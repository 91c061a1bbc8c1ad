"""Money, percentages, measures, ranges, fractions, ratios and plain numbers."""

from __future__ import annotations

import re
from typing import Final

from qingzhi.speech.text.numerals import cardinal, digits, quantity
from qingzhi.speech.text.rule import Rule, after, before, rule
from qingzhi.speech.text.spoken import one_of, table
from qingzhi.speech.text.zh.common import NO_DIGIT, PAIRED, TO, N, W, counted, signed

_CURRENCY: Final = table("zh", "currency")
_UNIT: Final = table("zh", "unit")
_CURRENCIES: Final = one_of(_CURRENCY)
_UNITS: Final = f"(?:{one_of(_UNIT)})"
_UNIT_END: Final = r"(?![A-Za-z])"
_PER: Final = rf"(?:{_UNITS}(?:/{_UNITS})*{_UNIT_END})"
_SIGNED: Final = r"(?:(?<![\dA-Za-z])[-+])?"
_MANY: Final = r"(?:万亿|百万|千万|百亿|千亿|[万亿千百])"
_SHARE: Final = {"%": "per_cent", "‰": "per_mille", "‱": "per_myriad"}
_WEIGHED: Final = re.compile(
    r"(?:大|小|高|低|为|是|达|约|超过?|余额|增长|下降|涨幅|同比|环比|至|到|在|[(（\s,，:：、=]|^)$"
)


def _whole(text: str) -> str:
    """Drop zeros at the end of an amount's decimals: nobody says them of money."""
    return re.sub(r"\.?0+$", "", text) if "." in text else text


def _amount(text: str) -> str:
    negative, bare = text.startswith("-"), _whole(text.lstrip("+-"))
    return (W["minus"] if negative else "") + quantity(bare)


def _money(m: re.Match[str]) -> str:
    name = _CURRENCY[m[1]]
    last = f"{W['to']}{_amount(m[4])}{m[5] or ''}" if m[4] else ""
    return f"{_amount(m[2])}{m[3] or ''}{last}{name}"


def _money_after(m: re.Match[str]) -> str:
    return f"{_amount(m[1])}{m[2] or ''}{_CURRENCY[m[3]]}"


def _yuan(m: re.Match[str]) -> str:
    """12.50元: the zero at the end is not said."""
    return _amount(m[0])


def _part(sign: str, number: str) -> str:
    if sign == "%" and number.lstrip("+-") == "100":
        return W["per_cent"] + W["hundred"]
    minus = W["minus"] if number.startswith("-") else ""
    return f"{minus}{W[_SHARE[sign]]}{cardinal(number.lstrip('+-'))}"


def _share(m: re.Match[str]) -> str:
    return _part(m[2], m[1])


def _shares(m: re.Match[str]) -> str:
    return f"{_part(m[4], m[1])}{W['to']}{_part(m[4], m[3])}"


def _unit(text: str) -> str:
    """kg/m² is 千克每平方米."""
    whole = _UNIT.get(text)
    return whole or W["each"].join(_UNIT.get(part, part) for part in text.split("/"))


def _each(m: re.Match[str]) -> str | None:
    """元/㎡, 10⁹/L: 每 and the unit."""
    if not re.search(r"[\d元角分个次人克升⁰¹²³⁴⁵⁶⁷⁸⁹]$", before(m)):
        return None
    return W["each"] + _unit(m[1])


def _temperature(number: str, unit: str, *, told: bool = False) -> str:
    if number.startswith("-"):
        return f"{'' if told else W['below_zero']}{cardinal(number[1:])}{unit}"
    return f"{signed(number)}{unit}"


def _measured(m: re.Match[str]) -> str | None:
    unit = _unit(m[2])
    if m[1].startswith("-") and not _WEIGHED.search(before(m)) and W["degree"] not in unit:
        return None
    if W["degree"] in unit:
        return _temperature(m[1], unit)
    return _measure(m[1], unit)


def _measured_many(m: re.Match[str]) -> str:
    """3.5万m², 500万kWh."""
    return quantity(m[1]) + m[2] + _unit(m[3])


def _measure(number: str, unit: str) -> str:
    if number.startswith("-"):
        return W["minus"] + quantity(number[1:]) + unit
    return quantity(number.lstrip("+")) + unit


def _measured_range(m: re.Match[str]) -> str:
    unit = _unit(m[4])
    if W["degree"] in unit:
        crossing = m[1].startswith("-") and not m[3].startswith("-")
        first = _temperature(m[1], unit if crossing else _unit(m[2]) if m[2] else "")
        return f"{first}{W['to']}{_temperature(m[3], unit, told=_both_below(m))}"
    first = _measure(m[1], _unit(m[2]) if m[2] else "")
    return f"{first}{W['to']}{_measure(m[3], unit)}"


def _both_below(m: re.Match[str]) -> bool:
    """-5到-3℃: 零下 is said once only where the first has no unit of its own."""
    return m[1].startswith("-") and m[3].startswith("-") and not m[2]


def _size(m: re.Match[str]) -> str:
    """3m×2m, 210×297mm."""
    parts = re.split(r"\s*[×xX*]\s*", m[0])
    said = []
    for part in parts:
        one = re.fullmatch(rf"({N})\s*({_PER})?", part)
        number, unit = (one[1], one[2]) if one else (part, None)
        said.append(quantity(number) + _unit(unit) if unit else cardinal(number))
    return W["times"].join(said)


def _pressure(m: re.Match[str]) -> str:
    return f"{cardinal(m[1])}，{cardinal(m[2])}{_unit(m[3])}"


def _range(m: re.Match[str]) -> str | None:
    tail = after(m)
    head = before(m)
    if re.match(r"\s*[号室房]", tail) and float(m[1].replace(",", "")) >= float(
        m[2].replace(",", "")
    ):
        return None
    if head.endswith("第"):
        return f"{cardinal(m[1])}{W['to']}{cardinal(m[2])}"
    return f"{_end_of(m[1], tail)}{W['to']}{counted(m[2], head, tail)}"


def _end_of(number: str, tail: str) -> str:
    return quantity(number) if PAIRED.match(tail) else cardinal(number)


def _loose_range(m: re.Match[str]) -> str | None:
    """5-7: a range where it rises, else a code."""
    first, second = (float(m[k].replace(",", "")) for k in (1, 2))
    joined = m[0].strip()[len(m[1]) :].strip()[0] in "~～"
    coded = re.search(r"[表图附录题号例式章节码]\s*$", before(m))
    if not joined and (coded or first >= second or (m[2].startswith("0") and m[2] != "0")):
        return None
    return f"{cardinal(m[1])}{W['to']}{counted(m[2], '', after(m))}"


def _fraction(m: re.Match[str]) -> str | None:
    if int(m[2]) == 0:
        return None
    return f"{cardinal(m[2])}{W['of']}{cardinal(m[1])}"


def _ratio(m: re.Match[str]) -> str:
    return W["versus"].join(cardinal(part) for part in re.split(r"\s*[:：∶]\s*", m[0]))


def _version(m: re.Match[str]) -> str:
    return W["point"].join(
        digits(part) if len(part) > 2 else cardinal(part) for part in m[0].split(".")
    )


def _power(m: re.Match[str]) -> str:
    return _raised(m[1], m[2])


def _raised(base: str, raised: str) -> str:
    exponent = "".join(str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(c)) for c in raised.lstrip("⁻"))
    minus = W["minus"] if raised.startswith("⁻") else ""
    named = {"2": W["square"], "3": W["cubic"]}.get(exponent) if not minus and base != "10" else ""
    return cardinal(base) + W["possessive"] + (named or f"{minus}{cardinal(exponent)}{W['power']}")


def _caret(m: re.Match[str]) -> str:
    """10^6."""
    return _raised(m[1], m[2].translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")))


def _scientific(m: re.Match[str]) -> str:
    """5.6×10⁹."""
    return f"{cardinal(m[1])}{W['times']}{_raised(m[2], m[3])}"


def _below(m: re.Match[str]) -> str | None:
    if not _WEIGHED.search(before(m)) and not re.match(r"\s*[层楼分]", after(m)):
        return None
    return W["minus"] + counted(m[1], "", after(m))


def _above(m: re.Match[str]) -> str | None:
    return None if not _WEIGHED.search(before(m)) else W["plus"] + cardinal(m[1])


PREFIXED: Final = rule(
    "money",
    rf"({_CURRENCIES})\s*({_SIGNED}{N})\s*({_MANY})?"
    rf"(?:{TO}(?:{_CURRENCIES})?\s*({N})\s*({_MANY})?)?\s*元?",
    _money,
)
"""Money with its sign before it."""
DIGIT: Final[tuple[Rule, ...]] = (
    rule("discount", r"[1-9][1-9](?=折)", lambda m: digits(m[0])),
    rule("money", rf"({N})\s*({_MANY})?\s*({_CURRENCIES}){_UNIT_END}", _money_after),
    rule("money", rf"{N}(?<=\d)(?=\s*(?:元|块|美元|欧元|港元|日元|英镑))", _yuan),
    rule("percent", rf"({N})\s*([%‰‱])?{TO}((?:-)?{N})\s*([%‰‱])", _shares),
    rule("percent", rf"({N})\s*([%‰‱])", _share),
    rule("measure", rf"({N})\s*({_MANY})\s*({_PER})", _measured_many),
    rule("power", r"(\d+)\^(-?\d{1,3})(?!\d)", _caret),
    rule("pressure", r"(\d{2,3})/(\d{2,3})\s*(mmHg|kPa|毫米汞柱)", _pressure),
    rule("power", rf"({N})\s*[×xX*]\s*(10)(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)", _scientific),
    rule("size", rf"{N}\s*{_PER}?(?:\s*[×xX*]\s*{N}\s*{_PER}?)+(?![A-Za-z])", _size),
    rule("measure", rf"({N})\s*({_PER})?{TO}(-?{N})\s*({_PER})", _measured_range),
    rule("power", r"(\d+)(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)", _power),
    rule("measure", rf"({N})\s*({_PER})", _measured),
    rule("version", r"\d+(?:\.\d+){2,}", _version),
    rule("fraction", r"(\d{1,4})/(\d{1,4})(?![\d/.])", _fraction),
    rule("ratio", rf"{N}(?:\s*[:：∶]\s*{N})+", _ratio),
    rule(
        "range",
        rf"({N}){TO}({N})(?=\s*(?:[个位名人份张件条次天年周岁元块套页间辆种项家户口级倍点号楼层室栋期"
        r"月日万亿千百米公里克吨度分秒届届斤两成折步代门课章节卷册寸小工自]))(?!-)",
        _range,
    ),
    rule("range", rf"({N})\s*(?:-|~|—{{1,2}})\s*({N}){NO_DIGIT}(?![-—])", _loose_range),
)
SIGN: Final[tuple[Rule, ...]] = (
    PREFIXED,
    rule("measure", rf"/\s*({_PER})", _each),
    rule("percent", rf"([-+]{N})\s*([%‰‱])?{TO}([-+]?{N})\s*([%‰‱])", _shares),
    rule("percent", rf"([-+]{N})\s*([%‰‱])", _share),
    rule("measure", rf"([-+]{N})\s*({_PER})?{TO}([-+]?{N})\s*({_PER})", _measured_range),
    rule("measure", rf"([-+]{N})\s*({_PER})", _measured),
    rule("minus", rf"-({N})", _below),
    rule("plus", rf"\+({N})", _above),
)
