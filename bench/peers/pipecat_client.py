"""Asks a pipecat bot and notes when its answers are heard, as `qingzhi.evaluation` does ours."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import asynccontextmanager
from itertools import count
from typing import TYPE_CHECKING, Final

import msgspec
from websockets.asyncio.client import connect

from qingzhi.evaluation.turn import COMPLETED, Turn
from qingzhi.io.codec import from_pcm16

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from websockets.asyncio.client import ClientConnection

LABEL: Final = "rtvi-ai"
VERSION: Final = "2.2.0"
ENDS: Final = "bot-stopped-speaking"
RATE: Final = 24_000
"""pipecat's own default for sound that goes out."""
PATIENCE: Final = 60.0
"""Seconds; the transport sends sound no faster than it is played."""
WARM_UP: Final = ("你好", "您好，请问要办什么？")
"""A question that isn't counted, as our own service's greeting isn't, and its answer."""


class _Message(msgspec.Struct):
    type: str = ""


class Visitor:
    """One connection."""

    def __init__(self, connection: ClientConnection) -> None:
        self._socket = connection
        self._ids = count()

    async def ready(self) -> None:
        """Tell the bot that a client is here."""
        about = {"library": "qingzhi-bench"}
        await self._send("client-ready", {"version": VERSION, "about": about})

    async def ask(self, question: str) -> Turn:
        """Ask, and wait until the answer's sound has all arrived."""
        turn = Turn(question, asked=time.perf_counter())
        turn.clause("")
        await self._send("send-text", {"content": question})
        try:
            async with asyncio.timeout(PATIENCE):
                await self._listen(turn)
        except TimeoutError:
            turn.end("timeout")
        return turn

    async def _listen(self, turn: Turn) -> None:
        sounded = False
        async for message in self._socket:
            if isinstance(message, bytes):
                sounded = True
                turn.sound(from_pcm16(message), time.perf_counter(), rate=RATE)
            elif sounded and msgspec.json.decode(message, type=_Message).type == ENDS:
                turn.end(COMPLETED)
                return

    async def _send(self, kind: str, data: dict[str, object]) -> None:
        message = {"label": LABEL, "type": kind, "id": str(next(self._ids)), "data": data}
        await self._socket.send(msgspec.json.encode(message), text=True)


@asynccontextmanager
async def visitor(url: str) -> AsyncIterator[Visitor]:
    """Connect, and warm up."""
    async with connect(url, max_size=None, compression=None, proxy=None) as connection:
        guest = Visitor(connection)
        await guest.ready()
        await guest.ask(WARM_UP[0])
        yield guest


def free_port() -> int:
    """Find a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
