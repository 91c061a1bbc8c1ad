"""A staff desk without the page: call-backs in the records, and words that a terminal can show."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from qingzhi.cli import handover
from qingzhi.settings import Settings
from qingzhi.store import Callback, Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

OLD = """
region = "CN"
checked = "2020-01-01"
[[line]]
call = "120"
zh = "急救"
en = "ambulance"
roles = ["ambulance", "police"]
source = "ours"
"""


def kept(folder: Path, **fields: str) -> str:
    """Keep a call-back as the service does, and return its id."""

    async def keep() -> str:
        async with await Store.open(Settings(data=folder)) as store:
            callback = Callback(service_id="qingzhi", phone="13800000000", **fields)
            return await store.keep_callback(callback)

    return f"c_{asyncio.run(keep())}"


def test_callbacks_are_listed_and_deleted_without_a_service(
    qingzhi: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    """Somebody who makes the calls needs nothing but the records."""
    callback = kept(tmp_path / "data", name="王女士", need="self_harm", urgency="high")
    listed = json.loads(qingzhi("handover", "list", "--json").stdout)["callbacks"]
    assert [(entry["id"], entry["name"]) for entry in listed] == [(callback, "王女士")]
    assert "self_harm/high" in qingzhi("handover", "list").stdout
    assert qingzhi("handover", "done", callback).returncode == 0
    assert json.loads(qingzhi("handover", "list", "--json").stdout)["callbacks"] == []
    again = qingzhi("handover", "done", callback)
    assert again.returncode != 0
    assert "Traceback" not in again.stderr


def test_what_a_service_could_not_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty list is not taken for a desk where nobody waits to be called."""
    desk = {"waiting": [], "taken": [], "callbacks": [], "failed": ["callbacks"]}
    monkeypatch.setattr(handover, "_asked", lambda *_: desk)
    shown = CliRunner().invoke(handover.app, ["list", "--url", "http://127.0.0.1:9"])
    assert "callbacks: can't be read" in shown.stderr


def test_a_visitors_text_can_not_steer_the_terminal(
    qingzhi: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    """Escape sequences are shown as blanks."""
    kept(tmp_path / "data", note="\x1b[2J\x07下午\u202e方便")
    shown = qingzhi("handover", "list").stdout
    assert "下午" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nonsense", "http://[bad"])
def test_a_service_out_of_reach_is_said(
    qingzhi: Callable[..., CompletedProcess[str]], url: str
) -> None:
    """One line that says what to mend, and a status of failure."""
    done = qingzhi("handover", "take", "h_1", "--url", url, "--key", "x" * 20)
    assert done.returncode != 0
    assert "reached" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("region", "file", "told"),
    [("CN", OLD, "more than a year old"), ("ZZ", "", "no help lines for ZZ")],
)
def test_the_doctor_warns_of_old_or_missing_help_lines(
    qingzhi: Callable[..., CompletedProcess[str]],
    tmp_path: Path,
    region: str,
    file: str,
    told: str,
) -> None:
    """Numbers that nobody has checked for a year, or none for the place at all."""
    folder = tmp_path / "data/resources"
    folder.mkdir(parents=True)
    if file:
        (folder / "cn.toml").write_text(file, "utf-8")
    checks = json.loads(qingzhi("doctor", "--json", QINGZHI_REGION=region).stdout)["checks"]
    found = next(check for check in checks if check["name"] == "help lines")
    assert not found["ok"]
    assert told in found["found"]
