"""Sums, scores, durations and the keys of a telephone in English text."""

from __future__ import annotations

import re
from typing import Final

from qingzhi.speech.text.en.numerals import cardinal, digits
from qingzhi.speech.text.rule import Rule, after, before, rule
from qingzhi.speech.text.spoken import strings, table

W: Final = strings("en")
_SIGN: Final = table("en", "sign")
N: Final = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
"""A number with thousands separators or without, and decimals."""


def score(m: re.Match[str]) -> str:
    """3-1 and 3:1 are three to one."""
    return f"{cardinal(m[1])} {W['to']} {cardinal(m[2])}"


_PLAYED: Final = re.compile(
    r"\b(?:scores?|won|win|wins|beat|lost|lose|lead|leads|led|draw|drew|tied|defeated)\b[^.;\d]{0,24}$"
    r"|\b(?:score|won|lost|beat)\b[^.;]{0,24}[,d]\s$",
    re.IGNORECASE,
)


def _played(m: re.Match[str]) -> str | None:
    return score(m) if _PLAYED.search(before(m, 40)) else None


_OPERATOR: Final = {"-": "minus", "/": "÷", "*": "×", "x": "×"}


def _sum(m: re.Match[str]) -> str:
    return re.sub(
        rf"\s*([-+×÷*/x])\s*|{N}",
        lambda part: f" {_sign(part[1])} " if part[1] else cardinal(part[0]),
        m[0],
    )


def _sign(text: str) -> str:
    name = _OPERATOR.get(text, text)
    return W[name] if name in W else _SIGN[name]


_LASTS: Final = re.compile(
    r"\b(?:duration|length|lasts|lasted|running time|run time|runtime|recording|elapsed"
    r"|finished in|time of|takes|took|playing time)(?:\s+(?:is|of|was|time))?[:\s(]*$",
    re.IGNORECASE,
)


def _duration(m: re.Match[str]) -> str | None:
    """Length 3:45."""
    if not _LASTS.search(before(m, 32)) or re.match(r"\s*[ap]\.?m", after(m), re.IGNORECASE):
        return None
    parts = (m[1], m[2], m[3]) if m[3] else ("0", m[1], m[2])
    return " ".join(
        f"{cardinal(number)} {W[unit] if int(number) > 1 else W[unit].removesuffix('s')}"
        for number, unit in zip(parts, ("hour", "minute", "second"), strict=True)
        if int(number)
    )


_KEYED: Final = re.compile(r"\b(?:press|hit|dial|enter|push)\b[^.;]{0,20}$", re.IGNORECASE)


def _key(m: re.Match[str]) -> str | None:
    """Press * or #."""
    keyed = _KEYED.search(before(m, 32)) or re.match(r"\s+(?:key|button)", after(m))
    return W["star" if m[0] == "*" else "hash"] if keyed else None


def _dialled(m: re.Match[str]) -> str:
    """*99#: keys one by one."""
    keys = {"*": W["star"], "#": W["hash"]}
    return " ".join(keys.get(key) or digits(key) for key in m[0])


DIGIT: Final[tuple[Rule, ...]] = (
    rule("duration", r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?(?![\d:])", _duration),
    rule("sum", rf"{N}(?:\s*[-+×÷*/x]\s*{N}){{1,12}}(?=\s*=)", _sum),
    rule("score", r"(\d{1,3})\s?[-–:]\s?(\d{1,3})(?![\d.%:-])", _played),
)
SIGN: Final[tuple[Rule, ...]] = (
    rule("keys", r"[*#]{1,2}\d+(?:[*#]\d+)*#", _dialled),
    rule("keys", r"[*#](?=\W|$)", _key),
)
