"""The catalogue of how signs, units and currencies are said."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_CATALOGUE: Final[dict[str, Any]] = tomllib.loads(
    (resources.files("qingzhi.speech.text") / "spoken.toml").read_text("utf-8")
)

_CONTEXT: Final[dict[str, list[str]]] = tomllib.loads(
    (resources.files("qingzhi.speech.text") / "context.toml").read_text("utf-8")
)


def context(name: str) -> str:
    """Make a pattern for any of the words that tell how a number beside them is read."""
    return f"(?:{'|'.join(_CONTEXT[name])})"


def table(lang: str, name: str) -> dict[str, str]:
    """Return a table of one language: what is written → what is said."""
    return dict(_CATALOGUE[lang][name])


def word(lang: str, name: str) -> str:
    """Return a single word of one language."""
    return str(_CATALOGUE[lang][name])


def strings(lang: str) -> dict[str, str]:
    """Return all single words of one language by their names."""
    return {name: text for name, text in _CATALOGUE[lang].items() if isinstance(text, str)}


def surnames() -> dict[str, str]:
    """Return surnames that are read otherwise than the same character elsewhere."""
    return table("zh", "surname")


def words(name: str) -> frozenset[str]:
    """Return a list of Latin words in small letters."""
    return frozenset(_CATALOGUE["latin"][name])


def one_of(keys: Iterable[str]) -> str:
    """Make a pattern for any of `keys`, the longest first."""
    return "|".join(re.escape(key) for key in sorted(keys, key=len, reverse=True))
