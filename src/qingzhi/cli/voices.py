"""`qingzhi voices`: every voice there is, with its licence and its speaker's consent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from rich.console import Console
from rich.table import Table

from qingzhi.cli.options import Demo, Json, print_json
from qingzhi.errors import QingzhiError
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from qingzhi.speech.offers import Offer

_COLOUR = {"usable": "green", "forbidden": "magenta", "broken": "red"}


def voices(as_json: Json = False, demo: Demo = None) -> None:
    """List the voices: language, licence, permitted use, consent, engine, emotion."""
    found = _voices(Settings.from_env(demo=demo))
    if as_json:
        print_json(found)
        return
    table = Table("voice", "state", "language", "engine", "emotion", "licence", "consent", box=None)
    for voice in found:
        state = voice["state"]
        told = [", ".join(voice.get("language", ())), *(voice.get(k, "") for k in _TOLD)]
        consent = voice.get("consent", {}).get("kind", "")
        table.add_row(voice["name"], f"[{_COLOUR[state]}]{state}[/]", *told, consent)
    console = Console()
    console.print(table)
    for voice in found:
        if voice["reason"]:
            console.print(f"{voice['name']}: {voice['reason']}", markup=False)


_TOLD = ("engine", "emotion_control", "licence")


def _voices(settings: Settings) -> list[dict[str, Any]]:
    from qingzhi.assets import Assets  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.speech.offers import offers  # noqa: PLC0415 - the same

    found = offers(settings, Assets(settings))
    order = sorted(found.ready.values(), key=lambda offer: -offer.record.quality)
    usable = [_usable(offer, settings) for offer in order]
    broken = [
        {"name": name, "state": "broken", "reason": str(error)}
        for name, error in found.broken.items()
    ]
    return usable + broken


def _usable(offer: Offer, settings: Settings) -> dict[str, Any]:
    record = msgspec.to_builtins(offer.record)
    language = record.pop("languages")
    state, reason = _state(offer, settings)
    for inner in ("quality", "heavy", "first_patience_s"):
        del record[inner]
    name = record.pop("name")
    return {"name": name, "language": language, **record, "state": state, "reason": reason}


def _state(offer: Offer, settings: Settings) -> tuple[str, str]:
    if offer.record.permitted_use == "demonstration" and not settings.demo:
        return "forbidden", "It may be used for demonstration only: give --demo."
    try:
        offer.permit()
    except QingzhiError as error:
        return "forbidden", str(error)
    return "usable", ""
