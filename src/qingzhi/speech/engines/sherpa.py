"""The operator's own models in sherpa-onnx (≥ 2.0): Kokoro, Matcha and VITS.

    piece ─► parts ─► our readings in the model's tokens ─► sound ─► pitch, level, edges ─► marks

A part ends at a pause: sound begins early, the rest is made while it is heard, and another clause's
first part waits for one part, not for a whole piece. The library is Apache-2.0 and since 2.0 holds
no espeak-ng; the marks need it, so all of this runs in a worker process like every engine.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

import msgspec
import numpy as np

from qingzhi.errors import EngineError, EngineUnavailable
from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.engine import EmotionControl, EngineChunk, VoiceRecord
from qingzhi.speech.engines import kind, shaping
from qingzhi.speech.engines.aligned import Clock, Told, later
from qingzhi.speech.engines.lexicon import Lexicon
from qingzhi.speech.engines.sherpa_files import found
from qingzhi.speech.engines.styles import Cast, speaker
from qingzhi.speech.prosody import prosody
from qingzhi.speech.remainder import after
from qingzhi.speech.text.characters import HANZI
from qingzhi.speech.text.pinyin import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from qingzhi.score import PhoneMark
    from qingzhi.settings import Settings
    from qingzhi.speech.engine import EngineRequest
    from qingzhi.speech.prosody import Prosody
    from qingzhi.speech.voicefile import VoiceFile

    Sound = NDArray[np.float32]

_SIGNS: Final = "，。；：！？…,;:!?—"
_CLAUSE: Final = re.compile(rf"[^{_SIGNS}]*[{_SIGNS}]+\s*|[^{_SIGNS}]+")
_SHORT: Final = 3
"""A part has at least so many characters that sound."""
_SPELLED: Final = ("piper", "icefall", "coqui", "Inflect")
"""Makers whose VITS models the library feeds with tokens."""
_GAP: Final = round(0.12 * SAMPLE_RATE)
"""Silence between two parts of a piece, where the text has a pause."""


class _Sherpa:
    """What the three kinds share."""

    ENGINE: ClassVar[str]
    NEEDS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def record(cls, file: VoiceFile) -> VoiceRecord:
        """See `EngineKind.record`."""
        name = f"sherpa-onnx ({cls.ENGINE})"
        record = kind.record(file, name, EmotionControl.CLAUSE, SAMPLE_RATE, heavy=True)
        return msgspec.structs.replace(record, first_patience_s=file.model.first_s)

    @classmethod
    def prepare(cls, file: VoiceFile, settings: Settings) -> Mapping[str, str]:
        """Look at every file; see `EngineKind.prepare`."""
        options = kind.options(file, settings)
        files = found(file, Path(options["folder"]), cls.NEEDS)
        if files.voices is not None:
            Cast(file, files.shape, files.names)
        else:
            speaker(file.speaker, files.speakers, files.names)
        if "zh" in file.languages and not files.lexicons:
            raise EngineUnavailable(f"The voice {file.name!r} needs a lexicon to speak Chinese.")
        return options

    def __init__(self, options: Mapping[str, str]) -> None:
        """Load the model; see `EngineKind.__init__`."""
        told = kind.read(options)
        self._file = told.file
        self._files = found(told.file, told.folder, self.NEEDS)
        self._lexicon = Lexicon.load(self._files.tokens, self._files.lexicons)
        self._reader = Reader.load(told.readings)
        self._clock = Clock(told.readings)
        self._tts = self._load()

    def speak(self, request: EngineRequest) -> Iterator[EngineChunk]:
        """Speak one piece part by part, each with all marks so far."""
        manner = prosody(request)
        marks: tuple[PhoneMark, ...] = ()
        at = place = 0
        for text in _parts(request.utterance):
            part = _cut(request, place, place + len(text))
            told = self._clock.tell(part)
            if told.marks:
                sound = self._sound(part, told, manner)
                gap = _GAP if at else 0
                words = 1 + max((mark.word for mark in marks), default=-1)
                fresh = self._clock.find(told, sound)
                marks += tuple(later(mark, at + gap, place, words) for mark in fresh)
                at += gap + len(sound)
                yield EngineChunk(np.pad(sound, (gap, 0)), _stressed(marks, request))
            place += len(text)

    def _sound(self, part: EngineRequest, told: Told, manner: Prosody) -> Sound:
        import sherpa_onnx  # noqa: PLC0415 - an optional extra, workers only

        wanted = sherpa_onnx.GenerationConfig()
        wanted.sid = self._speaker(part)
        wanted.speed = shaping.speed(manner)
        made = self._tts.generate(self._written(part, told, wanted), wanted, None)
        raw = np.asarray(made.samples, np.float32)
        sound = shaping.finished(raw, int(made.sample_rate), manner, self._file.gain_db)
        if not len(sound):
            raise EngineError("The model made no sound for this text.")
        return sound

    def _written(self, part: EngineRequest, told: Told, wanted: Any) -> str:
        """Spell the part into what is wanted; return text for models that take nothing else."""
        if self._files.lexicons:
            wanted.tokens = [self._tokens(part, told)]
        else:
            wanted.phoneme_codepoints = [[ord(char) for char in _phones(told.marks)]]
        return ""

    def _tokens(self, part: EngineRequest, told: Told) -> list[str]:
        if part.lang == "zh":
            syllables = self._reader.read(part.utterance, part.sounds)
            return self._lexicon.chinese(part.utterance, syllables)
        return self._lexicon.english(part.utterance, told.marks)

    def _speaker(self, _part: EngineRequest) -> int:
        return speaker(self._file.speaker, self._files.speakers, self._files.names)

    def _load(self) -> Any:
        import sherpa_onnx  # noqa: PLC0415 - an optional extra, workers only

        threads = self._file.model.threads
        # The library reads everything when it loads: what is made for it needs no place to stay.
        with tempfile.TemporaryDirectory(prefix="qingzhi-voice-") as scratch:
            kinds = self._model(sherpa_onnx, Path(scratch))
            model = sherpa_onnx.OfflineTtsModelConfig(**kinds, num_threads=threads)
            config = sherpa_onnx.OfflineTtsConfig(model=model)
            if not config.validate():
                raise EngineUnavailable("sherpa-onnx refuses the voice's files.")
            return sherpa_onnx.OfflineTts(config)

    def _model(self, library: Any, scratch: Path) -> dict[str, Any]:
        """Name the model's files to the library; `scratch` may hold some for the loading."""
        raise NotImplementedError

    @property
    def _paths(self) -> dict[str, str]:
        """What all models take."""
        lexicons = ",".join(map(str, self._files.lexicons))
        return {"tokens": str(self._files.tokens), "lexicon": lexicons}


