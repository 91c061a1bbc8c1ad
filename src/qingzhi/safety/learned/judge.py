"""What the classifiers together hold against a text."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Self

from qingzhi.safety.learned.classifier import Classifier
from qingzhi.safety.verdict import LEVELS, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qingzhi.safety.verdict import Audience, Direction, Level

NEARLY: Final = -3.0
"""Log odds below the threshold at which a text still counts, after a turn that was cared for."""
YOUNG: Final = -1.5
"""The same for what is unsafe to a minor, when a minor asks."""
SURE: Final = 1.5
"""Log odds above the threshold at which a plea without a named danger is more than low."""
_DECLINES: Final = re.compile(
    r"我(们)?(不能|没法|不会|不帮|不写|不评判)|(?<!您)不能(说|帮|提供|给|替|告诉|编|念|做)|不适合你|靠不住"
    r"|\bi (can.?t|cannot|don.?t|won.?t|never)\b|isn.?t (right|reliable)"
    r"|\bi can (tell|explain|look|help)"
)
"""How the figure itself says that it won't; it names what it declines."""
MILD: Final = frozenset({"discourtesy", "taboo", "misinformation", "discrimination"})
"""Categories of misuse that are of medium level; all others are high when one is sure."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Four classifiers: `crisis` and `plea` for people in need, `misuse`, `offence`."""

    crisis: Classifier
    plea: Classifier
    misuse: Classifier
    offence: Classifier

    @classmethod
    def load(cls) -> Self:
        """Read the packaged weights."""
        return cls(*(Classifier.load(task) for task in ("crisis", "plea", "misuse", "offence")))

    def findings(
        self, plain: str, direction: Direction, audience: Audience, *, worried: bool = False
    ) -> Iterator[Finding]:
        """Yield what speaks against a folded text. `worried`: its writer was just cared for."""
        if direction == "in":
            yield from self._need(plain, NEARLY if worried else 0.0)
        if direction == "in" or not _DECLINES.search(plain):
            yield from self._misuse(plain, audience)
        if direction == "in":
            yield from self._offence(plain)

    def is_follow_up(self, plain: str) -> bool:
        """Whether a text asks for nothing that a desk does: it lives from what went before."""
        return "service" not in self.misuse.concepts.found(plain)

    def _need(self, plain: str, limit: float) -> Iterator[Finding]:
        crisis = self.crisis.concepts.found(plain)
        plea = self.plea.concepts.found(plain)
        feared, pleaded = self.crisis.score(plain, crisis), self.plea.score(plain, plea)
        if max(feared, pleaded) <= limit:
            return
        kind, level = _triage(self, crisis, plea, max(feared, pleaded), feared=feared > limit)
        if kind == "threat" and {"mean", "groups"} <= self.misuse.concepts.found(plain):
            return  # contempt for a group of people is no cry for help
        yield Finding("learned.crisis" if feared > limit else "learned.plea", kind, "care", level)

    def _misuse(self, plain: str, audience: Audience) -> Iterator[Finding]:
        found = self.misuse.concepts.found(plain)
        score = self.misuse.score(plain, found)
        if score <= 0 and not (audience == "minor" and "minor_risk" in found and score > YOUNG):
            return
        about = (*self.misuse.concepts.about(found), "other")
        for category in about[:2]:
            grave = score > SURE and category not in MILD
            yield Finding("learned.misuse", category, "refuse", "high" if grave else "medium")
            if category == "other":
                return

    def _offence(self, plain: str) -> Iterator[Finding]:
        found = self.offence.concepts.found(plain)
        if self.offence.score(plain, found) > 0:
            yield Finding("learned.offence", "offensive", "caution", "low")
            if found & {"race", "region", "sex"}:
                yield Finding("learned.offence", "discrimination", "caution", "low")


def _triage(
    judge: Judge, crisis: frozenset[str], plea: frozenset[str], score: float, *, feared: bool
) -> tuple[str, Level]:
    """Tell the kind and the level of a need by what was said, not by how sure we are."""
    table = _levels()
    kinds = judge.plea.concepts.about(plea)
    if feared:
        kinds = (*judge.crisis.concepts.about(crisis), *kinds)
    said = crisis | plea if feared else plea
    for level in reversed(LEVELS[1:]):
        if said & table.get(level, frozenset()):
            return (*kinds, "distress")[0], level
    kind = (*kinds, "distress")[0]
    return kind, "medium" if score > SURE and kind != "distress" else "low"


@cache
def _levels() -> Mapping[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for task in ("crisis", "plea"):
        text = (files(__package__) / f"{task}.toml").read_text("utf-8")
        for level, names in tomllib.loads(text)["levels"].items():
            table[level] = table.get(level, frozenset()) | set(names)
    return table
