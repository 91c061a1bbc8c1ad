"""A scripted realtime service on a real loopback socket, to test clients and measurements with."""

from __future__ import annotations

import asyncio
import base64
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from websockets.asyncio.server import serve

from qingzhi.score import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from websockets.asyncio.server import ServerConnection

Event = dict[str, Any]


def delta(*parts: tuple[float, float]) -> Event:
    """Make sound of parts, each a level (−1..1) and its seconds."""
    wave = np.concatenate(
        [np.full(round(seconds * SAMPLE_RATE), level) for level, seconds in parts]
    )
    pcm = (wave * 32767).astype("<i2").tobytes()
    return {"type": "response.output_audio.delta", "delta": base64.b64encode(pcm).decode()}


def clause(text: str, act: str = "inform", **more: Any) -> Event:
    """Announce a clause; `more` are further fields of it, such as `sources`."""
    return {"type": "qingzhi.clause", "clause": {"text": text, "act": act, **more}}


def motion(layer: str) -> Event:
    """Move a layer."""
    return {"type": "response.motion.delta", "layer": layer, "frames": 15}


def plain_answer(question: str) -> list[Event]:
    """Answer with motion, one clause and a tenth of a second of sound."""
    return [motion("speech"), clause(f"答{question}"), delta((0.5, 0.1))]


@dataclass
class FakeService:
    """Answers each question with the events that `answer` makes of it."""

    answer: Callable[[str], list[Event]] = plain_answer
    status: str = "completed"
    """How each answer ends; "" for never."""
    asked: list[tuple[int, str]] = field(default_factory=list)
    """(session, question); the greeting's question is empty."""
    url: str = ""

    async def serve(self, socket: ServerConnection) -> None:
        """Serve one client."""
        session, question, number = len({s for s, _ in self.asked}), "", 0
        await _send(socket, {"type": "session.created", "session": {"id": "s"}})
        async for message in socket:
            event = msgspec.json.decode(message)
            if event["type"] == "conversation.item.create":
                question = event["item"]["content"][0]["text"]
                continue
            number += 1
            self.asked.append((session, question))
            await self._respond(socket, f"resp_{session}_{number}", question)
            question = ""

    async def _respond(self, socket: ServerConnection, name: str, question: str) -> None:
        await _send(socket, {"type": "response.created", "response": {"id": name}})
        for event in self.answer(question) if question else []:
            await _send(socket, {"response_id": name, **event})
        if self.status:
            done = {"id": name, "status": self.status}
            await _send(socket, {"type": "response.done", "response": done})


@asynccontextmanager
async def fake_service(**how: Any) -> AsyncIterator[FakeService]:
    """Run a fake service on a free port."""
    service = FakeService(**how)
    async with serve(service.serve, "127.0.0.1", 0, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        service.url = f"ws://127.0.0.1:{port}"
        yield service


async def _send(socket: ServerConnection, event: Event) -> None:
    await socket.send(msgspec.json.encode(event), text=True)
    await asyncio.sleep(0)
