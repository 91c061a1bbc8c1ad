"""A desk that speaks the realtime protocol with synthetic tones: fast, and the same every time."""

from __future__ import annotations

import asyncio
import base64
import json
import mimetypes
import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from qingzhi.score import ARKIT, FPS, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

POLICY: Final = (
    "default-src 'self'; connect-src 'self' ws: wss:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SYLLABLES_A_SECOND: Final = 4.0
CHUNK: Final = SAMPLE_RATE // 10
GREETING: Final = ("您好，我是人工智能咨询员晓青。", "请问您想办什么事？")
ANSWER: Final = (
    "身份证丢了可以补领，",
    "您带上户口簿到就近的派出所申请就行。",
    "一般二十个工作日能拿到新证。",
)
CARD: Final = {
    "title": "居民身份证丢失补领",
    "facets": [
        {"kind": "who", "label": "谁可以办", "lines": ["身份证丢失的公民"]},
        {"kind": "fee", "label": "费用", "lines": ["40 元"]},
        {"kind": "time", "label": "办理时间", "lines": ["20 个工作日内"]},
        {"kind": "where", "label": "在哪里办", "lines": ["就近的公安派出所"]},
        {"kind": "documents", "label": "带什么", "lines": ["居民户口簿", "本人到场拍照、按指纹"]},
        {
            "kind": "steps",
            "label": "怎么办",
            "lines": ["填写申领登记表", "缴费并领取回执", "凭回执领证"],
        },
    ],
    "citations": [
        {"id": "law", "title": "中华人民共和国居民身份证法", "url": "https://law.example/id-card"}
    ],
    "suggestions": ["可以在外地补办吗？", "临时身份证怎么办？"],
}


@dataclass
class FakeDesk:
    """Serves the built page in `root` and the realtime socket from one port, in its own thread.

    `received` holds every event that clients sent.
    """

    root: Path
    received: list[dict[str, Any]] = field(default_factory=list)
    _connections: set[ServerConnection] = field(default_factory=set)
    _responses: Iterator[int] = field(default_factory=lambda: count(1))
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _ready: threading.Event = field(default_factory=threading.Event)
    _closing: asyncio.Event = field(default_factory=asyncio.Event)
    _port: int = 0

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._run, name="fake desk")
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/"

    def types(self) -> list[str]:
        """Return the names of the events received so far."""
        return [event["type"] for event in self.received]

    def drop(self) -> None:
        """Break every connection, as a failing network would."""
        for connection in list(self._connections):
            self._loop.call_soon_threadsafe(connection.transport.abort)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        async with serve(
            self._visit, "127.0.0.1", 0, process_request=self._file, max_size=1 << 20
        ) as server:
            self._port = _port_of(server)
            self._ready.set()
            await self._closing.wait()

    def _file(self, _: ServerConnection, request: Request) -> Response | None:
        """Answer whatever is no socket from the folder."""
        name = request.path.split("?")[0].lstrip("/") or "index.html"
        if name == "v1/realtime":
            return None
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root.resolve()) or not path.is_file():
            return Response(HTTPStatus.NOT_FOUND, "Not Found", Headers(), b"")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        body = path.read_bytes()
        headers = Headers(
            {
                "Content-Type": kind,
                "Content-Length": str(len(body)),
                "Content-Security-Policy": POLICY,
                "Connection": "close",
            }
        )
        return Response(HTTPStatus.OK, "OK", headers, body)

    async def _visit(self, connection: ServerConnection) -> None:
        self._connections.add(connection)
        visit = _Visit(connection, self._responses)
        try:
            await visit.begin()
            async for message in connection:
                event = json.loads(message)
                self.received.append(event)
                await visit.receive(event)
        except ConnectionClosed:
            pass
        finally:
            self._connections.discard(connection)
            visit.interrupt()


