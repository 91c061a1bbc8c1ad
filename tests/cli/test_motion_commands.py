"""`qingzhi motion check|from-audio|export` as their user sees them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from qingzhi.cli.app import app
from qingzhi.errors import AssetUnavailable, InputError
from qingzhi.score import ARKIT, BONES

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()


def invoked(*words: object, status: int = 0) -> Any:
    result = RUN.invoke(app, ["motion", *map(str, words), "--json"])
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


@pytest.fixture
def hum(tmp_path: Path) -> Path:
    """Half a second of a hum between silences, in stereo at 44.1 kHz."""
    time = np.arange(22_050) / 44_100
    sound = sum(np.sin(2 * np.pi * f * time) / n for n, f in enumerate((140, 280, 420), 1))
    whole = np.pad(0.2 * np.asarray(sound), 22_050)
    path = tmp_path / "hum.wav"
    soundfile.write(path, np.stack((whole, whole), axis=1), 44_100)
    return path


@pytest.mark.usefixtures("ears")
def test_a_recording_becomes_sound_motion(tmp_path: Path, hum: Path) -> None:
    """As long as the recording, with phones in order; the check finds no fault in it."""
    motion, phones = tmp_path / "m.npz", tmp_path / "p.json"
    told = invoked("from-audio", hum, "-o", motion, "--phones", phones)
    assert told["source"] == "audio"
    assert told["seconds"] == pytest.approx(1.5, abs=0.01)
    heard = json.loads(phones.read_text("utf-8"))
    assert all(set(one) == {"phone", "start_s", "end_s"} for one in heard)
    assert [one["start_s"] for one in heard] == sorted(one["start_s"] for one in heard)
    with np.load(motion, allow_pickle=False) as stored:
        assert stored["face"].shape == (45, len(ARKIT))
        assert stored["bones"].shape == (45, len(BONES), 4)
    assert invoked("check", motion, "--phones", phones)["ok"]


def test_a_text_makes_the_phones_exact(tmp_path: Path, hum: Path) -> None:
    """They are the text's own, in its order."""
    motion, phones = tmp_path / "m.npz", tmp_path / "p.json"
    told = invoked("from-audio", hum, "--text", "妈妈", "-o", motion, "--phones", phones)
    assert told["source"] == "alignment"
    assert [one["phone"] for one in json.loads(phones.read_text("utf-8"))] == ["m", "a", "m", "a"]


def test_without_sounds_or_a_network_it_is_told(
    tmp_path: Path, hum: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty cache and no index: what is missing and how to bring it; nothing is written."""
    monkeypatch.setenv("QINGZHI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    motion = tmp_path / "m.npz"
    result = RUN.invoke(app, ["motion", "from-audio", str(hum), "-o", str(motion)])
    assert isinstance(result.exception, AssetUnavailable)
    assert "pocketsphinx" in str(result.exception)
    assert "--from" in result.exception.hint
    assert not motion.exists()


def test_hostile_recordings_are_one_clear_error(tmp_path: Path, hum: Path) -> None:
    """No sound, no words, no folder: one line, and nothing is written."""
    text = tmp_path / "a.wav"
    text.write_text("no sound")
    motion = tmp_path / "m.npz"
    for words in (
        (text, "-o", motion),
        (tmp_path / "absent.wav", "-o", motion),
        (hum, "-o", tmp_path / "m.txt"),
        (hum, "-o", tmp_path / "none" / "m.npz"),
        (hum, "-o", motion, "--text", "……"),
    ):
        result = RUN.invoke(app, ["motion", "from-audio", *map(str, words)])
        assert isinstance(result.exception, InputError)
    assert not motion.exists()


def test_a_faulty_file_has_status_one(tmp_path: Path) -> None:
    """For scripts; the reason is in the JSON."""
    path = tmp_path / "a.npz"
    path.write_bytes(b"nothing")
    told = invoked("check", path, status=1)
    assert told["ok"] is False
    assert told["faults"][0]["code"] == "unreadable"
    measured = {"max_joint_speed", "max_jerk", "penetration_mm", "foot_slide_mm", "pops"}
    assert set(told["measured"]) == measured | {"stroke_offset_ms"}


@pytest.mark.parametrize(
    ("to", "suffix"), [("vrma", ".vrma"), ("bvh", ".bvh"), ("livelink", ".csv")]
)
def test_motion_is_exported(tmp_path: Path, hum: Path, to: str, suffix: str) -> None:
    """Into a file of the format's own suffix; another one is refused."""
    motion = tmp_path / "m.npz"
    invoked("from-audio", hum, "--text", "妈妈", "-o", motion)
    out = tmp_path / f"m{suffix}"
    assert invoked("export", motion, "--to", to, "-o", out)["bytes"] == out.stat().st_size
    wrong = RUN.invoke(app, ["motion", "export", str(motion), "--to", to, "-o", "a.txt"])
    assert isinstance(wrong.exception, InputError)


@pytest.mark.parametrize("style", ["formal", "children"])
def test_a_text_is_played_without_a_voice(tmp_path: Path, style: str) -> None:
    """As long as it takes to say, clause by clause, and sound."""
    motion = tmp_path / "m.npz"
    told = invoked("play", "您好。请先取号，再到二楼。", "--style", style, "--npz", motion)
    assert told["clauses"] == 2
    assert told["seconds"] > 3.0
    assert invoked("check", motion)["ok"]


def test_waiting_is_played_for_a_while(tmp_path: Path) -> None:
    """Without a text the figure waits as long as it is told to."""
    told = invoked("play", "--seconds", 4, "--npz", tmp_path / "m.npz")
    assert told == {"file": str(tmp_path / "m.npz"), "seconds": 4.0, "clauses": 0}


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("您好", "--style", "brutal"),
        ("您好", "--emotion", "hunger"),
        ("您好", "--scene", "moon"),
        ("--seconds", "1e9"),
    ],
)
def test_what_cannot_be_played_is_said(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Nothing to do, and manners, feelings, places and lengths that do not exist."""
    result = RUN.invoke(app, ["motion", "play", *words, "--npz", str(tmp_path / "m.npz")])
    assert result.exit_code != 0
    assert isinstance(result.exception, InputError)
