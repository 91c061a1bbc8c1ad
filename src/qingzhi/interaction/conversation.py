"""One visitor's conversation: a percept in, clauses out, everything kept in one plain state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from qingzhi.errors import InputError
from qingzhi.interaction.dialogue import cues, empathy
from qingzhi.interaction.dialogue.card import Card, choice_card, item_card
from qingzhi.interaction.dialogue.desk import Desk
from qingzhi.interaction.dialogue.messages import Messages
from qingzhi.interaction.dialogue.policy import Policy
from qingzhi.interaction.dialogue.state import Draft, Move, State
from qingzhi.interaction.dialogue.telling import ASKED
from qingzhi.interaction.dialogue.wording import Wording
from qingzhi.interaction.knowledge.text import normalise
from qingzhi.score import Care, Clause, Lang, Need, Percept, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from qingzhi.interaction.knowledge import Facet, Item, Knowledge

HEARD: Final = 0.5
"""A clause counts as told when at least this much of it was heard."""
SLOWER: Final = 0.85
"""Factor on the rate of speech each time the visitor asks for it."""
SLOWEST: Final = 0.6
LOUDER_DB: Final = 3.0
"""Decibels each time the visitor asks for it."""
LOUDEST_DB: Final = 6.0
MISHEARD: Final = 2
"""From so many times in a row that something is asked for again, it is said slower and louder."""
UNCLEAR_DB: Final = 1.5
UNCLEAR: Final = 0.92
MOST_NOTED: Final = 20
WISH: Final = 40
"""Characters of a turn that is a wish for a person and nothing else."""
Outcome = Literal["answered", "clarified", "unknown"]
"""How a turn ended, for the records."""
_OUTCOMES: Final[Mapping[str, Outcome]] = {
    "choose": "clarified",
    "letter": "clarified",
    "which": "clarified",
    "unclear": "clarified",
    "offtopic": "clarified",
    "unknown": "unknown",
}


class Conversation:
    """Answers percepts from one knowledge. Not thread-safe: one visitor, one conversation.

    What is noted or remembered stays in this object; `snapshot` hands it out, nothing else does.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        service_id: str = "qingzhi",
        lang: Lang | None = None,
        seed: int = 0,
    ) -> None:
        self.service_id = service_id
        self._knowledge = knowledge
        self._messages = Messages.load(knowledge.pack)
        self._desk = Desk.load(knowledge.pack)
        self._policy = Policy(knowledge)
        self._wording = Wording(self._messages, self._desk, knowledge)
        self._lang = lang
        self._state = State(seed=seed, lang=lang or "zh")
        self.card: Card | None = None
        self.citations: tuple[Source, ...] = ()
        self.outcome: Outcome = "answered"
        self.need: Need | None = None
        """What care the turn needed; None for an ordinary one."""

    @property
    def lang(self) -> Lang:
        """The language that was spoken last."""
        return self._state.lang

    @property
    def rate(self) -> float:
        """The rate of speech that the visitor has asked for, 1.0 being normal."""
        return self._state.rate

    @property
    def gain_db(self) -> float:
        """How much louder than usual the visitor has asked to be spoken to."""
        return self._state.gain_db

    @property
    def care(self) -> Care:
        """How far the visitor has been cared for."""
        return self._state.care

    @property
    def awaits_choice(self) -> bool:
        """Whether the visitor was asked which of several matters it is."""
        return bool(self._state.pending)

    @property
    def noted(self) -> tuple[str, ...]:
        """Questions that the visitor asked us to keep for the staff."""
        return tuple(self._state.noted)

    def respond(self, percept: Percept, *, generation: int) -> Iterator[Clause]:
        """Answer a turn lazily, clause by clause. Breaking off is safe at every point."""
        state = self._state
        state.settle()
        self.hear(percept.lang)
        state.turns += 1
        move = self._policy.decide(percept, state)
        self.outcome = _OUTCOMES.get(move.kind, "answered")
        self._remember(move, percept)
        self._show(move)
        said: list[Draft] = []
        keeps = move.kind not in {"repeat", "slower", "louder", "silent"}
        try:
            for number, draft in enumerate(self._drafts(move, percept)):
                clause_id = f"c{generation}.{number}"
                state.speaking[clause_id] = (draft.item, draft.facet)
                said.append(draft)
                yield _clause(draft, clause_id, generation)
        finally:
            if keeps and said:
                state.last = tuple(said)

    def hear(self, lang: Lang) -> None:
        """Take note of the language that the visitor speaks now."""
        self._state.lang = self._lang or lang

    def wants_person(self, percept: Percept) -> bool:
        """Whether a turn asks for a person in place of the figure."""
        text = normalise(percept.text)
        return len(text) <= WISH and cues.load().move(text) == "person"

    def asks_on(self, percept: Percept) -> bool:
        """Whether a turn asks for another facet of the matter that was talked about last."""
        if not self._state.focus or percept.intent != "ask":
            return False
        return bool(cues.load().facets(self._knowledge.analyse(percept.text).heads))

    def heard(self, clause_id: str, fraction: float) -> None:
        """Take note of how much (0..1) of a clause the visitor heard; unknown ids are ignored."""
        state = self._state
        spoken = state.speaking.get(clause_id)
        if spoken is None:
            return
        state.reported = True
        if fraction >= HEARD:
            state.tell(*spoken)

    def reset(self) -> None:
        """Forget everything, as for the next visitor."""
        self._state = State(seed=self._state.seed, lang=self._lang or "zh")
        self.card = None
        self.citations = ()

    def snapshot(self) -> dict[str, Any]:
        """Give the whole state as plain values, ready for JSON."""
        plain: dict[str, Any] = msgspec.to_builtins(self._state)
        return plain

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Go on from a snapshot. Raises InputError where it isn't one."""
        try:
            self._state = msgspec.convert(snapshot, State)
        except msgspec.ValidationError as error:
            raise InputError(f"This is no conversation: {error}", param="snapshot") from error

    def _drafts(self, move: Move, percept: Percept) -> Iterator[Draft]:
        confused = cues.load().move(normalise(percept.text)) == "confused"
        about = move.item or next(iter(move.candidates), None)
        mood = self._desk.mood(about.id) if about else ""
        tone = empathy.tone(percept, mood, confused=confused)
        return self._wording.drafts(move, self._state, tone, percept.emotion.dominant)

    def _remember(self, move: Move, percept: Percept) -> None:
        self._state.misheard = self._state.misheard + 1 if move.kind in _UNHEARD else 0
        keep = _MEMORIES.get(move.kind)
        if keep:
            keep(self._state, move, percept)

    def _show(self, move: Move) -> None:
        """Put the card and the citations of this turn in place."""
        self._show_card(move)
        law = move.term.source() if move.term else None
        if law:
            self.citations = (law,)

    def _show_card(self, move: Move) -> None:
        state = self._state
        if move.item:
            others = (i for i in move.item.related if i not in self._desk.unprompted)
            related = [item for other in others if (item := self._knowledge.get(other))]
            told = state.told.get(move.item.id, ())
            told = (*told, *(move.facets or ("summary", "materials", "steps")))
            self.card = item_card(
                move.item,
                state.lang,
                self._messages,
                told=told,
                related=related,
                focus=self._asked(move, move.item),
            )
            self.citations = (move.item.source(state.lang),)
        elif move.kind == "choose":
            title = self._messages.label("label.choose", state.lang)
            self.card, self.citations = choice_card(title, move.candidates, state.lang), ()
        elif move.kind not in {"repeat", "slower", "louder", "silent"}:
            self.card, self.citations = None, ()

    def _asked(self, move: Move, item: Item) -> tuple[Facet, ...]:
        """Name the facets that were asked for: all of them, also those that only the card tells."""
        if move.kind == "paper":
            return ("materials",)
        if move.kind != "more":
            return tuple(kind for kind in move.facets if kind != "summary")
        told = self._state.told.get(item.id, ())
        return tuple(kind for kind in item.told(self._state.lang) if kind not in told)[:ASKED]


