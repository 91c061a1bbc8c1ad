"""Dates, times, money, measures and plain numbers in English text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qingzhi.speech.text.en import sums
from qingzhi.speech.text.en.numerals import cardinal, digits, ordinal, room, year
from qingzhi.speech.text.en.sums import N as _N
from qingzhi.speech.text.en.words import ADDRESS, CONTEXT, DAY_FIRST
from qingzhi.speech.text.rule import Rule, after, before, rule
from qingzhi.speech.text.spoken import one_of, strings, table

if TYPE_CHECKING:
    from collections.abc import Mapping

W: Final = strings("en")
_CURRENCY: Final = table("en", "currency")
_UNIT: Final = table("en", "unit")
_SIGN: Final = table("en", "sign")
_PER: Final = table("en", "counted_by")
_UNITS: Final = rf"(?:{one_of(_UNIT)})/(?:{one_of(_PER)})|{one_of(_UNIT)}"
_SCALE: Final = {"k": "thousand", "K": "thousand", "m": "million", "bn": "billion", "b": "billion"}
_MONTHS: Final = tuple(table("en", "months"))

_TO: Final = r"\s*(?:-{1,2}|~|—)\s*"
_TIME: Final = r"([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?"
_HALF: Final = r"\s*([AaPp])\.?\s?[Mm](?:\.(?=\s*\S))?(?![A-Za-z])"
_CODES: Final = "|".join(code for code in _CURRENCY if code.isalpha())
_PARTS: Final[Mapping[int, str]] = {2: "half", 4: "quarter"}


def _number(text: str) -> str:
    return cardinal(re.sub(r"\.0+$", "", text))


def _date(m: re.Match[str]) -> str:
    return f"{_MONTHS[int(m[2]) - 1]} {ordinal(m[3])}, {year(m[1])}"


def _day_first(m: re.Match[str]) -> str:
    return f"{_MONTHS[int(m[2]) - 1]} {ordinal(m[1])}, {year(m[3])}"


def _month_first(m: re.Match[str]) -> str:
    return f"{_MONTHS[int(m[1]) - 1]} {ordinal(m[2])}, {year(m[3])}"


def _school_year(m: re.Match[str]) -> str | None:
    """2026-27."""
    rising = int(m[3]) == int(m[2]) + 1
    return f"{year(m[1])} {W['to']} {cardinal(m[3])}" if rising else None


def _owed(m: re.Match[str]) -> str | None:
    """-¥20."""
    money = PREFIXED.pattern.match(m.string, m.start() + 1)
    return f"{W['minus']} {_money(money)}" if money and money.end() == m.end() else None


def _money_after(m: re.Match[str]) -> str | None:
    """50 USD."""
    money = PREFIXED.pattern.fullmatch(f"{m[2]}{m[1]}")
    return _money(money) if money else None


def _money(m: re.Match[str]) -> str:
    """$5.50 is five dollars fifty."""
    unit, small = _CURRENCY[m[1]].split("|") if "|" in _CURRENCY[m[1]] else (_CURRENCY[m[1]], "")
    whole, _, part = m[2].replace(",", "").partition(".")
    if m[3]:
        return f"{_number(m[2])} {_SCALE.get(m[3], m[3])} {unit}"
    if small and len(part) == 2 and not int(whole) and int(part):
        return f"{cardinal(part.lstrip('0'))} {small}"
    if small and len(part) == 2 and int(part):
        one = unit.removesuffix("s") if whole == "1" else unit
        return f"{cardinal(whole)} {one} {W['and']} {cardinal(part.lstrip('0'))} {small}"
    one = unit.removesuffix("s") if _number(m[2]) == "one" else unit
    return f"{_number(m[2])} {one}"


def _money_range(m: re.Match[str]) -> str:
    """$5-10, $5-$10."""
    return f"{_number(m[2])} {W['to']} {_number(m[3])} {_CURRENCY[m[1]].partition('|')[0]}"


def _share(m: re.Match[str]) -> str:
    first = f"{_number(m[1])} {W['to']} " if m[1] else ""
    return f"{first}{_number(m[2])} {W['per_cent']}"


def _measured(m: re.Match[str]) -> str:
    first = f"{_signed(m[1])} {W['to']} " if m[1] else ""
    unit = _unit(m[3])
    if not m[1] and _number(m[2].lstrip("-")) == "one":
        unit = re.sub(r"^(\w+?)s\b", r"\1", unit).replace("feet", "foot")
    return f"{first}{_signed(m[2])} {unit}"


def _unit(text: str) -> str:
    """mg/dL is milligrams per decilitre."""
    if text in _UNIT:
        return _UNIT[text]
    whole, _, part = text.partition("/")
    return f"{_UNIT[whole]} {W['per']} {_PER[part]}"


def _scientific(m: re.Match[str]) -> str:
    """5.6×10⁹."""
    power = "".join(str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(sign)) for sign in m[2].lstrip("⁻"))
    minus = f"{W['minus']} " if m[2].startswith("⁻") else ""
    each = f" {W['per']} {_PER[m[3]]}" if m[3] else ""
    return (
        f"{_number(m[1])} {_SIGN['×']} {cardinal('10')} {W['power']} {minus}{cardinal(power)}"
        + each
    )


def _signed(text: str) -> str:
    return f"{W['minus']} {_number(text[1:])}" if text.startswith("-") else _number(text)


def _clock(hour: str, minute: str, half: str | None) -> str:
    """Say a time of day: nine thirty, nine A M, twelve oh five P M."""
    name = int(hour)
    mark = half.upper() if half else ("A" if name < 12 else "P")
    if not half:
        name = name - 12 if 12 < name < 24 else name
        name = 12 if name in {0, 24} else name
    said = cardinal(str(name))
    if int(minute):
        said += f" {'oh ' if int(minute) < 10 else ''}{cardinal(minute)}"
    return f"{said} {mark} M"


def _time(m: re.Match[str]) -> str:
    return _clock(m[1], m[2], m[3])


def _times(m: re.Match[str]) -> str:
    return f"{_clock(m[1], m[2], m[3])} {W['to']} {_clock(m[4], m[5], m[6])}"


def _hour(m: re.Match[str]) -> str:
    return _clock(m[1], "0", m[2])


def _hours(m: re.Match[str]) -> str:
    return f"{_clock(m[1], '0', m[2])} {W['to']} {_clock(m[3], '0', m[4])}"


def _telephone(m: re.Match[str]) -> str:
    plus = f"{W['plus']} " if m[0].startswith("+") else ""
    return plus + ", ".join(digits(group) for group in re.split(r"[-\s().+]+", m[0]) if group)


def _bracketed(m: re.Match[str]) -> str:
    """(0755) 8812-3456."""
    return f" {_telephone(m)}" if m.start() else _telephone(m)


def _possessive(m: re.Match[str]) -> str | None:
    """Keep the apostrophe of students' cards, where no quotation is open."""
    return None if re.search(r"(?:^|\s)'\w[^']*$", m.string[: m.start()]) else "'"


