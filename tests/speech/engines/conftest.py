"""Voices of the operator's in a data folder, and a speech server on loopback."""

from __future__ import annotations

import http.server
import json
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pytest

from qingzhi.speech import voicefile
from qingzhi.speech.engines import aligned
from qingzhi.speech.testing import FakeEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qingzhi.settings import Settings
    from qingzhi.speech.voicefile import VoiceFile

    Written = Callable[..., VoiceFile]

RATE = 24_000
AMPLITUDE = 0.11
"""Of a hum of −23 LUFS."""


@pytest.fixture
def no_espeak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a fake tell the marks: the library itself is never loaded into this process."""
    monkeypatch.setattr(aligned, "EspeakEngine", lambda _options: FakeEngine({"sturdy": "1"}))


@pytest.fixture
def write(settings: Settings) -> Written:
    """Write a voice's card into the data folder and return it as it is read."""

    def written(name: str, engine: str, **more: Any) -> VoiceFile:
        card = {
            "name": name,
            "engine": engine,
            "languages": ["zh", "en"],
            "gender": "female",
            "licence": "Apache-2.0",
        }
        folder = voicefile.folder(settings, name)
        folder.mkdir(parents=True, exist_ok=True)
        lines = (f"{key} = {_toml(value)}\n" for key, value in (card | more).items())
        (folder / voicefile.CARD).write_text("".join(lines), "utf-8")
        return voicefile.read(folder / voicefile.CARD)

    return written


def _toml(value: object) -> str:
    """Write a value: TOML has strings, numbers and lists as JSON has them."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(k)} = {_toml(v)}' for k, v in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)


@dataclass
class SpeechServer:
    """What a server on loopback was asked, and how it answers."""

    address: str = ""
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    status: int = 200
    body: bytes = b""
    hold: threading.Event = field(default_factory=threading.Event)
    """When `held`, the answer stops after `cut` bytes until this is set."""
    held: bool = False
    cut: int = 0


class Handler(http.server.BaseHTTPRequestHandler):
    server_state: ClassVar[SpeechServer]

    def do_POST(self) -> None:
        state = self.server_state
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        state.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(state.status)
        self.end_headers()
        try:
            if state.held:
                self.wfile.write(state.body[: state.cut])
                self.wfile.flush()
                state.hold.wait(30)
            self.wfile.write(state.body[state.cut if state.held else 0 :])
        except ConnectionError:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    """Serve a second of a hum with silence around it, as bare PCM."""
    state = SpeechServer(body=pcm(hum()))
    handler = type("Bound", (Handler,), {"server_state": state})
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    state.address = f"http://127.0.0.1:{running.server_port}/v1"
    yield state
    state.hold.set()
    running.shutdown()
    thread.join()
    running.server_close()


def hum(seconds: float = 1.0, hz: float = 200.0) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    time = np.arange(round(seconds * RATE)) / RATE
    return np.pad(AMPLITUDE * np.sin(2 * np.pi * hz * time), RATE // 10).astype(np.float32)


def pcm(samples: np.ndarray[tuple[int], np.dtype[np.float32]]) -> bytes:
    return (samples * 32767).astype("<i2").tobytes()
