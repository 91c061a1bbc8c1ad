"""The lists of an installation: those that ship, and the operator's own, which win by id."""

from __future__ import annotations

import os
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from qingzhi.errors import InputError, SettingsError
from qingzhi.safety.lists.entries import Exemption, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

GROUPS: Final = (
    "values", "discrimination", "commerce", "rights", "reliability", "conduct", "care", "bonds",
    "taboo",
)  # fmt: skip
"""The five groups of TC260-003 and four of our own; a rule's id begins with its group."""
_SHIPPED: Final = (*GROUPS[:-1], "exceptions")
LARGEST: Final = 4 << 20
"""Bytes of the largest list that is read."""
_FIELDS: Final = frozenset(("version", "group", "region", "source", "rule", "exception"))


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every rule and exception in force, and the newest version among their files."""

    version: str
    rules: tuple[Rule, ...]
    exemptions: tuple[Exemption, ...]

    @classmethod
    def read(cls, folder: Path | None = None) -> Self:
        """Read what ships, then `folder`. Raises SettingsError that names file and entry."""
        tables = [*_packaged(), *_own(folder)]
        rules: dict[str, Rule] = {}
        exemptions: dict[str, Exemption] = {}
        for name, table in tables:
            for entry in _entries(table, "rule", name):
                rule = Rule.read(entry, name)
                if rule.id.partition(".")[0] not in GROUPS:
                    raise SettingsError(
                        f"{name} {rule.id!r}: an id begins with one of {', '.join(GROUPS)}."
                    )
                rules[rule.id] = rule
            for entry in _entries(table, "exception", name):
                exemption = Exemption.read(entry, name)
                exemptions[exemption.id] = exemption
        version = max(str(table["version"]) for _, table in tables)
        return cls(version, tuple(rules.values()), tuple(exemptions.values()))


def stamp(folder: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Tell whether the operator's lists have changed: names, times and sizes.

    Raises SettingsError where the folder can't be read.
    """
    if folder is None:
        return ()
    try:
        with os.scandir(folder) as found:
            return tuple(sorted(filter(None, map(_stamp, found))))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise SettingsError(f"{folder} can't be read: {error.strerror}.") from None


def _stamp(entry: os.DirEntry[str]) -> tuple[str, int, int] | None:
    """Tell when a list changed; None for what is none, or is gone by now."""
    with suppress(FileNotFoundError):
        if entry.name.endswith(".toml") and entry.is_file():
            stat = entry.stat()
            return entry.name, stat.st_mtime_ns, stat.st_size
    return None


def install(source: Path, folder: Path) -> Shelf:
    """Check a list against all others, then put it into `folder`, whole or not at all.

    Raises InputError where it can't be read, SettingsError where an entry is wrong.
    """
    if source.suffix != ".toml":
        raise InputError(f"{source} is no list.", hint="Lists end in .toml.", param="--update")
    try:
        content = _read(source)
    except OSError as error:
        raise InputError(f"{source} can't be read: {error.strerror}.", param="--update") from None
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{source.stem}.draft"
    draft.write_bytes(content)
    try:
        _checked(source.name, _parsed(source.name, content))
        draft.replace(folder / source.name)
    finally:
        draft.unlink(missing_ok=True)
    return Shelf.read(folder)


def _checked(name: str, table: dict[str, Any]) -> None:
    for entry in _entries(table, "rule", name):
        Rule.read(entry, name)
    for entry in _entries(table, "exception", name):
        Exemption.read(entry, name)


def _packaged() -> Iterator[tuple[str, dict[str, Any]]]:
    package = files(__package__)
    for name in _SHIPPED:
        yield name, tomllib.loads((package / f"{name}.toml").read_text("utf-8"))
    for path in sorted((package / "regions").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".toml"):
            yield path.name, tomllib.loads(path.read_text("utf-8"))


def _own(folder: Path | None) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, _, _ in stamp(folder):
        path = Path(str(folder)) / name
        try:
            content = _read(path)
        except OSError as error:
            raise SettingsError(f"{path} can't be read: {error.strerror}.") from None
        yield name, _parsed(name, content)


def _read(path: Path) -> bytes:
    """Read a list, and of one that is too large no more than shows it."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _parsed(name: str, content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise SettingsError(f"{name} is larger than {LARGEST >> 20} MiB.")
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{name} is not TOML: {error}.") from None
    unknown = sorted(set(table) - _FIELDS)
    if unknown:
        raise SettingsError(f"{name}: {unknown[0]!r} is unknown; see the lists' README.")
    if "version" not in table:
        raise SettingsError(f"{name} has no version.", hint='Write version = "2026-11-22".')
    return table


def _entries(table: dict[str, Any], key: str, name: str) -> Iterable[Any]:
    entries = table.get(key, [])
    if not isinstance(entries, list):
        raise SettingsError(f"{name}: {key!r} must be written as [[{key}]].")
    return entries
