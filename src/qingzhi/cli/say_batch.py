"""`qingzhi say --batch`: a list of texts, each a sound file, and an index of them."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import typer

from qingzhi.cli.options import print_json, read_batch
from qingzhi.cli.prepare import bring_assets
from qingzhi.cli.say import DEMO_VOICE, manner_of, write_speech
from qingzhi.emotion import NEUTRAL, Strength
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qingzhi.service.recital import Manner
    from qingzhi.settings import Settings
    from qingzhi.speech import Speaker

INDEX: Final = "index.jsonl"
_ID: Final = re.compile(r"(?!\.)[\w.-]{1,80}")
_FIELDS: Final = ("id", "emotion", "strength", "style", "voice")


@dataclass(frozen=True, slots=True)
class Item:
    """One text to say, and the file's name without its ending."""

    id: str
    text: str
    manner: Manner
    told: dict[str, Any]


def say_batch(
    batch: Path,
    out: Path | None,
    manner: Manner,
    settings: Settings,
    *,
    marked: bool,
    as_json: bool,
) -> None:
    """Say every line of a JSONL file. All are checked before the first is said."""
    if out is None:
        raise InputError("--batch needs --out DIR.", param="--out")
    lines = list(_lines(batch, manner))
    if not lines:
        raise InputError(f"{batch} holds no text.", param="--batch")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {out} can't be made: {error.strerror}.") from None
    if settings.voice in ("", DEMO_VOICE):
        bring_assets(settings)
    made = asyncio.run(_say_all(lines, out, settings, marked=marked))
    if as_json:
        print_json({"files": made, "index": str(out / INDEX)})
    else:
        typer.echo(f"{made} files, {out / INDEX}")


async def _say_all(lines: list[Item], out: Path, settings: Settings, *, marked: bool) -> int:
    from qingzhi.assets import Assets  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.speech import Speaker  # noqa: PLC0415 - the same

    speaker = await Speaker.start(settings, Assets(settings), voice=settings.voice)
    try:
        with (out / INDEX).open("w", encoding="utf-8") as index:
            for line in lines:
                entry = await _say(speaker, line, out, settings, marked=marked)
                index.write(json.dumps(entry, ensure_ascii=False) + "\n")
    finally:
        await speaker.close()
    return len(lines)


async def _say(
    speaker: Speaker, line: Item, out: Path, settings: Settings, *, marked: bool
) -> dict[str, Any]:
    import numpy as np  # noqa: PLC0415 - keeps `--help` quick

    from qingzhi.service.recital import lines, spoken  # noqa: PLC0415 - the same

    said = await spoken(speaker, lines(line.text, line.manner), line.manner.voice)
    samples = np.concatenate([one.samples for one in said])
    path = out / f"{line.id}.wav"
    await asyncio.to_thread(write_speech, path, samples, settings.producer, marked=marked)
    seconds = round(len(samples) / 24_000, 4)
    return line.told | {"file": path.name, "seconds": seconds, "voice": said[-1].voice}


def _lines(batch: Path, manner: Manner) -> Iterator[Item]:
    """Read and check the lines. Raises InputError naming the one at fault."""
    seen: set[str] = set()
    for number, record in enumerate(read_batch(batch), 1):
        try:
            line = _line(record, number, manner)
        except InputError as error:
            message = f"{batch}, text {number}: {error.message}"
            raise InputError(message, hint=error.hint, param="--batch") from None
        if line.id in seen:
            raise InputError(f"{batch}, text {number}: {line.id!r} is there twice.")
        seen.add(line.id)
        yield line


def _line(record: dict[str, Any], number: int, manner: Manner) -> Item:
    given = {name: record[name] for name in _FIELDS if name in record}
    for name, value in given.items():
        if not isinstance(value, str):
            raise InputError(f"{name} must be a text.")
    name = given.get("id", f"{number:04d}")
    if not _ID.fullmatch(name):
        raise InputError(f"{name[:80]!r} can't name a file.")
    from qingzhi.service.text import sentences  # noqa: PLC0415 - keeps `--help` quick

    if not any(sentences(record["text"])):
        raise InputError("There is nothing to say in this text.")
    feeling = given.get("emotion", manner.emotion.name)
    strength = given.get("strength", _strength(manner))
    style = given.get("style", manner.style)
    own = manner_of(feeling, strength, style, manner.rate, given.get("voice", ""))
    told = {"id": name, "text": record["text"], "emotion": feeling, "style": style}
    return Item(name, record["text"], own, told | {"strength": _named(feeling, strength)})


def _strength(manner: Manner) -> str:
    return manner.emotion.strength if manner.emotion.name != NEUTRAL else Strength.MODERATE


def _named(feeling: str, strength: str) -> str:
    return "" if feeling == NEUTRAL else str(strength)
