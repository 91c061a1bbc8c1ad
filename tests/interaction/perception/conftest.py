"""One perceiver for all tests: it holds tables only."""

from __future__ import annotations

import pytest

from qingzhi.interaction.perception import Perceiver


@pytest.fixture(scope="session")
def perceiver() -> Perceiver:
    """Give the perceiver with the packaged tables and model."""
    return Perceiver.load()
