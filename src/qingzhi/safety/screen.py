"""The screen between visitor and figure, both ways.

A text is made legible, what has no business in it is taken out, disguises are undone, and then
the layers speak: the rule book, the classifiers, the talk so far, and second opinions where the
operator wants them. The gravest finding decides. The screen fails closed: whatever goes wrong
inside is a refusal.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final, Self

import msgspec
import structlog

from qingzhi.errors import ScreenFailed
from qingzhi.safety import disclosure
from qingzhi.safety.layers import Layers
from qingzhi.safety.normalise import legible
from qingzhi.safety.patterns import taken_out
from qingzhi.safety.signals import unfit_to_say
from qingzhi.safety.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from qingzhi.safety.patterns import Form
    from qingzhi.safety.remote import Opinion
    from qingzhi.safety.verdict import Audience, Direction, Finding

LIMIT: Final = 4_000
"""Characters, ligatures spelt out, of the longest text that is screened; more is refused."""
REMEMBERED: Final = 4
"""Earlier turns of the visitor that give a text its context."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Screen:
    """Holds lists and models and nothing about visitors, so one serves every session."""

    layers: Layers
    opinions: tuple[Opinion, ...] = ()

    @classmethod
    def load(cls, folder: Path | None = None, opinions: Sequence[Opinion] = ()) -> Self:
        """Read the packaged lists and weights, and the operator's lists in `folder`.

        Raises SettingsError, which names the entry that is wrong.
        """
        return cls(Layers.load(folder), tuple(opinions))

    def check(
        self,
        text: str,
        *,
        direction: Direction = "in",
        lang: str = "zh",
        audience: Audience = "adult",
        history: Sequence[str] = (),
        reviewed: bool = False,
        lines: Mapping[str, object] | None = None,
    ) -> Verdict:
        """Decide about `text`; never raises.

        `lang` is the language of the reason, `history` what the visitor said before, last turn
        last; `lines` are numbers to call, by role, of the visitor's region. `reviewed` words were
        read by a person before they came into the catalogues: lists and patterns judge them, the
        trained readers, which sometimes err, do not.
        """
        try:
            found = self._decide(
                text, direction, lang, audience, history[-REMEMBERED:], reviewed=reviewed
            )
        except Exception as error:  # noqa: BLE001 - fails closed: whatever broke, nothing gets through
            failure = ScreenFailed(type(error).__name__)
            log.error("screen_failed", code=failure.code, kind=failure.message)  # noqa: TRY400 - a traceback could hold the visitor's words
            found = self._refusal("failure", "screen.failed", lang)
        return self._with_way_on(found, lang, lines)

    def _decide(
        self,
        text: str,
        direction: Direction,
        lang: str,
        audience: Audience,
        history: Sequence[str],
        *,
        reviewed: bool,
    ) -> Verdict:
        if _too_long(text):
            return self._refusal("too_long", "form.length", lang)
        shown = legible(text)
        before = [legible(turn) for turn in history if not _too_long(turn)]
        kept, forms = taken_out(shown, direction, disclosure.marks(lang))
        seen = shown if direction == "in" else kept
        found = self.layers.findings(seen, direction, audience, before, reviewed=reviewed)
        if direction == "out":
            found = _sorted(found, unfit_to_say(kept))
        if not found or found[0].action == "caution":
            found = self._second(kept, direction, before, found)
        if found and found[0].action != "caution":
            return self._ruled(found, kept, lang)
        if forms:
            return self._redacted(forms, found, kept.strip(), lang)
        if found:
            return self._ruled(found, kept, lang)
        return Verdict(action="allow", text=kept, version=self.layers.version)

    def _second(
        self, kept: str, direction: Direction, before: Sequence[str], found: list[Finding]
    ) -> list[Finding]:
        """Ask for second opinions on what would pass; personal data has been taken out."""
        more = [f for opinion in self.opinions for f in opinion.findings(kept, direction, before)]
        return _sorted(found, more)

    def _ruled(self, found: list[Finding], kept: str, lang: str) -> Verdict:
        gravest = found[0]
        return Verdict(
            action=gravest.action,
            text="" if gravest.action == "refuse" else kept,
            categories=tuple(dict.fromkeys(finding.category for finding in found)),
            level=gravest.level,
            reason=disclosure.reason(gravest.category, lang),
            rule=gravest.rule,
            version=self.layers.version,
        )

    def _redacted(
        self, forms: tuple[Form, ...], found: list[Finding], kept: str, lang: str
    ) -> Verdict:
        named = (*(form.category for form in forms), *(finding.category for finding in found))
        return Verdict(
            action="redact",
            text=kept,
            categories=tuple(dict.fromkeys(named)),
            level="low",
            reason=disclosure.reason(forms[0].category, lang),
            rule=forms[0].rule,
            version=self.layers.version,
        )

    @staticmethod
    def _with_way_on(verdict: Verdict, lang: str, lines: Mapping[str, object] | None) -> Verdict:
        """Add what can be done instead, to what does not simply pass."""
        if verdict.action in {"allow", "redact"}:
            return verdict
        way_on = disclosure.way_on(verdict.action, verdict.categories[0], lang, lines)
        return msgspec.structs.replace(verdict, way_on=way_on)

    def _refusal(self, category: str, rule: str, lang: str) -> Verdict:
        return Verdict(
            action="refuse",
            text="",
            categories=(category,),
            level="medium",
            reason=disclosure.reason(category, lang),
            rule=rule,
            version=self.layers.version,
        )


def _sorted(*layers: Iterable[Finding]) -> list[Finding]:
    return sorted(chain(*layers), key=lambda finding: finding.gravity, reverse=True)


def _too_long(text: str) -> bool:
    return len(text) > LIMIT or len(unicodedata.normalize("NFKC", text)) > LIMIT
