"""A tree of SSML as parts, in the order said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from msgspec.structs import replace

from qingzhi.score import Sound
from qingzhi.speech.ssml import values
from qingzhi.speech.ssml.ipa import mandarin
from qingzhi.speech.ssml.part import Emphasis, Manner, Mark, Part
from qingzhi.speech.ssml.sayas import said
from qingzhi.speech.ssml.tree import Node, parse
from qingzhi.speech.text.characters import HANZI

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qingzhi.score import Lang
    from qingzhi.speech.ssml.part import Level

Opens = Literal["", "sentence", "paragraph"]

_INLINE: Final = frozenset(
    {"break", "prosody", "emphasis", "say-as", "phoneme", "sub", "mark", "lang"}
)
_BLOCK: Final = _INLINE | {"p", "s"}
_NESTS: Final[Mapping[str, frozenset[str]]] = {
    "speak": _BLOCK,
    "p": _INLINE | {"s"},
    "s": _INLINE,
    "prosody": _BLOCK,
    "lang": _BLOCK,
    "emphasis": _INLINE,
    "break": frozenset(),
    "mark": frozenset(),
    "say-as": frozenset(),
    "phoneme": frozenset(),
    "sub": frozenset(),
}
"""Which elements may stand in which."""
_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "speak": frozenset({"version", "xml:lang", "xmlns", "xmlns:xsi", "xsi:schemaLocation"}),
    "p": frozenset({"xml:lang"}),
    "s": frozenset({"xml:lang"}),
    "lang": frozenset({"xml:lang"}),
    "prosody": frozenset({"rate", "pitch", "volume"}),
    "emphasis": frozenset({"level"}),
    "break": frozenset({"time", "strength"}),
    "mark": frozenset({"name"}),
    "say-as": frozenset({"interpret-as", "format", "detail"}),
    "phoneme": frozenset({"alphabet", "ph"}),
    "sub": frozenset({"alias"}),
}
_SENTENCE: Final = re.compile(r"[^。！？!?…]*(?:[。！？!?…]+[”’」』）)】》\"']*|$)")
_GAP: Final = re.compile(r"\s+")
_PINYIN: Final = frozenset({"pinyin", "x-pinyin"})


def parts(document: str, lang: Lang = "zh") -> tuple[Part, ...]:
    """Read an SSML document whose own language is `lang` unless it says so.

    Raises InputError, which names line and column, what is wrong and what to do.
    """
    root = parse(document)
    if root.name != "speak":
        raise root.fault(f"the document begins with <{root.name}>.", "Begin it with <speak>.")
    builder = _Builder(lang)
    builder.element(root)
    builder.flush()
    return tuple(builder.parts)


class _Builder:
    """Walks the tree and collects parts; a part ends where language, manner or sentence end."""

    def __init__(self, lang: Lang) -> None:
        self.parts: list[Part] = []
        self._lang: Lang = lang
        self._manner = Manner()
        self._level: Level | None = None
        self._opens: Opens = ""
        self._clear()

    def _clear(self) -> None:
        self._text = ""
        self._emphasis: list[Emphasis] = []
        self._sounds: list[Sound] = []
        self._marks: list[Mark] = []

    def flush(self, pause_s: float | None = None) -> None:
        """End the part; a break ends the one before it where there is no text since."""
        if not self._text.strip() and not self._marks and pause_s is not None and self.parts:
            last = self.parts.pop()
            total = min(values.LONGEST_BREAK_S, (last.pause_s or 0.0) + pause_s)
            self.parts.append(replace(last, pause_s=total))
        elif self._text.strip() or self._marks or pause_s is not None:
            self.parts.append(self._part(pause_s))
            self._opens = ""
        self._clear()

    def _part(self, pause_s: float | None) -> Part:
        return Part(
            text=self._text if self._text.strip() else "",
            lang=self._lang,
            manner=self._manner,
            emphasis=tuple(self._emphasis),
            sounds=tuple(self._sounds),
            marks=tuple(self._marks),
            pause_s=pause_s,
            opens=self._opens,
        )

    def element(self, node: Node) -> None:
        """Take one element with all that is in it."""
        _check(node)
        _HANDLERS[node.name](self, node)

    def children(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, Node):
                if child.name not in _NESTS[node.name]:
                    raise _misplaced(child, node)
                self.element(child)
            elif not _NESTS[node.name] and child.strip():
                raise node.fault(f"<{node.name}> holds no text.", f"Write <{node.name}/>.")
            else:
                self._words(child)

    def _words(self, text: str) -> None:
        """Take plain text, sentence by sentence."""
        for match in _SENTENCE.finditer(text):
            if match[0]:
                self.add(match[0])
            if match[0].rstrip("”’」』）)】》\"'")[-1:] in {*"。！？!?…"}:
                self.flush()

    def add(self, text: str) -> tuple[int, int]:
        """Put text at the end of the part; tell where it stands."""
        tidy = _tidy(text)
        joined = self._text[-2:-1] + tidy.lstrip()[:1] if self._text.endswith(" ") else ""
        if len(joined) == 2 and all(map(HANZI.match, joined)):
            self._shorten()
        tidy = _joint(self._text, tidy)
        start = len(self._text)
        self._text += tidy
        if self._level and tidy.strip():
            self._emphasis.append(Emphasis(start, len(self._text), self._level))
        return start, len(self._text)

    def _shorten(self) -> None:
        """Take the gap at the end away, out of every span too."""
        self._text = self._text[:-1]
        end = len(self._text)
        self._emphasis = [replace(one, end=min(one.end, end)) for one in self._emphasis]
        self._marks = [replace(one, at=min(one.at, end)) for one in self._marks]

    def block(self, node: Node) -> None:
        """`p` and `s`: what is in them stands for itself."""
        self.flush()
        self._opens = "paragraph" if node.name == "p" else self._opens or "sentence"
        self.language(node)
        self.flush()

    def language(self, node: Node) -> None:
        if node.name == "lang":
            _needed(node, "xml:lang")
        outer, self._lang = self._lang, self._changed(values.lang(node, self._lang), self._lang)
        self.children(node)
        self._lang = self._changed(outer, self._lang)

    def _changed(self, wanted: Lang, current: Lang) -> Lang:
        if wanted != current:
            self.flush()
        return wanted

    def prosody(self, node: Node) -> None:
        outer = self._manner
        self.flush()
        self._manner = values.manner(node, outer)
        self.children(node)
        self.flush()
        self._manner = outer

    def emphasis(self, node: Node) -> None:
        outer, self._level = self._level, values.level(node)
        self.children(node)
        self._level = outer

    def pause(self, node: Node) -> None:
        self.children(node)
        self.flush(values.pause(node))

    def mark(self, node: Node) -> None:
        self.children(node)
        self._marks.append(Mark(_needed(node, "name"), len(self._text)))

    def say_as(self, node: Node) -> None:
        self.add(said(node, self._lang))

    def substitute(self, node: Node) -> None:
        _ = node.text
        self.add(_needed(node, "alias"))

    def phoneme(self, node: Node) -> None:
        """Text whose sounds are given: pinyin, or IPA, which for Mandarin becomes pinyin."""
        alphabet = node.attributes.get("alphabet", "ipa")
        phones = _needed(node, "ph")
        if not node.text:
            raise node.fault("<phoneme> holds no text.", "Write the word whose sounds these are.")
        start, end = self.add(node.text)
        if alphabet in _PINYIN:
            self._sounds.append(Sound(start, end, values.pinyin(node, phones)))
        elif alphabet == "ipa" and self._lang == "zh":
            self._sounds.append(Sound(start, end, _mandarin(node, phones)))
        elif alphabet == "ipa":
            self._sounds.append(Sound(start, end, phones, "ipa"))
        else:
            raise node.fault(f"alphabet={alphabet!r} is not known.", "Use ipa, pinyin or x-pinyin.")


def _mandarin(node: Node, phones: str) -> str:
    try:
        return mandarin(phones)
    except ValueError as error:
        raise node.fault(str(error), 'For Mandarin use alphabet="pinyin", as in "hang2".') from None


def _needed(node: Node, name: str) -> str:
    value = node.attributes.get(name, "").strip()
    if not value:
        raise node.fault(f"<{node.name}> needs {name}.", f'Write <{node.name} {name}="…">.')
    return value


def _tidy(text: str) -> str:
    """Make gaps one space; between hanzi there is none."""
    tidy = _GAP.sub(" ", text)
    return re.sub(rf"(?<={HANZI.pattern}) (?={HANZI.pattern})", "", tidy)


def _joint(before: str, tidy: str) -> str:
    """Leave out a gap at the start of `tidy` that is at the start of all, doubled, or of hanzi."""
    hanzi = HANZI.match(before[-1:]) and HANZI.match(tidy[1:2])
    return tidy.lstrip() if not before or before.endswith(" ") or hanzi else tidy


def _check(node: Node) -> None:
    if node.name not in _NESTS:
        raise node.fault(f"<{node.name}> is not understood.", f"Use: {', '.join(sorted(_NESTS))}.")
    unknown = sorted(node.attributes.keys() - _ATTRIBUTES[node.name])
    if unknown:
        known = ", ".join(sorted(_ATTRIBUTES[node.name])) or "none"
        raise node.fault(f"<{node.name}> has no attribute {unknown[0]!r}.", f"It has: {known}.")


def _misplaced(child: Node, parent: Node) -> Exception:
    if child.name not in _NESTS:
        return child.fault(
            f"<{child.name}> is not understood.", f"Use: {', '.join(sorted(_NESTS))}."
        )
    return child.fault(
        f"<{child.name}> can't stand in <{parent.name}>.",
        f"Close <{parent.name}> before it." if _NESTS[parent.name] else "Put it outside.",
    )


_HANDLERS: Final[Mapping[str, Callable[[_Builder, Node], None]]] = {
    "speak": _Builder.language,
    "p": _Builder.block,
    "s": _Builder.block,
    "lang": _Builder.language,
    "prosody": _Builder.prosody,
    "emphasis": _Builder.emphasis,
    "break": _Builder.pause,
    "mark": _Builder.mark,
    "say-as": _Builder.say_as,
    "sub": _Builder.substitute,
    "phoneme": _Builder.phoneme,
}
