"""Whether what was found is the answer, worth a question back, or nothing to speak of."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, Literal

from qingzhi.interaction.dialogue import cues
from qingzhi.interaction.dialogue.names import Names
from qingzhi.interaction.dialogue.state import Move

if TYPE_CHECKING:
    from qingzhi.interaction.dialogue.turn import Turn
    from qingzhi.interaction.knowledge import Hit, Item, Knowledge, Search
    from qingzhi.interaction.knowledge.text import Analysis

Verdict = Literal["answer", "choose", "unknown"]

ANSWER: Final = 0.5
"""From this probability on an item is told as the answer."""
ASK: Final = 0.18
"""From here on it is worth a question back; below, we say that we don't know."""
ALONE: Final = 0.4
"""From here on an item is told that has no other beside it."""
CERTAIN: Final = 0.81
"""From here on even a statement, or one without a known subject, is taken as a question."""
LEAD: Final = 0.15
"""Logits by which the answer must be ahead of the next item."""
NEAR: Final = 1.1
"""Logits behind the best within which an item is a candidate of a question back."""
KINDRED: Final = 0.08
"""From this probability on, the best item's theme tells who else to ask."""
RIVAL: Final = 0.8
"""A bare subject with a second item as probable as this is vague."""
GAP: Final = 0.3
"""Share of the question's concepts that an answer may leave out."""
STRANGE: Final = 0.6
"""Share of the question's concepts from which an item is not even a candidate."""
EXACT: Final = 1.0
"""Nearness (with its bonus for names) of a question that is a name of the item."""
COVERED: Final = 0.68
"""Share of what was said that an item must know to be what a half-said turn means."""
STORY: Final = 3
"""Clauses from which a turn is a story, in which one of them may be the point."""
MAX_CANDIDATES: Final = 3

_CLAUSES: Final = re.compile(r"[，。！？；,!?;…\n]+|\.\s")


class Judge:
    """Weighs what a search found against what was said."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._cues = cues.load()
        self._names = Names.load(knowledge.pack)

    def verdict(self, turn: Turn) -> Verdict:
        """Say what to do with what was found."""
        found = turn.found
        if found.score < ASK:
            return "unknown"
        if turn.concepts <= self._knowledge.actions and not self._spelled_out(turn):
            return "choose" if turn.concepts else "unknown"
        if turn.analysis.outside or self._knowledge.lacks(turn.analysis):
            return "choose" if found.score >= CERTAIN else "unknown"
        if found.score < CERTAIN and self._idle(turn):
            return "choose"
        sure = found.score >= ANSWER and found.margin >= LEAD and found.hits[0].fit.gap <= GAP
        return "answer" if sure and not self._vague(turn) else "choose"

    def candidates(self, found: Search) -> tuple[Item, ...]:
        """Give the items to ask back about, in the order in which one would name them."""
        return self._names.ordered([hit.item for hit in self._near(found)])

    def alone(self, turn: Turn) -> bool:
        """Whether the one candidate is near enough not to be asked back about."""
        near = turn.found.score >= ALONE and turn.found.hits[0].fit.gap <= GAP
        return near and bool(self._subjects(turn.analysis)) and not turn.analysis.outside

    def story(self, turn: Turn, *, letter: bool = False) -> Move | None:
        """Find the point in a long story: a clause of it that one item fits well. Ask back.

        In a `letter` only a clause that tells what was wanted at an office can be the point.
        """
        clauses = [clause for clause in _CLAUSES.split(turn.text) if clause.strip()]
        if len(clauses) < STORY:
            return None
        if letter:
            clauses = [clause for clause in clauses if self._cues.wanted(clause)]
        found = [self._knowledge.search(clause, limit=1) for clause in clauses]
        points = [search.hits[0] for search in found if self._pointed(search)]
        if not points:
            return None
        best = max(points, key=lambda hit: hit.score)
        return Move(kind="choose", candidates=(best.item,), facets=turn.facets)

    def kin(self, turn: Turn) -> bool:
        """Whether the best item is near enough for its theme's hotline to be the right one."""
        best = turn.found.hits[0]
        near = best.score >= KINDRED and best.fit.gap < STRANGE
        return near and bool(self._subjects(turn.analysis))

    def in_passing(self, text: str) -> bool:
        """Whether what lies outside the pack is only part of the story around a subject of ours.

        It isn't where something has happened to it: a train ticket lost, a visa run out.
        """
        clauses = [self._knowledge.analyse(clause) for clause in _CLAUSES.split(text)]
        ours = any(self._subjects(c) and (not c.outside or self._told(c)) for c in clauses)
        theirs = any(c.outside and not self._subjects(c) and self._deeds(c) for c in clauses)
        return ours and not theirs

    def _near(self, found: Search) -> tuple[Hit, ...]:
        best = found.hits[0].fit.logit
        near = [h for h in found.hits if best - h.fit.logit <= NEAR and h.fit.gap < STRANGE]
        cited = Counter(other for hit in near for other in hit.item.related)
        near.sort(key=lambda hit: (-cited[hit.item.id], -hit.score))
        return tuple(near[:MAX_CANDIDATES])

    def _subjects(self, analysis: Analysis) -> frozenset[str]:
        """Give the concepts that say what it is about."""
        return analysis.inside().concepts - self._knowledge.actions

    def _deeds(self, analysis: Analysis) -> frozenset[str]:
        """Give the concepts that say what is done or has happened."""
        return analysis.concepts & self._knowledge.actions

    def _told(self, analysis: Analysis) -> bool:
        """Whether what has happened, and to what, is told: that asks for help by itself."""
        return bool(self._deeds(analysis) and self._subjects(analysis))

    def _pointed(self, found: Search) -> bool:
        """Whether a clause names a subject, and the item found for it is about that."""
        sure = found.score >= ANSWER and found.hits[0].fit.gap <= GAP
        return bool(self._subjects(found.analysis)) and sure and not found.analysis.outside

    def _spelled_out(self, turn: Turn) -> bool:
        """No subject of the thesaurus, but nearly the words of a title, alias or ask."""
        best = turn.found.hits[0]
        said = best.score >= CERTAIN and best.fit.cover >= COVERED
        return said and len(turn.analysis.terms) > 1

    def _idle(self, turn: Turn) -> bool:
        """Tell a statement that asks for nothing: it may be a story, or only talk."""
        asks = turn.facets or self._cues.requests(turn.text) or self._told(turn.analysis)
        return turn.percept.intent == "other" and not asks

    def _vague(self, turn: Turn) -> bool:
        """Tell a bare subject on which several services hang."""
        hits = turn.found.hits
        if (
            set(turn.facets) - {cues.SUMMARY}
            or len(turn.concepts) > 1
            or len(self._near(turn.found)) < 2
            or hits[1].score < RIVAL
        ):
            return False
        named = turn.concepts & self._knowledge.subject(hits[0].item).concepts
        return self._cues.bare(turn.text) or hits[0].fit.nearest < EXACT or not named
