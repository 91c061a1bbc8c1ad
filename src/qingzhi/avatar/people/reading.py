"""Reads a sentence about a person: which words ask for what, and what is left over."""

from __future__ import annotations

import operator
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from qingzhi.avatar.people import kin, lexicon, work
from qingzhi.avatar.people.beyond import beyond
from qingzhi.avatar.people.measures import measures
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MAX_CHARS: Final = 500
"""No description is longer than this."""
_GONE: Final = "\0"
_TABLES: Final[tuple[Mapping[str, lexicon.Effects], ...]] = (
    kin.GENDER, kin.AGE, lexicon.BODY, lexicon.HAIR, lexicon.FACE, lexicon.SKIN, lexicon.REGION,
    lexicon.WORN, lexicon.DRESS, work.WORK, work.SCENE, work.PLACES,
)  # fmt: skip
_NOT: Final = re.compile(
    r"(?:不要|不用|没有|不戴|不留|不穿|不化|没戴|没留|没化|不是|未戴|未留|不带|不系|无|没|不|未|非|别)"
    r"(?:戴|留|穿|带|化|系|有|着|长)?$"
    r"|(?:\bno|\bnot|\bnon|\bwithout|\bisn't|\bnever|doesn't (?:wear|have))"
    r"(?:[- ](?:wearing|have|having|an?|any|very))*[- ]?$"
)
_SIZES: Final = (
    {"bald"},
    {"short", "buzz", "bob"},
    {"long", "ponytail", "bun", "pigtails", "braid"},
)
"""Hair cuts that nobody wears together."""
_LEAN, _FULL = 21.5, 24.0
"""Body mass indices below and above which builds exclude each other."""
_ONCE: Final = ("gender", "age", "height_cm", "weight_kg", "eyes.crease", "skin.tone")
_HINTS: Final = frozenset({"man", "woman", "grown"})
_FIELDS: Final = {
    "style": "hair.style", "dress": "garment.style", "usual": "garment.style", "years": "age",
    "build": "weight_kg", "tall": "height_cm", "smile": "rest",
}  # fmt: skip
"""What wishes are called in a specification."""
_FREE: Final = frozenset(
    {"dress", "usual", "accessory", "scene", "smile", "man", "woman", "grown", "years"}
)
"""Fields that several words may set: the first one counts."""


_OPPOSED: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "build": lambda first, second: min(first, second) < _LEAN and max(first, second) > _FULL,
    "tall": lambda first, second: bool(first * second < 0),
    "glasses.frame": lambda first, second: "none" in {first, second},
    "beard.style": lambda first, second: "none" in {first, second},
    "skin.make_up": lambda first, second: 0 in {first, second},
    **dict.fromkeys(_ONCE, operator.ne),
}
"""When two values of a field exclude each other; of other fields they don't."""


class Understood(NamedTuple):
    """Words and what they were taken for."""

    words: str
    field: str
    value: Any


class Refused(NamedTuple):
    """Words that were understood and that no figure can follow, and why."""

    words: str
    why: str


@dataclass
class Reading:
    """What a sentence asks for."""

    text: str
    wishes: dict[str, Any] = field(default_factory=dict)
    understood: list[Understood] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    """By field: the words that set it."""
    accessories: dict[str, bool] = field(default_factory=dict)

    def wish(self, words: str, name: str, value: Any) -> None:
        """Take note of a wish. Raises InputError when it contradicts an earlier one."""
        if name == "accessory":
            self.accessories.setdefault(value, True)
            self.understood.append(Understood(words, "accessories", value))
            return
        if name in self.wishes:
            self._decide(words, name, value)
            return
        self.wishes[name], self.said[name] = value, words
        if name not in _HINTS:
            shown = value.likely if isinstance(value, kin.Years) else value
            self.understood.append(Understood(words, _FIELDS.get(name, name), shown))

    def settle(self, wish: str, name: str, value: Any) -> None:
        """Put in what a wish came to, in place of the wish."""
        words = self.said.get(wish)
        self.understood = [
            item._replace(value=value) if (item.words, item.field) == (words, name) else item
            for item in self.understood
        ]

    def named(self) -> None:
        """Leave out what somebody usually wears at work where clothes were named."""
        if "dress" in self.wishes and "usual" in self.wishes:
            usual = Understood(self.said["usual"], "garment.style", self.wishes.pop("usual"))
            self.understood.remove(usual)

    def _decide(self, words: str, name: str, value: Any) -> None:
        """Decide between two words for one field."""
        known = self.wishes[name]
        if name not in _FREE and known != value and _opposed(name, known, value):
            raise InputError(
                f"{self.said[name]!r} and {words!r} contradict each other.", param="text"
            )
        if known != value and name not in _FREE:
            self.ignored.append(words)


def read(text: str) -> Reading:
    """Read a description. Raises InputError when it is empty, too long or contradicts itself."""
    if len(text) > MAX_CHARS:
        raise InputError(f"A description has at most {MAX_CHARS} characters.", param="text")
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = "".join(c if c.isprintable() and c != _GONE else " " for c in plain)
    if not plain.strip():
        raise InputError("Say in a few words who the figure is.", param="text")
    reading = Reading(plain)
    rest = _put_aside(reading, plain)
    rest = _measured(reading, _gathered(rest))
    rest = _coloured(reading, rest)
    rest = _worded(reading, rest)
    reading.named()
    reading.ignored += _left(rest)
    return reading


def _put_aside(reading: Reading, text: str) -> str:
    """Take out what no figure gets; what is refused in so many words was not wished for."""
    for start, end, why in beyond(text):
        no = _negated(text, start)
        if not no:
            reading.refused.append(Refused(text[start:end].strip(), why))
        text = _blanked(text, start - len(no), end)
    return text


