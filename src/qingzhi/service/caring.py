"""How the figure answers somebody in need: words of care, and the voice, face and body for them.

The words and the course of the talk are `qingzhi.safety.care`; here they become clauses, and an
ordinary matter in between is answered gently.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from qingzhi.emotion import NEUTRAL_EMOTION, Emotion, Stance
from qingzhi.safety.care import STRONGER, Caring, Helper, answers, cues
from qingzhi.safety.care.words import NAMED
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
    r"怎么|咋|问|如何|哪里|哪儿|在哪|去哪|多少|办|申请|领|补|换|退|销|材料|手续|"
    r"how|where|appl|need to|renew|replace"
)
_MATTER: Final = re.compile(
    r"(怎么|如何|咋)(申请|办(?![呢啊呀才]|$)|领|开|补|登记|注销|交|恢复|处理|取|退|查|续|缴|销)"
    r"|(哪里|哪儿|去哪|在哪|哪)[^，。]{0,3}(申请|申诉|投诉|举报|反映|办|领|拿|开|补|登记|交|取)"
    r"|有(什么|没有|哪些)[^，。]{0,6}(活动|课|班|补贴|补助|服务)|(找|搵)(谁|哪个|邊個|边个)"
    r"|(几点|什么时候|哪天|周末)[^，。]{0,6}(开门|关门|上班|下班|营业|开放|检查|发放?|到账)"
    r"|(申请|办理|领取|补办|登记|注销)[^，。]{0,6}(怎么|哪|材料|手续|条件)"
    r"|\b(how|where) (do|can|could|should) (i|we) (apply|register|renew|claim|cancel|get an?)\b"
    r"|\bis there an? [^?.]{2,30}\b(near|nearby|here|around)\b"
    r"|\b(what time|when) (do|does|is|are)\b[^?.]{2,30}\b(open|close|shut)"
)
"""A question for how something is done at an office."""
LINGER: Final = 2
"""Turns after a light heart's weight that are listened to, where nothing is asked."""
OUR_OWN: Final = "own"
STYLE: Final = "care"
HUMAN: Final = "human"
"""The cue of somebody who asks whether a human speaks."""
GUESSES: Final = ("learned.", "context.")
"""Rules by which the screen takes a turn for a plea that no plain words make."""
VOICE: Final = "voice"
"""What somebody asks for who misses the voice of one who has died."""
WHY: Final = "why_not"
"""The cue of somebody who asks why that isn't done."""
MOURNING: Final = frozenset({"grief", "survivor"})
"""What somebody says who has lost one of their own: a sentence for that, then the matter."""
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

        Somebody who is being pressed for money is helped, even where their words look like fraud;
        and who wants to hear a dead one's voice is met in their grief, not refused as a forger.
        """
        kind = verdict.categories[0] if verdict.categories else "other"
        if verdict.action == "care":
            kind = NAMED.get(kind, kind)
            return Need(kind, verdict.level if verdict.level != "none" else "medium")
        if kind in {"fraud", "fraud_victim"} and cues.defrauded(text):
            return Need("fraud", "medium")
        return Need("distress", "medium") if answers.mourns(text) else None

    def aware(self, talk: Conversation) -> bool:
        """Whether the talk is still about somebody's need."""
        return self._caring.aware(talk.care)

    def is_asked_what_it_is(self, talk: Conversation, text: str) -> bool:
        """Whether somebody in need asks if this is a human: care has the truth in warmer words."""
        need = talk.care.need
        return need is not None and self.aware(talk) and answers.cue(text, need.kind) == HUMAN

    def explains(self, talk: Conversation, text: str) -> bool:
        """Whether care answers why something isn't done, in warmer words than the screen."""
        need = talk.care.need
        grieves = need is not None and self.aware(talk) and talk.care.form == VOICE
        return grieves and answers.cue(text, "distress") == WHY

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
        fresh = not self.aware(talk)
        said = self._caring.plea(
            talk.care,
            need,
            percept.text,
            helper,
            also=verdict.categories[1:],
            guessed=verdict.rule.startswith(GUESSES),
        )
        talk.need = said.need
        words = list(said.sentences)
        care = talk.care
        light = fresh and self._caring.is_light(care)
        mourning = fresh and care.form in MOURNING
        sure = need.level != "low"
        known = self._matter(talk, percept, generation, sure=sure) if light else []
        known = known or (self._errand(talk, percept, generation) if mourning else [])
        if not known:
            talk.card, talk.citations = None, ()
        if known and mourning:
            talk.need = None
            del words[1:]
        elif light and not known and care.need is not None and care.need.level == "low":
            words += self._caring.more(care, care.need, helper)
        elif fresh and not light and need.level == "medium" and self._asked(percept):
            words[-1:-1] = self._caring.asked_besides(helper)
        yield from spoken(words, percept.lang, generation, manner(talk.need))
        yield from map(gently, known)

    def follow(
        self, talk: Conversation, percept: Percept, generation: int, helper: Helper
    ) -> Iterator[Clause]:
        """Answer a turn of somebody who has told of need, and tells of nothing new."""
        care, need = talk.care, talk.care.need
        known = self._ordinary(talk, percept, generation)
        if known:
            yield from spoken(self._caring.first(care, helper), percept.lang, generation, GENTLE)
            care.quiet += 1
            yield from map(gently, known)
            asked = self._caring.check_in(care, helper)
            yield from spoken(asked, percept.lang, generation, GENTLE, prefix="k")
            return
        talk.card, talk.citations = None, ()
        if self._is_matter(talk, percept):
            care.quiet += 1
            words = self._caring.unknown(care, helper)
            yield from spoken(words, percept.lang, generation, GENTLE)
            return
        said = self._caring.follow(care, percept.text, helper)
        talk.need = said.need
        yield from spoken(said.sentences, percept.lang, generation, manner(care.need or need))

    def _ordinary(self, talk: Conversation, percept: Percept, generation: int) -> list[Clause]:
        """Answer a matter asked for in the midst of need; nothing for what is said back to us."""
        cue = self._cue(talk, percept)
        if cue in STRONGER:
            return []
        follows = talk.awaits_choice or talk.asks_on(percept)
        return self._matter(talk, percept, generation, sure=bool(cue) or not follows)

    def _is_matter(self, talk: Conversation, percept: Percept) -> bool:
        """Whether a turn asks how something is done at an office, known here or not."""
        asks = _MATTER.search(percept.text.casefold()) is not None
        return asks and not self._cue(talk, percept)

    @staticmethod
    def _cue(talk: Conversation, percept: Percept) -> str:
        """Name what a turn says back in care of what the talk is about."""
        return answers.cue(percept.text, talk.care.need.kind if talk.care.need else "")

    def lingers(self, talk: Conversation, percept: Percept) -> bool:
        """Whether somebody with a light heart's weight goes on about it, and asks nothing."""
        care, text = talk.care, percept.text.casefold()
        light = care.need is not None and care.need.level == "low" and care.quiet < LINGER
        busy = talk.card is not None or talk.awaits_choice or talk.asks_on(percept)
        says = percept.intent in {"other", "affirm"} and _ASKS.search(text) is None
        return light and says and not busy

    def linger(
        self, talk: Conversation, percept: Percept, generation: int, helper: Helper
    ) -> Iterator[Clause]:
        """Say one thing more to somebody with a light heart's weight."""
        care = talk.care
        care.quiet += 1
        talk.card, talk.citations = None, ()
        words = self._caring.more(care, care.need or Need("other", "low"), helper)
        yield from spoken(words, percept.lang, generation, GENTLE)

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

    def _errand(self, talk: Conversation, percept: Percept, generation: int) -> list[Clause]:
        """Answer what somebody who mourns has come for, or ask which of the papers it is."""
        if not _ASKS.search(percept.text.casefold()):
            return []
        calm = msgspec.structs.replace(percept, emotion=NEUTRAL_EMOTION, intent="ask")
        clauses = list(talk.respond(calm, generation=generation))
        return clauses if talk.card else []

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
