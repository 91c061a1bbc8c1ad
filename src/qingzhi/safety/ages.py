"""How old a speaker says they are: 我七十八了, 我上初二, I'm twelve. The table is `ages.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from qingzhi.safety.signals import plainly

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.safety.verdict import Audience

OF_AGE: Final = 18
"""Civil Code of the People's Republic of China, article 17."""
OLD_FROM: Final = 60
"""Law on the Protection of the Rights and Interests of the Elderly, article 2."""
YOUNGEST: Final = 4
"""Nobody younger speaks to a desk: such a number is no age."""
OLDEST: Final = 120
_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_BETWEEN: Final = re.compile(r"[ -]")


@dataclass(frozen=True, slots=True)
class Ages:
    """The table, compiled."""

    age: tuple[re.Pattern[str], ...]
    minor: re.Pattern[str]
    grown: re.Pattern[str]
    past: re.Pattern[str]
    words: Mapping[str, int]


_AROUND: Final = re.compile(r"我|今年|已经|都|是|了|岁|[\W_]|\b(i|am|m|years? old)\b")
"""What may stand around an age without telling more."""


def said_of_oneself(text: str) -> Audience | None:
    """Read who the speaker says they are, from an age, a school year or a plain word."""
    return said_in(plainly(text))


def said_in(plain: str) -> Audience | None:
    """Read the same of a folded text."""
    table = _ages()
    if table.past.search(plain):
        return None
    age = age_of(plain)
    if age is not None:
        return "minor" if age < OF_AGE else "elder" if age >= OLD_FROM else "adult"
    if table.minor.search(plain):
        return "minor"
    return "adult" if table.grown.search(plain) else None


def says_only_that(plain: str) -> bool:
    """Whether a folded text tells an age or a school year and nothing else."""
    table = _ages()
    found = (pattern.search(plain) for pattern in (*table.age, table.minor))
    return any(match and not _AROUND.sub("", plain.replace(match[0], "", 1)) for match in found)


def age_of(plain: str) -> int | None:
    """Read the age that a folded text gives for its speaker; None where it gives none."""
    for pattern in _ages().age:
        match = pattern.search(plain)
        number = _number(match[match.lastindex or 0]) if match else None
        if match and number is not None and YOUNGEST <= number <= OLDEST:
            return number - 1 if match.groupdict().get("near") else number
    return None


def _number(text: str) -> int | None:
    if text.isascii() and text.isdigit():
        return int(text)
    if text[:1].isascii():
        parts = [_ages().words.get(part) for part in _BETWEEN.split(text)]
        return None if None in parts else sum(part or 0 for part in parts)
    return _hanzi(text)


def _hanzi(text: str) -> int | None:
    """Read a number up to 199: 七十八, 一百零一; digits in a row are none."""
    hundreds, _, rest = text.rpartition("百")
    value = 100 * _DIGITS.get(hundreds, 1) if "百" in text else 0
    rest = rest.lstrip("零〇")
    if "十" in rest:
        tens, _, ones = rest.partition("十")
        return value + 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
    return value + _DIGITS.get(rest, 0) if len(rest) < 2 else None


@cache
def _ages() -> Ages:
    table: dict[str, Any] = tomllib.loads((files(__package__) / "ages.toml").read_text("utf-8"))

    def filled(pattern: str) -> str:
        return pattern.replace("{number}", table["number"]).replace("{near}", table["near"])

    return Ages(
        age=tuple(re.compile(filled(pattern)) for pattern in table["age"]),
        minor=re.compile("|".join(table["minor"])),
        grown=re.compile("|".join(table["grown"])),
        past=re.compile("|".join(table["past"])),
        words=table["words"],
    )
