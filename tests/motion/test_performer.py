"""The performer: clauses in, frames out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingzhi.emotion import BASIC, NAMES, Emotion, Stance
from qingzhi.motion import Performer
from qingzhi.motion.compose import compose
from qingzhi.motion.quaternion import angle_between
from qingzhi.score import ARKIT, FPS, Act, Clause, Layer, MotionFrames, Percept, PhoneMark

if TYPE_CHECKING:
    from tests.motion.conftest import Speak

    from qingzhi.motion.arrays import Frames

FASTEST_FACE = 0.4
FASTEST_JOINT = 6.0
"""Radians a second; legs that hop are quicker."""
FASTEST_LEG = 12.0
TEXT = "请您带好身份证，到二楼三号窗口办理。"

hostile_marks = st.lists(
    st.builds(
        PhoneMark,
        phone=st.sampled_from(["", "p", "m", "f", "a", "u", "iaŋ", "ɻ̩", "??", "Ω", "ǃ"]),
        start=st.integers(-5000, 400_000),
        end=st.integers(-5000, 400_000),
        stress=st.floats(allow_nan=True, allow_infinity=True),
        word=st.integers(-2, 9),
    ),
    max_size=40,
)
clauses = st.builds(
    Clause,
    id=st.text(max_size=8),
    generation=st.integers(0, 3),
    text=st.text(max_size=40),
    act=st.sampled_from(Act),
    stance=st.sampled_from(Stance),
    emotion=st.builds(Emotion.of, st.sampled_from(NAMES), st.floats(0.0, 1.0)),
    emphasis=st.lists(st.tuples(st.integers(-9, 99), st.integers(-9, 99)), max_size=3).map(tuple),
    target=st.sampled_from([None, "card"]),
    style=st.sampled_from(["formal", "children", "?"]),
)


def clause(name: str = "c", generation: int = 1, **fields: object) -> Clause:
    return Clause(id=name, generation=generation, text=TEXT, **fields)  # type: ignore[arg-type]


def spoken(segments: list[MotionFrames]) -> list[MotionFrames]:
    """Leave out what legs do of strong feelings, which is a layer of its own."""
    return [s for s in segments if s.layer is Layer.SPEECH]


def joined(segments: list[MotionFrames]) -> tuple[Frames, Frames]:
    faces = [s.face for s in spoken(segments) if s.face is not None]
    bones = [s.bones for s in spoken(segments) if s.bones is not None]
    return np.concatenate(faces), np.concatenate(bones)


def assert_sound(segments: list[MotionFrames]) -> None:
    face, bones = joined(segments)
    assert face.dtype == bones.dtype == np.float32
    assert np.isfinite(face).all()
    assert 0.0 <= face.min() <= face.max() <= 1.0
    np.testing.assert_allclose(np.linalg.norm(bones, axis=-1), 1.0, atol=1e-5)
    assert np.abs(np.diff(face, axis=0)).max(initial=0.0) <= FASTEST_FACE
    assert angle_between(bones[1:], bones[:-1]).max(initial=0.0) * FPS <= FASTEST_JOINT
    for legs in (s.bones for s in segments if s.layer is Layer.REACTION and s.bones is not None):
        np.testing.assert_allclose(np.linalg.norm(legs, axis=-1), 1.0, atol=1e-5)
        assert angle_between(legs[1:], legs[:-1]).max(initial=0.0) * FPS <= FASTEST_LEG


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(clauses, hostile_marks), min_size=1, max_size=4), st.integers())
def test_whatever_comes_the_movement_is_sound(
    turns: list[tuple[Clause, list[PhoneMark]]], seed: int
) -> None:
    """Hostile marks, odd clauses, one after another: finite, unit, in range, without pops."""
    performer = Performer(seed)
    for said, marks in turns:
        assert_sound(list(performer.perform(said, marks)))


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("emotion", BASIC)
def test_every_act_in_every_emotion(act: Act, emotion: str, speak: Speak) -> None:
    """A fluent clause of each kind moves within a body's limits."""
    said = clause(act=act, emotion=Emotion.of(emotion, "strong"), style="entertainment")
    assert_sound(list(Performer(3).perform(said, speak(4.0, seed=5))))


