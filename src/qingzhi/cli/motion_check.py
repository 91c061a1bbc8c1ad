"""`qingzhi motion check`: judge anybody's file of motion."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from qingzhi.cli.options import Json, print_json
from qingzhi.errors import InputError
from qingzhi.score import Lang

if TYPE_CHECKING:
    from qingzhi.motion.check import Report


class _Phone(msgspec.Struct, frozen=True):
    phone: str
    start_s: float
    stress: float = 0.0


def check(
    file: Annotated[Path, typer.Argument(help="A file of motion (.npz).")],
    phones: Annotated[
        Path | None,
        typer.Option(help="Phones of its sound (JSON, as from-audio writes): judges strokes."),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the hints.")] = "en",
    as_json: Json = False,
) -> None:
    """Judge a file of motion; exit status 1 when it has faults."""
    from qingzhi.motion.check import check as judge  # noqa: PLC0415 - keeps `--help` quick

    if not file.is_file():
        raise InputError(f"There is no file {file}.")
    report = judge(file, onsets=_onsets(phones) if phones else (), lang=lang)
    if as_json:
        print_json(msgspec.to_builtins(report))
    else:
        _tell(report)
    if not report.ok:
        raise typer.Exit(1)


def _onsets(path: Path) -> tuple[float, ...]:
    """Where vowels begin that are stressed; all of them where nothing tells stress."""
    from qingzhi.motion.visemes import is_vowel  # noqa: PLC0415 - keeps `--help` quick

    try:
        phones = msgspec.json.decode(path.read_bytes(), type=list[_Phone])
    except (OSError, msgspec.DecodeError):
        raise InputError(f"{path} holds no phones.", param="--phones") from None
    vowels = [phone for phone in phones if is_vowel(phone.phone)]
    stressed = [phone for phone in vowels if phone.stress > 0.5]
    return tuple(phone.start_s for phone in stressed or vowels)


def _tell(report: Report) -> None:
    measured = report.measured
    typer.echo(
        f"{'sound' if report.ok else 'faulty'}: {measured.max_joint_speed:.2f} rad/s, "
        f"{measured.penetration_mm:.0f} mm into the body, {measured.foot_slide_mm:.0f} mm slid, "
        f"{measured.pops} jumps"
    )
    for fault in report.faults:
        typer.echo(f"  {fault.code}: {fault.hint}")
