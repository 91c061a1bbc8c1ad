"""Texts within a text: coded, written backwards, or taken apart by something in between."""

from __future__ import annotations

import base64
import html
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HANZI: Final = r"[\u3400-\u9fff]"
_BASE64: Final = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{16,2000}={0,2}")
_HEX: Final = re.compile(r"(?<![0-9A-Za-z])(?:0x)?((?:[0-9A-Fa-f]{2}[ ]?){6,1000})(?![0-9A-Za-z])")
_BACKWARDS: Final = re.compile(r"(倒过来|反过来|倒着|反着|backwards|in reverse)")
_AFTER: Final = re.compile(r"[:：]([^:：]{4,200})$")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_ENTITY: Final = re.compile(r"&#[xX]?[0-9A-Fa-f]{2,6};")
_ESCAPE: Final = re.compile(r"\\u\{?([0-9A-Fa-f]{4,5})\}?")
_PERCENT: Final = re.compile(r"(?:%[0-9A-Fa-f]{2}){3,}")
_TONES: Final = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{1,6})[1-5](?![A-Za-z0-9])")
_FEW: Final = 3
"""Marks of one kind from which a text is taken to be written with them on purpose."""
_STRETCH: Final = re.compile(
    rf"(?<!{_HANZI})(?:{_HANZI}{{1,2}}[^\w\u3400-\u9fff]{{1,4}}){{2,}}{_HANZI}{{1,2}}(?!{_HANZI})"
)
_LACED: Final = re.compile(rf"(?:{_HANZI}[A-Za-z0-9]){{3,}}{_HANZI}?")
_PADDED: Final = re.compile(rf"({_HANZI})(?!\1)({_HANZI})(?:(?!\2){_HANZI}\2){{2,}}{_HANZI}?")
_BETWEEN: Final = re.compile(r"[^\u3400-\u9fff]+")


def hidden_in(text: str) -> Iterator[str]:
    """Yield what a legible text hides, each way of hiding by itself."""
    yield from _decoded(text)
    if _BACKWARDS.search(text.lower()) and (said := _AFTER.search(text)):
        yield said[1][::-1]
    for undo in _UNDONE:
        if (plain := undo(text)) != text:
            yield plain


def _decoded(text: str) -> Iterator[str]:
    for match in _BASE64.finditer(text):
        yield from _read(lambda code: base64.b64decode(code + "=" * (-len(code) % 4)), match[0])
    for match in _HEX.finditer(text):
        yield from _read(bytes.fromhex, match[1])


def _read(decode: Callable[[str], bytes], code: str) -> Iterator[str]:
    try:
        said = decode(code).decode("utf-8")
    except ValueError:
        return
    if said.replace("\n", "").isprintable():
        yield said


def _untagged(text: str) -> str:
    return _TAG.sub("", text)


def _unescaped(text: str) -> str:
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return _PERCENT.sub(lambda match: unquote(match[0]), text)


def _toneless(text: str) -> str:
    """Leave out the numbers of tones: zen3 me."""
    return _TONES.sub(r"\1", text) if len(_TONES.findall(text)) >= _FEW else text


def _joined(text: str) -> str:
    """Join what stands apart by marks or breaks, one or two characters at a time."""
    return _STRETCH.sub(lambda match: _BETWEEN.sub("", match[0]), text)


def _unlaced(text: str) -> str:
    """Leave out a letter or digit after each character."""
    return _LACED.sub(lambda match: _BETWEEN.sub("", match[0]), text)


def _unpadded(text: str) -> str:
    """Leave out one and the same character after each other one."""
    return _PADDED.sub(lambda match: match[0].replace(match[2], ""), text)


_UNDONE: Final = (_untagged, _unescaped, _toneless, _joined, _unlaced, _unpadded)
