"""Text as written to text as spoken: every number and sign in words, each in its language.

A text is read once from left to right; at each place the first rule of its language that matches
says how to read what it matched (`zh`, `en`). Every spoken character keeps the place of the hanzi
or word it was written as, so emphasis survives and subtitles can follow; what is not spoken is
kept too, with the reason why.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from qingzhi.score import Lang, Sound  # noqa: TC001 - msgspec reads annotations at run time
from qingzhi.speech.text import en, zh
from qingzhi.speech.text.characters import HANZI, PAUSES, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from qingzhi.score import Clause
    from qingzhi.speech.text.rule import Rule

Span = tuple[int, int]
Spans = tuple[Span, ...]


class Run(msgspec.Struct, frozen=True):
    """Spoken text in one language. `emphasis` holds spans of `text`; `first` opens the clause.

    `source` has for each character of `text` the span of the clause's utterance it is read from;
    `sounds` are spans of `text` that the clause pronounces itself.
    """

    text: str
    lang: Lang
    first: bool = False
    emphasis: Spans = ()
    source: Spans = ()
    sounds: tuple[Sound, ...] = ()

    def part(self, start: int, end: int) -> Run:
        """Cut out [start, end)."""
        return Run(
            self.text[start:end],
            self.lang,
            self.first and start == 0,
            tuple(
                (max(a, start) - start, min(b, end) - start)
                for a, b in self.emphasis
                if a < end and b > start
            ),
            self.source[start:end],
            tuple(
                msgspec.structs.replace(one, start=one.start - start, end=one.end - start)
                for one in self.sounds
                if start <= one.start and one.end <= end
            ),
        )


class Spoken(NamedTuple):
    """One spoken character, the span of the source that it is read from, and who says it.

    `lang` is empty where any voice may: spaces and punctuation.
    """

    char: str
    start: int
    end: int
    lang: Lang | None = None


class Piece(NamedTuple):
    """What was read at once: [start, end) of the source as something of a `kind`."""

    kind: str
    start: int
    end: int
    said: tuple[Spoken, ...]


_RULES: Final[Mapping[Lang, Callable[[str], Sequence[Rule]]]] = {"zh": zh.rules, "en": en.rules}
_ENGLISH: Final = frozenset({"word"})
"""Kinds whose letters an English voice says, in Chinese text too."""
_LATIN: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")
_WRITTEN: Final = re.compile(r"[a-zA-ZÀ-ɏ]+(?:['-][a-zA-ZÀ-ɏ]+)*|.", re.DOTALL)
"""What is one thing on the page: a Latin word, else a character."""
_LETTERS: Final = re.compile(r"[A-Z]+")


def runs(clause: Clause) -> list[Run]:
    """Find what `clause` says, in the order said; [] when it has nothing to say."""
    said = [one for piece in pieces(clause.utterance, clause.lang) for one in piece.said]
    emphasised = _emphasised(clause)
    found: list[Run] = []
    for lang, part in _languages(said, clause.lang):
        text = "".join(one.char for one in part)
        if any(char.isalnum() for char in text):
            spans = _spans(_meet(one, emphasised) for one in part)
            sounds = tuple(_sounds(clause.sounds, part))
            found.append(Run(text, lang, not found, spans, _source(part), sounds))
        elif found and PAUSES.keys() & set(text):
            found[-1] = _ended(found[-1], [one for one in part if not one.char.isspace()])
    return found


def _sounds(sounds: Iterable[Sound], part: Sequence[Spoken]) -> Iterator[Sound]:
    """Find the spans of a run that the clause pronounces itself."""
    for sound in sounds:
        places = [i for i, one in enumerate(part) if sound.start <= one.start < sound.end]
        if places:
            yield msgspec.structs.replace(sound, start=places[0], end=places[-1] + 1)


def _ended(run: Run, signs: Sequence[Spoken]) -> Run:
    """Put punctuation at the end of `run`."""
    text = "".join(one.char for one in signs)
    return msgspec.structs.replace(run, text=run.text + text, source=run.source + _source(signs))


def _source(part: Iterable[Spoken]) -> Spans:
    return tuple((one.start, one.end) for one in part)


def _meet(one: Spoken, spans: Spans) -> bool:
    return any(start < one.end and end > one.start for start, end in spans)


def spoken(text: str, lang: Lang) -> str:
    """`text` as it is said, both languages in one line."""
    return "".join(one.char for piece in pieces(text, lang) for one in piece.said)


def pieces(text: str, lang: Lang) -> list[Piece]:
    """Read `text`; together the pieces cover all of what a voice sees of it."""
    written, at = _written(text)
    seen = "".join(one.char for one in written)
    found: list[Piece] = []
    place = 0
    while place < len(seen):
        kind, end, reading = _read(seen, place, lang)
        source = written[place:end]
        who: Lang = "en" if kind in _ENGLISH or lang == "en" else "zh"
        said = tuple(_traced(source, reading, who))
        found.append(Piece(kind, at[place], at[end - 1] + 1, said))
        place = end
    return found


def _written(text: str) -> tuple[list[Spoken], list[int]]:
    """Each character that a voice sees with the span of the word it is in, and its own place."""
    places = [(char, i) for i, raw in enumerate(text) for char in plain(raw)]
    seen = "".join(char for char, _ in places)
    words = (match.span() for match in _WRITTEN.finditer(seen))
    written = [
        Spoken(char, places[start][1], places[end - 1][1] + 1)
        for start, end in words
        for char, _ in places[start:end]
    ]
    return written, [i for _, i in places]


_PLAIN: Final = re.compile(rf"(?:(?![{''.join(sorted(zh.START))}]){HANZI.pattern})+")


def _read(text: str, at: int, lang: Lang) -> tuple[str, int, str]:
    """Tell what begins at a place: its kind, where it ends, and what is said for it."""
    hanzi = _PLAIN.match(text, at)
    if hanzi:
        return "hanzi", hanzi.end(), hanzi[0]
    for kind, pattern, read in _RULES[lang](text[at]):
        match = pattern.match(text, at)
        if match and match.end() > at:
            reading = read(match)
            if reading is not None:
                return kind, match.end(), reading
    return _single(text[at], at + 1)


def _single(char: str, end: int) -> tuple[str, int, str]:
    """Read a character that no rule reads."""
    if HANZI.match(char):
        return "hanzi", end, char
    if char in PAUSES:
        return "pause", end, char
    if char.isspace():
        return "space", end, char
    number = unicodedata.numeric(char, -1.0)
    if number >= 0 and number == int(number):
        return "number", end, zh.cardinal(str(int(number)))
    return ("letter", end, char) if _LATIN.match(char) else ("unspoken", end, "")


def _traced(written: Sequence[Spoken], reading: str, lang: Lang) -> Iterator[Spoken]:
    """Hanzi said as written keep their own places; what lies between goes with what lies between.

    What is said of nothing between (the yuan of "￥5万") makes all of it one thing.
    """
    gaps = list(_gaps(written, reading))
    if any(said and not source for source, said in gaps):
        gaps = [(written, reading)]
    for source, said in gaps:
        bare = [one for one in source if not one.char.isspace()] or source
        for char in said:
            yield Spoken(char, bare[0].start, bare[-1].end, _sayer(char, lang))


def _sayer(char: str, lang: Lang) -> Lang | None:
    """Chinese voices say hanzi and the names of letters, English ones words."""
    if HANZI.match(char):
        return "zh"
    if not char.isalnum():
        return None
    return "en" if char.islower() else lang


def _gaps(written: Sequence[Spoken], reading: str) -> Iterator[tuple[Sequence[Spoken], str]]:
    """Cut both at each hanzi and pause that they share, in order; those are pieces themselves."""
    start = heard = 0
    for i, one in enumerate(written):
        shared = HANZI.match(one.char) or one.char in PAUSES
        place = reading.find(one.char, heard) if shared else -1
        if place >= 0:
            yield written[start:i], reading[heard:place]
            yield written[i : i + 1], one.char
            start, heard = i + 1, place + 1
    yield written[start:], reading[heard:]


def _emphasised(clause: Clause) -> Spans:
    """Spans of the utterance that carry emphasis, found again where `spoken` differs."""
    spans: list[Span] = []
    for start, end in clause.emphasis:
        words = clause.text[start:end]
        moved = start if clause.utterance == clause.text else clause.utterance.find(words)
        if moved >= 0 and words:
            spans.append((moved, moved + len(words)))
    return tuple(spans)


def _spans(marked: Iterable[bool]) -> Spans:
    spans: list[tuple[int, int]] = []
    for i, on in enumerate(marked):
        if on and spans and spans[-1][1] == i:
            spans[-1] = (spans[-1][0], i + 1)
        elif on:
            spans.append((i, i + 1))
    return tuple(spans)


def _languages(said: Sequence[Spoken], lang: Lang) -> Iterator[tuple[Lang, Sequence[Spoken]]]:
    """Cut where the language changes; signs and spaces stay with what goes before."""
    start = 0
    current: Lang = lang
    for at, one in enumerate(said):
        if one.lang is not None and one.lang != current:
            if at > start:
                yield current, said[start:at]
            start, current = at, one.lang
    if start < len(said):
        yield current, said[start:]
