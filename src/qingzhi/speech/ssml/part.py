"""What an SSML document comes to: parts with one language and one manner each."""

from __future__ import annotations

from typing import Literal

import msgspec

from qingzhi.score import Lang, Sound  # noqa: TC001 - msgspec reads annotations at run time

Level = Literal["strong", "moderate", "reduced"]


class Manner(msgspec.Struct, frozen=True):
    """How the words are to be said, on top of emotion and style.

    `rate` multiplies the speed (0.5..2), `pitch` adds semitones (−12..12), `volume` adds
    decibels (−60..12; −60 is silence).
    """

    rate: float = 1.0
    pitch: float = 0.0
    volume: float = 0.0


class Emphasis(msgspec.Struct, frozen=True):
    """[start, end) of the part's text, and how strongly it is marked."""

    start: int
    end: int
    level: Level = "moderate"


class Mark(msgspec.Struct, frozen=True):
    """A place in the part's text, 0..len, that the caller wants to hear of by `name`."""

    name: str
    at: int


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Words in one language and one manner; `text` is empty where only marks or a pause are.

    `pause_s` is the silence after it in seconds where a `break` says so; None leaves it to the
    punctuation. `opens` tells that a sentence or a paragraph begins with it.
    """

    text: str
    lang: Lang = "zh"
    manner: Manner = Manner()
    emphasis: tuple[Emphasis, ...] = ()
    sounds: tuple[Sound, ...] = ()
    marks: tuple[Mark, ...] = ()
    pause_s: float | None = None
    opens: Literal["", "sentence", "paragraph"] = ""

    @property
    def stressed(self) -> tuple[tuple[int, int], ...]:
        """Spans for `Clause.emphasis`; what is reduced is not among them."""
        return tuple((e.start, e.end) for e in self.emphasis if e.level != "reduced")
