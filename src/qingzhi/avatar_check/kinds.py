"""What a part is, by its names: skin, cloth, hair, eyes. Files say it in no other way."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

OTHER: Final = "other"
WORN: Final = frozenset({"cloth", "shoes"})
CARDS: Final = frozenset({"hair", "lash", "eye", "glasses", "trimming"})
"""Kinds whose sheets have open edges by design."""
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BREAK: Final = re.compile(r"[^a-z\u4e00-\u9fff\u3040-\u30ff]+")
_SHORT: Final = 4
"""Words up to this length must stand alone or at a word's beginning: `top` isn't in `laptop`."""


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    text = (resources.files(__package__) / "kinds.toml").read_text("utf-8")
    return {kind: tuple(words) for kind, words in tomllib.loads(text).items()}


def kind_of(*names: str) -> str:
    """Tell the kind by the first of `names` that says it."""
    for name in names:
        lowered = _CAMEL.sub(" ", name).lower()
        parts = [part for part in _BREAK.split(lowered) if part]
        for kind, words in _words().items():
            if any(_says(word, parts) for word in words):
                return kind
    return OTHER


def _says(word: str, parts: list[str]) -> bool:
    if not word.isascii():
        return any(word in part for part in parts)
    if len(word) <= _SHORT:
        return any(part.startswith(word) for part in parts)
    return any(word in part for part in parts)
