"""Faces are judged by what phonetics asks of them, by the clock."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.evaluation.shown import _table, asked, signals, tally
from qingzhi.score import ARKIT, SAMPLE_RATE, PhoneMark
from qingzhi.speech.phones import INVENTORY

FPS = 30.0


def marks(*phones: str, length: float = 0.2) -> tuple[PhoneMark, ...]:
    edges = [round(i * length * SAMPLE_RATE) for i in range(len(phones) + 1)]
    return tuple(PhoneMark(p, edges[i], edges[i + 1], word=0) for i, p in enumerate(phones))


def face(**values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    made = np.zeros(len(ARKIT), np.float32)
    for name, value in values.items():
        for i, known in enumerate(ARKIT):
            if known in {name, f"{name}Left", f"{name}Right"}:
                made[i] = value
    return made


FACES = {
    "closed": face(mouthPress=0.3),
    "teeth": face(mouthRollLower=0.5, jawOpen=0.1),
    "rounded": face(mouthPucker=0.7, mouthFunnel=0.2, jawOpen=0.15),
    "open": face(jawOpen=0.5),
    "spread": face(mouthStretch=0.3, jawOpen=0.12, mouthLowerDown=0.2),
}


@pytest.mark.parametrize("kind", FACES)
def test_each_face_shows_its_kind_alone(kind: str) -> None:
    """A puckered mouth is rounded and nothing else."""
    shown = signals(FACES[kind][None])
    assert {name for name, signal in shown.items() if signal[0] >= 1.0} == {kind}


def test_what_is_shown_in_time_is_right() -> None:
    """'ma': shut, then open."""
    faces = np.stack([FACES["closed"]] * 6 + [FACES["open"]] * 7)
    assert tally(faces, FPS, marks("m", "a")).f1 == 1.0


def test_what_is_shown_late_is_wrong() -> None:
    """The same mouth 150 ms behind shows the closure when the vowel is heard."""
    faces = np.stack([FACES["open"]] * 12 + [FACES["closed"]] * 6)
    result = tally(faces, FPS, marks("m", "a", "m", "a"))
    assert result.f1 < 0.8


def test_a_mouth_that_never_moves_is_found_out() -> None:
    """Neither shut throughout nor open throughout does."""
    phones = marks("m", "a", "f", "i", "u", "p", "a")
    for kind in ("closed", "open"):
        faces = np.repeat(FACES[kind][None], 43, axis=0)
        assert tally(faces, FPS, phones).f1 < 0.5


def test_like_follows_like_as_one_event() -> None:
    """'m p' is one closure; 'uan' asks for rounding, then opening."""
    assert [e.kind for e in asked(marks("m", "p"))] == ["closed"]
    assert [e.kind for e in asked(marks("uan"))] == ["rounded", "open"]


def test_the_table_knows_only_real_phones() -> None:
    """Every phone that is judged is one that voices say."""
    table = _table()
    assert set(table.phones) <= INVENTORY
    assert {kind for kinds in table.phones.values() for kind in kinds} == set(FACES)
    assert set(table.either) <= set(FACES)
