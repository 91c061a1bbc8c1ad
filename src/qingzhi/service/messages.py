"""The service's own words to visitors, in Chinese and English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.score import Lang


@cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("qingzhi.service") / "messages.toml").read_text("utf-8"))


def spoken(name: str, lang: Lang) -> str:
    """Return the message `name` in the visitor's language."""
    return _catalogue()[name][lang]
