"""`qingzhi avatar sheet`: figures by emotions on one picture."""

from __future__ import annotations

import io
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qingzhi.cli.options import Json, print_json
from qingzhi.cli.render import figure_file, measured
from qingzhi.emotion import NEUTRAL, Emotion
from qingzhi.errors import InputError
from qingzhi.settings import SCENES, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image

    from qingzhi.service.pictures import Shot

Figures = Annotated[
    list[str], typer.Argument(help="Specifications, .glb or .vrm files, or shipped figures.")
]
Out = Annotated[Path, typer.Option("-o", "--out", help="Where the sheet goes: a .png file.")]
_MOST = 400
"""Pictures on one sheet."""
_MOST_PIXELS = 12_000 * 12_000


def sheet(
    figures: Figures,
    *,
    out: Out,
    emotions: Annotated[str, typer.Option(help="Parted by commas, such as neutral,joy.")] = NEUTRAL,
    strength: Annotated[str, typer.Option(help="weak, moderate or strong.")] = "strong",
    view: Annotated[str, typer.Option(help="face, bust, half or full.")] = "face",
    yaw: Annotated[float, typer.Option(help="Degrees round the figures, to their left.")] = 0.0,
    scene: Annotated[
        str, typer.Option(help="hall, office, studio, clinic or classroom.")
    ] = "studio",
    size: Annotated[str, typer.Option(help="Of one picture, in pixels.")] = "360x430",
    preview: Annotated[bool, typer.Option("--preview", help="Make figures quickly.")] = False,
    as_json: Json = False,
) -> None:
    """Put many figures, or one figure's emotions, on one contact sheet."""
    from qingzhi.motion.still import still  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.service.pictures import VIEWS, Shot  # noqa: PLC0415 - the same

    if view not in VIEWS:
        raise InputError(f"There is no view {view!r}.", hint=f"Use one of {', '.join(VIEWS)}.")
    if scene not in SCENES:
        raise InputError(f"There is no scene {scene!r}.", hint=f"Use one of {', '.join(SCENES)}.")
    if out.suffix.lower() != ".png" or not out.parent.is_dir():
        raise InputError(f"{out} is no .png file in a folder that is there.", param="out")
    width, height = measured(size)
    names = [name.strip() for name in emotions.split(",")]
    shots = [
        Shot(
            still(Emotion.of(n, "moderate" if n == NEUTRAL else strength)), view, yaw, width, height
        )
        for n in names
    ]
    count = len(figures) * len(shots)
    if count > _MOST or count * width * height > _MOST_PIXELS:
        raise InputError("The sheet is too large.", hint="Give fewer figures or a smaller --size.")
    cells = list(_cells(figures, shots, scene, preview=preview))
    columns = len(shots) if len(shots) > 1 else -(-len(cells) // max(round(len(cells) ** 0.5), 1))
    _save(_joined(cells, columns, (width, height)), out)
    if as_json:
        print_json({"file": str(out), "figures": len(figures), "pictures": len(cells)})
    else:
        typer.echo(f"{out}  figures {len(figures)}  pictures {len(cells)}")


def _cells(
    figures: Sequence[str], shots: Sequence[Shot], scene: str, *, preview: bool
) -> Iterator[bytes]:
    """Take all pictures, in one browser."""
    from qingzhi.service.pictures import Camera  # noqa: PLC0415 - keeps `--help` quick

    settings = Settings.from_env()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        camera: Camera | None = None
        for figure in figures:
            file = _quick(settings, figure, folder) if preview else figure_file(settings, figure)
            if camera is None:
                camera = stack.enter_context(Camera(file, scene))
            else:
                camera.show(file)
            for shot in shots:
                yield camera.take(shot).png


def _quick(settings: Settings, figure: str, folder: Path) -> Path:
    """Make a preview of a figure; one that is finished is taken as it is."""
    from qingzhi.assets import Assets  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.avatar import base, spec  # noqa: PLC0415 - the same
    from qingzhi.avatar.detail import PREVIEW  # noqa: PLC0415 - the same
    from qingzhi.avatar.figure import build  # noqa: PLC0415 - the same

    if Path(figure).suffix.lower() in {".glb", ".vrm"}:
        return figure_file(settings, figure)
    made = build(base.Base.load(Assets(settings)), spec.load(figure), PREVIEW)
    file = folder / "figure.glb"
    file.write_bytes(made.glb)
    return file


def _joined(cells: Sequence[bytes], columns: int, size: tuple[int, int]) -> Image:
    from PIL import Image  # noqa: PLC0415 - keeps `--help` quick

    rows = -(-len(cells) // columns)
    whole = Image.new("RGB", (size[0] * columns, size[1] * rows))
    for number, png in enumerate(cells):
        place = (number % columns * size[0], number // columns * size[1])
        with Image.open(io.BytesIO(png)) as picture:
            whole.paste(picture.convert("RGB"), place)
    return whole


def _save(image: Image, out: Path) -> None:
    try:
        image.save(out)
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.", param="out") from error
