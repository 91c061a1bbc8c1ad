"""Values over time through rows."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.motion.tracks import along

values = st.lists(st.floats(-5.0, 5.0), min_size=2, max_size=8)


@given(values)
def test_curves_pass_through_their_rows_and_never_beyond(drawn: list[float]) -> None:
    """Each row is met, and between two rows nothing is outside them."""
    rows = [(0.5 * n, v) for n, v in enumerate(drawn)]
    for n, (time, value) in enumerate(rows[:-1]):
        t = np.linspace(time, rows[n + 1][0], 20)
        found = along(rows, t, 1)[:, 0]
        assert abs(found[0] - value) < 1e-9
        low, high = sorted((value, rows[n + 1][1]))
        assert found.min() >= low - 1e-9
        assert found.max() <= high + 1e-9


def test_outside_its_rows_a_value_stands_still() -> None:
    """Before the first and after the last row nothing moves; missing values are nought."""
    found = along([(1.0, 2.0), (2.0, 3.0)], np.array([0.0, 5.0]), 2)
    np.testing.assert_allclose(found, [[2.0, 0.0], [3.0, 0.0]])