def _local(m: re.Match[str]) -> str | None:
    """8812-3456 where a word before tells that it is a telephone."""
    return _telephone(m) if CONTEXT["called"].search(before(m, 40)) else None


def _mixed(m: re.Match[str]) -> str | None:
    """2 1/2."""
    up, down = int(m[2]), int(m[3])
    if not 0 < up < down < 101:
        return None
    name = _PARTS.get(down, ordinal(m[3]))
    part = f"a {name}" if up == 1 else f"{cardinal(m[2])} {name}s"
    return f"{cardinal(m[1])} {W['and']} {part}"


def _fraction(m: re.Match[str]) -> str | None:
    if not 1 < int(m[2]) < 101 or int(m[1]) >= int(m[2]):
        return None
    name = _PARTS.get(int(m[2]), ordinal(m[2]))
    plural = "s" if int(m[1]) > 1 and name != "half" else ""
    return f"{cardinal(m[1])}-{name}{plural}"


def _range(m: re.Match[str]) -> str | None:
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", m[1]) and re.fullmatch(r"(?:1[5-9]|20)\d\d", m[2]):
        return f"{year(m[1])} {W['to']} {year(m[2])}"
    if float(m[1].replace(",", "")) >= float(m[2].replace(",", "")):
        return None
    return f"{_number(m[1])} {W['to']} {_number(m[2])}"


def _decade(m: re.Match[str]) -> str:
    """1990s, the 80s."""
    said = year(m[1]) if len(m[1]) == 4 else cardinal(m[1])
    return f"{said[:-1]}ies" if said.endswith("y") else f"{said}s"


