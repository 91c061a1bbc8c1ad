"""Speech sounds as classes that a mouth tells apart, and phones as sequences of them.

Coarser than phones and the same for every language here: what can be heard in anybody's sound.
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.speech.phones import SILENCE

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST: Final = 3
_MARKS: Final = frozenset("ˈˌːˑʰʲʷ͡.0123456789")
_GLIDES: Final = frozenset("iuy")
_GLIDE: Final = 0.5
"""Share of a full vowel's time that a close vowel takes beside another one."""


class _Data(msgspec.Struct, frozen=True):
    classes: dict[str, tuple[str, ...]]
    compounds: dict[str, tuple[str, ...]]


@cache
def _data() -> _Data:
    text = files(__package__).joinpath("mouths.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Data)


@cache
def classes() -> tuple[str, ...]:
    """Return the phones that stand for the classes; silence is the first."""
    return (SILENCE, *_data().classes)


@cache
def vowels() -> frozenset[str]:
    """Return the classes that carry a syllable."""
    return frozenset("aəɛiouy")


@lru_cache(maxsize=1024)
def cut(phone: str) -> tuple[tuple[str, float], ...]:
    """Cut a phone into classes with their shares of its time; silence gives none."""
    names = tuple(_names(phone))
    weights = [_weight(names, place) for place in range(len(names))]
    total = sum(weights)
    return tuple((name, weight / total) for name, weight in zip(names, weights, strict=True))


def _names(phone: str) -> list[str]:
    text = "".join(c for c in unicodedata.normalize("NFC", phone) if c not in _MARKS)[:32]
    found: list[str] = []
    place = 0
    while place < len(text):
        size = next((n for n in range(_LONGEST, 1, -1) if text[place : place + n] in _known()), 1)
        found += _known().get(text[place : place + size], ())
        place += size
    return found


@cache
def _known() -> Mapping[str, tuple[str, ...]]:
    single = {phone: (name,) for name, phones in _data().classes.items() for phone in phones}
    return single | _data().compounds


def _weight(names: tuple[str, ...], place: int) -> float:
    beside = names[max(0, place - 1) : place] + names[place + 1 : place + 2]
    glides = names[place] in _GLIDES and vowels().intersection(beside)
    return _GLIDE if glides else 1.0
