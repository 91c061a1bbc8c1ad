"""How the figure answers somebody in need: words of care, and the voice, face and body for them.

The words and the course of the talk are `qingzhi.safety.care`; here they become clauses, and an
ordinary matter in between is answered gently.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from qingzhi.emotion import NEUTRAL_EMOTION, Emotion, Stance
from qingzhi.safety.care import Caring, Helper, cues
from qingzhi.score import Act, Clause, Need

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qingzhi.interaction.conversation import Conversation
    from qingzhi.interaction.knowledge import Knowledge
    from qingzhi.safety.resources import Resources
    from qingzhi.safety.verdict import Verdict
    from qingzhi.score import Lang, Percept

CERTAIN: Final = 0.7
"""Probability from which a turn in the midst of need is taken for an ordinary matter."""
_ASKS: Final = re.compile(
    r"怎么|咋|如何|哪里|哪儿|多少|办|申请|领|补|换|退|材料|手续|"
    r"how|where|appl|need to|renew|replace"
)
OUR_OWN: Final = "own"
STYLE: Final = "care"
UNRELATED: Final = frozenset(
    {"injection", "copyright", "politics", "impersonation", "forgery", "sexual", "gambling"}
)
"""Refusals that have nothing to do with anybody's need, so that they stand."""


class Manner(NamedTuple):
    """How words of care are said and shown."""

    emotion: Emotion
    stance: Stance
    act: Act
    style: str = STYLE


MANNERS: Final[dict[str, Manner]] = {
    "low": Manner(Emotion(sadness=0.15, trust=0.15), Stance.CARING, Act.EMPATHISE),
    "medium": Manner(Emotion(sadness=0.25, trust=0.15), Stance.CARING, Act.EMPATHISE),
    "high": Manner(Emotion(sadness=0.3, trust=0.15), Stance.CARING, Act.EMPATHISE),
}
URGENT: Final = Manner(NEUTRAL_EMOTION, Stance.ATTENTIVE, Act.INSTRUCT)
"""A medical emergency: brisk and clear, not sad."""
GENTLE: Final = MANNERS["low"]


def manner(need: Need | None) -> Manner:
    """Give the manner for a need; gentle where there is none any more."""
    if need is None:
        return GENTLE
    if need.kind == "medical_emergency" and need.level == "high":
        return URGENT
    return MANNERS[need.level]


class Carer:
    """Answers turns of somebody in need."""

    def __init__(self, knowledge: Knowledge, resources: Resources) -> None:
        self.knowledge = knowledge
        self.resources = resources
        self._caring = Caring(resources)

    @staticmethod
    def need(verdict: Verdict, text: str) -> Need | None:
        """Tell what care a turn asks for; None for one that asks for none.

        Somebody who is being pressed for money is helped, even where their words look like fraud.
        """
        kind = verdict.categories[0] if verdict.categories else "other"
        if verdict.action == "care":
            return Need(kind, verdict.level if verdict.level != "none" else "medium")
        if kind in {"fraud", "fraud_victim"} and cues.defrauded(text):
            return Need("fraud", "medium")
        return None

    def aware(self, talk: Conversation) -> bool:
        """Whether the talk is still about somebody's need."""
        return self._caring.aware(talk.care)

    def plea(
        self,
        talk: Conversation,
        verdict: Verdict,
        percept: Percept,
        generation: int,
        helper: Helper,
    ) -> Iterator[Clause]:
        """Answer a turn that tells of need; a light one never stands in the way of a matter."""
        need = self.need(verdict, percept.text) or Need("other", "medium")
        light = need.level == "low" and not self.aware(talk)
        said = self._caring.plea(talk.care, need, percept.text, helper, also=verdict.categories[1:])
        talk.need = said.need
        light = light and need == talk.care.need
        words = list(said.sentences)
        known = self._matter(talk, percept, generation, sure=False) if light else []
        if light and not known:
            talk.card, talk.citations = None, ()
            words += self._caring.more(talk.care, need, helper)
        if not light:
            talk.card, talk.citations = None, ()
            if need.level == "medium" and self._asked(percept):
                words[-1:-1] = self._caring.asked_besides(helper)
        yield from spoken(words, percept.lang, generation, manner(talk.need))
        yield from map(gently, known)

    def follow(
        self, talk: Conversation, percept: Percept, generation: int, helper: Helper
    ) -> Iterator[Clause]:
        """Answer a turn of somebody who has told of need, and tells of nothing new."""
        care, need = talk.care, talk.care.need
        said = self._caring.follow(care, percept.text, helper)
        known = [] if said.sentences else self._matter(talk, percept, generation, sure=True)
        if known:
            care.quiet += 1
            yield from map(gently, known)
            asked = self._caring.check_in(care, helper)
            yield from spoken(asked, percept.lang, generation, GENTLE, prefix="k")
            return
        if not said.sentences:
            said = self._caring.follow(care, percept.text, helper, alert=True)
        talk.card, talk.citations, talk.need = None, (), said.need
        yield from spoken(said.sentences, percept.lang, generation, manner(care.need or need))

    def stands(self, verdict: Verdict) -> bool:
        """Whether a refusal is to be said to somebody in need: only one about something else."""
        return bool(UNRELATED & set(verdict.categories[:1]))

    def _matter(
        self, talk: Conversation, percept: Percept, generation: int, *, sure: bool
    ) -> list[Clause]:
        """Answer the visitor's matter where it is known; a heavy heart needs no 'unclear'."""
        if sure and not self._asked(percept):
            return []
        calm = msgspec.structs.replace(percept, emotion=NEUTRAL_EMOTION)
        clauses = list(talk.respond(calm, generation=generation))
        return clauses if talk.citations else []

    def _asked(self, percept: Percept) -> bool:
        if percept.intent != "ask" and not _ASKS.search(percept.text.casefold()):
            return False
        analysis = self.knowledge.analyse(percept.text)
        return bool(analysis.concepts) and self.knowledge.search(analysis).score >= CERTAIN


def spoken(
    words: Sequence[str], lang: Lang, generation: int, how: Manner, prefix: str = "h"
) -> Iterator[Clause]:
    """Make clauses of the catalogue's words, which need no screen."""
    for number, text in enumerate(words):
        yield Clause(
            id=f"{prefix}{generation}.{number}",
            generation=generation,
            text=text,
            lang=lang,
            act=how.act,
            emotion=how.emotion,
            stance=how.stance,
            style=how.style,
            verdict=OUR_OWN,
        )


def gently(clause: Clause) -> Clause:
    """Say an ordinary clause in the tone of somebody who cares."""
    return msgspec.structs.replace(
        clause, emotion=GENTLE.emotion, stance=GENTLE.stance, style=GENTLE.style
    )
