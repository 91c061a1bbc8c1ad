"""`qingzhi avatar check`: a report for every file, and an exit status that a script can use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from qingzhi.avatar_check.testing import sound
from qingzhi.cli.avatar import app
from qingzhi.errors import InputError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.glb"
    path.write_bytes(sound().written())
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    draft = sound()
    draft.provenance = None
    path = tmp_path / "bad.glb"
    path.write_bytes(draft.written())
    return path


def test_a_sound_figure_ends_with_nought(qingzhi: Run, good: Path) -> None:
    """The report is one object with verdict, faults and measures."""
    done = qingzhi("avatar", "check", str(good), "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert set(report) == {"ok", "faults", "measured"}
    assert report["ok"]
    assert report["measured"]["triangles"] > 3000


def test_a_faulty_figure_ends_with_one(qingzhi: Run, bad: Path) -> None:
    """Each fault has code, severity, place, clause and a hint in the language asked for."""
    done = qingzhi("avatar", "check", str(bad), "--json", "--lang", "en")
    assert done.returncode == 1
    (fault,) = json.loads(done.stdout)["faults"]
    assert fault["code"] == "likeness_unstated"
    assert fault["severity"] == "error"
    assert fault["clause"] == "6.2.2.1 c"
    assert "published" in fault["hint"]


def test_a_batch_tells_a_line_for_each_file_and_ends_with_the_worst(
    qingzhi: Run, good: Path, bad: Path, tmp_path: Path
) -> None:
    """A file that isn't there is a line as well, and doesn't stop the others."""
    lines = [{"file": str(path)} for path in (good, tmp_path / "absent.glb", bad)]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    done = qingzhi("avatar", "check", "--batch", str(batch))
    assert done.returncode == 2
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert [report["ok"] for report in reports] == [True, False, False]
    assert [report["file"] for report in reports] == [line["file"] for line in lines]
    assert reports[1]["faults"][0]["code"] == "no_file"


def test_frames_are_judged_as_a_film(qingzhi: Run, tmp_path: Path) -> None:
    """A folder of pictures; too few of them are a fault."""
    from PIL import Image

    for n in range(2):
        Image.linear_gradient("L").convert("RGB").save(tmp_path / f"{n}.png")
    done = qingzhi("avatar", "check", "--frames", str(tmp_path), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["faults"][0]["code"] == "frames_few"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "FILES"),
        (("a.glb", "--frames", "x"), "not both"),
        (("a.glb", "--scene", "beach"), "scene"),
        (("a.glb", "--lod", "huge"), "lod"),
        (("a.glb", "--lang", "fr"), "lang"),
        (("--frames", "nowhere/*.png"), "no pictures"),
    ],
)
def test_a_wrong_request_is_one_clear_error(arguments: tuple[str, ...], says: str) -> None:
    """It says which word to mend."""
    done = CliRunner().invoke(app, ["check", *arguments])
    assert isinstance(done.exception, InputError)
    assert says in str(done.exception)
