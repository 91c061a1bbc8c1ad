"""What a mouth does for a phone: IPA strings to targets in ARKit coefficients.

A phone may be one sound ("pʰ"), a diphthong ("ai") or a whole Mandarin final ("iɑŋ"): it is cut
into sounds, longest first, and each gets its share of the phone's time.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import numpy as np

from qingzhi.motion.tables import table
from qingzhi.score import ARKIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_GLIDE_SHARE: Final = 0.45
"""Of a full vowel's time, what a close vowel keeps beside another vowel."""
_NEUTRAL: Final = "mid"
_DROPPED: Final = frozenset("ˈˌːˑ.|‿͡˥˦˧˨˩ʰʱˠˤ̚0123456789'`^-_ ↗↘")
_LONGEST: Final = 3


class Strength(msgspec.Struct, frozen=True):
    """How hard a sound insists, by articulator (see `data/visemes.toml`)."""

    jaw: float = 0.5
    round: float = 0.3
    lips: float = 0.5


class Viseme(msgspec.Struct, frozen=True):
    """One way to hold the mouth."""

    strength: Strength
    attack: float
    release: float
    face: dict[str, float] = {}
    share: float = 1.0
    hold: bool = False
    free: tuple[str, ...] = ()
    vowel: bool = False


class _Data(msgspec.Struct, frozen=True):
    viseme: dict[str, Viseme]
    phones: dict[str, tuple[str, ...]]
    letters: dict[str, str]


class Sound(NamedTuple):
    """A viseme's name and its share (0..1) of the phone's time."""

    viseme: str
    share: float


@cache
def _data() -> _Data:
    return table("visemes", _Data)


def visemes() -> Mapping[str, Viseme]:
    return _data().viseme


def columns(name: str) -> tuple[int, ...]:
    """Columns of ARKIT for a coefficient, both sides where it has them."""
    if name in ARKIT:
        return (ARKIT.index(name),)
    return (ARKIT.index(f"{name}Left"), ARKIT.index(f"{name}Right"))


@cache
def target(viseme: str) -> NDArray[np.float64]:
    """Return the viseme as a face [52]."""
    face = np.zeros(len(ARKIT))
    for name, value in visemes()[viseme].face.items():
        face[list(columns(name))] = value
    face.flags.writeable = False
    return face


@lru_cache(maxsize=4096)
def sounds(phone: str) -> tuple[Sound, ...]:
    """Cut a phone into sounds whose shares sum to 1; silence gives none."""
    if not phone.strip():
        return ()
    names = _cut(_plain(phone)) or (_NEUTRAL,)
    weights = [_weight(names, i) for i in range(len(names))]
    total = sum(weights)
    return tuple(Sound(name, weight / total) for name, weight in zip(names, weights, strict=True))


def is_vowel(phone: str) -> bool:
    """Whether the phone has a vowel in it: only such phones carry a syllable."""
    return any(visemes()[sound.viseme].vowel for sound in sounds(phone))


@cache
def _inventory() -> Mapping[str, str]:
    groups = _data().phones
    return {phone: viseme for viseme, phones in groups.items() for phone in phones}


def _plain(phone: str) -> str:
    """Drop stress, tone, length, aspiration and what no letter of the inventory carries."""
    text = "".join(c for c in unicodedata.normalize("NFC", phone) if c not in _DROPPED)
    return text[:64]


def _cut(text: str) -> tuple[str, ...]:
    found: list[str] = []
    place = 0
    while place < len(text):
        size, viseme = _longest(text, place)
        if viseme:
            found.append(viseme)
        place += size
    return tuple(found)


def _longest(text: str, place: int) -> tuple[int, str]:
    known = _inventory()
    for size in range(_LONGEST, 0, -1):
        viseme = known.get(text[place : place + size])
        if viseme is not None and place + size <= len(text):
            return size, viseme
    return 1, _by_letter(text[place])


def _by_letter(letter: str) -> str:
    """Guess from the bare Latin letter; marks and signs say nothing."""
    known = _inventory()
    base = unicodedata.normalize("NFD", letter)[0].lower()
    base = _data().letters.get(base, base)
    if base in known:
        return known[base]
    return _NEUTRAL if base.isalpha() else ""


def _weight(names: tuple[str, ...], index: int) -> float:
    """Close vowels are glides where another vowel stands beside them."""
    kind = visemes()[names[index]]
    neighbours = names[max(0, index - 1) : index] + names[index + 1 : index + 2]
    glide = names[index].startswith("close_") or names[index] == "front_round"
    if kind.vowel and glide and any(visemes()[n].vowel for n in neighbours):
        return _GLIDE_SHARE if index == 0 else 0.8
    return kind.share
