"""Sums, scores and the keys of a telephone: what a hyphen, a star or a hash between digits is."""

from __future__ import annotations

import re
from typing import Final

from qingzhi.speech.text.characters import HANZI
from qingzhi.speech.text.numerals import cardinal, digits
from qingzhi.speech.text.rule import Rule, after, before, rule
from qingzhi.speech.text.spoken import context
from qingzhi.speech.text.zh.common import N, W

_SUM: Final = rf"{N}(?:\s*[-+×÷*/]\s*{N}){{1,12}}"
_OPERATOR: Final = {
    "+": "add",
    "-": "minus_sign",
    "×": "times",
    "*": "times",
    "÷": "divided",
    "/": "divided",
}
_ASKED: Final = re.compile(r"(?:计算|口算|算一算|算式|算得|算出|[=＝])[:：为是\s]*$")
_PLAYED: Final = re.compile(
    context("played") + r"(?:改写|锁定|定格|变|扩大|追|扳)?[成在到至]?[\d\s:：\-、，,和为是以（(]*$"
)
_RESULT: Final = re.compile(rf"(?:赛果|赛事?结果|对阵|战报)[^。；\n]{{0,20}}{HANZI.pattern}\s?$")
_SCORED: Final = re.compile(
    r"(?:\s?[、，,和/及]\s?\d+[-:：]\d+)*(?:[（(]?[\u4e00-\u9fff]{0,6}[)）])?\s*(?:的?\s*(?:总?比分)?)?"
    + context("scored")
)


def _sum(m: re.Match[str]) -> str:
    return re.sub(
        rf"\s*([-+×÷*/])\s*|{N}",
        lambda part: W[_OPERATOR[part[1]]] if part[1] else cardinal(part[0]),
        m[0],
    )


def _asked(m: re.Match[str]) -> str | None:
    """Read a sum that a word such as 计算 announces."""
    return _sum(m) if _ASKED.search(before(m)) else None


def scored(m: re.Match[str]) -> bool:
    """Whether two numbers are what two sides have scored."""
    tail = after(m)
    if re.match(r"\s*(?:开始|开赛|开球|举行|[个天小分])", tail):
        return False
    head = before(m, 32)
    teams = re.search(r"队\s?$", head) and re.match(rf"\s?{HANZI.pattern}{{1,6}}队", tail)
    named = _RESULT.search(head) and re.match(rf"\s?{HANZI.pattern}", tail)
    if teams or named:
        return True
    return _SCORED.match(tail) is not None or _PLAYED.search(head) is not None


def _score(m: re.Match[str]) -> str | None:
    return f"{cardinal(m[1])}{W['versus']}{cardinal(m[2])}" if scored(m) else None


def _dialled(m: re.Match[str]) -> str:
    """*#06#: keys one by one."""
    keys = {"*": W["star"], "#": W["hash"]}
    return "".join(keys.get(key) or digits(key, telephone=True) for key in m[0])


DIGIT: Final[tuple[Rule, ...]] = (
    rule("sum", rf"{_SUM}(?=\s*(?:[=＝≈≠]|等于|是多少|得多少|等于几))", _sum),
    rule("sum", rf"{_SUM}(?![\d年月日号])", _asked),
    rule("score", r"(\d{1,3})\s?[-–—]\s?(\d{1,3})(?![\d.%-])", _score),
    rule("score", r"(\d{1,3})[:：](\d{1,3})(?![\d.%:：])", _score),
)
SIGN: Final[tuple[Rule, ...]] = (rule("keys", r"[*#]{1,2}\d+(?:[*#]\d+)*#", _dialled),)
