"""Telling an item: all of it in few clauses, or the facets that were asked for.

Facts are the item's own sentences. A plain "how" is told as summary, materials, steps, fee and
time. An answer about an item that has only just been named says what it is about. Long lists are
cut for the ear; the card carries the rest.
"""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from qingzhi.interaction.dialogue.breath import BREATH
from qingzhi.score import Act

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qingzhi.interaction.dialogue.desk import Desk
    from qingzhi.interaction.dialogue.names import Names
    from qingzhi.interaction.dialogue.state import Draft
    from qingzhi.interaction.dialogue.voice import Voice
    from qingzhi.interaction.knowledge import Facet, Item
    from qingzhi.score import Lang

SPOKEN: Final = 6
"""Clauses of one answer; more is for the card."""
ASKED: Final = 2
"""Facets told in one answer."""
NAMED: Final = 3
"""Materials named aloud."""
STEP_CHARS: Final[Mapping[Lang, int]] = {"zh": 30, "en": 110}
GENERAL_STEPS: Final = 2
PLAIN_STEPS: Final = 3
BEGINNING: Final[Mapping[Lang, int]] = {"zh": 14, "en": 60}
"""Characters of a line in which it says itself what it is about, where it does."""
WORD: Final = 5
"""English words of at least so many letters say what a line is about."""

_HEAD: Final = re.compile(r"[，,（(；;。：:]|\.(?=\s|$)")
_CONDITION: Final = re.compile(
    r"的$|^(如|若|已|未|属于|因|有的|需要时|必要时)|^(If|For|When|Those|Where|Some|In some) "
)
"""A line that holds only in some cases is left to the card."""
_CONNECTIVE: Final[Mapping[Lang, re.Pattern[str]]] = {
    "zh": re.compile(r"^(首先|然后|接着|最后|先)[，,]?"),
    "en": re.compile(r"^(First|Then|Next|Finally),? (?=[a-z])"),
}
"""A step's own connective, which would double the one put before it."""
_ARTICLE: Final = re.compile(r"^[A-Z](?=[a-z']* )")
_SMALL: Final = re.compile(
    r"^(?:A|An|The|It|You|Your|In|On|At|By|As|If|There|Fees?|Usually|Normally|Generally|Within|Please|Go)\b"
)
"""First words that lose their capital inside a sentence; another may be a name."""


