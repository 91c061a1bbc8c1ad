"""One screen for all tests: it holds no state."""

from __future__ import annotations

import pytest

from qingzhi.safety import Screen


@pytest.fixture(scope="session")
def screen() -> Screen:
    """Give the screen with the packaged lists."""
    return Screen.load()
