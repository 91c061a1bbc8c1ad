"""How voices are measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.evaluation import speech_speed
from qingzhi.speech.engine import EngineChunk
from qingzhi.speech.offers import Offer
from qingzhi.speech.testing import TARGET, FakeEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.speech.engine import EngineRequest
    from qingzhi.speech.pool import Pool


async def test_a_voice_is_measured_in_a_worker_of_its_own() -> None:
    """Waits, work and memory are those of the engine; the crowd can be left out."""
    offer = Offer(TARGET, FakeEngine.record, dict, lambda: None)
    found = await speech_speed.measure(offer, count=3, crowd_s=0)
    assert found.voice == "fake"
    assert 0 < found.first_audio_ms.p50 <= found.first_audio_ms.p95
    assert found.rtf >= 0
    assert found.mb > 1
    assert found.concurrent_speakers_per_core is None


@pytest.mark.parametrize("able", [0, 1, 5, 13, 200, 1000])
async def test_the_largest_crowd_is_found(monkeypatch: pytest.MonkeyPatch, able: int) -> None:
    """Within an eighth, and never one that broke."""

    async def flows(_pool: object, _texts: object, count: int, _seconds: float) -> bool:
        return count <= able

    monkeypatch.setattr(speech_speed, "_flows", flows)
    pool: Pool = None  # type: ignore[assignment]
    texts: Iterator[EngineRequest] = iter(())
    found = await speech_speed._largest(pool, texts, 1.0, 256)
    assert found <= able
    assert found >= min(able, 256) * 7 // 8 - 1


def test_sound_below_the_threshold_is_not_heard() -> None:
    """−45 dBFS: the place of the first sample above it counts, not the first sample."""
    faint, loud = np.full(100, 0.004, np.float32), np.full(10, 0.2, np.float32)
    assert speech_speed._audible(EngineChunk(faint)) is None
    assert speech_speed._audible(EngineChunk(np.concatenate((faint, loud)))) == 100


def test_no_text_is_said_twice() -> None:
    """The same text would be quicker the second time."""
    requests = speech_speed._requests(FakeEngine.record)
    said = [next(requests).utterance for _ in range(300)]
    assert len(set(said)) == 300
    assert all(any(map(str.isalnum, text)) for text in said)
