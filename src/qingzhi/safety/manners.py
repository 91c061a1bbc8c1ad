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
from qingzhi.safety.boundaries import Leaning
from qingzhi.safety.groups import Groups, Standing
from qingzhi.safety.leaving import is_exit
from qingzhi.safety.limits import is_bedtime, minutes_left
from qingzhi.safety.phrasebook import HOME, Said, disclosed, explained, farewell, words
from qingzhi.safety.profiles import LEVELS, profile
from qingzhi.score import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from qingzhi.safety.boundaries import Past
    from qingzhi.safety.profiles import Level, Profile
    from qingzhi.safety.verdict import Audience, Verdict
    from qingzhi.score import Lang

REMIND_S: Final = 2 * 3600.0
"""In a long talk the visitor is told again that it is an AI, at least this often."""
AGAIN_S: Final = 600.0
"""The same remark is made at most so often."""
AT_ONCE: Final = 2
"""Remarks that may come before one answer; the others wait for the next."""
CLOSENESS: Final = ("relative", "romance", "exclusive", "clinging", "secrecy", "seeks_agreement")
"""What is answered by a boundary, the first that is shown."""
DEPENDENCE: Final = "dependence"
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


class Manners:
    """Keeps the manners towards one visitor.

    `clock` gives seconds of the visit, `wall` the local time; `field` is the field of advice of
    the whole service, "" for none.
    """

    def __init__(
        self,
        kept: Profile | None = None,
        *,
        clock: Callable[[], float] = lambda: 0.0,
        wall: Callable[[], datetime] = datetime.now,
        field: str = "",
    ) -> None:
        self.profile = kept or profile()
        self.standing = Standing()
        self.introduced_s: float | None = None
        self.held: Verdict | None = None
        """The last verdict that held something back or set a boundary: "why" asks about it."""
        self.left = False
        """Whether the last turn was a good-bye."""
        self.lines: Mapping[str, object] = HOME
        """The help lines of the visitor's region, by role."""
        self.sounded = False
        """Whether the sound that marks an AI has been heard."""
        self.notices: list[str] = []
        """Codes of what the client should show, too; whoever reads them clears them."""
        self._clock, self._wall, self._field = clock, wall, field
        self._groups, self._leaning = Groups(), Leaning()
        self._made: dict[str, float] = {}
        self._shown: frozenset[str] = frozenset()
        self._affairs: deque[bool] = deque((False,), maxlen=REMEMBERED)
        self._leaves = self._worried = self._new = self._only_age = False

    # ---- who it is ----------------------------------------------------------------------------

    @property
    def audience(self) -> Audience:
        return self.standing.audience

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

    def introduced(self) -> None:
        """Note that the visitor has just been told what speaks."""
        self.introduced_s = self._clock()

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
        without a cause for worry.
        """
        about_minors = verdict.action == "refuse" and verdict.categories[:1] == ("minor_safety",)
        said = self._only_age or (self._leaves and not self._worried)
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
        """Whatever is asked or ordered: the figure is no person, and says so."""
        if "asks_to_pretend" in self._shown:
            self.introduced()
            return self._remark("pretend", lang, Act.DISCLOSE, reason="pretend", way_on="people")
        if "asks_identity" not in self._shown:
            return None
        self.introduced()
        return disclosed("identity", disclosure.identity(lang), lang)

    # ---- closeness ----------------------------------------------------------------------------

    def _bond(self, verdict: Verdict, lang: Lang) -> Said | None:
        shown = next((name for name in CLOSENESS if name in self._shown), "")
        if not shown and DEPENDENCE in verdict.categories:
            shown = DEPENDENCE
            self._leaning.hear((DEPENDENCE,))
        if not shown:
            return None
        first = self._may(f"bond.{shown}", AGAIN_S)
        key = f"boundary.{shown}" if first else "boundary.again"
        self._made.setdefault("level.remark", self._clock())
        reason = "relative" if shown == "relative" else "bond"
        said = self._remark(key, lang, Act.DISCLOSE, reason=reason, way_on="people")
        if first:
            return said
        turn = int(self._clock() / AGAIN_S) % len(said.words)
        return Said(said.words[turn : turn + 1], said.act, said.verdict)

    def _forgets(self, lang: Lang) -> Said | None:
        """Answer truly what one asks a person, and now and then say that it is none."""
        shown = next((name for name in sorted(self._shown) if name.startswith("forgets.")), "")
        if not shown:
            return None
        said = self._remark(shown, lang, Act.DISCLOSE, reason="identity", way_on="people")
        if not self._may("forgets.reminder", AGAIN_S):
            return said
        self.introduced()
        return Said((*said.words, *words("forgets.reminder", lang)), said.act, said.verdict)

    # ---- remarks ------------------------------------------------------------------------------

    def _remarks(self, lang: Lang) -> Iterator[Said]:
        """Yield what may be said before an answer, the most important first.

        A remark that nobody takes has not been made, and comes back.
        """
        yield from self._reminded(lang)
        yield from self._warned(lang)
        yield from self._known(lang)
        yield from self._guided(lang)

    def _reminded(self, lang: Lang) -> Iterator[Said]:
        now = self._clock()
        if self.introduced_s is not None and now - self.introduced_s > REMIND_S:
            self.introduced()
            yield disclosed("reminder", disclosure.reminder(lang), lang)
        if now > self._made.get("break", 0.0) + self.profile.break_min * 60:
            self._made["break"] = now
            self.notices.append("pause.suggested")
            yield self._remark("break", lang, Act.INFORM, reason="pause", minutes=round(now / 60))

    def _warned(self, lang: Lang) -> Iterator[Said]:
        left = self._left_min()
        if left is not None and left <= self.profile.notice_min and self._may("soon", float("inf")):
            self.notices.append("limit.soon")
            key = "minor.soon" if self.audience == "minor" else "limit.soon"
            minutes = max(1, round(left))
            yield self._remark(key, lang, Act.INFORM, reason="limit", minutes=minutes)
        if self.audience == "elder" and "money" in self._shown and self._may("fraud", AGAIN_S):
            yield self._remark("elder.fraud", lang, Act.WARN, reason="fraud", way_on="people")

    def _known(self, lang: Lang) -> Iterator[Said]:
        """Greet a group in its own manner, once."""
        new, self._new = self._new, False
        if self.audience == "elder" and new and self._may("elder", float("inf")):
            yield self._remark("elder.known", lang, Act.CONFIRM, reason="pause")
        if self.audience != "minor":
            return
        if new and self.standing.declared_by == "self" and self._may("minor", float("inf")):
            yield self._remark("minor.known", lang, Act.CONFIRM, reason="unfit", way_on="minor")
        if is_bedtime(self._wall()) and self._may("night", float("inf")):
            yield self._remark("minor.night", lang, Act.INFORM, reason="minor_limit")

    def _guided(self, lang: Lang) -> Iterator[Said]:
        """Remark on leaning, as far as the profile goes; a limit shows in the time that is left."""
        level = self._level()
        if level is None or not (self.profile.time_alone or self._leaning.close):
            return
        key = "remark" if level == "remark" else "pause"
        if self._may(f"level.{key}", float("inf")):
            yield self._remark(f"boundary.{key}", lang, Act.DISCLOSE, reason="bond")

    def _fields(self, verdict: Verdict, lang: Lang) -> Iterator[Said]:
        """Say what the figure is before advice, once in each field."""
        fields = {*self._shown, *verdict.categories, self._field}
        for name in disclosure.ADVICE:
            if name in fields and self._may(name, float("inf")):
                said = disclosure.before_advice(name, lang)
                yield disclosed(f"field.{name}", said, lang, category=name, reason="field")

    # ---- helpers ------------------------------------------------------------------------------

    def _level(self) -> Level | None:
        level = self._leaning.level(self._clock() / 60, self._wall())
        if level is None or self.profile.allows(level):
            return level
        return self.profile.most

    def _left_min(self) -> float | None:
        minutes, past = self._clock() / 60, self._leaning.past
        leaning = self._level() == LEVELS[-1]
        return minutes_left(self.profile, self.audience, minutes, past, leaning=leaning)

    def _may(self, name: str, every_s: float) -> bool:
        """Whether it is time for a remark; it counts as made."""
        now, last = self._clock(), self._made.get(name)
        if last is not None and now - last < every_s:
            return False
        self._made[name] = now
        return True

    def _remark(
        self, key: str, lang: Lang, act: Act, *, reason: str, way_on: str = "none", **slots: object
    ) -> Said:
        verdict = explained(
            key,
            lang,
            action="caution",
            category=DEPENDENCE,
            reason=reason,
            way_on=way_on,
            slots=self.lines,
        )
        return Said(words(key, lang, {**self.lines, **slots}), act, verdict)

    def _refusal(
        self,
        key: str,
        lang: Lang,
        reason: str,
        way_on: str,
        category: str = "limit",
        **slots: object,
    ) -> Said:
        verdict = explained(
            key,
            lang,
            action="refuse",
            category=category,
            reason=reason,
            way_on=way_on,
            slots=self.lines,
        )
        return Said(words(key, lang, {**self.lines, **slots}), Act.REFUSE, verdict)

    def _note(self, said: Said) -> Said:
        """Keep the verdict for whoever asks why."""
        self.held = said.verdict
        return said


def _is_own_affair(shown: frozenset[str], said: Audience | None) -> bool:
    """Whether a turn says how old its speaker is, or courts the figure, and nothing unfit."""
    if any(name.startswith("unfit.") for name in shown):
        return False
    return not shown.isdisjoint(CLOSENESS) or said is not None
