"""Fact and feeling together (6.3.3)."""

from __future__ import annotations

import pytest

from qingzhi.emotion import Emotion, Stance
from qingzhi.motion.negotiation import agreed, agreements, cheerful
from qingzhi.score import Act, Clause


def clause(act: Act, emotion: Emotion, stance: Stance = Stance.NONE) -> Clause:
    return Clause(id="c", generation=0, text="好", act=act, emotion=emotion, stance=stance)


@pytest.mark.parametrize("act", [Act.REFUSE, Act.WARN, Act.APOLOGISE])
def test_nobody_smiles_on_a_refusal(act: Act) -> None:
    """Whatever joy was asked for, none is shown with a refusal, a warning or an apology."""
    emotion, stance = agreed(clause(act, Emotion.of("joy", 1.0)))
    assert emotion.joy == 0.0
    assert not cheerful(emotion, Stance.CARING)
    assert stance is not Stance.NONE


def test_bad_news_is_told_without_a_smile() -> None:
    """Sadness in the clause takes joy out of it; good news keeps it."""
    sad, _ = agreed(clause(Act.INFORM, Emotion(joy=0.5, sadness=0.5)))
    glad, _ = agreed(clause(Act.INFORM, Emotion(joy=0.5)))
    assert sad.joy == 0.0
    assert glad.joy == 0.5


def test_a_stance_that_was_chosen_is_kept() -> None:
    """The table gives a stance only where there is none."""
    _, stance = agreed(clause(Act.REFUSE, Emotion(), Stance.HELPLESS))
    assert stance is Stance.HELPLESS


def test_every_agreement_gives_its_reason() -> None:
    """In both languages, for acts that exist."""
    acts = {act.value for act in Act}
    for row in agreements():
        assert row.zh
        assert row.en
        assert set(row.acts) <= acts
