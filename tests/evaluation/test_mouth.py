"""Gaps between lips, measured on a figure's own mesh."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.errors import InputError
from qingzhi.evaluation.mouth import Mouth
from qingzhi.motion.visemes import target, visemes
from qingzhi.score import ARKIT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def mouth(clerk: Path) -> Mouth:
    return Mouth.of(clerk.read_bytes())


def test_lips_at_rest_and_at_closures_are_shut(mouth: Mouth) -> None:
    """p, b, m: no light between the lips."""
    assert mouth.gap_mm(np.zeros(len(ARKIT))) == 0.0
    assert mouth.gap_mm(target("bilabial")) <= 0.4


def test_vowels_are_open_in_their_order(mouth: Mouth) -> None:
    """An a is wider than ə, ə than y."""
    wide, middle, narrow = (mouth.gap_mm(target(n)) for n in ("open", "mid", "front_round"))
    assert wide > middle > narrow > 0.5


def test_every_viseme_but_closures_shows_an_opening(mouth: Mouth) -> None:
    """Otherwise speech looks like humming."""
    shut = {name for name in visemes() if mouth.gap_mm(target(name)) < 0.5}
    assert shut == {"rest", "bilabial"}


def test_what_is_no_figure_is_refused() -> None:
    """Bytes of anything else."""
    for data in (b"", b"glTF noise"):
        with pytest.raises(InputError):
            Mouth.of(data)
