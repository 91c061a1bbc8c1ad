"""What an operator's folder may hold, and change while it runs, without stopping anybody."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import pytest

from qingzhi.errors import SettingsError
from qingzhi.safety import Screen
from qingzhi.safety.layers import LOOK_S, Layers, Lists
from qingzhi.safety.learned.judge import Judge
from qingzhi.safety.lists import Shelf
from qingzhi.safety.lists.shelf import LARGEST
from qingzhi.safety.resources import Resources

if TYPE_CHECKING:
    from pathlib import Path

HEAD: Final = 'version = "2026-11-22"\n'
RULE: Final = (
    '[[rule]]\nid = "values.own"\ncategory = "own"\naction = "refuse"\nlevel = "high"\n'
    'any = ["蓝色大象"]\n'
)
BAD: Final = {
    "a number of five thousand digits": HEAD + "region = " + "9" * 5000,
    "deep nesting": HEAD + "region = " + "[" * 5000,
    "a repetition that overflows": HEAD + RULE + 'patterns = ["a{99999999999999999999}"]',
    "deep groups": HEAD + RULE + f'patterns = ["{"(" * 900}a{")" * 900}"]',
    "an endless search": HEAD + RULE + 'patterns = ["(a+)+b"]',
    "half a character": HEAD + RULE.replace("蓝色", "\\uD800"),
    "a table where a list belongs": HEAD + "[rule]\nid = 1",
    "too much": HEAD + "#" * LARGEST,
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_list_is_named(tmp_path: Path, name: str) -> None:
    """Whatever is wrong with it, the mistake is one of settings."""
    (tmp_path / "own.toml").write_text(BAD[name], "utf-8")
    with pytest.raises(SettingsError, match=r"own\.toml"):
        Shelf.read(tmp_path)


@pytest.mark.parametrize("name", ["a number of five thousand digits", "deep nesting", "too much"])
def test_a_bad_region_is_named(tmp_path: Path, name: str) -> None:
    """The same for numbers to call."""
    (tmp_path / "own.toml").write_text(BAD[name], "utf-8")
    with pytest.raises(SettingsError, match=r"own\.toml"):
        Resources.load(tmp_path)


def test_links_that_lead_nowhere_and_folders_are_no_regions(tmp_path: Path) -> None:
    """They are named, and break nothing else."""
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(SettingsError, match=r"gone\.toml"):
        Resources.load(tmp_path)
    (tmp_path / "gone.toml").unlink()
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(SettingsError, match=r"folder\.toml"):
        Resources.load(tmp_path)


def test_what_is_no_file_is_no_list(tmp_path: Path) -> None:
    """Links that lead nowhere, pipes and folders are passed over; a link in a circle is named."""
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    assert [rule.id for rule in Shelf.read(tmp_path).rules] == [r.id for r in Shelf.read().rules]
    (tmp_path / "circle.toml").symlink_to(tmp_path / "circle.toml")
    with pytest.raises(SettingsError):
        Shelf.read(tmp_path)


def test_a_folder_that_breaks_while_it_runs_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was in force stays in force when the folder can't be read, or a list goes wrong."""
    now = [0.0]
    own = tmp_path / "own.toml"
    own.write_text(HEAD + RULE, "utf-8")
    screen = Screen(Layers(Lists.load(tmp_path), Judge.load(), tmp_path, lambda: now[0]))
    assert screen.check("蓝色大象").rule == "values.own"
    for content in (b"\xff\xfe\x00", b"rule = 1", (HEAD + "region = " + "9" * 5000).encode()):
        own.write_bytes(content)
        now[0] += LOOK_S + 1
        assert screen.check("蓝色大象").rule == "values.own"
        assert screen.check("身份证怎么补办").action == "allow"

    def denied(_folder: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("qingzhi.safety.lists.shelf.os.scandir", denied)
    now[0] += LOOK_S + 1
    assert screen.check("蓝色大象").rule == "values.own"
    assert screen.check("身份证怎么补办").action == "allow"
