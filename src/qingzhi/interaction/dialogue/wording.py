"""From a move to what is said, clause by clause and lazily.

What an item says is told by `telling.py`; everything around it comes from the message catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from qingzhi.emotion import Stance
from qingzhi.interaction.dialogue import papers
from qingzhi.interaction.dialogue.breath import breaths
from qingzhi.interaction.dialogue.names import Names
from qingzhi.interaction.dialogue.telling import Telling
from qingzhi.interaction.dialogue.voice import Voice
from qingzhi.score import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from qingzhi.interaction.dialogue.desk import Desk
    from qingzhi.interaction.dialogue.empathy import Tone
    from qingzhi.interaction.dialogue.messages import Messages
    from qingzhi.interaction.dialogue.state import Draft, Kind, Move, State
    from qingzhi.interaction.knowledge import Knowledge

ITEM_EXAMPLES: Final = 3

ACTS: Final[Mapping[Kind, Act]] = {
    "greet": Act.GREET,
    "thank": Act.THANK,
    "bye": Act.FAREWELL,
    "identity": Act.DISCLOSE,
    "feelings": Act.DISCLOSE,
    "complain": Act.APOLOGISE,
    "unhelpful": Act.APOLOGISE,
    "affirm": Act.ASK,
    "deny": Act.ASK,
    "person": Act.INFORM,
    "ability": Act.INFORM,
    "wellbeing": Act.ASK,
    "praise": Act.THANK,
    "noted": Act.CONFIRM,
    "slower": Act.CONFIRM,
    "louder": Act.INFORM,
}


class Wording:
    """Says moves. Holds no state: what rotates lies in the conversation's state."""

    def __init__(self, messages: Messages, desk: Desk, knowledge: Knowledge) -> None:
        self._messages = messages
        self._desk = desk
        self._knowledge = knowledge
        self._names = Names.load(knowledge.pack)
        self._telling = Telling(desk, self._names)
        self._special: Mapping[Kind, Callable[[Voice, Move], Iterator[Draft]]] = {
            "answer": self._answer,
            "more": self._more,
            "choose": self._choose,
            "letter": self._letter,
            "which": self._which,
            "unclear": self._which,
            "unknown": self._unknown,
            "offtopic": self._offtopic,
            "term": self._term,
            "paper": self._paper,
            "account": self._account,
            "legal": self._legal,
            "listen": self._listen,
            "repeat": self._again,
            "slower": self._again,
            "louder": self._again,
            "silent": self._silence,
        }

    def drafts(self, move: Move, state: State, tone: Tone, feeling: str) -> Iterator[Draft]:
        """Give what is said for a move, lazily. `feeling` is the visitor's, for listening."""
        voice = Voice(self._messages, state, tone, feeling)
        yield from self._special.get(move.kind, self._plain)(voice, move)

    # One method for each way of speaking.

    def _plain(self, voice: Voice, move: Move) -> Iterator[Draft]:
        slots = self._desk.slots(move.theme, voice.lang) | {"examples": self._examples(voice)}
        yield from voice.message(move.kind, ACTS[move.kind], slots)

    def _answer(self, voice: Voice, move: Move) -> Iterator[Draft]:
        item = move.item
        if item is None:  # pragma: no cover - the policy always gives one
            return
        asked = tuple(kind for kind in move.facets if kind != "summary")
        telling = self._telling
        told = telling.facets(voice, item, asked) if asked else telling.general(voice, item)
        yield from voice.opened(told)

    def _more(self, voice: Voice, move: Move) -> Iterator[Draft]:
        item = move.item
        if item is None:  # pragma: no cover - the policy always gives one
            return
        told = voice.state.told.get(item.id, [])
        left = tuple(kind for kind in item.told(voice.lang) if kind not in told)
        if left:
            yield from self._telling.facets(voice, item, left)
        else:
            yield from voice.message("nothing.more", Act.ASK)

    def _choose(self, voice: Voice, move: Move) -> Iterator[Draft]:
        names = self._names.listed(move.candidates, voice.lang)
        key = ("choose.one", "choose.two", "choose.three")[len(names) - 1]
        slots = dict(zip("abc", names, strict=False))
        yield from voice.opened(voice.message(key, Act.ASK, slots, words=names))

    def _letter(self, voice: Voice, move: Move) -> Iterator[Draft]:
        """Say that a letter was read, what it is about, and where it gets an answer in writing."""
        matters = [item for item in move.candidates[:1] if item.id != self._desk.complaints]
        names = self._names.listed(matters, voice.lang)
        slots = dict(zip("a", names, strict=False))
        heard, asked = ("matter", "ask") if names else ("plain", "which")
        yield from voice.message(f"letter.{heard}", Act.EMPATHISE, slots, words=names)
        yield from voice.message("letter.way", Act.INFORM, self._desk.slots("", voice.lang))
        yield from voice.message(f"letter.{asked}", Act.ASK, slots, words=names)

    def _which(self, voice: Voice, move: Move) -> Iterator[Draft]:
        if move.kind == "unclear":
            yield from voice.message("which.unclear", Act.ASK, stance=Stance.PUZZLED)
            return
        slots = {"examples": self._examples(voice)}
        yield from voice.opened(voice.message("which.open", Act.ASK, slots))

    def _unknown(self, voice: Voice, move: Move) -> Iterator[Draft]:
        slots = self._desk.slots(move.theme, voice.lang)
        said = voice.message("unknown.plain", Act.REFUSE, slots, stance=Stance.HELPLESS)
        yield from voice.opened(said)
        yield from voice.message("unknown.offer", Act.ASK)

    def _offtopic(self, voice: Voice, move: Move) -> Iterator[Draft]:
        del move
        slots = {"examples": self._examples(voice)}
        yield from voice.message("offtopic.plain", Act.REFUSE, slots)

    def _term(self, voice: Voice, move: Move) -> Iterator[Draft]:
        term = move.term
        if term is None:  # pragma: no cover - the policy always gives one
            return
        source = term.source() or (move.item.source(voice.lang) if move.item else None)
        sources = (source,) if source else ()
        for breath in breaths(term.means.of(voice.lang), voice.lang, first=True):
            yield replace(voice.made(breath, Act.INFORM), sources=sources)

    def _paper(self, voice: Voice, move: Move) -> Iterator[Draft]:
        item = move.item
        if item is None:  # pragma: no cover - the policy always gives one
            return
        found = papers.look_up(move.paper, item, voice.lang, self._knowledge)
        line = found.line if voice.lang == "zh" else found.line[:1].lower() + found.line[1:]
        given = {
            "a": self._names.of(item, voice.lang),
            "line": line,
            "paper": move.paper,
            "number": self._desk.hotline(item.theme).number,
        }
        said = voice.message(f"paper.{found.verdict}", Act.CONFIRM, given)
        yield from voice.opened(voice.cited(said, item, "materials"))

    def _account(self, voice: Voice, move: Move) -> Iterator[Draft]:
        where = self._desk.account(move.theme).of(voice.lang)
        slots = {"where": where, "number": self._desk.hotline(move.theme).number}
        yield from voice.message("account.plain", Act.INFORM, slots)

    def _legal(self, voice: Voice, move: Move) -> Iterator[Draft]:
        slots = self._desk.slots(move.theme, voice.lang)
        yield from voice.opened(voice.message("legal.plain", Act.INFORM, slots))
        if move.item:
            name = self._names.of(move.item, voice.lang)
            yield from voice.message("legal.item", Act.INFORM, {"a": name})
            yield from self._telling.summary(voice, move.item)

    def _listen(self, voice: Voice, move: Move) -> Iterator[Draft]:
        del move
        key = f"listen.{voice.feeling}"
        known = key if voice.knows(key) else "listen.sadness"
        yield from voice.message(known, Act.EMPATHISE, stance=Stance.ATTENTIVE)

    def _again(self, voice: Voice, move: Move) -> Iterator[Draft]:
        """Say the last turn again, more slowly or after a word where that was asked for."""
        if not voice.state.last:
            yield from voice.message("nothing.repeat", Act.ASK)
            return
        if move.kind in ACTS:
            yield from voice.message(move.kind, ACTS[move.kind])
        yield from voice.state.last

    def _silence(self, voice: Voice, move: Move) -> Iterator[Draft]:
        del voice, move
        yield from ()

    def _examples(self, voice: Voice) -> str:
        """Give a few subjects to name, other ones each time."""
        words = self._desk.examples.zh if voice.lang == "zh" else self._desk.examples.en
        start = voice.state.turns % max(1, len(words))
        chosen = [*words[start:], *words[:start]][:ITEM_EXAMPLES]
        return voice.label("say.comma").join(chosen)
