"""Voices on a speech server: OpenAI's `/audio/speech`, and CosyVoice's own.

Sources: the OpenAI API reference, "Create speech" (`response_format: "pcm"` is 24 kHz, signed
16 bit, little-endian, without a header); the FastAPI server in CosyVoice's repository, which
answers every `/inference_*` with bare samples at its model's rate.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec

from qingzhi.errors import EngineUnavailable
from qingzhi.speech.engine import EmotionControl, VoiceRecord
from qingzhi.speech.engines import kind
from qingzhi.speech.engines.aligned import Clock
from qingzhi.speech.engines.instructions import instruction
from qingzhi.speech.engines.server import Call, Pouring, client, key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qingzhi.settings import Settings
    from qingzhi.speech.engine import EngineChunk, EngineRequest
    from qingzhi.speech.voicefile import Server, VoiceFile

MAX_REFERENCE: Final = 32 << 20
"""Bytes of a reference recording: half a minute needs a tenth of it."""
_LATER_S: Final = 0.4
"""The worker tells of a late server itself; only one that doesn't has stopped."""
_SPEEDS: Final = (0.25, 4.0)
_TAKES_WORDS: Final = ("instruct", "instruct2")
_NEEDS_REFERENCE: Final = ("instruct2", "zero_shot")


class _Remote:
    """What voices on servers share."""

    ENGINE: ClassVar[str]

    @classmethod
    def record(cls, file: VoiceFile) -> VoiceRecord:
        """See `EngineKind.record`."""
        rate = file.server.sample_rate if file.server else 0
        record = kind.record(file, cls.ENGINE, cls._control(file), rate, heavy=False)
        first_s = file.server.first_s if file.server else 0.0
        return msgspec.structs.replace(record, first_patience_s=first_s + _LATER_S)

    @classmethod
    def prepare(cls, file: VoiceFile, settings: Settings) -> Mapping[str, str]:
        """Look for address and key, without asking the server; see `EngineKind.prepare`."""
        key(_server(file))
        return kind.options(file, settings)

    def __init__(self, options: Mapping[str, str]) -> None:
        """Load nothing but what finds the marks."""
        told = kind.read(options)
        self._file = told.file
        self._folder: Path = told.folder
        self._server = _server(told.file)
        self._http = client(self._server)
        self._clock = Clock(told.readings)

    def speak(self, request: EngineRequest) -> Iterator[EngineChunk]:
        """Speak one piece; its marks are guessed at first and found when all of it is here."""
        told = self._clock.tell(request)
        if told.marks:
            pouring = Pouring(self._server, self._file.gain_db, self._clock, told)
            yield from pouring.chunks(self._http, self._call(request))

    @classmethod
    def _control(cls, file: VoiceFile) -> EmotionControl:
        raise NotImplementedError

    def _call(self, request: EngineRequest) -> Call:
        raise NotImplementedError


class OpenAIEngine(_Remote):
    """Any server with `/audio/speech` as OpenAI has it; `server.url` ends before that path."""

    ENGINE = "OpenAI-compatible server"

    @classmethod
    def _control(cls, file: VoiceFile) -> EmotionControl:  # noqa: ARG003 - the base's
        return EmotionControl.INSTRUCTION

    def _call(self, request: EngineRequest) -> Call:
        low, high = _SPEEDS
        body = {
            "model": self._server.model or "tts-1",
            "voice": self._server.voice or "alloy",
            "input": request.utterance,
            "response_format": "pcm",
            "speed": min(high, max(low, request.rate)),
        }
        told = instruction(request)
        return Call(
            _joined(self._server.url, "audio/speech"),
            body | ({"instructions": told} if told else {}),
        )


class CosyVoiceEngine(_Remote):
    """CosyVoice's FastAPI server; `server.mode` says which of its ways of speaking is used."""

    ENGINE = "CosyVoice server"

    @classmethod
    def _control(cls, file: VoiceFile) -> EmotionControl:
        worded = file.server is not None and _mode(file.server) in _TAKES_WORDS
        return EmotionControl.INSTRUCTION if worded else EmotionControl.NONE

    @classmethod
    def prepare(cls, file: VoiceFile, settings: Settings) -> Mapping[str, str]:
        """See `EngineKind.prepare`; a mode that copies a voice needs its recording."""
        options = super().prepare(file, settings)
        if _mode(_server(file)) in _NEEDS_REFERENCE:
            _reference(file, Path(options["folder"]))
        return options

    def _call(self, request: EngineRequest) -> Call:
        mode = _mode(self._server)
        form = {"tts_text": request.utterance}
        if mode in _TAKES_WORDS:
            form["instruct_text"] = instruction(request, "zh") or "请自然地说。"
        if mode in _NEEDS_REFERENCE:
            if mode == "zero_shot":
                form["prompt_text"] = self._file.reference_text
            upload = ("prompt_wav", _reference(self._file, self._folder))
            return Call(_joined(self._server.url, f"inference_{mode}"), form=form, upload=upload)
        form["spk_id"] = self._server.voice
        return Call(_joined(self._server.url, f"inference_{mode}"), form=form)


def _mode(server: Server) -> str:
    return server.mode or "sft"


def _server(file: VoiceFile) -> Server:
    if file.server is None:
        raise EngineUnavailable(
            f"The voice {file.name!r} names no server.", hint="Add [server] to its voice.toml."
        )
    return file.server


def _reference(file: VoiceFile, folder: Path) -> bytes:
    path = folder / file.reference
    if not file.reference or not path.is_file() or path.stat().st_size > MAX_REFERENCE:
        raise EngineUnavailable(
            f"The voice {file.name!r} needs its reference recording.",
            hint="Name it as `reference` in voice.toml.",
        )
    return path.read_bytes()


def _joined(base: str, path: str) -> str:
    return f"{base.rstrip('/')}/{path}"
