"""When an answer counts as heard and seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.evaluation.turn import AUDIBLE, Turn
from qingzhi.score import Act

RATE = 1000


def silence(count: int) -> np.ndarray:
    return np.zeros(count, np.float32)


def tone(count: int) -> np.ndarray:
    return np.full(count, 0.5, np.float32)


def asked_at(second: float) -> Turn:
    return Turn("怎么办", asked=second)


def test_leading_silence_counts() -> None:
    """Sound that arrives at once but begins with 30 ms of silence is heard 30 ms later."""
    turn = asked_at(10.0)
    turn.clause("带身份证。")
    turn.sound(np.concatenate([silence(30), tone(10)]), 10.1, rate=RATE)
    assert turn.first_audio == pytest.approx(0.130)


def test_silent_deltas_hold_the_loudspeaker() -> None:
    """A delta of silence is played before the next one, though both arrive together."""
    turn = asked_at(0.0)
    turn.clause("带身份证。")
    turn.sound(silence(100), 0.05, rate=RATE)
    turn.sound(tone(10), 0.05, rate=RATE)
    assert turn.first_audio == pytest.approx(0.150)


def test_a_late_delta_is_heard_on_arrival() -> None:
    """When the loudspeaker has run dry, sound is heard as it arrives."""
    turn = asked_at(0.0)
    turn.clause("带身份证。")
    turn.sound(silence(10), 0.05, rate=RATE)
    turn.sound(tone(10), 0.5, rate=RATE)
    assert turn.first_audio == pytest.approx(0.5)


@pytest.mark.parametrize("act", ["greet", "disclose", "wait", "thank", "farewell", "empathise"])
def test_fillers_are_no_content(act: str) -> None:
    """A filler is not counted, and the content behind it waits until the filler is over."""
    turn = asked_at(0.0)
    turn.clause("请稍等。", act=act)
    turn.sound(tone(200), 0.01, rate=RATE)
    assert not turn.heard
    turn.clause("带身份证。", act="inform")
    turn.sound(tone(10), 0.02, rate=RATE)
    assert turn.first_audio == pytest.approx(0.210)


def test_a_source_makes_content() -> None:
    """A clause that names a source counts whatever its act."""
    turn = asked_at(0.0)
    turn.clause("别着急，补办很快。", act=Act.EMPATHISE, sourced=True)
    turn.sound(tone(1), 0.02, rate=RATE)
    assert turn.heard


def test_faint_sound_is_not_heard() -> None:
    """Noise at −45 dBFS and below is silence."""
    turn = asked_at(0.0)
    turn.clause("带身份证。")
    turn.sound(np.full(50, AUDIBLE * 0.999, np.float32), 0.1, rate=RATE)
    assert not turn.heard


def test_the_first_of_everything_stays() -> None:
    """Later sound, motion and ends change nothing."""
    turn = asked_at(0.0)
    turn.clause("带身份证。")
    turn.sound(tone(1), 0.1, rate=RATE)
    turn.sound(tone(1), 0.2, rate=RATE)
    turn.motion(0.3)
    turn.motion(0.4)
    turn.end("completed")
    turn.end("cancelled")
    assert (turn.first_audio, turn.first_motion, turn.outcome) == (0.1, 0.3, "completed")


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.lists(st.floats(-1, 1, width=32), max_size=30)), max_size=8
    )
)
def test_nothing_is_heard_before_it_arrived(deltas: list[tuple[float, list[float]]]) -> None:
    """Whatever comes, it is heard at or after the arrival of the delta that holds it."""
    turn = asked_at(0.0)
    turn.clause("带身份证。")
    arrivals, loud = 0.0, []
    for gap, samples in deltas:
        arrivals += gap
        turn.sound(np.array(samples, np.float32), arrivals, rate=RATE)
        if any(abs(sample) > AUDIBLE for sample in samples):
            loud.append(arrivals)
    assert turn.heard == bool(loud)
    if turn.first_audio is not None:
        assert turn.first_audio >= loud[0]