def _gathered(text: str) -> str:
    """Bring together what English parts: `short grey hair` is short hair and grey hair."""
    return _PARTED.sub(r"\g<how> hair, \g<rest> hair", text)


def _measured(reading: Reading, text: str) -> str:
    for found in measures(text):
        words = text[found.start : found.end]
        reading.wish(words.strip(), found.field, round(found.value, 1))
        text = _blanked(text, found.start, found.end)
    return text


def _coloured(reading: Reading, text: str) -> str:
    """Take colours of clothes; the clothes' own words stay."""
    for found in _COLOURED.finditer(text):
        if found[0] in _EFFECTS or _negated(text, found.start()):
            continue
        colour = _COLOUR[found["colour"].removesuffix("色")]
        name, value = _dyed(_GARMENT[found["garment"]], colour)
        reading.wish(found[0], name, value)
        text = _blanked(text, found.start(), found.end("colour"))
    return text


def _dyed(name: str, colour: str) -> tuple[str, Any]:
    """Return which field a colour sets, and to what: hair is not dyed as cloth is."""
    if name == "hair.colour" and colour in lexicon.WHITE:
        return "hair.grey", lexicon.WHITE[colour]
    return name, colour if name.startswith("garment.") else lexicon.NATURAL.get(colour, colour)


def _worded(reading: Reading, text: str) -> str:
    for found in _WORDS.finditer(text):
        words, effects = found[0], _EFFECTS[found[0]]
        if words in _PAINTS and not _OF_PEOPLE.match(text, found.end()):
            continue
        no = _negated(text, found.start())
        if no:
            words = no + words
            effects = _refused(reading, words, effects)
        for name, value in effects.items():
            reading.wish(words, name, value)
        text = _blanked(text, found.start() - len(no), found.end())
    return text


def _refused(reading: Reading, words: str, effects: lexicon.Effects) -> lexicon.Effects:
    """Return what the negation of a word asks for."""
    if "accessory" in effects:
        reading.accessories[effects["accessory"]] = False
        reading.understood.append(Understood(words, "accessories", f"no {effects['accessory']}"))
        return {}
    turned = {n: lexicon.NEGATED[n] for n in effects if n in lexicon.NEGATED}
    if not turned:
        reading.ignored.append(words)
    return turned


def _negated(text: str, start: int) -> str:
    """Return the negation that stands before a place, or nothing."""
    found = _NOT.search(text[:start])
    return found[0] if found else ""


def _opposed(name: str, first: Any, second: Any) -> bool:
    """Tell whether two values of a field exclude each other."""
    if name == "style":
        sizes = [
            {i for i, group in enumerate(_SIZES) if style in group} for style in (first, second)
        ]
        return bool(sizes[0] and sizes[1] and sizes[0] != sizes[1])
    if name in _OPPOSED:
        return _OPPOSED[name](first, second)
    signed = isinstance(first, (int, float)) and name.startswith(("face.", "brows."))
    return signed and bool(first * second < 0)


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + _GONE * (end - start) + text[end:]


def _left(text: str) -> Iterator[str]:
    """Yield what nothing was made of, without the words that only hold a sentence together."""
    for piece in re.split(r"[\0\s,.;:!?，。；：！？、\"'()（）“”/]+", text):
        if piece and not piece.isdigit() and not _filling(piece) and re.search(r"\w", piece):
            yield piece


def _filling(piece: str) -> bool:
    """Tell whether a piece consists of filler only."""
    if piece.isascii():
        return piece in lexicon.FILLER
    reach = {0}
    for end in range(1, len(piece) + 1):
        if any(piece[start:end] in lexicon.FILLER for start in reach):
            reach.add(end)
    return len(piece) in reach


def _phrases(key: str) -> list[str]:
    return key.split("|")


def _alternatives(words: list[str]) -> str:
    """Return a pattern of words, the longest first; English ones stand alone."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        rf"\b{re.escape(w)}\b"
        if w[0].isascii() and w[-1].isascii() and len(w) > 1 and w != "t恤"
        else re.escape(w)
        for w in ordered
    )


_EFFECTS: Final = {
    w: effects for table in _TABLES for k, effects in table.items() for w in _phrases(k)
}
_WORDS: Final = re.compile(_alternatives(list(_EFFECTS)))
_PAINTS: Final = frozenset({"black", "white"})
_OF_PEOPLE: Final = re.compile(
    r"[\s,]*(?:[a-z-]+[\s,]+){0,2}?(?:wom[ae]n|m[ae]n|males?|females?|guy|lady|gentleman|person|"
    r"boy|girl|people|teenager|child|kid|grand\w+|american|british|doctor|nurse|\0)"
)
"""What follows where a colour says whom somebody descends from, not what is dyed."""
_PARTED: Final = re.compile(
    r"\b(?P<how>short|long|curly|wavy|thin|medium)[\s,]+(?P<rest>[a-z-]+(?:[\s,]+[a-z-]+)?)\s+hair\b"
)
_COLOUR: Final = {w: colour for key, colour in lexicon.COLOURS.items() for w in _phrases(key)}
_GARMENT: Final = {w: field for key, field in lexicon.COLOURED.items() for w in _phrases(key)}
_COLOURED: Final = re.compile(
    rf"(?<![花灰斑乌])(?P<colour>(?:{_alternatives(list(_COLOUR))})色?)\s*的?\s*(?P<garment>{_alternatives(list(_GARMENT))})"
)
