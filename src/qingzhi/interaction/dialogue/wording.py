"""From a move to what is said, clause by clause and lazily.

Facts are the items' own sentences; everything around them comes from the message catalogue.
A plain "how" is told as summary, materials, steps, fee and time; a question for one facet gets
that facet first. Long lists are cut for the ear; the card carries the rest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from qingzhi.emotion import Stance
from qingzhi.interaction.dialogue.breath import BREATH, breaths, emphasis
from qingzhi.interaction.dialogue.state import Draft, Kind, Move
from qingzhi.score import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from qingzhi.interaction.dialogue.desk import Desk
    from qingzhi.interaction.dialogue.empathy import Tone
    from qingzhi.interaction.dialogue.messages import Messages
    from qingzhi.interaction.dialogue.state import State
    from qingzhi.interaction.knowledge import Facet, Item
    from qingzhi.score import Lang

SPOKEN: Final = 6
"""Clauses of one answer; more is for the card."""
ASKED: Final = 2
"""Facets told in one answer."""
NAMED: Final = 3
"""Materials named aloud."""
STEP_CHARS: Final[Mapping[Lang, int]] = {"zh": 30, "en": 110}
OPENING_CHARS: Final[Mapping[Lang, int]] = {"zh": 16, "en": 60}
"""An opening is joined to the first piece of content up to this length."""
GENERAL_STEPS: Final = 2
PLAIN_STEPS: Final = 3
ITEM_EXAMPLES: Final = 3

_HEAD: Final = re.compile(r"[，,（(；;。：:]|\.(?=\s|$)")
_CONDITION: Final = re.compile(r"的$|^(如|若|已|未|属于|因)|^(If|For|When|Those|Where) ")
"""A line that holds only in some cases is left to the card."""
_DOUBLED: Final[Mapping[Lang, str]] = {"zh": "先", "en": "First, "}
"""A step's own connective, which would double the one put before it."""
_ARTICLE: Final = re.compile(r"^[A-Z](?=[a-z']* )")

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
    "which": Act.ASK,
    "unclear": Act.ASK,
    "choose": Act.ASK,
    "listen": Act.EMPATHISE,
    "unknown": Act.REFUSE,
}


