"""Floor control: the rules at the head of `qingzhi.interaction.turns`, and 1,000 dialogues."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.interaction import turns
from qingzhi.interaction.turns import Floor, State
from qingzhi.testing.dialogue import FRAME_S, Dialogue


def speaking(seconds: float = 2.0) -> Floor:
    """Return a floor whose first answer has sent `seconds` of sound at t = 0.1."""
    floor = Floor()
    floor.handle(turns.Asked(), 0.0)
    floor.handle(turns.Produced(1, seconds), 0.1)
    return floor


def test_a_question_is_answered() -> None:
    """Asking begins the first generation."""
    floor = Floor()
    assert floor.handle(turns.Asked(), 1.0) == [turns.Answer(1)]
    assert floor.state is State.THINKING


def test_the_floor_is_kept_until_played_out() -> None:
    """After the last chunk is sent the figure still speaks until the sound has ended."""
    floor = speaking(2.0)
    assert floor.handle(turns.Exhausted(1), 0.2) == []
    assert floor.state.value == "speaking"
    assert floor.deadline == pytest.approx(2.1)
    assert floor.handle(turns.Tick(), 1.0) == []
    assert floor.handle(turns.Tick(), 2.1) == [turns.Rest(1)]
    assert floor.state is State.IDLE


def test_a_stop_silences_at_once_and_says_what_was_heard() -> None:
    """An interruption raises the generation; late sound of the old one changes nothing."""
    floor = speaking(2.0)
    assert floor.handle(turns.Interrupted("stop"), 0.6) == [
        turns.Silence(1, pytest.approx(0.5), "stop")  # type: ignore[arg-type]
    ]
    assert floor.handle(turns.Produced(1, 1.0), 0.7) == []
    assert floor.state is State.IDLE


def test_the_clients_own_position_wins() -> None:
    """Where the client knows how far it played, that is what was heard."""
    [silence] = speaking(2.0).handle(turns.Interrupted("client", 0.25), 1.0)
    assert isinstance(silence, turns.Silence)
    assert silence.heard_s == 0.25


def test_a_question_in_mid_answer_interrupts_it() -> None:
    """The new question is answered under a newer generation."""
    actions = speaking().handle(turns.Asked(), 0.5)
    assert [type(a) for a in actions] == [turns.Silence, turns.Answer]
    assert actions[1].generation > actions[0].generation


def test_an_answer_that_makes_no_sound_is_given_up() -> None:
    """After the patience an apology is due, once; after another the silence is admitted."""
    floor = Floor()
    floor.handle(turns.Asked(), 0.0)
    assert floor.handle(turns.Tick(), turns.PATIENCE) == [turns.Apologise(1, late=True)]
    assert floor.handle(turns.Tick(), turns.PATIENCE + 1) == []
    assert floor.handle(turns.Tick(), turns.PATIENCE * 2) == [turns.GiveUp(1)]
    assert floor.state is State.IDLE
    assert floor.deadline is None


def test_a_broken_answer_is_apologised_for() -> None:
    """A failure of the voice or the mind is told, not swallowed."""
    assert speaking().handle(turns.Broke(1), 0.3) == [turns.Apologise(1, late=False)]


def test_a_gap_in_production_moves_the_end() -> None:
    """When sound arrives after the earlier one was played out, the clock starts anew."""
    floor = speaking(1.0)
    floor.handle(turns.Produced(1, 1.0), 5.0)
    floor.handle(turns.Exhausted(1), 5.0)
    assert floor.deadline == pytest.approx(6.0)
    assert floor.heard_s(5.5) == pytest.approx(1.5)


@given(st.integers(min_value=0, max_value=10**9))
def test_any_dialogue_keeps_the_rules(seed: int) -> None:
    """No sound after silence, no worker held by an abandoned answer, an end in every case."""
    dialogue = Dialogue(seed).run()
    for when, generation in dialogue.sounded:
        assert when <= dialogue.silenced.get(generation, float("inf")) + FRAME_S
    assert not dialogue.working - {dialogue.floor.generation}
    assert dialogue.floor.state is State.CLOSED
    generations = [e.generation for e in dialogue.log if e.what == "Answer"]
    assert generations == sorted(set(generations))


def test_a_thousand_dialogues_are_the_same_twice() -> None:
    """1,000 seeded dialogues: same seed, same log; every question gets an answer begun."""
    for seed in range(1_000):
        first, second = Dialogue(seed).run(), Dialogue(seed).run()
        assert first.log == second.log
        asked = sum(e.what == "Asked" for e in first.log)
        assert sum(e.what == "Answer" for e in first.log) == asked
