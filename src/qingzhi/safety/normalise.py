"""Undo what people do to a text so that a screen won't know it.

`legible` keeps what is to be shown; `folded` is for comparing only. Both bear any string and
are idempotent.
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import cache
from typing import Final

from opencc import OpenCC

_HANZI: Final = r"\u3400-\u9fff"
_SOFT: Final = r"[ \t·•*_\-.\\/|~^+=#@&'\"`“”‘’:：<>()\[\]{}]"
_SPACES: Final = re.compile(r"[^\S\n]+")
_BETWEEN_HANZI: Final = re.compile(rf"(?<=[{_HANZI}]){_SOFT}+(?=[{_HANZI}])")
_LONE_HANZI: Final = re.compile(
    rf"(?<![{_HANZI}])[{_HANZI}](?:[^\w\n]{{1,3}}[{_HANZI}](?![{_HANZI}])){{1,}}"
)
_LONE_LETTERS: Final = re.compile(r"(?<![a-z0-9])[a-z](?:([^\w\n])[a-z])(?:\1[a-z])+(?![a-z0-9])")
_NOT_WORD: Final = re.compile(r"[^\w]+")
_ROUNDS: Final = 6

_HALF_WIDTH: Final = {
    0xFF00 + ord(c) - 0x20: c for c in f"{string.ascii_letters}{string.digits}@<>-+."
}
_KEPT_CONTROLS: Final = frozenset("\n\t")
_DROPPED_KINDS: Final = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
_BLANKS: Final = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters by kind that show nothing: fillers of hangul."""
_OVERRIDE: Final = re.compile("\u202e([^\u202c\u202e\n]*)\u202c?")
"""What is shown from right to left, whatever its script."""
_MARKED: Final = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
"""Latin letters with marks, as in pinyin with tones."""
_PICTURE_KINDS: Final = frozenset({"So", "Sk", "Mn", "Me"})


def legible(text: str) -> str:
    """Drop what can't be shown (controls, zero-width, lone surrogates); letters go half width.

    Punctuation stays as it was written: this is the text that people see.
    """
    if "\u202e" in text:
        text = _OVERRIDE.sub(lambda match: match[1][::-1], text)
    kept = "".join(c for c in text if _is_shown(c))
    return unicodedata.normalize("NFC", kept.translate(_HALF_WIDTH)).strip()


def _is_shown(character: str) -> bool:
    if character in _KEPT_CONTROLS:
        return True
    return _kind(character) not in _DROPPED_KINDS and character not in _BLANKS


def folded(text: str) -> str:
    """Bring variants of a text together: case, script, width, pictures, split words.

    Each round may open the way for another, so rounds go on until nothing changes.
    """
    for _ in range(_ROUNDS):
        once = _fold(text)
        if once == text:
            break
        text = once
    return text


def _fold(text: str) -> str:
    plain = legible(unicodedata.normalize("NFKC", legible(text)))
    plain = _MARKED.sub(lambda match: unicodedata.normalize("NFKD", match[0]), plain)
    plain = "".join(c for c in plain if _kind(c) not in _PICTURE_KINDS)
    plain = _simplifier().convert(plain).casefold()
    plain = _SPACES.sub(" ", plain)
    plain = _BETWEEN_HANZI.sub("", plain)
    for lone in (_LONE_HANZI, _LONE_LETTERS):
        plain = lone.sub(lambda match: _NOT_WORD.sub("", match[0]), plain)
    return plain


@cache
def _kind(character: str) -> str:
    return unicodedata.category(character)


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