def _spelt(m: re.Match[str]) -> str:
    """Letters and digits of a code, one by one."""
    parts = re.findall(r"[A-Za-z]|\d+", m[0])
    return " ".join(_code_part(part) for part in parts)


def _code_part(part: str) -> str:
    if part.isalpha():
        return part.upper()
    return cardinal(part) if len(part) < 3 and not part.startswith("0") else digits(part)


def _plain(m: re.Match[str]) -> str:
    if m[0].isdigit():
        return _whole(m[0], before(m, 40), after(m, 24))
    return cardinal(m[0])


def _whole(text: str, head: str, tail: str) -> str:
    """Read a whole number: what it names tells how."""
    counts = _TALLIED.match(tail) or text.endswith("0000")
    if counts and len(text) > 6 and not text.startswith("0"):
        return cardinal(text)
    long = len(text) > 6 or (len(text) > 1 and text.startswith("0"))
    called = 3 <= len(text) <= 6 and CONTEXT["called"].search(head)
    urgent = _HOT.fullmatch(text) and not re.match(r"\s+[a-z]+s\b", tail)
    if long or called or urgent:
        return digits(text)
    short = 3 <= len(text) <= 4
    if short and (CONTEXT["roomed"].search(head) or CONTEXT["housed"].match(tail)):
        return room(text)
    named = (
        re.fullmatch(r"(?:19|20)\d[1-9]", text) and _THE.search(head) and not _TALLIED.match(tail)
    )
    dated = len(text) == 4 and text[0] in "12" and (named or CONTEXT["dated"].search(head))
    return year(text) if dated else cardinal(text)


_THE: Final = re.compile(r"\b(?:the|this|our|its) $", re.IGNORECASE)
_TALLIED: Final = re.compile(
    r"\s+(?:people|[a-z]{2,}s|(?:square|cubic)\b|yuan|million|billion|dollars|tonnes)\b"
)
"""After a number that counts."""
_HOT: Final = re.compile(r"11[0249]|12[02]|911|999|12\d{3}|9[56]\d{3}|100[018]\d")


def _hashed(m: re.Match[str]) -> str:
    named = m[1].isdigit() and len(m[1]) > 2 and CONTEXT["called"].search(before(m, 40) + "# ")
    return f"{_SIGN['#']} {digits(m[1]) if named else _number(m[1])}"


