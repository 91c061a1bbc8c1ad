"""For tests of figures: a file taken apart again."""

from __future__ import annotations

import json
import struct
from typing import Any, NamedTuple

from qingzhi.errors import InputError

_HEADER = 12
_MAGIC = 0x46546C67


class Glb(NamedTuple):
    """The two chunks of a binary glTF file."""

    document: dict[str, Any]
    binary: bytes


def read(data: bytes) -> Glb:
    """Take a file apart. Raises InputError when its frame is broken."""
    try:
        magic, version, size = struct.unpack_from("<III", data)
        length, _ = struct.unpack_from("<I4s", data, _HEADER)
        rest, _ = struct.unpack_from("<I4s", data, _HEADER + 8 + length)
        document = json.loads(data[_HEADER + 8 :][:length])
    except (struct.error, ValueError) as error:
        raise InputError("This is no binary glTF file.") from error
    if (magic, version, size) != (_MAGIC, 2, len(data)) or _HEADER + 16 + length + rest != size:
        raise InputError("The frame of this binary glTF file is broken.")
    return Glb(document, data[_HEADER + 16 + length :])
