"""A desk that speaks the realtime protocol with synthetic tones: fast, and the same every time."""

from __future__ import annotations

import asyncio
import base64
import json
import mimetypes
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import parse_qs, urlsplit

from tests.browser import material
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.http11 import Request, Response

from qingzhi.score import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.material import Envelope

POLICY: Final = (
    "default-src 'self'; connect-src 'self' ws: wss:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
CHUNK: Final = SAMPLE_RATE // 10


@dataclass
class FakeDesk:
    """Serves the built page in `root` and the realtime socket from one port, in its own thread.

    `envelope` shapes the loudness of the voice, and the opening of the mouth where `mouth` doesn't.
    `received` holds every event that clients sent. While it is `full`, it turns new visitors away;
    while it is `down`, nobody reaches it. `figure` is what it says of its figure, which lies in
    `figures`; it answers with the clauses of `answer`, which do `act`, a `card` and, where there is
    one, a `help` card. A number that is left it keeps for `callback_days`, none where that is 0.
    Pages of the origin
    `shared_with` may read its files.
    """

    root: Path
    envelope: Envelope = material.swell
    mouth: Envelope | None = None
    full: bool = False
    down: bool = False
    figure: dict[str, Any] = field(default_factory=lambda: dict(material.NO_FIGURE))
    figures: Path | None = None
    answer: tuple[str, ...] = material.ANSWER
    card: dict[str, Any] = field(default_factory=lambda: dict(material.CARD))
    act: str = "inform"
    help: dict[str, Any] | None = None
    callback_days: int = 7
    shared_with: str = "null"
    received: list[dict[str, Any]] = field(default_factory=list)
    _sessions: dict[str, _Session] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)
    _responses: Iterator[int] = field(default_factory=lambda: count(1))
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _news: threading.Condition = field(default_factory=threading.Condition)
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

    def heard(self, kind: str, seconds: float = 5.0) -> dict[str, Any]:
        """Wait for the newest event of a kind; fail when none comes."""
        with self._news:
            assert self._news.wait_for(lambda: kind in self.types(), seconds), f"no {kind} came"
        return next(event for event in reversed(self.received) if event["type"] == kind)

    def drop(self) -> None:
        """Break every connection, as a failing network would."""
        self._loop.call_soon_threadsafe(self._drop)

    def drop_after(self, kind: str, times: int) -> None:
        """Break the connection after the next `times` events of a kind; the answer goes on."""
        for session in self._sessions.values():
            session.breaks = (kind, times)

    def forget(self) -> None:
        """Forget every session and break its connection, as a restarted service would."""
        sessions = list(self._sessions.values())
        self._sessions.clear()
        for session in sessions:
            self._loop.call_soon_threadsafe(session.hang_up)

    def notify(self, code: str, level: str = "info", message: str = "") -> None:
        """Give every page a notice."""
        self.tell("session.notice", level=level, code=code, message=message)

    def tell(self, kind: str, /, **fields: Any) -> None:
        """Send every page an event."""
        for session in self._sessions.values():
            asyncio.run_coroutine_threadsafe(session.tell(kind, **fields), self._loop).result()

    def settle(self, **qingzhi: Any) -> None:
        """Tell every page how its session stands."""
        told = material.EXTENSIONS | qingzhi
        self.tell("session.updated", session={"id": "", "qingzhi": told})

    def _drop(self) -> None:
        for session in self._sessions.values():
            session.hang_up()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        # A page that is busy drawing takes its time to read a file: no limit to that.
        async with serve(
            self._visit,
            "127.0.0.1",
            0,
            process_request=self._file,
            max_size=1 << 20,
            open_timeout=None,
        ) as server:
            self._port = _port_of(server)
            self._ready.set()
            await self._closing.wait()
        await asyncio.gather(*(session.end() for session in self._sessions.values()))

    def _file(self, _: ServerConnection, request: Request) -> Response | None:
        """Answer whatever is no socket from the folder."""
        name = request.path.split("?")[0].lstrip("/") or "index.html"
        if name == "v1/realtime":
            return self._answer("text/plain", b"") if self.down else None
        if name.startswith("v1/figures/"):
            return self._answer("application/json", json.dumps(self.figure).encode())
        root, name = self._folder(name)
        path = (root / name).resolve()
        if not path.is_relative_to(root.resolve()) or not path.is_file():
            return Response(HTTPStatus.NOT_FOUND, "Not Found", Headers(), b"")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return self._answer(kind, path.read_bytes())

    def _folder(self, name: str) -> tuple[Path, str]:
        under, _, rest = name.partition("/")
        return (self.figures, rest) if self.figures and under == "figures" else (self.root, name)

    def _answer(self, kind: str, body: bytes) -> Response:
        headers = Headers(
            {
                "Content-Type": kind,
                "Content-Length": str(len(body)),
                "Content-Security-Policy": POLICY,
                "Access-Control-Allow-Origin": self.shared_with,
                "Connection": "close",
            }
        )
        return Response(HTTPStatus.OK, "OK", headers, body)

    async def _visit(self, connection: ServerConnection) -> None:
        session = await self._enter(connection)
        if session is None:
            return
        with suppress(ConnectionClosed):
            async for message in connection:
                event = json.loads(message)
                with self._news:
                    self.received.append(event)
                    self._news.notify_all()
                await session.receive(event)

    async def _enter(self, connection: ServerConnection) -> _Session | None:
        """Begin a session, or go on with the one that the address asks for."""
        assert connection.request
        query = parse_qs(urlsplit(connection.request.path).query)
        if "resume" in query:
            session = self._sessions.get(query["resume"][0])
            if session is None:
                await connection.send(_refusal("resume_failed"))
                return None
            await session.join(connection, int(query["last"][0]))
            return session
        if self.full:
            await connection.send(_refusal("overloaded"))
            await connection.close(CloseCode.TRY_AGAIN_LATER)
            return None
        session = _Session(f"s{next(self._numbers)}", self._responses, self)
        self._sessions[session.name] = session
        await session.join(connection)
        return session


