"""Simulated dialogues: a seeded visitor, the real floor control, simulated voice workers.

Thousands of conversations run in a second on a virtual clock; the same seed gives the same log.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from qingzhi.interaction import turns
from qingzhi.testing.clock import VirtualClock

if TYPE_CHECKING:
    from collections.abc import Sequence

FRAME_S: Final = 0.02
"""The client's audio frame: what may still sound after an interruption."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: when (seconds), what, and of which generation."""

    t: float
    what: str
    generation: int


@dataclass
class Dialogue:
    """One conversation of `turns` questions between a seeded visitor and the floor.

    The visitor asks, waits, interrupts by button, stop word or voice, asks again in
    mid-answer, begins to speak and thinks better of it, or leaves. Answers take their time to
    the first sound, come in chunks, are sometimes late and sometimes break.
    """

    seed: int
    questions: int = 6
    log: list[Entry] = field(default_factory=list)
    sounded: list[tuple[float, int]] = field(default_factory=list)
    """Times at which sound of a generation left for the visitor."""
    silenced: dict[int, float] = field(default_factory=dict)
    """When each interrupted generation was told to be silent."""
    working: set[int] = field(default_factory=set)
    """Generations that hold a voice worker now."""

    def run(self) -> Dialogue:
        """Live through it."""
        self._random = random.Random(self.seed)  # noqa: S311 - a simulation, no secret
        self.clock = VirtualClock()
        self.floor = turns.Floor()
        self._plan_visitor()
        self.clock.run()
        return self

    # ---- the visitor ----------------------------------------------------------------------------

    def _plan_visitor(self) -> None:
        when = 0.0
        for _ in range(self.questions):
            when += self._random.uniform(0.2, 9.0)
            self._at(when, turns.Asked())
            act = self._random.random()
            later = when + self._random.uniform(0.0, 6.0)
            if act < 0.25:
                self._at(later, turns.Interrupted("stop"))
            elif act < 0.4:
                self._at(later, turns.SpeechStarted())
                self._at(later + self._random.uniform(0.1, 2.0), turns.SpeechStopped())
            elif act < 0.5:
                self._at(later, turns.Interrupted("client", self._random.uniform(0, 4)))
        self._at(when + self._random.uniform(0.0, 20.0), turns.Left())

    def _at(self, when: float, event: turns.Event) -> None:
        self.clock.at(when, lambda: self._happen(event))

    # ---- the service ----------------------------------------------------------------------------

    def _happen(self, event: turns.Event) -> None:
        self._note(type(event).__name__)
        for action in self.floor.handle(event, self.clock.now):
            self._note(type(action).__name__, action.generation)
            match action:
                case turns.Answer(generation):
                    self._produce(generation)
                case turns.Silence(generation):
                    self.silenced[generation] = self.clock.now
                    self.working.discard(generation)
                case turns.Apologise(generation):
                    self.working.discard(generation)
                    self._chunks(generation, [1.5], 0.05, breaks=False)
                case turns.GiveUp(generation):
                    self.working.discard(generation)
                case turns.Rest():
                    pass
        due = self.floor.deadline
        if due is not None:
            self.clock.at(due, self._tick_if_due)

    def _tick_if_due(self) -> None:
        due = self.floor.deadline
        if due is not None and due <= self.clock.now:
            self._happen(turns.Tick())

    def _produce(self, generation: int) -> None:
        chunks = [self._random.uniform(0.1, 1.2) for _ in range(self._random.randint(1, 12))]
        delay = self._random.choice([0.03, 0.06, 0.1, 0.4, 12.0])
        self._chunks(generation, chunks, delay, breaks=self._random.random() < 0.1)

    def _chunks(
        self, generation: int, chunks: Sequence[float], delay: float, *, breaks: bool
    ) -> None:
        self.working.add(generation)
        when = self.clock.now + delay
        for seconds in chunks:
            self.clock.at(when, lambda s=seconds: self._sound(generation, s))  # type: ignore[misc]
            when += seconds * self._random.uniform(0.05, 0.4)
        end: turns.Event = turns.Broke(generation) if breaks else turns.Exhausted(generation)
        self.clock.at(when, lambda: self._finish(generation, end))

    def _sound(self, generation: int, seconds: float) -> None:
        if generation in self.working:
            self.sounded.append((self.clock.now, generation))
            self._happen(turns.Produced(generation, seconds))

    def _finish(self, generation: int, end: turns.Event) -> None:
        if generation in self.working:
            self.working.discard(generation)
            self._happen(end)

    def _note(self, what: str, generation: int | None = None) -> None:
        number = self.floor.generation if generation is None else generation
        self.log.append(Entry(round(self.clock.now, 6), what, number))
