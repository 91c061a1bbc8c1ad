"""`qingzhi avatar`: figures, made from a specification."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from qingzhi.assets import Assets
from qingzhi.assets.progress import shown_progress
from qingzhi.cli.check import check
from qingzhi.cli.license import licensed
from qingzhi.cli.likeness import likeness
from qingzhi.cli.options import Json, write_bytes
from qingzhi.cli.people import describe, random, schema
from qingzhi.cli.render import render
from qingzhi.cli.sheet import sheet
from qingzhi.errors import InputError
from qingzhi.settings import Settings

app = typer.Typer(
    help="Figures: make them, check them, take pictures of them.", no_args_is_help=True
)

app.command()(render)
app.command()(check)
app.command()(describe)
app.command()(random)
app.command()(schema)
app.command()(sheet)
app.command("license")(licensed)
app.command()(likeness)

Spec = Annotated[str, typer.Argument(help="A .toml or .json file, or a shipped figure: clerk.")]
Out = Annotated[Path, typer.Option("-o", "--out", help="Where the figure goes: a .glb file.")]


@app.command()
def build(
    spec: Spec,
    *,
    out: Out,
    preview: Annotated[
        bool, typer.Option("--preview", help="Make it quickly: small pictures, less light.")
    ] = False,
    lod: Annotated[
        str | None, typer.Option(help="mobile, web (as usual), kiosk or hyper: how finely.")
    ] = None,
    json: Json = False,
) -> None:
    """Make a figure: binary glTF 2.0 with VRM 1.0, 52 ARKit shapes and 15 visemes."""
    from qingzhi.avatar import base, detail, figure  # noqa: PLC0415 - scipy and Pillow take 0.5 s
    from qingzhi.avatar import spec as specification  # noqa: PLC0415 - the same

    began = time.perf_counter()
    if preview and lod:
        raise InputError("Give --preview or --lod, not both.", param="lod")
    level = "preview" if preview else lod or "web"
    if level not in {*detail.LEVELS, "preview"}:
        raise InputError(f"lod must be one of: {', '.join(detail.LEVELS)}.", param="lod")
    wanted = specification.load(spec)
    if out.suffix != ".glb":
        raise InputError(f"{out} is no .glb file.", param="out")
    if not out.parent.is_dir():
        raise InputError(f"There is no folder {out.parent}.", param="out")
    assets = Assets(Settings.from_env())
    if not assets.ready(base.ASSET):
        with shown_progress() as progress:
            assets.fetch(base.ASSET, progress)
    fine = detail.PREVIEW if preview else detail.LEVELS[level]
    made = figure.build(base.Base.load(assets), wanted, fine)
    write_bytes(out, made.glb)
    report = {
        "seconds": round(time.perf_counter() - began, 2),
        "bytes": len(made.glb),
        "triangles": made.triangles,
        "height_cm": round(made.height_cm, 2),
        "lod": level,
    }
    if json:
        print(msgspec.json.encode(report).decode())
    else:
        print("  ".join(f"{name} {value}" for name, value in report.items()) + f"  {out}")
