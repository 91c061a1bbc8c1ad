"""Floor control: who may speak now. Sans-I/O: events and time in, actions out.

Rules, in the order in which they win:

1. The visitor's will comes first: an interruption takes the floor in every state, at once.
2. Each answer has a generation; what belongs to an older one never changes the floor.
3. A new question while the figure thinks or speaks interrupts it and is answered.
4. The figure keeps the floor until its sound has been played out, not until it was sent.
5. An answer that makes no sound in time, or breaks, is given up with an apology; an apology
   that fails as well is given up in silence. Nothing hangs.

The transitions are the table `Floor._TABLE`; a pair that isn't in it changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    _Step = Callable[["Floor", "Event", float], list["Action"]]

PATIENCE: Final = 8.0
"""Seconds an answer may take to its first sound, or between two pieces of it."""


class State(StrEnum):
    IDLE = "idle"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    CLOSED = "closed"


# ---- what happens ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """The visitor's turn is complete and wants an answer."""


@dataclass(frozen=True, slots=True)
class Produced:
    """`seconds` of sound of an answer left for the visitor."""

    generation: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Exhausted:
    """An answer has nothing more to say."""

    generation: int


@dataclass(frozen=True, slots=True)
class Broke:
    """An answer can't go on."""

    generation: int


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The visitor took the floor: a stop word, the button, a spoken word, or leaving."""

    by: Literal["stop", "speech", "client"] = "stop"
    heard_s: float | None = None
    """How far the visitor's loudspeaker was, where the client knows."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The visitor began to speak."""


@dataclass(frozen=True, slots=True)
class SpeechStopped:
    """The visitor fell silent without a complete turn."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed: send it at `Floor.deadline`."""


@dataclass(frozen=True, slots=True)
class Left:
    """The visitor is gone."""


Event = (
    Asked | Produced | Exhausted | Broke | Interrupted | SpeechStarted | SpeechStopped | Tick | Left
)

# ---- what is to be done -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """Begin to produce the answer of this generation."""

    generation: int


@dataclass(frozen=True, slots=True)
class Silence:
    """Stop the sound at the client, drop what is on its way, free the workers.

    `heard_s` is how much of the answer's sound was heard, as far as it is known.
    """

    generation: int
    heard_s: float
    by: Literal["stop", "speech", "client"]


