"""`say-as`: text read as its writer says that it is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qingzhi.speech.text.en import numerals as english
from qingzhi.speech.text.normalise import spoken
from qingzhi.speech.text.numerals import cardinal, digits
from qingzhi.speech.text.spoken import strings, table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qingzhi.score import Lang
    from qingzhi.speech.ssml.tree import Node

_NUMBER: Final = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")
_FORMATS: Final = ("ymd", "mdy", "dmy", "ym", "my", "md", "dm", "y", "m", "d")
_W: Final[Mapping[Lang, Mapping[str, str]]] = {"zh": strings("zh"), "en": strings("en")}
_SIGNS: Final[Mapping[Lang, Mapping[str, str]]] = {
    "zh": table("zh", "web"),
    "en": table("en", "web"),
}


def said(node: Node, lang: Lang) -> str:
    """Give what is said for a `say-as`. Raises InputError where the text doesn't fit."""
    kind = node.attributes.get("interpret-as", "")
    if kind not in _READERS:
        raise node.fault(
            f"interpret-as={kind!r} is not understood.", f"Use one of: {', '.join(_READERS)}."
        )
    text = node.text
    try:
        return _READERS[kind](text, lang, node.attributes.get("format", ""))
    except ValueError as error:
        raise node.fault(f"{text!r} is no {kind}.", str(error)) from None


def _cardinal(text: str, lang: Lang, _form: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise ValueError("Write a number in digits, as in 1,234.5.")
    minus = f"{_W[lang]['minus']}{' ' if lang == 'en' else ''}" if text.startswith("-") else ""
    bare = text.lstrip("+-")
    return minus + (cardinal(bare) if lang == "zh" else english.cardinal(bare))


def _ordinal(text: str, lang: Lang, _form: str) -> str:
    bare = re.sub(r"(?:st|nd|rd|th)$|^第", "", text)
    if not bare.isdigit() or not bare.isascii():
        raise ValueError("Write a whole number in digits.")
    return _W["zh"]["ordinal"] + cardinal(bare) if lang == "zh" else english.ordinal(bare)


def _digits(text: str, lang: Lang, _form: str) -> str:
    if not re.search(r"\d", text):
        raise ValueError("Write digits.")
    return digits(text) if lang == "zh" else english.digits(text)


def _telephone(text: str, lang: Lang, _form: str) -> str:
    groups = re.findall(r"\d+", text)
    if not groups or re.search(r"[^\d\s+()（）.*#-]", text):
        raise ValueError("Write digits, with spaces or hyphens between groups.")
    if lang == "en":
        return ", ".join(map(english.digits, groups))
    return "，".join(digits(group, telephone=True) for group in groups)


def _characters(text: str, lang: Lang, _form: str) -> str:
    named = (_character(char, lang) for char in text if not char.isspace())
    return " ".join(name for name in named if name)


def _character(char: str, lang: Lang) -> str:
    if char.isdigit() and char.isascii():
        return digits(char) if lang == "zh" else english.digits(char)
    return _SIGNS[lang].get(char, char.upper() if char.isascii() else char)


def _date(text: str, lang: Lang, form: str) -> str:
    if not form:
        return _plain(text, lang, form)
    if form not in _FORMATS:
        raise ValueError(f"Use a format out of: {', '.join(_FORMATS)}.")
    parts = re.findall(r"\d+", text)
    if len(parts) == 1 and len(parts[0]) == 8 and form == "ymd":
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    if len(parts) != len(form):
        raise ValueError(f"The format {form} asks for {len(form)} numbers.")
    fields = dict(zip(form, parts, strict=True))
    if not (1 <= int(fields.get("m", "1")) <= 12 and 1 <= int(fields.get("d", "1")) <= 31):
        raise ValueError("Months go to 12 and days to 31.")
    return _chinese_date(fields) if lang == "zh" else _english_date(fields)


def _chinese_date(fields: Mapping[str, str]) -> str:
    words = _W["zh"]
    year = digits(fields["y"]) + words["year"] if "y" in fields else ""
    month = cardinal(fields["m"]) + words["month"] if "m" in fields else ""
    return year + month + (cardinal(fields["d"]) + words["day"] if "d" in fields else "")


def _english_date(fields: Mapping[str, str]) -> str:
    months = tuple(table("en", "months"))
    said = [months[int(fields["m"]) - 1]] if "m" in fields else []
    said += [english.ordinal(fields["d"])] if "d" in fields else []
    if "y" in fields:
        named = len(fields["y"]) == 4
        said.append(english.year(fields["y"]) if named else english.cardinal(fields["y"]))
    return " ".join(said)


def _time(text: str, lang: Lang, _form: str) -> str:
    if not re.search(r"\d", text):
        raise ValueError("Write a time such as 9:30.")
    return _plain(text, lang, "")


def _plain(text: str, lang: Lang, _form: str) -> str:
    if not text:
        raise ValueError("Write what is to be said.")
    return spoken(text, lang)


_READERS: Final[Mapping[str, Callable[[str, Lang, str], str]]] = {
    "date": _date,
    "time": _time,
    "telephone": _telephone,
    "cardinal": _cardinal,
    "number": _cardinal,
    "ordinal": _ordinal,
    "digits": _digits,
    "characters": _characters,
    "spell-out": _characters,
    "verbatim": _characters,
    "currency": _plain,
    "unit": _plain,
    "address": _plain,
}
