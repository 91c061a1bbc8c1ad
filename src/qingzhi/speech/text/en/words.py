"""Titles, months, abbreviations, letters and addresses in English text."""

from __future__ import annotations

import re
from typing import Final

from qingzhi.speech.text.en.numerals import cardinal, digits, ordinal, room, year
from qingzhi.speech.text.rule import Rule, after, before, rule
from qingzhi.speech.text.spoken import context, one_of, strings, table, words

_W: Final = strings("en")
_WEB: Final = table("en", "web")
_SHORT: Final = table("en", "short")
_MONTH: Final = {
    name.lower(): full
    for full, short in table("en", "months").items()
    for name in (full, short, "sept" if full == "September" else full)
}
_DAYS: Final = table("en", "days")
_WEEKDAYS: Final = one_of(set(_DAYS.values()))
_AS_WORDS: Final = words("as_words")
_COMMON: Final = words("english")
_VOWEL: Final = re.compile(r"[aeiouy]", re.IGNORECASE)
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_TLD: Final = "com|cn|org|net|gov|edu|info|hk|io|int|uk|us|top|app"

CONTEXT: Final = {
    "called": re.compile(
        context("en_called") + r"(?: number| no)?(?:\s+(?:is|was|are|at|of|to|on))?[.:#]*\s+$",
        re.IGNORECASE,
    ),
    "roomed": re.compile(context("en_roomed") + r"\s+(?:no\.?\s*)?$", re.IGNORECASE),
    "housed": re.compile(r"\s+(?:[A-Z][a-z]+\s+){1,3}" + context("en_housed") + r"\b"),
    "dated": re.compile(r"\b" + context("en_dated") + r"\s+$", re.IGNORECASE),
}
"""What stands around a number that is a name."""


def _address(m: re.Match[str]) -> str:
    bare = re.sub(r"^[a-zA-Z]+://", "", m[0]).rstrip("/")
    parts = (_address_part(part) for part in re.findall(r"[A-Za-z]+|\d+|.", bare))
    return " ".join(part for part in parts if part)


def _address_part(part: str) -> str:
    if part.isdigit():
        return digits(part)
    if part.isalpha() and part.isascii():
        sayable = part.lower() in _AS_WORDS or (len(part) > 2 and _VOWEL.search(part))
        return part if sayable or part.lower() in {"us", "my", "go"} else " ".join(part.upper())
    return _WEB.get(part, "")


def _on(m: re.Match[str]) -> str:
    """March 15, 2026."""
    said = f"{_MONTH[m[1].lower()]} {ordinal(m[2])}"
    return f"{said}, {year(m[3])}" if m[3] else said


def _in(m: re.Match[str]) -> str:
    return f"{_MONTH[m[1].lower()]} {year(m[2])}"


def _month(m: re.Match[str]) -> str:
    return _MONTH[m[1].lower()]


def _days(m: re.Match[str]) -> str:
    return f"{_DAYS[m[1]]} {_W['to']} {_DAYS[m[2]]}"


def _weekdays(m: re.Match[str]) -> str:
    return f"{m[1]} {_W['to']} {m[2]}"


def _short(m: re.Match[str]) -> str:
    return _SHORT[m[1]]


def _street(m: re.Match[str]) -> str:
    """St. after a name is a street, before one a saint; the sentence may end with it."""
    name = {"St": "Street", "Dr": "Drive"}[m[1]]
    return name + ("." if m[2] and not after(m).strip() else "")


def _letters(m: re.Match[str]) -> str | None:
    text = m[0].replace(".", "")
    plural = "s" if text.endswith("s") and text[:-1].isupper() else ""
    bare = text[: -1 if plural else None]
    if (
        bare.lower() in _AS_WORDS
        or bare.lower() in _COMMON
        or (len(bare) > 5 and _VOWEL.search(bare))
    ):
        return None
    return " ".join(bare.upper()) + plural


def _half(m: re.Match[str]) -> str:
    return f"{m[1].upper()} M"


def _roman(m: re.Match[str]) -> str | None:
    """Chapter IV."""
    if not re.search(
        r"(?:Chapter|Section|Part|Article|Volume|Phase|Level|Type|Class) $", before(m)
    ):
        return None
    return cardinal(str(_ROMAN.index(m[0]) + 1))


def _number(m: re.Match[str]) -> str:
    called = CONTEXT["called"].search(m.string[: m.end() - len(m[1])])
    coded = m[1].startswith("0") or (called and len(m[1]) > 2)
    if CONTEXT["roomed"].search(before(m, 24)) and len(m[1]) in {3, 4}:
        return f"{_W['number']} {room(m[1])}"
    return f"{_W['number']} {digits(m[1]) if coded else cardinal(m[1])}"


