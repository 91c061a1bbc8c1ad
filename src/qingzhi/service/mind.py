"""The part of the service that needs no voice: screen, perceive, know, answer."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.emotion import NEUTRAL_EMOTION, Emotion
from qingzhi.interaction.conversation import Conversation
from qingzhi.interaction.knowledge import Knowledge
from qingzhi.interaction.perception import Perceiver
from qingzhi.safety import Screen, disclosure
from qingzhi.safety.care import Helper
from qingzhi.safety.remote import opinions
from qingzhi.safety.resources import Resources
from qingzhi.scenarios import pack
from qingzhi.score import Act, Clause, Need
from qingzhi.service import metrics
from qingzhi.service.caring import Carer
from qingzhi.service.messages import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from qingzhi.safety.verdict import Audience, Verdict
    from qingzhi.score import Lang, Percept
    from qingzhi.settings import Settings

DEFAULT_SERVICE: Final = "qingzhi"
OWN_WORDS: Final = "own"
"""The verdict of sentences from the catalogues, which were read before they shipped."""
LONGEST_KEPT: Final = 300
"""Characters of a question that are kept for the work list."""
_NUMBER: Final = re.compile(r"\d(?:[\s-]?\d){5,}[Xx]?")
"""Six digits and more, however they are grouped."""
LISTS: Final = "screen"
"""Where the operator's own word lists lie, within the data folder."""
WELCOME: Final = Emotion(joy=0.3, trust=0.3)
HOME: Final = "CN"
PERSON: Final = "person"
"""The need of somebody who wants no more than a person."""
RESOURCES: Final = "resources"
"""Where the operator's own help lines lie, within the data folder."""
REMEMBERED: Final = 8
"""Earlier questions that are lived through again for context."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question as it was understood, and its answer, decided clause by clause."""

    percept: Percept
    clauses: Iterator[Clause]
    talk: Conversation


