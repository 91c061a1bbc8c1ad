"""Few numbers for many measurements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from qingzhi.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Summary(msgspec.Struct, frozen=True):
    """Median, mean and 95th percentile, in the unit of the values."""

    p50: float
    mean: float
    p95: float


def summary(values: Sequence[float]) -> Summary:
    """Summarise; percentiles lie between the two nearest values in proportion.

    Raises InputError for no values: nothing measured is not zero.
    """
    if not values:
        raise InputError("There is nothing to summarise.", param="values")
    p50, p95 = np.percentile(values, (50, 95))
    return Summary(round(float(p50), 2), round(float(np.mean(values)), 2), round(float(p95), 2))
