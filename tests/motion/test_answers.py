"""Strokes against speech over what the desk really says."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from itertools import islice

import numpy as np
import pytest

from qingzhi.motion.gesture import gestures
from qingzhi.motion.performer import Performer
from qingzhi.motion.rhythm import estimate
from qingzhi.motion.style import styles
from qingzhi.score import SAMPLE_RATE, Act, Clause, PhoneMark

EARLY_S, LATE_S = -0.080, 0.040
"""Where a stroke's apex may lie from a vowel's onset."""
ACTS = (Act.INFORM, Act.INSTRUCT, Act.LIST, Act.ASK, Act.WARN, Act.CONFIRM, Act.ENCOURAGE)
LONG = re.compile(r"[\u4e00-\u9fff，、]{12,40}")


def sentences() -> list[str]:
    """Take three sentences of every matter of the government's desk."""
    found: list[str] = []
    for file in sorted((files("qingzhi.scenarios") / "government" / "items").iterdir(), key=str):
        text = str(tomllib.loads(file.read_text("utf-8")))
        found += islice(dict.fromkeys(LONG.findall(text)), 3)
    return found


def spoken(text: str, number: int) -> tuple[PhoneMark, ...]:
    """Give marks as a voice would: uneven in time, some syllables stressed."""
    chance = np.random.default_rng(number)
    clock, marks = round(0.06 * SAMPLE_RATE), []
    for mark in estimate(text):
        length = round((mark.end - mark.start) * chance.uniform(0.7, 1.4))
        stress = 0.9 if chance.random() < 0.25 else 0.2
        marks.append(PhoneMark(mark.phone, clock, clock + length, stress=stress, word=mark.word))
        clock += length
    return tuple(marks)


@pytest.mark.parametrize("style", styles())
def test_strokes_of_the_desk_s_answers_land_on_vowels(style: str) -> None:
    """Every apex lies −80…+40 ms from a stressed vowel's onset, in every manner."""
    offsets: list[float] = []
    performer = Performer(7)
    for number, text in enumerate(sentences()):
        clause = Clause(
            id=f"c{number}", generation=number, text=text, act=ACTS[number % len(ACTS)], style=style
        )
        list(performer.perform(clause, spoken(text, number)))
        plan = performer._plan
        assert plan is not None
        if plan.path is None or any(gestures()[n].emblem for n in plan.path.names):
            continue
        onsets = np.array([s.onset for s in plan.rhythm.beats or plan.rhythm.syllables])
        offsets += [apex - onsets[np.abs(onsets - apex).argmin()] for apex in plan.path.apexes]
    assert len(offsets) > (5 if style == "care" else 60)
    assert min(offsets) >= EARLY_S
    assert max(offsets) <= LATE_S
