"""Whether a face shows what speech asks of it, by the clock: visemes judged from outside.

What must be seen comes from `articulation.toml` and the times of the voice itself; what is seen
is read off the face. Right is what is seen within 40 ms of the middle of its phone; a show is apt
when half of it lies in such phones or within 40 ms of them: people notice lips
that are earlier or later by about twice that (N. Dixon & L. Spitz, 1980).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import numpy as np

from qingzhi.score import ARKIT, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.score import PhoneMark

    Faces = NDArray[np.floating]
    Signal = NDArray[np.float64]

TOLERANCE_S: Final = 0.040
_BREATHLESS_S: Final = 0.1
"""A silence that is shorter parts no show of the lips."""


class _Table(msgspec.Struct, frozen=True):
    either: dict[str, tuple[str, ...]]
    phones: dict[str, tuple[str, ...]]


class Event(NamedTuple):
    """Something that must be seen, in seconds."""

    kind: str
    start: float
    end: float


class Tally(NamedTuple):
    """Events asked for, those of them that were seen; shows, those of them that were asked for."""

    asked: int
    seen: int
    shows: int
    apt: int

    @property
    def f1(self) -> float:
        """Harmonic mean of the shares that were seen and that were apt."""
        recall, precision = self.seen / max(1, self.asked), self.apt / max(1, self.shows)
        return 2 * recall * precision / max(1e-9, recall + precision)


@cache
def _table() -> _Table:
    text = files(__package__).joinpath("articulation.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Table)


def asked(marks: Iterable[PhoneMark]) -> list[Event]:
    """Tell what the marks ask to be seen; like follows like as one event."""
    events: list[Event] = []
    for mark in marks:
        kinds = _table().phones.get(mark.phone, ())
        edges = np.linspace(mark.start, mark.end, len(kinds) + 1) / SAMPLE_RATE
        for kind, start, end in zip(kinds, edges[:-1], edges[1:], strict=True):
            last = events[-1] if events else None
            if last and last.kind == kind and start - last.end < TOLERANCE_S:
                events[-1] = last._replace(end=float(end))
            else:
                events.append(Event(kind, float(start), float(end)))
    return events


def signals(faces: Faces) -> Mapping[str, Signal]:
    """How much faces [T, 52] show of each kind: above 1 it is seen."""
    value = {name: np.asarray(faces[:, i], np.float64) for i, name in enumerate(ARKIT)}
    both = {
        name: (value[f"{name}Left"] + value[f"{name}Right"]) / 2
        for name in ("mouthLowerDown", "mouthUpperUp", "mouthStretch", "mouthSmile")
    }
    apart = value["jawOpen"] - value["mouthClose"] + value["mouthFunnel"] * 0.5
    apart = apart + (both["mouthLowerDown"] + both["mouthUpperUp"]) * 0.5
    rounding = value["mouthPucker"] + 0.7 * value["mouthFunnel"]
    wide = both["mouthStretch"] + both["mouthSmile"]
    return {
        "closed": 2.0 - apart / 0.06,
        "teeth": value["mouthRollLower"] / 0.35 * (apart < 0.4),
        "rounded": rounding / 0.30,
        "open": value["jawOpen"] / 0.28,
        "spread": (wide / 0.12) * (rounding < 0.25) * (value["jawOpen"] < 0.5) * (apart > 0.06),
    }


def tally(faces: Faces, fps: float, marks: Sequence[PhoneMark]) -> Tally:
    """Judge faces [T, 52] of sound that begins with them."""
    shown = signals(faces)
    time = np.arange(len(faces)) / fps
    events = asked(marks)
    seen = sum(bool((shown[e.kind][_near(time, e)] >= 1.0).any()) for e in events)
    shows = [run for kind in shown for run in _runs(kind, shown[kind], time, marks)]
    allowed = [*events, *_either(marks)]
    apt = sum(_apt(run, allowed) for run in shows)
    return Tally(len(events), seen, len(shows), apt)


def _near(time: Signal, event: Event) -> NDArray[np.bool_]:
    """Frames within the tolerance of an event's middle, where its articulation is fullest."""
    middle = (event.start + event.end) / 2
    near = np.abs(time - middle) <= TOLERANCE_S
    near[int(np.abs(time - middle).argmin())] = True
    return near


def _runs(kind: str, signal: Signal, time: Signal, marks: Sequence[PhoneMark]) -> list[Event]:
    """Stretches of speech in which a kind is seen; silence may look as it likes."""
    speaking = np.zeros(len(time), np.bool_)
    for mark in marks:
        end = mark.end / SAMPLE_RATE + _BREATHLESS_S
        speaking |= (time >= mark.start / SAMPLE_RATE) & (time <= end)
    speaking &= time <= max((mark.end for mark in marks), default=0) / SAMPLE_RATE
    on = np.flatnonzero(np.diff(np.concatenate(([0], (signal >= 1.0) & speaking, [0]))))
    return [
        Event(kind, float(time[a]), float(time[b - 1]))
        for a, b in zip(on[::2], on[1::2], strict=True)
    ]


def _either(marks: Sequence[PhoneMark]) -> Iterator[Event]:
    """Tell what phones may show and need not; in silence lips may rest."""
    for mark in marks:
        for kind, phones in _table().either.items():
            if mark.phone in phones:
                yield Event(kind, mark.start / SAMPLE_RATE, mark.end / SAMPLE_RATE)
    ends = [0, *(mark.end for mark in marks if mark.phone)]
    starts = [*(mark.start for mark in marks if mark.phone), ends[-1]]
    for end, start in zip(ends, starts, strict=True):
        if start > end or start in {0, ends[-1]}:
            yield Event("closed", end / SAMPLE_RATE, start / SAMPLE_RATE)


def _apt(run: Event, allowed: Iterable[Event]) -> bool:
    """Whether at least half of a show lies where it may be."""
    time = np.linspace(run.start, run.end, 21)
    fits = np.zeros(len(time), np.bool_)
    for event in allowed:
        if event.kind == run.kind:
            fits |= (time >= event.start - TOLERANCE_S) & (time <= event.end + TOLERANCE_S)
    return bool(fits.mean() >= 0.5)
