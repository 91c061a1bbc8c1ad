"""Voices to test against: the fake one everywhere, the demonstration one where it is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingzhi.assets import Assets
from qingzhi.errors import AssetError
from qingzhi.settings import Settings
from qingzhi.speech.espeak import EspeakEngine
from qingzhi.speech.neural import ASSET, NeuralEngine
from qingzhi.speech.pool import Pool
from qingzhi.speech.speaker import Speaker, Voice
from qingzhi.speech.testing import TARGET, FakeEngine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    """One worker with the fake engine."""
    opened = Pool(TARGET, {}, patience_s=1.0)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def speaker() -> AsyncIterator[Speaker]:
    """A speaker with two fake voices, the second a fallback."""
    pools = [Pool(TARGET, {}, patience_s=1.0) for _ in range(2)]
    for one in pools:
        await one.open()
    made = Speaker([Voice(FakeEngine.record, one) for one in pools])
    yield made
    await made.close()


@pytest.fixture(scope="session")
def neural() -> NeuralEngine:
    """The demonstration voice, in this process."""
    settings = Settings(demo=True)
    assets = Assets(settings)
    if not assets.ready(ASSET):
        pytest.skip("The demonstration voice is not in the asset cache.")
    try:
        return NeuralEngine(NeuralEngine.prepare(settings, assets))
    except AssetError as error:
        pytest.skip(f"The demonstration voice cannot be used: {error.code}.")


@pytest.fixture
def readings(tmp_path: Path) -> Path:
    """Where an operator's dictionary may lie."""
    return tmp_path / "readings.toml"


