"""What leaves a session, in order and numbered, whether a client is connected or not.

Control events outlive an interruption; data of an older generation (sound, motion, text) does
not. What was sent is kept for a while, so that a client that lost its connection gets all that
it has not seen.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from qingzhi.io.codec import pack
from qingzhi.io.events import AudioDelta, MotionDelta, ServerEvent, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

KEEP_BYTES: Final = 400_000
"""Sent messages kept for a resumption: what can be on its way when a connection breaks."""
HIGH_WATER: Final = 1_500_000
"""Bytes waiting for a slow client at which producing pauses."""
MOST_UNREAD: Final = 1_000_000
"""Bytes of control events that a client may leave unread and still be listened to."""


@dataclass(frozen=True, slots=True)
class Message:
    """One encoded event. `generation` is set on data that an interruption makes worthless."""

    sequence: int
    body: str | bytes
    generation: int | None

    @property
    def size(self) -> int:
        return len(self.body)


class Outbox:
    """A numbered queue with a memory. One reader, one event loop."""

    def __init__(self, *, binary: bool = False, keep_bytes: int = 0) -> None:
        self.binary = binary
        self.keep_bytes = keep_bytes
        self.absent_s = 0.0
        """Seconds that may pass before anybody hears what is produced: 0 for a connected client."""
        self._sequence = 0
        self._pending: deque[Message] = deque()
        self._sent: deque[Message] = deque()
        self._pending_bytes = 0
        self._control_bytes = 0
        self._sent_bytes = 0
        self._forgotten = 0
        self._finished = False
        self._ready = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._caught_up = asyncio.Event()
        self._caught_up.set()

    @property
    def sequence(self) -> int:
        """Number of the newest event."""
        return self._sequence

    @property
    def waiting(self) -> int:
        """Messages that have not been sent."""
        return len(self._pending)

    @property
    def finished(self) -> bool:
        """Whether `finish` was called."""
        return self._finished

    def put(self, event: ServerEvent, *, generation: int | None = None) -> None:
        """Give an event its number and queue it; with a generation it is data."""
        if self._finished:
            return
        self._sequence += 1
        event.event_id = f"event_{self._sequence}"
        self._push(Message(self._sequence, self._encoded(event), generation))

    def drop_data(self, generation: int) -> int:
        """Throw away waiting data of `generation` and older; return how many messages."""
        before = len(self._pending)
        self._keep(lambda m: m.generation is None or m.generation > generation)
        return before - len(self._pending)

    def finish(self, last: ServerEvent) -> None:
        """Forget all that waits and all that was sent; `last` alone still leaves."""
        self._pending.clear()
        self._sent.clear()
        self._pending_bytes = self._control_bytes = self._sent_bytes = self.keep_bytes = 0
        self._forgotten = self._sequence
        self.put(last)
        self._finished = True

    async def next(self) -> Message:
        """Wait for the next message to send."""
        while not self._pending:
            self._ready.clear()
            await self._ready.wait()
        message = self._pending.popleft()
        self._weigh((message,), -1)
        self._remember(message)
        return message

    async def room(self) -> None:
        """Wait while a slow client has too much before it."""
        await self._room.wait()

    async def caught_up(self) -> None:
        """Wait while a client asks for more and more without reading what it gets."""
        await self._caught_up.wait()

    def can_rewind(self, last_seen: int) -> bool:
        """Whether everything after `last_seen` is still known."""
        return self._forgotten <= last_seen <= self._sequence

    def rewind(self, last_seen: int) -> None:
        """Queue again what was sent after `last_seen`."""
        again = [m for m in self._sent if m.sequence > last_seen]
        self._sent = deque(m for m in self._sent if m.sequence <= last_seen)
        self._sent_bytes = sum(m.size for m in self._sent)
        self._pending.extendleft(reversed(again))
        self._weigh(again, 1)
        if self._pending:
            self._ready.set()

    def _push(self, message: Message) -> None:
        self._pending.append(message)
        self._weigh((message,), 1)
        self._ready.set()

    def _keep(self, wanted: Callable[[Message], bool]) -> None:
        self._weigh([m for m in self._pending if not wanted(m)], -1)
        self._pending = deque(m for m in self._pending if wanted(m))

    def _weigh(self, messages: Iterable[Message], sign: Literal[1, -1]) -> None:
        """Count messages that begin (1) or cease (-1) to wait."""
        for message in messages:
            self._pending_bytes += sign * message.size
            if message.generation is None:
                self._control_bytes += sign * message.size
        _open_below(self._room, self._pending_bytes, HIGH_WATER)
        _open_below(self._caught_up, self._control_bytes, MOST_UNREAD)

    def _remember(self, message: Message) -> None:
        self._sent.append(message)
        self._sent_bytes += message.size
        while self._sent_bytes > self.keep_bytes:
            oldest = self._sent.popleft()
            self._sent_bytes -= oldest.size
            self._forgotten = oldest.sequence

    def _encoded(self, event: ServerEvent) -> str | bytes:
        if self.binary and isinstance(event, AudioDelta | MotionDelta):
            return pack(event)
        return encode(event).decode()


def _open_below(gate: asyncio.Event, level: int, most: int) -> None:
    if level < most:
        gate.set()
    else:
        gate.clear()
