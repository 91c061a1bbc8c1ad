"""`qingzhi speech`: what a voice sounds like, in numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from qingzhi.cli.options import Json, print_json, read_batch
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from qingzhi.speech.portrait import Measures

app = typer.Typer(help="What a voice sounds like, in numbers.", no_args_is_help=True)


@app.callback()
def _root() -> None:
    """Keep `measure` a command of its own."""


@app.command()
def measure(
    file: Annotated[
        Path | None, typer.Argument(help="A sound file: .wav, .flac, .mp3, .ogg.")
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", help='One {"file": …} a line; prints one result a line.'),
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure pitch, rate, loudness, tilt, harmonics, evenness and faults of a recording."""
    if (file is None) == (batch is None):
        raise InputError("Give either FILE or --batch FILE.")
    if batch is not None:
        for record in read_batch(batch, "file"):
            print_json({"file": record["file"]} | _answer(batch.parent / record["file"]))
    elif file is not None:
        found = _measured(file)
        if as_json:
            print_json(msgspec.to_builtins(found))
        else:
            Console().print(_table(found))


def _measured(path: Path) -> Measures:
    from qingzhi.speech.portrait import portrait  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.speech.recording import read_whole  # noqa: PLC0415 - the same

    return portrait(*read_whole(path))


def _answer(path: Path) -> dict[str, object]:
    """Give a line of a batch: one file that can't be read doesn't end the others."""
    try:
        found: dict[str, object] = msgspec.to_builtins(_measured(path))
    except InputError as error:
        return {"error": error.message}
    return found


def _table(found: Measures) -> Table:
    table = Table("measure", "")
    for name, value in msgspec.to_builtins(found).items():
        table.add_row(name, "–" if value is None else f"{value:g}")
    return table
