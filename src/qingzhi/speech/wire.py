"""What the service and a worker process say to each other over a pair of pipes.

A message is its header's length (4 bytes, little-endian), its body's length (4 bytes), the
header in MessagePack and the body: samples as float32, little-endian, or nothing.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.errors import EngineCrashed
from qingzhi.score import PhoneMark  # noqa: TC001 - msgspec reads annotations at run time
from qingzhi.speech.engine import EngineRequest  # noqa: TC001 - the same

if TYPE_CHECKING:
    from asyncio import StreamReader
    from typing import BinaryIO

_LENGTHS: Final = struct.Struct("<II")
MAX_HEADER: Final = 4 << 20
MAX_BODY: Final = 64 << 20


class Start(msgspec.Struct, frozen=True, tag="start"):
    """Load this engine (`module:attribute`) with these options; the first order of all."""

    target: str
    options: dict[str, str]


class Say(msgspec.Struct, frozen=True, tag="say"):
    """Speak a piece. `lead_s` is how much sound lies ready before it: less is more urgent."""

    job: int
    request: EngineRequest
    lead_s: float = 0.0


class Drop(msgspec.Struct, frozen=True, tag="drop"):
    """Forget a job; unknown ones are forgotten already."""

    job: int


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The engine is loaded."""


class Sound(msgspec.Struct, frozen=True, tag="sound"):
    """The next samples of a job are the body of this message."""

    job: int
    marks: tuple[PhoneMark, ...] = ()
    last: bool = False


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """A job, or with −1 the loading, ended in an error; `reason` never holds user text."""

    job: int
    reason: str


Order = Start | Say | Drop
Report = Ready | Sound | Failed

_ENCODER: Final = msgspec.msgpack.Encoder()
_ORDERS: Final[msgspec.msgpack.Decoder[Order]] = msgspec.msgpack.Decoder(Order)
_REPORTS: Final[msgspec.msgpack.Decoder[Report]] = msgspec.msgpack.Decoder(Report)


def pack(message: Order | Report, body: bytes | memoryview = b"") -> bytes:
    """Frame a message for the pipe."""
    header = _ENCODER.encode(message)
    return b"".join((_LENGTHS.pack(len(header), len(body)), header, body))


def read_order(pipe: BinaryIO) -> Order | None:
    """Block for the next order; None when the other side has gone."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    size, _ = _LENGTHS.unpack(lengths)
    header = pipe.read(size)
    return _ORDERS.decode(header) if len(header) == size else None


async def read_report(pipe: StreamReader) -> tuple[Report, bytes]:
    """Wait for the next report and its body. Raises EngineCrashed on nonsense, EOFError at the end.

    (`asyncio.IncompleteReadError` is an EOFError.)
    """
    size, body = _LENGTHS.unpack(await pipe.readexactly(_LENGTHS.size))
    if size > MAX_HEADER or body > MAX_BODY:
        raise EngineCrashed("A voice worker sent nonsense.")
    header = await pipe.readexactly(size)
    try:
        return _REPORTS.decode(header), await pipe.readexactly(body)
    except msgspec.DecodeError as error:
        raise EngineCrashed("A voice worker sent nonsense.") from error
