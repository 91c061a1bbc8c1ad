"""Latin letters in Chinese text: addresses, files, codes, abbreviations, words."""

from __future__ import annotations

import re
from typing import Final

from qingzhi.speech.text.numerals import cardinal, digits
from qingzhi.speech.text.rule import Rule, after, before, rule
from qingzhi.speech.text.spoken import table, words
from qingzhi.speech.text.zh.common import W

_WEB: Final = table("zh", "web")
_NAMED: Final = table("zh", "code_names")
_AS_WORDS: Final = words("as_words")
_LETTER_WORDS: Final = words("as_letters")
_TLD: Final = "|".join(sorted(words("domains"), key=len, reverse=True))
_FILE: Final = "|".join(sorted(words("files"), key=len, reverse=True))
FILE: Final = rf"(?:{_FILE})(?![A-Za-z0-9])"
"""The end of a file's name."""
_PATH: Final = r"(?:[:]\d{2,5})?(?:[/?][A-Za-z0-9_./?=&%#~+-]*[A-Za-z0-9_=/-])?/?"
_HOST: Final = (
    rf"[A-Za-z0-9][A-Za-z0-9-]{{0,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,6}}\.(?:{_TLD})(?![A-Za-z0-9-])"
)
_VOWEL: Final = re.compile(r"[aeiouy]", re.IGNORECASE)
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
_LATIN: Final = r"A-Za-zÀ-ÖØ-öø-ɏ"
_UNIT: Final = table("zh", "unit")
_NUMBERED: Final = re.compile(r"(?:编号|号码|[序单证卡票]号|[编]?号|第)(?:[为是]|[:：\s（(])*$")
_ACCOUNT: Final = re.compile(
    r"(?:[账帐]号|[账帐]户|用户名?|公众号|[微抖][信音]号?|ID|登录名|昵称|网名|视频号|小程序|群名|标识|店铺名?)"
    r"(?:名称|[为是叫]|[:：\s“\"'‘「（(])*$"
)
_EDGE: Final = rf"(?![{_LATIN}\d])"


def address(text: str) -> str:
    """Read a web address, file or path: words as words, what nobody can pronounce in letters."""
    bare = re.sub(r"^[a-zA-Z]+://", "", text).rstrip("/") if "://" in text else text
    return "".join(_address_part(part) for part in re.findall(r"[A-Za-z]+|\d+|.", bare))


def _address_part(part: str) -> str:
    if part.isdigit():
        return cardinal(part) if len(part) == 1 else _number(part)
    if part.isalpha() and part.isascii():
        return part if _sayable(part) else part.upper()
    return _WEB.get(part, "")


def _number(part: str) -> str:
    return digits(part, telephone=len(part) > 4)


def _sayable(part: str) -> bool:
    bare = part.lower()
    if bare in _AS_WORDS:
        return True
    return len(part) > 2 and _VOWEL.search(part) is not None and bare not in _LETTER_WORDS


def _address(m: re.Match[str]) -> str:
    return address(m[0])


def _hotline_host(m: re.Match[str]) -> str:
    return address(m[0])


def _code(m: re.Match[str]) -> str:
    """A4, B12, G1024, PM2.5, H1N1, SF1029384756, B2-017: letters by name, numbers between."""
    if m[0] in _NAMED:
        return _NAMED[m[0]]
    parts = re.findall(r"[A-Za-z]+|\d+(?:\.\d+)?|.", m[0])
    spaced = [part for part in parts if part not in {" ", "."}]
    said = []
    for i, part in enumerate(spaced):
        if part[0].isdigit():
            said.append(_coded_number(part, after(m), last=i == len(spaced) - 1))
        elif part == "-":
            said.append(_hyphen(spaced, i))
        else:
            said.append(part.lower() if part.lower() in _AS_WORDS else part.upper())
    return "".join(said)


def _hyphen(parts: list[str], i: int) -> str:
    """Say a hyphen between numbers, not one between a letter and its number."""
    between = parts[i - 1][-1].isdigit() and i + 1 < len(parts)
    return W["hyphen"] if between else ""


def _coded_number(part: str, tail: str, *, last: bool) -> str:
    if "." in part or (len(part) <= 2 and not part.startswith("0")):
        return cardinal(part)
    if last and part.endswith("000") and re.match(r"\s*(?:元|米|万)", tail):
        return cardinal(part)
    return digits(part, telephone=True)


def _standard(m: re.Match[str]) -> str:
    """GB/T 19001-2016."""
    return "".join(
        digits(part) if part.isdigit() else (W["hyphen"] if part in "-—" else part)
        for part in re.findall(r"[A-Z]+|\d+|[-—]", m[0])
    )


def _version(m: re.Match[str]) -> str:
    return m[1].upper() + W["point"].join(cardinal(part) for part in m[2].split("."))


