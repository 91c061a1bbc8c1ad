"""How long a visitor waits: text in → first audible sample with content, and first motion."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

import httpx
import msgspec

from qingzhi.errors import EngineError, EngineUnavailable, InputError
from qingzhi.evaluation.crowd import crowd
from qingzhi.evaluation.load import Visitor, closed_loop, open_loop, visitor
from qingzhi.evaluation.process import Server, running
from qingzhi.evaluation.questions import questions
from qingzhi.evaluation.stats import Summary, summary
from qingzhi.evaluation.turn import COMPLETED, Turn
from qingzhi.scenarios import pack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from qingzhi.settings import Settings

EXTENSIONS: Final = "motion,emotion,citation,clause"
OPEN_SESSIONS: Final = 8
"""Visitors that the open loop spreads its questions over, at least."""
OPEN_SHARE: Final = 0.5
"""Rate of the open loop as a share of what the closed loop reached, when none is given."""
OPEN_SECONDS: Final = 120.0
"""How long the open loop lasts at most, when no rate is given: it asks fewer questions then."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to measure. `rate` in questions a second: None chooses one, 0 leaves the loop out."""

    turns: int = 60
    documents: int = 0
    sessions: int = 1
    rate: float | None = None
    url: str = ""
    """A running service to measure; empty: start one."""
    folder: Path | None = None
    """Where the server's data stays for the next run; none: it is made anew and removed."""
    seed: int = 0

    def __post_init__(self) -> None:
        if self.turns < 1 or self.sessions < 1 or self.documents < 0 or (self.rate or 0) < 0:
            raise InputError("turns and sessions must be 1 or more, documents and rate 0 or more.")


class OpenLoop(msgspec.Struct, frozen=True, kw_only=True):
    """The waits of the open loop, in ms."""

    rate_per_s: float
    sessions: int
    turns: int
    first_audio_ms: Summary
    first_motion_ms: Summary | None
    errors: int


class Latency(msgspec.Struct, frozen=True, kw_only=True):
    """Waits in ms from sending a question, of the closed loop.

    `errors` counts answers that ended badly or never said anything with content. What only a
    server of our own starting can tell is None for another.
    """

    voice: str
    documents: int | None
    turns: int
    first_audio_ms: Summary
    first_motion_ms: Summary | None
    server_cpu_ms_per_turn: float | None
    pss_mb: float | None
    sessions: int
    errors: int
    open_loop: OpenLoop | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A result, and the turns of the closed loop that it sums up."""

    latency: Latency
    turns: list[Turn]


async def measure(settings: Settings, plan: Plan) -> Measured:
    """Run both loops, against a server of our own unless the plan names one.

    Raises EngineUnavailable where there is no server, EngineError where nothing was heard.
    """
    asked = questions(pack(), plan.turns * 2, seed=plan.seed)
    if plan.url:
        return await _run(plan, asked, socket_url(plan.url), None, None)
    async with _own_server(settings, plan) as (server, documents):
        return await _run(plan, asked, socket_url(server.address), server, documents)


def socket_url(address: str) -> str:
    """Complete an address (http, https, ws or wss) to that of the realtime socket."""
    parts = urlsplit(address)
    scheme = {"http": "ws", "https": "wss"}.get(parts.scheme, parts.scheme)
    if scheme not in {"ws", "wss"} or not parts.netloc:
        raise InputError(f"{address!r} is no address of a service.", param="url")
    query = parts.query or urlencode({"model": "qingzhi", "qingzhi": EXTENSIONS}, safe=",")
    return urlunsplit((scheme, parts.netloc, parts.path.rstrip("/") or "/v1/realtime", query, ""))


def waits(turns: Sequence[Turn]) -> tuple[Summary, Summary | None, int]:
    """First audio and first motion in ms, and how many answers were no answers.

    Raises EngineError where nothing was heard at all.
    """
    audio = [turn.first_audio * 1000 for turn in turns if turn.first_audio is not None]
    motion = [turn.first_motion * 1000 for turn in turns if turn.first_motion is not None]
    if not audio:
        raise EngineError(f"No answer was heard; the last one: {turns[-1].outcome or 'open'}.")
    errors = sum(not turn.heard or turn.outcome != COMPLETED for turn in turns)
    return summary(audio), summary(motion) if motion else None, errors


@asynccontextmanager
async def _own_server(settings: Settings, plan: Plan) -> AsyncIterator[tuple[Server, int]]:
    """Start `qingzhi serve` on a free port, its records in a folder that is the bench's own."""
    with tempfile.TemporaryDirectory(prefix="qingzhi-bench-") as folder:
        # A folder that stays has a place for each size: a crowded index must serve nobody else.
        data = plan.folder / f"bench-{plan.documents}" if plan.folder else Path(folder)
        documents = await asyncio.to_thread(crowd, data, pack(), plan.documents)
        async with running(_command(settings, data), health="/healthz") as server:
            yield server, documents


