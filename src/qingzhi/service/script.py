"""What is said in answer to one turn after the other: clauses, decided while others are spoken."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from qingzhi.service import attending, metrics
from qingzhi.service.account import topics
from qingzhi.service.second import second_opinions
from qingzhi.service.showing import show_feeling, show_help, show_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.score import Clause, Percept
    from qingzhi.service.delivery import Delivery
    from qingzhi.service.session import Session

HISTORY: Final = 8
"""Earlier percepts that colour how the next one is felt."""


class Script:
    """Remembers the turns of a visit as far as the next answer needs them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._history: tuple[Percept, ...] = ()
        self._own: tuple[str, ...] = ()

    def say(self, words: tuple[str, ...]) -> None:
        """Have the next script consist of words of our own."""
        self._own = words

    async def of(self, question: str, delivery: Delivery) -> Iterator[Clause]:
        """Begin to answer a question; without one, say our own words or greet."""
        mind, lang, generation = self._session.parts.mind, self._session.lang, delivery.generation
        words, self._own = self._own, ()
        if words:
            return mind.own(words, lang, generation)
        if not question:
            return self._greeting(generation)
        if words := tuple(self._session.handing.withdraw_in_words(question, lang)):
            return mind.own(words, lang, generation)
        return await self._answer(question, delivery)

    def _greeting(self, generation: int) -> Iterator[Clause]:
        session = self._session
        if not self._history or session.manners.introduced_s is None:
            yield from session.parts.mind.greeting(session.lang, generation)
        session.manners.introduced()

    async def _answer(self, question: str, delivery: Delivery) -> Iterator[Clause]:
        session, mind = self._session, self._session.parts.mind
        percept = self._perceive(question)
        self._react(percept, delivery)
        before = [earlier.text for earlier in self._history[:-1]]
        screen = await second_opinions(mind.screen, percept, session.manners, before)
        reply = attending.reply(session, percept, delivery.generation, before, screen)
        return self._told(question, percept, delivery, reply)

    def _told(
        self, question: str, percept: Percept, delivery: Delivery, reply: Iterator[Clause]
    ) -> Iterator[Clause]:
        session = self._session
        if session.manners.introduces(question):
            yield session.parts.mind.introduction(percept.lang, delivery.generation)
            session.manners.introduced()
        first = next(reply, None)
        attending.notice(session)
        session.ratings.about(delivery.response_id, percept.lang, topics(session))
        show_sources(delivery, session.talk)
        show_help(delivery, session)
        yield from chain(() if first is None else (first,), reply)

    def _perceive(self, question: str) -> Percept:
        session = self._session
        lang = None if any(map(str.isalpha, question)) else session.lang
        percept = session.parts.mind.perceiver.perceive(question, lang, self._history)
        self._history = (*self._history, percept)[-HISTORY:]
        session.account.understood(percept)
        return percept

    def _react(self, percept: Percept, delivery: Delivery) -> None:
        session = self._session
        if "motion" in session.settings.events:
            delivery.move(session.stage.performer.react(percept, session.age))
            metrics.FIRST_MOTION.observe(session.account.waited_s)
        show_feeling(delivery, percept)
