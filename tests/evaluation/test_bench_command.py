"""`qingzhi bench latency` as its user sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from qingzhi.cli import bench
from qingzhi.evaluation.latency import Latency, OpenLoop, Plan
from qingzhi.evaluation.stats import Summary

if TYPE_CHECKING:
    from qingzhi.settings import Settings

WAITS = Summary(20.0, 25.0, 40.0)
RESULT = Latency(
    voice="espeak",
    documents=120,
    turns=6,
    first_audio_ms=WAITS,
    first_motion_ms=None,
    server_cpu_ms_per_turn=12.5,
    pss_mb=210.0,
    sessions=2,
    errors=1,
    open_loop=OpenLoop(
        rate_per_s=2.0, sessions=8, turns=6, first_audio_ms=WAITS, first_motion_ms=None, errors=0
    ),
)


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Settings, Plan]]:
    """Note what would be measured, and give a known result."""
    noted: list[tuple[Settings, Plan]] = []

    def measured(settings: Settings, plan: Plan) -> Latency:
        noted.append((settings, plan))
        return RESULT

    monkeypatch.setattr(bench, "_measured", measured)
    return noted


def test_options_become_a_plan(plans: list[tuple[Settings, Plan]]) -> None:
    """Each option reaches the measurement; without --open-loop a rate is chosen later."""
    command = ["latency", "--voice", "espeak", "--turns", "6", "--sessions", "2", "--demo"]
    result = CliRunner().invoke(bench.app, [*command, "--documents", "500"])
    assert result.exit_code == 0, result.output
    [(settings, plan)] = plans
    assert (settings.voice, settings.demo) == ("espeak", True)
    assert plan == Plan(turns=6, sessions=2, documents=500)


def test_json_is_one_object(plans: list[tuple[Settings, Plan]]) -> None:
    """--json prints the promised fields on one line and nothing else."""
    result = CliRunner().invoke(bench.app, ["latency", "--json"])
    told = json.loads(result.stdout)
    assert result.stdout.count("\n") == 1
    assert told["first_audio_ms"] == {"p50": 20.0, "mean": 25.0, "p95": 40.0}
    assert (told["server_cpu_ms_per_turn"], told["pss_mb"], told["documents"]) == (12.5, 210.0, 120)


def test_the_table_names_what_was_measured(plans: list[tuple[Settings, Plan]]) -> None:
    """The table tells voice, load, errors and both loops."""
    text = CliRunner().invoke(bench.app, ["latency"], env={"COLUMNS": "160"}).output
    for word in ("espeak", "6 turns", "120 documents", "1 errors", "open loop, 2/s", "40.0"):
        assert word in text


@pytest.mark.parametrize("wrong", [["--turns", "0"], ["--sessions", "x"], ["--open-loop", "-1"]])
def test_wrong_options_are_refused(plans: list[tuple[Settings, Plan]], wrong: list[str]) -> None:
    """A number out of range ends with a usage error and measures nothing."""
    assert CliRunner().invoke(bench.app, ["latency", *wrong]).exit_code == 2
    assert not plans
