"""One turn as the readers of the policy see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qingzhi.interaction.dialogue.state import State
    from qingzhi.interaction.knowledge import Facet, Search
    from qingzhi.interaction.knowledge.text import Analysis
    from qingzhi.score import Percept


class Turn(NamedTuple):
    """What was said, what it was taken for, what was found, and which facets are asked for."""

    percept: Percept
    state: State
    analysis: Analysis
    found: Search
    facets: tuple[Facet, ...]

    @property
    def text(self) -> str:
        return self.analysis.text

    @property
    def concepts(self) -> frozenset[str]:
        return self.analysis.concepts
