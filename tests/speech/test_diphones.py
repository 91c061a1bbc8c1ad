"""Sounds that people taught are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.speech.cepstrum import VALUES
from qingzhi.speech.diphones import FILE, NATS, PHONES, Diphones
from qingzhi.speech.phones import INVENTORY

if TYPE_CHECKING:
    from pathlib import Path

BELLS = 128


@pytest.fixture
def made(tmp_path: Path) -> Diphones:
    """Phones whose bells lie around a place of their own, each mixed evenly."""
    size = len(PHONES)
    places = np.arange(size, dtype=np.float16)[:, None, None, None]
    even = round(np.log(BELLS) / NATS)
    pairs = np.full((size, size, 3, BELLS), even, np.uint8)
    np.savez_compressed(
        tmp_path / FILE,
        mean=np.broadcast_to(places, (size, 3, BELLS, VALUES)),
        precision=np.full((size, 3, BELLS, VALUES), 4.0, np.float16),
        first=pairs,
        middle=pairs[0],
        last=pairs,
        english=np.zeros((size, size), np.float16),
    )
    return Diphones.load(tmp_path / FILE)


def test_every_phone_is_of_the_inventory() -> None:
    """Marks that carry them need no table of their own."""
    assert set(PHONES) <= INVENTORY
    assert PHONES[0] == ""


def test_features_are_likeliest_where_a_phone_lies(made: Diphones) -> None:
    """At its beginning, middle and end alike."""
    said = [3, 17, 39]
    streams = np.broadcast_to(np.array(said, np.float32)[None, :, None], (3, len(said), VALUES))
    likely = made.sounds(streams)
    assert likely.middle.argmax(axis=1).tolist() == said
    assert likely.first[:, 5, :].argmax(axis=1).tolist() == said
    assert likely.last[:, :, 5].argmax(axis=1).tolist() == said


def test_likelihood_is_that_of_the_bell(made: Diphones) -> None:
    """At its top: the normal density, in each stream and value."""
    likely = made.sounds(np.full((3, 1, VALUES), 7.0, np.float32))
    top = 1.5 * VALUES * np.log(4.0 / (2.0 * np.pi))
    assert likely.middle[0, 7] == pytest.approx(top, abs=3 * NATS)


def test_likelihoods_are_finite_for_any_features(made: Diphones) -> None:
    """Features far from every voice too."""
    far = np.full((3, 4, VALUES), 300.0, np.float32)
    likely = made.sounds(far)
    assert likely.middle.shape == (4, len(PHONES))
    assert likely.first.shape == likely.last.shape == (4, len(PHONES), len(PHONES))
    assert all(np.isfinite(part).all() for part in likely)