class _Session:
    """One visitor's conversation, which outlives a connection. Its name is also its token."""

    def __init__(self, name: str, responses: Iterator[int], desk: FakeDesk) -> None:
        self.name = name
        self.breaks: tuple[str, int] | None = None
        self._desk = desk
        self._connection: ServerConnection | None = None
        self._sent: list[str] = []
        self._responses = responses
        self._response = ""
        self._speaking: asyncio.Task[None] | None = None

    async def join(self, connection: ServerConnection, last: int | None = None) -> None:
        """Serve this connection from now on; one that has seen `last` gets what it missed."""
        session = {
            "id": self.name,
            "qingzhi": {"resume_token": self.name, "callback_days": self._desk.callback_days},
        }
        if last is None:
            self._connection = connection
            await self._send("session.created", session=session)
            return
        created = {"type": "session.created", "event_id": f"event_{last}", "session": session}
        await connection.send(json.dumps(created))
        at = last
        while at < len(self._sent):
            await connection.send(self._sent[at])
            at += 1
        self._connection = connection

    def hang_up(self) -> None:
        """Break the connection without a word."""
        if self._connection is not None:
            self._connection.transport.abort()
            self._connection = None

    async def tell(self, kind: str, /, **fields: Any) -> None:
        """Send what is no part of an answer."""
        await self._send(kind, **fields)

    async def end(self) -> None:
        """Fall silent."""
        if self._speaking is not None:
            self._speaking.cancel()
            await asyncio.gather(self._speaking, return_exceptions=True)

    async def receive(self, event: dict[str, Any]) -> None:
        match event["type"]:
            case "response.create":
                metadata = event.get("response", {}).get("metadata", {})
                if metadata.get("qingzhi") == "attract":
                    await self._invite(metadata)
                    return
                greeting = metadata.get("qingzhi") == "greeting"
                clauses = material.GREETING if greeting else self._desk.answer
                self._response = f"r{next(self._responses)}"
                self._speaking = asyncio.create_task(
                    self._respond(self._response, clauses, None if greeting else self._desk.card)
                )
            case "response.cancel" if self._speaking is not None:
                self._speaking.cancel()
                self._speaking = None
                await self._done(self._response, "cancelled")
            case _:
                pass

    async def _invite(self, metadata: dict[str, str]) -> None:
        """Nod, without a word."""
        response = {"id": f"r{next(self._responses)}", "status": "in_progress"}
        response |= {"metadata": metadata}  # type: ignore[dict-item]  # as the service gives it back
        await self._send("response.created", response=response)
        movement = material.motion(self._desk.envelope, "请到这边来，我来帮您办事。", 0.0)
        movement |= {"layer": "reaction", "clock": "conversation"}
        who = {"response_id": response["id"], "item_id": ""}
        await self._send("response.motion.delta", **who, **movement)
        await self._send("response.done", response=response | {"status": "completed"})

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
            await self._speak(part, f"{response}-{number}", text, start_ms)
            start_ms += material.length_ms(text)
        if card is not None and self._desk.help is None:
            await self._send("response.card", response_id=response, card=card)
        if card is not None and self._desk.help is not None:
            await self._send("response.help", response_id=response, **self._desk.help)
        await self._send("response.output_audio.done", **part)
        await self._done(response, "completed")
        self._speaking = None

    async def _speak(self, part: dict[str, Any], clause: str, text: str, start_ms: float) -> None:
        """Send one clause with its sound and motion."""
        who = {key: part[key] for key in ("response_id", "item_id")}
        info = material.clause(clause, text, start_ms) | {"act": self._desk.act}
        await self._send("qingzhi.clause", **who, clause=info)
        await self._send("response.output_audio_transcript.delta", **part, delta=text)
        envelope = self._desk.envelope
        movement = material.motion(self._desk.mouth or envelope, text, start_ms)
        await self._send("response.motion.delta", **who, **movement)
        samples = material.tone(envelope, text)
        for at in range(0, len(samples), CHUNK):
            sound = base64.b64encode(samples[at : at + CHUNK].tobytes()).decode()
            await self._send("response.output_audio.delta", **part, delta=sound)

    async def _done(self, response: str, status: str) -> None:
        await self._send("response.done", response={"id": response, "status": status})

    async def _send(self, kind: str, /, **fields: Any) -> None:
        event = {"type": kind, "event_id": f"event_{len(self._sent) + 1}", **fields}
        self._sent.append(json.dumps(event))
        if self._connection is not None:
            with suppress(ConnectionClosed):
                await self._connection.send(self._sent[-1])
        self._count_down(kind)

    def _count_down(self, kind: str) -> None:
        if self.breaks is None or self.breaks[0] != kind:
            return
        self.breaks = (kind, self.breaks[1] - 1)
        if self.breaks[1] == 0:
            self.breaks = None
            self.hang_up()


def _refusal(code: str) -> str:
    return json.dumps({"type": "error", "event_id": "event_0", "error": {"code": code}})


def _port_of(server: Server) -> int:
    port: int = next(iter(server.sockets)).getsockname()[1]
    return port
