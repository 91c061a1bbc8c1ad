"""Whether motion is sound: reads anybody's file and says what is wrong, where and when.

Limits are of people, not of what is made here: faster joints than an athlete's, knees that bend
forward, hands in the chest, feet that slide, frames that jump, strokes that miss their syllable.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.motion.check_body import body_faults
from qingzhi.motion.check_frames import frame_faults
from qingzhi.motion.check_strokes import offsets, stroke_faults
from qingzhi.motion.clip import BadClip, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qingzhi.motion.clip import Clip
    from qingzhi.motion.found import Found
    from qingzhi.score import Lang

MOST_OF_A_CODE: Final = 20
"""Faults of one code that are told; a broken file can have thousands."""


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong: `where` is a bone, a coefficient or an array."""

    code: str
    where: str
    time_s: float | None
    value: float | None
    hint: str


class Offset(msgspec.Struct, frozen=True):
    """Milliseconds from a stressed vowel's onset to the stroke's apex; None without any."""

    p50: float | None
    p95: float | None


class Measured(msgspec.Struct, frozen=True):
    """rad/s, rad/s³, millimetres, a number of jumps, milliseconds."""

    max_joint_speed: float = 0.0
    max_jerk: float = 0.0
    penetration_mm: float = 0.0
    foot_slide_mm: float = 0.0
    pops: int = 0
    stroke_offset_ms: Offset = Offset(None, None)


class Report(msgspec.Struct, frozen=True):
    """What became of a file. `ok`: no fault was found."""

    ok: bool
    faults: list[Fault]
    measured: Measured


class _Words(msgspec.Struct, frozen=True):
    zh: str
    en: str


@cache
def codes() -> dict[str, _Words]:
    """Return every code with its words."""
    text = files(__package__).joinpath("data", "faults.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, _Words])


def check(path: Path, *, onsets: Sequence[float] = (), lang: Lang = "en") -> Report:
    """Judge a file. `onsets`: seconds of stressed vowels; else those that the file tells."""
    try:
        clip = read(path)
    except BadClip as bad:
        fault = Fault(bad.fault, bad.where, None, None, _hint(bad.fault, lang, where=bad.where))
        return Report(ok=False, faults=[fault], measured=Measured())
    return judged(clip, onsets=onsets, lang=lang)


def judged(clip: Clip, *, onsets: Sequence[float] = (), lang: Lang = "en") -> Report:
    """Judge motion that was read or made."""
    frames, body = frame_faults(clip), body_faults(clip)
    apart = offsets(clip, onsets or clip.onsets)
    found = [*frames.found, *body.found, *stroke_faults(apart)]
    faults = list(_told(found, lang))
    measured = Measured(
        max_joint_speed=round(frames.speed, 3),
        max_jerk=round(frames.jerk, 1),
        penetration_mm=round(body.penetration_mm, 1),
        foot_slide_mm=round(body.slide_mm, 1),
        pops=frames.pops,
        stroke_offset_ms=Offset(apart.p50, apart.p95),
    )
    return Report(ok=not faults, faults=faults, measured=measured)


def _told(found: Iterable[Found], lang: Lang) -> Iterable[Fault]:
    told: dict[str, int] = {}
    for one in sorted(found, key=lambda f: f.time_s):
        told[one.code] = told.get(one.code, 0) + 1
        if told[one.code] <= MOST_OF_A_CODE:
            time, value = round(one.time_s, 3), round(one.value, 3)
            hint = _hint(one.code, lang, where=one.where, time=time, value=value)
            yield Fault(one.code, one.where, time, value, hint)


def _hint(code: str, lang: Lang, **slots: object) -> str:
    words = codes()[code]
    return (words.zh if lang == "zh" else words.en).format(**slots)
