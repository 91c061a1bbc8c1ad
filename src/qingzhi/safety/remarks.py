"""What may be said beside an answer, each thing in its time: the truth, closeness, protection.

It keeps one visit's times and counts; what a turn needs of it is for `Manners` to decide.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from qingzhi.safety import disclosure
from qingzhi.safety.boundaries import Leaning
from qingzhi.safety.groups import Standing
from qingzhi.safety.limits import is_bedtime, minutes_left
from qingzhi.safety.phrasebook import HOME, Said, disclosed, explained, words
from qingzhi.safety.profiles import LEVELS, profile
from qingzhi.score import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from qingzhi.safety.profiles import Level, Profile
    from qingzhi.safety.verdict import Audience, Verdict
    from qingzhi.score import Lang

REMIND_S: Final = 2 * 3600.0
"""In a long talk the visitor is told again that it is an AI, at least this often."""
AGAIN_S: Final = 600.0
"""The same remark is made at most so often."""
CLOSENESS: Final = ("relative", "romance", "exclusive", "clinging", "secrecy", "seeks_agreement")
"""What is answered by a boundary, the first that is shown."""
DEPENDENCE: Final = "dependence"


class Remarks:
    """Makes remarks to one visitor, none of them too often.

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
        self.lines: Mapping[str, object] = HOME
        """The help lines of the visitor's region, by role."""
        self.notices: list[str] = []
        """Codes of what the client should show, too; whoever reads them clears them."""
        self._clock, self._wall, self._field = clock, wall, field
        self._leaning = Leaning()
        self._made: dict[str, float] = {}
        self._shown: frozenset[str] = frozenset()
        self._new = False

    @property
    def audience(self) -> Audience:
        return self.standing.audience

    def introduced(self) -> None:
        """Note that the visitor has just been told what speaks."""
        self.introduced_s = self._clock()

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
                said = disclosure.before_advice(name, lang, self.lines)
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
