"""The manner of a clause: the situation's, else what was set; one for voice and body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.io.events import Style
    from qingzhi.safety.verdict import Audience
    from qingzhi.score import Clause

ORDINARY: Final = "formal"
"""The manner of clauses that ask for none of their own."""
BY_AUDIENCE: Final[Mapping[Audience, Style]] = {"minor": "children"}


def styled(clause: Clause, wanted: Style, audience: Audience) -> Clause:
    """Give the clause in its manner; one that has its own, such as care, keeps it."""
    style = BY_AUDIENCE.get(audience, ORDINARY) if wanted == "auto" else wanted
    if clause.style != ORDINARY or style == ORDINARY:
        return clause
    return msgspec.structs.replace(clause, style=style)
