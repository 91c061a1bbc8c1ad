"""`qingzhi avatar check`: whether figures, and films of them, are sound."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from qingzhi.cli.options import Batch, Json, print_json, read_batch
from qingzhi.errors import InputError
from qingzhi.settings import SCENES, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qingzhi.avatar_check import Report
    from qingzhi.score import Lang

UNREADABLE = 2
FAULTY = 1
Files = Annotated[
    list[Path] | None, typer.Argument(help="Files of figures: .glb or .vrm, anybody's.")
]
Frames = Annotated[
    str | None,
    typer.Option(help="A folder or pattern of .png files: judge them as frames of one film."),
]
Validator = Annotated[
    Path | None,
    typer.Option(help="Folder of the npm package gltf-validator, asked as well where given."),
]


def check(
    files: Files = None,
    *,
    batch: Batch = None,
    frames: Frames = None,
    scene: Annotated[
        str | None, typer.Option(help="hall, office, studio, clinic or classroom: its dress.")
    ] = None,
    lod: Annotated[str, typer.Option(help="mobile, web, kiosk or hyper: its budget.")] = "web",
    lang: Annotated[str, typer.Option(help="zh or en: the language of the hints.")] = "zh",
    validator: Validator = None,
    as_json: Json = False,
) -> None:
    """Judge figures: exit status 0 for sound ones, 1 for faults, 2 for what can't be read.

    A line of the batch is {"file": "F.glb"}.
    """
    from qingzhi.avatar_check.budget import LEVELS  # noqa: PLC0415 - scipy takes 0.5 s

    scene = scene or Settings.from_env().scene
    for value, known, name in (
        (scene, SCENES, "scene"),
        (lod, tuple(LEVELS), "lod"),
        (lang, ("zh", "en"), "lang"),
    ):
        if value not in known:
            raise InputError(f"{name} must be one of: {', '.join(known)}.", param=name)
    if frames is not None:
        if files or batch:
            raise InputError("Give figures or --frames, not both.")
        reports = [(frames, _film(frames, _spoken(lang)))]
    else:
        paths = list(_paths(files, batch))
        told = _spoken(lang)
        reports = [(str(p), _figure(p, told, scene, lod, validator)) for p in paths]
    single = len(reports) == 1 and batch is None
    for name, report in reports:
        _tell(name, report, as_json=as_json or batch is not None, single=single)
    raise typer.Exit(_status(report for _, report in reports))


def _spoken(lang: str) -> Lang:
    return "en" if lang == "en" else "zh"


def _paths(files: list[Path] | None, batch: Path | None) -> Iterable[Path]:
    if bool(files) == (batch is not None):
        raise InputError("Give either FILES or --batch FILE.")
    if batch is not None:
        return [Path(record["file"]) for record in read_batch(batch, "file")]
    return files or []


def _figure(path: Path, lang: Lang, scene: str, lod: str, validator: Path | None) -> Report:
    from qingzhi.avatar_check import check as judged  # noqa: PLC0415 - scipy takes 0.5 s
    from qingzhi.avatar_check import khronos  # noqa: PLC0415 - the same
    from qingzhi.avatar_check.findings import absent  # noqa: PLC0415 - the same

    try:
        data = path.read_bytes()
    except OSError as error:
        return absent(path.name, error.strerror or "", lang)
    more = () if validator is None else tuple(khronos.check(path, validator))
    return judged(data, lang=lang, scene=scene, lod=lod, more=more)


def _film(frames: str, lang: Lang) -> Report:
    from qingzhi.avatar_check.frames import check_frames  # noqa: PLC0415 - scipy takes 0.5 s

    folder = Path(frames)
    pattern = str(folder / "*.png") if folder.is_dir() else frames
    paths = [Path(name) for name in sorted(glob.glob(pattern))]  # noqa: PTH207 - a user's own pattern
    if not paths:
        raise InputError(f"There are no pictures at {frames}.", param="frames")
    return check_frames(paths, lang=lang)


def _status(reports: Iterable[Report]) -> int:
    found = list(reports)
    if not all(report.readable for report in found):
        return UNREADABLE
    return 0 if all(report.ok for report in found) else FAULTY


def _tell(name: str, report: Report, *, as_json: bool, single: bool) -> None:
    if as_json:
        plain = msgspec.to_builtins(report)
        del plain["readable"]
        print_json(plain if single else {"file": name, **plain})
        return
    typer.echo(f"{name}: {'ok' if report.ok else 'not ok'}")
    for fault in report.faults:
        typer.echo(f"  {fault.severity:7} {fault.code}  {fault.where}  [{fault.clause}]")
        typer.echo(f"          {fault.hint}")
    typer.echo("  " + "  ".join(f"{key} {value}" for key, value in report.measured.items()))
