"""Phone marks for anybody's sound without a text: the likeliest course of phones through it.

People's own speech taught what phones sound like (`diphones`), but English ones. Which language it
is, the course itself tells, by what follows what; in Mandarin a listener that knows both by the
mouth (`listener`) is believed beside it. Long sound is heard piece by piece, cut where it is
softest, so that memory and channel stay small.

Source: M. Zissman, "Comparison of four approaches to automatic language identification of telephone
speech", 1996 (phones recognised in one language, judged by each one's own order).
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.ndimage import uniform_filter1d

from qingzhi.score import SAMPLE_RATE, PhoneMark
from qingzhi.speech import orders, sphinx_convert
from qingzhi.speech.cepstrum import powers, quieted, streams
from qingzhi.speech.course import course
from qingzhi.speech.diphones import FILE, PHONES, Diphones, Sounds
from qingzhi.speech.listener import likelihoods
from qingzhi.speech.mouths import classes, cut
from qingzhi.speech.phones import is_vowel
from qingzhi.speech.spectrum import FRAMES_S, HOP, RATE, centre_s, log_mel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.assets import Assets
    from qingzhi.speech.course import Run

    Floats = NDArray[np.float32]

ASSET: Final = "sounds-sphinx"
_FORM: Final = f"diphones-{sphinx_convert.VERSION}"

PIECE_S: Final = 16.0
"""How much is heard at once, at most."""
_SHORTEST_S: Final = 8.0
"""No piece but the last is shorter: phones tell the channel and the language."""
_AUDIBLE: Final = 1e-4
"""Of full scale: sound that is softer throughout is silence."""

_ORDER: Final = 3.0
"""What the order of phones counts, beside their sound."""
_KNOWN: Final = 0.8
"""Share of pairs that are of the language; the rest are names, slips and other dialects."""
_LOOSE: Final = 3.0
"""What a phone costs where no order is known."""
_BESIDE: Final = 4.0
"""What the listener counts in Mandarin, in likelihoods."""
_DOUBT: Final = 6.0
"""No class is less likely than e to the minus this: the listener may be wrong."""
_BORDER: Final = -0.95
"""Per pair of phones, how much less likely Mandarin's order is than English' (in logarithms) where
both languages are as likely. Below zero, for the phones that are heard are English'."""
_FEWEST: Final = 12
"""Pairs that tell a language."""

_USUAL, _STRONG = 0.4, 0.8
_LOUD: Final = 0.5
"""A vowel that is so much above the recording's vowels in log energy is stressed."""


class Ears:
    """Hears with what people taught, which is read, and once converted, at the first sound.

    Everything here raises AssetUnavailable or AssetCorrupt where that is not in the cache.
    """

    def __init__(self, assets: Assets) -> None:
        self._assets = assets

    def heard(self, samples: Floats) -> tuple[PhoneMark, ...]:
        """Return marks for mono `samples` at RATE; marks count at SAMPLE_RATE."""
        marks: list[PhoneMark] = []
        word = 0
        for start, piece in _pieces(samples):
            if not len(piece) or float(np.abs(piece).max()) < _AUDIBLE:
                continue
            power = powers(piece)
            runs = self._runs(piece, quieted(power))
            marks += _marks(runs, np.log(power).mean(axis=1), start / RATE, word)
            word = 1 + max((mark.word for mark in marks), default=-1)
        return tuple(marks)

    def _runs(self, samples: Floats, power: NDArray[np.float64]) -> list[Run]:
        likely = self._taught.sounds(streams(power))
        english, mandarin = self._orders
        loose = np.full_like(english, -_LOOSE)
        said = [run.phone for run in course(likely, loose)]
        if _is_mandarin(said, mandarin - english):
            return course(_beside(likely, samples), _ORDER * mandarin)
        return course(likely, _ORDER * english)

    @cached_property
    def _taught(self) -> Diphones:
        folder = self._assets.converted(ASSET, _FORM, sphinx_convert.convert)
        return Diphones.load(folder / FILE)

    @cached_property
    def _orders(self) -> tuple[Floats, Floats]:
        """Logarithms [before, after] of what follows what in English and in Mandarin."""
        english, mandarin = (
            np.log(_KNOWN * np.exp(order) + (1.0 - _KNOWN) / len(PHONES))
            for order in (self._taught.english, orders.mandarin())
        )
        return english, mandarin


def _pieces(samples: Floats) -> Iterator[tuple[int, Floats]]:
    """Cut long sound where it is softest; gives each piece's first sample and itself."""
    longest, shortest = round(PIECE_S * RATE), round(_SHORTEST_S * RATE)
    start = 0
    while len(samples) - start > longest:
        level = uniform_filter1d(np.abs(samples[start + shortest : start + longest]), 10 * HOP)
        end = start + shortest + int(level.argmin())
        yield start, samples[start:end]
        start = end
    yield start, samples[start:]


def _is_mandarin(said: list[int], likelier: Floats) -> bool:
    """Judge by how much likelier [before, after] Mandarin's order makes each pair."""
    if len(said) <= _FEWEST:
        return False
    return float(likelier[said[:-1], said[1:]].mean()) > _BORDER


def _beside(likely: Sounds, samples: Floats) -> Sounds:
    """Add what the listener for mouths makes of the sound."""
    told = _BESIDE * np.maximum(likelihoods(log_mel(samples)), -_DOUBT)
    frames = np.minimum(np.arange(len(likely.middle)), len(told) - 1)
    seen = told[frames].astype(np.float32)
    begin, end = _mouths()
    return Sounds(
        likely.first + seen[:, None, begin],
        likely.middle + seen[:, begin],
        likely.last + seen[:, end, None],
    )


@cache
def _mouths() -> tuple[list[int], list[int]]:
    """Rows of `classes` that each of PHONES begins with and ends with."""
    shapes = [[name for name, _ in cut(phone)] or [""] for phone in PHONES]
    return [classes().index(s[0]) for s in shapes], [classes().index(s[-1]) for s in shapes]


def _marks(
    runs: list[Run], level: NDArray[np.float64], begin_s: float, word: int
) -> list[PhoneMark]:
    """One mark for each run; words are what silences part."""
    spoken = [run for run in runs if PHONES[run.phone]]
    loudness = [float(level[r.start : r.end].mean()) for r in spoken if is_vowel(PHONES[r.phone])]
    usual = float(np.median(loudness)) if loudness else 0.0
    marks: list[PhoneMark] = []
    for run in runs:
        phone = PHONES[run.phone]
        if not phone:
            word += 1
            continue
        loud = is_vowel(phone) and float(level[run.start : run.end].mean()) > usual + _LOUD
        start, end = _at(run.start, begin_s), _at(run.end, begin_s)
        marks.append(PhoneMark(phone, start, end, stress=_STRONG if loud else _USUAL, word=word))
    return marks


def _at(frame: int, begin_s: float) -> int:
    """Return the sample at which a frame's own hundredth of a second begins."""
    seconds = begin_s + float(centre_s(np.array(frame))) - 0.5 / FRAMES_S
    return max(0, round(seconds * SAMPLE_RATE))
