"""The figure's own words beside answers, each with the verdict that says why they are said.

All words lie in `manners.<language>.toml`; a sentence is one breath.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from qingzhi.safety import signals
from qingzhi.safety.disclosure import LANGS
from qingzhi.safety.verdict import Verdict
from qingzhi.score import Act

if TYPE_CHECKING:
    from qingzhi.safety.verdict import Action, Audience


@dataclass(frozen=True, slots=True)
class Said:
    """Words of our own, what they do, and why: `verdict` can be asked for."""

    words: tuple[str, ...]
    act: Act
    verdict: Verdict


def words(key: str, lang: str, **slots: object) -> tuple[str, ...]:
    """Give the sentences of a dotted key, with their slots filled."""
    found: Any = _catalogue(lang)
    for part in key.split("."):
        found = found[part]
    texts = [found] if isinstance(found, str) else found
    return tuple(text.format(**slots) for text in texts)


def explained(
    rule: str, lang: str, *, action: Action, category: str, reason: str, way_on: str = "none"
) -> Verdict:
    """Make the verdict of a rule of manners: `reason` and `way_on` are keys of the catalogue."""
    table = _catalogue(lang)
    return Verdict(
        action=action,
        text="",
        categories=(category,),
        level="low" if action == "caution" else "medium",
        reason=table["reason"][reason],
        way_on=table["way_on"][way_on],
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


def farewell(lang: str, audience: Audience, *, worried: bool) -> tuple[str, ...]:
    """Say good-bye in one short sentence that asks nothing and holds nobody back."""
    return words("farewell.worried" if worried else f"farewell.{audience}", lang)


@cache
def _catalogue(lang: str) -> dict[str, Any]:
    name = lang if lang in LANGS else LANGS[0]
    return tomllib.loads((files(__package__) / f"manners.{name}.toml").read_text("utf-8"))
