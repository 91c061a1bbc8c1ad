"""One manner for voice and body, set by preset or by the situation."""

from __future__ import annotations

from typing import get_args

import pytest

from qingzhi.io.events import Style
from qingzhi.motion.style import styles as of_the_body
from qingzhi.score import Clause
from qingzhi.service.styling import styled
from qingzhi.speech.prosody import styles as of_the_voice

PLAIN = Clause(id="c", generation=1, text="好")
CARING = Clause(id="c", generation=1, text="好", style="care")


def test_what_can_be_set_is_what_there_is() -> None:
    """The wire's names, the voice's and the body's are the same."""
    assert set(get_args(Style)) - {"auto"} == set(of_the_voice()) == set(of_the_body())


@pytest.mark.parametrize("style", [name for name in get_args(Style) if name != "auto"])
def test_a_preset_holds_for_ordinary_clauses_only(style: Style) -> None:
    """What is set is said; what needs care keeps its care."""
    assert styled(PLAIN, style, "adult").style == style
    assert styled(CARING, style, "adult").style == "care"


def test_left_to_the_situation_children_are_spoken_to_as_children() -> None:
    """Without a preset the audience decides; a preset goes before it."""
    assert styled(PLAIN, "auto", "adult") is PLAIN
    assert styled(PLAIN, "auto", "elder") is PLAIN
    assert styled(PLAIN, "auto", "minor").style == "children"
    assert styled(PLAIN, "formal", "minor").style == "formal"
