"""`qingzhi avatar likeness`: whether a figure is one person in every scene and from all sides."""

from __future__ import annotations

import msgspec
import typer

from qingzhi.cli.options import Json, print_json
from qingzhi.cli.render import Figure, figure_file
from qingzhi.settings import SCENES, Settings


def likeness(figure: Figure, *, as_json: Json = False) -> None:
    """Compare colours and proportions in five scenes from six sides: exit 1 if they differ."""
    from qingzhi.service import likeness as compared  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.service.pictures import Camera  # noqa: PLC0415 - the same

    with Camera(figure_file(Settings.from_env(), figure)) as camera:
        seen = {scene: camera.swatches(scene, compared.YAWS) for scene in SCENES}
    found = compared.likeness(seen)
    if as_json:
        print_json({"ok": found.ok, **msgspec.to_builtins(found)})
    else:
        typer.echo(f"{figure}: {'the same' if found.ok else 'not the same'} in {found.pictures}")
        colours = "  ".join(f"{part} {value:.2f}" for part, value in found.colour.items())
        typer.echo(f"  ΔE00 at most {compared.MOST_COLOUR:g}: {colours}")
        typer.echo(f"  rows, as a share of the height: {found.scene:.3f} between scenes,")
        typer.echo(f"  {found.turn:.3f} between sides")
    raise typer.Exit(0 if found.ok else 1)