class Mind:
    """Turns a question into clauses that may be said."""

    def __init__(
        self,
        knowledge: Knowledge,
        screen: Screen,
        perceiver: Perceiver,
        resources: Resources | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.screen = screen
        self.perceiver = perceiver
        self.carer = Carer(knowledge, resources or Resources.load())

    @classmethod
    def open(cls, settings: Settings) -> Mind:
        """Load knowledge, lists and models; the index is built when the pack has changed."""
        knowledge = Knowledge.open(settings.data / "knowledge", pack())
        second = opinions(
            moderation_url=settings.moderation_url,
            judge_url=settings.judge_url,
            judge_model=settings.judge_model,
            key=settings.screen_key,
        )
        screen = Screen.load(settings.data / LISTS, second)
        resources = Resources.load(settings.data / RESOURCES)
        return cls(knowledge, screen, Perceiver.load(), resources)

    def conversation(self, service_id: str = DEFAULT_SERVICE, seed: int = 0) -> Conversation:
        return Conversation(self.knowledge, service_id=service_id, seed=seed)

    def exchange(self, questions: Sequence[str]) -> Exchange:
        """Answer the last question; the earlier ones of the same visitor give the context."""
        talk = self.conversation()
        felt: list[Percept] = []
        for number, question in enumerate(questions[-REMEMBERED:-1]):
            felt.append(self.perceiver.perceive(question, None, felt))
            before = [percept.text for percept in felt[:-1]]
            deque(self.reply(talk, felt[-1], number, history=before), maxlen=0)
        before = [percept.text for percept in felt]
        percept = self.perceiver.perceive(questions[-1], None, felt)
        return Exchange(percept, self.reply(talk, percept, len(felt), history=before), talk)

    def reply(
        self,
        talk: Conversation,
        percept: Percept,
        generation: int,
        audience: Audience = "adult",
        history: Sequence[str] = (),
        *,
        region: str = HOME,
        offers: Collection[str] = (),
        person: Callable[[Lang], Sequence[str]] | None = None,
    ) -> Iterator[Clause]:
        """Yield the clauses of one answer, each passed by the screen.

        `history` is what the visitor said before, last turn last; `region` whose help lines are
        named, `offers` what this desk has besides them; `person` acts on the wish for a person and
        gives the words for it. Sets `talk.need` for a turn of need.
        """
        talk.need = None
        if disclosure.asks_why(percept.text):
            yield from self._explained(percept.lang, generation, audience, history)
            return
        verdict = self._verdict(percept.text, percept.lang, audience, history)
        metrics.SCREENED.labels("in", verdict.action).inc()
        helper = Helper(percept.lang, audience, region, offers)
        if self.carer.need(verdict, percept.text):
            said = self.carer.plea(talk, verdict, percept, generation, helper)
            yield from (self._passed(clause, audience) for clause in said)
            return
        if not verdict.passes and not (self.carer.aware(talk) and not self.carer.stands(verdict)):
            talk.card, talk.citations = None, ()
            words = disclosure.answer_to(verdict, percept.lang, audience=audience)
            yield from _clauses(f"n{generation}", generation, words, percept.lang, Act.REFUSE)
            return
        if person and talk.wants_person(percept) and (said_so := person(percept.lang)):
            talk.card, talk.citations, talk.need = None, (), Need(PERSON, "low")
            yield from _clauses(f"p{generation}", generation, said_so, percept.lang, Act.INFORM)
            return
        if self.carer.aware(talk):
            said = self.carer.follow(talk, percept, generation, helper)
            yield from (self._passed(clause, audience) for clause in said)
            return
        for category in verdict.categories:
            words = disclosure.before_advice(category, percept.lang)
            yield from _clauses(f"a{generation}", generation, words, percept.lang, Act.DISCLOSE)
        for clause in talk.respond(percept, generation=generation):
            yield self.screened(clause, audience)

    def _verdict(
        self, text: str, lang: Lang, audience: Audience, history: Sequence[str]
    ) -> Verdict:
        return self.screen.check(
            text, direction="in", lang=lang, audience=audience, history=history
        )

    def _explained(
        self, lang: Lang, generation: int, audience: Audience, history: Sequence[str]
    ) -> Iterator[Clause]:
        """Say why the last thing that was held back was held back."""
        verdicts = (
            self._verdict(history[i], lang, audience, history[:i])
            for i in range(len(history) - 1, max(-1, len(history) - 1 - REMEMBERED), -1)
        )
        held = next((verdict for verdict in verdicts if not verdict.passes), None)
        words = disclosure.why(held, lang)
        yield from _clauses(f"w{generation}", generation, words, lang, Act.INFORM)

    def redacted(self, question: str, lang: Lang) -> str:
        """Return a question without personal data, for the operator's work list.

        Numbers are masked whether or not they are well formed: a slip in a card number makes it
        no less the visitor's.
        """
        verdict = self.screen.check(question, direction="out", lang=lang)
        kept = _NUMBER.sub("…", verdict.text if verdict.passes else "")
        return kept[:LONGEST_KEPT]

    def _passed(self, clause: Clause, audience: Audience) -> Clause:
        """Screen what the knowledge says; the catalogue was read before it shipped."""
        return clause if clause.verdict == OWN_WORDS else self.screened(clause, audience)

    def screened(self, clause: Clause, audience: Audience = "adult") -> Clause:
        """Pass a clause through the screen: as it is, redacted, or replaced by a refusal."""
        verdict = self.screen.check(
            clause.utterance, direction="out", lang=clause.lang, audience=audience
        )
        metrics.SCREENED.labels("out", verdict.action).inc()
        if verdict.action == "refuse":
            text = spoken("withheld", clause.lang)
            return msgspec.structs.replace(
                clause, text=text, spoken="", emphasis=(), sources=(), verdict=verdict.id
            )
        if verdict.text != clause.utterance:
            return msgspec.structs.replace(
                clause, text=verdict.text, spoken="", emphasis=(), verdict=verdict.id
            )
        return msgspec.structs.replace(clause, verdict=verdict.id)

    def greeting(self, lang: Lang, generation: int) -> Iterator[Clause]:
        """Yield the opening words, which say that the figure is an AI."""
        words = disclosure.greeting(lang)
        yield from _clauses(f"g{generation}", generation, words, lang, Act.GREET, emotion=WELCOME)

    def introduction(self, lang: Lang, generation: int) -> Clause:
        """Say in one short clause that the figure is an AI, to a visitor who was not greeted."""
        words = disclosure.identity(lang)[:1]
        return next(_clauses(f"i{generation}", generation, words, lang, Act.DISCLOSE))

    def reminder(self, lang: Lang, generation: int) -> Iterator[Clause]:
        """Say again in a long talk that a machine is speaking."""
        words = disclosure.reminder(lang)
        yield from _clauses(f"r{generation}", generation, words, lang, Act.DISCLOSE)

    def own(self, words: Sequence[str], lang: Lang, generation: int) -> Iterator[Clause]:
        """Say words of the service's own catalogue."""
        yield from _clauses(f"o{generation}", generation, words, lang, Act.INFORM)

    def apology(self, lang: Lang, generation: int) -> Clause:
        """Say sorry for an answer that failed."""
        words = (spoken("sorry", lang),)
        return next(_clauses(f"x{generation}", generation, words, lang, Act.APOLOGISE))


def _clauses(
    prefix: str,
    generation: int,
    words: Iterable[str],
    lang: Lang,
    act: Act,
    *,
    emotion: Emotion = NEUTRAL_EMOTION,
) -> Iterator[Clause]:
    """Make clauses of words of our own, which need no screen."""
    for number, text in enumerate(words):
        yield Clause(
            id=f"{prefix}.{number}",
            generation=generation,
            text=text,
            lang=lang,
            act=act,
            emotion=emotion,
            verdict=OWN_WORDS,
        )


def joined(clauses: Sequence[Clause]) -> str:
    """Join clauses as they are written: English with spaces, Chinese without."""
    text = ""
    for clause in clauses:
        text += (" " if text and clause.lang == "en" else "") + clause.text
    return text
