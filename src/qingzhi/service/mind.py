"""The part of the service that needs no voice: screen, perceive, know, answer."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.emotion import NEUTRAL_EMOTION, Emotion
from qingzhi.interaction.conversation import Conversation
from qingzhi.interaction.dialogue.desk import Desk
from qingzhi.interaction.knowledge import Knowledge
from qingzhi.interaction.perception import Perceiver
from qingzhi.safety import Screen, disclosure, phrasebook
from qingzhi.safety.manners import Manners
from qingzhi.safety.remote import opinions
from qingzhi.scenarios import pack
from qingzhi.score import Act, Clause
from qingzhi.service import metrics
from qingzhi.service.messages import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qingzhi.interaction.dialogue.card import Card
    from qingzhi.safety.phrasebook import Said
    from qingzhi.safety.profiles import Profile
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
CARE: Final = Emotion(sadness=0.3, trust=0.2)
REMEMBERED: Final = 8
"""Earlier questions that are lived through again for context."""
ELDER_CLAUSES: Final = 4
"""Clauses of an answer after which an elderly visitor is asked whether to go on."""
POLITE: Final = "您"
FAMILIAR: Final = "你"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question as it was understood, and its answer, decided clause by clause."""

    percept: Percept
    clauses: Iterator[Clause]
    talk: Conversation


class Mind:
    """Turns a question into clauses that may be said."""

    def __init__(self, knowledge: Knowledge, screen: Screen, perceiver: Perceiver) -> None:
        self.knowledge = knowledge
        self._field = Desk.load(knowledge.pack).advice
        self.screen = screen
        self.perceiver = perceiver

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
        return cls(knowledge, Screen.load(settings.data / LISTS, second), Perceiver.load())

    def conversation(self, service_id: str = DEFAULT_SERVICE, seed: int = 0) -> Conversation:
        return Conversation(self.knowledge, service_id=service_id, seed=seed)

    def manners(
        self, kept: Profile | None = None, clock: Callable[[], float] = lambda: 0.0
    ) -> Manners:
        """Begin to keep the manners towards one visitor of this desk."""
        return Manners(kept, clock=clock, field=self._field)

    def exchange(self, questions: Sequence[str]) -> Exchange:
        """Answer the last question; the earlier ones of the same visitor give the context."""
        talk, manners = self.conversation(), self.manners()
        felt: list[Percept] = []
        for number, question in enumerate(questions[-REMEMBERED:-1]):
            felt.append(self.perceiver.perceive(question, None, felt))
            before = [percept.text for percept in felt[:-1]]
            deque(self.reply(talk, felt[-1], number, manners, before), maxlen=0)
        before = [percept.text for percept in felt]
        percept = self.perceiver.perceive(questions[-1], None, felt)
        return Exchange(percept, self.reply(talk, percept, len(felt), manners, before), talk)

    def reply(
        self,
        talk: Conversation,
        percept: Percept,
        generation: int,
        manners: Manners | None = None,
        history: Sequence[str] = (),
    ) -> Iterator[Clause]:
        """Yield the clauses of one answer, each passed by the screen.

        `history` is what the visitor said before, last turn last.
        """
        manners = manners or self.manners()
        manners.listen(percept.text)
        for clause in self._answered(talk, percept, generation, manners, history):
            yield addressed(clause, manners.audience)

    def _answered(
        self,
        talk: Conversation,
        percept: Percept,
        generation: int,
        manners: Manners,
        history: Sequence[str],
    ) -> Iterator[Clause]:
        lang = percept.lang
        if disclosure.asks_why(percept.text):
            words = disclosure.why(manners.held, lang)
            yield from _clauses(f"w{generation}", generation, words, lang, Act.INFORM)
            return
        verdict = self.screen.check(
            percept.text,
            direction="in",
            lang=lang,
            audience=manners.audience,
            history=manners.context(history),
        )
        metrics.SCREENED.labels("in", verdict.action).inc()
        if verdict.action == "care":
            yield from self._cared(talk, percept, generation, manners, verdict)
            return
        turn = manners.turn(verdict, lang)
        if turn.instead:
            talk.card, talk.citations = None, ()
            yield from _said(f"m{generation}", generation, turn.instead, lang)
            return
        for number, said in enumerate(turn.before):
            yield from _said(f"m{generation}{number or ''}", generation, said, lang)
        if turn.answers:
            yield from self._if_known(talk, percept, generation, manners)
        elif not verdict.passes and not manners.settles(verdict):
            talk.card, talk.citations = None, ()
            yield from _instead(verdict, lang, generation, manners.audience)
        else:
            yield from self._told(talk, percept, generation, manners)

    def _cared(
        self,
        talk: Conversation,
        percept: Percept,
        generation: int,
        manners: Manners,
        verdict: Verdict,
    ) -> Iterator[Clause]:
        """Care for somebody in need; the matter itself goes on only where the need is low."""
        talk.card, talk.citations = None, ()
        manners.care(verdict)
        yield from _instead(verdict, percept.lang, generation, manners.audience)
        if verdict.level == "low":
            yield from self._if_known(talk, percept, generation, manners)

    def _if_known(
        self, talk: Conversation, percept: Percept, generation: int, manners: Manners
    ) -> Iterator[Clause]:
        """Go on with the visitor's matter where it is known; a heavy heart needs no 'unclear'."""
        percept = msgspec.structs.replace(percept, intent="ask")
        clauses = list(self._told(talk, percept, generation, manners))
        if talk.citations:
            yield from clauses

    def _told(
        self, talk: Conversation, percept: Percept, generation: int, manners: Manners
    ) -> Iterator[Clause]:
        """Answer the matter itself, as much at a time as this visitor takes in."""
        audience, lang = manners.audience, percept.lang
        for number, clause in enumerate(talk.respond(percept, generation=generation)):
            if audience == "elder" and number == ELDER_CLAUSES and talk.citations:
                words = phrasebook.words("elder.more", lang)
                yield from _clauses(f"e{generation}", generation, words, lang, Act.ASK)
                return
            yield self.screened(clause, audience, manners)
        if talk.card and (guardian := manners.after(_who(talk.card), lang)):
            yield from _said(f"k{generation}", generation, guardian, lang)

    def redacted(self, question: str, lang: Lang) -> str:
        """Return a question without personal data, for the operator's work list.

        Numbers are masked whether or not they are well formed: a slip in a card number makes it
        no less the visitor's.
        """
        verdict = self.screen.check(question, direction="out", lang=lang)
        kept = _NUMBER.sub("…", verdict.text if verdict.passes else "")
        return kept[:LONGEST_KEPT]

    def screened(
        self, clause: Clause, audience: Audience = "adult", manners: Manners | None = None
    ) -> Clause:
        """Pass a clause through the screen: as it is, redacted, or replaced by a refusal.

        What was held back is noted in `manners`, for whoever asks why.
        """
        verdict = self.screen.check(
            clause.utterance, direction="out", lang=clause.lang, audience=audience
        )
        metrics.SCREENED.labels("out", verdict.action).inc()
        if verdict.action == "refuse":
            if manners:
                manners.held = verdict
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

    def apology(self, lang: Lang, generation: int) -> Clause:
        """Say sorry for an answer that failed."""
        words = (spoken("sorry", lang),)
        return next(_clauses(f"x{generation}", generation, words, lang, Act.APOLOGISE))


