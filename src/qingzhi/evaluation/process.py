"""A server in a process of its own: started, awaited, measured, stopped by its id."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import tempfile
import time
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx
import psutil

from qingzhi.errors import EngineUnavailable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

ADDRESS: Final = re.compile(r"(?:http|ws)://\S+")
"""What a server prints once it listens."""
PATIENCE: Final = 120.0
"""Seconds that a server may take until it is ready."""
GRACE: Final = 10.0
"""Seconds from the request to stop to the kill."""
POLL: Final = 0.05


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its process, and the address that it printed."""

    pid: int
    address: str

    def cpu_s(self) -> float:
        """User and system seconds so far, of the process and all that it started."""
        return sum(map(_cpu_s, _family(self.pid)))

    def pss_mb(self) -> float:
        """Memory in MB (10⁶ bytes), pages shared between processes counted in proportion."""
        return sum(map(_pss, _family(self.pid))) / 1e6


@asynccontextmanager
async def running(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    health: str = "",
    patience: float = PATIENCE,
) -> AsyncIterator[Server]:
    """Start a server; it is ready when it has printed its address and `health` answers 200.

    Raises EngineUnavailable with the server's last words when it ends or is never ready.
    """
    with tempfile.TemporaryDirectory(prefix="qingzhi-bench-") as folder:
        child = _Child(command, Path(folder) / "output", env or {}, patience)
        try:
            while not (address := child.address()):
                await child.wait()
            async with httpx.AsyncClient(trust_env=False) as client:
                while health and not await _is_ok(client, address + health):
                    await child.wait()
            yield Server(child.pid, address)
        finally:
            await asyncio.to_thread(child.stop)


class _Child:
    """A started process that writes what it says to a file."""

    def __init__(
        self, command: Sequence[str], output: Path, env: Mapping[str, str], patience: float
    ) -> None:
        self._output = output
        self._due = time.monotonic() + patience
        with output.open("wb") as file:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **env},
            )
        self.pid = self._process.pid

    def address(self) -> str:
        """Find the address that it printed; "" while there is none."""
        found = ADDRESS.search(self._said())
        return found[0].rstrip("/") if found else ""

    async def wait(self) -> None:
        """Wait a little. Raises EngineUnavailable when there is nothing left to wait for."""
        ended = self._process.poll() is not None
        if ended or time.monotonic() > self._due:
            last = self._said().strip().rpartition("\n")[2]
            fate = f"ended with {self._process.returncode}" if ended else "is not ready in time"
            raise EngineUnavailable(f"The server {fate}.", hint=last)
        await asyncio.sleep(POLL)

    def stop(self) -> None:
        """Ask it to stop, then end it and whatever it left behind."""
        family = _family(self.pid)
        self._process.terminate()
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for orphan in family:
            _kill(orphan)
        psutil.wait_procs(family, GRACE)

    def _said(self) -> str:
        return self._output.read_text("utf-8", "replace")


async def _is_ok(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _kill(process: psutil.Process) -> None:
    """End a process that is still there; psutil never mistakes another for it."""
    with suppress(psutil.NoSuchProcess):
        process.kill()


def _family(pid: int) -> list[psutil.Process]:
    try:
        head = psutil.Process(pid)
        return [head, *head.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _cpu_s(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    # Children that have ended count in their parent's time, on Linux.
    return times.user + times.system + times.children_user + times.children_system


def _pss(process: psutil.Process) -> int:
    try:
        memory = process.memory_full_info()
    except psutil.NoSuchProcess:
        return 0
    # Systems other than Linux tell only what is unshared.
    return memory.pss if psutil.LINUX else memory.uss
