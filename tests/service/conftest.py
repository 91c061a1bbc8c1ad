"""A real service in a process of its own, and a session from inside with a voice without one."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.service.staffing import HEADERS, KEY

from qingzhi.service.app import create_app
from qingzhi.service.client import receive
from qingzhi.service.figures import Figures
from qingzhi.service.mind import Mind
from qingzhi.service.parts import Parts
from qingzhi.service.session import Session
from qingzhi.settings import Settings
from qingzhi.store import Store
from qingzhi.testing.speaker import FakeSpeaker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from qingzhi.speech import Speaker


def started(folder: Path, *flags: str) -> tuple[subprocess.Popen[str], str]:
    """Start `qingzhi serve` on a free port; return the process and its address."""
    env = {"QINGZHI_FIGURE": "none"} | os.environ
    env |= {"QINGZHI_DATA": str(folder / "data"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "qingzhi.cli", "serve", "--port", "0", *flags],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    heard = []
    for line in process.stdout:
        heard.append(line)
        if found := re.search(r"ready: (http://\S+)", line):
            return process, found[1]
    pytest.fail(f"The service did not start: {''.join(heard)}")


def stopped(process: subprocess.Popen[str], how: signal.Signals = signal.SIGINT) -> None:
    """Stop it as a user would, and see that it ends."""
    process.send_signal(how)
    process.wait(20)
    assert process.stdout
    process.stdout.close()


def healthy(url: str, patience_s: float = 60.0) -> None:
    """Wait until the service says that the next turn will meet its budget."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url + "healthz"):  # noqa: S310 - our own address
                return
        except urllib.error.HTTPError as error:
            error.close()
        time.sleep(0.2)
    pytest.fail("The service never became healthy.")


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a running service with the default voice."""
    process, url = started(tmp_path_factory.mktemp("service"), "--voice", "espeak", "--no-demo")
    healthy(url)
    yield url
    stopped(process)


@pytest.fixture(scope="session")
def mind(tmp_path_factory: pytest.TempPathFactory) -> Mind:
    """Give the real mind, loaded once."""
    return Mind.open(Settings(data=tmp_path_factory.mktemp("mind")))


@pytest.fixture
def speaker() -> FakeSpeaker:
    return FakeSpeaker()


@pytest.fixture
async def parts(mind: Mind, speaker: FakeSpeaker, settings: Settings) -> AsyncIterator[Parts]:
    """Give parts with the real mind and records, and the fake voice."""
    store = await Store.open(settings)
    voice: Speaker = speaker  # type: ignore[assignment]
    opened = Parts(settings, mind, voice, store, Figures(settings))
    yield opened
    await opened.close()


class Client:
    """Sends messages and reads what leaves."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.events: list[dict[str, Any]] = []

    def send(self, kind: str, /, **fields: Any) -> None:
        receive(self.session, json.dumps({"type": kind} | fields))

    def ask(self, text: str, **options: Any) -> None:
        content = [{"type": "input_text", "text": text}]
        item = {"type": "message", "role": "user", "content": content}
        self.send("conversation.item.create", item=item)
        self.send("response.create", **({"response": options} if options else {}))

    async def until(self, kind: str) -> list[dict[str, Any]]:
        """Read up to and including the first event of a kind; return what was read."""
        read: list[dict[str, Any]] = []
        async with asyncio.timeout(20):
            while not read or read[-1]["type"] != kind:
                message = await self.session.outbox.next()
                read.append(json.loads(message.body))
        self.events += read
        return read

    async def rest(self) -> list[dict[str, Any]]:
        """Read what waits now."""
        read = []
        while self.session.outbox.waiting:
            read.append(json.loads((await self.session.outbox.next()).body))
        self.events += read
        return read


@pytest.fixture
async def enter(parts: Parts) -> AsyncIterator[Callable[..., Client]]:
    """Open sessions; all are closed at the end."""
    opened: list[Session] = []

    def open_one(*extensions: str) -> Client:
        session = Session(parts, model="qingzhi", extensions=extensions)
        opened.append(session)
        session.start()
        return Client(session)

    yield open_one
    for session in opened:
        await session.close()


def kinds(events: list[dict[str, Any]]) -> list[str]:
    return [event["type"] for event in events]


def said(events: list[dict[str, Any]]) -> str:
    deltas = [e["delta"] for e in events if e["type"].endswith("transcript.delta")]
    return "".join(deltas)


@pytest.fixture
async def staffed(mind: Mind, speaker: FakeSpeaker, settings: Settings) -> AsyncIterator[Parts]:
    """Give parts of a desk that has staff and makes call-backs."""
    own = replace(settings, staff_key=KEY, callbacks=True)
    voice: Speaker = speaker  # type: ignore[assignment]
    opened = Parts(own, mind, voice, await Store.open(own), Figures(own))
    yield opened
    await opened.close()


@pytest.fixture
async def staff(staffed: Parts) -> AsyncIterator[httpx.AsyncClient]:
    """Give the staff's side of the running application."""
    transport = httpx.ASGITransport(app=create_app(staffed))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost", headers=HEADERS
    ) as client:
        yield client


@pytest.fixture
async def visit(staffed: Parts) -> AsyncIterator[Callable[..., Client]]:
    """Open sessions at the staffed desk."""
    opened: list[Session] = []

    def enter(*extensions: str, network: str = "") -> Client:
        session = Session(staffed, model="qingzhi", extensions=extensions, network=network)
        opened.append(session)
        session.start()
        return Client(session)

    yield enter
    for session in opened:
        await session.close()
