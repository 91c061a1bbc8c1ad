"""`qingzhi doctor`: what works on this machine, what doesn't, and what to do about it."""

from __future__ import annotations

import asyncio
import shutil
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import typer

from qingzhi.cli.options import Data, Demo, Json, print_json
from qingzhi.cli.prepare import SPOKEN
from qingzhi.errors import (
    AssetUnavailable,
    EngineUnavailable,
    QingzhiError,
    SettingsError,
    StoreError,
)
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

ROOM_BYTES: Final = 500_000_000
"""Free space that assets, records and an index need to grow into."""


def doctor(as_json: Json = False, data: Data = None, demo: Demo = None) -> None:
    """Try every part once and report. The exit status is 1 when something must be mended."""
    settings = Settings.from_env(data=data, demo=demo)
    findings = asyncio.run(_examine(settings))
    ok = all(finding["ok"] for finding in findings)
    if as_json:
        print_json({"ok": ok, "checks": findings})
    else:
        for finding in findings:
            typer.echo(
                f"{'ok  ' if finding['ok'] else 'FAIL'} {finding['name']}: {finding['found']}"
            )
    if not ok:
        raise typer.Exit(1)


async def _examine(settings: Settings) -> list[dict[str, Any]]:
    return [await _tried(name, check, settings) for name, check in _CHECKS.items()]


async def _tried(
    name: str, check: Callable[[Settings], Awaitable[str]], settings: Settings
) -> dict[str, Any]:
    begun = time.perf_counter()
    try:
        found, ok = await check(settings), True
    except (QingzhiError, OSError) as error:
        found, ok = str(error), False
    milliseconds = round((time.perf_counter() - begun) * 1000)
    return {"name": name, "ok": ok, "found": found, "ms": milliseconds}


async def _python(_settings: Settings) -> str:
    return f"Python {sys.version.split()[0]}"


async def _disk(settings: Settings) -> str:
    for folder in (settings.data, settings.cache):
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
        if free < ROOM_BYTES:
            raise SettingsError(f"{folder} has only {free // 10**6} MB free.", hint="Make room.")
    return f"data in {settings.data}, assets in {settings.cache}"


async def _assets(settings: Settings) -> str:
    from qingzhi.assets import Assets  # noqa: PLC0415 - keeps `--help` quick

    return ", ".join(f"{asset.name} {asset.state}" for asset in Assets(settings).list())


async def _store(settings: Settings) -> str:
    from qingzhi.store import Store  # noqa: PLC0415 - keeps `--help` quick

    store = await Store.open(settings)
    await store.close()
    return "records can be written"


async def _knowledge(settings: Settings) -> str:
    from qingzhi.service.mind import Mind  # noqa: PLC0415 - keeps `--help` quick

    mind = Mind.open(settings)
    talk = mind.conversation()
    percept = mind.perceiver.perceive("身份证丢了怎么办")
    clauses = list(mind.reply(talk, percept, 1))
    if not talk.citations:
        raise StoreError("The knowledge base does not answer.", hint="Delete its folder.")
    return f"{len(mind.knowledge.ids)} items, answered in {len(clauses)} clauses"


async def _resources(settings: Settings) -> str:
    from qingzhi.safety.resources import Resources  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.service.mind import RESOURCES  # noqa: PLC0415 - the same

    region = Resources.load(settings.data / RESOURCES).of(settings.region)
    when = f"{region.region}, checked on {region.checked}"
    if region.stale(datetime.now(UTC).date()):
        raise SettingsError(
            f"The help lines of {when}, are more than a year old.",
            hint=f"Check each and put a file with today's date into {settings.data / RESOURCES}.",
        )
    if region.region != settings.region:
        raise SettingsError(
            f"There are no help lines for {settings.region}, so those for anywhere are named.",
            hint=f"Put a file for it into {settings.data / RESOURCES}.",
        )
    return f"{len(region.line)} lines of {when}"


async def _voice(settings: Settings) -> str:
    from qingzhi.assets import Assets  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.service.recital import Manner, lines, recite  # noqa: PLC0415 - the same
    from qingzhi.speech import Speaker  # noqa: PLC0415 - the same

    assets = Assets(settings)
    wanting = [name for name in SPOKEN if name in assets.permitted() and not assets.ready(name)]
    if wanting:
        raise AssetUnavailable(
            f"The asset {wanting[0]} is not here, so another voice stands in.",
            hint=f"Run `qingzhi assets fetch {wanting[0]} --demo`.",
        )
    speaker = await Speaker.start(settings, assets, voice=settings.voice)
    try:
        recital = await recite(speaker, lines("您好。", Manner()))
    finally:
        await speaker.close()
    if recital.seconds < 0.2:
        raise EngineUnavailable(f"The voice {recital.voice} stays silent.")
    if recital.voice != speaker.voice:
        raise EngineUnavailable(f"{speaker.voice} is silent, and {recital.voice} stands in.")
    return f"{recital.voice} speaks"


async def _page(_settings: Settings) -> str:
    from qingzhi.service.app import STATIC  # noqa: PLC0415 - keeps `--help` quick

    if not (STATIC / "index.html").exists():
        raise SettingsError("The page is not built.", hint="Run 'pip install .' again.")
    return "the page is built"


async def _profile(settings: Settings) -> str:
    from qingzhi.safety.profiles import profile  # noqa: PLC0415 - keeps `--help` quick

    kept = profile(settings.profile, minor_min=settings.minor_minutes)
    demands = [f"boundaries up to a {kept.most}", f"minors {kept.minor_visit_min} min a visit"]
    if kept.day_min:
        demands.append(f"{kept.day_min} min a day")
    if kept.minors == "guardian":
        demands.append("minors only on a guardian's word")
    if kept.needs_person:
        demands.append("WARNING: somebody to hand over to must be there, and a contact asked for")
    if not settings.producer:
        demands.append("WARNING: QINGZHI_PRODUCER names nobody in the labels of sound files")
    return f"{kept.name}: {', '.join(demands)}"


async def _figure(settings: Settings) -> str:
    from qingzhi.assets import Assets  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.service.figure_cache import FigureCache  # noqa: PLC0415 - the same
    from qingzhi.service.figure_order import BODY, ordered  # noqa: PLC0415 - the same

    order = ordered(settings)
    if order is None:
        return "switched off"
    if FigureCache(settings).ready(order.key):
        return f"{settings.figure} is made"
    body = "" if order.own or Assets(settings).ready(BODY) else f", after {BODY} is fetched"
    return f"{settings.figure} is made at the first start{body}"


_CHECKS: Final[Mapping[str, Callable[[Settings], Awaitable[str]]]] = {
    "python": _python,
    "disk": _disk,
    "assets": _assets,
    "records": _store,
    "knowledge": _knowledge,
    "help lines": _resources,
    "voice": _voice,
    "page": _page,
    "figure": _figure,
    "profile": _profile,
}
