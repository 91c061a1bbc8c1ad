"""Is the service ready for the next visitor? Measured, not assumed."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import structlog

from qingzhi.errors import QingzhiError

if TYPE_CHECKING:
    from qingzhi.service.parts import Parts

log = structlog.get_logger(__name__)
BUDGET_S: Final = 0.2
"""The first sound of a turn must leave within this time (95th percentile)."""
AUDIBLE: Final = 10 ** (-45 / 20)
PROBES: Final = 3
PAUSE_S: Final = 5.0


@dataclass
class Health:
    """The newest measurement. `ready` once a rehearsed turn met its budget."""

    ready: bool = False
    reason: str = "starting"
    first_audio_ms: float | None = None
    voice: str = ""
    _task: asyncio.Task[None] | None = field(default=None, repr=False)

    def watch(self, parts: Parts) -> None:
        """Rehearse until the budget is met, then look after the workers."""
        self.voice = parts.speaker.voice
        self._task = asyncio.create_task(self._watch(parts))

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self, parts: Parts) -> None:
        while not self.ready:
            await self._rehearse(parts)
            if not self.ready:
                await asyncio.sleep(PAUSE_S / 5)
        while True:
            await asyncio.sleep(PAUSE_S)
            alive = parts.speaker.alive
            self.ready, self.reason = alive, "" if alive else "the voice is restarting"

    async def _rehearse(self, parts: Parts) -> None:
        try:
            times = [await first_sound(parts, number) for number in range(PROBES)]
        except QingzhiError as error:
            self.reason = error.code
            log.warning("rehearsal failed", code=error.code)
            return
        best = sorted(times)[len(times) // 2]
        self.first_audio_ms = round(best * 1000, 1)
        self.ready = best <= BUDGET_S
        self.reason = "" if self.ready else f"first sound takes {self.first_audio_ms} ms"


async def first_sound(parts: Parts, number: int) -> float:
    """Rehearse one unheard turn; return seconds to its first audible sample."""
    knowledge = parts.mind.knowledge
    item = knowledge.get(knowledge.ids[number % len(knowledge.ids)])
    begun = time.perf_counter()
    exchange = parts.mind.exchange([item.title.zh if item else ""])
    for clause in exchange.clauses:
        async with aclosing(parts.speaker.speak(clause)) as chunks:
            async for chunk in chunks:
                if np.max(np.abs(chunk.samples), initial=0.0) > AUDIBLE:
                    return time.perf_counter() - begun
    return float("inf")
