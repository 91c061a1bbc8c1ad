"""What an engine kind is: one class for all voices of a kind that the operator describes.

It is found through the entry point group `qingzhi.engines` under the name that `voice.toml`
gives as `engine`. `record` and `prepare` run in the service's process and must be cheap and free
of foreign code; an instance lives in a worker process:

    voice.toml ─► Kind.record, Kind.prepare ─► options ─► (worker) Kind(options).speak(request)
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from qingzhi.speech.engine import VoiceRecord
from qingzhi.speech.voicefile import VoiceFile, folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qingzhi.settings import Settings
    from qingzhi.speech.engine import EmotionControl, EngineChunk, EngineRequest


class EngineKind(Protocol):
    """A kind of voices in a worker process."""

    @classmethod
    def record(cls, file: VoiceFile) -> VoiceRecord:
        """Say what such a voice is and can do."""
        ...

    @classmethod
    def prepare(cls, file: VoiceFile, settings: Settings) -> Mapping[str, str]:
        """Check the voice's files; return the options that the worker's instance takes.

        Raises EngineUnavailable, AssetUnavailable or InputError. May block for seconds.
        """
        ...

    def __init__(self, options: Mapping[str, str]) -> None:
        """Load the models. Raises EngineUnavailable."""
        ...

    def speak(self, request: EngineRequest) -> Iterator[EngineChunk]:
        """Speak one piece, as `Engine.speak` does."""
        ...


class Options(NamedTuple):
    """What an instance is told, in a worker's own types."""

    file: VoiceFile
    folder: Path
    readings: Path


def options(file: VoiceFile, settings: Settings) -> dict[str, str]:
    """Write the options that every kind takes."""
    return {
        "voice": msgspec.json.encode(file).decode(),
        "folder": str(folder(settings, file.name)),
        "readings": str(settings.data / "readings.toml"),
    }


def read(options: Mapping[str, str]) -> Options:
    """Read them in the worker."""
    file = msgspec.json.decode(options["voice"], type=VoiceFile)
    return Options(file, Path(options["folder"]), Path(options["readings"]))


def record(
    file: VoiceFile, engine: str, control: EmotionControl, sample_rate: int, *, heavy: bool
) -> VoiceRecord:
    """Make a voice's record; its marks are found by alignment."""
    return VoiceRecord(
        name=file.name,
        languages=file.languages,
        gender=file.gender,
        licence=file.licence,
        attribution=file.attribution,
        permitted_use=file.permitted_use,
        engine=engine,
        quality=file.quality,
        heavy=heavy,
        sample_rate=sample_rate,
        emotion_control=control,
        marks="aligned",
    )