def numbered(m: re.Match[str]) -> str:
    """No. 12 is said as 编号 once, whatever has been said before it."""
    number = m[1]
    short = len(number) <= 2 and not number.startswith("0")
    return _number_sign(m) + (cardinal(number) if short else digits(number, telephone=True))


def _number_sign(m: re.Match[str]) -> str:
    return "" if _NUMBERED.search(before(m)) else W["code"]


def _account(m: re.Match[str]) -> str | None:
    """账号sz-hall: each sign is said, for it is to be typed."""
    return address(m[0]) if _ACCOUNT.search(before(m, 16)) else None


def _spelt(m: re.Match[str]) -> str:
    return "".join(re.findall(r"[A-Z]+", m[0])) + digits(m[0], telephone=True)


def _station(m: re.Match[str]) -> str:
    """FM103.9MHz."""
    unit = _UNIT.get(m[3], "") if m[3] else ""
    return m[1].upper() + cardinal(m[2]) + unit


def _roman(m: re.Match[str]) -> str:
    return cardinal(str(_ROMAN[m[0]]))


def _letters(m: re.Match[str]) -> str | None:
    text = m[0].replace(".", "")
    if text.lower() in _AS_WORDS or (len(text) > 5 and _VOWEL.search(text)):
        return None
    return text.upper()


def _word(m: re.Match[str]) -> str:
    return m[0]


def _counted_word(m: re.Match[str]) -> str:
    """Read Office2019 and abc123: the word, then its number."""
    word = m[1] if _sayable(m[1]) else m[1].upper()
    if len(m[2]) < 3:
        return word + cardinal(m[2])
    return word + digits(m[2], telephone=not re.fullmatch(r"(?:19|20)\d\d", m[2]))


def _plain_letters(m: re.Match[str]) -> str | None:
    """Tell app, which is a word, from gdp and kb."""
    text = m[0]
    if text.lower() in _LETTER_WORDS or not (_VOWEL.search(text) or len(text) == 1):
        return text.upper()
    return text.upper() if len(text) == 1 else None


WEB: Final[tuple[Rule, ...]] = (
    rule(
        "address",
        r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}",
        _address,
    ),
    rule("address", rf"(?:https?|ftp)://[A-Za-z0-9.-]+{_PATH}", _address),
    rule("address", rf"{_HOST}{_PATH}", _address),
    rule(
        "file",
        rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,99}}(?:\.[A-Za-z0-9_-]{{1,63}}){{0,4}}\.(?:{_FILE}){_EDGE}",
        _address,
    ),
)
LATIN: Final[tuple[Rule, ...]] = (
    *WEB,
    rule("account", r"[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)+", _account),
    rule("frequency", r"(FM|AM|fm)\s?(\d{2,4}(?:\.\d+)?)\s?([MKk]Hz)?(?![\dA-Za-z])", _station),
    rule("file", r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+", _address),
    rule("code", r"[A-Z]{2,4}/[A-Z]\s?\d+(?:\.\d+)?(?:[-—]\d{4})?", _standard),
    rule("code", r"(?:GB|DB\d*|ISO|YY|HJ|JGJ|CJJ)\s?\d{3,6}(?:[-—:]\d{4})?(?!\d)", _standard),
    rule("code", r"[Nn][Oo][.．:：]?\s?(\d+)(?!\d)", numbered),
    rule("code", r"[Nn][Oo][.．:：]\s?(?=[A-Z]+-?\d)", _number_sign),
    rule("plate", r"(?:WJ|[A-Z]{2})\s?[·•]\s?[A-Z]?\d{4,5}(?![A-Z\d])", _spelt),
    rule("code", r"([Vv])(?:er)?\.?(\d+(?:\.\d+)+)", _version),
    rule("roman", r"(?:VI{1,3}|I{2,3}|IV|IX|I|V)(?=\s*(?:类|级|型|期|度))", _roman),
    rule("code", rf"[A-Za-z][-]?\d+(?:\.\d+)?(?:-?[A-Za-z\d]++)*+{_EDGE}", _code),
    rule("code", rf"[A-Z]{{2,}}[-]?\d+(?:\.\d+)?(?:-?[A-Z\d]++)*+{_EDGE}", _code),
    rule("code", r"[A-Z]+[-]?\d+(?:\.\d+)?(?:-?[A-Z\d]++)*+", _code),
    rule("letters", rf"(?:[A-Za-z]\.){{2,8}}(?:[A-Za-z](?![{_LATIN}]))?", _letters),
    rule("letters", rf"[A-Z]{{1,9}}(?![{_LATIN}'])", _letters),
    rule("letters", rf"[A-Za-z]{{1,4}}(?![{_LATIN}\d'-])", _plain_letters),
    rule("word", r"([A-Za-z]+)(\d+)(?![\d.])", _counted_word),
    rule("word", rf"[{_LATIN}]+(?:['-][{_LATIN}]+)*", _word),
)
