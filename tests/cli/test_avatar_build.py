"""`qingzhi avatar build`: a figure on disk, or one line that says why not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qingzhi.assets import Assets
from qingzhi.service.figure_order import BODY, checked
from qingzhi.settings import Settings

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = ", "cannot be read"),
        ("age = 30", "name"),
        ('name = "a"\nage = 2', "age"),
        ('name = "a"\nage = "old"', "age"),
        ('name = "a"\nwings = 2', "wings"),
        ('name = "a"\n[face]\nantenna = 1', "antenna"),
        ('name = "a"\n[skin]\ntone = "pale"', "tone"),
        ("#" * 70_000, "65536"),
    ],
)
def test_a_bad_specification_is_one_clear_line(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, text: str, says: str
) -> None:
    """The field that is wrong is named; nothing is written."""
    spec, out = tmp_path / "spec.toml", tmp_path / "out.glb"
    spec.write_text(text, "utf-8")
    done = qingzhi("avatar", "build", str(spec), "-o", str(out))
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not out.exists()


def test_a_folder_that_is_missing_is_told_before_the_work(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """Nobody waits for a figure that has no place to go."""
    done = qingzhi("avatar", "build", "clerk", "-o", str(tmp_path / "no/where.glb"))
    assert done.returncode == 2
    assert "no folder" in done.stderr


@pytest.mark.parametrize("choice", [("--lod", "huge"), ("--lod", "web", "--preview")])
def test_a_level_is_one_of_those_that_there_are(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
    choice: tuple[str, ...],
) -> None:
    """Another word, or two levels at once, are refused before the work."""
    done = qingzhi("avatar", "build", "clerk", "-o", str(tmp_path / "a.glb"), *choice)
    assert done.returncode == 2
    assert "lod" in done.stderr


@pytest.mark.slow
def test_a_figure_is_written(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """A file that the service would serve, within its budget, and a report of it."""
    if not Assets(Settings.from_env()).ready(BODY):
        pytest.skip(f"the base body is not in the cache: qingzhi assets fetch {BODY}")
    out = tmp_path / "clerk.glb"
    done = qingzhi("avatar", "build", "clerk", "-o", str(out), "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["bytes"] == out.stat().st_size <= 8_000_000
    assert report["triangles"] <= 60_000
    assert report["lod"] == "web"
    assert checked(out)
