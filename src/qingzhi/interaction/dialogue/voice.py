"""One turn's language, tone and rotation: what every way of speaking needs at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from qingzhi.interaction.dialogue.breath import breaths, emphasis
from qingzhi.interaction.dialogue.state import Draft
from qingzhi.score import Act

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qingzhi.emotion import Stance
    from qingzhi.interaction.dialogue.empathy import Tone
    from qingzhi.interaction.dialogue.messages import Messages
    from qingzhi.interaction.dialogue.state import State
    from qingzhi.interaction.knowledge import Facet, Item
    from qingzhi.score import Lang

OPENING_CHARS: Final[Mapping[Lang, int]] = {"zh": 16, "en": 60}
"""An opening is joined to the first piece of content up to this length."""


class Voice:
    """Makes drafts in the language and tone of one turn."""

    def __init__(self, messages: Messages, state: State, tone: Tone, feeling: str) -> None:
        self._messages = messages
        self.state = state
        self.tone = tone
        self.feeling = feeling
        self.lang: Lang = state.lang

    def knows(self, key: str) -> bool:
        """Whether there is a message of that key."""
        return key in self._messages

    def label(self, key: str) -> str:
        """Give a message that has one wording only."""
        return self._messages.label(key, self.lang)

    def text(self, key: str, **slots: object) -> str:
        """Give the next variant of a message."""
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
            yield self.made(breath, act, stance=stance, words=words)

    def lines(self, item: Item, kind: Facet, *, first: bool = False) -> Iterator[Draft]:
        """Give a facet's own lines, in breaths."""
        for line in item.facet(kind, self.lang):
            for breath in breaths(line, self.lang, first=first):
                yield self.draft(breath, Act.INFORM, item, kind)
                first = False

    def cited(self, said: Iterator[Draft], item: Item, kind: Facet) -> Iterator[Draft]:
        """Give drafts as telling a facet of an item."""
        source = item.source(self.lang)
        for draft in said:
            yield replace(draft, item=item.id, facet=kind, sources=(source,))

    def draft(
        self, text: str, act: Act, item: Item, facet: Facet, words: Sequence[str] = ()
    ) -> Draft:
        """Give a clause that tells a fact, and cites it."""
        made = self.made(text, act, words=words)
        return replace(made, item=item.id, facet=facet, sources=(item.source(self.lang),))

    def opened(self, said: Iterator[Draft]) -> Iterator[Draft]:
        """Put the tone's short opening before the first clause, in one breath where it fits."""
        opening = self.text(self.tone.opening) if self.tone.opening else ""
        yield from self.led(said, opening, self.tone.act, self._openings())

    def led(
        self, said: Iterator[Draft], opening: str, act: Act, known: Sequence[str] = ()
    ) -> Iterator[Draft]:
        """Put `opening` before the first clause unless that begins with one of the `known`."""
        head = next(said, None)
        if head is None:
            return
        if any(head.text.startswith(variant.strip()) for variant in known):
            opening = ""
        joined = opening + head.text
        if len(joined) <= OPENING_CHARS[self.lang] or not opening:
            shift = len(opening)
            spans = tuple((a + shift, b + shift) for a, b in head.emphasis)
            yield replace(head, text=joined, emphasis=spans)
        else:
            yield self.made(opening.strip(), act)
            yield head
        yield from said

    def made(
        self, text: str, act: Act, *, words: Sequence[str] = (), stance: Stance | None = None
    ) -> Draft:
        """Give a clause in the turn's tone."""
        return Draft(
            text=text,
            lang=self.lang,
            act=act,
            emotion=self.tone.emotion,
            stance=self.tone.stance if stance is None else stance,
            style=self.tone.style,
            emphasis=emphasis(text, words),
        )

    def _openings(self) -> tuple[str, ...]:
        """Give what an item's own words may already begin with."""
        key = self.tone.opening
        return self._messages.variants(key, self.lang) if key else ()
