"""Writes the record of where a figure comes from (6.2.2.1 c) into anybody's file."""

from __future__ import annotations

import json
import struct
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import msgspec

from qingzhi.avatar_check import provenance, references
from qingzhi.avatar_check.accessors import Reader
from qingzhi.avatar_check.container import Unreadable, opened
from qingzhi.avatar_check.findings import told
from qingzhi.avatar_check.loading import loaded
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from qingzhi.avatar_check.provenance import Provenance

_HEADER: Final = struct.Struct("<III")
_CHUNK: Final = struct.Struct("<II")


def written(data: bytes, record: Provenance, *, replace: bool = False) -> bytes:
    """Return a .glb or .vrm file with the record in it; all else is as it was.

    Raises InputError where the file is no figure, has a record that isn't to be replaced, or
    where the record would leave something open.
    """
    _dated(record)
    document, rest = _apart(data)
    asset = document["asset"]
    extras = asset.setdefault("extras", {})
    if not isinstance(extras, dict):
        raise InputError("asset.extras of the file is no object, so nothing can be added.")
    if provenance.FIELD in extras and not replace:
        raise InputError("The file has a record already.", hint="Give --replace to replace it.")
    extras[provenance.FIELD] = msgspec.to_builtins(record)
    made = _together(document, rest)
    _complete(made)
    return made


def _dated(record: Provenance) -> None:
    consent = record.likeness.consent if record.likeness else None
    if consent is None:
        return
    try:
        date.fromisoformat(consent.date)
    except ValueError as error:
        raise InputError(f"{consent.date} is no day: YYYY-MM-DD.", param="date") from error


def _apart(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the file's JSON, and what follows it."""
    try:
        opened(data)
    except Unreadable as error:
        raise InputError(told([error.finding], "en")[0].hint) from error
    _, _, whole = _HEADER.unpack_from(data)
    length, _ = _CHUNK.unpack_from(data, _HEADER.size)
    begin = _HEADER.size + _CHUNK.size
    try:
        document = json.loads(data[begin : begin + length])
    except (ValueError, RecursionError) as error:
        raise InputError("The file's JSON is nested too deeply.") from error
    return document, data[begin + length : whole]


def _together(document: dict[str, Any], rest: bytes) -> bytes:
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    size = _HEADER.size + _CHUNK.size + len(text) + len(rest)
    return _HEADER.pack(0x46546C67, 2, size) + _CHUNK.pack(len(text), 0x4E4F534A) + text + rest


def _complete(data: bytes) -> None:
    """Raise InputError for what the record still lacks."""
    file, findings = opened(data)
    findings += references.check(file)
    if not references.sound(findings):
        raise InputError("The file is damaged.", hint="qingzhi avatar check tells where.")
    model, _ = loaded(file.document, Reader(file))
    for fault in told(list(provenance.check(model)), "en"):
        raise InputError(f"{fault.where}: {fault.hint}", param="part")
