"""Phone times for sound that came without any: its text is said again by a voice that tells them.

espeak-ng says the same words; every 10 ms of it is a state with the spectrum it has there and the
class of its phone. The sound is led through these states by dynamic programming: near in spectrum,
likely to the listener, never backwards; between words it may pause.

Sources: H. Sakoe & S. Chiba, "Dynamic programming algorithm optimization for spoken word
recognition", 1978 (time warping); T. Hazen, W. Shen & C. White, "Query-by-example spoken term
detection using phonetic posteriorgram templates", 2009 (likelihoods of phones that speakers share).
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import soxr

from qingzhi.errors import InputError
from qingzhi.score import SAMPLE_RATE, Clause, PhoneMark
from qingzhi.speech.espeak import EspeakEngine
from qingzhi.speech.listener import likelihoods
from qingzhi.speech.mouths import classes, cut
from qingzhi.speech.phones import is_vowel
from qingzhi.speech.phrasing import plan
from qingzhi.speech.pool import Pool
from qingzhi.speech.spectrum import FRAMES_S, RATE, centre_s, cepstra, log_mel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qingzhi.assets import Assets
    from qingzhi.score import Lang
    from qingzhi.settings import Settings

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

LONGEST_S: Final = 120.0
"""A longer recording is cut at its pauses by whoever has its text."""
LONGEST_TEXT: Final = 2000
TARGET: Final = "qingzhi.speech.espeak:EspeakEngine"

_SPECTRUM: Final = 0.3
"""What the distance of two spectra counts beside what the listener makes of the sound."""
_LISTENER: Final = 0.2
_DOUBT: Final = 6.0
"""No class is less likely than e to the minus this: the listener may be wrong."""
_PAUSE: Final = 1.6
"""What a pause costs a frame beside a silence that the listener is sure of."""
_STAY, _SKIP, _LEAP = 1.2, 0.6, 2.0
"""Cost of dwelling in a state, of passing one over, of passing over two."""
_STRETCH: Final = (0.33, 3.0)
_CLOSURE_S: Final = 0.05
"""A stop's closure is silent: so much of a pause before it is its own."""
_SHORT_S: Final = 0.1
"""… and all of a pause that is shorter."""
_LATER_S: Final = 0.03
"""In Mandarin, warping finds a consonant before the times of trained voices begin it, be it closed
or not (measured on the neural voice); in English it finds it where people's hands mark it."""
_LATER_SHARE: Final = 0.6
"""… but a consonant keeps the rest of its time."""
_STOPS: Final = frozenset("pbtdkɡ") | {"ts", "tɕ", "ʈʂ", "tʃ", "dʒ"}


@dataclass(frozen=True, slots=True)
class Reference:
    """The text as espeak says it: `samples` at RATE, `marks` in samples of SAMPLE_RATE."""

    samples: Floats
    marks: tuple[PhoneMark, ...]


class Aligner:
    """Places the phones of a text in sound. `open` starts a worker process, `close` ends it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, settings: Settings, assets: Assets) -> Aligner:
        """Start the voice that tells its times. Raises EngineUnavailable."""
        pool = Pool(TARGET, EspeakEngine.prepare(settings, assets))
        await pool.open()
        return cls(pool)

    async def close(self) -> None:
        await self._pool.close()

    async def align(self, samples: Floats, text: str, lang: Lang) -> tuple[PhoneMark, ...]:
        """Return the marks of `text` in mono `samples` at RATE; marks count at SAMPLE_RATE.

        Raises InputError for a text with nothing to say, or sound or text that is too long.
        """
        if len(samples) > LONGEST_S * RATE:
            raise InputError(
                f"A recording of over {LONGEST_S:.0f} s can't be aligned with a text.",
                hint="Cut it into pieces.",
            )
        if len(text) > LONGEST_TEXT:
            raise InputError(f"The text is longer than {LONGEST_TEXT} characters.", param="text")
        return fitted(await self.reference(text, lang), samples)

    async def reference(self, text: str, lang: Lang) -> Reference:
        """Have the text said. Raises InputError when there is nothing to say."""
        sounds: list[Floats] = []
        marks: list[PhoneMark] = []
        place, words = 0, 0
        for piece in plan(Clause(id="aligned", generation=0, text=text, lang=lang)):
            told: tuple[PhoneMark, ...] = ()
            start = place
            async with aclosing(self._pool.speak(piece.request)) as chunks:
                async for chunk in chunks:
                    told = chunk.marks or told
                    sounds.append(chunk.samples)
                    place += len(chunk.samples)
            marks += (_moved(mark, start, words) for mark in told)
            words = 1 + max((mark.word for mark in marks), default=-1)
        if not marks:
            raise InputError("There is nothing to say in this text.", param="text")
        said = soxr.resample(np.concatenate(sounds), SAMPLE_RATE, RATE)
        return Reference(said, tuple(marks))


def fitted(reference: Reference, samples: Floats) -> tuple[PhoneMark, ...]:
    """Place the reference's marks in `samples` (mono, at RATE)."""
    states = _states(reference)
    mel = log_mel(samples)
    heard = np.maximum(likelihoods(mel), -_DOUBT)
    states = _stretched(states, int((heard.argmax(axis=1) != 0).sum()))
    path = _path(_costs(cepstra(mel), heard, states))
    return tuple(_placed(reference.marks, states, path, len(samples)))


@dataclass(frozen=True, slots=True)
class _States:
    """S states in order."""

    spectrum: Floats
    """[S, 2·CEPSTRA]"""
    kind: Ints
    """[S] rows of `classes`; 0 is a pause."""
    mark: Ints
    """[S] whose phone it is, −1 for a pause."""


