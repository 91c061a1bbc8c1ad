"""The card beside the figure: all that the voice leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.interaction.knowledge.items import Facet  # noqa: TC001 - msgspec reads the annotations at run time
from qingzhi.score import Source  # noqa: TC001 - the same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.interaction.dialogue.messages import Messages
    from qingzhi.interaction.knowledge.items import Item
    from qingzhi.score import Lang

SUGGESTIONS: Final = 3


class Section(msgspec.Struct, frozen=True):
    """One facet: its kind, its heading in the visitor's language and its lines."""

    kind: str
    label: str
    lines: tuple[str, ...]


class Card(msgspec.Struct, frozen=True):
    """What is shown. `note` says that the content is a demonstration where it is.

    `focus` holds the kinds of the facets that were asked for; empty: the matter as a whole.
    """

    title: str
    facets: tuple[Section, ...]
    citations: tuple[Source, ...]
    suggestions: tuple[str, ...]
    note: str = ""
    focus: tuple[Facet, ...] = ()


def item_card(
    item: Item,
    lang: Lang,
    messages: Messages,
    *,
    told: Sequence[Facet],
    related: Sequence[Item],
    focus: Sequence[Facet] = (),
) -> Card:
    """Give the card of an item: its facets, where they come from, and what could be asked next."""
    sections = tuple(
        Section(kind, messages.label(f"label.{kind}", lang), item.facet(kind, lang))
        for kind in item.told(lang)
    )
    if item.sources:
        titles = tuple(dict.fromkeys(ref.title for ref in item.sources))
        sections += (Section("sources", messages.label("label.sources", lang), titles),)
    return Card(
        title=item.title.of(lang),
        facets=sections,
        citations=(item.source(lang),),
        suggestions=suggestions(item, lang, messages, told=told, related=related),
        note=messages.label("label.demo", lang) if item.demo else "",
        focus=tuple(kind for kind in focus if item.facet(kind, lang)),
    )


def choice_card(title: str, items: Sequence[Item], lang: Lang) -> Card:
    """Give the card of a question back: the candidates as suggestions."""
    return Card(title, (), (), tuple(item.title.of(lang) for item in items))


def suggestions(
    item: Item, lang: Lang, messages: Messages, *, told: Sequence[Facet], related: Sequence[Item]
) -> tuple[str, ...]:
    """Two or three next questions: facets not told yet, then a related item."""
    open_facets = [k for k in item.told(lang) if k not in told and f"next.{k}" in messages]
    asks = [messages.label(f"next.{kind}", lang) for kind in open_facets][: SUGGESTIONS - 1]
    asks += [other.title.of(lang) for other in related][: SUGGESTIONS - len(asks)]
    return tuple(asks[:SUGGESTIONS])
