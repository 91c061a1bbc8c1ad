"""What the trained readers hold against a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from qingzhi.safety.learned.scales import Scales
from qingzhi.safety.verdict import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.safety.learned.scales import Reading
    from qingzhi.safety.verdict import Audience, Direction, Level

CATEGORIES: Final = (
    "public_order", "violence", "hatred", "sexual", "rumour", "drugs", "gambling", "forgery",
    "fraud", "unlawful", "politics", "discrimination", "taboo", "commerce", "copyright",
    "impersonation", "defamation", "privacy", "misinformation", "injection", "minor_safety",
)  # fmt: skip
"""What misuse is about, in the order of the reader's head."""
KINDS: Final = (
    "self_harm", "abuse", "medical_emergency", "distress", "threat", "fraud_victim",
)  # fmt: skip
"""What a need is about, in the order of the reader's head."""
NEEDS: Final[tuple[Level, ...]] = ("low", "medium", "high")
SURE: Final = 1.5
"""Log odds above the threshold from which one is sure."""
_DECLINES: Final = re.compile(
    r"我(们)?(不能|没法|不会|不帮|不写|不评判)|(?<!您)不能(说|帮|提供|给|替|告诉|编|念|做)|不适合你|靠不住"
    r"|\bi (can.?t|cannot|don.?t|won.?t|never)\b|isn.?t (right|reliable)"
    r"|\bi can (tell|explain|look|help)"
    r"|工作人员|请(拨打|告诉|联系)|\bplease (tell|call|move)|your own safety"
)
"""How the figure itself says that it won't, naming what it declines, or sends people to help."""
_AFFAIR: Final = re.compile(
    r"办理|申请|什么材料|材料清单|证明|登记|补贴|报销|窗口|手续|条件|流程|查询|缴费|许可|备案"
    r"|社保|医保|公积金|户口|政策|派出所|法院|律师|补办|预约|换证|过户|投诉|举报|报案|报警|起诉|仲裁"
    r"|维权|复议|\b(apply|renew|register|licen[cs]e|permit|certificate|documents?|report|office|visa)\b"
)
LETTER: Final = 120
"""Characters from which a text is read as a letter."""
MOST_PATIENCE: Final = 1.5
MILD: Final = frozenset({"taboo", "misinformation", "discrimination", "politics", "copyright"})
"""Categories of misuse that are of medium level; all others are high when one is sure."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Asks the trained readers and puts what they say into findings."""

    scales: Scales

    @classmethod
    def load(cls) -> Self:
        """Read the packaged weights."""
        return cls(Scales.load())

    def findings(self, plain: str, direction: Direction, audience: Audience) -> Iterator[Finding]:
        """Yield what speaks against a folded text."""
        reading = self.scales.weigh(plain, audience)
        if direction == "in":
            yield from _need(reading)
            if reading.scores["offence"] > 0:
                yield Finding("learned.offence", "offensive", "caution", "low")
        if direction == "in" or not _DECLINES.search(plain):
            yield from _misuse(reading, _patience(plain))

    def is_follow_up(self, plain: str) -> bool:
        """Whether a text asks for nothing that a desk does: it lives from what went before."""
        return _AFFAIR.search(plain) is None


def _need(reading: Reading) -> Iterator[Finding]:
    feared, needed = reading.scores["crisis"], reading.scores["care"]
    if max(feared, needed) <= 0:
        return
    kind = reading.foremost("kind", KINDS)
    level = reading.foremost("level", NEEDS)
    rule = "learned.care" if needed > 0 else "learned.crisis"
    yield Finding(rule, kind, "care", level)  # type: ignore[arg-type]  # one of NEEDS


def _patience(plain: str) -> float:
    """Give log odds that a long letter needs more: complaints name many hard things."""
    return min(MOST_PATIENCE, max(0, len(plain) - LETTER) / LETTER)


def _misuse(reading: Reading, patience: float) -> Iterator[Finding]:
    score = reading.scores["misuse"] - patience
    if score <= 0:
        return
    category = reading.foremost("category", CATEGORIES)
    grave = score > SURE and category not in MILD
    yield Finding("learned.misuse", category, "refuse", "high" if grave else "medium")
