"""Speech servers: sound that streams in over HTTP, while the worker goes on with other clauses.

    thread: request ─► blocks ─► queue ─► worker: samples ─► edges, level ─► chunks with marks

A server that refuses, stalls or sends nonsense fails the one clause, in time for the next voice in
the list to say it. The key goes into the header and nowhere else.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from typing import TYPE_CHECKING, Any, Final

import httpx
import msgspec
import numpy as np
import soxr

from qingzhi.errors import EngineCrashed, EngineError, EngineUnavailable
from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.engine import EngineChunk
from qingzhi.speech.engines.aligned import stretched
from qingzhi.speech.timbre import rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from qingzhi.score import PhoneMark
    from qingzhi.speech.engines.aligned import Clock, Told
    from qingzhi.speech.voicefile import Server

    Sound = NDArray[np.float32]

POLL_S: Final = 0.01
"""How long the worker looks for a block before it turns to another clause."""
MOST_S: Final = 60.0
"""Sound of one piece beyond which a server is talking nonsense."""
_BLOCKS: Final = 64
_SILENT: Final = 10 ** (-52 / 20)
_HELD: Final = SAMPLE_RATE // 50
"""Sound that is held back, with the silence after it, until more follows: it may be the last."""
_FADE: Final = SAMPLE_RATE * 3 // 1000
_NOT_PCM: Final = (b"RIFF", b"ID3", b"OggS", b"fLaC", b"{", b"<")
_NOTHING: Final = np.zeros(0, np.float32)


class Call(msgspec.Struct, frozen=True):
    """One request: where, what as JSON, or as a form with at most one file."""

    url: str
    json: dict[str, Any] | None = None
    form: dict[str, str] | None = None
    upload: tuple[str, bytes] | None = None


class Stream:
    """One answer on its way. Iterating gives blocks, b"" while there is none yet."""

    def __init__(
        self,
        http: httpx.Client,
        call: Call,
        server: Server,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._server = server
        self._clock = clock
        self._blocks: queue.Queue[bytes | Exception | None] = queue.Queue(_BLOCKS)
        self._left = threading.Event()
        threading.Thread(target=self._fetch, args=(call,), daemon=True).start()

    def __iter__(self) -> Iterator[bytes]:
        due = self._clock() + self._server.first_s
        try:
            while True:
                try:
                    block = self._blocks.get(timeout=POLL_S)
                except queue.Empty:
                    if self._clock() >= due:
                        raise EngineCrashed("The speech server is late.") from None
                    yield b""
                    continue
                due = self._clock() + self._server.gap_s
                if block is None:
                    return
                if isinstance(block, Exception):
                    raise _failure(block)
                yield block
        finally:
            self._left.set()

    def _fetch(self, call: Call) -> None:
        """Read the answer into the queue until it ends, fails or nobody listens."""
        try:
            with self._http.stream("POST", call.url, **_body(call)) as answer:
                if answer.status_code != httpx.codes.OK:
                    self._put(EngineError(f"The speech server answered {answer.status_code}."))
                    return
                for block in answer.iter_bytes():
                    if block and not self._put(block):
                        return
            self._put(None)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            self._put(error)

    def _put(self, block: bytes | Exception | None) -> bool:
        """Queue a block; False when nobody listens any more."""
        while not self._left.is_set():
            try:
                self._blocks.put(block, timeout=POLL_S)
            except queue.Full:
                continue
            else:
                return True
        return False


class Pouring:
    """One piece on its way from a server: samples out of blocks, marks out of samples."""

    def __init__(self, server: Server, gain_db: float, clock: Clock, told: Told) -> None:
        self._server = server
        self._gain = np.float32(10 ** (gain_db / 20))
        self._clock = clock
        self._told = told
        self._odd = b""
        self._resampler = soxr.ResampleStream(server.sample_rate, SAMPLE_RATE, 1)
        self._held = _NOTHING
        self._sent: list[Sound] = []

    def chunks(self, http: httpx.Client, call: Call) -> Iterator[EngineChunk]:
        """Give sound as it comes, marks that are guessed first and found in the end."""
        for block in Stream(http, call, self._server):
            if not block:
                yield EngineChunk(_NOTHING)
                continue
            yield from self._out(self._samples(block))
        yield from self._end()

    def _samples(self, block: bytes, *, last: bool = False) -> Sound:
        if not self._odd and not self._sent and block.startswith(_NOT_PCM):
            raise EngineError("The speech server sent something else than bare PCM.")
        data = self._odd + block
        self._odd = data[len(data) & ~1 :]
        raw = np.frombuffer(data[: len(data) & ~1], "<i2").astype(np.float32) / 32768
        return np.asarray(self._resampler.resample_chunk(raw, last=last), np.float32)

    def _out(self, sound: Sound) -> Iterator[EngineChunk]:
        """Skip silence before the first sound; keep back what may be the end of it."""
        whole = np.concatenate((self._held, sound))
        audible = np.flatnonzero(np.abs(whole) * self._gain > _SILENT)
        if not len(audible):
            self._held = whole if self._sent else whole[-_FADE:]
            return
        start = 0 if self._sent else max(0, int(audible[0]) - _FADE)
        end = int(audible[-1]) + 1 - _HELD
        self._held = whole[max(start, end) :]
        if end > start:
            yield self._chunk(whole[start:end])

    def _chunk(self, ready: Sound, *, fading: bool = False) -> EngineChunk:
        sound = rounded(ready * self._gain).copy()
        ramp = np.linspace(0, 1, min(_FADE, len(sound)), dtype=np.float32)
        if not self._sent:
            sound[: len(ramp)] *= ramp
        if fading:
            sound[len(sound) - len(ramp) :] *= ramp[::-1]
        first = not self._sent
        self._sent.append(sound)
        if sum(map(len, self._sent)) > MOST_S * SAMPLE_RATE:
            raise EngineError("The speech server goes on and on.")
        return EngineChunk(sound, self._guessed() if first else ())

    def _guessed(self) -> tuple[PhoneMark, ...]:
        return stretched(self._told, len(self._told.samples))

    def _end(self) -> Iterator[EngineChunk]:
        self._held = np.concatenate((self._held, self._samples(b"", last=True)))
        audible = np.flatnonzero(np.abs(self._held) * self._gain > _SILENT)
        tail = self._held[: int(audible[-1]) + 1] if len(audible) else _NOTHING
        if len(tail):
            self._chunk(tail, fading=True)
        if not self._sent:
            raise EngineError("The speech server sent no sound.")
        last = self._sent[-1] if len(tail) else _NOTHING
        yield EngineChunk(last, self._clock.find(self._told, np.concatenate(self._sent)))


def client(server: Server) -> httpx.Client:
    """Open the way to a server: connections are kept, so that only the first clause makes one."""
    patience = httpx.Timeout(max(server.first_s, server.gap_s), connect=server.first_s)
    return httpx.Client(timeout=patience, headers=_headers(server), trust_env=False)


def key(server: Server) -> str:
    """Read the server's key from the environment. Raises EngineUnavailable where it is missing."""
    if not server.key_variable:
        return ""
    found = os.environ.get(server.key_variable, "").strip()
    if not found:
        raise EngineUnavailable(
            f"The environment variable {server.key_variable} holds no key.",
            hint="Set it before the service starts.",
        )
    return found


def _headers(server: Server) -> dict[str, str]:
    found = key(server)
    return {"Authorization": f"Bearer {found}"} if found else {}


def _body(call: Call) -> dict[str, Any]:
    if call.json is not None:
        return {"json": call.json}
    if call.upload is None:
        return {"data": call.form}
    name, data = call.upload
    return {"data": call.form, "files": {name: ("prompt.wav", data, "audio/wav")}}


def _failure(error: Exception) -> EngineError:
    """Say what went wrong without what was said or where."""
    if isinstance(error, EngineError):
        return error
    late = isinstance(error, httpx.TimeoutException)
    reason = "is late" if late else f"can't be reached ({type(error).__name__})"
    return EngineCrashed(f"The speech server {reason}.")
