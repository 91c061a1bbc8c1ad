"""Manners of speaking."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from qingzhi.emotion import BASIC, Emotion
from qingzhi.motion.style import styles as manners_of_the_body
from qingzhi.speech.engine import EngineRequest
from qingzhi.speech.prosody import NEUTRAL, prosody, styles


def test_voice_and_body_have_the_same_manners() -> None:
    """One name switches both, and is called the same."""
    body, voice = manners_of_the_body(), styles()
    assert voice.keys() == body.keys()
    assert all((voice[n].zh, voice[n].en) == (body[n].zh, body[n].en) for n in voice)


@pytest.mark.parametrize(("first", "second"), [*combinations(styles(), 2)])
def test_any_two_manners_are_told_apart(first: str, second: str) -> None:
    """By 6 % of rate, a semitone, 1.5 dB of level or tilt, or a sixth of the pitch range."""
    here, there = styles()[first].voice, styles()[second].voice
    assert (
        abs(math.log(here.rate / there.rate)) >= math.log(1.06)
        or abs(here.pitch - there.pitch) >= 1.0
        or abs(here.level - there.level) >= 1.5
        or abs(here.tilt - there.tilt) >= 1.5
        or abs(math.log(here.range / there.range)) >= math.log(7 / 6)
    )


def test_formal_is_where_feelings_were_measured() -> None:
    """Formal speech has no colour of its own that could hide them."""
    formal = styles()["formal"]
    assert formal.feeling == 1.0
    assert (formal.voice.rate, formal.voice.pitch, formal.voice.level) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize("emotion", BASIC)
def test_feeling_is_larger_in_entertainment_than_in_counselling(emotion: str) -> None:
    """The same feeling, borne differently: further from the manner's own neutral voice."""
    sizes = {name: away(name, emotion) for name in styles()}
    assert sizes["entertainment"] > sizes["formal"] > sizes["counselling"]


def test_an_unknown_manner_is_daily() -> None:
    """As the body does it."""
    request = EngineRequest(utterance="好", style="no such style")
    assert prosody(request) == prosody(EngineRequest(utterance="好", style="daily"))


def away(style: str, emotion: str) -> float:
    """Give how far a feeling moves a manner's voice, in steps that are just heard."""
    plain = prosody(EngineRequest(utterance="好", style=style))
    felt = prosody(EngineRequest(utterance="好", style=style, emotion=Emotion.of(emotion)))
    assert felt != NEUTRAL
    rate = abs(math.log(felt.rate / plain.rate)) / math.log(1.06)
    return rate + abs(felt.pitch - plain.pitch) + abs(felt.level - plain.level) / 1.5
