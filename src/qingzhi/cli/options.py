"""Options that several commands share, and how results are printed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qingzhi.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

Demo = Annotated[
    bool | None,
    typer.Option(
        "--demo/--no-demo",
        help="Allow assets that are licensed for demonstration only (or QINGZHI_DEMO=1).",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Batch = Annotated[
    Path | None,
    typer.Option("--batch", help="One JSON object a line; prints one result a line."),
]
Data = Annotated[
    Path | None,
    typer.Option("--data", help="Folder of records (or QINGZHI_DATA).", show_default=False),
]


def print_json(value: object) -> None:
    """Print one result as one line of JSON, hanzi as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def read_batch(path: Path, field: str = "text") -> Iterator[dict[str, Any]]:
    """Read a JSONL file; each object has a text in `field`. Raises InputError naming the line."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} can't be read: {error}.", param="--batch") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            raise InputError(f"{path}:{number} is not JSON.", param="--batch") from None
        if not isinstance(record, dict) or not isinstance(record.get(field), str):
            raise InputError(f'{path}:{number} needs a "{field}".', param="--batch")
        yield record


def one_or_batch(text: str | None, batch: Path | None) -> Iterator[dict[str, Any]]:
    """Take TEXT or --batch, whichever was given. Raises InputError unless it is just one."""
    if (text is None) == (batch is None):
        raise InputError("Give either TEXT or --batch FILE.")
    if batch is not None:
        yield from read_batch(batch)
    else:
        yield {"text": text}


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file. Raises InputError where that can't be."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", param="out") from error