class Wording:
    """Says moves. Holds no state: what rotates lies in the conversation's state."""

    def __init__(self, messages: Messages, desk: Desk) -> None:
        self._messages = messages
        self._desk = desk
        self._special: Mapping[Kind, Callable[[_Voice, Move], Iterator[Draft]]] = {
            "answer": self._answer,
            "more": self._more,
            "choose": self._choose,
            "which": self._which,
            "unclear": self._which,
            "unknown": self._unknown,
            "listen": self._listen,
            "repeat": self._again,
            "slower": self._again,
            "louder": self._again,
            "silent": self._silence,
        }

    def drafts(self, move: Move, state: State, tone: Tone, feeling: str) -> Iterator[Draft]:
        """Give what is said for a move, lazily. `feeling` is the visitor's, for listening."""
        voice = _Voice(self._messages, state, tone, feeling)
        yield from self._special.get(move.kind, self._plain)(voice, move)

    # One method for each way of speaking.

    def _plain(self, voice: _Voice, move: Move) -> Iterator[Draft]:
        hotline = self._desk.hotline(move.theme)
        examples = self._examples(voice)
        slots = {
            "number": hotline.number,
            "name": hotline.name.of(voice.lang),
            "examples": examples,
        }
        yield from voice.message(move.kind, ACTS[move.kind], slots)

    def _answer(self, voice: _Voice, move: Move) -> Iterator[Draft]:
        item = move.item
        if item is None:  # pragma: no cover - the policy always gives one
            return
        asked = tuple(kind for kind in move.facets if kind != "summary")
        told = self._facets(voice, item, asked) if asked else self._general(voice, item)
        yield from voice.opened(told)

    def _general(self, voice: _Voice, item: Item) -> Iterator[Draft]:
        """Summary, materials, steps, then fee and time as far as the summary left them out."""
        left = SPOKEN
        for draft in voice.lines(item, "summary", first=True):
            left -= 1
            yield draft
        for draft in self._materials(voice, item):
            left -= 1
            yield draft
        if left >= GENERAL_STEPS:
            steps = list(self._steps(voice, item, left if voice.tone.plain else GENERAL_STEPS))
            left -= len(steps)
            yield from steps
        said = " ".join(item.facet("summary", voice.lang))
        for kind in ("fee", "time_limit"):
            line = next(iter(item.facet(kind, voice.lang)), "")
            if left > 0 and line and not _mentions(said, line):
                left -= 1
                yield voice.draft(_sentence(line, voice.lang), Act.INFORM, item, kind)

    def _facets(self, voice: _Voice, item: Item, asked: tuple[Facet, ...]) -> Iterator[Draft]:
        for number, kind in enumerate(asked[:ASKED]):
            if not item.facet(kind, voice.lang):
                yield from self._missing(voice, item, kind)
            elif kind == "materials":
                yield from self._materials(voice, item, first=not number)
            elif kind == "steps":
                yield from self._steps(voice, item, PLAIN_STEPS)
            else:
                yield from voice.lines(item, kind, first=not number)

    def _materials(self, voice: _Voice, item: Item, *, first: bool = False) -> Iterator[Draft]:
        """Name the materials; as the `first` of an answer, a long list has its number before it."""
        lines = item.facet("materials", voice.lang)
        heads = [_head(line, voice.lang) for line in lines]
        named = [head for head in heads if not _CONDITION.search(head)][:NAMED]
        if not named:
            yield from voice.lines(item, "materials")
            return
        many = len(lines) > len(named)
        comma, last = voice.label("say.comma"), voice.label("say.comma" if many else "say.and")
        listed = comma.join(named[:-1]) + last + named[-1] if len(named) > 1 else named[0]
        key = "say.materials_many" if many else "say.materials"
        slots = {"list": listed, "count": len(lines)} if many else {"list": listed}
        text = voice.text(key, **slots)
        if first and len(text) > BREATH[voice.lang] // 2:
            count = voice.text("say.count", count=len(lines))
            yield voice.draft(count, Act.LIST, item, "materials")
        yield voice.draft(text, Act.LIST, item, "materials", named)

    def _steps(self, voice: _Voice, item: Item, most: int) -> Iterator[Draft]:
        """First, then, finally: the connectives are put in here (T/CSIG 001—2026, 6.4.2 d)."""
        steps = item.facet("steps", voice.lang)
        if not steps:
            return
        chosen = steps if len(steps) <= most else (*steps[: most - 1], steps[-1])
        for number, step in enumerate(chosen):
            place = _place(number, len(chosen))
            text = voice.text(f"say.{place}", step=_step(step, voice.lang))
            yield voice.draft(text, Act.INSTRUCT, item, "steps")

    def _missing(self, voice: _Voice, item: Item, kind: Facet) -> Iterator[Draft]:
        """Give an honest gap: the item doesn't tell this facet."""
        hotline = self._desk.hotline(item.theme)
        slots = {
            "label": voice.label(f"label.{kind}"),
            "number": hotline.number,
            "name": hotline.name.of(voice.lang),
        }
        yield from voice.message("unknown.missing", Act.INFORM, slots)

    def _more(self, voice: _Voice, move: Move) -> Iterator[Draft]:
        item = move.item
        if item is None:  # pragma: no cover - the policy always gives one
            return
        told = voice.state.told.get(item.id, [])
        left = tuple(kind for kind in item.told(voice.lang) if kind not in told)
        if left:
            yield from self._facets(voice, item, left)
        else:
            yield from voice.message("nothing.more", Act.ASK)

    def _choose(self, voice: _Voice, move: Move) -> Iterator[Draft]:
        titles = [item.title.of(voice.lang) for item in move.candidates]
        key = ("choose.one", "choose.two", "choose.three")[len(titles) - 1]
        slots = dict(zip("abc", titles, strict=False))
        yield from voice.opened(voice.message(key, Act.ASK, slots, words=titles))

    def _which(self, voice: _Voice, move: Move) -> Iterator[Draft]:
        if move.kind == "unclear":
            yield from voice.message("which.unclear", Act.ASK, stance=Stance.PUZZLED)
            return
        yield from voice.opened(
            voice.message("which.open", Act.ASK, {"examples": self._examples(voice)})
        )

    def _unknown(self, voice: _Voice, move: Move) -> Iterator[Draft]:
        hotline = self._desk.hotline(move.theme)
        slots = {"number": hotline.number, "name": hotline.name.of(voice.lang)}
        said = voice.message("unknown.plain", Act.REFUSE, slots, stance=Stance.HELPLESS)
        yield from voice.opened(said)
        yield from voice.message("unknown.offer", Act.ASK)

    def _listen(self, voice: _Voice, move: Move) -> Iterator[Draft]:
        del move
        key = f"listen.{voice.feeling}"
        known = key if key in self._messages else "listen.other"
        yield from voice.message(known, Act.EMPATHISE, stance=Stance.ATTENTIVE)

    def _again(self, voice: _Voice, move: Move) -> Iterator[Draft]:
        """Say the last turn again, more slowly or after a word where that was asked for."""
        if not voice.state.last:
            yield from voice.message("nothing.repeat", Act.ASK)
            return
        if move.kind in ACTS:
            yield from voice.message(move.kind, ACTS[move.kind])
        yield from voice.state.last

    def _silence(self, voice: _Voice, move: Move) -> Iterator[Draft]:
        del voice, move
        yield from ()

    def _examples(self, voice: _Voice) -> str:
        """Give a few subjects to name, other ones each time."""
        words = self._desk.examples.zh if voice.lang == "zh" else self._desk.examples.en
        start = voice.state.turns % max(1, len(words))
        chosen = [*words[start:], *words[:start]][:ITEM_EXAMPLES]
        return voice.label("say.comma").join(chosen)


