"""How one answer comes about: screen, care, manners, and then the matter itself.

why? ─► screen ─► need: care ─► good-bye, limits, the truth ─► refusal ─► remarks ─► answer
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.emotion import NEUTRAL_EMOTION, Emotion
from qingzhi.safety import disclosure, phrasebook
from qingzhi.score import Act, Clause, Need
from qingzhi.service import metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qingzhi.interaction.conversation import Conversation
    from qingzhi.interaction.dialogue.card import Card
    from qingzhi.safety import Screen
    from qingzhi.safety.care import Helper
    from qingzhi.safety.manners import Manners, Turn
    from qingzhi.safety.phrasebook import Said
    from qingzhi.safety.verdict import Audience, Verdict
    from qingzhi.score import Lang, Percept
    from qingzhi.service.mind import Mind

OWN_WORDS: Final = "own"
"""The verdict of sentences from the catalogues, which were read before they shipped."""
PERSON: Final = "person"
"""The need of somebody who wants no more than a person."""
ELDER_CLAUSES: Final = 4
"""Clauses of an answer after which an elderly visitor is asked whether to go on."""
_ANY_LANGUAGE: Final = re.compile(r"(?i)(ok(ay)?|k|no|yes|yeah|hi|bye( ?bye)?|emo|[\W\d_]+)\W*")
POLITE: Final = "您"
FAMILIAR: Final = "你"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one turn, decided clause by clause."""

    mind: Mind
    talk: Conversation
    percept: Percept
    generation: int
    manners: Manners
    history: Sequence[str]
    helper: Helper
    person: Callable[[Lang], Sequence[str]] | None
    """Acts on the wish for a person and gives the words for it; none where nobody is there."""
    screen: Screen
    """Judges what the visitor said."""

    @property
    def lang(self) -> Lang:
        return self.percept.lang

    def clauses(self) -> Iterator[Clause]:
        """Yield the clauses, each passed by the screen. Sets `talk.need` for a turn of need."""
        self.talk.need = None
        self.talk.hear(self.lang)
        self.manners.lines = self.mind.carer.resources.of(self.helper.region).slots(self.lang)
        self.manners.listen(self.percept.text)
        for clause in self._why() or self._answered():
            yield addressed(clause, self.manners.audience)

    def _why(self) -> Iterator[Clause] | None:
        """Tell why the last thing that was held back was held back, where that is asked."""
        text = self.percept.text
        if not disclosure.asks_why(text) or self.mind.carer.explains(self.talk, text):
            return None
        words = disclosure.why(self.manners.held, self.lang)
        return self._own("w", words, Act.INFORM)

    def _answered(self) -> Iterator[Clause]:
        verdict = self.screen.check(
            self.percept.text,
            direction="in",
            lang=self.lang,
            audience=self.manners.audience,
            history=self.manners.context(self.history),
            lines=self.manners.lines,
        )
        metrics.SCREENED.labels("in", verdict.action).inc()
        carer = self.mind.carer
        if carer.need(verdict, self.percept.text) and not self.manners.settles(verdict):
            self.manners.care(verdict)
            said = carer.plea(self.talk, verdict, self.percept, self.generation, self._helper)
            yield from map(self._passed, said)
            return
        if carer.is_asked_what_it_is(self.talk, self.percept.text):
            self.manners.introduced()
            yield from self._cared()
            return
        turn = self.manners.turn(verdict, self.lang, caring=carer.aware(self.talk))
        if turn.instead:
            self._clear()
            yield from self._said("m", turn.instead)
            return
        for number, remark in enumerate(turn.before):
            yield from self._said(f"m{number}-", remark)
        yield from self._matter(verdict, turn)

    def _matter(self, verdict: Verdict, turn: Turn) -> Iterator[Clause]:
        """Answer, refuse, or go on caring, after what manners had to say."""
        carer = self.mind.carer
        aware = carer.aware(self.talk)
        refused = not verdict.passes and not self.manners.settles(verdict)
        if turn.answers:
            yield from self._if_known()
        elif refused and (not aware or carer.stands(verdict)):
            self._clear()
            words = disclosure.answer_to(
                verdict, self.lang, audience=self.manners.audience, lines=self.manners.lines
            )
            yield from self._own("n", words, Act.REFUSE)
        elif called := self._called():
            self._clear()
            self.talk.need = Need(PERSON, "low")
            yield from self._own("p", called, Act.INFORM)
        elif aware:
            yield from self._cared()
        elif carer.lingers(self.talk, self.percept):
            said = carer.linger(self.talk, self.percept, self.generation, self._helper)
            yield from map(self._passed, said)
        else:
            yield from self._told(self.percept)

    def _cared(self) -> Iterator[Clause]:
        """Answer what somebody in need says back."""
        carer = self.mind.carer
        said = carer.follow(self.talk, self.percept, self.generation, self._helper)
        yield from map(self._passed, said)

    def _if_known(self) -> Iterator[Clause]:
        """Go on with the visitor's matter where it is known; what was said needs no 'unclear'."""
        clauses = list(self._told(msgspec.structs.replace(self.percept, intent="ask")))
        if self.talk.citations or self.talk.card:
            yield from clauses

    def _told(self, percept: Percept) -> Iterator[Clause]:
        """Answer the matter itself, as much at a time as this visitor takes in."""
        slow = self.manners.audience == "elder"
        for number, clause in enumerate(self.talk.respond(percept, generation=self.generation)):
            if slow and number == ELDER_CLAUSES and self.talk.citations:
                yield from self._own("e", phrasebook.words("elder.more", self.lang), Act.ASK)
                return
            yield self._screened(clause)
        if self.talk.card and (alone := self.manners.after(_who(self.talk.card), self.lang)):
            yield from self._said("k", alone)

    # ---- helpers ------------------------------------------------------------------------------

    @property
    def _helper(self) -> Helper:
        """Who helps, now that the turn may have told who speaks."""
        return self.helper._replace(audience=self.manners.audience)

    def _called(self) -> Sequence[str]:
        """Call a person where one is wished for and there: what is said about it, or nothing."""
        if self.person is None or not self.talk.wants_person(self.percept):
            return ()
        return self.person(self.lang)

    def _clear(self) -> None:
        self.talk.card, self.talk.citations = None, ()

    def _passed(self, clause: Clause) -> Clause:
        """Screen what the knowledge says; the catalogue was read before it shipped."""
        return clause if clause.verdict == OWN_WORDS else self._screened(clause)

    def _screened(self, clause: Clause) -> Clause:
        return self.mind.screened(clause, self.manners.audience, self.manners)

    def _said(self, prefix: str, said: Said) -> Iterator[Clause]:
        """Make clauses of words of manners, which name the verdict that they rest on."""
        for clause in self._own(prefix, said.words, said.act):
            yield msgspec.structs.replace(clause, verdict=said.verdict.id)

    def _own(self, prefix: str, words: Iterable[str], act: Act) -> Iterator[Clause]:
        return clauses_of(f"{prefix}{self.generation}", self.generation, words, self.lang, act)


def in_language(percept: Percept, talk: Conversation, history: Sequence[str]) -> Percept:
    """Leave a talk in its language where a turn is a word that is said in any: "ok", "65"."""
    if not history or percept.lang == talk.lang or not _ANY_LANGUAGE.fullmatch(percept.text):
        return percept
    return msgspec.structs.replace(percept, lang=talk.lang)


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
    text, spoken = (words.replace(POLITE, FAMILIAR) for words in (clause.text, clause.spoken))
    return msgspec.structs.replace(clause, text=text, spoken=spoken)


def clauses_of(
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
