"""The command as a user runs it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def qingzhi(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `qingzhi ARGS` with a data folder of its own and without demonstration assets."""

    def run(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
        known = {k: v for k, v in os.environ.items() if not k.startswith("QINGZHI_")}
        given = {"QINGZHI_DATA": str(tmp_path / "data"), **env}
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "qingzhi.cli", *args],
            env=known | given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
