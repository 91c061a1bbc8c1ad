"""Curves over time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.errors import InputError
from qingzhi.motion import curves


def test_minimum_jerk_starts_and_ends_at_rest() -> None:
    """It goes from 0 to 1, never back, and its peak speed is the published one."""
    u = np.linspace(-0.5, 1.5, 2001)
    speed = np.gradient(curves.minimum_jerk(u), u)
    assert curves.minimum_jerk(u)[0] == 0.0
    assert curves.minimum_jerk(u)[-1] == 1.0
    assert speed.min() >= -1e-9
    assert speed.max() == pytest.approx(curves.MINIMUM_JERK_PEAK, rel=1e-3)


@given(st.floats(-1e4, 1e4), st.integers(-(2**40), 2**40))
def test_noise_depends_on_the_time_alone(start: float, seed: int) -> None:
    """A piece computed apart equals the same piece of a longer one, for any seed."""
    t = start + np.arange(60) / 30
    whole = curves.noise(t, 1.7, seed, 2)
    np.testing.assert_array_equal(curves.noise(t[20:40], 1.7, seed, 2), whole[20:40])
    assert np.abs(whole).max() <= 1.0


def test_lattice_is_spread_evenly() -> None:
    """Neighbouring numbers and channels have nothing to do with each other."""
    values = curves.lattice(np.arange(20_000), 7, 2)
    assert abs(values.mean()) < 0.02
    assert abs(np.asarray(np.corrcoef(values.T))[0, 1]) < 0.03
    assert abs(np.asarray(np.corrcoef(values[1:, 0], values[:-1, 0]))[0, 1]) < 0.03


@given(st.floats(-500.0, 500.0), st.floats(0.0, 200.0))
def test_renewals_join(start: float, seconds: float) -> None:
    """Events of two neighbouring stretches are the events of both together."""

    def times(a: float, b: float) -> list[float]:
        return list(curves.renewal(a, b, 5, median=2.0, sigma=0.5, least=0.4))

    middle, stop = start + seconds / 3, start + seconds
    assert times(start, middle) + times(middle, stop) == times(start, stop)


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan")])
def test_no_time_has_no_frames(seconds: float) -> None:
    """A stretch without length is the caller's mistake."""
    with pytest.raises(InputError):
        curves.frame_times(seconds)


def test_an_endless_stretch_is_cut() -> None:
    """Nobody can ask for more frames than memory holds."""
    assert len(curves.frame_times(float("inf"))) == round(curves.MAX_S * 30)
