"""Emotion on the face and in the bearing."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.emotion import BASIC, DYADS, Emotion, Stance, Strength
from qingzhi.motion.expression import action_units, mood, risen, speaking_share
from qingzhi.score import ARKIT

LEAST_STEP = 0.10
"""Between neighbouring strengths at least two prototypical units differ by this much."""
PROTOTYPES = {
    "joy": {"AU6", "AU12"},
    "sadness": {"AU1", "AU4", "AU15"},
    "surprise": {"AU1", "AU2", "AU5", "AU26"},
    "fear": {"AU1", "AU2", "AU4", "AU5", "AU20", "AU26"},
    "anger": {"AU4", "AU5", "AU7", "AU23"},
    "disgust": {"AU9", "AU10"},
}
"""EMFACS."""
OURS = {"trust": {"AU1", "AU6", "AU12"}, "anticipation": {"AU1", "AU2", "AU5"}}
"""EMFACS has none for these two."""


@pytest.mark.parametrize("name", PROTOTYPES)
def test_faces_follow_emfacs(name: str) -> None:
    """Each prototypical unit is there at full strength."""
    units = action_units(Emotion.of(name, 1.0))
    assert {unit for unit, level in units.items() if level > 0.2} >= PROTOTYPES[name]


@pytest.mark.parametrize("name", BASIC)
def test_strengths_can_be_told_apart(name: str) -> None:
    """Weak, moderate and strong differ by 0.10 in two prototypical units and in posture."""
    for lower, higher in pairwise(Strength):
        weaker, stronger = Emotion.of(name, lower), Emotion.of(name, higher)
        units, more = action_units(weaker), action_units(stronger)
        prototype = (PROTOTYPES | OURS)[name]
        assert sum(more[u] - units[u] >= LEAST_STEP for u in prototype) >= 2
        leaning = [np.abs(np.array(list(_axes(e)))).sum() for e in (weaker, stronger)]
        assert leaning[1] - leaning[0] > 1.5


@pytest.mark.parametrize("name", BASIC)
def test_strengths_are_seen_while_speaking(name: str) -> None:
    """What speaking leaves of the face still tells neighbouring strengths apart."""
    faces = [mood(Emotion.of(name, s)).face * speaking_share() for s in Strength]
    for weaker, stronger in pairwise(faces):
        assert int((stronger - weaker >= LEAST_STEP).sum()) >= 2


def test_emotions_look_different() -> None:
    """No two basic emotions share a face at moderate strength."""
    faces = np.array([mood(Emotion.of(name)).face for name in BASIC])
    distance = np.linalg.norm(faces[:, None] - faces[None], axis=2)
    assert distance[~np.eye(len(BASIC), dtype=bool)].min() > 0.2


@given(
    st.lists(st.floats(0.0, 1.0), min_size=8, max_size=8), st.sampled_from(Stance), st.integers()
)
def test_any_emotion_is_a_face(vector: list[float], stance: Stance, seed: int) -> None:
    """Compounds take the stronger of their parts; nothing leaves 0..1."""
    shown = mood(Emotion(*vector), stance, seed)
    assert shown.face.shape == (len(ARKIT),)
    assert 0.0 <= shown.face.min() <= shown.face.max() <= 1.0
    assert 0.5 < shown.tempo < 1.5
    assert 0.5 < shown.amplitude < 1.5
    assert shown.onset > 0.1


def test_a_compound_shows_both_parts() -> None:
    """Awe is fear and surprise: every unit as strong as in the stronger part."""
    awe = action_units(Emotion.of("awe", 0.8))
    fear, surprise = (action_units(Emotion.of(n, 0.8)) for n in ("fear", "surprise"))
    assert awe == {u: max(fear.get(u, 0), surprise.get(u, 0)) for u in {*fear, *surprise}}


@pytest.mark.parametrize("name", DYADS)
def test_strengths_of_compounds_can_be_told_apart(name: str) -> None:
    """Every compound too: two units by 0.10, and posture or tempo."""
    for lower, higher in pairwise(Strength):
        weaker, stronger = Emotion.of(name, lower), Emotion.of(name, higher)
        units, more = action_units(weaker), action_units(stronger)
        assert sum(more[u] - units[u] >= LEAST_STEP for u in units) >= 2
        moved = np.abs(np.array(_axes(stronger)) - np.array(_axes(weaker))).max()
        assert moved >= 1.0 or abs(mood(stronger).tempo - mood(weaker).tempo) >= 0.05


def test_a_compound_has_a_bearing_of_its_own() -> None:
    """Shame sinks the head that fear and disgust hold high; contempt is one-sided."""
    parts = [mood(Emotion.of(n, 0.9)).posture.nod for n in ("fear", "disgust")]
    assert mood(Emotion.of("shame", 0.9)).posture.nod > max(parts) + 10.0
    face = dict(zip(ARKIT, mood(Emotion.of("contempt", 0.9)).face, strict=True))
    assert face["mouthDimpleLeft"] > face["mouthDimpleRight"] + 0.4
    weak = mood(Emotion(fear=0.9, disgust=0.1)).posture.nod
    assert weak < 2.0


@pytest.mark.parametrize(("name", "upper_first"), [("surprise", True), ("joy", False)])
def test_halves_of_the_face_begin_apart(name: str, *, upper_first: bool) -> None:
    """Surprise begins at the brows, a felt smile at the mouth, and sides are not quite together."""
    feeling = mood(Emotion.of(name, 0.9), seed=3)
    t = np.arange(30) / 300
    rise = risen(t, feeling)
    brow, mouth = (rise[:, ARKIT.index(n)].sum() for n in ("browInnerUp", "jawOpen"))
    assert bool(brow > mouth) is upper_first
    left, right = (ARKIT.index(f"mouthSmile{s}") for s in ("Left", "Right"))
    assert 0.0 < abs(feeling.lag[left] - feeling.lag[right]) < 0.04
    np.testing.assert_allclose(risen(np.array([2.0]), feeling), 1.0)


def test_neutral_is_empty() -> None:
    """No emotion, no unit, no posture."""
    assert not mood(Emotion()).face.any()
    assert not any(_axes(Emotion()))


@pytest.mark.parametrize("stance", [s for s in Stance if s is not Stance.NONE])
def test_stances_show(stance: Stance) -> None:
    """Each stance of the contract has a face and a posture of its own."""
    shown = mood(stance=stance)
    assert shown.face.max() > 0.15
    assert any(abs(v) > 1.0 for v in (shown.posture.lean, shown.posture.nod, shown.posture.tilt))


def test_puzzled_raises_one_brow() -> None:
    """Right brow up, left brow down."""
    face = dict(zip(ARKIT, mood(stance=Stance.PUZZLED).face, strict=True))
    assert face["browOuterUpRight"] > face["browOuterUpLeft"] + 0.4
    assert face["browDownLeft"] > face["browDownRight"] + 0.3


def test_sides_differ_a_little() -> None:
    """Faces are uneven by a few percent, by seed."""
    smiles = [mood(Emotion.of("joy", 0.9), seed=s).face[list(_smile())] for s in range(40)]
    uneven = np.array([left / right for left, right in smiles])
    assert 0.85 < uneven.min() < 0.97
    assert 1.03 < uneven.max() < 1.15


def _smile() -> tuple[int, int]:
    return ARKIT.index("mouthSmileLeft"), ARKIT.index("mouthSmileRight")


def _axes(emotion: Emotion) -> tuple[float, ...]:
    p = mood(emotion).posture
    return p.lean, p.nod, p.tilt, p.turn, p.shoulders
