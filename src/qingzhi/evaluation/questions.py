"""Questions for a load: made from a knowledge pack's items, all of them different.

What visitors ask (`asks`), and what they want to know of a thing by any of its names, each
carried by a phrase of `questions.toml`.
"""

from __future__ import annotations

import random
import tomllib
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from qingzhi.errors import InputError
from qingzhi.interaction.knowledge import load_items

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qingzhi.interaction.knowledge import Item


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`wants` by facet, with {name}; `carriers` by language, with {question}."""

    wants: dict[str, tuple[str, ...]]
    carriers: dict[str, tuple[str, ...]]


def phrases() -> Phrases:
    """Read the phrases that come with the package."""
    text = Path(__file__).with_name("questions.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Phrases)


def questions(pack: Path, count: int, *, seed: int = 0) -> list[str]:
    """Make `count` questions in Chinese, no two alike; the same ones for the same seed.

    Raises InputError where the pack yields fewer.
    """
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    words = phrases()
    bare = list(dict.fromkeys(q for item in load_items(pack) for q in _about(item, words)))
    rng.shuffle(bare)
    carriers = list(words.carriers["zh"])
    rng.shuffle(carriers)
    found = list(islice(dict.fromkeys(_carried(bare, carriers)), count))
    if len(found) < count:
        raise InputError(f"The pack yields {len(found)} questions, not {count}.", param="count")
    return found


def _about(item: Item, words: Phrases) -> Iterator[str]:
    yield from item.asks.zh
    for name in (item.title.zh, *item.aliases.zh):
        for facet in item.told("zh"):
            yield from (want.format(name=name) for want in words.wants[facet])


def _carried(bare: Sequence[str], carriers: Sequence[str]) -> Iterator[str]:
    """Pair every question with every carrier, neighbours with different ones."""
    for turn in range(len(carriers)):
        for place, question in enumerate(bare):
            carrier = carriers[(place + turn) % len(carriers)]
            yield carrier.format(question=question.rstrip("？?。"))
