"""Labels that say "made by AI" inside a sound file, for machines.

GB 45438-2025, 6 (implicit labels in metadata): a field AIGC that holds JSON. A WAV file carries
it as the comment of its LIST/INFO chunk; other kinds as their comment tag.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Final

import soundfile

from qingzhi.score import SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    import numpy as np
    from numpy.typing import NDArray

PRODUCER: Final = "qingzhi"
"""Named where the operator names nobody."""
IS_GENERATED: Final = "1"
"""The standard's value for content that is generated for certain."""
HEADER: Final = "X-AI-Generated"
"""Of HTTP answers: the body is a machine's."""
_OPEN: Final = 0xFFFFFFFF


def label(producer: str = "") -> str:
    """Write the field AIGC, in ASCII, with a number of its own for this piece."""
    fields = {
        "Label": IS_GENERATED,
        "ContentProducer": producer or PRODUCER,
        "ProduceID": secrets.token_hex(8),
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }
    return json.dumps({"AIGC": fields}, separators=(",", ":"))


def wav_head(comment: str) -> bytes:
    """Write the head of a WAV stream: mono PCM16 at SAMPLE_RATE, of a length left open."""
    form = b"\x01\0\x01\0" + _u32(SAMPLE_RATE) + _u32(SAMPLE_RATE * 2) + b"\x02\0\x10\0"
    info = b"INFO" + _chunk(b"ISFT", PRODUCER.encode() + b"\0")
    info += _chunk(b"ICMT", comment.encode() + b"\0")
    body = b"WAVE" + _chunk(b"fmt ", form) + _chunk(b"LIST", info)
    return b"RIFF" + _u32(_OPEN) + body + b"data" + _u32(_OPEN)


def write_sound(
    target: Path | BinaryIO,
    samples: NDArray[np.float32],
    comment: str,
    *,
    container: str | None = None,
    subtype: str | None = None,
) -> None:
    """Write labelled sound: `container` is libsndfile's name of the kind, else the path's ending.

    Raises OSError or soundfile.LibsndfileError where it can't be written.
    """
    with soundfile.SoundFile(target, "w", SAMPLE_RATE, 1, subtype, format=container) as file:
        file.comment = comment
        file.write(samples)


def _chunk(name: bytes, body: bytes) -> bytes:
    """Write a RIFF chunk, padded to an even length."""
    return name + _u32(len(body)) + body + b"\0" * (len(body) % 2)


def _u32(value: int) -> bytes:
    return value.to_bytes(4, "little")
