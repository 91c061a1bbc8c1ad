"""Which phone follows which is told by language."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.speech.diphones import PHONES
from qingzhi.speech.orders import logarithms, mandarin


def test_mandarin_order_is_likelihoods() -> None:
    """What follows a phone adds up to one."""
    assert np.exp(mandarin()).sum(axis=1) == pytest.approx(1.0, abs=1e-4)


def test_mandarin_ends_syllables_in_vowels_and_nasals() -> None:
    """After m there is never a t, and often an a."""
    m, t, a = (PHONES.index(phone) for phone in ("m", "t", "ɑː"))
    assert mandarin()[m, a] > mandarin()[m, t] + 3.0


def test_pairs_that_were_never_met_stay_possible() -> None:
    """Nothing counted at all is as likely as anything else."""
    assert np.exp(logarithms(np.zeros((4, 4)))) == pytest.approx(0.25)