class _Visit:
    """One visitor's connection."""

    def __init__(self, connection: ServerConnection, responses: Iterator[int]) -> None:
        self._connection = connection
        self._count = 0
        self._responses = responses
        self._response = ""
        self._speaking: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        await self._send("session.created", session={"id": f"s{id(self._connection)}"})

    async def receive(self, event: dict[str, Any]) -> None:
        match event["type"]:
            case "response.create":
                metadata = event.get("response", {}).get("metadata", {})
                greeting = metadata.get("qingzhi") == "greeting"
                clauses = GREETING if greeting else ANSWER
                self._response = f"r{next(self._responses)}"
                self._speaking = asyncio.create_task(
                    self._respond(self._response, clauses, None if greeting else CARD)
                )
            case "response.cancel" if self._speaking is not None:
                self.interrupt()
                await self._done(self._response, "cancelled")
            case _:
                pass

    def interrupt(self) -> None:
        if self._speaking is not None:
            self._speaking.cancel()
            self._speaking = None

    async def _respond(
        self, response: str, clauses: tuple[str, ...], card: dict[str, Any] | None
    ) -> None:
        await self._send("response.created", response={"id": response, "status": "in_progress"})
        part = {
            "response_id": response,
            "item_id": f"i-{response}",
            "output_index": 0,
            "content_index": 0,
        }
        start_ms = 0.0
        for number, text in enumerate(clauses):
            start_ms += await self._speak(part, f"{response}-{number}", text, start_ms)
        if card is not None:
            await self._send("response.card", response_id=response, card=card)
        await self._send("response.output_audio.done", **part)
        await self._done(response, "completed")
        self._speaking = None

    async def _speak(self, part: dict[str, Any], clause: str, text: str, start_ms: float) -> float:
        """Send one clause with its sound and motion; return its length in milliseconds."""
        length_ms = len(text) * 1000 / SYLLABLES_A_SECOND
        who = {key: part[key] for key in ("response_id", "item_id")}
        await self._send("qingzhi.clause", **who, clause=_clause(clause, text, start_ms))
        await self._send("response.output_audio_transcript.delta", **part, delta=text)
        await self._send("response.motion.delta", **who, **_motion(start_ms, length_ms))
        samples = _tone(length_ms)
        for at in range(0, len(samples), CHUNK):
            sound = base64.b64encode(samples[at : at + CHUNK].tobytes()).decode()
            await self._send("response.output_audio.delta", **part, delta=sound)
        return length_ms

    async def _done(self, response: str, status: str) -> None:
        await self._send("response.done", response={"id": response, "status": status})

    async def _send(self, kind: str, **fields: Any) -> None:
        self._count += 1
        event = {"type": kind, "event_id": f"event_{self._count}", **fields}
        await self._connection.send(json.dumps(event))


def _clause(clause: str, text: str, start_ms: float) -> dict[str, Any]:
    step = 1000 / SYLLABLES_A_SECOND
    words = [
        [at, min(at + 2, len(text)), start_ms + at * step, start_ms + (at + 2) * step]
        for at in range(0, len(text), 2)
    ]
    emotion = {"name": "trust", "strength": "moderate", "vector": {"trust": 0.5}}
    return {
        "id": clause,
        "text": text,
        "lang": "zh",
        "act": "inform",
        "emotion": emotion,
        "audio_start_ms": start_ms,
        "words": words,
    }


def _envelope(seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    """One swell a syllable, 0..1."""
    swell: NDArray[np.float64] = np.sin(np.pi * seconds * SYLLABLES_A_SECOND) ** 2
    return swell


def _tone(length_ms: float) -> NDArray[np.int16]:
    seconds = np.arange(int(length_ms * SAMPLE_RATE / 1000)) / SAMPLE_RATE
    voice = sum(np.sin(2 * np.pi * 200 * k * seconds) / k for k in (1, 2, 3))
    return (6000 * _envelope(seconds) * voice).astype("<i2")


def _motion(start_ms: float, length_ms: float) -> dict[str, Any]:
    """Open the jaw with the sound, keep a light smile and turn the head slowly."""
    frames = int(length_ms * FPS / 1000)
    seconds = np.arange(frames) / FPS
    face = np.zeros((frames, len(ARKIT)))
    face[:, ARKIT.index("jawOpen")] = 0.5 * _envelope(seconds)
    face[:, ARKIT.index("mouthFunnel")] = 0.35 * np.abs(np.sin(2.1 * seconds))
    for side in ("Left", "Right"):
        face[:, ARKIT.index(f"mouthSmile{side}")] = 0.35
        face[:, ARKIT.index(f"mouthUpperUp{side}")] = 0.3 * _envelope(seconds)
    angle = 0.06 * np.sin(1.7 * seconds)
    head = np.stack([0 * angle, np.sin(angle / 2), 0 * angle, np.cos(angle / 2)], axis=1)
    mask = [index for index, name in enumerate(ARKIT) if name.startswith(("jaw", "mouth"))]
    return {
        "layer": "speech",
        "clock": "audio",
        "start_ms": start_ms,
        "fps": FPS,
        "fade_ms": 120,
        "frames": frames,
        "face": base64.b64encode((255 * face).astype(np.uint8).tobytes()).decode(),
        "face_mask": mask,
        "bone_names": ["head"],
        "bones": base64.b64encode((32767 * head).astype("<i2").tobytes()).decode(),
        "hips": None,
        "gaze": [{"at": "visitor", "x": 0, "y": 0, "start_ms": start_ms}],
    }


def _port_of(server: Server) -> int:
    port: int = next(iter(server.sockets)).getsockname()[1]
    return port