def _focus(state: State, move: Move, _percept: Percept) -> None:
    if move.item is None:
        return
    state.fresh = state.focus != move.item.id
    state.focus = move.item.id
    state.asked = move.facets
    state.pending = state.awaiting = ()
    state.open_question = ""


def _await_choice(state: State, move: Move, _percept: Percept) -> None:
    state.pending = tuple(item.id for item in move.candidates)
    state.awaiting = move.facets
    state.open_question = ""


def _keep_open(state: State, _move: Move, percept: Percept) -> None:
    state.open_question = percept.text
    state.pending = state.awaiting = ()


def _note(state: State, _move: Move, _percept: Percept) -> None:
    state.noted = [*state.noted, state.open_question][-MOST_NOTED:]
    state.open_question = ""


def _slow_down(state: State, _move: Move, _percept: Percept) -> None:
    state.rate = max(SLOWEST, state.rate * SLOWER)


def _speak_up(state: State, _move: Move, _percept: Percept) -> None:
    state.gain_db = min(LOUDEST_DB, state.gain_db + LOUDER_DB)


def _say_clearer(state: State, _move: Move, _percept: Percept) -> None:
    """Somebody who asks again and again may not hear well, whatever they say."""
    if state.misheard >= MISHEARD:
        state.rate = max(SLOWEST, state.rate * UNCLEAR)
        state.gain_db = min(LOUDEST_DB, state.gain_db + UNCLEAR_DB)


def _drop_choice(state: State, _move: Move, _percept: Percept) -> None:
    state.pending = state.awaiting = ()
    state.open_question = ""


_UNHEARD: Final = frozenset({"repeat", "slower", "louder"})
_MEMORIES: Final[Mapping[str, Callable[[State, Move, Percept], None]]] = {
    "answer": _focus,
    "term": _focus,
    "paper": _focus,
    "legal": _focus,
    "choose": _await_choice,
    "letter": _await_choice,
    "unknown": _keep_open,
    "noted": _note,
    "slower": _slow_down,
    "louder": _speak_up,
    "repeat": _say_clearer,
    "which": _drop_choice,
    "bye": _drop_choice,
}


def _clause(draft: Draft, clause_id: str, generation: int) -> Clause:
    return Clause(
        id=clause_id,
        generation=generation,
        text=draft.text,
        lang=draft.lang,
        emotion=draft.emotion,
        stance=draft.stance,
        act=draft.act,
        emphasis=draft.emphasis,
        target="card" if draft.item else None,
        style=draft.style,
        sources=draft.sources,
    )
