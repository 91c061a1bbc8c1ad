"""Anybody's recording, read with care: one sound of a known rate and length, or one clear error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile
import soxr

from qingzhi.errors import InputError
from qingzhi.speech.spectrum import RATE

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

LONGEST_S: Final = 600.0
_RATES: Final = (4_000, 384_000)
_CHANNELS: Final = 32
_PARAM: Final = "recording"


def read(path: Path) -> NDArray[np.float32]:
    """Return a recording as mono samples −1..1 at RATE, whatever its format.

    Raises InputError for what is no sound, is empty, longer than LONGEST_S or holds no numbers.
    """
    samples, rate = read_whole(path)
    mono = np.clip(samples, -1.0, 1.0).mean(axis=1)
    sound: NDArray[np.float32] = soxr.resample(mono, rate, RATE)
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
