"""The part of the service that needs no voice: screen, perceive, know, answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.interaction.conversation import Conversation
from qingzhi.interaction.knowledge import Knowledge
from qingzhi.interaction.perception import Perceiver
from qingzhi.safety import Screen
from qingzhi.safety.disclosure import greeting, introduction
from qingzhi.scenarios import PACKS
from qingzhi.score import Act, Clause
from qingzhi.service.messages import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qingzhi.score import Lang, Percept
    from qingzhi.settings import Settings

DEFAULT_SERVICE: Final = "qingzhi"
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

    def __init__(self, knowledge: Knowledge, screen: Screen, perceiver: Perceiver) -> None:
        self.knowledge = knowledge
        self.screen = screen
        self.perceiver = perceiver

    @classmethod
    def open(cls, settings: Settings) -> Mind:
        """Load knowledge, lists and models; the index is built when the pack has changed."""
        knowledge = Knowledge.open(settings.data / "knowledge", PACKS["government"])
        return cls(knowledge, Screen.load(), Perceiver.load())

    def conversation(self, service_id: str = DEFAULT_SERVICE, seed: int = 0) -> Conversation:
        return Conversation(self.knowledge, service_id=service_id, seed=seed)

    def exchange(self, questions: Sequence[str]) -> Exchange:
        """Answer the last question; the earlier ones of the same visitor give the context."""
        talk = self.conversation()
        earlier = questions[-REMEMBERED:-1]
        for number, question in enumerate(earlier):
            percept = self.perceiver.perceive(question, None, tuple(earlier[:number]))
            for _ in self.reply(talk, percept, number):
                pass
        percept = self.perceiver.perceive(questions[-1], None, tuple(earlier))
        return Exchange(percept, self.reply(talk, percept, len(earlier)), talk)

    def reply(
        self,
        talk: Conversation,
        percept: Percept,
        generation: int,
        audience: str = "adult",
    ) -> Iterator[Clause]:
        """Yield the clauses of one answer, each passed by the screen."""
        verdict = self.screen.check(
            percept.text, direction="in", lang=percept.lang, audience=audience
        )
        if verdict.action in {"refuse", "care"}:
            yield from self._instead(verdict, percept.lang, generation)
            return
        for clause in talk.respond(percept, generation=generation):
            yield self.screened(clause, audience)

    def screened(self, clause: Clause, audience: str = "adult") -> Clause:
        """Pass a clause through the screen: as it is, redacted, or replaced by a refusal."""
        verdict = self.screen.check(
            clause.utterance, direction="out", lang=clause.lang, audience=audience
        )
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
        for number, text in enumerate(greeting(lang)):
            yield self.screened(
                _clause(f"g{generation}.{number}", generation, text, lang, Act.GREET)
            )

    def introduction(self, lang: Lang, generation: int) -> Clause:
        """Say in one short clause that the figure is an AI, to a visitor who was not greeted."""
        text = introduction(lang)
        return self.screened(_clause(f"i{generation}", generation, text, lang, Act.DISCLOSE))

    def apology(self, lang: Lang, generation: int) -> Clause:
        """Say sorry for an answer that failed."""
        text = spoken("sorry", lang)
        return _clause(f"x{generation}", generation, text, lang, Act.APOLOGISE)


def _clause(id_: str, generation: int, text: str, lang: Lang, act: Act) -> Clause:
    return Clause(id=id_, generation=generation, text=text, lang=lang, act=act)


def joined(clauses: Sequence[Clause]) -> str:
    """Join clauses as they are written: English with spaces, Chinese without."""
    text = ""
    for clause in clauses:
        text += (" " if text and clause.lang == "en" else "") + clause.text
    return text
