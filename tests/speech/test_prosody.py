"""How feeling is to sound."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.emotion import BASIC, DYADS, Emotion, Strength
from qingzhi.speech.engine import EngineRequest
from qingzhi.speech.prosody import NEUTRAL, RATE_LIMITS, Prosody, of_emotion, prosody

emotions = st.builds(Emotion, *(st.floats(0, 1) for _ in BASIC))


def test_a_neutral_clause_is_neutral() -> None:
    """No emotion, no colour."""
    assert of_emotion(Emotion()) == NEUTRAL


@pytest.mark.parametrize("name", BASIC)
def test_neighbouring_strengths_differ_on_a_main_cue(name: str) -> None:
    """From neutral to strong each step is 6 % of rate, a semitone or 1.5 dB at least."""
    steps = [NEUTRAL, *(of_emotion(Emotion.of(name, s)) for s in Strength)]
    for here, following in itertools.pairwise(steps):
        assert (
            abs(math.log(following.rate / here.rate)) >= math.log(1.06)
            or abs(following.pitch - here.pitch) >= 1.0
            or abs(following.level - here.level) >= 1.5
        )


@pytest.mark.parametrize(("name", "pair"), DYADS.items(), ids=DYADS.keys())
def test_a_compound_lies_between_its_two(name: str, pair: tuple[str, str]) -> None:
    """A dyad's cues are between those of its emotions at the same strength."""
    whole = of_emotion(Emotion.of(name))
    parts = [of_emotion(Emotion.of(part)) for part in pair]
    for field in Prosody.__struct_fields__:
        values = sorted(getattr(part, field) for part in parts)
        assert values[0] - 1e-9 <= getattr(whole, field) <= values[1] + 1e-9


@given(emotions, st.floats(0, 0.02))
def test_a_small_change_of_feeling_is_a_small_change_of_voice(
    emotion: Emotion, step: float
) -> None:
    """The voice follows the vector without jumps, once there is feeling at all."""
    near = emotion.scaled(1 - step)
    if sum(near) > 0.1:
        here, there = of_emotion(emotion), of_emotion(near)
        assert abs(here.pitch - there.pitch) < 0.3
        assert abs(here.level - there.level) < 0.5


@given(emotions, st.floats(0.01, 100))
def test_no_request_leaves_the_limits_of_rate(emotion: Emotion, rate: float) -> None:
    """However strong the feeling and odd the wish, the rate stays speakable."""
    low, high = RATE_LIMITS
    said = prosody(EngineRequest(utterance="好", emotion=emotion, rate=rate))
    assert low <= said.rate <= high
