"""What services are called in speech: titles are for reading, names are for saying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.errors import InputError
from qingzhi.interaction.knowledge.items import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from qingzhi.interaction.knowledge.items import Item
    from qingzhi.score import Lang

FILE: Final = "names.toml"


class Name(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A service's name in both languages, and its short form beside others of its topic."""

    zh: tuple[str, ...]
    en: tuple[str, ...]
    topic: str = ""

    def __post_init__(self) -> None:
        if {len(self.zh), len(self.en)} != {2 if self.topic else 1}:
            raise ValueError("a name, and with a topic also a short form, in both languages")

    def of(self, lang: Lang) -> tuple[str, ...]:
        return self.zh if lang == "zh" else self.en


class Names:
    """The spoken names of a pack; an item without one goes by its title."""

    def __init__(self, names: Mapping[str, Name]) -> None:
        self._names = names

    @classmethod
    def load(cls, pack: Path) -> Names:
        """Read `names.toml`, which a pack may lack. Raises InputError naming the key at fault."""
        path = pack / FILE
        if not path.exists():
            return cls({})
        try:
            return cls(msgspec.convert(read_toml(path), dict[str, Name]))
        except msgspec.ValidationError as error:
            raise InputError(f"{FILE}: {error}", param=FILE) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def of(self, item: Item, lang: Lang) -> str:
        """Give the name to say."""
        name = self._names.get(item.id)
        return name.of(lang)[0] if name else item.title.of(lang)

    def ordered(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """Put items of one topic into the order in which one would name them."""
        if not self._one_topic(items):
            return tuple(items)
        order = {item_id: number for number, item_id in enumerate(self._names)}
        return tuple(sorted(items, key=lambda item: order[item.id]))

    def listed(self, items: Sequence[Item], lang: Lang) -> list[str]:
        """Name several: where all are of one topic, it is said once, with the first."""
        if not self._one_topic(items):
            return [self.of(item, lang) for item in items]
        names = [self._names[item.id].of(lang) for item in items]
        return [forms[min(number, 1)] for number, forms in enumerate(names)]

    def _one_topic(self, items: Sequence[Item]) -> bool:
        known = [self._names.get(item.id) for item in items]
        topics = {name.topic if name else "" for name in known}
        return len(topics) == 1 and "" not in topics
