"""What a voice engine is: the whole surface for a provider fits on this page.

An engine is found through the entry point group `qingzhi.voices`. `record` and `prepare` are
used in the service's process and must be cheap and free of foreign code; an instance lives in a
worker process of its own and speaks one piece of a clause, in one language, at a time:

    Engine.prepare(settings, assets) ─► options ─► (worker) Engine(options).speak(request) ─► chunks
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

import msgspec

from qingzhi.emotion import NEUTRAL_EMOTION, Emotion, Stance
from qingzhi.score import SAMPLE_RATE, Act, Lang, Sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from qingzhi.assets import Assets
    from qingzhi.score import PhoneMark
    from qingzhi.settings import Settings


class EmotionControl(StrEnum):
    """How finely a voice can be moved."""

    NONE = "none"
    CLAUSE = "clause"
    """Rate, pitch and loudness of a whole clause."""
    PHONE = "phone"
    """Rate, pitch and loudness of each phone, inside the model."""
    INSTRUCTION = "instruction"
    """Words that tell the model how to speak."""


class SpeakerConsent(msgspec.Struct, frozen=True, kw_only=True):
    """On what right a voice sounds like somebody (T/CSIG 001—2026, 6.4.2 a).

    `synthetic`: like nobody. `licensed`: a speaker recorded for a corpus, under its licence.
    `given`: a person's voice was copied, and they consented, to `uses`, until a day (ISO 8601).
    `needed`: it was copied, and nobody consented: such a voice does not speak.
    """

    kind: Literal["synthetic", "licensed", "given", "needed"]
    until: str = ""
    uses: tuple[str, ...] = ()


class VoiceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A voice as the studio, exports and the start-up notice show it.

    `permitted_use` is `any` or `demonstration`: the latter speaks only where the operator said
    that non-commercial demonstration assets may be used. `quality` orders the voices of one
    language, higher first; `heavy` ones get `settings.workers` processes, others one. `marks`
    are `exact` where the engine tells its phones' times, `aligned` where they are found in the
    sound afterwards. `first_patience_s`: a worker that has work and gives no sign for so long while
    a visitor waits is given up, and the next voice speaks.
    """

    name: str
    languages: tuple[Lang, ...]
    gender: Literal["female", "male", "neutral"]
    licence: str
    permitted_use: Literal["any", "demonstration"]
    engine: str
    quality: int
    heavy: bool = True
    sample_rate: int = SAMPLE_RATE
    emotion_control: EmotionControl = EmotionControl.NONE
    consent: SpeakerConsent = SpeakerConsent(kind="synthetic")
    marks: Literal["exact", "aligned"] = "exact"
    attribution: str = ""
    first_patience_s: float = 1.2


class Ending(StrEnum):
    """How the pitch leaves a piece."""

    STATEMENT = "statement"
    QUESTION = "question"
    EXCLAMATION = "exclamation"
    CONTINUATION = "continuation"


class EngineRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of a clause in one language, already written out in words.

    `emphasis` holds [start, end) spans of `utterance`; `rate` multiplies the speed of speech
    (0.5..2). `careful` holds spans to say slower than the rest: numbers, addresses. `sounds` are
    spans whose pronunciation is given. `pitch` adds semitones, `volume` decibels, on top of the
    feeling's. The silence after a piece is the caller's, not the engine's.
    """

    utterance: str
    lang: Lang = "zh"
    emotion: Emotion = NEUTRAL_EMOTION
    stance: Stance = Stance.NONE
    act: Act = Act.INFORM
    style: str = "formal"
    rate: float = 1.0
    emphasis: tuple[tuple[int, int], ...] = ()
    ending: Ending = Ending.STATEMENT
    careful: tuple[tuple[int, int], ...] = ()
    sounds: tuple[Sound, ...] = ()
    pitch: float = 0.0
    volume: float = 0.0


@dataclass(frozen=True, slots=True)
class EngineChunk:
    """Samples float32 mono −1..1 at 24 kHz; `marks` count from the start of the piece.

    Marks given replace those given earlier for the piece; () leaves them as they were. Their
    `chars` are of the request's utterance: a hanzi, a letter or a word. A chunk with neither says
    that an engine waits for somebody else, and lets other clauses go first.
    """

    samples: NDArray[np.float32]
    marks: tuple[PhoneMark, ...] = ()


class Engine(Protocol):
    """A voice in a worker process."""

    record: ClassVar[VoiceRecord]

    @classmethod
    def prepare(cls, settings: Settings, assets: Assets) -> Mapping[str, str]:
        """Make the voice's data ready; return the options that the worker's instance takes.

        Raises EngineUnavailable, AssetUnavailable or AssetForbidden. May block for seconds.
        """
        ...

    def __init__(self, options: Mapping[str, str]) -> None:
        """Load the models. Raises EngineUnavailable."""
        ...

    def speak(self, request: EngineRequest) -> Iterator[EngineChunk]:
        """Speak one piece; chunks come as soon as they exist, the first about 100 ms long.

        Abandoning the iterator ends the work. Raises EngineError.
        """
        ...
