"""`qingzhi normalize`: a text, or a file of them, as they are spoken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from qingzhi.cli.app import app
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def run(*words: str, data: Path) -> Result:
    return CliRunner().invoke(
        app, ["normalize", *words, "--data", str(data)], catch_exceptions=False
    )


def test_a_text_is_three_lines(tmp_path: Path) -> None:
    """Words as said, then the dictionary's tones, then those heard."""
    assert run("第3行", data=tmp_path).output.splitlines() == [
        "第三行",
        "di4 san1 hang2",
        "di4 san1 hang2",
    ]


def test_a_batch_keeps_what_its_lines_hold(tmp_path: Path) -> None:
    """Other fields pass through; each line has its own result."""
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": 7, "text": "2个"}\n{"text": "ok", "lang": "en"}\n', "utf-8")
    first, second = map(json.loads, run("--batch", str(file), data=tmp_path).output.splitlines())
    assert (first["id"], first["spoken"], first["pinyin"]) == (7, "两个", "liang3 ge4")
    assert first["spans"][0] == {"start": 0, "end": 1, "kind": "number", "spoken": "两"}
    assert [one["sandhi"] for one in first["syllables"]] == ["liang3", "ge4"]
    assert second["spoken"] == "ok"


def test_the_operators_readings_count(tmp_path: Path) -> None:
    """`readings.toml` in the data folder goes before the shipped one."""
    (tmp_path / "readings.toml").write_text('[readings]\n"行走" = "hang2 zou3"\n', "utf-8")
    assert "hang2 zou3" in run("行走", data=tmp_path).output


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    """Only zh and en are spoken."""
    with pytest.raises(InputError, match="zh or en"):
        run("好", "--lang", "fr", data=tmp_path)
