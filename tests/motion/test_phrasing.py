"""Gestures in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.emotion import NEUTRAL_EMOTION, Emotion
from qingzhi.motion import rest
from qingzhi.motion.expression import mood
from qingzhi.motion.gesture import gestures
from qingzhi.motion.phrasing import TAIL_S, Path, plan
from qingzhi.motion.quaternion import angle_between
from qingzhi.motion.repertoire import MAX_SPEED, repertoire
from qingzhi.motion.rhythm import Rhythm, Syllable
from qingzhi.motion.style import style as manner
from qingzhi.score import FPS, Act, Clause

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array


def beats(*onsets: float) -> Rhythm:
    syllables = tuple(Syllable(o - 0.08, o, o + 0.12, 0.8) for o in onsets)
    return Rhythm((), syllables, syllables, max(onsets, default=0.0) + 0.3)


def made(
    rhythm: Rhythm,
    act: Act = Act.INFORM,
    *,
    emotion: Emotion = NEUTRAL_EMOTION,
    seed: int = 1,
    start: Array | None = None,
    style: str = "daily",
) -> Path | None:
    clause = Clause(id="c", generation=0, text="好", act=act, style=style)
    return plan(
        clause,
        rhythm,
        mood(emotion),
        seed=seed,
        side="right",
        repertoire=repertoire(),
        manner=manner(style),
        start=start,
    )


onsets = st.lists(st.floats(0.05, 14.0), min_size=1, max_size=30).map(sorted)


@given(onsets, st.sampled_from(Act), st.integers(0, 2**32), st.sampled_from([None, "present"]))
def test_strokes_land_on_vowels_and_joints_keep_their_speed(
    drawn: list[float], act: Act, seed: int, before: str | None
) -> None:
    """For any stresses: apexes lie −80…+40 ms from a vowel, no joint is faster than allowed."""
    start = repertoire().at((before, 0, 1, "right")).arms if before else None
    path = made(beats(*drawn), act, seed=seed, start=start, emotion=Emotion.of("joy", 1.0))
    if path is None:
        return
    assert (np.diff(path.time) > 0.0).all() or (np.diff(path.time) >= 0.0).all()
    if not any(gestures()[name].emblem for name in path.names):
        for apex in path.apexes:
            assert min(abs(apex - onset + 0.02) for onset in drawn) <= 0.06
    arms, trunk = path.sample(np.arange(int((path.end + 0.2) * FPS)) / FPS)
    assert np.isfinite(trunk).all()
    assert angle_between(arms[1:], arms[:-1]).max(initial=0.0) * FPS <= 1.2 * MAX_SPEED
    np.testing.assert_allclose(np.linalg.norm(arms, axis=-1), 1.0, atol=1e-6)


@given(onsets, st.sampled_from(Act), st.integers(0, 2**32))
def test_hands_come_back_to_rest(drawn: list[float], act: Act, seed: int) -> None:
    """Soon after the sound the arms rest again."""
    rhythm = beats(*drawn)
    path = made(rhythm, act, seed=seed)
    if path is not None:
        assert path.end <= rhythm.seconds + TAIL_S + 2.6
        assert (
            angle_between(path.sample(np.array([path.end]))[0][0], repertoire().rest.arms).max()
            < 1e-6
        )


def test_counting_goes_one_two_three() -> None:
    """Successive stresses show successive numbers."""
    path = next(
        path
        for seed in range(40)
        if (path := made(beats(1.2, 2.2, 3.2, 4.2), Act.LIST, seed=seed)) and "count" in path.names
    )
    middle = rest.ARMS.index("rightMiddleProximal")
    ring = rest.ARMS.index("rightRingProximal")
    first, second, third = (path.sample(np.array([t]))[0][0] for t in path.apexes[:3])
    assert _curl(first[middle]) > _curl(second[middle]) + 0.6
    assert _curl(second[ring]) > _curl(third[ring]) + 0.6


def test_no_time_no_gesture() -> None:
    """A stress right at the start leaves nothing to prepare in: hands stay at rest."""
    assert made(beats(0.1), Act.INFORM) is None


def test_emblems_need_no_stress() -> None:
    """A greeting wave is made even for the shortest hello."""
    path = next(
        path for seed in range(40) if (path := made(beats(0.1), Act.GREET, seed=seed)) is not None
    )
    assert gestures()[path.names[0]].emblem


def test_raised_arms_are_brought_home() -> None:
    """A clause without gestures of its own lowers the arms it takes over."""
    start = repertoire().at(("present", 0, 1, "right")).arms
    path = made(beats(0.1), Act.INFORM, start=start)
    assert path is not None
    assert path.names == ()
    np.testing.assert_allclose(path.sample(np.array([0.0]))[0][0], start, atol=1e-9)
    assert (
        angle_between(path.sample(np.array([path.end]))[0][0], repertoire().rest.arms).max() < 1e-6
    )


@pytest.mark.parametrize(("smaller", "larger"), [("sadness", "joy"), ("fear", "joy")])
def test_size_follows_feeling(smaller: str, larger: str) -> None:
    """Sadness moves less than joy."""
    reach = {}
    for name in (smaller, larger):
        path = made(beats(1.5), Act.INFORM, emotion=Emotion.of(name, 0.9))
        assert path is not None
        arms = path.sample(np.array(path.apexes))[0][0]
        reach[name] = float(angle_between(arms, rest.arms()).max())
    assert reach[smaller] < 0.85 * reach[larger]


def _curl(joint: Array) -> float:
    return float(angle_between(joint, np.array([0.0, 0.0, 0.0, 1.0])))
