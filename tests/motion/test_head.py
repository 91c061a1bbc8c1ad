"""Nods, shakes, tilts and beats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.emotion import Emotion
from qingzhi.motion import head
from qingzhi.motion.expression import mood
from qingzhi.motion.quaternion import rotate
from qingzhi.motion.rhythm import Rhythm, Syllable
from qingzhi.score import Act

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array

CALM = mood(Emotion())


def sampled(act: Act, *onsets: float, seconds: float = 4.0) -> Array:
    syllables = tuple(Syllable(o - 0.05, o, o + 0.15, 0.5) for o in onsets)
    t = np.arange(round((seconds + 1.0) * 30)) / 30
    return head.plan(Rhythm((), syllables, syllables, seconds), act, CALM, 3).sample(t)


def channel(name: str) -> int:
    return head.CHANNELS.index(name)


@pytest.mark.parametrize(
    ("act", "name", "degrees"),
    [
        (Act.CONFIRM, "nod", 6.0),
        (Act.GREET, "lean", 6.0),
        (Act.REFUSE, "turn", 5.0),
        (Act.EMPATHISE, "tilt", 5.0),
        (Act.ASK, "brow", 0.2),
        (Act.WARN, "lean", 3.0),
    ],
)
def test_acts_have_their_movement(act: Act, name: str, degrees: float) -> None:
    """Nod to confirm, bow to greet, shake to refuse, tilt to empathise, raise brows to ask."""
    assert np.abs(sampled(act, 1.0, 2.0)[:, channel(name)]).max() > degrees


def test_a_shake_goes_to_both_sides() -> None:
    """And ends in the middle."""
    turn = sampled(Act.REFUSE, 1.5)[:, channel("turn")]
    assert turn.max() > 4.0 > -4.0 > turn.min()
    assert abs(turn[-1]) < 1e-6


def test_beats_peak_on_the_vowel() -> None:
    """Head beats mark stressed syllables within a frame."""
    nod = sampled(Act.INFORM, 2.0)[:, channel("nod")]
    assert abs(int(nod.argmax()) - 60) <= 1
    assert nod.max() > 1.5


def test_pieces_equal_the_whole() -> None:
    """Sampling a stretch alone gives the same values."""
    syllables = tuple(Syllable(o, o, o + 0.1, 0.9) for o in np.arange(0.5, 20.0, 0.7))
    planned = head.plan(Rhythm((), syllables, syllables, 20.0), Act.CONFIRM, CALM, 9)
    t = np.arange(620) / 30
    np.testing.assert_allclose(planned.sample(t[200:260]), planned.sample(t)[200:260], atol=1e-12)


def test_positive_nod_looks_down() -> None:
    """The face turns toward the floor; a positive tilt leans to the figure's right."""
    degrees = np.zeros((2, 7))
    degrees[0, channel("nod")] = 20.0
    degrees[1, channel("tilt")] = 20.0
    turned = head.trunk(degrees)[:, 3]
    assert rotate(turned[0], np.array([0.0, 0.0, 1.0]))[1] < -0.1
    assert rotate(turned[1], np.array([0.0, 1.0, 0.0]))[0] < -0.1


def test_the_head_never_stands_still() -> None:
    """Micro movement: a degree or so, always."""
    alive = head.liveliness(np.arange(3000) / 30, 5)
    assert 0.2 < alive[:, channel("nod")].std() < 1.5
    assert not alive[:, channel("brow")].any()