def _states(reference: Reference) -> _States:
    """One state for each frame of a phone, and one pause between words."""
    spectrum = cepstra(log_mel(reference.samples))
    at = np.round(centre_s(np.arange(len(spectrum))) * SAMPLE_RATE)
    rows, kinds, owners = [np.zeros(1, np.int64)], [0], [-1]
    for number, mark in enumerate(reference.marks):
        if number and mark.word != reference.marks[number - 1].word:
            rows.append(np.zeros(1, np.int64))
            kinds.append(0)
            owners.append(-1)
        inside = np.flatnonzero((at >= mark.start) & (at < mark.end))
        if not len(inside):
            inside = np.array([int(np.abs(at - mark.start).argmin())])
        rows.append(inside)
        kinds += _kinds(mark.phone, len(inside))
        owners += [number] * len(inside)
    rows.append(np.zeros(1, np.int64))
    return _States(spectrum[np.concatenate(rows)], np.array([*kinds, 0]), np.array([*owners, -1]))


def _kinds(phone: str, count: int) -> list[int]:
    """Give each frame of a phone the class that it has there."""
    pieces = cut(phone) or (("ə", 1.0),)
    edges = np.cumsum([share for _, share in pieces])
    place = (np.arange(count) + 0.5) / count
    which = np.minimum(np.searchsorted(edges, place), len(pieces) - 1)
    return [classes().index(pieces[i][0]) for i in which]


def _stretched(states: _States, wanted: int) -> _States:
    """Make the phones about as many frames long as the sound has of speech."""
    spoken = states.mark >= 0
    ratio = float(np.clip(max(wanted, 1) / spoken.sum(), *_STRETCH))
    ends = np.floor(np.cumsum(np.where(spoken, ratio, 1.0)) + 1e-6).astype(np.int64)
    times = np.diff(ends, prepend=0)
    first = np.flatnonzero(np.diff(states.mark, prepend=-2))
    times[first] = np.maximum(times[first], 1)  # no phone is left out of a sound that is short
    index = np.repeat(np.arange(len(times)), times)
    return _States(states.spectrum[index], states.kind[index], states.mark[index])


def _costs(spectrum: Floats, heard: Floats, states: _States) -> Floats:
    """[T, S] how ill each frame of the sound fits each state."""
    square = (spectrum**2).sum(axis=1)[:, None] + (states.spectrum**2).sum(axis=1)
    apart = np.sqrt(np.maximum(square - 2.0 * spectrum @ states.spectrum.T, 0.0))
    spoken = _SPECTRUM * apart - _LISTENER * heard[:, states.kind]
    silent = _PAUSE - _LISTENER * heard[:, :1]
    return np.where(states.kind == 0, silent, spoken).astype(np.float32)


def _path(costs: Floats) -> Ints:
    """[T] the state of each frame on the cheapest way from the first state to the last."""
    frames, count = costs.shape
    best = np.full(count + 3, np.inf, np.float32)
    best[3 : 3 + 2] = costs[0, :2]
    back = np.zeros((frames, count), np.int8)
    moves = np.array([_STAY, 0.0, _SKIP, _LEAP], np.float32)[:, None]
    for frame in range(1, frames):
        ways = np.stack([best[3 - k : 3 - k + count] for k in range(4)]) + moves
        back[frame] = ways.argmin(axis=0)
        best[3:] = ways.min(axis=0) + costs[frame]
    state = count - 1 - int(best[-1] > best[-2])
    path = np.zeros(frames, np.int64)
    for frame in range(frames - 1, -1, -1):
        path[frame] = state
        state = max(0, state - int(back[frame, state]))
    return path


def _placed(marks: Sequence[PhoneMark], states: _States, path: Ints, size: int) -> list[PhoneMark]:
    """Say when each phone begins and ends; a pause ends the one before it."""
    owner = states.mark[path]
    frame_s = 1.0 / FRAMES_S
    edges = centre_s(np.arange(len(path))) - frame_s / 2
    placed: list[PhoneMark] = []
    at = 0.0
    for number, mark in enumerate(marks):
        mine = np.flatnonzero(owner == number)
        start = float(edges[mine[0]]) if len(mine) else at
        end = float(edges[mine[-1]]) + frame_s if len(mine) else start
        start += min(_later_s(mark), _LATER_SHARE * (end - start))
        at = end
        placed.append(msgspec.structs.replace(mark, start=_samples(start), end=_samples(end)))
    return _joined(placed, _samples(size / RATE))


def _later_s(mark: PhoneMark) -> float:
    mandarin = mark.syllable[-1:].isdigit()
    return _LATER_S if mandarin and not is_vowel(mark.phone) else 0.0


def _joined(marks: list[PhoneMark], size: int) -> list[PhoneMark]:
    """Give stops their closures, and every phone some time."""
    starts = [mark.start for mark in marks]
    for number, (before, mark) in enumerate(pairwise(marks), 1):
        gap = mark.start - before.end
        if gap > 0 and mark.phone.rstrip("ʰ") in _STOPS:
            own = gap if gap <= _samples(_SHORT_S) else _samples(_CLOSURE_S)
            starts[number] = mark.start - max(0, own - _samples(_later_s(mark)))
    ends = [*starts[1:], size]
    return [
        msgspec.structs.replace(
            mark, start=start, end=max(start + 1, min(mark.end, end) if mark.end > start else end)
        )
        for mark, start, end in zip(marks, starts, ends, strict=True)
    ]


def _moved(mark: PhoneMark, samples: int, words: int) -> PhoneMark:
    return msgspec.structs.replace(
        mark, start=mark.start + samples, end=mark.end + samples, word=mark.word + words
    )


def _samples(seconds: float) -> int:
    return max(0, round(seconds * SAMPLE_RATE))