def _command(settings: Settings, data: Path) -> list[str]:
    demo = "--demo" if settings.demo else "--no-demo"
    voice = ["--voice", settings.voice] if settings.voice else []
    place = ["--host", "127.0.0.1", "--port", "0", "--data", str(data)]
    alone = ["--figure", "none"]  # making one would be measured with the answers
    return [sys.executable, "-m", "qingzhi.cli", "serve", *place, *alone, demo, *voice]


async def _run(
    plan: Plan, asked: Sequence[str], url: str, server: Server | None, documents: int | None
) -> Measured:
    closed, opened = asked[: plan.turns], asked[plan.turns :]
    async with _visitors(url, plan.sessions) as guests:
        cpu, begun = server.cpu_s() if server else 0.0, time.perf_counter()
        loops = (closed_loop(guest, closed[i :: len(guests)]) for i, guest in enumerate(guests))
        turns = [turn for loop in await asyncio.gather(*loops) for turn in loop]
        seconds = time.perf_counter() - begun
        spent = server.cpu_s() - cpu if server else 0.0
        memory = server.pss_mb() if server else None
    audio, motion, errors = waits(turns)
    rate = plan.rate
    if rate is None:
        rate = len(turns) / seconds * OPEN_SHARE
        opened = opened[: max(1, round(rate * OPEN_SECONDS))]
    latency = Latency(
        voice=await _voice(url),
        documents=documents,
        turns=len(turns),
        first_audio_ms=audio,
        first_motion_ms=motion,
        server_cpu_ms_per_turn=round(spent * 1000 / len(turns), 2) if server else None,
        pss_mb=None if memory is None else round(memory, 1),
        sessions=plan.sessions,
        errors=errors,
        open_loop=await _open(plan, opened, url, rate) if rate else None,
    )
    return Measured(latency, turns)


async def _open(plan: Plan, asked: Sequence[str], url: str, rate: float) -> OpenLoop:
    sessions = max(plan.sessions, OPEN_SESSIONS)
    async with _visitors(url, sessions) as guests:
        turns = await open_loop(guests, asked, rate, seed=plan.seed)
    audio, motion, errors = waits(turns)
    return OpenLoop(
        rate_per_s=round(rate, 3),
        sessions=sessions,
        turns=len(turns),
        first_audio_ms=audio,
        first_motion_ms=motion,
        errors=errors,
    )


@asynccontextmanager
async def _visitors(url: str, count: int) -> AsyncIterator[list[Visitor]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(visitor(url)) for _ in range(count)]


async def _voice(url: str) -> str:
    """Ask the service which voice it speaks with; "" where it doesn't say."""
    parts = urlsplit(url)
    health = f"{'https' if parts.scheme == 'wss' else 'http'}://{parts.netloc}/healthz"
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            return _Health.read((await client.get(health)).content)
    except httpx.HTTPError as error:
        raise EngineUnavailable(f"{health} doesn't answer: {error}.") from None


class _Health(msgspec.Struct):
    voice: str = ""

    @staticmethod
    def read(body: bytes) -> str:
        try:
            return msgspec.json.decode(body, type=_Health).voice
        except msgspec.DecodeError:
            return ""
