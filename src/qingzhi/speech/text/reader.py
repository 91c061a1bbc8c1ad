"""A whole text read: what is said, how it sounds, and what became of each character."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Final

from qingzhi.speech.text.characters import HANZI, LETTERS, PAUSES
from qingzhi.speech.text.normalise import pieces
from qingzhi.speech.text.reading import Reading, Said, Span
from qingzhi.speech.text.spoken import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qingzhi.score import Lang
    from qingzhi.speech.text.normalise import Piece, Spoken
    from qingzhi.speech.text.pinyin import Reader

_ASCII: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")
_WORD: Final = re.compile(r"[A-Za-zÀ-ɏ0-9]+(?:['’-][A-Za-zÀ-ɏ0-9]+)*")
_SPEECH: Final = re.compile(r"[A-Za-z][A-Za-z'’]+")
_CHINESE: Final = re.compile(r"[、。，；：《》【】]")
_ADDRESS: Final = re.compile(r"[\w.@/:-]*[.@/_]\w[\w./-]*", re.ASCII)
_GRAMMAR: Final = words("grammar")
_REASONS: Final[Mapping[str, str]] = {
    "heading": "marks a heading",
    "bullet": "marks an item of a list",
    "markup": "markup",
    "quote": "quotation mark",
    "bracket": "bracket beside a pause",
    "space": "space",
    "decoration": "sign without a name",
    "sign": "sign without a name",
    "unspoken": "no voice reads it",
}
_INVISIBLE: Final[Mapping[str, str]] = {
    "So": "picture",
    "Sk": "picture",
    "Mn": "mark on another character",
    "Me": "mark on another character",
    "Cs": "broken character",
}


def language(text: str) -> Lang:
    """Tell the language of a text: English where its words are more than the hanzi, and speech."""
    if not HANZI.search(text) and not _CHINESE.search(text):
        return "en" if _ASCII.search(text) else "zh"
    found = [word.lower() for word in _SPEECH.findall(_ADDRESS.sub(" ", text))]
    hanzi = len(HANZI.findall(text))
    return "en" if len(found) > hanzi and not _GRAMMAR.isdisjoint(found) else "zh"


def read(text: str, reader: Reader, lang: Lang | None = None) -> Reading:
    """Make `text` speakable; its language is `lang`, else told by its characters."""
    lang = lang or language(text)
    said, spans = _assembled(pieces(text, lang), text)
    spoken = "".join(one.char for one in said)
    return Reading(text, lang, spoken, tuple(_syllables(said, reader)), tuple(spans))


def _assembled(found: Sequence[Piece], text: str) -> tuple[list[Spoken], list[Span]]:
    """Join the pieces with spaces around letters, and account for all characters of the text."""
    said: list[Spoken] = []
    spans: list[Span] = []
    at = 0
    for piece in found:
        start = max(piece.start, at)
        spans += _invisible(text, at, start)
        before = len(said)
        for one in piece.said:
            if said and _apart(said[-1], one, first=len(said) == before, kind=piece.kind):
                said.append(said[-1]._replace(char=" ", lang=None))
                before += len(said) - 1 == before
            said.append(one)
        heard = any(one.char.isalnum() or one.char in PAUSES for one in said[before:])
        reason = "" if heard else _REASONS.get(piece.kind, "sign without a name")
        place = (before, len(said) if heard else before)
        spans.append(Span(start, max(piece.end, start), place, piece.kind, reason))
        at = max(piece.end, at)
    spans += _invisible(text, at, len(text))
    return said, [span for span in spans if span.end > span.start]


def _apart(here: Spoken, following: Spoken, *, first: bool, kind: str) -> bool:
    """Whether a space goes between: around Latin words, and between letters said by name."""
    left, right = _ASCII.match(here.char), _ASCII.match(following.char)
    if left and right:
        return first or (kind != "word" and following.char.isupper() and following.lang == "zh")
    return bool((left and HANZI.match(following.char)) or (right and HANZI.match(here.char)))


def _invisible(text: str, start: int, end: int) -> Iterator[Span]:
    """Characters that a voice does not even see."""
    for at in range(start, end):
        reason = _INVISIBLE.get(unicodedata.category(text[at]), "invisible")
        yield Span(at, at + 1, (0, 0), "invisible", reason)


def _syllables(said: Sequence[Spoken], reader: Reader) -> Iterator[Said]:
    """How it sounds, run by run of one language."""
    langs = _filled(said)
    for lang, group in groupby(range(len(said)), key=lambda i: langs[i]):
        places = list(group)
        run = "".join(said[i].char for i in places)
        maker = _words(run) if lang == "en" else _hanzi(run, reader)
        for sound, lexical, tone, start, end, erhua, boundary in maker:
            first, last = said[places[start]], said[places[end - 1]]
            yield Said(
                sound,
                lexical,
                tone,
                places[start],
                places[end - 1] + 1,
                first.start,
                last.end,
                erhua,
                boundary,
            )


def _filled(said: Sequence[Spoken]) -> list[Lang]:
    """Give the language of each character; signs go with what is before them."""
    current: Lang = next((one.lang for one in said if one.lang), "zh")
    langs: list[Lang] = []
    for one in said:
        current = one.lang or current
        langs.append(current)
    return langs


_Sound = tuple[str, int, int, int, int, bool, int]


def _words(run: str) -> Iterator[_Sound]:
    for match in _WORD.finditer(run):
        yield match[0].lower(), 0, 0, match.start(), match.end(), False, 1


def _hanzi(run: str, reader: Reader) -> Iterator[_Sound]:
    last = -1
    for s in reader.read(run):
        if run[s.char] in LETTERS:
            if s.char != last:
                yield run[s.char].lower(), 0, 0, s.char, s.char + 1, False, s.boundary
        else:
            end = s.char + 1 + s.erhua
            yield s.pinyin, s.lexical, s.tone, s.char, end, s.erhua, s.boundary
        last = s.char
