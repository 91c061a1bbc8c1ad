"""espeak-ng as a voice for pipecat: streamed from a thread, as its own local voices are.

Runs in the peer's environment only. The library is GPL-3.0; no process of ours loads it so.
"""

from __future__ import annotations

import asyncio
import ctypes
from typing import TYPE_CHECKING, Final

import espeakng_loader
from pipecat.services.settings import TTSSettings
from pipecat.services.tts_service import TTSService
from pipecat.transcriptions.language import Language

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable

    from pipecat.frames.frames import Frame

VOICE: Final = b"cmn+f2"
WORDS_A_MINUTE: Final = 190
BUFFER_MS: Final = 20
"""Voice, speed and buffer are those of our own espeak engine."""
_SYNCHRONOUS: Final = 2
_DONT_EXIT: Final = 0x8000
_RATE: Final = 1
_UTF8: Final = 1
_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Espeak:
    """The library, with one caller at a time."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.sample_rate = int(
            self._library.espeak_Initialize(_SYNCHRONOUS, BUFFER_MS, data, _DONT_EXIT)
        )
        self._library.espeak_SetVoiceByName(VOICE)
        self._library.espeak_SetParameter(_RATE, WORDS_A_MINUTE, 0)

    def speak(self, text: str, take: Callable[[bytes], None]) -> None:
        """Say `text`; `take` gets each piece of PCM16 as soon as it is made."""

        def heard(wave: ctypes._Pointer[ctypes.c_short], count: int, _events: int | None) -> int:
            if count > 0:
                take(ctypes.string_at(wave, count * 2))
            return 0

        callback = _Callback(heard)
        self._library.espeak_SetSynthCallback(callback)
        raw = text.encode()
        self._library.espeak_Synth(raw, len(raw) + 1, 0, 1, 0, _UTF8, None, None)


class EspeakTTSService(TTSService):  # type: ignore[misc] # the peer is not installed where types are checked
    """Speaks Mandarin with espeak-ng."""

    def __init__(self) -> None:
        super().__init__(
            push_start_frame=True,
            push_stop_frames=True,
            settings=TTSSettings(model=None, voice=VOICE.decode(), language=Language.ZH),
        )
        self._espeak = Espeak()

    def can_generate_metrics(self) -> bool:
        """Tell pipecat that its own timings mean something here."""
        return True

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Frame, None]:
        """Yield the audio frames of one sentence while it is being made."""
        await self.start_tts_usage_metrics(text)
        async for frame in self._stream_audio_frames_from_iterator(
            self._pieces(text), in_sample_rate=self._espeak.sample_rate, context_id=context_id
        ):
            await self.stop_ttfb_metrics()
            yield frame

    async def _pieces(self, text: str) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[bytes] = asyncio.Queue()

        def take(piece: bytes) -> None:
            loop.call_soon_threadsafe(pieces.put_nowait, piece)

        def speak() -> None:
            self._espeak.speak(text, take)
            take(b"")

        speaking = loop.run_in_executor(None, speak)
        while piece := await pieces.get():
            yield piece
        await speaking
