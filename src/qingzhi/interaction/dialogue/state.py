"""What a conversation remembers, and the small records that its parts hand to each other."""

from __future__ import annotations

from typing import Literal

import msgspec

from qingzhi.emotion import NEUTRAL_EMOTION, Emotion, Stance
from qingzhi.interaction.dialogue.glossary import Term  # noqa: TC001 - the same
from qingzhi.interaction.knowledge.items import Facet, Item  # noqa: TC001 - msgspec reads the annotations at run time
from qingzhi.score import Act, Care, Lang, Source

Kind = Literal[
    "answer",  # facets of an item
    "choose",  # two or three items are near: which one?
    "letter",  # a long account of what went wrong
    "which",  # a request without a subject: what is it about?
    "unknown",  # a subject that isn't covered: who does know
    "unclear",  # no words that mean anything here
    "offtopic",  # nothing that any public service is about
    "listen",  # a feeling without a question
    "term",  # what a word means
    "paper",  # whether one paper is needed
    "account",  # the visitor's own records, which are closed to us
    "legal",  # a judgement under the law, which is not ours to give
    "more",  # what has not been told yet
    "noted",  # an unanswered question is written down
    "repeat",
    "slower",
    "louder",
    "silent",
    "greet",
    "thank",
    "bye",
    "identity",
    "complain",
    "affirm",
    "deny",
    "person",
    "ability",
    "wellbeing",
    "feelings",
    "unhelpful",
    "praise",
]


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A clause before it has an id: what is said, how, and which facet of which item it tells."""

    text: str
    lang: Lang
    act: Act = Act.INFORM
    emotion: Emotion = NEUTRAL_EMOTION
    stance: Stance = Stance.NONE
    style: str = "formal"
    item: str = ""
    facet: Facet | Literal[""] = ""
    emphasis: tuple[tuple[int, int], ...] = ()
    sources: tuple[Source, ...] = ()


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """What the policy decided to do."""

    kind: Kind
    item: Item | None = None
    facets: tuple[Facet, ...] = ()
    candidates: tuple[Item, ...] = ()
    theme: str = ""
    score: float = 0.0
    paper: str = ""
    term: Term | None = None


class State(msgspec.Struct, kw_only=True):
    """Everything a conversation must keep to go on later; serialisable as it stands."""

    seed: int = 0
    turns: int = 0
    lang: Lang = "zh"
    rate: float = 1.0
    gain_db: float = 0.0
    """How much slower and louder the visitor wants to be spoken to, from then on."""
    misheard: int = 0
    """How often in a row what was said had to be said again."""
    focus: str = ""
    """The id of the item that is being talked about."""
    fresh: bool = True
    """Whether that item has only just been named, so that an answer says what it is about."""
    asked: tuple[Facet, ...] = ()
    pending: tuple[str, ...] = ()
    """The ids between which the visitor was asked to choose."""
    awaiting: tuple[Facet, ...] = ()
    """The facets that were asked for when the choice was put."""
    open_question: str = ""
    """A question that could not be answered and that we offered to note."""
    noted: list[str] = []
    told: dict[str, list[Facet]] = {}
    speaking: dict[str, tuple[str, str]] = {}
    """Clause id → (item id, facet) of the turn whose hearing isn't known yet."""
    reported: bool = False
    """Whether the player reports what was heard; one that never does is trusted."""
    last: tuple[Draft, ...] = ()
    counts: dict[str, int] = {}
    care: Care = msgspec.field(default_factory=Care)

    def settle(self) -> None:
        """Before a new turn: with a player that doesn't report, what was said counts as told."""
        if not self.reported:
            for item, facet in self.speaking.values():
                self.tell(item, facet)
        self.speaking = {}
        self.reported = False

    def tell(self, item: str, facet: str) -> None:
        if item and facet and facet not in self.told.setdefault(item, []):
            self.told[item].append(facet)  # type: ignore[arg-type]  # facets come from drafts