@dataclass(frozen=True, slots=True)
class Apologise:
    """The answer of this generation failed or came too late: say so."""

    generation: int
    late: bool


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Even the apology failed: end this generation without a sound."""

    generation: int


@dataclass(frozen=True, slots=True)
class Rest:
    """The answer was played out: listen."""

    generation: int


Action = Answer | Silence | Apologise | GiveUp | Rest


class Floor:
    """The floor of one conversation. `now` is any clock's seconds that never run back."""

    __slots__ = ("_exhausted", "_sorry", "_until", "generation", "produced_s", "started", "state")

    def __init__(self) -> None:
        self.state = State.IDLE
        self.generation = 0
        self.started: float | None = None
        self.produced_s = 0.0
        self._exhausted = False
        self._sorry = False
        self._until: float | None = None

    @property
    def deadline(self) -> float | None:
        """When the floor wants a `Tick`; None while only events can change it."""
        if self.state is State.THINKING or (self.state is State.SPEAKING and not self._exhausted):
            return self._until
        return self._played_out if self.state is State.SPEAKING else None

    def heard_s(self, now: float) -> float:
        """Estimate how much of the current answer has been heard."""
        if self.started is None:
            return 0.0
        return max(0.0, min(self.produced_s, now - self.started))

    def handle(self, event: Event, now: float) -> list[Action]:
        """Take one event at time `now`; return what is to be done, in order."""
        step = self._TABLE.get((self.state, type(event)))
        return step(self, event, now) if step else []

    # ---- steps of the table -----------------------------------------------------------------

    def _ask(self, _event: Event, now: float) -> list[Action]:
        self.generation += 1
        self.state = State.THINKING
        self.started, self.produced_s = None, 0.0
        self._exhausted = self._sorry = False
        self._until = now + PATIENCE
        return [Answer(self.generation)]

    def _ask_again(self, event: Event, now: float) -> list[Action]:
        return [*self._interrupt(Interrupted("client"), now), *self._ask(event, now)]

    def _produce(self, event: Event, now: float) -> list[Action]:
        if not isinstance(event, Produced) or event.generation != self.generation:
            return []
        if self.started is None or now > self._played_out:
            self.started = now - self.produced_s
        self.state = State.SPEAKING
        self.produced_s += max(0.0, event.seconds)
        self._until = max(now, self._played_out) + PATIENCE
        return []

    def _exhaust(self, event: Event, now: float) -> list[Action]:
        if not isinstance(event, Exhausted) or event.generation != self.generation:
            return []
        self._exhausted = True
        return self._rest() if self.started is None or now >= self._played_out else []

    def _break(self, event: Event, now: float) -> list[Action]:
        if not isinstance(event, Broke) or event.generation != self.generation:
            return []
        return self._apologise(now, late=False)

    def _interrupt(self, event: Event, now: float) -> list[Action]:
        by: Literal["stop", "speech", "client"] = "speech"
        heard = self.heard_s(now)
        if isinstance(event, Interrupted):
            by = event.by
            heard = heard if event.heard_s is None else min(event.heard_s, self.produced_s)
        generation = self.generation
        self.generation += 1
        self.state = State.LISTENING if by == "speech" else State.IDLE
        self.started, self._until = None, None
        return [Silence(generation, heard, by)]

    def _listen(self, _event: Event, _now: float) -> list[Action]:
        self.state = State.LISTENING
        return []

    def _idle(self, _event: Event, _now: float) -> list[Action]:
        self.state = State.IDLE
        return []

    def _tick(self, _event: Event, now: float) -> list[Action]:
        due = self.deadline
        if due is None or now < due:
            return []
        if self.state is State.SPEAKING and self._exhausted:
            return self._rest()
        return self._apologise(now, late=True)

    def _leave(self, _event: Event, now: float) -> list[Action]:
        actions = self._interrupt(Interrupted("client"), now) if self._busy else []
        self.state = State.CLOSED
        return actions

    # ---- helpers ------------------------------------------------------------------------------

    @property
    def _busy(self) -> bool:
        return self.state in (State.THINKING, State.SPEAKING)

    @property
    def _played_out(self) -> float:
        return (self.started or 0.0) + self.produced_s

    def _apologise(self, now: float, *, late: bool) -> list[Action]:
        if self._sorry:
            self.state = State.IDLE
            self._until = None
            return [GiveUp(self.generation)]
        self._sorry = True
        self._until = now + PATIENCE
        return [Apologise(self.generation, late)]

    def _rest(self) -> list[Action]:
        self.state = State.IDLE
        self._until = None
        return [Rest(self.generation)]

    _TABLE: ClassVar[Mapping[tuple[State, type[Event]], _Step]] = {
        (State.IDLE, Asked): _ask,
        (State.IDLE, SpeechStarted): _listen,
        (State.IDLE, Left): _leave,
        (State.LISTENING, Asked): _ask,
        (State.LISTENING, SpeechStopped): _idle,
        (State.LISTENING, Interrupted): _idle,
        (State.LISTENING, Left): _leave,
        (State.THINKING, Asked): _ask_again,
        (State.THINKING, Produced): _produce,
        (State.THINKING, Exhausted): _exhaust,
        (State.THINKING, Broke): _break,
        (State.THINKING, Interrupted): _interrupt,
        (State.THINKING, SpeechStarted): _interrupt,
        (State.THINKING, Tick): _tick,
        (State.THINKING, Left): _leave,
        (State.SPEAKING, Asked): _ask_again,
        (State.SPEAKING, Produced): _produce,
        (State.SPEAKING, Exhausted): _exhaust,
        (State.SPEAKING, Broke): _break,
        (State.SPEAKING, Interrupted): _interrupt,
        (State.SPEAKING, SpeechStarted): _interrupt,
        (State.SPEAKING, Tick): _tick,
        (State.SPEAKING, Left): _leave,
    }
