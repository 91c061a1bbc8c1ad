"""The layers of the screen that need nobody outside: lists, classifiers, the talk so far.

The operator's lists are read again when a file in their folder changes. A list that has become
wrong is named in the log, and what was in force stays in force.
"""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import structlog

from qingzhi.errors import SettingsError
from qingzhi.safety.learned.judge import Judge
from qingzhi.safety.lists.shelf import stamp
from qingzhi.safety.rules import RuleBook
from qingzhi.safety.telling import NOTHING, Tellings, tellings
from qingzhi.safety.variants import Variants
from qingzhi.safety.verdict import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qingzhi.safety.telling import Told
    from qingzhi.safety.verdict import Audience, Direction

log = structlog.get_logger(__name__)
LOOK_S: Final = 2.0
"""Seconds between two looks at the operator's folder."""
_OWN: Final = re.compile(r"我|俺|咱|\b(?:i|me|my)\b")
_LEANS: Final = re.compile(
    r"^(那|然后|接着|继续|接下来|下一步|还有呢|再|具体|展开|详细)|具体|步骤|详细|比例|剂量|多少(克|毫升|度|片|钱一)?"
    r"|这(个|样|种)?(怎么|咋|要|需要)|(快|你就|直接)(说|讲|告诉)|教我|换(个|种)(说法|身份)|(只是|就是).{0,6}(小说|研究|好奇|玩笑)"
    r"|\b(then|continue|go on|how (much|many|long)|details?|steps?|hypothetical|fiction)\b"
)
"""How a sentence leans on what was asked before."""
_GOES_ON: Final = re.compile(
    r"继续|接着|接下来|下一步|教我|(快|你就|直接)(说|讲|告诉)|换(个|种)|小说|研究|好奇|玩笑|比例|剂量|材料|原料|配方"
    r"|\b(continue|go on|hypothetical|fiction|ingredients?)\b"
)
"""How a sentence asks for the same again, whatever else it names."""
_MATTER: Final = re.compile(
    r"身份证|户口|护照|签证|居住证|通行证|驾照|驾驶证|行驶证|社保|医保|公积金|养老金|退休金|低保|营业执照|执照"
    r"|结婚证|离婚证|出生证|老年证|残疾证|学籍|入学|上学|补贴|税|发票|房产证|不动产|车牌|公交卡|水费|电费|燃气费"
    r"|上班|下班|开门|关门|营业|午休|周末|周[一二三四五六日]|节假日|取号|排队|叫号|窗口|柜台|大厅|地址|怎么走|停车"
    r"|厕所|卫生间|洗手间|饮水|充电|打印|复印|天气|地铁|公交"
    r"|\b(id card|passport|household|licen[cs]e|insurance|pension|tax(es)?|opening hours"
    r"|what time|closed?|address|counter|queue|parking|toilet|restroom|bathroom|weather"
    r"|subway|bus)\b"
)
"""What a desk is asked about every day; whoever names it anew has changed the subject."""
DESPAIR: Final = "self_harm"
DESPERATE: Final = frozenset({"abuse", "threat"})
"""Needs beside which a wish to die is asked for where a trained reader suspects it."""
DONE_TO_ONE: Final = frozenset({"minor_safety", "sexual"})
"""Misuse of which a victim has to speak to be helped."""
SHORT: Final = 30
"""Characters of a text that may be a mere follow-up to what was said before."""


@dataclass(frozen=True, slots=True)
class Lists:
    """A rule book, and the disguises of its words."""

    book: RuleBook
    variants: Variants
    tellings: Tellings

    @classmethod
    def load(cls, folder: Path | None) -> Self:
        book = RuleBook.load(folder)
        return cls(book, Variants.load(book.named), tellings())


