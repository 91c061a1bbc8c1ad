"""How often phones follow each other in a language.

Mandarin's were counted in lines of CPED, written in the phones of `diphones`; the recipe is
`bench/count_phones.py`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.speech.diphones import PHONES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FILE: Final = "orders.toml"
RARE: Final = 0.05
"""How often pairs count that were never met."""


@cache
def mandarin() -> Floats:
    """Return logarithms [before, after] of how often phones follow each other in Mandarin."""
    text = files(__package__).joinpath(FILE).read_text("utf-8")
    count = np.zeros((len(PHONES), len(PHONES)))
    for before, followers in tomllib.loads(text)["zh"].items():
        for after, times in followers.items():
            count[PHONES.index(before), PHONES.index(after)] = times
    return logarithms(count)


def logarithms(count: NDArray[np.float64]) -> Floats:
    """Turn how often pairs were met [before, after] into logarithms of their shares by row."""
    met = count + RARE
    return np.asarray(np.log(met / met.sum(axis=1, keepdims=True)), np.float32)
