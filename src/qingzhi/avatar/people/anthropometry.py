"""How tall and how heavy people are, by sex, age and region.

Children to 19: medians and standard deviations of stature and body mass index of the WHO Growth
Reference 2007 (and Child Growth Standards 2006 below five), rounded. Adults in China: the medians
of GB/T 10000-2023 (1687 mm and 68 kg; 1572 mm and 57 kg, 18 to 70 years), to which the course by
age, which lies between the standard's age groups, is fitted. Other regions are taller or shorter
than these by what NCD-RisC reports for people born around 2000 (eLife 2016;5:e13410), rounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.avatar.spec import Ancestry, Gender

_YEARS: Final = (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19)
_CHILDREN_CM: Final[Mapping[str, tuple[float, ...]]] = {
    "female": (
        95.1, 102.7, 109.4, 115.1, 120.8, 126.6, 132.5, 138.6, 145.0, 151.2, 156.4, 159.8, 161.7,
        162.5, 162.9, 163.1, 163.2,
    ),
    "male": (
        96.1, 103.3, 110.0, 116.0, 121.7, 127.3, 132.6, 137.8, 143.1, 149.1, 156.0, 163.2, 169.0,
        172.9, 175.2, 176.1, 176.5,
    ),
}  # fmt: skip
_CHILDREN_INDEX: Final[Mapping[str, tuple[float, ...]]] = {
    "female": (
        15.4, 15.3, 15.2, 15.3, 15.4, 15.7, 16.1, 16.6, 17.2, 18.0, 18.8, 19.6, 20.2, 20.7, 21.0,
        21.3, 21.4,
    ),
    "male": (
        15.6, 15.3, 15.3, 15.3, 15.5, 15.7, 16.0, 16.4, 16.9, 17.5, 18.2, 19.0, 19.8, 20.5, 21.1,
        21.7, 22.2,
    ),
}  # fmt: skip
_CHILD_SPREAD: Final = ((3, 5, 8, 11, 14, 17, 19), (3.8, 4.6, 5.6, 6.5, 7.4, 7.2, 6.8))
_ADULT_YEARS: Final = (19, 26, 40, 55, 65, 75, 90)
_ADULT_CM: Final[Mapping[str, tuple[float, ...]]] = {
    "female": (159.8, 159.5, 157.8, 156.3, 154.6, 152.5, 149.0),
    "male": (172.0, 171.5, 169.3, 167.5, 166.0, 164.0, 161.0),
}
_ADULT_INDEX: Final[Mapping[str, tuple[float, ...]]] = {
    "female": (20.8, 21.4, 23.0, 24.0, 24.0, 23.4, 22.2),
    "male": (21.6, 22.9, 24.6, 24.6, 24.2, 23.5, 22.4),
}
_ADULT_SPREAD: Final[Mapping[str, float]] = {"female": 5.8, "male": 6.3}
_INDEX_SPREAD: Final = ((3, 8, 14, 20, 90), (1.3, 1.9, 2.6, 3.0, 3.1))
_REGIONS_CM: Final[Mapping[str, Mapping[str, float]]] = {
    "asian": {"female": 0.0, "male": 0.0},
    "caucasian": {"female": 5.5, "male": 6.5},
    "african": {"female": 2.0, "male": 1.0},
}
_GROWN: Final = 19.0


class Norm(NamedTuple):
    """A mean and a standard deviation."""

    mean: float
    spread: float


def stature(gender: Gender, age: float, ancestry: Ancestry) -> Norm:
    """Return stature in centimetres."""
    grown = float(np.interp(age, (8, _GROWN), (0.3, 1)))
    region = sum(_REGIONS_CM[n][gender] * share for n, share in ancestry.shares().items())
    if age < _GROWN:
        end = _ADULT_CM[gender][0] - _CHILDREN_CM[gender][-1]
        lag = end * float(np.interp(age, (12, _GROWN), (0, 1)))
        mean = float(np.interp(age, _YEARS, _CHILDREN_CM[gender])) + lag
        return Norm(mean + region * grown, float(np.interp(age, *_CHILD_SPREAD)))
    mean = float(np.interp(age, _ADULT_YEARS, _ADULT_CM[gender]))
    return Norm(mean + region, _ADULT_SPREAD[gender])


def mass_index(gender: Gender, age: float) -> Norm:
    """Return the body mass index in kg/m²."""
    if age < _GROWN:
        mean = float(np.interp(age, _YEARS, _CHILDREN_INDEX[gender]))
    else:
        mean = float(np.interp(age, _ADULT_YEARS, _ADULT_INDEX[gender]))
    return Norm(mean, float(np.interp(age, *_INDEX_SPREAD)))


def plausible_cm(age: float) -> tuple[float, float]:
    """Return the statures between which anybody of an age lies: five deviations of either sex."""
    if age < _GROWN:
        low = min(float(np.interp(age, _YEARS, _CHILDREN_CM[g])) for g in _CHILDREN_CM)
        high = max(float(np.interp(age, _YEARS, _CHILDREN_CM[g])) for g in _CHILDREN_CM)
        spread = 5 * float(np.interp(age, *_CHILD_SPREAD))
        return low - spread, high + spread
    return 120.0, 215.0
