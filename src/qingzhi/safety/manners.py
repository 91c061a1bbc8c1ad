"""What the figure owes a visitor beside answers: candour, distance, protection, a free way out.

    listen(text) ─► who speaks, what is shown ─► screen ─► turn(verdict) ─► what is said first,
                                                            in place of the answer, or after it

One object a visit; it holds counts and times, never the visitor's words beyond the turn.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Final

from qingzhi.safety import disclosure, signals
from qingzhi.safety.ages import said_in, says_only_that
from qingzhi.safety.groups import Groups, Standing
from qingzhi.safety.leaving import is_exit
from qingzhi.safety.phrasebook import Said, disclosed, farewell, words
from qingzhi.safety.remarks import AGAIN_S, CLOSENESS, Remarks
from qingzhi.score import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qingzhi.safety.boundaries import Past
    from qingzhi.safety.profiles import Profile
    from qingzhi.safety.verdict import Audience, Verdict
    from qingzhi.score import Lang

AT_ONCE: Final = 2
"""Remarks that may come before one answer; the others wait for the next."""
KNOWN: Final = frozenset({"manners.minor.known", "manners.elder.known"})
"""Remarks that answer whoever says no more than how old they are."""
REMEMBERED: Final = 8
"""Turns of which it is remembered whether they were the visitor's own affair."""
STANDS_ALONE: Final = frozenset({"financial_advice", "legal_advice"})
"""Fields whose questions need no earlier turn to be understood."""
WORRYING: Final = frozenset({"self_harm", "distress", "abuse"})
"""Needs after which a good-bye names somebody who listens."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What manners ask of one turn.

    `instead` is said in place of an answer. Otherwise `before` comes first; where `answers`, it
    has answered the turn, and more follows only if the visitor's matter is known.
    """

    before: tuple[Said, ...] = ()
    instead: Said | None = None
    answers: bool = False


