"""Voice, face and body follow the words of care, in numbers against an ordinary answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.motion import Performer
from qingzhi.motion.expression import mood
from qingzhi.motion.gesture import gestures, suitable
from qingzhi.score import ARKIT, Act, Clause, Need
from qingzhi.service.caring import MANNERS, Manner, manner, spoken
from qingzhi.speech.engine import EngineRequest
from qingzhi.speech.prosody import prosody

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.service.mind import Mind
    from qingzhi.speech.prosody import Prosody

LEVELS = ("low", "medium", "high")
EMERGENCY = Need("medical_emergency", "high")
JOYFUL = frozenset({"wave", "welcome", "thumb", "clap", "cheer", "invite", "heart"})
WORDS = "谢谢您肯告诉我，这话说出来不容易，您慢慢说，我在这里听。"
ORDINARY = Clause(id="c1.0", generation=1, text=WORDS)


def of(how: Manner, words: str = WORDS) -> Clause:
    return next(spoken((words,), "zh", 1, how))


def voice(clause: Clause) -> Prosody:
    return prosody(
        EngineRequest(
            utterance=clause.text,
            lang=clause.lang,
            emotion=clause.emotion,
            stance=clause.stance,
            act=clause.act,
            style=clause.style,
        )
    )


def face(clause: Clause, *names: str) -> float:
    shown = mood(clause.emotion, clause.stance).face
    return float(np.mean([shown[ARKIT.index(name)] for name in names]))


def travelled(clause: Clause) -> float:
    """Give how far the arms turn from frame to frame in a clause, in radians."""
    frames = list(Performer(seed=3).perform(clause, ()))
    total = 0.0
    for piece in frames:
        assert piece.bones is not None
        arms = [i for i, name in enumerate(piece.bone_names) if "Arm" in name]
        bones: NDArray[np.float32] = piece.bones[:, arms]
        dots = np.abs(np.sum(bones[1:] * bones[:-1], axis=-1)).clip(0.0, 1.0)
        total += float((2 * np.arccos(dots)).sum())
    return total


@pytest.mark.parametrize("level", LEVELS)
def test_care_is_slower_and_softer(level: str) -> None:
    """At most 0.85 of the rate, at least 3 dB softer, and longer pauses."""
    care, plain = voice(of(MANNERS[level])), voice(ORDINARY)
    assert care.rate <= 0.85 * plain.rate
    assert care.level <= plain.level - 3.0
    assert care.pause > plain.pause


def test_the_graver_the_slower() -> None:
    """High is never said faster or louder than low."""
    voices = [voice(of(MANNERS[level])) for level in LEVELS]
    assert voices[0].rate >= voices[1].rate >= voices[2].rate
    assert voices[0].level >= voices[1].level >= voices[2].level


@pytest.mark.parametrize("level", LEVELS)
def test_the_face_is_concerned_and_does_not_smile(level: str) -> None:
    """Inner brows up; the corners of the mouth show no smile beside them."""
    clause = of(MANNERS[level])
    smile = face(clause, "mouthSmileLeft", "mouthSmileRight")
    assert smile < 0.08
    assert face(clause, "browInnerUp") > 0.4
    assert face(clause, "mouthFrownLeft", "mouthFrownRight") > smile


@pytest.mark.parametrize("level", LEVELS)
def test_the_body_leans_in_and_is_still(level: str) -> None:
    """A little nearer, and the arms turn less than half as far as in an ordinary answer."""
    bearing = mood(of(MANNERS[level]).emotion, of(MANNERS[level]).stance)
    assert 4.0 <= bearing.posture.lean <= 10.0
    assert bearing.amplitude <= 0.7
    assert travelled(of(MANNERS[level])) < 0.5 * travelled(ORDINARY)


@pytest.mark.parametrize("level", LEVELS)
def test_the_eyes_stay_with_the_visitor(level: str) -> None:
    """No glance away to think, as in an ordinary answer."""
    looks = [g.at for f in Performer(seed=3).perform(of(MANNERS[level]), ()) for g in f.gaze]
    plain = [g.at for f in Performer(seed=3).perform(ORDINARY, ()) for g in f.gaze]
    assert set(looks) == {"visitor"}
    assert "away" in plain


@pytest.mark.parametrize("need", [*(Need("self_harm", level) for level in LEVELS), EMERGENCY])  # type: ignore[arg-type]
def test_no_gesture_of_joy_is_made(need: Need) -> None:
    """What fits the clause are gestures of explaining and feeling with, never of welcome."""
    fitting = suitable(of(manner(need)))
    assert fitting
    assert not JOYFUL & set(fitting)
    assert all({"greet", "thank", "farewell"}.isdisjoint(gestures()[n].acts) for n in fitting)


def test_a_medical_emergency_is_brisk_and_clear() -> None:
    """Nearly the ordinary rate and level: steps are for following, and it isn't sad."""
    how = manner(EMERGENCY)
    clause = of(how)
    assert how.act is Act.INSTRUCT
    assert clause.emotion.sadness == 0
    assert voice(clause).rate >= 0.9
    assert voice(clause).level >= -1.0
    assert face(clause, "mouthSmileLeft", "mouthSmileRight") < 0.1


def test_an_ordinary_matter_after_it_is_said_gently(mind: Mind) -> None:
    """The answer keeps the slower voice and the face without a smile."""
    clauses = list(mind.exchange(["我不想活了", "身份证丢了怎么补办"]).clauses)
    assert any("派出所" in clause.text for clause in clauses)
    assert all(voice(clause).rate <= 0.9 for clause in clauses)
    assert all(face(clause, "mouthSmileLeft", "mouthSmileRight") < 0.08 for clause in clauses)
