"""`qingzhi bench`: measure the service as its visitors meet it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from qingzhi.cli.options import Data, Demo, Json, print_json
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qingzhi.evaluation.latency import Latency, Plan
    from qingzhi.evaluation.people import Summary as People
    from qingzhi.evaluation.screening import Result
    from qingzhi.evaluation.stats import Summary

app = typer.Typer(help="Measure the service as its visitors meet it.", no_args_is_help=True)


@app.command()
def latency(
    voice: Annotated[str | None, typer.Option(help="A voice's name.")] = None,
    turns: Annotated[int, typer.Option(min=1, help="Questions of each loop.")] = 60,
    documents: Annotated[
        int, typer.Option(min=0, help="Fill the index with generated neighbours to this number.")
    ] = 0,
    sessions: Annotated[int, typer.Option(min=1, help="Visitors at once.")] = 1,
    open_loop: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            help="Questions a second of the open loop; 0 leaves it out. "
            "Without it: half of what the closed loop reached.",
            show_default=False,
        ),
    ] = None,
    url: Annotated[
        str, typer.Option(help="Measure this running service (ws://…) instead of an own one.")
    ] = "",
    seed: Annotated[int, typer.Option(help="Another seed asks other questions.")] = 0,
    data: Annotated[
        Path | None,
        typer.Option(help="Folder that keeps the filled index for the next run."),
    ] = None,
    as_json: Json = False,
    demo: Demo = None,
) -> None:
    """Measure text in → first audible sample of a clause with content, and first motion.

    Over a real WebSocket on loopback, against a server process of its own, never the same
    question twice: first in a closed loop, then in an open one at Poisson times.
    """
    from qingzhi.evaluation.latency import Plan  # noqa: PLC0415 - keeps `--help` quick

    plan = Plan(
        turns=turns,
        documents=documents,
        sessions=sessions,
        rate=open_loop,
        url=url,
        folder=data,
        seed=seed,
    )
    result = _measured(Settings.from_env(voice=voice, demo=demo), plan)
    if as_json:
        print_json(msgspec.to_builtins(result))
    else:
        Console().print(_table(result))


@app.command()
def screen(
    sets: Annotated[
        Path, typer.Option(help="Folder with redteam*, legit* and care* sets (JSONL).")
    ] = Path("bench/screen"),
    shared: Annotated[
        Path, typer.Option(help="Folder with public sets; those that are absent are skipped.")
    ] = Path("../shared/data"),
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Measure the screen: held back, held up for nothing, cared for, milliseconds a text."""
    from qingzhi.evaluation.screening import measure as screened  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.safety import Screen  # noqa: PLC0415 - the same

    folder = Settings.from_env(data=data).data / "screen"
    results = screened(Screen.load(folder), sets, shared)
    if as_json:
        print_json([msgspec.to_builtins(result) for result in results])
    else:
        Console().print(_screen_table(results))


@app.command()
def people(
    count: Annotated[int, typer.Option(min=1, help="People that are drawn by chance.")] = 200,
    first: Annotated[int, typer.Option(min=0, help="The first one's seed.")] = 1,
    every: Annotated[
        int,
        typer.Option(min=0, help="Make each so-manieth whole, the others as previews; 0: none."),
    ] = 20,
    seed: Annotated[
        list[int] | None, typer.Option(min=0, help="Judge these alone; may be said more than once.")
    ] = None,
    validator: Annotated[
        Path | None,
        typer.Option(help="Folder of the npm package gltf-validator, asked as well where given."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make and judge people drawn by chance: faults by code, stature, processor seconds.

    Tells each person on standard error as soon as it is judged; one that breaks is a fault too.
    """
    from qingzhi.assets import Assets  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.avatar.base import Base  # noqa: PLC0415 - the same
    from qingzhi.evaluation.people import judged, summary  # noqa: PLC0415 - the same

    seeds = seed or range(first, first + count)
    base, found, aside = Base.load(Assets(Settings.from_env())), [], Console(stderr=True)
    for one in judged(base, seeds, every=every, validator=validator):
        found.append(one)
        aside.print(f"{len(found)} of {len(seeds)}, {one.line()}", markup=False, highlight=False)
    result = summary(found)
    if as_json:
        print_json(msgspec.to_builtins(result))
    else:
        Console().print(_people_table(result), _fault_table(result))


def _people_table(result: People) -> Table:
    table = Table("of all people", "")
    for name, value in msgspec.to_builtins(result).items():
        if not isinstance(value, dict):
            table.add_row(name.replace("_", " "), str(value))
    return table


def _fault_table(result: People) -> Table:
    table = Table("fault", "people", "seeds")
    for codes, style in ((result.errors, "red"), (result.warnings, "yellow")):
        for code, count in codes.items():
            seeds = ", ".join(map(str, result.seeds[code]))
            table.add_row(code, str(count), seeds, style=style)
    return table


def _screen_table(results: Iterable[Result]) -> Table:
    table = Table("set", "texts", "rates", "ms")
    for result in results:
        rates = ", ".join(f"{name} {rate:.3f}" for name, rate in result.rates.items())
        spent = f"{result.cpu_ms:.2f}" if result.cpu_ms else ""
        table.add_row(result.set, str(result.texts), rates or f"skipped: {result.skipped}", spent)
    return table


def _measured(settings: Settings, plan: Plan) -> Latency:
    from qingzhi.evaluation.latency import measure  # noqa: PLC0415 - keeps `--help` quick

    with Console(stderr=True).status(f"{plan.turns} questions, then as many at random times …"):
        return asyncio.run(measure(settings, plan)).latency


def _table(result: Latency) -> Table:
    table = Table("ms", "p50", "mean", "p95", title=_title(result), title_justify="left")
    _row(table, "first audio", result.first_audio_ms)
    _row(table, "first motion", result.first_motion_ms)
    if result.open_loop:
        load = f"open loop, {result.open_loop.rate_per_s:g}/s:"
        _row(table, f"{load} first audio", result.open_loop.first_audio_ms)
        _row(table, f"{load} first motion", result.open_loop.first_motion_ms)
    return table


def _title(result: Latency) -> str:
    facts = [result.voice, f"{result.turns} turns", f"{result.sessions} sessions"]
    if result.documents is not None:
        facts.append(f"{result.documents} documents")
    if result.server_cpu_ms_per_turn is not None:
        facts.append(f"{result.server_cpu_ms_per_turn:g} ms CPU a turn")
    if result.pss_mb is not None:
        facts.append(f"{result.pss_mb:g} MB")
    if result.errors:
        facts.append(f"[red]{result.errors} errors[/]")
    return ", ".join(facts)


def _row(table: Table, name: str, summary: Summary | None) -> None:
    values = (summary.p50, summary.mean, summary.p95) if summary else ()
    table.add_row(name, *(f"{value:.1f}" for value in values))