def _day_first(m: re.Match[str]) -> str:
    """22 November 2026."""
    the = "" if re.search(r"\bthe\s$", before(m), re.IGNORECASE) else f"{_W['the']} "
    said = f"{the}{ordinal(m[1])} {_W['of']} {_MONTH[m[2].lower()]}"
    return f"{said}, {year(m[3])}" if m[3] else said


def _version(m: re.Match[str]) -> str:
    said = re.search(rf"\b{_W['version']}\s$", before(m), re.IGNORECASE)
    return ("" if said else f"{_W['version']} ") + f" {_W['point']} ".join(
        map(cardinal, m[1].split("."))
    )


def _station(m: re.Match[str]) -> str:
    """FM 103.9."""
    part = f" {_W['point']} {digits(m[3])}" if m[3] else ""
    return f"{' '.join(m[1])} {room(m[2])}{part}"


def _code(m: re.Match[str]) -> str:
    parts = re.findall(r"[A-Za-z]|\d+(?:\.\d+)?", m[0])
    return " ".join(_code_part(part) for part in parts)


def _code_part(part: str) -> str:
    if part.isalpha():
        return part.upper()
    short = "." in part or (len(part) < 3 and not part.startswith("0"))
    return cardinal(part) if short else digits(part)


def _word(m: re.Match[str]) -> str:
    return m[0]


_NAMES: Final = one_of(_MONTH)
DAY_FIRST: Final = rule(
    "date",
    rf"(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\s+(?:of\s+)?(?=[A-Z])(?i:({_NAMES}))(?![A-Za-z])\.?"
    rf"(?:,?\s+((?:1[5-9]|20)\d\d))?(?![\d:])",
    _day_first,
)
"""A date with the day before its month."""
ADDRESS: Final[tuple[Rule, ...]] = (
    rule(
        "address",
        r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}",
        _address,
    ),
    rule("address", r"https?://[A-Za-z0-9_./?=&%#~+:-]*[A-Za-z0-9_/=-]", _address),
    rule(
        "address",
        rf"[A-Za-z0-9][A-Za-z0-9-]{{0,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,6}}\.(?:{_TLD})(?![A-Za-z0-9-])(?:/[A-Za-z0-9_./?=&%#~+-]*[A-Za-z0-9_/=-])?/?",
        _address,
    ),
)
LATIN: Final[tuple[Rule, ...]] = (
    *ADDRESS,
    rule(
        "date",
        rf"(?i:({_NAMES}))\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+((?:1[5-9]|20)\d\d))?(?![\d:])",
        _on,
    ),
    rule("date", rf"(?i:({_NAMES}))\.?,?\s+((?:1[5-9]|20)\d\d)(?!\d)", _in),
    rule(
        "date",
        rf"({one_of(_DAYS)})\.?\s*(?:-|~|—)\s*({one_of(_DAYS)})(?:\.(?=\s*[a-z,;)])|(?![A-Za-z]))",
        _days,
    ),
    rule("date", rf"({_WEEKDAYS})\s?(?:-|~|—)\s?({_WEEKDAYS})", _weekdays),
    rule("date", rf"({one_of(_DAYS)})\.?(?![A-Za-z])", lambda m: _DAYS[m[1]]),
    rule("date", rf"(?:(?=[A-Z])(?i:({_NAMES})))\.(?=\s+\w)", _month),
    rule("word", r"(?<=[a-z] )(St|Dr)(\.)?(?=\s*(?:[,;.!?]|$|[a-z]))", _street),
    rule("word", rf"({one_of(_SHORT)})(?![A-Za-z])", _short),
    rule("roman", r"(?<=[a-z] )(?:VI{0,3}|I{1,3}|IV|IX|X)(?![A-Za-z])", _roman),
    rule("number", r"(?:[Nn]o|NO)[.:]\s?(\d+)(?!\d|[.-]\d)", _number),
    rule("number", r"[Nn]o\.\s?(?=[A-Z]{1,3}-?\d)", lambda _: f"{_W['number']} "),
    rule("time", r"([AaPp])\.\s?[Mm]\.?(?![A-Za-z])|(?!)", _half),
    rule("code", r"[vV](\d+(?:\.\d+)+)(?!\d)", _version),
    rule("frequency", r"([FA]M)\s?(\d{3})(\.\d)?(?![\d.])", _station),
    rule("code", r"[A-Z]{1,4}-?\d+(?:\.\d+)?(?:-?[A-Z\d]++)*+(?![A-Za-z])", _code),
    rule("letters", r"(?:[A-Z]\.){2,8}(?:[A-Z](?![A-Za-z]))?", _letters),
    rule("letters", r"[A-Z]{2,}s?(?![A-Za-z'])", _letters),
    rule("word", r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*", _word),
)
