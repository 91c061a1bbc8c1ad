"""`qingzhi motion`: what figures can do, and pictures of them doing it."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from qingzhi.cli.motion_render import render
from qingzhi.cli.options import Json, print_json

app = typer.Typer(help="Movement: what there is, film strips of it.", no_args_is_help=True)

app.command()(render)


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