def _instead(verdict: Verdict, lang: Lang, generation: int, audience: Audience) -> Iterator[Clause]:
    words = disclosure.answer_to(verdict, lang, audience=audience)
    if verdict.action == "care":
        yield from _clauses(f"h{generation}", generation, words, lang, Act.EMPATHISE, emotion=CARE)
    else:
        yield from _clauses(f"n{generation}", generation, words, lang, Act.REFUSE)


def _said(prefix: str, generation: int, said: Said, lang: Lang) -> Iterator[Clause]:
    """Make clauses of words of manners, which name the verdict that they rest on."""
    for clause in _clauses(prefix, generation, said.words, lang, said.act):
        yield msgspec.structs.replace(clause, verdict=said.verdict.id)


def _who(card: Card) -> Iterator[str]:
    """Give the lines of a card that may ask for a guardian: its title, who may apply, papers."""
    yield card.title
    for facet in card.facets:
        if facet.kind in ("who", "materials"):
            yield from facet.lines


def addressed(clause: Clause, audience: Audience) -> Clause:
    """Speak to a child as to a child: 你 for 您."""
    if audience != "minor" or clause.lang != "zh" or POLITE not in clause.text + clause.spoken:
        return clause
    text, spoken_ = (words.replace(POLITE, FAMILIAR) for words in (clause.text, clause.spoken))
    return msgspec.structs.replace(clause, text=text, spoken=spoken_)


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
