"""Phones to a mel spectrogram: the demonstration voice's FastSpeech2, steered phone by phone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.errors import EngineUnavailable
from qingzhi.speech.litert import interpreter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_MEL: Final = 1
_FRAMES: Final = 2
_CONTROLS: Final = ("speed_ratios", "f0_ratios", "energy_ratios", "f0_shift", "energy_shift")


@dataclass(frozen=True, slots=True)
class Steering:
    """Each array [N] float32, one value a phone: times the duration; times and plus the z-score."""

    duration: NDArray[np.float32]
    f0_ratio: NDArray[np.float32]
    f0_shift: NDArray[np.float32]
    energy_shift: NDArray[np.float32]


class Acoustic:
    """The acoustic model and its symbols."""

    def __init__(self, model: Path, symbols: Path) -> None:
        self._net: Any = interpreter(model)
        self._in = {d["name"]: d["index"] for d in self._net.get_input_details()}
        self._out = [d["index"] for d in self._net.get_output_details()]
        try:
            self._ids: dict[str, int] = json.loads(symbols.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise EngineUnavailable("The demonstration voice's symbols cannot be read.") from error
        if set(_CONTROLS) - self._in.keys():
            raise EngineUnavailable("The demonstration voice was not converted.")

    def run(
        self, phones: Sequence[str], steering: Steering
    ) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Return the mel [T, 80] and the frames of each phone [N], which add up to T."""
        ids = np.array([self._ids[phone] for phone in phones], np.int32)
        values = {
            "input_ids": ids,
            "speed_ratios": steering.duration,
            "f0_ratios": steering.f0_ratio,
            "energy_ratios": np.ones(len(ids), np.float32),
            "f0_shift": steering.f0_shift,
            "energy_shift": steering.energy_shift,
        }
        for name in values:
            self._net.resize_tensor_input(self._in[name], [1, len(ids)])
        self._net.allocate_tensors()
        self._net.set_tensor(self._in["speaker_ids"], np.zeros(1, np.int32))
        for name, value in values.items():
            self._net.set_tensor(self._in[name], value[None])
        self._net.invoke()
        mel: NDArray[np.float32] = self._net.get_tensor(self._out[_MEL])[0]
        frames: NDArray[np.int32] = self._net.get_tensor(self._out[_FRAMES])[0]
        return mel, frames
