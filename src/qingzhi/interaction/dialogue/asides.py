"""Questions beside the services themselves: a word, one paper, one's own account, the law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.interaction.dialogue import cues, papers
from qingzhi.interaction.dialogue.state import Move

if TYPE_CHECKING:
    from qingzhi.interaction.dialogue.glossary import Glossary
    from qingzhi.interaction.dialogue.turn import Turn
    from qingzhi.interaction.knowledge import Item, Knowledge

NAMED: Final = 0.5
"""Probability from which an item is the one that a paper is asked about."""
NEAR: Final = 0.23
"""Probability from which an item is worth telling beside a question of law."""


class Asides:
    """Readers of the policy's chain; each gives a move or passes."""

    def __init__(self, knowledge: Knowledge, glossary: Glossary) -> None:
        self._knowledge = knowledge
        self._glossary = glossary
        self._cues = cues.load()

    def term(self, turn: Turn) -> Move | None:
        """Explain a word."""
        name = self._cues.term(turn.text)
        term = self._glossary.find(name) if name else None
        if term is None:
            return None
        return Move(kind="term", term=term, item=self._knowledge.get(term.item))

    def paper(self, turn: Turn) -> Move | None:
        """Say whether a paper is needed for what is named beside it, else for what is in focus."""
        question = papers.asked(turn.text)
        item = self._beside(question.rest, turn) if question else None
        if question is None or item is None:
            return None
        if not item.facet("materials", turn.percept.lang):
            return Move(kind="answer", item=item, facets=("materials",))
        return Move(kind="paper", item=item, paper=question.paper)

    def account(self, turn: Turn) -> Move | None:
        """Own up to not seeing anybody's records, and say where they are."""
        if not self._cues.account(turn.text):
            return None
        focus = self._knowledge.get(turn.state.focus)
        best = turn.found.best
        about = best.item if best and turn.concepts else focus
        return Move(kind="account", theme=about.theme if about else "")

    def legal(self, turn: Turn) -> Move | None:
        """Leave a judgement to those who may give it, and tell what the item does cover."""
        if not self._cues.legal(turn.text):
            return None
        best = turn.found.best
        item = best.item if best and best.score >= NEAR and turn.concepts else None
        return Move(kind="legal", item=item, theme="legal")

    def _beside(self, rest: str, turn: Turn) -> Item | None:
        found = self._knowledge.search(rest, limit=1)
        if not found.analysis.concepts:
            return self._knowledge.get(turn.state.focus)
        return found.best.item if found.best and found.score >= NAMED else None
