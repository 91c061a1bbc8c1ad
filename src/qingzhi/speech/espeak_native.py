"""espeak-ng through ctypes: text in, samples and events out. Only ever in a worker process.

The library is GPL-3 and keeps its state in globals: one in a process, and never in ours.
Structures after `speak_lib.h` of espeak-ng 1.52.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

import numpy as np

from qingzhi.errors import EngineUnavailable

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE: Final = 1
VOLUME: Final = 2
PITCH: Final = 3
RANGE: Final = 4

WORD: Final = 1
PHONE: Final = 7
_END_OF_LIST: Final = 0

_SYNCHRONOUS: Final = 2
_BUFFER_MS: Final = 100
_PHONE_EVENTS_IN_IPA: Final = 0x0003
_NEVER_EXIT: Final = 0x8000
_UTF8: Final = 1
_GO_ON: Final = 0


class Event(NamedTuple):
    """A word or a phone begins: its first sample, and its place in the text or its IPA."""

    kind: int
    sample: int
    place: int
    phone: str


class _Id(ctypes.Union):
    _fields_: ClassVar = [
        ("number", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("string", ctypes.c_char * 8),
    ]


class _Event(ctypes.Structure):
    _fields_: ClassVar = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


_CALLBACK: Final = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@cache
def library() -> Espeak:
    """Return the library of this process. Raises EngineUnavailable."""
    return Espeak()


class Espeak:
    """The library, loaded: once in a process, see `library`."""

    def __init__(self) -> None:
        """Load it. Raises EngineUnavailable when it is not there or does not start."""
        import espeakng_loader  # noqa: PLC0415 - GPL-3: in worker processes only

        try:
            self._lib: Any = ctypes.CDLL(espeakng_loader.get_library_path())
            data = espeakng_loader.get_data_path().encode()
        except (OSError, RuntimeError) as error:
            raise EngineUnavailable("espeak-ng cannot be loaded.") from error
        self.sample_rate = int(
            self._lib.espeak_Initialize(
                _SYNCHRONOUS, _BUFFER_MS, data, _PHONE_EVENTS_IN_IPA | _NEVER_EXIT
            )
        )
        if self.sample_rate <= 0:
            raise EngineUnavailable("espeak-ng does not start.")
        self._callback = _CALLBACK(self._take)
        self._lib.espeak_SetSynthCallback(self._callback)
        self._voice = ""
        self._samples: list[NDArray[np.int16]] = []
        self._events: list[Event] = []

    def speak(
        self, text: str, voice: str, settings: dict[int, int]
    ) -> tuple[NDArray[np.int16], list[Event]]:
        """Say `text`; `settings` maps RATE (words a minute), PITCH, RANGE and VOLUME to values."""
        self._use(voice)
        for parameter, value in settings.items():
            self._lib.espeak_SetParameter(parameter, value, 0)
        self._samples, self._events = [], []
        data = text.replace("\0", "").encode("utf-8", "ignore")
        self._lib.espeak_Synth(data, len(data) + 1, 0, 1, 0, _UTF8, None, None)
        return np.concatenate((np.zeros(0, np.int16), *self._samples)), self._events

    def _use(self, voice: str) -> None:
        if voice != self._voice:
            if self._lib.espeak_SetVoiceByName(voice.encode()):
                raise EngineUnavailable(f"espeak-ng has no voice {voice!r}.")
            self._voice = voice

    def _take(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self._samples.append(np.ctypeslib.as_array(samples, (count,)).copy())
        i = 0
        while events[i].type != _END_OF_LIST:
            self._note(events[i])
            i += 1
        return _GO_ON

    def _note(self, event: _Event) -> None:
        if event.type == WORD:
            self._events.append(Event(WORD, event.sample, event.text_position - 1, ""))
        elif event.type == PHONE:
            phone = bytes(event.id.string).decode("utf-8", "ignore").strip("\0")
            self._events.append(Event(PHONE, event.sample, 0, phone))