class Telling:
    """Tells items. Holds no state of a turn."""

    def __init__(self, desk: Desk, names: Names) -> None:
        self._desk = desk
        self._names = names

    def general(self, voice: Voice, item: Item) -> Iterator[Draft]:
        """Tell the summary, materials, steps, then fee and time where the summary left them out."""
        left = SPOKEN
        for draft in voice.lines(item, "summary", first=True):
            left -= 1
            yield draft
        for draft in self._materials(voice, item):
            left -= 1
            yield draft
        if left >= GENERAL_STEPS:
            steps = list(self._steps(voice, item, left if voice.tone.plain else GENERAL_STEPS))
            left -= len(steps)
            yield from steps
        said = " ".join(item.facet("summary", voice.lang))
        for kind in ("fee", "time_limit"):
            line = next(iter(item.facet(kind, voice.lang)), "")
            if left > 0 and line and not _mentions(said, line):
                left -= 1
                yield voice.draft(_sentence(line, voice.lang), Act.INFORM, item, kind)

    def facets(self, voice: Voice, item: Item, asked: tuple[Facet, ...]) -> Iterator[Draft]:
        """Tell the facets that were asked for, after the item's name where that is news."""
        for number, kind in enumerate(asked[:ASKED]):
            told = self._facet(voice, item, kind, first=not number)
            if number or not voice.state.fresh or self._says_so(voice, item, kind):
                yield from told
            else:
                yield from self._about(voice, item, told)

    def summary(self, voice: Voice, item: Item) -> Iterator[Draft]:
        """Tell what an item is about, in a sentence."""
        return voice.lines(item, "summary")

    def _facet(self, voice: Voice, item: Item, kind: Facet, *, first: bool) -> Iterator[Draft]:
        if not item.facet(kind, voice.lang):
            return self._missing(voice, item, kind)
        if kind == "materials":
            return self._materials(voice, item, first=first)
        if kind == "steps":
            return self._steps(voice, item, PLAIN_STEPS)
        return voice.lines(item, kind, first=first)

    def _about(self, voice: Voice, item: Item, told: Iterator[Draft]) -> Iterator[Draft]:
        """Lead with the item's name."""
        head = next(told)
        small = _SMALL.sub(lambda match: match.group().lower(), head.text)
        key = "say.about_that" if small[:1].isupper() else "say.about"
        name = voice.label(key).format(name=self._names.of(item, voice.lang))
        yield from voice.led(chain([replace(head, text=small)], told), name, Act.INFORM)

    def _says_so(self, voice: Voice, item: Item, kind: Facet) -> bool:
        """Whether a facet's line begins with what it is about, or asks nobody to wonder."""
        line = next(iter(item.facet(kind, voice.lang)), "")[: BEGINNING[voice.lang]]
        return not line or _shares(line, self._names.of(item, voice.lang), voice.lang)

    def _materials(self, voice: Voice, item: Item, *, first: bool = False) -> Iterator[Draft]:
        """Name the materials; as the `first` of an answer, a long list has its number before it."""
        lines = item.facet("materials", voice.lang)
        always = [line for line in lines if not _CONDITION.search(_head(line))]
        named = [_name(line, voice.lang) for line in always][:NAMED]
        if not named:
            yield from voice.lines(item, "materials")
            return
        many = len(lines) > len(named)
        listed = _listed(named, voice, closed=not many)
        counted = first and len(lines) > 1 and len(listed) > BREATH[voice.lang] // 2
        if counted:
            count = voice.text("say.count", count=len(lines))
            yield voice.draft(count, Act.LIST, item, "materials")
            text = voice.text("say.listed_many" if many else "say.listed", list=listed)
        elif many:
            text = voice.text("say.materials_many", list=listed, count=len(lines))
        else:
            text = voice.text("say.materials", list=listed)
        yield voice.draft(text, Act.LIST, item, "materials", named)

    def _steps(self, voice: Voice, item: Item, most: int) -> Iterator[Draft]:
        """First, then, finally: the connectives are put in here (T/CSIG 001—2026, 6.4.2 d)."""
        steps = item.facet("steps", voice.lang)
        if not steps:
            return
        chosen = steps if len(steps) <= most else (*steps[: most - 1], steps[-1])
        for number, step in enumerate(chosen):
            place = _place(number, len(chosen))
            text = voice.text(f"say.{place}", step=_step(step, voice.lang))
            yield voice.draft(text, Act.INSTRUCT, item, "steps")

    def _missing(self, voice: Voice, item: Item, kind: Facet) -> Iterator[Draft]:
        """Give an honest gap: the item doesn't tell this facet."""
        slots = {"label": voice.label(f"label.{kind}"), **self._desk.slots(item.theme, voice.lang)}
        return voice.message("unknown.missing", Act.INFORM, slots)


def _listed(named: Sequence[str], voice: Voice, *, closed: bool) -> str:
    """Join names; the last with "and" where the list is `closed` and no name has one itself."""
    comma, and_ = voice.label("say.comma"), voice.label("say.and")
    last = and_ if closed and not any(and_ in name for name in named) else comma
    return comma.join(named[:-1]) + last + named[-1] if len(named) > 1 else named[0]


def _shares(line: str, name: str, lang: Lang) -> bool:
    """Whether two texts have a word in common: two Chinese characters, or one long English word."""
    if lang == "zh":
        return any(first + second in line for first, second in pairwise(name))
    return any(word in line.lower() for word in name.lower().split() if len(word) >= WORD)


def _place(number: int, count: int) -> str:
    if count == 1:
        return "only"
    if number == 0:
        return "first"
    return "finally" if number == count - 1 else "then"


def _head(line: str) -> str:
    return _HEAD.split(line, maxsplit=1)[0].strip() or line


def _name(line: str, lang: Lang) -> str:
    """Give a material's name without its explanation."""
    name = _head(line)
    return name if lang == "zh" else _ARTICLE.sub(lambda match: match.group().lower(), name)


def _step(step: str, lang: Lang) -> str:
    """Give a step as it fits after its connective."""
    whole = _CONNECTIVE[lang].sub("", step.rstrip("。.；; "))
    short = whole if len(whole) <= STEP_CHARS[lang] else _HEAD.split(whole, maxsplit=1)[0].strip()
    return short if lang == "zh" else short[:1].lower() + short[1:]


def _sentence(line: str, lang: Lang) -> str:
    """Give the first sentence of a line, ended as a sentence."""
    first = re.split(r"(?<=[。；])|(?<=[.;])\s", line, maxsplit=1)[0].rstrip("。；;. ")
    return f"{first}。" if lang == "zh" else f"{first}."


def _mentions(said: str, line: str) -> bool:
    """Whether every number of a line was said already."""
    numbers = re.findall(r"\d+", line)
    return bool(numbers) and numbers[0] in re.findall(r"\d+", said)
