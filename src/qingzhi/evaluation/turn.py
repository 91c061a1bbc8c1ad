"""One question, and when its answer was first heard and seen. Sans-I/O: events and times in.

First audio is the moment at which a player that plays each sound as soon as it has it, and
nothing before its turn, plays the first sample above −45 dBFS of a clause with content.
Silence at the start counts, and so does a filler that holds the loudspeaker.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.score import SAMPLE_RATE, Act

if TYPE_CHECKING:
    from numpy.typing import NDArray

AUDIBLE: Final = 10 ** (-45 / 20)
"""−45 dBFS as a share of full scale."""
SMALL_TALK: Final = frozenset(
    {Act.GREET, Act.DISCLOSE, Act.WAIT, Act.THANK, Act.FAREWELL, Act.APOLOGISE, Act.EMPATHISE}
)
"""Acts of clauses without content, unless they name a source."""
COMPLETED: Final = "completed"


@dataclass(eq=False)
class Turn:
    """Times are seconds of one monotonic clock; results are seconds from `asked`."""

    question: str
    asked: float
    first_audio: float | None = None
    first_motion: float | None = None
    said: list[str] = field(default_factory=list)
    """The answer's clauses so far."""
    outcome: str = ""
    """How the answer ended, "" until then: completed, or what went wrong."""
    ended: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    _content: bool = field(default=False, repr=False)
    _played: float = field(default=0.0, repr=False)

    @property
    def heard(self) -> bool:
        """Whether a clause with content was audible."""
        return self.first_audio is not None

    def clause(self, text: str, *, act: str = Act.INFORM, sourced: bool = False) -> None:
        """Note a clause; the sound that follows is its own."""
        self.said.append(text)
        self._content = sourced or act not in SMALL_TALK

    def sound(
        self, samples: NDArray[np.float32], arrival: float, *, rate: int = SAMPLE_RATE
    ) -> None:
        """Note sound, samples −1..1, that has arrived whole at `arrival`."""
        if self.heard:
            return
        begins = max(arrival, self._played)
        self._played = begins + len(samples) / rate
        loud = np.abs(samples) > AUDIBLE
        if self._content and loud.any():
            self.first_audio = begins + int(loud.argmax()) / rate - self.asked

    def motion(self, arrival: float) -> None:
        """Note motion made for this turn."""
        if self.first_motion is None:
            self.first_motion = arrival - self.asked

    def end(self, outcome: str) -> None:
        """Note the end; a later one changes nothing."""
        if not self.outcome:
            self.outcome = outcome
            self.ended.set()
