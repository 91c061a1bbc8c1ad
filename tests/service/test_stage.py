"""Raising the level of a voice without cutting its peaks."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.score import SpeechChunk
from qingzhi.service.stage import KNEE, louder


def chunk(peak: float) -> SpeechChunk:
    samples = (np.sin(np.arange(2400) / 9) * peak).astype(np.float32)
    return SpeechChunk(clause_id="c", generation=0, start=0, samples=samples)


def test_quiet_sound_is_raised_as_asked() -> None:
    """Three decibels are a factor of the square root of two."""
    raised = louder(chunk(0.3), 3.0)
    assert np.abs(raised.samples).max() == pytest.approx(0.3 * 10**0.15, rel=1e-3)


@pytest.mark.parametrize("peak", [0.5, 0.8, 1.0])
def test_loud_sound_never_reaches_full_scale(peak: float) -> None:
    """Peaks are bent, and keep their order: no flat top."""
    raised = louder(chunk(peak), 3.0).samples
    assert np.abs(raised).max() < 1.0
    top = np.sort(np.unique(raised[raised > KNEE]))
    assert len(top) > 10
    assert raised.dtype == np.float32


def test_the_chunk_itself_is_left_alone() -> None:
    """An engine may keep its samples."""
    quiet = chunk(0.3)
    before = quiet.samples.copy()
    louder(quiet, 3.0)
    assert (quiet.samples == before).all()
