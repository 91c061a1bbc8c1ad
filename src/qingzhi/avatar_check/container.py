"""The frame of a binary glTF file: a header, one chunk of JSON, one of binary data.

Nothing outside the file is ever opened: what a file refers to elsewhere is a fault.
"""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

import msgspec

from qingzhi.avatar_check.findings import Finding
from qingzhi.avatar_check.gltf import Gltf

_MAGIC: Final = 0x46546C67
_JSON: Final = 0x4E4F534A
_BIN: Final = 0x004E4942
_HEADER: Final = 12
_CHUNK: Final = 8
MOST_BYTES: Final = 256 << 20
"""No figure that a page or a kiosk shows is larger than this."""


class File(NamedTuple):
    """A file taken apart. `size` counts all of its bytes."""

    document: Gltf
    binary: bytes
    size: int


class Unreadable(Exception):
    """The file can't be judged; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def opened(data: bytes) -> tuple[File, list[Finding]]:
    """Take a file apart; what is wrong with its frame but can be read past is found.

    Raises Unreadable where it isn't a binary glTF 2.0 file, is cut off or breaks the schema.
    """
    if len(data) > MOST_BYTES:
        raise _unreadable("file_too_large", most=MOST_BYTES >> 20)
    if len(data) < _HEADER + _CHUNK or struct.unpack_from("<I", data)[0] != _MAGIC:
        raise _unreadable("not_glb")
    _, version, told = struct.unpack_from("<III", data)
    if version != 2:
        raise _unreadable("not_glb")
    if told > len(data):
        raise _unreadable("truncated", told=told, there=len(data))
    findings = [] if told == len(data) else [_found("trailing_bytes", count=len(data) - told)]
    chunks = _chunks(data[:told])
    if chunks[0][0] != _JSON:
        raise _unreadable("not_glb")
    binary = chunks[1][1] if len(chunks) > 1 and chunks[1][0] == _BIN else b""
    findings += [_found("chunk_misaligned") for kind, body in chunks if len(body) % 4]
    return File(_document(chunks[0][1]), binary, len(data)), findings


def _chunks(data: bytes) -> list[tuple[int, bytes]]:
    chunks, at = [], _HEADER
    while at < len(data):
        if at + _CHUNK > len(data):
            raise _unreadable("truncated", told=at + _CHUNK, there=len(data))
        length, kind = struct.unpack_from("<II", data, at)
        at += _CHUNK
        if at + length > len(data):
            raise _unreadable("truncated", told=at + length, there=len(data))
        chunks.append((kind, data[at : at + length]))
        at += length
    return chunks


def _document(text: bytes) -> Gltf:
    try:
        return msgspec.json.decode(text, type=Gltf)
    except msgspec.ValidationError as error:
        raise _unreadable("schema", detail=str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable("json_invalid", detail=str(error)) from error
    except RecursionError as error:
        raise _unreadable("json_invalid", detail="too deeply nested") from error


def _found(code: str, **slots: object) -> Finding:
    return Finding(code, "/", slots)


def _unreadable(code: str, **slots: object) -> Unreadable:
    return Unreadable(_found(code, **slots))
