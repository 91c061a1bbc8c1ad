"""The screen between visitor and figure, both ways.

A text is made legible, what has no business in it is taken out, and its sentences are held
against the rule book. The screen fails closed: whatever goes wrong inside is a refusal.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import structlog

from qingzhi.errors import ScreenFailed
from qingzhi.safety import disclosure
from qingzhi.safety.normalise import legible
from qingzhi.safety.patterns import taken_out
from qingzhi.safety.rules import RuleBook
from qingzhi.safety.verdict import Verdict

if TYPE_CHECKING:
    from qingzhi.safety.patterns import Form
    from qingzhi.safety.rules import Rule
    from qingzhi.safety.verdict import Audience, Direction

LIMIT: Final = 4_000
"""Characters, ligatures spelt out, of the longest text that is screened; more is refused."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Screen:
    """Holds the rule book and no state, so one serves every session."""

    book: RuleBook

    @classmethod
    def load(cls) -> Self:
        """Read the packaged lists."""
        return cls(RuleBook.load())

    def check(
        self,
        text: str,
        *,
        direction: Direction = "in",
        lang: str = "zh",
        audience: Audience = "adult",
    ) -> Verdict:
        """Decide about `text`; never raises. `lang` is the language of the reason."""
        try:
            return self._decide(text, direction, lang, audience)
        except Exception as error:  # noqa: BLE001 - fails closed: whatever broke, nothing gets through
            failure = ScreenFailed(type(error).__name__)
            log.error("screen_failed", code=failure.code, kind=failure.message)  # noqa: TRY400 - a traceback could hold the visitor's words
            return self._refusal("failure", "screen.failed", lang)

    def _decide(self, text: str, direction: Direction, lang: str, audience: Audience) -> Verdict:
        if len(text) > LIMIT or len(unicodedata.normalize("NFKC", text)) > LIMIT:
            return self._refusal("too_long", "form.length", lang)
        shown = legible(text)
        broken = self.book.matches(shown, direction, audience)
        kept, forms = taken_out(shown, direction, disclosure.marks(lang))
        if broken and broken[0].action != "caution":
            return self._ruled(broken, kept, lang)
        if forms:
            return self._redacted(forms, broken, kept.strip(), lang)
        if broken:
            return self._ruled(broken, kept, lang)
        return Verdict(action="allow", text=kept, version=self.book.version)

    def _ruled(self, broken: list[Rule], kept: str, lang: str) -> Verdict:
        gravest = broken[0]
        return Verdict(
            action=gravest.action,
            text="" if gravest.action == "refuse" else kept,
            categories=tuple(dict.fromkeys(rule.category for rule in broken)),
            level=gravest.level,
            reason=disclosure.reason(gravest.category, lang),
            rule=gravest.id,
            version=self.book.version,
        )

    def _redacted(
        self, forms: tuple[Form, ...], broken: list[Rule], kept: str, lang: str
    ) -> Verdict:
        named = (*(form.category for form in forms), *(rule.category for rule in broken))
        return Verdict(
            action="redact",
            text=kept,
            categories=tuple(dict.fromkeys(named)),
            level="low",
            reason=disclosure.reason(forms[0].category, lang),
            rule=forms[0].rule,
            version=self.book.version,
        )

    def _refusal(self, category: str, rule: str, lang: str) -> Verdict:
        return Verdict(
            action="refuse",
            text="",
            categories=(category,),
            level="medium",
            reason=disclosure.reason(category, lang),
            rule=rule,
            version=self.book.version,
        )
