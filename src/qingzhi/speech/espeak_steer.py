r"""Pitch and speed word by word for espeak-ng: commands inside its text, places without them.

The library takes `\x01<value>P` (pitch) and `\x01<value>S` (words a minute) before a word, and
reports that word at the place of the command. See "Embedded commands" in its documentation.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Self

import msgspec

from qingzhi.speech.espeak_native import WORD, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COMMAND: Final = "\x01"


class Steered(msgspec.Struct, frozen=True):
    """Text with commands in it; `added` has their places there, with how long each is."""

    text: str
    added: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, text: str, places: Sequence[int], orders: Sequence[tuple[int, int]]) -> Self:
        """Put (pitch, speed) before the words that begin at `places`, where it changes."""
        parts: list[str] = []
        added: list[tuple[int, int]] = []
        size = done = 0
        before = (-1, -1)
        for place, order in zip(places, orders, strict=True):
            command = _command(order, before)
            parts += text[done:place], command
            size += place - done
            if command:
                added.append((size, len(command)))
            size += len(command)
            done, before = place, order
        return cls("".join((*parts, text[done:])), tuple(added))

    def placed(self, events: Iterable[Event]) -> list[Event]:
        """Give the events with their places in the text as it was."""
        starts = [place for place, _ in self.added]
        moved = [0, *accumulate(size for _, size in self.added)]
        return [
            event._replace(place=event.place - moved[bisect_left(starts, event.place)])
            if event.kind == WORD
            else event
            for event in events
        ]


def _command(order: tuple[int, int], before: tuple[int, int]) -> str:
    changes = zip(order, before, "PS", strict=True)
    words = [f"{COMMAND}{value}{kind}" for value, old, kind in changes if value != old]
    return " ".join((*words, "")) if words else ""
