"""Generated neighbours of real items: the crowd that a search must find its way through.

They are made of parts as municipal catalogues are (place, department, scope, kind of service),
some as local editions of the real items. They carry no facts and are used by benches only.
"""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.interaction.knowledge.items import Item, Reference, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EDITIONS: Final = 0.3
"""The share that are local editions of real items."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zh: str
    en: str


class Parts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What titles are put together from; `frames` use {place}, {scope} and {kind}."""

    cities: tuple[Part, ...]
    districts: tuple[Part, ...]
    scopes: tuple[Part, ...]
    kinds: tuple[Part, ...]
    frame: Part
    edition: Part
    summary: Part


@cache
def parts() -> Parts:
    """Read the parts that come with the package."""
    text = Path(__file__).with_name("neighbours.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Parts)


def neighbours(items: Sequence[Item], count: int, seed: int) -> Iterator[Item]:
    """Yield `count` items of places, the same ones for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for number in range(count):
        edition = rng.random() < EDITIONS
        yield _edition(rng.choice(items), number, rng) if edition else _made(number, rng)


def _place(rng: random.Random) -> Part:
    city, district = rng.choice(parts().cities), rng.choice(parts().districts)
    return Part(city.zh + district.zh, f"{district.en}, {city.en}")


def _edition(item: Item, number: int, rng: random.Random) -> Item:
    place = _place(rng)
    title = _fill(parts().edition, place=place, title=Part(item.title.zh, item.title.en))
    return _item(number, item.theme, title, place)


def _made(number: int, rng: random.Random) -> Item:
    place, scope, kind = _place(rng), rng.choice(parts().scopes), rng.choice(parts().kinds)
    title = _fill(parts().frame, place=place, scope=scope, kind=kind)
    return _item(number, "local", title, place)


def _item(number: int, theme: str, title: Words, place: Part) -> Item:
    named = Part(title.zh, title.en)
    return Item(
        id=f"local-{number}",
        theme=theme,
        audience="both",
        title=title,
        summary=_fill(parts().summary, place=place, title=named),
        sources=(Reference(title.zh),),
        demo=True,
        region=place.zh,
    )


def _fill(frame: Part, **words: Part) -> Words:
    return Words(
        zh=frame.zh.format(**{name: part.zh for name, part in words.items()}),
        en=frame.en.format(**{name: part.en for name, part in words.items()}),
    )
