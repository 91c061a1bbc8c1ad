"""Readings that a general dictionary gets wrong or lacks, from the language of service desks."""

from __future__ import annotations

from typing import Final

import msgspec

from qingzhi.errors import SettingsError
from qingzhi.speech.text.characters import HANZI, LETTERS
from qingzhi.speech.text.syllable import split


class Lexicon(msgspec.Struct, frozen=True):
    """Readings of domain terms, words that end in a retroflex, names of letters."""

    readings: dict[str, tuple[str, ...]]
    erhua: frozenset[str]
    letters: dict[str, tuple[str, ...]]

    @classmethod
    def parse(cls, source: str, name: str) -> Lexicon:
        """Read a dictionary file. Raises SettingsError, which names the entry at fault."""
        try:
            file = msgspec.toml.decode(source, type=_File)
        except (msgspec.DecodeError, ValueError) as error:
            raise SettingsError(f"{name} cannot be read: {error}.", hint=_HINT) from None
        readings = {term: tuple(line.split()) for term, line in file.readings.items()}
        letters = {letter: tuple(line.split()) for letter, line in file.letters.items()}
        for term, syllables in (readings | letters).items():
            _check(term, syllables, name, each=term in readings)
        return cls(readings, frozenset(file.erhua.words), letters)

    def __or__(self, other: Lexicon) -> Lexicon:
        """Lay `other` over this one."""
        return Lexicon(
            self.readings | other.readings,
            self.erhua | other.erhua,
            self.letters | other.letters,
        )


class _Erhua(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    readings: dict[str, str] = {}
    erhua: _Erhua = _Erhua()
    letters: dict[str, str] = {}


_HINT: Final = 'Write one syllable with its tone digit for each character, as in "diao4 dang4".'


def _check(term: str, syllables: tuple[str, ...], name: str, *, each: bool) -> None:
    whole = len(syllables) == len(term) > 1 and HANZI.match(term) is not None
    if not (whole if each else syllables and term in LETTERS):
        raise SettingsError(f"{name}: the reading of {term!r} does not fit it.", hint=_HINT)
    for syllable in syllables:
        try:
            split(syllable)
        except ValueError as error:
            raise SettingsError(f"{name}: {term!r}: {error}", hint=_HINT) from None
