"""Whether a paper is needed: "要户口本吗", answered from an item's own list of materials."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from qingzhi.interaction.dialogue import cues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.interaction.knowledge import Facet, Item, Knowledge
    from qingzhi.score import Lang

Verdict = Literal["yes", "depends", "unneeded", "unlisted"]
ELSEWHERE: Final[tuple[Facet, ...]] = ("notice", "who", "steps", "online", "summary")
"""Facets, besides the materials, that may say that a paper is not needed."""

_OPEN: Final = re.compile(
    r"或|任选|之一|如果|的话|[的者][，,]|^(如|若|未|已)|\b(or|if|for|unless|where)\b", re.IGNORECASE
)
_UNNEEDED: Final = re.compile(
    r"不用|不需要|无需|不必|免(交|提交|带)|\b(no longer|not needed|no need)\b"
)
_COPY: Final = re.compile(r"(的)?(原件|复印件|证件)$")
_SENTENCES: Final = re.compile(r"(?<=[。；;])|(?<=\.)\s")


class Question(NamedTuple):
    """The paper that is asked about, and what the turn says besides."""

    paper: str
    rest: str


class Finding(NamedTuple):
    """What an item says about a paper, and the line that says so."""

    verdict: Verdict
    line: str = ""


def asked(text: str) -> Question | None:
    """Read a question for one paper out of a normalised turn."""
    match = cues.load().paper(text)
    if match is None:
        return None
    paper = match["paper"].strip()
    return Question(paper, f"{text[: match.start()]} {text[match.end() :]}")


def look_up(paper: str, item: Item, lang: Lang, knowledge: Knowledge) -> Finding:
    """Find a paper among an item's materials, and else where the item says it isn't needed."""
    for line in item.facet("materials", lang):
        if _names(line, paper, knowledge):
            bare = line.rstrip("。. ")
            return Finding("depends" if _OPEN.search(bare) else "yes", bare)
    for line in _sentences(item, lang):
        if _UNNEEDED.search(line) and _names(line, paper, knowledge):
            return Finding("unneeded", line.rstrip("。；;. "))
    return Finding("unlisted")


def _names(line: str, paper: str, knowledge: Knowledge) -> bool:
    """Whether a line names the paper by any of its names."""
    concepts = knowledge.analyse(paper).concepts
    if concepts:
        return concepts <= knowledge.analyse(line).concepts
    return (_COPY.sub("", paper) or paper) in line.lower()


def _sentences(item: Item, lang: Lang) -> Iterator[str]:
    for kind in ELSEWHERE:
        for line in item.facet(kind, lang):
            yield from filter(None, _SENTENCES.split(line))
