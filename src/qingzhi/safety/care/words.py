"""The catalogue of care, its numbers filled in for a region.

`words.<language>.toml` and `told.<language>.toml` are read as one.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from qingzhi.safety.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qingzhi.safety.verdict import Audience, Level

LANGS: Final = ("zh", "en")
NAMED: Final[Mapping[str, str]] = {"fraud_victim": "fraud"}
"""Kinds of need by the category of a verdict, where that has another name."""
_SLOT: Final = re.compile(r"{(\w+)}")
OFFERS: Final = ("queue", "callback")


class Spoken(NamedTuple):
    """Sentences to say, and the question that they leave open."""

    sentences: tuple[str, ...]
    asked: str = ""


class Catalogue:
    """Words in one language, for one audience and region."""

    def __init__(self, lang: str, audience: Audience, slots: Mapping[str, object]) -> None:
        self._table = _read(lang)
        self._familiar = lang != "en" and audience == "minor"
        self._audience = audience
        self._slots = _young(slots) if audience == "minor" else slots

    def knows(self, key: str) -> bool:
        return self._variants(key) is not None

    def count(self, key: str) -> int:
        """How many ways there are to say an entry."""
        return len(self._variants(key) or ())

    def say(self, key: str, number: int = 0) -> Spoken:
        """Give way `number` of an entry, counting on from the first after the last."""
        variants = self._variants(key)
        if not variants:
            return Spoken(())
        said = variants[number % len(variants)]
        asked = next((sentence[1:] for sentence in said if sentence.startswith("?")), "")
        return Spoken(self._filled(s for s in said if not s.startswith("?")), asked)

    def besides(self, kind: str) -> tuple[str, ...]:
        """Give what is said besides to a minor or an elder."""
        table = self._table["audience"].get(self._audience, {})
        return self._filled(table.get(kind, ()))

    def offer(self, way: str) -> tuple[str, ...]:
        """Say how a person of this desk is to be had."""
        return self._filled(self._table["offer"].get(way, ()))

    def _variants(self, key: str) -> list[list[str]] | None:
        found: Any = self._table
        for part in key.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        return found if isinstance(found, list) else None

    def _filled(self, sentences: Iterable[str]) -> tuple[str, ...]:
        """Fill in numbers; a sentence whose number the region doesn't have is left out."""
        known = (s for s in sentences if all(slot in self._slots for slot in _SLOT.findall(s)))
        filled = (sentence.format(**self._slots) for sentence in known)
        return tuple(s.replace("您", "你") if self._familiar else s for s in filled)


def catalogue(lang: str) -> Mapping[str, Any]:
    """Give every entry of a language."""
    return _read(lang)


def opening(
    kind: str,
    level: Level = "medium",
    lang: str = "zh",
    *,
    audience: Audience = "adult",
    region: str = "CN",
    slots: Mapping[str, object] | None = None,
) -> tuple[str, ...]:
    """Give what is said first to somebody in need, by kind and level of the need.

    `slots` are the numbers to name; those of the packaged `region` without.
    """
    slots = slots or Resources.load().of(region).slots(lang)
    words = Catalogue(lang, audience, slots)
    kind = NAMED.get(kind, kind)
    known = kind if words.knows(f"open.{kind}.medium") else "other"
    said = words.say(f"open.{known}.{'medium' if level == 'none' else level}").sentences
    return (*said, *(words.besides(known) if level != "low" else ()))


def _young(slots: Mapping[str, object]) -> dict[str, object]:
    """Send a minor to the line for the young where there is one."""
    known = {role: call for role, call in slots.items() if role != "women"}
    return known | ({"crisis": known["youth"]} if "youth" in known else {})


@cache
def _read(lang: str) -> dict[str, Any]:
    name = lang if lang in LANGS else LANGS[0]
    whole: dict[str, Any] = {}
    for part in ("words", "told"):
        table = tomllib.loads((files(__package__) / f"{part}.{name}.toml").read_text("utf-8"))
        _add(whole, table)
    return whole


def _add(whole: dict[str, Any], table: Mapping[str, Any]) -> None:
    """Put the entries of one table among those of another."""
    for name, entry in table.items():
        if isinstance(entry, dict):
            _add(whole.setdefault(name, {}), entry)
        else:
            whole[name] = entry
