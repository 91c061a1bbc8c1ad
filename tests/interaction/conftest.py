"""What the tests of interaction share: the government pack's knowledge, and percepts by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingzhi import scenarios
from qingzhi.interaction.knowledge import Knowledge

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def pack() -> Path:
    return scenarios.pack()


@pytest.fixture(scope="session")
def knowledge(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return Knowledge.open(tmp_path_factory.mktemp("knowledge"), pack)
