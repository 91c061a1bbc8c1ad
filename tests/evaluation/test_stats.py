"""Median, mean and 95th percentile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.errors import InputError
from qingzhi.evaluation.stats import summary


def test_known_values() -> None:
    """The numbers from 0 to 100 have their own places as percentiles."""
    result = summary(list(range(101)))
    assert (result.p50, result.mean, result.p95) == (50.0, 50.0, 95.0)


def test_nothing_measured_is_an_error() -> None:
    """No values give no zeros."""
    with pytest.raises(InputError):
        summary([])


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_within_the_values(values: list[float]) -> None:
    """All three lie between the least and the greatest value, the median below p95."""
    result = summary(values)
    assert min(values) - 0.01 <= result.p50 <= result.p95 <= max(values) + 0.01
    assert min(values) - 0.01 <= result.mean <= max(values) + 0.01
