"""A knowledge pack: one TOML file a service item, in both languages, read strictly.

<pack>/items/*.toml     what can be asked about
<pack>/thesaurus.toml   which words mean the same (text.py)
<pack>/desk.toml        who answers what the desk does not know
<pack>/messages.*.toml  how the desk speaks (dialogue/messages.py)
<pack>/names.toml       what services are called in speech (dialogue/names.py)
<pack>/glossary.toml    words explained (dialogue/glossary.py)
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - msgspec reads the annotations at run time
import hashlib
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

import msgspec

from qingzhi.errors import InputError
from qingzhi.score import Lang, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

Facet = Literal[
    "summary",
    "who",
    "materials",
    "steps",
    "where",
    "fee",
    "time_limit",
    "online",
    "validity",
    "notice",
    "legal_basis",
]
FACETS: Final[tuple[Facet, ...]] = get_args(Facet)
ID_PATTERN: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
COLLOQUIAL: Final = Path(__file__).with_name("colloquial.toml")
"""How people ask, whatever they ask about: read before every pack's own thesaurus."""
MAX_FILE_BYTES: Final = 64 * 1024
"""An item is one page of facts; a larger file is a mistake."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One statement in both languages."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not (self.zh.strip() and self.en.strip()):
            raise ValueError("both zh and en must say something")

    def of(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


class WordLists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Several wordings in both languages."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public page or text that a fact was taken from."""

    title: str
    url: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One public service as a visitor needs it. `demo`: to be checked by the deployer.

    `region` is empty for what holds nationwide, else the name of the place it holds for.
    """

    id: str
    theme: str
    audience: str
    title: Words
    aliases: WordLists = WordLists()
    asks: WordLists = WordLists()
    summary: Words
    who: Words | None = None
    materials: tuple[Words, ...] = ()
    where: Words | None = None
    steps: tuple[Words, ...] = ()
    fee: Words | None = None
    time_limit: Words | None = None
    online: Words | None = None
    validity: Words | None = None
    notice: Words | None = None
    legal_basis: tuple[Words, ...] = ()
    sources: tuple[Reference, ...] = ()
    related: tuple[str, ...] = ()
    demo: bool = False
    reviewed: dt.date | None = None
    region: str = ""

    def facet(self, kind: Facet, lang: Lang) -> tuple[str, ...]:
        """Give the lines of one facet; empty where the item does not tell it."""
        value: Words | tuple[Words, ...] | None = getattr(self, kind)
        if value is None:
            return ()
        lines = (value,) if isinstance(value, Words) else value
        return tuple(line.of(lang) for line in lines)

    def told(self, lang: Lang) -> tuple[Facet, ...]:
        """Give the facets that this item can tell."""
        return tuple(kind for kind in FACETS if self.facet(kind, lang))

    def source(self, lang: Lang) -> Source:
        """Give what a clause about this item cites."""
        url = next((ref.url for ref in self.sources if ref.url), "")
        return Source(self.id, self.title.of(lang), url)


def read_item(text: str, name: str) -> Item:
    """Read one item. Raises InputError naming `name` and the key that is wrong."""
    try:
        data = tomllib.loads(text)
        item = msgspec.convert(data, Item)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, RecursionError) as error:
        raise InputError(
            f"{name}: {error}", hint="Take a shipped item as the pattern.", param=name
        ) from error
    if not ID_PATTERN.fullmatch(item.id):
        raise InputError(
            f"{name}: id {item.id!r} must be small letters, digits and hyphens.", param="id"
        )
    return item


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file of a pack. Raises InputError naming the file."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(f"{path.name} is larger than {MAX_FILE_BYTES} bytes.")
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{path.name}: {error}", param=path.name) from error


def item_files(pack: Path) -> list[Path]:
    """Give the item files of a pack, in a stable order. Raises InputError where there are none."""
    files = sorted((pack / "items").glob("*.toml"))
    if not files:
        raise InputError(f"{pack.name} holds no items.", hint="Put TOML files into items/.")
    return files


def load_items(pack: Path) -> list[Item]:
    """All items of a pack. Raises InputError naming file and key of the first that is wrong."""
    items: dict[str, Item] = {}
    for path in item_files(pack):
        item = _read_file(path)
        if item.id in items:
            raise InputError(f"{path.name}: id {item.id!r} is used twice.", param="id")
        items[item.id] = item
    for item in items.values():
        for other in item.related:
            if other not in items:
                raise InputError(f"{item.id}: related {other!r} is no item.", param="related")
    return list(items.values())


def digest(pack: Path) -> str:
    """Give the SHA-256 of everything that the index of a pack is made from."""
    sha = hashlib.sha256()
    for path in _digested(pack):
        sha.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


def _digested(pack: Path) -> Iterator[Path]:
    yield COLLOQUIAL
    thesaurus = pack / "thesaurus.toml"
    if thesaurus.exists():
        yield thesaurus
    yield from item_files(pack)


def _read_file(path: Path) -> Item:
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_FILE_BYTES:
            raise InputError(f"{path.name} is larger than {MAX_FILE_BYTES} bytes.")
        return read_item(raw.decode("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}: {error}", param=path.name) from error
