"""The visitor's feeling changes how we speak."""

from __future__ import annotations

import pytest

from qingzhi.emotion import Emotion, Stance
from qingzhi.interaction.dialogue.empathy import tone
from qingzhi.score import Act, Percept


def felt(name: str, intensity: float = 0.7, confidence: float = 0.8) -> Percept:
    return Percept(text="", lang="zh", emotion=Emotion.of(name, intensity), confidence=confidence)


@pytest.mark.parametrize("name", ["anger", "disgust"])
def test_anger_meets_calm(name: str) -> None:
    """Anger is met with an apology and calm, never with cheer."""
    answer = tone(felt(name))
    assert answer.act is Act.APOLOGISE
    assert answer.emotion.dominant == "trust"
    assert answer.emotion.joy == 0.0
    assert answer.stance is Stance.ATTENTIVE


def test_fear_meets_reassurance() -> None:
    """Worry is met with trust and a little hope."""
    answer = tone(felt("fear"))
    assert answer.emotion.trust > answer.emotion.anticipation > 0.0
    assert answer.act is Act.ENCOURAGE


def test_sadness_meets_quiet() -> None:
    """Sadness is met with weak sadness and no joy."""
    answer = tone(felt("sadness"))
    assert answer.emotion.name == "sadness"
    assert answer.emotion.strength == "weak"


def test_joy_is_shared() -> None:
    """Joy is shared, and congratulated where the subject is a joy."""
    assert tone(felt("joy")).emotion.dominant == "joy"
    assert tone(felt("joy"), "joy").opening == "tone.congratulation"


def test_a_sad_subject_is_told_without_a_smile() -> None:
    """A death is told quietly, whatever the visitor shows."""
    for name in ("neutral", "joy", "fear", "sadness"):
        assert tone(felt(name), "sadness").emotion.joy == 0.0
    assert tone(felt("sadness"), "sadness").opening == "tone.grief"


@pytest.mark.parametrize(("intensity", "confidence"), [(0.1, 0.9), (0.9, 0.1)])
def test_faint_or_doubtful_feelings_are_left_alone(intensity: float, confidence: float) -> None:
    """What was hardly felt or hardly sure gets the neutral tone without an opening."""
    assert not tone(felt("anger", intensity, confidence)).opening


def test_confusion_is_answered_step_by_step() -> None:
    """Who is confused gets plain steps; who is angry and confused still gets the apology."""
    assert tone(felt("neutral"), confused=True).plain
    assert tone(felt("anger"), confused=True).opening == "tone.anger"
