"""Spectra that do not hear level or channel."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.speech.spectrum import BANDS, CEPSTRA, HOP, RATE, centre_s, cepstra, log_mel


def tone(hertz: float, seconds: float = 0.5) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    place = np.arange(round(seconds * RATE)) / RATE
    return (0.3 * np.sin(2 * np.pi * hertz * place)).astype(np.float32)


def test_a_higher_tone_lies_in_a_higher_band() -> None:
    """The loudest band rises with the tone."""
    loudest = [int(log_mel(tone(f))[10].argmax()) for f in (200.0, 800.0, 3000.0)]
    assert loudest == sorted(set(loudest))


def test_level_changes_nothing_but_the_level() -> None:
    """Half as loud is the same spectrum, lower by one number."""
    loud, soft = log_mel(tone(500.0)), log_mel(tone(500.0) / 2)
    assert np.ptp(loud - soft) == pytest.approx(0.0, abs=1e-2)
    np.testing.assert_allclose(cepstra(loud), cepstra(soft), atol=0.05)


@pytest.mark.parametrize("count", [0, 1, 399, 400, 401, 5000])
def test_sound_of_any_length_has_frames(count: int) -> None:
    """At least one; one more for each hop; all of them finite."""
    mel = log_mel(np.zeros(count, np.float32))
    assert mel.shape == (1 + max(0, count - 400) // HOP, BANDS)
    assert np.isfinite(cepstra(mel)).all()
    assert cepstra(mel).shape == (len(mel), 2 * CEPSTRA)


def test_frames_know_their_time() -> None:
    """A click is loudest in the frame whose middle is nearest to it."""
    click = np.zeros(RATE, np.float32)
    click[8000] = 1.0
    frame = int(log_mel(click).mean(axis=1).argmax())
    assert float(centre_s(np.array(frame))) == pytest.approx(0.5, abs=0.013)