def test_the_first_segment_is_short_and_all_follow_each_other(speak: Speak) -> None:
    """At most half a second first, then at most two, on the clause's audio clock."""
    segments = list(Performer(1).perform(clause(), speak(6.0)))
    assert segments[0].seconds <= 0.5
    assert all(s.seconds <= 2.0 for s in segments)
    assert segments[0].start_s == 0.0
    for before, after in pairwise(segments):
        assert after.start_s == pytest.approx(before.start_s + before.seconds)
        assert after.fade_s == 0.0
    assert {(s.layer, s.clock, s.clause_id, s.generation) for s in segments} == {
        (Layer.SPEECH, "audio", "c", 1)
    }


def test_pieces_equal_one_whole_rendering(speak: Speak) -> None:
    """What is streamed is what would have been rendered at once."""
    performer = Performer(4)
    list(performer.perform(clause("before", act=Act.GREET), speak(1.0)))
    segments = list(performer.perform(clause(emotion=Emotion.of("joy")), speak(5.0)))
    assert performer._plan is not None
    face, bones = performer._plan.sample(0, performer._plan.frames)
    np.testing.assert_allclose(joined(segments)[0], face, atol=1e-5)
    np.testing.assert_allclose(joined(segments)[1], bones, atol=1e-5)


def test_same_seed_same_movement(speak: Speak) -> None:
    """Equal seeds repeat bit for bit; another seed moves otherwise."""

    def run(seed: int) -> tuple[Frames, Frames]:
        performer = Performer(seed)
        list(performer.perform(clause("a", act=Act.GREET), speak(1.0)))
        return joined(list(performer.perform(clause("b"), speak(4.0))))

    for one, other in zip(run(5), run(5), strict=True):
        np.testing.assert_array_equal(one, other)
    assert np.abs(run(5)[1][:60, :4] - run(6)[1][:60, :4]).max() > 1e-3


def test_the_end_is_rest(speak: Speak) -> None:
    """In the last frame nothing of speech is left on face and trunk."""
    face, bones = joined(list(Performer(2).perform(clause(emotion=Emotion.of("joy")), speak(3.0))))
    assert face[-1].max() < 0.02
    np.testing.assert_allclose(np.abs(bones[-1, :4, 3]), 1.0, atol=1e-3)


def test_without_marks_the_text_is_performed() -> None:
    """About 0.18 s a character, with a moving mouth."""
    face, _ = joined(list(Performer(1).perform(clause(), ())))
    assert 3.0 < len(face) / FPS < 6.5
    assert face[:, ARKIT.index("jawOpen")].max() > 0.3


def test_revised_marks_replace_the_estimate(speak: Speak) -> None:
    """The same clause again starts from the same place, with the new rhythm."""
    performer = Performer(1)
    list(performer.perform(clause("a", act=Act.GREET, emotion=Emotion.of("joy")), speak(1.0)))
    guessed = next(performer.perform(clause("b"), ()))
    revised = list(performer.perform(clause("b"), speak(5.0)))
    assert guessed.bones is not None
    assert revised[0].bones is not None
    assert guessed.face is not None
    assert revised[0].face is not None
    np.testing.assert_allclose(guessed.bones[0, :4], revised[0].bones[0, :4], atol=0.02)
    assert sum(len(s) for s in revised) / FPS > 5.3


def test_clauses_of_a_turn_flow_into_each_other(speak: Speak) -> None:
    """Composed back to back: no dip of the smile, no jump of an arm, over a whole answer."""
    performer = Performer(8)
    segments, starts, clock = [performer.idle(0.0, 20.0)], {}, 0.5
    joy = Emotion.of("joy", "strong")
    for i, act in enumerate((Act.GREET, Act.DISCLOSE, Act.INFORM, Act.LIST, Act.THANK)):
        marks = speak(1.0 + 0.7 * i, seed=i)
        said = clause(f"c{i}", act=act, emotion=joy, style="daily")
        segments += performer.perform(said, marks)
        starts[said.id] = clock
        clock += marks[-1].end / 24_000
    film = compose(segments, 18.0, audio_starts=starts)
    smile = film.face[round((starts["c1"] + 0.5) * FPS) : round((clock - 0.5) * FPS)]
    assert smile[:, ARKIT.index("cheekSquintLeft")].min() > 0.5
    assert angle_between(film.bones[1:], film.bones[:-1]).max() * FPS < FASTEST_JOINT
    lids = [i for i, name in enumerate(ARKIT) if name.startswith("eyeBlink")]
    steps = np.abs(np.diff(film.face, axis=0))
    steps[:, lids] = 0.0
    assert steps.max() <= FASTEST_FACE


