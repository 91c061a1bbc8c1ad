"""Text as written to text as spoken: runs in one language, every number and Latin word in words.

A clause is read once from left to right; at each place the first rule of its language that
matches says how to read what it matched (`rules_zh`, `rules_en`). Every spoken character keeps the
place of the hanzi or word it was written as, so emphasis survives and subtitles can follow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from qingzhi.score import Lang  # noqa: TC001 - msgspec reads annotations at run time
from qingzhi.speech.text.characters import HANZI, PAUSES, plain
from qingzhi.speech.text.rules_en import RULES as ENGLISH
from qingzhi.speech.text.rules_zh import RULES as CHINESE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from qingzhi.score import Clause

Span = tuple[int, int]
Spans = tuple[Span, ...]


class Run(msgspec.Struct, frozen=True):
    """Spoken text in one language. `emphasis` holds spans of `text`; `first` opens the clause.

    `source` has for each character of `text` the span of the clause's utterance it is read from.
    """

    text: str
    lang: Lang
    first: bool = False
    emphasis: Spans = ()
    source: Spans = ()

    def part(self, start: int, end: int) -> Run:
        """Cut out [start, end)."""
        spans = tuple(
            (max(a, start) - start, min(b, end) - start)
            for a, b in self.emphasis
            if a < end and b > start
        )
        first = self.first and start == 0
        return Run(self.text[start:end], self.lang, first, spans, self.source[start:end])


class _Said(NamedTuple):
    """One spoken character, and the span of the source that it is read from."""

    char: str
    start: int
    end: int


_RULES: Final[Mapping[Lang, Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]]] = {
    "zh": CHINESE,
    "en": ENGLISH,
}
_LATIN: Final = re.compile(r"[A-Za-z]")
_LETTERS: Final = re.compile(r"[A-Z]")
_WORD: Final = re.compile(r"[a-zA-Z]*[a-zÀ-ɏ][a-zA-ZÀ-ɏ'-]*")
_WRITTEN: Final = re.compile(r"[a-zA-ZÀ-ɏ]+(?:['-][a-zA-ZÀ-ɏ]+)*|.", re.DOTALL)
"""What is one thing on the page: a Latin word, else a character."""


def runs(clause: Clause) -> list[Run]:
    """Find what `clause` says, in the order said; [] when it has nothing to say."""
    said = _spoken(clause.utterance, clause.lang)
    emphasised = _emphasised(clause)
    found: list[Run] = []
    for lang, part in _languages(said, clause.lang):
        text = "".join(one.char for one in part)
        if any(char.isalnum() for char in text):
            spans = _spans(_meet(one, emphasised) for one in part)
            found.append(Run(text, lang, not found, spans, _source(part)))
        elif found and PAUSES.keys() & set(text):
            found[-1] = _ended(found[-1], [one for one in part if not one.char.isspace()])
    return found


def _ended(run: Run, signs: Sequence[_Said]) -> Run:
    """Put punctuation at the end of `run`."""
    text = "".join(one.char for one in signs)
    return msgspec.structs.replace(run, text=run.text + text, source=run.source + _source(signs))


def _source(part: Iterable[_Said]) -> Spans:
    return tuple((one.start, one.end) for one in part)


def _meet(one: _Said, spans: Spans) -> bool:
    return any(start < one.end and end > one.start for start, end in spans)


def spoken(text: str, lang: Lang) -> str:
    """`text` as it is said, both languages in one line."""
    return "".join(one.char for one in _spoken(text, lang))


def _spoken(text: str, lang: Lang) -> list[_Said]:
    written = _written(text)
    seen = "".join(one.char for one in written)
    said: list[_Said] = []
    at = 0
    while at < len(seen):
        end, reading = _rule(seen, at, _RULES[lang])
        said += _traced(written[at:end], reading)
        at = end
    return said


def _written(text: str) -> list[_Said]:
    """Each character that a voice sees, with the span of the word it is in."""
    places = [(char, i) for i, raw in enumerate(text) if (char := plain(raw))]
    words = (match.span() for match in _WRITTEN.finditer("".join(char for char, _ in places)))
    return [
        _Said(char, places[start][1], places[end - 1][1] + 1)
        for start, end in words
        for char, _ in places[start:end]
    ]


def _traced(written: Sequence[_Said], reading: str) -> Iterator[_Said]:
    """Hanzi said as written keep their own places; what lies between goes with what lies between.

    What is said of nothing between (the yuan of "￥5万") makes all of it one thing.
    """
    gaps = list(_gaps(written, reading))
    if any(said and not source for source, said in gaps):
        gaps = [(written, reading)]
    for source, said in gaps:
        bare = [one for one in source if not one.char.isspace()] or source
        for char in said:
            yield _Said(char, bare[0].start, bare[-1].end)


def _gaps(written: Sequence[_Said], reading: str) -> Iterator[tuple[Sequence[_Said], str]]:
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


def _rule(
    text: str,
    at: int,
    rules: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]],
) -> tuple[int, str]:
    """Where the reading goes on, and what is said for what was passed."""
    for pattern, read in rules:
        match = pattern.match(text, at)
        if match and match.end() > at:
            return match.end(), read(match)
    return at + 1, text[at]


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


def _languages(said: Sequence[_Said], lang: Lang) -> Iterator[tuple[Lang, Sequence[_Said]]]:
    """Cut where the language changes; signs and spaces stay with what goes before."""
    text = "".join(one.char for one in said)
    start = 0
    current: Lang = lang
    for at, following in _changes(text, lang):
        if following != current:
            if at > start:
                yield current, said[start:at]
            start, current = at, following
    if start < len(said):
        yield current, said[start:]


def _changes(text: str, lang: Lang) -> Iterator[tuple[int, Lang]]:
    """Tell the language of each place that has one; Chinese reads capital letters itself."""
    at = 0
    while at < len(text):
        word = _WORD.match(text, at) if lang == "zh" else None
        if word:
            yield at, "en"
            at = word.end()
            continue
        if HANZI.match(text[at]) or (lang == "zh" and _LETTERS.match(text[at])):
            yield at, "zh"
        elif lang == "en" and _LATIN.match(text[at]):
            yield at, "en"
        at += 1
