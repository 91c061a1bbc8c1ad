"""Text as written to text as spoken: runs in one language, every number and Latin word in words.

A clause is read once from left to right; at each place the first rule of its language that
matches says how to read what it matched (`rules_zh`, `rules_en`). The place in the source of
every spoken character is kept, so emphasis survives.
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

Spans = tuple[tuple[int, int], ...]


class Run(msgspec.Struct, frozen=True):
    """Spoken text in one language. `emphasis` holds spans of `text`; `first` opens the clause."""

    text: str
    lang: Lang
    first: bool = False
    emphasis: Spans = ()

    def part(self, start: int, end: int) -> Run:
        """Cut out [start, end)."""
        spans = tuple(
            (max(a, start) - start, min(b, end) - start)
            for a, b in self.emphasis
            if a < end and b > start
        )
        return Run(self.text[start:end], self.lang, self.first and start == 0, spans)


class _Said(NamedTuple):
    """One spoken character, and where in the source it comes from."""

    char: str
    at: int


_RULES: Final[Mapping[Lang, Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]]] = {
    "zh": CHINESE,
    "en": ENGLISH,
}
_LATIN: Final = re.compile(r"[A-Za-z]")
_LETTERS: Final = re.compile(r"[A-Z]")
_WORD: Final = re.compile(r"[a-zA-Z]*[a-zÀ-ɏ][a-zA-ZÀ-ɏ'-]*")


def runs(clause: Clause) -> list[Run]:
    """Find what `clause` says, in the order said; [] when it has nothing to say."""
    said = _spoken(clause.utterance, clause.lang)
    emphasised = _emphasised(clause)
    found: list[Run] = []
    for lang, part in _languages(said, clause.lang):
        text = "".join(one.char for one in part)
        if any(char.isalnum() for char in text):
            spans = _spans(one.at in emphasised for one in part)
            found.append(Run(text, lang, not found, spans))
        elif found and PAUSES.keys() & set(text):
            previous = found[-1]
            found[-1] = msgspec.structs.replace(previous, text=previous.text + text.strip())
    return found


def spoken(text: str, lang: Lang) -> str:
    """`text` as it is said, both languages in one line."""
    return "".join(one.char for one in _spoken(text, lang))


def _spoken(text: str, lang: Lang) -> list[_Said]:
    source = [_Said(char, i) for i, raw in enumerate(text) if (char := plain(raw))]
    seen = "".join(one.char for one in source)
    said: list[_Said] = []
    at = 0
    while at < len(seen):
        match, reading = _rule(seen, at, _RULES[lang])
        said += (_Said(char, source[at].at) for char in reading)
        at = match
    return said


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


def _emphasised(clause: Clause) -> frozenset[int]:
    """Characters of the utterance that carry emphasis, found again where `spoken` differs."""
    places: set[int] = set()
    for start, end in clause.emphasis:
        words = clause.text[start:end]
        moved = start if clause.utterance == clause.text else clause.utterance.find(words)
        if moved >= 0 and words:
            places.update(range(moved, moved + len(words)))
    return frozenset(places)


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