def test_a_new_turn_starts_afresh(speak: Speak) -> None:
    """After an interruption nothing is taken over from the old generation."""
    performer = Performer(1)
    list(performer.perform(clause("a", 1, emotion=Emotion.of("joy", 1.0)), speak(1.0)))
    face, _ = joined(list(performer.perform(clause("b", 2), speak(1.0))))
    assert face[0, ARKIT.index("cheekSquintLeft")] == 0.0


@pytest.mark.parametrize(("x", "side"), [(0.8, "left"), (-0.8, "right")])
def test_pointing_looks_where_the_hand_goes(x: float, side: str, speak: Speak) -> None:
    """Gaze goes to the target before the stroke and back to the visitor after."""
    performer = Performer(1, places={"card": (x, 0.1)})
    segments = list(performer.perform(clause(target="card"), speak(4.0)))
    looks = [look for s in segments for look in s.gaze]
    screen = next(look for look in looks if look.at == "screen")
    assert (screen.x, screen.y) == (x, 0.1)
    assert looks[-1].at == "visitor"
    names, bones = segments[0].bone_names, joined(segments)[1]
    moved = np.ptp(bones[:, names.index(f"{side}UpperArm")], axis=0).max()
    still = np.ptp(
        bones[:, names.index(f"{'right' if side == 'left' else 'left'}UpperArm")], axis=0
    ).max()
    assert moved > 0.1 > still


def test_every_segment_says_where_it_looks(speak: Speak) -> None:
    """A segment that begins while the eyes are on a card says so: players forget older ones."""
    carried = 0
    for seed in range(8):
        performer = Performer(seed, places={"card": (0.8, 0.0)})
        said = clause(f"c{seed}", target="card")
        led = ""
        for segment in spoken(list(performer.perform(said, speak(6.0, seed=seed)))):
            assert segment.gaze[0].start_s == segment.start_s
            assert led in {"", segment.gaze[0].at}
            carried += led == "screen"
            led = segment.gaze[-1].at
    assert carried >= 1


def test_lids_and_eyes_belong_to_idle_life(speak: Speak) -> None:
    """Speech owns neither blinks nor looking."""
    owned = {ARKIT[i] for i in next(Performer(1).perform(clause(), speak(1.0))).face_mask}
    assert not {name for name in owned if name.startswith(("eyeBlink", "eyeLook"))}
    assert {"jawOpen", "mouthSmileLeft", "browInnerUp"} <= owned


def test_bad_news_never_smiles(speak: Speak) -> None:
    """What the clause feels decides: a sad clause has no smile in any frame."""
    said = clause(act=Act.REFUSE, emotion=Emotion.of("sadness"))
    face, _ = joined(list(Performer(1).perform(said, (PhoneMark("a", 0, 48_000),))))
    assert face[:, ARKIT.index("mouthSmileLeft")].max() < 0.05


def test_ten_minutes_stream(speak: Speak) -> None:
    """A very long clause starts as quickly as any and ends after its sound."""
    segments = list(Performer(1).perform(clause(), speak(600.0)))
    assert segments[0].seconds <= 0.5
    assert 600.0 < sum(len(s) for s in segments) / FPS < 603.0


def test_idle_reactions_and_listening_come_as_layers() -> None:
    """All on the conversation's clock."""
    performer = Performer(9)
    percept = Percept(text="", lang="zh", emotion=Emotion.of("fear", 0.7), confidence=0.8)
    layers = [
        performer.idle(3.0, 2.0),
        performer.react(percept, 4.0, generation=7),
        performer.listen(5.0, 3.0, generation=7),
    ]
    assert [s.layer for s in layers] == [Layer.IDLE, Layer.REACTION, Layer.REACTION]
    assert {s.clock for s in layers} == {"conversation"}
    assert [s.generation for s in layers] == [0, 7, 7]
