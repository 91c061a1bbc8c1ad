"""Stage directions in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.emotion import BASIC, Stance, Strength
from qingzhi.service.directions import Direction, understood
from qingzhi.speech.prosody import styles


@pytest.mark.parametrize(
    ("text", "emotion", "strength"),
    [
        ("用高兴的语气，儿童风格", "joy", "moderate"),
        ("sad, gentle, slowly", "sadness", "moderate"),
        ("非常生气", "anger", "strong"),
        ("稍微有点担心的语气", "fear", "weak"),
        ("Speak in a very happy tone.", "joy", "strong"),
        ("a bit surprised", "surprise", "weak"),
        ("slightly disgusted", "disgust", "weak"),
        ("语气要亲切", "trust", "moderate"),
        ("期待地说", "anticipation", "moderate"),
        ("不要难过，高兴一点", "joy", "moderate"),
        ("Not sad, but cheerful", "joy", "moderate"),
        ("Don't sound angry; be very warm", "trust", "strong"),
        ("愉快", "joy", "moderate"),
    ],
)
def test_emotion_and_strength_are_understood(text: str, emotion: str, strength: str) -> None:
    """In both languages; what is denied isn't meant."""
    found = understood(text).emotion
    assert found is not None
    assert (found.dominant, found.strength) == (emotion, Strength(strength))


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("用高兴的语气，儿童风格", "children"),
        ("formal", "formal"),
        ("像日常聊天一样", "daily"),
        ("like a patient teacher", "tutoring"),
        ("活泼一点", "entertainment"),
        ("慢慢说给老人听", "care"),
        ("Comforting, like a therapist", "counselling"),
    ],
)
def test_styles_are_understood(text: str, style: str) -> None:
    """Each of the style names has words, and is a style that the voices know."""
    assert understood(text).style == style
    assert style in styles()


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("sad, gentle, slowly", 0.85),
        ("请说慢一点", 0.85),
        ("语速很慢", 0.7),
        ("speak very fast", 1.35),
        ("快一点", 1.15),
        ("用快乐的语气", None),
        ("愉快地", None),
        ("don't speak slowly", None),
    ],
)
def test_the_pace_is_understood(text: str, rate: float | None) -> None:
    """快 in 快乐 is no pace."""
    assert understood(text).rate == rate


def test_gentleness_is_a_stance() -> None:
    """It goes beside any emotion."""
    assert understood("sad, gentle, slowly").stance is Stance.CARING
    assert understood("温柔地").stance is Stance.CARING


def test_two_feelings_are_blended() -> None:
    """Both are in the vector, each with its own strength."""
    found = understood("非常难过，但略带期待").emotion
    assert found is not None
    assert found.sadness > found.anticipation > 0


@pytest.mark.parametrize("text", ["", "   ", "speak", "请朗读", "🙂", "\0", "<b>"])
def test_what_says_nothing_changes_nothing(text: str) -> None:
    """The clause is spoken as usual."""
    assert understood(text) == Direction()


@given(st.text(max_size=300))
def test_any_text_is_a_direction(text: str) -> None:
    """Nothing fails, and what is found is one of ours."""
    found = understood(text)
    assert found.style is None or found.style in styles()
    assert found.emotion is None or set(found.emotion.vector) == set(BASIC)


def test_a_long_direction_is_quick() -> None:
    """No pattern takes a time that grows with the square of the text."""
    assert understood("very " * 100_000).emotion is None
