"""Message catalogues: what the desk says around the facts, several variants each, taken in turn."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final, get_args

from qingzhi.errors import InputError
from qingzhi.interaction.knowledge.items import read_toml
from qingzhi.score import Lang

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping
    from pathlib import Path

LANGS: Final[tuple[Lang, ...]] = get_args(Lang)
_SLOT: Final = re.compile(r"{(\w+)}")


class Messages:
    """Messages of both languages under dotted keys. The same keys and slots in both."""

    def __init__(self, texts: Mapping[Lang, Mapping[str, tuple[str, ...]]]) -> None:
        self._texts = texts

    @classmethod
    def load(cls, pack: Path) -> Messages:
        """Read `messages.<lang>.toml`. Raises InputError naming the key that is wrong."""
        texts = {lang: _flat(read_toml(pack / f"messages.{lang}.toml")) for lang in LANGS}
        for lang in LANGS:
            for key, variants in texts[lang].items():
                _agree(key, variants, texts)
        return cls(texts)

    def __contains__(self, key: str) -> bool:
        return key in self._texts[LANGS[0]]

    def keys(self) -> frozenset[str]:
        return frozenset(self._texts[LANGS[0]])

    def say(
        self, key: str, lang: Lang, counts: MutableMapping[str, int], seed: int, **slots: object
    ) -> str:
        """Say the next variant of a message. `counts` remembers how often each was said."""
        variants = self._texts[lang][key]
        said = counts.get(key, 0)
        counts[key] = said + 1
        start = zlib.crc32(f"{seed}:{key}".encode())
        return variants[(start + said) % len(variants)].format(**slots)

    def variants(self, key: str, lang: Lang) -> tuple[str, ...]:
        """All wordings of a message."""
        return self._texts[lang][key]

    def label(self, key: str, lang: Lang) -> str:
        """Give a message that has one wording only, such as a heading."""
        return self._texts[lang][key][0]


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, tuple[str, ...]]:
    flat: dict[str, tuple[str, ...]] = {}
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            flat |= _flat(value, f"{key}.")
        elif isinstance(value, str) and value:
            flat[key] = (value,)
        elif isinstance(value, list) and value and all(isinstance(v, str) and v for v in value):
            flat[key] = tuple(value)
        else:
            raise InputError(f"Message {key!r} must be a text or a list of texts.", param=key)
    return flat


def _agree(
    key: str, variants: tuple[str, ...], texts: Mapping[Lang, Mapping[str, tuple[str, ...]]]
) -> None:
    """Every variant in every language fills the same slots."""
    for lang in LANGS:
        if key not in texts[lang]:
            raise InputError(f"Message {key!r} is missing in {lang!r}.", param=key)
    slots = {frozenset(_SLOT.findall(text)) for lang in LANGS for text in texts[lang][key]}
    if len(slots) > 1:
        raise InputError(f"The variants of message {key!r} fill different slots.", param=key)
    del variants
