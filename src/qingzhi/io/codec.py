"""Sound and motion as bytes: PCM16, quantised frames, base64 for text, one frame for binary.

Quantisation: face coefficients to 8 bits (1/255), quaternions to 16 bits (1/32767), hips to
0.1 mm. A binary message is `QZ`, the header's length (uint16, little endian), the header
(the JSON event without its payload), the payload.
"""

from __future__ import annotations

import base64
import struct
from typing import TYPE_CHECKING, Final, Literal

import msgspec
import numpy as np

from qingzhi.errors import ProtocolError
from qingzhi.io.events import AudioDelta, GazeInfo, MotionDelta, ServerEvent, encode
from qingzhi.score import ARKIT, Gaze, Layer, MotionFrames

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAGIC: Final = b"QZ"
HIPS_UNIT: Final = 1e-4
_HEADER: Final = struct.Struct("<2sH")


def pcm16(samples: NDArray[np.float32]) -> bytes:
    """Float samples −1..1 to little-endian 16 bit; louder ones are held at the rim."""
    scaled = np.clip(samples, -1.0, 1.0) * 32767.0
    return np.asarray(np.rint(scaled), dtype="<i2").tobytes()


def from_pcm16(data: bytes) -> NDArray[np.float32]:
    """Read little-endian 16 bit to float samples. Raises ProtocolError for an odd byte count."""
    if len(data) % 2:
        raise ProtocolError("PCM16 audio must have an even number of bytes.", param="audio")
    return np.frombuffer(data, dtype="<i2").astype(np.float32) / 32767.0


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def from_b64(text: str, param: str) -> bytes:
    """Read base64. Raises ProtocolError that names `param`."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise ProtocolError("This is not base64.", param=param) from None


def motion_event(
    frames: MotionFrames, *, response_id: str, item_id: str, offset_s: float = 0.0
) -> MotionDelta:
    """Write a segment as an event; `offset_s` moves it from the clause's clock to the item's."""
    return MotionDelta(
        response_id=response_id,
        item_id=item_id,
        layer=frames.layer.value,
        clock=frames.clock,
        start_ms=round((frames.start_s + offset_s) * 1000, 3),
        fps=frames.fps,
        fade_ms=round(frames.fade_s * 1000),
        frames=len(frames),
        face=_quantised(frames.face, 255.0, "u1"),
        face_mask=frames.face_mask,
        bone_names=frames.bone_names,
        bones=_quantised(frames.bones, 32767.0, "<i2"),
        hips=_quantised(frames.hips, 1 / HIPS_UNIT, "<i2"),
        gaze=tuple(
            GazeInfo(g.at, g.x, g.y, round((g.start_s + offset_s) * 1000)) for g in frames.gaze
        ),
        generation=frames.generation,
    )


def motion_frames(event: MotionDelta) -> MotionFrames:
    """Read a segment back. Raises ProtocolError when an array does not fit its shape."""
    count, bones = event.frames, len(event.bone_names)
    return MotionFrames(
        layer=Layer(event.layer),
        generation=event.generation,
        start_s=event.start_ms / 1000,
        face=_restored(event.face, 255.0, "u1", (count, len(ARKIT)), "face"),
        bone_names=event.bone_names,
        bones=_restored(event.bones, 32767.0, "<i2", (count, bones, 4), "bones"),
        hips=_restored(event.hips, 1 / HIPS_UNIT, "<i2", (count, 3), "hips"),
        gaze=tuple(Gaze(at=_at(g.at), x=g.x, y=g.y, start_s=g.start_ms / 1000) for g in event.gaze),
        clock="audio" if event.clock == "audio" else "conversation",
        fps=event.fps,
        fade_s=event.fade_ms / 1000,
        face_mask=event.face_mask,
    )


def pack(event: ServerEvent) -> bytes:
    """Write an event as one binary message: payloads as bytes instead of base64."""
    header, payload = _split(event)
    if len(header) > 0xFFFF:
        raise ProtocolError("The header of a binary message is too long.")
    return _HEADER.pack(MAGIC, len(header)) + header + payload


def unpack(message: bytes) -> tuple[dict[str, object], bytes]:
    """Read a binary message into header and payload. Raises ProtocolError."""
    if len(message) < _HEADER.size:
        raise ProtocolError("A binary message is cut off.", code="invalid_frame")
    magic, size = _HEADER.unpack_from(message)
    if magic != MAGIC or len(message) < _HEADER.size + size:
        raise ProtocolError("This is not a binary message of ours.", code="invalid_frame")
    try:
        header = msgspec.json.decode(message[_HEADER.size : _HEADER.size + size], type=dict)
    except msgspec.DecodeError:
        raise ProtocolError("The header is not JSON.", code="invalid_frame") from None
    return header, message[_HEADER.size + size :]


def _split(event: ServerEvent) -> tuple[bytes, bytes]:
    if isinstance(event, AudioDelta):
        payload = base64.b64decode(event.delta)
        return encode(msgspec.structs.replace(event, delta="")), payload
    if isinstance(event, MotionDelta):
        parts = [base64.b64decode(a) if a else b"" for a in (event.face, event.bones, event.hips)]
        bare = msgspec.structs.replace(
            event,
            face="" if event.face else None,
            bones="" if event.bones else None,
            hips="" if event.hips else None,
        )
        return encode(bare), b"".join(parts)
    return encode(event), b""


def _quantised(array: NDArray[np.float32] | None, scale: float, kind: str) -> str | None:
    if array is None:
        return None
    info = np.iinfo(kind)
    return b64(np.clip(np.rint(array * scale), info.min, info.max).astype(kind).tobytes())


def _restored(
    text: str | None, scale: float, kind: str, shape: tuple[int, ...], name: str
) -> NDArray[np.float32] | None:
    if text is None:
        return None
    flat = np.frombuffer(from_b64(text, name), dtype=kind)
    if flat.size != int(np.prod(shape)):
        raise ProtocolError(f"{name} does not have the shape {shape}.", param=name)
    return (flat.astype(np.float32) / np.float32(scale)).reshape(shape)


def _at(name: str) -> Literal["visitor", "screen", "away"]:
    match name:
        case "visitor" | "screen" | "away":
            return name
    raise ProtocolError(f"Gaze at {name!r} is unknown.", param="gaze")
