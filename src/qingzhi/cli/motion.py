"""`qingzhi motion`: what figures can do, filmed, judged, made from sound, given to others."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from qingzhi.cli.motion_check import check
from qingzhi.cli.motion_export import export
from qingzhi.cli.motion_from_audio import from_audio
from qingzhi.cli.motion_play import play
from qingzhi.cli.motion_render import render
from qingzhi.cli.options import Json, print_json

app = typer.Typer(
    help="List and film movement, judge it, make it from sound, give it to other programs.",
    no_args_is_help=True,
)
app.command()(render)
app.command()(play)
app.command()(check)
app.command("from-audio")(from_audio)
app.command()(export)


@app.command("list")
def list_(
    *,
    group: Annotated[str, typer.Option(help="Only one group, such as legs.")] = "",
    as_json: Json = False,
) -> None:
    """List every action, gesture, move and feeling that a figure can show, by name."""
    from qingzhi.motion.catalogue import catalogue  # noqa: PLC0415 - keeps `--help` quick

    items = [item for item in catalogue().values() if group in {"", item.group}]
    if as_json:
        print_json(msgspec.to_builtins(items))
        return
    for item in items:
        typer.echo(f"{item.group:10} {item.name:22} {item.zh}  {item.en}")
