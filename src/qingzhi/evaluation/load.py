"""Loads: visitors that ask over real WebSockets, one after the other or at random times.

closed loop   each session asks, waits until the answer's sound has all arrived, asks the next
open loop     questions arrive as a Poisson process, whether earlier ones are answered or not
"""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from qingzhi.errors import EngineUnavailable
from qingzhi.evaluation.hearing import Hearing, question_messages
from qingzhi.evaluation.turn import Turn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from websockets.asyncio.client import ClientConnection

PATIENCE: Final = 30.0
"""Seconds after which an answer is given up."""
LATE: Final = "timeout"
LOST: Final = "connection_lost"


class Visitor:
    """One connection. `clock` gives seconds, monotonic."""

    def __init__(
        self,
        socket: ClientConnection,
        *,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._socket = socket
        self._patience = patience
        self._clock = clock
        self._hearing = Hearing()

    async def ask(self, question: str) -> Turn:
        """Send a question and return at once; the turn fills as its answer arrives."""
        turn = Turn(question, asked=self._clock())
        self._hearing.expect(turn)
        try:
            for message in question_messages(question):
                await self._socket.send(message, text=True)
        except ConnectionClosed:
            self._hearing.lose(LOST)
        return turn

    async def answered(self, turn: Turn) -> Turn:
        """Wait until a turn has ended, or patience has."""
        try:
            async with asyncio.timeout(self._patience):
                await turn.ended.wait()
        except TimeoutError:
            turn.end(LATE)
        return turn

    async def listen(self) -> None:
        """Take in what the server sends until the connection ends."""
        try:
            async for message in self._socket:
                self._hearing.receive(message, self._clock())
        except ConnectionClosed:
            pass
        finally:
            self._hearing.lose(LOST)


@asynccontextmanager
async def visitor(url: str, *, patience: float = PATIENCE) -> AsyncIterator[Visitor]:
    """Connect and be greeted, so that no question pays for the disclosure.

    Raises EngineUnavailable where no service answers at `url`.
    """
    try:
        socket = await connect(url, max_size=None, compression=None, proxy=None)
    except (OSError, InvalidHandshake) as error:
        raise EngineUnavailable(f"No service answers at {url}: {error}.") from None
    async with socket:
        guest = Visitor(socket, patience=patience)
        listening = asyncio.create_task(guest.listen())
        try:
            await guest.answered(await guest.ask(""))
            yield guest
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


async def closed_loop(guest: Visitor, questions: Sequence[str]) -> list[Turn]:
    """Ask one question after the other."""
    return [await guest.answered(await guest.ask(question)) for question in questions]


async def open_loop(
    guests: Sequence[Visitor],
    questions: Sequence[str],
    rate: float,
    *,
    seed: int = 0,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> list[Turn]:
    """Ask at `rate` questions a second, at Poisson times, the visitors taking turns.

    A visitor whose answer is not finished interrupts it, as people do.
    """
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    begun, due, asked = time.perf_counter(), 0.0, []
    for number, question in enumerate(questions):
        due += rng.expovariate(rate)
        await sleep(max(0.0, begun + due - time.perf_counter()))
        guest = guests[number % len(guests)]
        asked.append((guest, await guest.ask(question)))
    return list(await asyncio.gather(*(guest.answered(turn) for guest, turn in asked)))
