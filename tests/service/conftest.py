"""A real service in a process of its own, as a user starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def started(folder: Path, *flags: str) -> tuple[subprocess.Popen[str], str]:
    """Start `qingzhi serve` on a free port; return the process and its address."""
    env = os.environ | {"QINGZHI_DATA": str(folder / "data"), "PYTHONUNBUFFERED": "1"}
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


def stopped(process: subprocess.Popen[str]) -> None:
    """Stop it as a user would, and see that it ends."""
    process.send_signal(signal.SIGINT)
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