class _Voice:
    """One turn's language, tone and rotation, so that they need not be handed around."""

    def __init__(self, messages: Messages, state: State, tone: Tone, feeling: str) -> None:
        self._messages = messages
        self.state = state
        self.tone = tone
        self.feeling = feeling
        self.lang: Lang = state.lang

    def label(self, key: str) -> str:
        return self._messages.label(key, self.lang)

    def text(self, key: str, **slots: object) -> str:
        return self._messages.say(key, self.lang, self.state.counts, self.state.seed, **slots)

    def message(
        self,
        key: str,
        act: Act,
        slots: Mapping[str, str] | None = None,
        *,
        stance: Stance | None = None,
        words: Sequence[str] = (),
    ) -> Iterator[Draft]:
        """Give a message of the catalogue, in breaths."""
        for breath in breaths(self.text(key, **(slots or {})), self.lang, first=True):
            yield self._made(breath, act, stance=stance, words=words)

    def lines(self, item: Item, kind: Facet, *, first: bool = False) -> Iterator[Draft]:
        """Give a facet's own lines, in breaths."""
        for line in item.facet(kind, self.lang):
            for breath in breaths(line, self.lang, first=first):
                yield self.draft(breath, Act.INFORM, item, kind)
                first = False

    def draft(
        self, text: str, act: Act, item: Item, facet: Facet, words: Sequence[str] = ()
    ) -> Draft:
        """Give a clause that tells a fact, and cites it."""
        made = self._made(text, act, words=words)
        return replace(made, item=item.id, facet=facet, sources=(item.source(self.lang),))

    def opened(self, said: Iterator[Draft]) -> Iterator[Draft]:
        """Put the tone's short opening before the first clause, in one breath where it fits."""
        head = next(said, None)
        if head is None:
            return
        opening = self.text(self.tone.opening) if self.tone.opening else ""
        if self._opens_by_itself(head.text):
            opening = ""
        joined = opening + head.text
        if len(joined) <= OPENING_CHARS[self.lang] or not opening:
            shift = len(opening)
            spans = tuple((a + shift, b + shift) for a, b in head.emphasis)
            yield replace(head, text=joined, emphasis=spans)
        else:
            yield self._made(opening.strip(), self.tone.act)
            yield head
        yield from said

    def _opens_by_itself(self, text: str) -> bool:
        """Whether an item's own words already say what the opening would."""
        variants = (
            self._messages.variants(self.tone.opening, self.lang) if self.tone.opening else ()
        )
        return any(text.startswith(variant.strip()) for variant in variants)

    def _made(
        self, text: str, act: Act, *, words: Sequence[str] = (), stance: Stance | None = None
    ) -> Draft:
        return Draft(
            text=text,
            lang=self.lang,
            act=act,
            emotion=self.tone.emotion,
            stance=self.tone.stance if stance is None else stance,
            style=self.tone.style,
            emphasis=emphasis(text, words),
        )


def _place(number: int, count: int) -> str:
    if count == 1:
        return "only"
    if number == 0:
        return "first"
    return "finally" if number == count - 1 else "then"


def _head(line: str, lang: Lang) -> str:
    """Give a material's name without its explanation."""
    name = _HEAD.split(line, maxsplit=1)[0].strip() or line
    return name if lang == "zh" else _ARTICLE.sub(lambda match: match.group().lower(), name)


def _step(step: str, lang: Lang) -> str:
    """Give a step as it fits after its connective."""
    whole = step.rstrip("。.；; ").removeprefix(_DOUBLED[lang])
    short = whole if len(whole) <= STEP_CHARS[lang] else _HEAD.split(whole, maxsplit=1)[0].strip()
    return short if lang == "zh" else short[:1].lower() + short[1:]


def _sentence(line: str, lang: Lang) -> str:
    """Give the first sentence of a line, ended as a sentence."""
    first = re.split(r"(?<=[。；])|(?<=[.;])\s", line, maxsplit=1)[0].rstrip("。；;. ")
    return f"{first}。" if lang == "zh" else f"{first}."


def _mentions(said: str, line: str) -> bool:
    """Whether every number of a line was said already."""
    numbers = re.findall(r"\d+", line)
    return bool(numbers) and numbers[0] in re.findall(r"\d+", said)
