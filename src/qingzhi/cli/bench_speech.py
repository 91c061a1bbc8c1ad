"""`qingzhi bench speech`: first sound, work, memory and crowd of each voice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from qingzhi.cli.options import Demo, Json, print_json
from qingzhi.errors import EngineUnavailable
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from qingzhi.evaluation.speech_speed import VoiceSpeed
    from qingzhi.speech.offers import Offer


def speech(
    voice: Annotated[
        list[str] | None,
        typer.Option(help="A voice's name; may be repeated. All on this machine by default."),
    ] = None,
    clauses: Annotated[int, typer.Option(min=1, help="Clauses for the first sound.")] = 40,
    crowd: Annotated[
        float, typer.Option(min=0.0, help="Seconds that each crowd speaks; 0 leaves it out.")
    ] = 6.0,
    as_json: Json = False,
    demo: Demo = None,
) -> None:
    """Measure voices: first audible sample, real-time factor, memory, speakers on one core."""
    settings = Settings.from_env(demo=demo)
    found = []
    for offer in _chosen(settings, voice or []):
        with Console(stderr=True).status(f"{offer.record.name} …"):
            found.append(asyncio.run(_measured(offer, clauses, crowd)))
    if as_json:
        told = [msgspec.to_builtins(one) for one in found]
        print_json({one.pop("voice"): one for one in told})
        return
    table = Table("voice", "first ms p50", "p95", "rtf", "MB", "speakers a core", box=None)
    for one in found:
        crowd_told = one.concurrent_speakers_per_core
        values = (one.first_audio_ms.p50, one.first_audio_ms.p95, one.rtf, one.mb)
        table.add_row(one.voice, *map(str, values), "" if crowd_told is None else str(crowd_told))
    Console().print(table)


async def _measured(offer: Offer, clauses: int, crowd: float) -> VoiceSpeed:
    from qingzhi.evaluation.speech_speed import measure  # noqa: PLC0415 - keeps `--help` quick

    return await measure(offer, count=clauses, crowd_s=crowd)


def _chosen(settings: Settings, names: list[str]) -> list[Offer]:
    """Give the voices asked for, else all that may speak and need no server."""
    from qingzhi.assets import Assets  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.speech.offers import offers  # noqa: PLC0415 - the same

    found = offers(settings, Assets(settings))
    if names:
        chosen = [found.named(name) for name in names]
    else:
        allowed = (o for o in found.ready.values() if _allowed(o, settings))
        chosen = sorted(allowed, key=lambda offer: -offer.record.quality)
    for offer in chosen:
        offer.permit()
    if not chosen:
        raise EngineUnavailable("No voice can speak here.")
    return chosen


def _allowed(offer: Offer, settings: Settings) -> bool:
    record = offer.record
    here = not record.engine.endswith("server") and record.consent.kind != "needed"
    return here and (settings.demo or record.permitted_use == "any")
