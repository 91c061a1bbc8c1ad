"""Second opinions, asked for beside the event loop: a slow service holds up one answer, not all.

The screen is asked twice. In a thread it decides as always, and what the second opinions say is
written down; the answer then asks a screen that only reads that again. An opinion that is missing
there, because its time was over, is a mistake inside of the screen, which fails closed.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeVar

from qingzhi.safety.remote import DEADLINE_S

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qingzhi.safety import Screen
    from qingzhi.safety.manners import Manners
    from qingzhi.safety.remote import Opinion
    from qingzhi.safety.verdict import Direction, Finding
    from qingzhi.score import Percept

Result = TypeVar("Result")
MARGIN_S: Final = 0.3
"""What an opinion may take above its own limit, at which it says itself that it has none."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Opinions that write down what they said, and `read` it again without asking."""

    opinions: Sequence[Opinion]
    found: dict[str, tuple[Finding, ...]] = field(default_factory=dict)

    def findings(
        self, text: str, direction: Direction, history: Sequence[str]
    ) -> tuple[Finding, ...]:
        """Ask all of them."""
        said = (opinion.findings(text, direction, history) for opinion in self.opinions)
        self.found[text] = tuple(finding for findings in said for finding in findings)
        return self.found[text]


@dataclass(frozen=True, slots=True)
class Read:
    """What was written down by then."""

    minutes: Minutes

    def findings(
        self, text: str, _direction: Direction, _history: Sequence[str]
    ) -> tuple[Finding, ...]:
        """Raise KeyError where nobody was asked, or nobody answered in time."""
        return self.minutes.found[text]


async def second_opinions(
    screen: Screen, percept: Percept, manners: Manners, before: Sequence[str]
) -> Screen:
    """Have others judge a turn of the visitor; give a screen that holds what they said."""
    if not screen.opinions:
        return screen
    minutes = Minutes(screen.opinions)
    asking = replace(screen, opinions=(minutes,))
    lang, audience, history = percept.lang, manners.audience, manners.context(before)

    def ask() -> None:
        asking.check(percept.text, lang=lang, audience=audience, history=history)
        if not minutes.found:  # what was refused for what went before may yet be judged alone
            asking.check(percept.text, lang=lang, audience=audience)

    try:
        async with asyncio.timeout(DEADLINE_S * len(screen.opinions) + MARGIN_S):
            await asyncio.to_thread(ask)
    except TimeoutError:
        # A late answer is not read: what was decided stays decided.
        return replace(screen, opinions=(Read(Minutes(())),))
    return replace(screen, opinions=(Read(minutes),))


async def aside(screen: Screen, work: Callable[[], Result]) -> Result:
    """Do what asks for second opinions by itself beside the event loop; in it where nobody is."""
    return await asyncio.to_thread(work) if screen.opinions else work()
