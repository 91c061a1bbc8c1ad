"""`qingzhi screen`: what the screen decides about a text, and updates of the word lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from qingzhi.cli.options import Batch, Data, Json, one_or_batch, print_json
from qingzhi.errors import InputError
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from qingzhi.safety import Screen, Verdict

FOLDER = "screen"
"""Where the operator's own lists lie, within QINGZHI_DATA."""
Audience = Annotated[str, typer.Option(help="adult, minor or elder.")]
Direction = Annotated[str, typer.Option(help="in (a visitor says it) or out (the figure does).")]


def screen(
    text: Annotated[str | None, typer.Argument(help="A text in Chinese or English.")] = None,
    batch: Batch = None,
    direction: Direction = "in",
    audience: Audience = "adult",
    update: Annotated[
        Path | None,
        typer.Option(help="Check a word list (.toml) and put it among the operator's own."),
    ] = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Decide about one text, or one a line ({"text", "direction"?, "audience"?, "history"?})."""
    folder = Settings.from_env(data=data).data / FOLDER
    if update is not None:
        _update(update, folder)
        return
    records = list(one_or_batch(text, batch))
    screen = _screen(folder)
    for record in records:
        verdict = decide(screen, {"direction": direction, "audience": audience} | record)
        if as_json or batch:
            print_json(shown(verdict))
        else:
            _print_plain(verdict)


def decide(screen: Screen, record: dict[str, Any]) -> Verdict:
    """Decide about one record. Raises InputError, which names the field that is wrong."""
    from qingzhi.safety.verdict import Audience, Direction  # noqa: PLC0415 - keeps `--help` quick

    for field, allowed in (("direction", get_args(Direction)), ("audience", get_args(Audience))):
        if record.get(field) not in allowed:
            raise InputError(f"{field} must be one of: {', '.join(allowed)}.", param=field)
    history = record.get("history") or []
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        raise InputError("history must be a list of texts.", param="history")
    return screen.check(
        record["text"],
        direction=record["direction"],
        audience=record["audience"],
        history=history,
        lang=language(record["text"]),
    )


def language(text: str) -> str:
    """Tell the language that the reason is given in: Chinese unless no hanzi is there."""
    return "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"


def shown(verdict: Verdict) -> dict[str, Any]:
    """Give a verdict as it is printed."""
    return {
        "action": verdict.action,
        "categories": list(verdict.categories),
        "level": verdict.level,
        "reason": verdict.reason,
        "way_on": verdict.way_on,
        "rule": verdict.rule,
        "version": verdict.version,
        "id": verdict.id,
        "text": verdict.text,
    }


def _screen(folder: Path) -> Screen:
    from qingzhi.safety import Screen  # noqa: PLC0415 - keeps `--help` quick

    return Screen.load(folder)


def _update(source: Path, folder: Path) -> None:
    from qingzhi.safety.lists import install  # noqa: PLC0415 - keeps `--help` quick

    shelf = install(source, folder)
    typer.echo(
        f"{source.name}: {len(shelf.rules)} rules in force, version {shelf.version}. "
        "A running service takes them up within seconds."
    )


def _print_plain(verdict: Verdict) -> None:
    about = f" ({', '.join(verdict.categories)})" if verdict.categories else ""
    typer.echo(f"{verdict.action}{about}")
    for line in (verdict.reason, verdict.way_on, verdict.rule and f"[{verdict.rule}]"):
        if line:
            typer.echo(f"  {line}")
