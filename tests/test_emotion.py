"""Emotion: names, strengths and compounds go to vectors and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.emotion import (
    BASIC,
    DYADS,
    FLOOR,
    NAMES,
    NEUTRAL,
    NEUTRAL_EMOTION,
    REQUIRED,
    Emotion,
    Strength,
    opposites,
)
from qingzhi.errors import InputError

UNIT = st.floats(0, 1)
EMOTIONS = st.builds(Emotion, *[UNIT] * len(BASIC))


@pytest.mark.parametrize("strength", list(Strength))
@pytest.mark.parametrize("name", [name for name in NAMES if name != NEUTRAL])
def test_name_and_strength_come_back(name: str, strength: Strength) -> None:
    """Each basic emotion and each compound, at each strength, is read back from its vector."""
    emotion = Emotion.of(name, strength)
    assert (emotion.name, emotion.strength) == (name, strength)
    assert Emotion.of(name, strength.value) == emotion
    assert Emotion(**emotion.vector) == emotion


@given(name=st.sampled_from([n for n in NAMES if n != NEUTRAL]), intensity=st.floats(FLOOR, 1))
def test_any_intensity_that_is_felt_keeps_its_name(name: str, intensity: float) -> None:
    """A number serves as strength too, and above the floor the kind is kept."""
    emotion = Emotion.of(name, intensity)
    assert emotion.name == name
    assert emotion.intensity == intensity


@given(strength=st.one_of(UNIT, st.sampled_from(Strength)))
def test_neutral_has_no_strength(strength: float | Strength) -> None:
    """Neutral is neutral, however strongly it is asked for."""
    assert Emotion.of(NEUTRAL, strength) == NEUTRAL_EMOTION
    assert NEUTRAL_EMOTION.name == NEUTRAL_EMOTION.dominant == NEUTRAL


@given(st.lists(st.floats(0, FLOOR, exclude_max=True), min_size=8, max_size=8))
def test_below_the_floor_nothing_is_felt(values: list[float]) -> None:
    """A vector that is all below the floor is named neutral."""
    assert Emotion(*values).name == NEUTRAL


@given(UNIT)
def test_strengths_are_the_thirds(intensity: float) -> None:
    """Weak, moderate and strong are the thirds of the range, in order."""
    thirds = (Strength.WEAK, Strength.MODERATE, Strength.STRONG)
    expected = thirds[(intensity > 1 / 3) + (intensity > 2 / 3)]
    assert Strength.of(intensity) is expected


@pytest.mark.parametrize("strength", list(Strength))
def test_a_strength_lies_in_its_own_third(strength: Strength) -> None:
    """The intensity that stands for a strength is named as that strength."""
    assert Strength.of(strength.intensity) is strength


@given(EMOTIONS)
def test_the_name_is_made_of_the_strongest(emotion: Emotion) -> None:
    """The dominant emotion is always part of the name; a compound's pair are never opposites."""
    if emotion.name in DYADS:
        pair = DYADS[emotion.name]
        assert emotion.dominant in pair
        assert not opposites(*pair)
    else:
        assert emotion.name == emotion.dominant


@given(EMOTIONS)
def test_valence_and_arousal_stay_in_range(emotion: Emotion) -> None:
    """Both lie in −1..1 for every vector."""
    assert -1 <= emotion.valence <= 1
    assert -1 <= emotion.arousal <= 1


@given(EMOTIONS, st.floats(0, 1e6))
def test_scaling_stays_in_range(emotion: Emotion, factor: float) -> None:
    """Scaled, each component stays in 0..1, and nothing is felt that was not."""
    scaled = emotion.scaled(factor)
    assert all(0 <= value <= 1 for value in scaled)
    assert all(b == 0 for a, b in zip(emotion, scaled, strict=True) if a == 0)


@given(EMOTIONS, EMOTIONS, st.floats(-2, 3))
def test_blending_stays_between(first: Emotion, second: Emotion, weight: float) -> None:
    """A blend lies between both, whatever the weight; at its ends it is one of them."""
    for a, b, value in zip(first, second, first.blend(second, weight), strict=True):
        assert min(a, b) - 1e-9 <= value <= max(a, b) + 1e-9
    assert first.blend(second, 0) == first
    ends = zip(first.blend(second, 1), second, strict=True)
    assert all(a == pytest.approx(b) for a, b in ends)


@given(st.integers(0, 7), st.floats().filter(lambda value: not 0 <= value <= 1))
def test_intensities_out_of_range_are_refused(place: int, value: float) -> None:
    """Below 0, above 1, infinite or no number: InputError, from every place of the vector."""
    with pytest.raises(InputError, match="between 0 and 1"):
        Emotion(**{BASIC[place]: value})


@given(st.text().filter(lambda text: text not in NAMES))
def test_unknown_names_are_refused(name: str) -> None:
    """A name that is none raises InputError that lists those that are."""
    with pytest.raises(InputError, match="anticipation"):
        Emotion.of(name)


@given(st.text().filter(lambda text: text not in set(Strength)))
def test_unknown_strengths_are_refused(strength: str) -> None:
    """A word that is no strength raises InputError with the three."""
    with pytest.raises(InputError, match="moderate"):
        Emotion.of("joy", strength)


def test_the_wheel_is_whole() -> None:
    """24 compounds, four pairs of opposites, and the six required kinds are on the wheel."""
    assert len(DYADS) == 24
    assert len({frozenset(pair) for pair in DYADS.values()}) == 24
    assert set(REQUIRED) <= set(BASIC)
    assert [b for b in BASIC if opposites("joy", b)] == ["sadness"]
    assert [b for b in BASIC if opposites("anger", b)] == ["fear"]
