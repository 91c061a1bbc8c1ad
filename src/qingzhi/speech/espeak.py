"""The embedded fallback voice, and the voice for English: espeak-ng in its worker process.

Both languages come from one library at about 0.3 % of a core; Mandarin is read by our own
reader and given to it as pinyin, so polyphones and sandhi are the same as with any other voice.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from itertools import compress, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

import msgspec
import numpy as np
import soxr

from qingzhi.score import SAMPLE_RATE, PhoneMark
from qingzhi.speech.engine import EmotionControl, EngineChunk, VoiceRecord
from qingzhi.speech.espeak_native import PHONE, PITCH, RANGE, RATE, WORD, Event, library
from qingzhi.speech.espeak_steer import Steered
from qingzhi.speech.loudness import expected, gain
from qingzhi.speech.phones import FINALS, INITIALS, english, is_vowel
from qingzhi.speech.prosody import prosody
from qingzhi.speech.timbre import Timbre

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.assets import Assets
    from qingzhi.settings import Settings
    from qingzhi.speech.engine import EngineRequest
    from qingzhi.speech.prosody import Prosody
    from qingzhi.speech.text.pinyin import Reader, Syllable

    Span = tuple[int, int]

_VOICES: Final = {"zh": "cmn+f2", "en": "en-us+f2"}
_WORDS_A_MINUTE: Final = {"zh": 235, "en": 165}
_PITCH: Final = 64
_PITCH_PER_SEMITONE: Final = 5.4
"""espeak's pitch is 0..99; its range setting likewise, 50 being normal."""
_RANGE: Final = 50
_RAMP: Final = 0.35
"""The part of a piece at its end over which the contour is reached, at its start the onset left."""
_CAREFUL: Final = 0.82
"""Times the speed of what is to be followed digit by digit."""
_LIFT: Final = 0.8
"""Semitones more on emphasised words."""
_FIRST: Final = SAMPLE_RATE * 120 // 1000
_CHUNK: Final = SAMPLE_RATE // 2
_FADE: Final = SAMPLE_RATE * 3 // 1000
_SILENT: Final = 10 ** (-52 / 20)
_AUDIBLE: Final = 10 ** (-45 / 20)
_ONSET: Final = SAMPLE_RATE * 8 // 1000
"""The most that is kept of a weak onset before it can be heard."""
_EMPHASIS: Final = 10 ** (3.0 / 20)
_EASE: Final = SAMPLE_RATE * 15 // 1000
"""Emphasised words are three decibels louder; the level rises and falls over so many samples."""
_WORD: Final = re.compile(r"[^\W_]+(?:['.:-][^\W_]+)*")
_PAUSE_SIGNS: Final = {1: "", 2: ",", 3: ","}


class EspeakEngine:
    """Speaks Mandarin and English."""

    record: ClassVar[VoiceRecord] = VoiceRecord(
        name="espeak",
        languages=("zh", "en"),
        gender="female",
        licence="GPL-3.0-or-later",
        permitted_use="any",
        engine="espeak-ng 1.52, in a process of its own",
        quality=10,
        heavy=False,
        emotion_control=EmotionControl.CLAUSE,
    )

    @classmethod
    def prepare(cls, settings: Settings, assets: Assets) -> Mapping[str, str]:  # noqa: ARG003 - the protocol's
        """espeak-ng needs no assets; see `Engine.prepare`."""
        return {"readings": str(settings.data / "readings.toml")}

    def __init__(self, options: Mapping[str, str]) -> None:
        from qingzhi.speech.text.pinyin import Reader  # noqa: PLC0415 - 0.4 s, workers only

        self._reader: Reader = Reader.load(Path(options["readings"]))
        self._espeak = library()

    def speak(self, request: EngineRequest) -> Iterator[EngineChunk]:
        """Speak one piece; a whole piece takes a few milliseconds, so it is made at once."""
        manner = prosody(request)
        if request.lang == "zh":
            syllables = self._reader.read(request.utterance, request.sounds)
            text = _pinyin(syllables)
            said = [(s.char, s.char + 1) for s in syllables for _ in _words(s)]
        else:
            syllables, text = (), request.utterance
            said = [match.span() for match in _WORD.finditer(text)]
        if not any(char.isalnum() for char in text):
            return
        places = [match.start() for match in _WORD.finditer(text)]
        steered = Steered.of(text, places, _orders(request, said, manner))
        raw, events = self._espeak.speak(
            steered.text, _VOICES[request.lang], _settings(request, manner)
        )
        rate = round(self._espeak.sample_rate * manner.formant)
        spans = _spans(steered.placed(events), len(raw), SAMPLE_RATE / rate)
        marks = _chinese(spans, syllables) if syllables else _english(spans, text)
        emphatic = [_emphatic(mark, request.emphasis) for mark in marks]
        sound = _sound(raw, rate)
        if any(emphatic):
            sound = _louder(sound, compress(marks, emphatic))
        sound *= np.float32(gain(expected(sound, manner.tilt), manner.level))
        timbre = Timbre(
            tilt=manner.tilt, breath=manner.breath, tremor=manner.tremor, rough=manner.rough
        )
        yield from _chunks(sound, _stressed(marks, emphatic), timbre)


