"""`qingzhi speech measure` as its user sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from qingzhi.cli.app import app
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()
KEYS = {
    "f0_median_hz",
    "f0_range_st",
    "rate_syl_s",
    "loudness_lufs",
    "tilt_db_oct",
    "hnr_db",
    "jitter",
    "shimmer",
    "clipped",
    "clicks",
}


@pytest.fixture
def hum(tmp_path: Path) -> Path:
    """Write a second of a hum at 200 Hz."""
    time = np.arange(24_000) / 24_000
    sound = sum(np.sin(2 * np.pi * 200 * k * time) / k for k in range(1, 20))
    path = tmp_path / "hum.wav"
    soundfile.write(path, 0.1 * np.asarray(sound), 24_000)
    return path


@pytest.mark.parametrize(
    "form", [("PCM_U8", 8_000, 1), ("PCM_24", 48_000, 2), ("FLOAT", 16_000, 6)]
)
def test_every_usual_form_is_measured(tmp_path: Path, form: tuple[str, int, int]) -> None:
    """Eight bits, stereo, six channels: all keys, the right pitch."""
    subtype, rate, channels = form
    time = np.arange(rate) / rate
    wave = sum(0.1 / k * np.sin(2 * np.pi * 200 * k * time) for k in range(1, 10))
    path = tmp_path / "a.wav"
    soundfile.write(path, np.tile(np.asarray(wave)[:, None], (1, channels)), rate, subtype=subtype)
    result = RUN.invoke(app, ["speech", "measure", str(path), "--json"])
    found = json.loads(result.stdout)
    assert found.keys() == KEYS
    assert found["f0_median_hz"] == pytest.approx(200, rel=0.01)


def test_a_batch_goes_on_past_a_bad_file(tmp_path: Path, hum: Path) -> None:
    """One line for each file, in order, relative to the list; an error where one can't be read."""
    (tmp_path / "bad.wav").write_bytes(b"RIFF\xff\xff\xff\x7fWAVEfmt ")
    listed = tmp_path / "list.jsonl"
    listed.write_text("\n".join(json.dumps({"file": name}) for name in ("bad.wav", hum.name)))
    result = RUN.invoke(app, ["speech", "measure", "--batch", str(listed)])
    bad, good = map(json.loads, result.stdout.splitlines())
    assert bad.keys() == {"file", "error"}
    assert good.keys() == KEYS | {"file"}


def test_words_for_people(hum: Path) -> None:
    """Without --json it is a table."""
    assert "f0_median_hz" in RUN.invoke(app, ["speech", "measure", str(hum)]).stdout


@pytest.mark.parametrize("samples", [np.zeros(0), np.array([0.0, np.nan]), np.array([np.inf])])
def test_what_is_no_sound_is_refused(tmp_path: Path, samples: np.ndarray) -> None:
    """Nothing, and values that are no numbers, get one clear error."""
    path = tmp_path / "a.wav"
    soundfile.write(path, samples, 24_000, subtype="FLOAT")
    result = RUN.invoke(app, ["speech", "measure", str(path), "--json"])
    assert isinstance(result.exception, InputError)


def test_one_of_both_is_needed(hum: Path) -> None:
    """A file or a list, not both, not neither."""
    for words in ([], [str(hum), "--batch", str(hum)]):
        result = RUN.invoke(app, ["speech", "measure", *words])
        assert isinstance(result.exception, InputError)


def test_an_hour_is_refused(tmp_path: Path) -> None:
    """What is too long to be measured is said to be."""
    path = tmp_path / "a.wav"
    soundfile.write(path, np.zeros(4_000 * 3_600, np.int16), 4_000)
    result = RUN.invoke(app, ["speech", "measure", str(path)])
    assert isinstance(result.exception, InputError)
    assert "longer" in result.exception.message
