"""Lips against sound: sums that fall when the lips do."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from qingzhi.evaluation.lipsync import Spoken, _apart, sentences, summed
from qingzhi.score import SAMPLE_RATE, PhoneMark

PHONES = ("m", "a", "p", "i", "f", "u", "t", "a", "pʰ", "u", "m", "a")


def spoken(length: float = 0.1) -> Spoken:
    edges = [round((0.2 + i * length) * SAMPLE_RATE) for i in range(len(PHONES) + 1)]
    marks = tuple(
        PhoneMark(p, edges[i], edges[i + 1], stress=0.4, word=0) for i, p in enumerate(PHONES)
    )
    return Spoken("妈", "zh", np.zeros(edges[-1] + SAMPLE_RATE // 4, np.float32), marks)


def moved(marks: tuple[PhoneMark, ...], seconds: float) -> tuple[PhoneMark, ...]:
    shift = round(seconds * SAMPLE_RATE)
    return tuple(
        msgspec.structs.replace(m, start=m.start + shift, end=m.end + shift) for m in marks
    )


def test_marks_of_the_voice_itself_show() -> None:
    """Nearly all that is asked for is seen; no boundary is off by more than a frame or so."""
    said = spoken()
    result = summed("marks", "test", [said], [said.marks])
    assert result.viseme_f1_40ms > 0.95
    assert result.boundary_error_ms.p90 < 60.0
    assert result.within_40ms == 1.0
    assert result.closure_mm is None
    assert result.shapes is None


def test_marks_that_are_late_are_found_out() -> None:
    """An eighth of a second behind, fewer are right."""
    said = spoken()
    late = summed("alignment", "test", [said], [moved(said.marks, 0.13)])
    good = summed("alignment", "test", [said], [said.marks])
    assert late.viseme_f1_40ms < good.viseme_f1_40ms - 0.1
    assert late.boundary_error_ms.p50 == pytest.approx(130.0, abs=1.0)
    assert late.within_40ms == 0.0


def test_other_phones_are_matched_by_their_nearest_start() -> None:
    """A source that names classes is judged by its boundaries."""
    truth = spoken().marks
    fewer = tuple(m for m in moved(truth, 0.01) if m.phone != "t")
    apart = _apart(truth, fewer)
    assert len(apart) == len(truth)
    assert np.median(apart) == pytest.approx(0.01, abs=1e-3)


def test_nothing_heard_is_as_wrong_as_can_be() -> None:
    """Not an error, and not right either."""
    said = spoken()
    result = summed("audio", "test", [said], [()])
    assert result.within_40ms == 0.0


def test_sentences_are_there_in_both_languages() -> None:
    """With closures in every one of them."""
    assert all(len(texts) >= 6 for texts in sentences().values())
