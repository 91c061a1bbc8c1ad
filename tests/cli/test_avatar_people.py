"""`qingzhi avatar describe`, `random`, `schema` and `sheet`: what they write and refuse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qingzhi.avatar import spec

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., subprocess.CompletedProcess[str]]


def test_a_description_becomes_a_file_and_an_account(qingzhi: Command, tmp_path: Path) -> None:
    """The file is a valid specification; the account is one JSON object."""
    out = tmp_path / "she.toml"
    done = qingzhi(
        "avatar", "describe", "35岁女性，165厘米，微胖，短发，正装", "--json", "-o", str(out)
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert set(report) == {"spec", "understood", "assumed", "ignored", "refused"}
    made = spec.load(str(out))
    assert (made.gender, made.age, made.height_cm) == ("female", 35, 165)


def test_a_batch_answers_each_line(qingzhi: Command, tmp_path: Path) -> None:
    """A line that contradicts itself is an error of its own and stops nothing."""
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"text": "30岁男人"}\n{"text": "女，男"}\n{"text": "老奶奶"}\n', "utf-8")
    done = qingzhi("avatar", "describe", "--batch", str(batch))
    assert done.returncode == 0, done.stderr
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert first["spec"]["gender"] == "male"
    assert "contradict" in second["error"]
    assert third["spec"]["age"] == 72


def test_a_seed_draws_one_person(qingzhi: Command, tmp_path: Path) -> None:
    """The same seed writes the same file."""
    texts = []
    for name in ("a.toml", "b.toml"):
        assert (
            qingzhi("avatar", "random", "--seed", "7", "-o", str(tmp_path / name)).returncode == 0
        )
        texts.append((tmp_path / name).read_text("utf-8"))
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    "words",
    [
        ("avatar", "describe"),
        ("avatar", "describe", "女，男"),
        ("avatar", "describe", "女", "-o", "she.txt"),
        ("avatar", "random", "--seed", "-1"),
        ("avatar", "sheet", "clerk", "-o", "sheet.jpg"),
        ("avatar", "sheet", "clerk", "-o", "sheet.png", "--emotions", "bored-to-tears"),
        ("avatar", "sheet", "clerk", "-o", "sheet.png", "--view", "below"),
        ("avatar", "sheet", "clerk", "-o", "sheet.png", "--size", "99999x99999"),
    ],
)
def test_bad_input_is_one_line(qingzhi: Command, words: tuple[str, ...]) -> None:
    """The command says what is wrong and ends with 2."""
    done = qingzhi(*words)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