def _settings(request: EngineRequest, manner: Prosody) -> dict[int, int]:
    """Put the manner in the library's own units."""
    return {
        RATE: _speed(request, manner),
        PITCH: _height(manner, 0.0),
        RANGE: round(min(99.0, max(0.0, _RANGE * manner.range))),
    }


def _speed(request: EngineRequest, manner: Prosody, factor: float = 1.0) -> int:
    """Words a minute; sound that is played faster for its formants is made slower."""
    return round(_WORDS_A_MINUTE[request.lang] * manner.rate * factor / manner.formant)


def _height(manner: Prosody, semitones: float) -> int:
    played = 12 * math.log2(manner.formant)
    pitch = _PITCH + _PITCH_PER_SEMITONE * (manner.pitch + semitones - played)
    return round(min(99.0, max(0.0, pitch)))


def _orders(
    request: EngineRequest, places: Sequence[Span], manner: Prosody
) -> list[tuple[int, int]]:
    """Pitch and speed of each word, in the library's units: contour, care, final length."""
    found = []
    for i, (start, end) in enumerate(places):
        place = i / max(1, len(places) - 1)
        semitones = manner.contour * max(0.0, (place - 1) / _RAMP + 1)
        semitones += manner.onset * max(0.0, 1 - place / _RAMP)
        semitones += _LIFT * _met(start, end, request.emphasis)
        factor = _CAREFUL if _met(start, end, request.careful) else 1.0
        factor /= manner.final if i == len(places) - 1 else 1.0
        found.append((_height(manner, semitones), _speed(request, manner, factor)))
    return found


