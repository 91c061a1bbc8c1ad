"""Anybody's recording is read, or refused with one clear error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from qingzhi.errors import InputError
from qingzhi.speech.recording import read
from qingzhi.speech.spectrum import RATE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("rate", "channels", "subtype"),
    [(8000, 1, "PCM_U8"), (16000, 1, "PCM_16"), (44100, 2, "PCM_24"), (96000, 2, "FLOAT")],
)
def test_every_usual_form_is_read(tmp_path: Path, rate: int, channels: int, subtype: str) -> None:
    """Eight bits, stereo, 96 kHz: mono at the matcher's rate, of the same length and pitch."""
    place = np.arange(rate) / rate
    sound = np.tile(0.4 * np.sin(2 * np.pi * 440 * place)[:, None], (1, channels))
    path = tmp_path / "a.wav"
    soundfile.write(path, sound, rate, subtype=subtype)
    samples = read(path)
    assert len(samples) == pytest.approx(RATE, abs=2)
    assert np.abs(np.fft.rfft(samples)).argmax() == pytest.approx(440, abs=1)


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.param == "recording"
    return caught.value.message


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    """Nothing, text, a folder, a file that is not there."""
    text = tmp_path / "a.wav"
    text.write_text("not a sound")
    empty = tmp_path / "b.wav"
    empty.write_bytes(b"")
    for path in (text, empty, tmp_path, tmp_path / "absent.wav"):
        assert "no sound" in refused(path)


def test_no_samples_an_hour_and_no_numbers_are_refused(tmp_path: Path) -> None:
    """Each with its own words, and the hour before it is read."""
    path = tmp_path / "a.wav"
    soundfile.write(path, np.zeros(0), RATE)
    assert "empty" in refused(path)
    soundfile.write(path, np.full(RATE, np.nan), RATE, subtype="FLOAT")
    assert "no numbers" in refused(path)
    soundfile.write(path, np.zeros(3600 * 4000, np.int16), 4000, subtype="PCM_U8")
    assert "longer" in refused(path)


def test_channels_that_cancel_each_other_are_not_mixed(tmp_path: Path) -> None:
    """A microphone wired the wrong way round is heard all the same."""
    sound = (0.4 * np.sin(np.arange(RATE) * 0.2)).astype(np.float32)
    path = tmp_path / "a.wav"
    soundfile.write(path, np.stack([sound, -sound], axis=1), RATE, subtype="FLOAT")
    assert np.abs(read(path)).max() > 0.3


def test_long_sound_is_read_as_a_whole(tmp_path: Path) -> None:
    """Blocks leave no seams."""
    sound = (0.4 * np.sin(2 * np.pi * 300 * np.arange(20 * 24_000) / 24_000)).astype(np.float32)
    path = tmp_path / "a.flac"
    soundfile.write(path, sound, 24_000, subtype="PCM_24")
    samples = read(path)
    assert len(samples) == pytest.approx(20 * RATE, abs=2)
    expected = 0.4 * np.sin(2 * np.pi * 300 * np.arange(len(samples)) / RATE)
    assert np.abs(samples - expected)[RATE:-RATE].max() < 0.01