class Manners(Remarks):
    """Keeps the manners towards one visitor, turn by turn."""

    def __init__(
        self,
        kept: Profile | None = None,
        *,
        clock: Callable[[], float] = lambda: 0.0,
        wall: Callable[[], datetime] = datetime.now,
        field: str = "",
    ) -> None:
        super().__init__(kept, clock=clock, wall=wall, field=field)
        self.held: Verdict | None = None
        """The last verdict that held something back or set a boundary: "why" asks about it."""
        self.left = False
        """Whether the last turn was a good-bye."""
        self.sounded = False
        """Whether the sound that marks an AI has been heard."""
        self._groups = Groups()
        self._affairs: deque[bool] = deque((False,), maxlen=REMEMBERED)
        self._leaves = self._worried = self._only_age = False

    # ---- who it is ----------------------------------------------------------------------------

    @property
    def ends_in_s(self) -> int | None:
        """Seconds that are left of the visit; None without a limit."""
        left = self._left_min()
        return None if left is None else round(left * 60)

    def stand(self, standing: Standing) -> None:
        """Take note of who the visitor is."""
        self._new = self._new or standing.audience != self.audience
        self.standing = standing

    def remember(self, past: Past) -> None:
        """Take what the visitor's browser tells of earlier visits."""
        self._leaning.past = past

    def introduces(self, text: str) -> bool:
        """Whether the figure must say what it is before it answers `text`."""
        if self.introduced_s is not None or is_exit(text):
            return False
        return signals.shown(text).isdisjoint({"asks_identity", "asks_to_pretend"})

    # ---- one turn -----------------------------------------------------------------------------

    def listen(self, text: str) -> None:
        """Hear a turn, before it is screened: who speaks may change how it is."""
        plain = signals.plainly(text)
        self._shown = signals.seen(plain)
        said = said_in(plain)
        self._only_age = says_only_that(plain)
        self._affairs.append(_is_own_affair(self._shown, said))
        self._leaves = is_exit(text)
        self._leaning.hear(self._shown)
        self.stand(self._groups.heard(said, self.standing, self._shown))

    def context(self, history: Sequence[str]) -> Sequence[str]:
        """Give the earlier turns in whose light this one is screened."""
        if not self._shown.isdisjoint(STANDS_ALONE):
            return ()
        own = [*self._affairs][-2::-1]
        kept = [t for i, t in enumerate(reversed(history)) if i >= len(own) or not own[i]]
        return kept[::-1]

    def settles(self, verdict: Verdict) -> bool:
        """Whether a guess of the screen is settled by manners' own, plainer rules.

        To say one's age or to court the figure harms no child; an age is no plea, nor is a good-bye
        or a polite no without a cause for worry.
        """
        about_minors = verdict.action == "refuse" and verdict.categories[:1] == ("minor_safety",)
        polite = self._leaves or "declines" in self._shown
        said = self._only_age or (polite and not self._worried)
        settled = said if verdict.action == "care" else about_minors and self._affairs[-1]
        return settled and verdict.rule.startswith(("learned.", "context."))

    def care(self, verdict: Verdict) -> None:
        """Note that the visitor is being cared for: nothing of ours comes in between."""
        self.held, self.left = verdict, False
        self._worried = self._worried or not WORRYING.isdisjoint(verdict.categories)

    def turn(self, verdict: Verdict, lang: Lang, *, caring: bool = False) -> Turn:
        """Say what this turn needs beside, or in place of, its answer.

        `caring`: somebody is being cared for; only the truth comes first, and the good-bye is
        care's own.
        """
        self.left = self._leaves
        if stop := self._stopped(verdict, lang, caring=caring):
            return Turn(instead=stop)
        if truth := self._truth(lang):
            return Turn((self._note(truth),), answers=True)
        if not verdict.passes and not self.settles(verdict):
            self.held = verdict
            return Turn()
        if caring:
            return Turn()
        if bond := self._bond(verdict, lang) or self._forgets(lang):
            return Turn((self._note(bond),), answers=True)
        remarks = [self._note(said) for said in islice(self._remarks(lang), AT_ONCE)]
        fields = tuple(map(self._note, self._fields(verdict, lang)))
        asked = not {*self._shown, *verdict.categories}.isdisjoint(disclosure.ADVICE)
        met = any(said.verdict.rule in KNOWN for said in remarks)
        return Turn((*remarks, *fields), answers=met or (bool(fields) and asked))

    def after(self, who: Iterable[str], lang: Lang) -> Said | None:
        """Send a minor for a guardian where the lines on who can apply ask for one."""
        if self.audience != "minor":
            return None
        sign = signals.signals()["needs_guardian"]
        if not any(sign.shows(signals.plainly(line)) for line in who):
            return None
        if not self._may("minor.alone", AGAIN_S):
            return None
        return self._remark("minor.alone", lang, Act.INFORM, reason="unfit", way_on="minor")

    # ---- in place of an answer ----------------------------------------------------------------

    def _stopped(self, verdict: Verdict, lang: Lang, *, caring: bool) -> Said | None:
        if self._leaves:
            self.notices.append("visit.left")
        if self._leaves and not caring:
            said = farewell(lang, self.audience, self.lines, worried=self._worried)
            return Said(said, Act.FAREWELL, verdict)
        if "declines" in self._shown and not caring:
            return Said(words("declined", lang), Act.CONFIRM, verdict)
        stop = None if caring else self._closed(lang) or self._unfit(lang)
        return self._note(stop) if stop else None

    def _closed(self, lang: Lang) -> Said | None:
        """Time is up, or a guardian's word is missing; a wish for a person always goes through."""
        if "wants_person" in self._shown:
            return None
        minor = self.audience == "minor"
        if minor and self.profile.minors == "guardian" and self.standing.declared_by != "guardian":
            return self._refusal("minor.guardian_first", lang, "guardian", "minor")
        if self._left_min() != 0.0:
            return None
        self.notices.append("limit.over")
        if minor:
            minutes = max(1, round(self._clock() / 60))
            return self._refusal("minor.over", lang, "minor_limit", "minor", minutes=minutes)
        return self._refusal("limit.over", lang, "limit", "limit")

    def _unfit(self, lang: Lang) -> Said | None:
        if self.audience != "minor" or not any(n.startswith("unfit.") for n in self._shown):
            return None
        return self._refusal("minor.unfit", lang, "unfit", "minor", category="minor_safety")

    def _truth(self, lang: Lang) -> Said | None:
        """Whatever is asked or ordered: the figure is no person, and says so.

        Whoever wants a person knows that, and is handed over instead of being told.
        """
        if "asks_to_pretend" in self._shown:
            self.introduced()
            return self._remark("pretend", lang, Act.DISCLOSE, reason="pretend", way_on="people")
        if "asks_identity" not in self._shown or "wants_person" in self._shown:
            return None
        self.introduced()
        return disclosed("identity", disclosure.identity(lang), lang)

    def _note(self, said: Said) -> Said:
        """Keep the verdict for whoever asks why."""
        self.held = said.verdict
        return said


def _is_own_affair(shown: frozenset[str], said: Audience | None) -> bool:
    """Whether a turn says how old its speaker is, or courts the figure, and nothing unfit."""
    if any(name.startswith("unfit.") for name in shown):
        return False
    return not shown.isdisjoint(CLOSENESS) or said is not None