def _met(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(start < b and end > a for a, b in spans)


def _pinyin(syllables: Sequence[Syllable]) -> str:
    """One word a syllable, so that the library reports where each begins."""
    return " ".join(" ".join(_words(s)) + _PAUSE_SIGNS.get(s.boundary, "") for s in syllables)


def _words(syllable: Syllable) -> tuple[str, ...]:
    """Give a syllable as the library's words: erhua is one of its own."""
    plain = f"{syllable.pinyin}{syllable.tone}"
    return (plain, "er5") if syllable.erhua else (plain,)


class _Span(NamedTuple):
    """A phone in time; `word` counts the library's words from 0, `place` is where it reads."""

    phone: str
    start: int
    end: int
    word: int
    place: int


def _spans(events: Sequence[Event], count: int, scale: float) -> list[_Span]:
    """Phones with their ends; each lasts until the next phone or pause begins."""
    word, place = -1, 0
    starts: list[_Span] = []
    for event in events:
        if event.kind == WORD:
            word, place = word + 1, event.place
        elif event.kind == PHONE:
            sample = round(event.sample * scale)
            starts.append(_Span(event.phone, sample, sample, word, place))
    end = round(count * scale)
    starts.append(_Span("", end, end, word, place))
    return [
        span._replace(end=following.start)
        for span, following in pairwise(starts)
        if span.phone and following.start > span.start
    ]


def _english(spans: Sequence[_Span], text: str) -> tuple[PhoneMark, ...]:
    """English phones, each of a word of `text`; a syllable is named by its own phones.

    The library reads "120" as several words of its own: they all belong to the one written.
    """
    sounds = [english(span.phone) for span in spans]
    names = _syllables([phone for phone, _ in sounds], [span.word for span in spans])
    words = [match.span() for match in _WORD.finditer(text)]
    ends = [end for _, end in words[:-1]]
    at = [bisect_right(ends, span.place) for span in spans]
    return tuple(
        PhoneMark(phone, span.start, span.end, name, stress, word, chars=words[word])
        for (phone, stress), span, name, word in zip(sounds, spans, names, at, strict=True)
    )


def _syllables(phones: Sequence[str], words: Sequence[int]) -> list[str]:
    """For each phone the syllable it is in: consonants go with the vowel that follows."""
    groups: list[list[int]] = []
    for i, phone in enumerate(phones):
        fresh = not groups or words[groups[-1][0]] != words[i]
        if fresh or (is_vowel(phone) and any(is_vowel(phones[k]) for k in groups[-1])):
            groups.append([])
            while not fresh and len(groups[-2]) > 1 and not is_vowel(phones[groups[-2][-1]]):
                groups[-1].insert(0, groups[-2].pop())
        groups[-1].append(i)
    names = ["".join(phones[i] for i in group) for group in groups]
    return [name for name, group in zip(names, groups, strict=True) for _ in group]


def _chinese(spans: Sequence[_Span], syllables: Sequence[Syllable]) -> tuple[PhoneMark, ...]:
    """Mark initial and final of each syllable, from where the library's phones of it begin."""
    marks: list[PhoneMark] = []
    word = 0
    for syllable in syllables:
        mine = [span for span in spans if span.word == word]
        word += 1
        if mine:
            marks += _two(mine, syllable)
        if syllable.erhua:
            tail = [span for span in spans if span.word == word]
            word += 1
            if tail:
                retroflex = _mark("ɚ", tail[0].start, tail[-1].end, syllable)
                marks.append(msgspec.structs.replace(retroflex, chars=syllable.tail))
    return tuple(marks)


def _two(spans: Sequence[_Span], syllable: Syllable) -> Iterator[PhoneMark]:
    start, end = spans[0].start, spans[-1].end
    middle = spans[1].start if syllable.initial and len(spans) > 1 else start
    if syllable.initial and middle == start:
        middle = start + (end - start) // 3
    if syllable.initial:
        yield _mark(INITIALS[syllable.initial], start, middle, syllable)
    yield _mark(FINALS[syllable.final], middle, end, syllable)


def _mark(phone: str, start: int, end: int, syllable: Syllable) -> PhoneMark:
    stress = 0.0 if syllable.tone == 5 else 0.5
    return PhoneMark(phone, start, end, syllable.label, stress, syllable.word, chars=syllable.chars)


def _emphatic(mark: PhoneMark, emphasis: Iterable[tuple[int, int]]) -> bool:
    return _met(*mark.chars, emphasis)


def _stressed(marks: Iterable[PhoneMark], emphatic: Iterable[bool]) -> tuple[PhoneMark, ...]:
    """Give the emphatic phones full stress."""
    return tuple(
        msgspec.structs.replace(mark, stress=1.0) if on else mark
        for mark, on in zip(marks, emphatic, strict=True)
    )


def _louder(sound: NDArray[np.float32], marks: Iterable[PhoneMark]) -> NDArray[np.float32]:
    """Raise the level of these phones, easing in and out."""
    gain = np.ones(len(sound) + _EASE)
    for mark in marks:
        gain[mark.start + _EASE // 2 : mark.end + _EASE // 2] = _EMPHASIS
    total = np.cumsum(gain)
    mean = (total[_EASE:] - total[:-_EASE]) / _EASE
    return sound * mean.astype(np.float32)


def _sound(raw: NDArray[np.int16], rate: int) -> NDArray[np.float32]:
    """Bring it to 24 kHz, without the library's direct current."""
    quiet = (raw - raw.mean(dtype=np.float64)).astype(np.float32) / np.float32(32768)
    sound: NDArray[np.float32] = soxr.resample(quiet, rate, SAMPLE_RATE)
    return sound


def _chunks(
    sound: NDArray[np.float32], marks: tuple[PhoneMark, ...], timbre: Timbre
) -> Iterator[EngineChunk]:
    """Cut off the silence at both ends, fade in and out; a small piece first, then larger ones."""
    audible = np.flatnonzero(np.abs(sound) > _SILENT)
    if not len(audible):
        return
    heard = int(np.argmax(np.abs(sound) > _AUDIBLE))
    start = max(0, int(audible[0]) - _FADE, heard - _ONSET)
    end = max(int(audible[-1]) + 1, marks[-1].end if marks else 0)
    body = sound[start:end].copy()
    ramp = np.linspace(0, 1, min(_FADE, len(body)), dtype=np.float32)
    body[: len(ramp)] *= ramp
    body[len(body) - len(ramp) :] *= ramp[::-1]
    placed = tuple(_earlier(mark, start) for mark in marks)
    yield EngineChunk(timbre.colour(body[:_FIRST]), placed)
    for at in range(_FIRST, len(body), _CHUNK):
        yield EngineChunk(timbre.colour(body[at : at + _CHUNK]))


def _earlier(mark: PhoneMark, samples: int) -> PhoneMark:
    return msgspec.structs.replace(
        mark, start=max(0, mark.start - samples), end=max(0, mark.end - samples)
    )
