"""Our service and pipecat under the same questions, answers and espeak, one after the other.

    python bench/peers/run.py [--turns 30] [--seed 0] [--json]

Ours is asked first; what it answers is the script of the model that the peer gets, so both say
the same. Both are processes of their own, asked over WebSockets on loopback in a closed loop.
The peer is installed on the first run, in an environment of its own in the cache folder.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from pipecat_client import WARM_UP, free_port, visitor
from rich.console import Console
from rich.table import Table

from qingzhi.evaluation.latency import Plan, measure, waits
from qingzhi.evaluation.process import running
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.evaluation.stats import Summary
    from qingzhi.evaluation.turn import Turn

HERE: Final = Path(__file__).parent
NEEDS: Final = HERE / "requirements-pipecat.txt"
VOICE: Final = "espeak"


@dataclass(frozen=True, slots=True)
class Row:
    """One system's result."""

    system: str
    turns: int
    first_audio_ms: Summary
    server_cpu_ms_per_turn: float
    pss_mb: float
    errors: int


def main() -> None:
    """Measure both and print two rows and their ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--turns", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    settings = Settings.from_env(voice=VOICE, demo=False)
    python = peer_python(settings.cache / "peers" / "pipecat")
    ours, turns = asyncio.run(measure_ours(settings, options.turns, options.seed))
    theirs = asyncio.run(measure_pipecat(python, turns))
    if options.json:
        print(json.dumps({"qingzhi": _plain(ours), "pipecat": _plain(theirs)}))
    else:
        Console().print(_table(ours, theirs))


def peer_python(folder: Path) -> Path:
    """Make the peer's environment where it isn't yet as NEEDS says; return its interpreter."""
    python, done = folder / "bin" / "python", folder / NEEDS.name
    if not done.exists() or done.read_text("utf-8") != NEEDS.read_text("utf-8"):
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", NEEDS], check=True)
        done.write_text(NEEDS.read_text("utf-8"), "utf-8")
    return python


async def measure_ours(settings: Settings, turns: int, seed: int) -> tuple[Row, list[Turn]]:
    """Measure our service; the turns hold what it said."""
    measured = await measure(settings, Plan(turns=turns, rate=0.0, seed=seed))
    result = measured.latency
    row = Row(
        f"qingzhi, {result.voice}",
        result.turns,
        result.first_audio_ms,
        result.server_cpu_ms_per_turn or 0.0,
        result.pss_mb or 0.0,
        result.errors,
    )
    return row, measured.turns


async def measure_pipecat(python: Path, ours: Sequence[Turn]) -> Row:
    """Ask pipecat the same questions; its scripted model gives the same answers."""
    script = {turn.question: turn.said for turn in ours if turn.said}
    with tempfile.TemporaryDirectory(prefix="qingzhi-peer-") as folder:
        path = Path(folder) / "script.json"
        path.write_text(json.dumps({**script, WARM_UP[0]: [WARM_UP[1]]}), "utf-8")
        command = [str(python), str(HERE / "pipecat_bot.py"), str(free_port()), str(path)]
        async with running(command) as server, visitor(server.address) as guest:
            before = server.cpu_s()
            turns = [await guest.ask(question) for question in script]
            spent, memory = server.cpu_s() - before, server.pss_mb()
    audio, _motion, errors = waits(turns)
    cpu = round(spent * 1000 / len(turns), 2)
    return Row(f"{_version(python)}, espeak", len(turns), audio, cpu, round(memory, 1), errors)


def _version(python: Path) -> str:
    code = "from importlib.metadata import version; print('pipecat', version('pipecat-ai'))"
    done = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _plain(row: Row) -> object:
    return msgspec.to_builtins(row)


def _table(ours: Row, theirs: Row) -> Table:
    columns = ("p50 ms", "mean ms", "p95 ms", "CPU ms a turn", "PSS MB")
    table = Table("first audio", *columns, title="text in → first audible sample")
    for row in (ours, theirs):
        table.add_row(row.system, *(f"{v:.1f}" for v in _values(row)))
    ratios = (peer / own for own, peer in zip(_values(ours), _values(theirs), strict=True))
    table.add_row("pipecat / qingzhi", *(f"{ratio:.1f} ×" for ratio in ratios))
    return table


def _values(row: Row) -> tuple[float, ...]:
    audio = row.first_audio_ms
    return (audio.p50, audio.mean, audio.p95, row.server_cpu_ms_per_turn, row.pss_mb)


if __name__ == "__main__":
    main()
