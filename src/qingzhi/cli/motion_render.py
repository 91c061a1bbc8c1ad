"""`qingzhi motion render`: a film strip, or the frames, of anything that a figure can do."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qingzhi.cli.options import Json, print_json
from qingzhi.cli.render import figure_file, measured
from qingzhi.errors import InputError
from qingzhi.settings import SCENES, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.motion.compose import Composed
    from qingzhi.service.pictures import View

Name = Annotated[str, typer.Argument(help="A name from `qingzhi motion list`, such as walk.")]
Out = Annotated[Path, typer.Option("-o", "--out", help="The strip: a .png file.")]
_MOST = 60
_COLUMNS = 8
_MOST_PIXELS = 12_000 * 12_000
_CLOSE = frozenset({"lips", "brows", "eyes"})
_WHOLE = frozenset({"legs"})


def render(
    name: Name,
    *,
    out: Out = Path("strip.png"),
    figure: Annotated[str, typer.Option(help="A figure: clerk, a .glb or a specification.")] = "",
    frames: Annotated[int, typer.Option(help="Pictures on the strip.")] = 8,
    size: Annotated[str, typer.Option(help="Of one picture, in pixels.")] = "270x400",
    view: Annotated[str, typer.Option(help="face, bust, half or full; as fits.")] = "",
    yaw: Annotated[float, typer.Option(help="Degrees round the figure, to its left.")] = 0.0,
    scene: Annotated[str, typer.Option(help="hall, office or studio.")] = "studio",
    strength: Annotated[str, typer.Option(help="weak, moderate or strong.")] = "moderate",
    region: Annotated[str, typer.Option(help="Whose customs hold: CN, SA, INTL …")] = "",
    children: Annotated[bool, typer.Option("--children", help="As before a child.")] = False,
    npz: Annotated[
        Path | None, typer.Option(help="Write the composed frames here, and take no pictures.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Take pictures of a figure at even times of an action, or write all of its frames."""
    from qingzhi.motion.catalogue import catalogue  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.motion.moves import seat  # noqa: PLC0415 - the same
    from qingzhi.motion.rules import Rules  # noqa: PLC0415 - the same
    from qingzhi.motion.show import performed  # noqa: PLC0415 - the same
    from qingzhi.service.bodies import body_of  # noqa: PLC0415 - the same
    from qingzhi.service.pictures import VIEWS  # noqa: PLC0415 - the same

    if view and view not in VIEWS:
        raise InputError(f"There is no view {view!r}.", hint=f"Use one of {', '.join(VIEWS)}.")
    if scene not in SCENES:
        raise InputError(f"There is no scene {scene!r}.", hint=f"Use one of {', '.join(SCENES)}.")
    if not 1 <= frames <= _MOST:
        raise InputError(f"A strip has 1 to {_MOST} pictures.", param="frames")
    settings = Settings.from_env()
    file = None if npz and not figure else figure_file(settings, figure or settings.figure)
    rules = Rules(region or settings.region)
    ruling = rules.judge(name, careful=children)
    made = performed(
        name,
        strength=strength,
        body=body_of(file) if file else None,
        rules=rules,
        careful=children,
    )
    shown = ruling.made if ruling else name
    report: dict[str, object] = {
        "name": shown,
        "seconds": round(len(made.face) / made.fps, 3),
        "frames": len(made.face),
        "rule": ruling.rule if ruling else None,
    }
    if npz:
        written(npz, made)
        report["file"] = str(npz)
    elif file:
        fitting = view or _view(catalogue()[shown].group)
        filmed(file, made, (frames, size, fitting, yaw, scene), out, seat(shown, body_of(file)))
        report["file"] = str(out)
    if as_json:
        print_json(report)
    else:
        typer.echo("  ".join(f"{key} {value}" for key, value in report.items() if value))


def _view(group: str) -> str:
    if group in _CLOSE:
        return "face"
    return "full" if group in _WHOLE else "half"


def filmed(
    file: Path,
    made: Composed,
    wanted: tuple[int, str, str, float, str],
    out: Path,
    seat: tuple[float, float, float] | None = None,
) -> None:
    """Film a strip: pictures, size, view, yaw, scene; a body that goes somewhere is followed."""
    from PIL import Image  # noqa: PLC0415 - keeps `--help` quick

    from qingzhi.service.pictures import Camera, Shot  # noqa: PLC0415 - the same

    count, size, view, yaw, scene = wanted
    width, height = measured(size)
    columns = min(count, _COLUMNS)
    rows = -(-count // columns)
    if columns * width * rows * height > _MOST_PIXELS:
        raise InputError("The strip is too large.", hint="Give fewer frames or a smaller --size.")
    if out.suffix.lower() != ".png" or not out.parent.is_dir():
        raise InputError(f"{out} is no .png file in a folder that is there.", param="out")
    whole = Image.new("RGB", (columns * width, rows * height))
    with Camera(file, scene) as camera:
        for number, moment in enumerate(_moments(made, count)):
            shot = Shot(moment, _as_view(view), yaw, width, height, seat)
            with Image.open(io.BytesIO(camera.take(shot).png)) as picture:
                place = (number % columns * width, number // columns * height)
                whole.paste(picture.convert("RGB"), place)
    try:
        whole.save(out)
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.", param="out") from error


def _moments(made: Composed, count: int) -> Sequence[Composed]:
    """Single frames at even times; where the way is longer than a pace the camera goes along."""
    from dataclasses import replace  # noqa: PLC0415 - only here

    import numpy as np  # noqa: PLC0415 - keeps `--help` quick

    hips = made.hips.copy()
    if np.abs(hips[-1][[0, 2]]).max() > 0.2:
        hips[:, (0, 2)] = 0.0
    picks = np.linspace(0, len(made.face) - 1, count + 2 if count > 1 else 3)[1:-1]
    return [
        replace(made, face=made.face[i : i + 1], bones=made.bones[i : i + 1], hips=hips[i : i + 1])
        for i in picks.round().astype(int)
    ]


def _as_view(view: str) -> View:
    from qingzhi.service.pictures import VIEWS  # noqa: PLC0415 - keeps `--help` quick

    return next(known for known in VIEWS if known == view)


def written(path: Path, made: Composed) -> None:
    """Write frames as `say --motion` does."""
    import numpy as np  # noqa: PLC0415 - keeps `--help` quick

    if path.suffix.lower() != ".npz" or not path.parent.is_dir():
        raise InputError(f"{path} is no .npz file in a folder that is there.", param="npz")
    try:
        np.savez_compressed(
            path,
            face=made.face,
            face_names=np.array(made.face_names),
            bones=made.bones,
            bone_names=np.array(made.bone_names),
            hips=made.hips,
            fps=made.fps,
        )
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", param="npz") from error
