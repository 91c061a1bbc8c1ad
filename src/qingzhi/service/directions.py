"""A stage direction in words, such as "sad, gentle, slowly" or 用高兴的语气，儿童风格, understood.

What isn't understood is passed over: a direction is a wish, not a form to be filled in.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.emotion import BASIC, Emotion, Stance, Strength

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST: Final = 1_000
"""Characters of a direction that are read; the rest is passed over."""
_HANZI: Final = re.compile(r"[\u4e00-\u9fff]")
_NEAR: Final = {"zh": 4, "en": 16}
"""Characters before a feeling in which its strength is named, or that it isn't meant."""
_STOP: Final = re.compile(r"[,，。.;；!！?？、\n]|\bbut\b|但")


class Direction(msgspec.Struct, frozen=True, kw_only=True):
    """What a direction asks for; None: it doesn't say."""

    emotion: Emotion | None = None
    stance: Stance | None = None
    style: str | None = None
    rate: float | None = None


class _Not(msgspec.Struct, frozen=True):
    words: str


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"denied": "not"}):
    emotion: dict[str, str]
    stance: dict[str, str]
    style: dict[str, str]
    strength: dict[str, str]
    rate: dict[str, str]
    denied: _Not


class _Patterns:
    """The words, ready to be looked for."""

    def __init__(self, words: _Words) -> None:
        self.emotion = _compiled(words.emotion)
        self.stance = _compiled(words.stance)
        self.style = _compiled(words.style)
        self.strength = _compiled(words.strength)
        self.rate = _compiled(words.rate)
        self.denied = _pattern(words.denied.words)


@cache
def _patterns() -> _Patterns:
    data = resources.files(__package__).joinpath("directions.toml").read_bytes()
    return _Patterns(msgspec.toml.decode(data, type=_Words))


def understood(text: str) -> Direction:
    """Read a direction. It never fails."""
    words = _patterns()
    plain = text[:LONGEST].lower().replace("’", "'")
    feelings = _feelings(plain, words)
    stance = _first(plain, words.stance, words.denied)
    rate = _rate(plain, words)
    return Direction(
        emotion=Emotion(**feelings) if feelings else None,
        stance=Stance(stance) if stance else None,
        style=_first(plain, words.style, words.denied),
        rate=rate,
    )


def _feelings(text: str, words: _Patterns) -> dict[str, float]:
    """Find the feelings that are meant, each as strong as the word before it says."""
    found: dict[str, float] = {}
    for name in BASIC:
        for match in words.emotion[name].finditer(text):
            before = _before(text, match)
            if not words.denied.search(before):
                found[name] = _strength(before, words).intensity
    return found


def _strength(before: str, words: _Patterns) -> Strength:
    for name, pattern in words.strength.items():
        if pattern.search(before):
            return Strength(name)
    return Strength.MODERATE


def _rate(text: str, words: _Patterns) -> float | None:
    """Find the pace; the more telling words win over those inside them: 很慢 over 慢."""
    found = [
        (match.end() - match.start(), float(value))
        for value, pattern in words.rate.items()
        for match in pattern.finditer(text)
        if not words.denied.search(_before(text, match)) and not _of_mood(text, match)
    ]
    return max(found)[1] if found else None


def _of_mood(text: str, match: re.Match[str]) -> bool:
    """快 in 快乐, 愉快 and the like, and 缓 in 和缓, are no pace."""
    around = text[max(0, match.start() - 1) : match.end() + 1]
    return any(word in around for word in ("快乐", "愉快", "欢快", "痛快"))


def _first(
    text: str, patterns: Mapping[str, re.Pattern[str]], denied: re.Pattern[str]
) -> str | None:
    """Find what is named first and meant."""
    places = [
        (match.start(), name)
        for name, pattern in patterns.items()
        for match in pattern.finditer(text)
        if not denied.search(_before(text, match))
    ]
    return min(places)[1] if places else None


def _before(text: str, match: re.Match[str]) -> str:
    """Return the words before a match that still belong to it."""
    near = _NEAR["zh" if _HANZI.match(match[0]) else "en"]
    return _STOP.split(text[max(0, match.start() - near) : match.start()])[-1]


def _compiled(table: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: _pattern(words) for name, words in table.items()}


def _pattern(words: str) -> re.Pattern[str]:
    """Match Chinese words anywhere and English ones where a word begins."""
    parts = [part if _HANZI.search(part) else _at_word(part) for part in _alternatives(words)]
    return re.compile("|".join(sorted(parts, key=len, reverse=True)))


def _at_word(part: str) -> str:
    return part if part.startswith("n't") else rf"\b{part}"


def _alternatives(words: str) -> list[str]:
    """Cut at the bars that stand in no group."""
    return re.split(r"\|(?![^(]*\))", words)