DIGIT: Final[tuple[Rule, ...]] = (
    *ADDRESS,
    DAY_FIRST,
    rule("always", r"24/7(?![\d/])", lambda _: f"{cardinal('24')} {cardinal('7')}"),
    rule("years", r"((?:19|20)(\d\d))[-/](\d\d)(?![\d/-])", _school_year),
    rule("date", r"(0?[1-9]|1[0-2])/(1[3-9]|2\d|3[01])/((?:19|20)\d\d)(?!\d)", _month_first),
    rule("date", r"(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.((?:19|20)\d\d)(?!\d)", _day_first),
    rule(
        "date", r"((?:1[5-9]|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)", _date
    ),
    rule("date", r"(0?[1-9]|[12]\d|3[01])/(0?[1-9]|1[0-2])/((?:19|20)\d\d)", _day_first),
    rule(
        "telephone",
        r"(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]\d{7,8}"
        r"|0\d{2,3}[- ]\d{3,4}[- ]\d{4}|(?:1[- ])?\d{3}[- ]\d{3}[- ]\d{4}"
        r"|[48]00[- ]\d{3,4}[- ]\d{3,4})(?!\d)",
        _telephone,
    ),
    rule("telephone", r"\d{3,4}[- ]\d{4}(?![\d-])", _local),
    *sums.DIGIT,
    rule("money", rf"({_N})\s?({_CODES})(?![A-Za-z])", _money_after),
    rule("time", r"12:00(?=\s+(?:noon|midnight))", lambda _: cardinal("12")),
    rule("time", rf"(1[0-2]|0?[1-9]){_HALF}{_TO}(1[0-2]|0?[1-9]){_HALF}", _hours),
    rule("fraction", r"(\d+)[ ](\d{1,2})/(\d{1,3})(?![\d/])", _mixed),
    rule("time", rf"{_TIME}(?:{_HALF})?{_TO}{_TIME}(?:{_HALF})?", _times),
    rule("time", rf"{_TIME}(?:{_HALF})?(?!\d)", _time),
    rule("time", rf"(1[0-2]|0?[1-9]){_HALF}", _hour),
    rule("percent", rf"(?:({_N})%?{_TO})?({_N})\s?(?:%|percent)", _share),
    rule(
        "power",
        rf"({_N})\s*[×x*]\s*10(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?:/({one_of(_PER)})(?![A-Za-z]))?",
        _scientific,
    ),
    rule("measure", rf"(?:({_N}){_TO})?({_N})\s?({_UNITS})(?![A-Za-z])", _measured),
    rule("ordinal", r"(\d+)(?:st|nd|rd|th)(?![A-Za-z])", lambda m: ordinal(m[1])),
    rule("decade", r"(\d{2}|\d{4})s(?![A-Za-z])", _decade),
    rule("fraction", r"(\d{1,3})/(\d{1,3})(?![\d/])", _fraction),
    rule("range", rf"({_N}){_TO}({_N})(?![\d-])", _range),
    rule("ratio", r"(\d{1,3}):(\d{1,3})(?!\d)", sums.score),
    rule("code", r"(?=\d*[A-Z])\d+[A-Z]+(?:[A-Z\d]*)(?![a-z])", _spelt),
    rule(
        "number",
        r"\d+(?:\.\d+){2,}",
        lambda m: f" {W['point']} ".join(cardinal(p) for p in m[0].split(".")),
    ),
    rule("number", _N, _plain),
)
PREFIXED: Final = rule(
    "money",
    rf"({one_of(_CURRENCY)})\s*({_N})(?:\s*(million|billion|trillion|bn|[kKmb](?![A-Za-z])))?",
    _money,
)
"""Money with its sign before it."""
PREFIXED_RANGE: Final = rule(
    "money",
    rf"({one_of(_CURRENCY)})\s?({_N}){_TO}(?:(?:{one_of(_CURRENCY)})\s?)?({_N})(?![\d-])",
    _money_range,
)
"""A range of it."""
SIGN: Final[tuple[Rule, ...]] = (
    PREFIXED_RANGE,
    PREFIXED,
    rule("money", rf"-(?:{one_of(_CURRENCY)})\s*{_N}", _owed),
    rule("telephone", r"\+\d{1,3}[- ]?\(?\d[\d ()-]{6,16}\d", _telephone),
    rule(
        "telephone",
        r"\s*\((?:\+\d{1,3}|0?\d{2,3})\)\s?(?:\d{1,4}[- ])?\d{3,4}[- ]?\d{4}",
        _bracketed,
    ),
    rule("measure", rf"()(-{_N})\s?({one_of(_UNIT)})(?![A-Za-z])", _measured),
    rule("minus", rf"(?<![\w])-({_N})", lambda m: f"{W['minus']} {_number(m[1])}"),
    rule("number", rf"#\s?({_N})", _hashed),
    *sums.SIGN,
    rule("bullet", r"(?:(?<=\n)|(?<![\s\S]))[ \t]*(?:#{1,6}|[-*•●■>])\s+", lambda _: ""),
    rule("pause", r"\.{3,}|…+", lambda _: "…"),
    rule("pause", r"[.]", lambda m: m[0]),
    rule("apostrophe", r"(?<=[a-z]s)'(?=\s+[a-z])", _possessive),
    rule("quote", r"[\"“”‘«»`*_]+|'(?=\W|$)|(?<!\w)'", lambda _: ""),
    rule("bracket", r"\s{0,4}[(\[{]\s{0,4}", lambda m: ", " if m.start() else ""),
    rule("bracket", r"[)\]}]", lambda m: "" if not after(m, 1) or after(m, 1) in ".,;:!?" else ","),
    rule("sign", r"\s{0,4}&\s{0,4}", lambda _: f" {W['and']} "),
    rule("sign", r"(?<=[A-Za-z])/(?=[A-Za-z])", lambda _: f" {W['or']} "),
    rule("sign", r"\s*([=×÷≥≤±≈<>]|\+(?=\s))\s*", lambda m: f" {_SIGN[m[1]]} "),
    rule("sign", one_of(_SIGN), lambda m: f" {_SIGN[m[0]]} "),
    rule("hyphen", r"(?<=\w)-(?=\w)", lambda _: "-"),
    rule("pause", r"\s{0,4}(?:—|--)+\s{0,4}|\s{0,4}[|→]\s{0,4}", lambda _: ", "),
    rule("decoration", r"[~^\\·•※-]+", lambda _: ""),
)
