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


def test_rounded_lips_are_narrow(mouth: Mouth) -> None:
    """u, ü and o against i and e: what a lip reader tells vowels by."""
    narrow = [mouth.width_mm(target(n)) for n in ("close_round", "front_round", "mid_round")]
    wide = [mouth.width_mm(target(n)) for n in ("close_front", "mid_front")]
    assert max(narrow) < min(wide) - 5.0
    assert max(narrow[:2]) < 0.65 * min(wide)


def test_the_lower_lip_lies_at_the_upper_teeth_for_f(mouth: Mouth) -> None:
    """And at no other open viseme."""
    assert mouth.bare_mm(target("labiodental")) <= 0.8
    assert mouth.bare_mm(target("open")) > 4.0


def test_a_tongue_that_comes_out_is_seen(mouth: Mouth) -> None:
    """Below the upper teeth when the jaw is low, not behind lips that are shut."""
    out = np.array(target("open"))
    out[ARKIT.index("tongueOut")] = 0.8
    assert mouth.tongue_mm2(out) > mouth.tongue_mm2(target("open"))
    assert mouth.tongue_mm2(target("bilabial")) == 0.0


def test_what_is_no_figure_is_refused() -> None:
    """Bytes of anything else."""
    for data in (b"", b"glTF noise"):
        with pytest.raises(InputError):
            Mouth.of(data)
