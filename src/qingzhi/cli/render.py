"""`qingzhi avatar render`: a picture of a figure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qingzhi.cli.options import Json, print_json
from qingzhi.emotion import NEUTRAL, Emotion
from qingzhi.errors import InputError
from qingzhi.settings import SCENES, Settings

if TYPE_CHECKING:
    from qingzhi.service.pictures import Picture

Figure = Annotated[
    str, typer.Argument(help="A .glb or .vrm file, a specification, or a shipped figure: clerk.")
]
Out = Annotated[Path, typer.Option("-o", "--out", help="Where the picture goes: a .png file.")]
Size = Annotated[str, typer.Option(help="Width and height in pixels, such as 1080x1350.")]


def render(
    figure: Figure,
    *,
    out: Out,
    emotion: Annotated[str, typer.Option(help="Emotion or compound, such as joy.")] = NEUTRAL,
    strength: Annotated[str, typer.Option(help="weak, moderate or strong.")] = "moderate",
    gesture: Annotated[
        str | None, typer.Option(help="A gesture, at its apex, such as welcome.")
    ] = None,
    view: Annotated[str, typer.Option(help="face, bust, half or full.")] = "bust",
    yaw: Annotated[float, typer.Option(help="Degrees round the figure, to its left.")] = 0.0,
    scene: Annotated[
        str | None, typer.Option(help="hall, office, studio, clinic or classroom.")
    ] = None,
    size: Size = "1080x1350",
    as_json: Json = False,
) -> None:
    """Take a picture of a figure in headless Chromium, as the visitor's page shows it."""
    from qingzhi.motion.rules import Rules  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.motion.still import still  # noqa: PLC0415 - the same
    from qingzhi.service.pictures import VIEWS, Camera, Shot  # noqa: PLC0415 - the same

    if view not in VIEWS:
        raise InputError(f"There is no view {view!r}.", hint=f"Use one of {', '.join(VIEWS)}.")
    settings = Settings.from_env()
    scene = scene or settings.scene
    if scene not in SCENES:
        raise InputError(f"There is no scene {scene!r}.", hint=f"Use one of {', '.join(SCENES)}.")
    if out.suffix.lower() != ".png":
        raise InputError(f"{out} is no .png file.", param="out")
    if not out.parent.is_dir():
        raise InputError(f"There is no folder {out.parent}.", param="out")
    width, height = measured(size)
    rules = Rules(settings.region)
    body = still(Emotion.of(emotion, strength), gesture=gesture, rules=rules)
    shot = Shot(body, view, yaw, width, height)
    with Camera(figure_file(settings, figure), scene) as camera:
        picture = camera.take(shot)
    _write(out, picture.png)
    _tell(out, picture, as_json=as_json)


def figure_file(settings: Settings, figure: str) -> Path:
    """Find a figure's file; make it first where it isn't there. Raises InputError, AssetError."""
    from qingzhi.service.figure_cache import FigureCache  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.service.figure_maker import bring  # noqa: PLC0415 - the same
    from qingzhi.service.figure_order import ordered  # noqa: PLC0415 - the same

    wanted = replace(settings, figure=figure)
    order = ordered(wanted)
    if order is None:
        raise InputError("There is nobody to be seen.", param="figure")
    if order.own:
        return Path(order.source)
    cached = FigureCache(wanted)
    if not cached.ready(order.key):
        typer.echo("The figure is being made.", err=True)
        bring(wanted, lambda _progress: None)
    return cached.path(order.key)


def measured(text: str) -> tuple[int, int]:
    """Read a size such as 1080x1350. Raises InputError."""
    width, _, height = text.lower().partition("x")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        raise InputError(f"{text!r} is no size.", param="size", hint="Write it as 1080x1350.")
    return int(width), int(height)


def _write(path: Path, png: bytes) -> None:
    try:
        path.write_bytes(png)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", param="out") from error


def _tell(out: Path, picture: Picture, *, as_json: bool) -> None:
    report = {
        "file": str(out),
        "bytes": len(picture.png),
        "draw_calls": picture.draw_calls,
        "triangles": picture.triangles,
    }
    if as_json:
        print_json(report)
    else:
        typer.echo("  ".join(f"{name} {value}" for name, value in report.items()))