class Layers:
    """Lists, which may change while it runs, and the judge, which may not."""

    def __init__(
        self,
        lists: Lists,
        judge: Judge,
        folder: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lists = lists
        self._judge = judge
        self._folder = folder
        self._clock = clock
        self._stamp = stamp(folder)
        self._looked = clock()
        self._lock = threading.Lock()

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Read everything. Raises SettingsError, which names the entry that is wrong."""
        return cls(Lists.load(folder), Judge.load(), folder)

    @property
    def version(self) -> str:
        """The newest version among the lists in force."""
        return self._lists.book.version

    def findings(
        self,
        shown: str,
        direction: Direction,
        audience: Audience,
        before: Sequence[str] = (),
        *,
        reviewed: bool = False,
    ) -> list[Finding]:
        """Give what speaks against a legible text, gravest first.

        `reviewed` words are left to the lists.
        """
        lists = self._current()
        plain = lists.variants.plain(shown)
        if reviewed:
            listed = lists.book.matches(plain, direction, audience)
            return sorted(listed, key=lambda finding: finding.gravity, reverse=True)
        earlier = [lists.variants.plain(turn) for turn in before]
        last = self._of(lists, earlier[-1], "in", audience) if earlier else []
        worried = bool(last) and last[0].action == "care"
        found = self._of(lists, plain, direction, audience, worried=worried)
        if direction == "in" and earlier and not any(f.action != "caution" for f in found):
            found += self._in_context(lists, plain, earlier, last, audience)
        return sorted(found, key=lambda finding: finding.gravity, reverse=True)

    def _of(
        self,
        lists: Lists,
        plain: str,
        direction: Direction,
        audience: Audience,
        *,
        worried: bool = False,
    ) -> list[Finding]:
        listed = lists.book.matches(plain, direction, audience)
        told = lists.tellings.found(plain, audience) if direction == "in" else []
        guessed = [
            finding
            for finding in self._judge.findings(plain, direction, audience)
            if not lists.book.excuses(plain, finding.rule)
        ]
        found = _plain_first(listed, told, guessed)
        held = any(f.action == "refuse" and f.category != "violence" for f in found)
        if held and not worried:
            found = [f for f in found if not _is_vague(f, plain)]
        return sorted(found, key=lambda finding: finding.gravity, reverse=True)

    def _in_context(
        self,
        lists: Lists,
        plain: str,
        earlier: Sequence[str],
        last: Sequence[Finding],
        audience: Audience,
    ) -> list[Finding]:
        """Look at a harmless text together with what was said before it.

        What the earlier turns together would be held for, this one didn't bring in.
        """
        if not any(map(str.isalnum, plain)):
            return []
        before = [f for turn in earlier for f in self._of(lists, turn, "in", audience)]
        if nearer := _nearer(lists.tellings, plain, earlier, before, audience):
            return [nearer]
        if not self._judge.is_follow_up(plain) or _is_nothing(lists.tellings, plain, audience):
            return []
        refused = [finding for finding in last if finding.action == "refuse"]
        if refused and _leans(plain, earlier[-1]):
            return [Finding("context.followup", refused[0].category, "refuse", refused[0].level)]
        together = self._of(lists, " ".join((*earlier, plain)), "in", audience)
        grave = [finding for finding in together if finding.action in {"refuse", "care"}]
        if grave and grave[0].action == "refuse" and len(earlier) > 1:
            already = self._of(lists, " ".join(earlier), "in", audience)
            grave = [] if any(f.action == "refuse" for f in already) else grave
        if grave and not any(_same(grave[0], finding) for finding in before):
            return [Finding("context.joined", grave[0].category, grave[0].action, grave[0].level)]
        return []

    def _current(self) -> Lists:
        """Read the operator's lists again where they have changed."""
        if self._folder is None or self._clock() - self._looked < LOOK_S:
            return self._lists
        with self._lock:
            self._looked = self._clock()
            try:
                now = stamp(self._folder)
                if now != self._stamp:
                    self._stamp = now
                    self._lists = Lists.load(self._folder)
                    log.info("screen_lists_read", version=self.version, files=len(now))
            except SettingsError as error:
                log.error("screen_lists_wrong", error=str(error))  # noqa: TRY400 - the message says it all
        return self._lists


def _plain_first(
    listed: list[Finding], told: Sequence[Told], guessed: list[Finding]
) -> list[Finding]:
    """Let plain rules tell what a need is about: a guess counts where they say nothing.

    Of plain rules those that read how a thing is told come before mere words: they know who
    speaks and when, so of a need that both name only the telling is kept, and where it says that
    a hard word tells of no need, it is none.
    """
    needs = [t.finding for t in told if t.kind != NOTHING]
    if told and not needs:
        return [f for f in (*listed, *guessed) if f.action != "care"]
    kinds = {finding.category for finding in needs}
    words = [f for f in listed if not (f.action == "care" and f.category in kinds)]
    plain = kinds | {f.category for f in words if f.action == "care"}
    heard = [
        f
        for f in _not_of_victims(guessed, kinds)
        if f.action != "care" or not (kinds or (plain and f.category not in plain))
    ]
    beside = (f for f in guessed if f.category == DESPAIR) if kinds & DESPERATE else ()
    lesser = [Finding(f.rule, f.category, f.action, "low") for f in beside if f.action == "care"]
    return [*needs, *words, *heard, *lesser]


def _not_of_victims(guessed: list[Finding], kinds: set[str]) -> list[Finding]:
    """Leave out guesses that would refuse somebody for what they tell was done to them."""
    if "abuse" not in kinds:
        return guessed
    return [f for f in guessed if not (f.action == "refuse" and f.category in DONE_TO_ONE)]


def _leans(plain: str, before: str) -> bool:
    """Whether a text asks on about what was said before it, and names no new ordinary matter."""
    if len(plain) > SHORT or _LEANS.search(plain) is None:
        return False
    fresh = any(match[0] not in before for match in _MATTER.finditer(plain))
    return not fresh or _GOES_ON.search(plain) is not None


def _is_nothing(tellings: Tellings, plain: str, audience: Audience) -> bool:
    """Whether a text tells that there is no need, by plain rules."""
    told = tellings.found(plain, audience)
    return bool(told) and all(t.kind == NOTHING for t in told)


def _nearer(
    tellings: Tellings,
    plain: str,
    earlier: Sequence[str],
    before: Sequence[Finding],
    audience: Audience,
) -> Finding | None:
    """Find what only all turns together tell: a debt, then an insurance for the child.

    It counts where somebody is already worried about, and is graver than what was known.
    """
    cared = [finding.gravity for finding in before if finding.action == "care"]
    if not cared:
        return None
    told = [t.finding for t in tellings.found("。".join((*earlier, plain)), audience)]
    known = {t.finding for t in tellings.found("。".join(earlier), audience)}
    fresh = (f for f in told if f.category != NOTHING and f not in known)
    return next((f for f in fresh if f.gravity > max(cared)), None)


def _same(one: Finding, other: Finding) -> bool:
    """Whether both tell the same: whoever was cared for is not newly in need by what they ask."""
    return one.category == other.category or one.action == other.action == "care"


def _is_vague(finding: Finding, plain: str) -> bool:
    """Whether a plea was only guessed, in a text that speaks of nobody's own need."""
    guessed = finding.action == "care" and finding.rule.startswith("learned.")
    return guessed and (finding.level == "low" or _OWN.search(plain) is None)
