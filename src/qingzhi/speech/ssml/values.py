"""What attributes of SSML elements mean, in the units that voices use."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final, get_args

from qingzhi.speech.ssml.part import Level, Manner
from qingzhi.speech.text.syllable import split
from qingzhi.speech.text.words import numbered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.score import Lang
    from qingzhi.speech.ssml.tree import Node

RATES: Final[Mapping[str, float]] = {
    "x-slow": 0.6,
    "slow": 0.8,
    "medium": 1.0,
    "default": 1.0,
    "fast": 1.25,
    "x-fast": 1.6,
}
PITCHES: Final[Mapping[str, float]] = {
    "x-low": -5.0,
    "low": -2.5,
    "medium": 0.0,
    "default": 0.0,
    "high": 2.5,
    "x-high": 5.0,
}
VOLUMES: Final[Mapping[str, float]] = {
    "silent": -60.0,
    "x-soft": -12.0,
    "soft": -6.0,
    "medium": 0.0,
    "default": 0.0,
    "loud": 4.0,
    "x-loud": 8.0,
}
STRENGTHS: Final[Mapping[str, float]] = {
    "none": 0.0,
    "x-weak": 0.1,
    "weak": 0.2,
    "medium": 0.35,
    "strong": 0.6,
    "x-strong": 1.0,
}
"""Seconds of silence."""
LONGEST_BREAK_S: Final = 10.0
_PERCENT: Final = re.compile(r"([+-]?)(\d{1,4}(?:\.\d+)?)%")
_SEMITONES: Final = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?)st")
_DECIBELS: Final = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?)dB")
_TIME: Final = re.compile(r"\+?(\d{1,6}(?:\.\d+)?)(ms|s)")
_LANGS: Final[Mapping[str, Lang]] = {"zh": "zh", "cmn": "zh", "en": "en"}


def manner(node: Node, outer: Manner) -> Manner:
    """Take `prosody` on top of what is around it; kept within what voices can do."""
    return Manner(
        rate=_within(outer.rate * _rate(node), 0.5, 2.0),
        pitch=_within(outer.pitch + _pitch(node), -12.0, 12.0),
        volume=_within(outer.volume + _volume(node), -60.0, 12.0),
    )


def _within(value: float, least: float, most: float) -> float:
    return min(most, max(least, value))


def _rate(node: Node) -> float:
    """80% and 0.8 are times the speed, +20% is that much more."""
    value = node.attributes.get("rate", "medium")
    if value in RATES:
        return RATES[value]
    share = _PERCENT.fullmatch(value)
    if share:
        part = float(share[2]) / 100
        return max(0.1, 1 + float(f"{share[1]}{part}") if share[1] else part)
    if re.fullmatch(r"\d(?:\.\d+)?", value) and float(value) > 0:
        return float(value)
    raise node.fault(f"rate={value!r} is no speed.", _one_of(RATES, "80%"))


def _pitch(node: Node) -> float:
    """+2st are semitones, +10% is a share of the frequency."""
    value = node.attributes.get("pitch", "medium")
    if value in PITCHES:
        return PITCHES[value]
    steps = _SEMITONES.fullmatch(value)
    if steps:
        return float(steps[1])
    share = _PERCENT.fullmatch(value)
    if share and share[1]:
        return 12 * math.log2(max(0.25, 1 + float(f"{share[1]}{share[2]}") / 100))
    raise node.fault(f"pitch={value!r} is no pitch.", _one_of(PITCHES, "+2st or -10%"))


def _volume(node: Node) -> float:
    value = node.attributes.get("volume", "medium")
    if value in VOLUMES:
        return VOLUMES[value]
    level = _DECIBELS.fullmatch(value)
    if level:
        return float(level[1])
    raise node.fault(f"volume={value!r} is no loudness.", _one_of(VOLUMES, "+6dB"))


def pause(node: Node) -> float:
    """Seconds of a `break`; its time goes before its strength."""
    time = node.attributes.get("time")
    if time is None:
        strength = node.attributes.get("strength", "medium")
        if strength not in STRENGTHS:
            raise node.fault(
                f"strength={strength!r} is no break.", f"Use one of: {', '.join(STRENGTHS)}."
            )
        return STRENGTHS[strength]
    found = _TIME.fullmatch(time)
    if not found:
        raise node.fault(f"time={time!r} is no time.", "Use 500ms or 1.5s.")
    seconds = float(found[1]) / (1000 if found[2] == "ms" else 1)
    if seconds > LONGEST_BREAK_S:
        raise node.fault(f"a break of {time} is too long.", f"At most {LONGEST_BREAK_S:g}s.")
    return seconds


def level(node: Node) -> Level | None:
    """How strongly an `emphasis` marks its words; None takes emphasis away."""
    name = node.attributes.get("level", "moderate")
    for known in get_args(Level):
        if name == known:
            found: Level = known
            return found
    if name == "none":
        return None
    raise node.fault(
        f"level={name!r} is no emphasis.", f"Use one of: {', '.join(get_args(Level))}, none."
    )


def lang(node: Node, outer: Lang) -> Lang:
    """Read `xml:lang` (zh-CN, en-US …); the language around it where there is none."""
    tag = node.attributes.get("xml:lang")
    if tag is None:
        return outer
    known = _LANGS.get(tag.lower().split("-")[0])
    if known is None:
        raise node.fault(f"xml:lang={tag!r} is not spoken here.", "Use zh-CN or en-US.")
    return known


def pinyin(node: Node, written: str) -> str:
    """Check pinyin, tones as digits or as marks; give it with digits."""
    found = [_syllable(node, one) for one in written.replace("'", " ").replace("-", " ").split()]
    if not found:
        raise node.fault("ph is empty.", 'Write ph="hang2".')
    return " ".join(found)


def _syllable(node: Node, written: str) -> str:
    small = written.lower()
    bare = small.replace("ü", "v") if written[-1:].isdigit() else numbered(small, unknown="")
    try:
        split(bare)
    except ValueError:
        raise node.fault(
            f"{written!r} is no pinyin syllable.", 'Write it with its tone, as in "hang2".'
        ) from None
    return bare


def _one_of(table: Mapping[str, float], example: str) -> str:
    return f"Use one of: {', '.join(table)}; or a value such as {example}."
