"""What an ONNX file says of itself, read without loading it: its metadata and its inputs.

The file is a protobuf message (onnx.proto3, ModelProto): field 14 holds the metadata as pairs of
key and value. The graph is passed over, so a file of any size takes a few reads.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_METADATA: Final = 14
_VARINT, _LONG, _BYTES, _INT = 0, 1, 2, 5
_LONGEST_VARINT: Final = 10
MAX_ENTRY: Final = 1 << 20
"""A pair of metadata is never longer than so many bytes."""


def metadata(path: Path) -> dict[str, str]:
    """Return an ONNX file's metadata. Raises ValueError for a file that is none, OSError."""
    with path.open("rb") as file:
        end = os.fstat(file.fileno()).st_size
        pairs = [_pair(body) for field, body in _fields(file, end) if field == _METADATA]
    return dict(pairs)


def _fields(file: BinaryIO, end: int) -> Iterator[tuple[int, bytes]]:
    """Walk the top level; only metadata is read, the rest is skipped."""
    while file.tell() < end:
        key = _varint(file)
        field, kind = key >> 3, key & 7
        if kind == _VARINT:
            _varint(file)
            continue
        size = {_LONG: 8, _INT: 4}.get(kind, -1)
        if kind == _BYTES:
            size = _varint(file)
        if size < 0 or field == 0 or file.tell() + size > end:
            raise ValueError("this is no ONNX file, or a broken one")
        if field == _METADATA and size <= MAX_ENTRY:
            yield field, file.read(size)
        else:
            file.seek(size, os.SEEK_CUR)


def _pair(body: bytes) -> tuple[str, str]:
    """Read a StringStringEntryProto: key in field 1, value in field 2."""
    found = {1: "", 2: ""}
    at = 0
    while at < len(body):
        field, at = body[at] >> 3, at + 1
        size, at = _varint_in(body, at)
        found[field] = body[at : at + size].decode("utf-8", "replace")
        at += size
    return found[1], found[2]


def _varint(file: BinaryIO) -> int:
    value = 0
    for shift in range(_LONGEST_VARINT):
        byte = file.read(1)
        if not byte:
            break
        value |= (byte[0] & 0x7F) << (7 * shift)
        if byte[0] < 0x80:
            return value
    raise ValueError("this is no ONNX file, or a broken one")


def _varint_in(body: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(body):
        byte, at = body[at], at + 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at
    raise ValueError("this is no ONNX file, or a broken one")
