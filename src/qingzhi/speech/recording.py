"""Anybody's recording, read with care: one sound of a known rate and length, or one clear error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile
import soxr

from qingzhi.errors import InputError
from qingzhi.speech.spectrum import RATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

LONGEST_S: Final = 600.0
_RATES: Final = (4_000, 384_000)
_CHANNELS: Final = 32
_PARAM: Final = "recording"
_BLOCK: Final = 1 << 16
_CANCELLED: Final = 0.02
"""Of the louder channel's power: a mix that is fainter has lost what was said."""


def read(path: Path) -> NDArray[np.float32]:
    """Return a recording as mono samples −1..1 at RATE, whatever its format.

    It is read block by block, twice, so that only the result is ever whole in memory. Raises
    InputError for what is no sound, is empty, longer than LONGEST_S or holds no numbers.
    """
    try:
        with soundfile.SoundFile(path) as file:
            _fits(file)
            share = _shares(file)
            file.seek(0)
            stream = soxr.ResampleStream(file.samplerate, RATE, 1, dtype="float32")
            pieces = [stream.resample_chunk(block @ share) for block in _blocks(file)]
            pieces.append(stream.resample_chunk(np.zeros(0, np.float32), last=True))
    except (OSError, soundfile.LibsndfileError):
        raise InputError(f"{path} is no sound that can be read.", param=_PARAM) from None
    sound: NDArray[np.float32] = np.concatenate(pieces)
    return sound


def read_whole(path: Path) -> tuple[NDArray[np.float32], int]:
    """Return a recording's samples [N, C] as they are, and how many a second has; as `read`."""
    try:
        with soundfile.SoundFile(path) as file:
            _fits(file)
            samples: NDArray[np.float32] = file.read(dtype="float32", always_2d=True)
            rate = int(file.samplerate)
    except (OSError, soundfile.LibsndfileError):
        raise InputError(f"{path} is no sound that can be read.", param=_PARAM) from None
    if not len(samples):
        raise InputError("The recording is empty.", param=_PARAM)
    if not np.isfinite(samples).all():
        raise InputError("The recording holds values that are no numbers.", param=_PARAM)
    return samples, rate


def _blocks(file: soundfile.SoundFile) -> Iterator[NDArray[np.float32]]:
    """Read on [samples, channels]; a file that ends before it says so just ends."""
    while len(block := file.read(_BLOCK, dtype="float32", always_2d=True)):
        yield np.clip(block, -1.0, 1.0)


def _shares(file: soundfile.SoundFile) -> NDArray[np.float32]:
    """Tell what each channel gives to the mono sound: alike, unless they cancel each other."""
    power = np.zeros(file.channels)
    mixed, count = 0.0, 0
    for block in _blocks(file):
        if not np.isfinite(block).all():
            raise InputError("The recording holds values that are no numbers.", param=_PARAM)
        power += (block.astype(np.float64) ** 2).sum(axis=0)
        mixed += float((block.mean(axis=1, dtype=np.float64) ** 2).sum())
        count += len(block)
    if not count:
        raise InputError("The recording is empty.", param=_PARAM)
    if mixed < _CANCELLED * power.max():
        return np.asarray(np.arange(file.channels) == power.argmax(), np.float32)
    return np.full(file.channels, 1.0 / file.channels, np.float32)


def _fits(file: soundfile.SoundFile) -> None:
    if not _RATES[0] <= file.samplerate <= _RATES[1] or file.channels > _CHANNELS:
        raise InputError(
            f"A recording of {file.channels} channels at {file.samplerate} Hz can't be used.",
            param=_PARAM,
        )
    if file.frames > LONGEST_S * file.samplerate:
        raise InputError(
            f"The recording is longer than {LONGEST_S:.0f} s.",
            hint="Cut it into pieces.",
            param=_PARAM,
        )
