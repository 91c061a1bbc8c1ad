"""The figure's own words beside answers, each with the verdict that says why they are said.

All words lie in `manners.<language>.toml`; a sentence is one breath.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from qingzhi.safety import signals
from qingzhi.safety.disclosure import LANGS
from qingzhi.safety.verdict import Verdict
from qingzhi.score import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.safety.verdict import Action, Audience

HOME: Final[Mapping[str, str]] = {
    "hotline": "12345",
    "crisis": "12356",
    "youth": "12355",
    "fraud": "96110",
    "legal": "12348",
}
"""Lines of mainland China, for whoever names no region; their source is `resources/CN.toml`."""
_SLOT: Final = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Said:
    """Words of our own, what they do, and why: `verdict` can be asked for."""

    words: tuple[str, ...]
    act: Act
    verdict: Verdict


def words(key: str, lang: str, slots: Mapping[str, object] = HOME) -> tuple[str, ...]:
    """Give the sentences of a dotted key that `slots` can fill; the others are left out."""
    found: Any = _catalogue(lang)
    for part in key.split("."):
        found = found[part]
    texts = [found] if isinstance(found, str) else found
    return tuple(text.format(**slots) for text in texts if slots.keys() >= set(_SLOT.findall(text)))


def explained(
    rule: str,
    lang: str,
    *,
    action: Action,
    category: str,
    reason: str,
    way_on: str = "none",
    slots: Mapping[str, object] = HOME,
) -> Verdict:
    """Make the verdict of a rule of manners: `reason` and `way_on` are keys of the catalogue."""
    table = _catalogue(lang)
    return Verdict(
        action=action,
        text="",
        categories=(category,),
        level="low" if action == "caution" else "medium",
        reason=table["reason"][reason],
        way_on="".join(words(f"way_on.{way_on}", lang, slots)),
        rule=f"manners.{rule}",
        version=signals.version(),
    )


def disclosed(
    rule: str,
    said: tuple[str, ...],
    lang: str,
    *,
    category: str = "identity",
    reason: str = "identity",
) -> Said:
    """Say what the figure is, in words of the screen's own catalogue."""
    verdict = explained(rule, lang, action="caution", category=category, reason=reason)
    return Said(said, Act.DISCLOSE, verdict)


def farewell(
    lang: str, audience: Audience, slots: Mapping[str, object] = HOME, *, worried: bool
) -> tuple[str, ...]:
    """Say good-bye in one short sentence that asks nothing and holds nobody back."""
    kind = words("farewell.worried", lang, slots) if worried else ()
    return kind or words(f"farewell.{audience}", lang, slots)


@cache
def _catalogue(lang: str) -> dict[str, Any]:
    name = lang if lang in LANGS else LANGS[0]
    return tomllib.loads((files(__package__) / f"manners.{name}.toml").read_text("utf-8"))
