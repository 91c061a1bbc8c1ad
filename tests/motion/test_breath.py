"""Breath: its rate follows feeling, its phase never jumps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.emotion import Emotion
from qingzhi.motion.breath import CALM, PERIOD_S
from qingzhi.motion.performer import Performer
from qingzhi.score import BONES, Clause

CHEST = BONES.index("upperChest")


@given(
    st.lists(st.tuples(st.floats(0.5, 40.0), st.floats(0.7, 1.6)), min_size=1, max_size=6),
)
def test_breath_goes_on_whatever_changes(turns: list[tuple[float, float]]) -> None:
    """At every change of rate the phase is what it was, and it only ever grows."""
    breath, at = CALM, 0.0
    for gap, rate in turns:
        at += gap
        before = breath
        breath = breath.turning(at, rate)
        here = np.array([at])
        assert breath.at(here)[0] == pytest.approx(before.at(here)[0], abs=1e-9)
        phase = breath.at(at + np.arange(300) / 30)
        assert (np.diff(phase) > 0.0).all()
        assert np.diff(phase).max() * 30 * PERIOD_S <= 1.6 + 1e-6


def test_breath_takes_up_its_new_rate() -> None:
    """Some seconds after a fright breaths are half as quick again."""
    breath = CALM.turning(100.0, 1.5)
    late = breath.at(np.array([110.0, 153.0]))
    assert (late[1] - late[0]) * PERIOD_S / 43.0 == pytest.approx(1.5)


@pytest.mark.parametrize(("emotion", "quicker"), [("fear", True), ("sadness", False)])
def test_idle_breath_follows_what_was_said(emotion: str, *, quicker: bool) -> None:
    """After a clause in fear the chest rises oftener than after a calm one, in sadness less."""
    counts = []
    for feeling in ("neutral", emotion):
        performer = Performer(5)
        said = Clause(id="c", generation=1, text="您好，请稍等。", emotion=Emotion.of(feeling, 0.9))
        list(performer.perform(said, ()))
        performer.idle(0.0, 10.0)
        bones = performer.idle(10.0, 120.0).bones
        assert bones is not None
        chest = bones[:, CHEST, 0].astype(float)
        smooth = np.convolve(chest - chest.mean(), np.ones(31) / 31, mode="same")
        counts.append(int(((smooth[1:] > 0.0) & (smooth[:-1] <= 0.0)).sum()))
    assert (counts[1] > 1.25 * counts[0]) if quicker else (counts[1] < counts[0])
