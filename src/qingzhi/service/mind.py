"""The part of the service that needs no voice: screen, perceive, know, answer."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.emotion import Emotion
from qingzhi.interaction.conversation import Conversation
from qingzhi.interaction.dialogue.desk import Desk
from qingzhi.interaction.knowledge import Knowledge
from qingzhi.interaction.perception import Perceiver
from qingzhi.safety import Screen, disclosure
from qingzhi.safety.care import Helper
from qingzhi.safety.manners import Manners
from qingzhi.safety.remote import opinions
from qingzhi.safety.resources import Resources
from qingzhi.scenarios import pack
from qingzhi.score import Act, Clause
from qingzhi.service import metrics
from qingzhi.service.answering import Answer, clauses_of, in_language
from qingzhi.service.caring import Carer
from qingzhi.service.messages import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from qingzhi.safety.profiles import Profile
    from qingzhi.safety.verdict import Audience
    from qingzhi.score import Lang, Percept
    from qingzhi.settings import Settings

DEFAULT_SERVICE: Final = "qingzhi"
LONGEST_KEPT: Final = 300
"""Characters of a question that are kept for the work list."""
_NUMBER: Final = re.compile(r"\d(?:[\s-]?\d){5,}[Xx]?")
"""Six digits and more, however they are grouped."""
LISTS: Final = "screen"
"""Where the operator's own word lists lie, within the data folder."""
WELCOME: Final = Emotion(joy=0.3, trust=0.3)
HOME: Final = "CN"
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
        home: str = HOME,
    ) -> None:
        self.knowledge = knowledge
        self._field = Desk.load(knowledge.pack).advice
        self.screen = screen
        self._reviewed = replace(screen, opinions=())
        """Second opinions are for what a visitor says; our own words were reviewed."""
        self.perceiver = perceiver
        self.home = home
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
        return cls(knowledge, screen, Perceiver.load(), resources, settings.region)

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
        *,
        region: str = "",
        offers: Collection[str] = (),
        person: Callable[[Lang], Sequence[str]] | None = None,
        screen: Screen | None = None,
    ) -> Iterator[Clause]:
        """Yield the clauses of one answer, each passed by the screen.

        `history` is what the visitor said before, last turn last; `region` whose help lines are
        named, the installation's own where it is empty; `offers` what this desk has besides them;
        `person` acts on the wish for a person and gives the words for it; `screen` judges the
        turn, ours where it is None. Sets `talk.need` for a turn of need.
        """
        manners = manners or self.manners()
        percept = in_language(percept, talk, history)
        helper = Helper(percept.lang, manners.audience, region or self.home, offers)
        screen = screen or self.screen
        return Answer(
            self, talk, percept, generation, manners, history, helper, person, screen
        ).clauses()

    def redacted(self, question: str, lang: Lang) -> str:
        """Return a question without personal data, for the operator's work list.

        Numbers are masked whether or not they are well formed: a slip in a card number makes it
        no less the visitor's.
        """
        verdict = self._reviewed.check(question, direction="out", lang=lang)
        kept = _NUMBER.sub("…", verdict.text if verdict.passes else "")
        return kept[:LONGEST_KEPT]

    def screened(
        self,
        clause: Clause,
        audience: Audience = "adult",
        manners: Manners | None = None,
        *,
        screen: Screen | None = None,
    ) -> Clause:
        """Pass a clause through the screen: as it is, redacted, or replaced by a refusal.

        All that a conversation says comes from catalogues and knowledge that a person reviewed.
        What was held back is noted in `manners`, for whoever asks why. `screen` is for words of
        others, on which it may ask for second opinions.
        """
        verdict = (screen or self._reviewed).check(
            clause.utterance, direction="out", lang=clause.lang, audience=audience, reviewed=True
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
        yield from clauses_of(f"g{generation}", generation, words, lang, Act.GREET, emotion=WELCOME)

    def introduction(self, lang: Lang, generation: int) -> Clause:
        """Say in one short clause that the figure is an AI, to a visitor who was not greeted."""
        words = disclosure.identity(lang)[:1]
        return next(clauses_of(f"i{generation}", generation, words, lang, Act.DISCLOSE))

    def own(self, words: Sequence[str], lang: Lang, generation: int) -> Iterator[Clause]:
        """Say words of the service's own catalogue."""
        yield from clauses_of(f"o{generation}", generation, words, lang, Act.INFORM)

    def apology(self, lang: Lang, generation: int) -> Clause:
        """Say sorry for an answer that failed."""
        words = (spoken("sorry", lang),)
        return next(clauses_of(f"x{generation}", generation, words, lang, Act.APOLOGISE))


def joined(clauses: Sequence[Clause]) -> str:
    """Join clauses as they are written: English with spaces, Chinese without."""
    text = ""
    for clause in clauses:
        text += (" " if text and clause.lang == "en" else "") + clause.text
    return text
