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


def table(lang: str, name: str) -> dict[str, str]:
    """Return a table of one language: what is written → what is said."""
    return dict(_CATALOGUE[lang][name])


def word(lang: str, name: str) -> str:
    """Return a single word of one language."""
    return str(_CATALOGUE[lang][name])


def months() -> tuple[str, ...]:
    """Return the names of the months in English."""
    return tuple(_CATALOGUE["en"]["month"]["names"])


def one_of(keys: Iterable[str]) -> str:
    """Make a pattern for any of `keys`, the longest first."""
    return "|".join(re.escape(key) for key in sorted(keys, key=len, reverse=True))
