"""Sounds that people taught are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.speech.cepstrum import VALUES
from qingzhi.speech.diphones import PHONES, follows, sounds
from qingzhi.speech.phones import INVENTORY

if TYPE_CHECKING:
    from qingzhi.score import Lang


def test_every_phone_is_of_the_inventory() -> None:
    """Marks that carry them need no table of their own."""
    assert set(PHONES) <= INVENTORY
    assert PHONES[0] == ""


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_orders_are_likelihoods(lang: Lang) -> None:
    """What follows a phone adds up to one."""
    assert np.exp(follows(lang)).sum(axis=1) == pytest.approx(1.0, abs=0.02)


def test_languages_have_their_own_order() -> None:
    """English ends words in s and t together, Mandarin never does."""
    pair = PHONES.index("s"), PHONES.index("t")
    assert follows("en")[pair] > follows("zh")[pair] + 1.0


def test_likelihoods_are_finite_for_any_features() -> None:
    """Features far from every voice too."""
    far = np.full((3, 4, VALUES), 300.0, np.float32)
    likely = sounds(far)
    assert likely.middle.shape == (4, len(PHONES))
    assert likely.first.shape == likely.last.shape == (4, len(PHONES), len(PHONES))
    assert all(np.isfinite(part).all() for part in likely)