class KokoroEngine(_Sherpa):
    """Kokoro (StyleTTS 2): Mandarin and English, over a hundred speakers that can be mixed."""

    ENGINE = "Kokoro"
    NEEDS = ("voices",)

    def _model(self, library: Any, scratch: Path) -> dict[str, Any]:
        if self._files.voices is None:
            raise EngineUnavailable("A Kokoro voice needs voices.bin.")
        self._cast = Cast(self._file, self._files.shape, self._files.names)
        mixed = scratch / "voices.bin"
        self._cast.write(self._files.voices, mixed)
        paths = {"model": str(self._files.acoustic), "voices": str(mixed), **self._paths}
        return {"kokoro": library.OfflineTtsKokoroModelConfig(**paths)}

    def _speaker(self, part: EngineRequest) -> int:
        return self._cast.number(part.emotion)


class MatchaEngine(_Sherpa):
    """Matcha-TTS with a vocoder of its own."""

    ENGINE = "Matcha"
    NEEDS = ("vocoder",)

    def _model(self, library: Any, scratch: Path) -> dict[str, Any]:  # noqa: ARG002 - the base's
        vocoder = str(self._files.vocoder or "")
        paths = {"acoustic_model": str(self._files.acoustic), "vocoder": vocoder, **self._paths}
        return {"matcha": library.OfflineTtsMatchaModelConfig(**paths)}


class VitsEngine(_Sherpa):
    """VITS and Piper, with one speaker or many, and feelings where the model has learnt them."""

    ENGINE = "VITS"

    def _model(self, library: Any, scratch: Path) -> dict[str, Any]:
        paths = {"model": str(self._files.acoustic), **self._paths}
        if self._plain and self._files.lexicons:
            hanzi = scratch / "lexicon.txt"
            self._lexicon.write_hanzi(hanzi)
            paths["lexicon"] = str(hanzi)
        return {"vits": library.OfflineTtsVitsModelConfig(**paths)}

    @property
    def _plain(self) -> bool:
        """Whether the library takes only text for this model."""
        return not any(maker in self._files.facts.get("comment", "") for maker in _SPELLED)

    def _written(self, part: EngineRequest, told: Told, wanted: Any) -> str:
        number = self._file.feelings.get(part.emotion.dominant, "")
        if number and self._files.facts.get("num_emotions", "0") != "0":
            wanted.extra = {"emotion_id": number}
        if not self._plain:
            return super()._written(part, told, wanted)
        if part.lang == "zh":
            syllables = self._reader.read(part.utterance, part.sounds)
            return self._lexicon.homophones(part.utterance, syllables)
        self._lexicon.require(part.utterance)
        return part.utterance


def _parts(text: str) -> list[str]:
    """Cut at the pauses, so that no part is too short to sound whole."""
    parts = [""]
    for match in _CLAUSE.finditer(text):
        if _sounding(parts[-1]) >= _SHORT and _sounding(match[0]):
            parts.append("")
        parts[-1] += match[0]
    return parts


def _cut(request: EngineRequest, start: int, end: int) -> EngineRequest:
    """Cut a part out; emphasis is put on the marks of the whole piece."""
    sounds = tuple(one for one in request.sounds if one.end <= end)
    upto = msgspec.structs.replace(request, utterance=request.utterance[:end], sounds=sounds)
    return msgspec.structs.replace(after(upto, start), emphasis=())


def _sounding(text: str) -> int:
    return sum(char.isalnum() or HANZI.match(char) is not None for char in text)


def _phones(marks: tuple[PhoneMark, ...]) -> str:
    """Write espeak's phones as Piper's models were trained on them: words parted by spaces."""
    written, word = "", -1
    for mark in marks:
        gap = " " if written and mark.word != word else ""
        written += gap + ("ˈ" if mark.stress > 0.5 else "") + mark.phone
        word = mark.word
    return written


def _stressed(marks: tuple[PhoneMark, ...], request: EngineRequest) -> tuple[PhoneMark, ...]:
    """Give the phones of emphasised words full stress."""
    return tuple(
        msgspec.structs.replace(mark, stress=1.0)
        if any(a < mark.chars[1] and mark.chars[0] < b for a, b in request.emphasis)
        else mark
        for mark in marks
    )
