"""How far somebody leans on the figure, and which profile draws which line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest

from qingzhi.errors import SettingsError
from qingzhi.safety.boundaries import Leaning, Past, table
from qingzhi.safety.limits import minutes_left
from qingzhi.safety.profiles import LEVELS, profile, profiles

if TYPE_CHECKING:
    from qingzhi.safety.verdict import Audience

DAY: Final = datetime(2026, 11, 22, 14, tzinfo=UTC)
NIGHT: Final = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


def test_an_errand_is_no_leaning() -> None:
    """A short visit by day, with nothing close said, reaches no level."""
    assert Leaning().level(10, DAY) is None


@pytest.mark.parametrize(
    ("said", "level"),
    [((), None), (("seeks_agreement",), None), (("romance",), "remark"), (("exclusive",), "remark"),
     (("exclusive", "romance"), "pause"), (("exclusive", "romance", "clinging"), "limit")],
)  # fmt: skip
def test_closeness_adds_up(said: tuple[str, ...], level: str | None) -> None:
    """One sign is remarked on, several lead further."""
    leaning = Leaning()
    leaning.hear(said)
    assert leaning.level(5, DAY) == level


def test_one_word_again_and_again_counts_a_few_times() -> None:
    """A parrot's repetition is not read as ever deeper attachment."""
    leaning = Leaning()
    for _ in range(100):
        leaning.hear(("romance",))
    assert leaning.points(0, DAY) == table().said["romance"] * table().said["most"]


def test_unknown_signs_weigh_nothing() -> None:
    """Signals of other kinds, and the table's own keys, are no leaning."""
    leaning = Leaning()
    leaning.hear(("money", "most", "nonsense"))
    assert leaning.points(0, DAY) == 0
    assert not leaning.close


def test_length_frequency_and_nights_count() -> None:
    """What a browser remembers is added; of each kind the highest step alone."""
    leaning = Leaning()
    leaning.past = Past(visits=30, minutes=900, late=5)
    assert leaning.points(0, DAY) == 2 + 3 + 2
    assert leaning.points(61, NIGHT) == 2 + 3 + 2 + 2 + 1


@pytest.mark.parametrize("hour", range(24))
def test_late_is_late(hour: int) -> None:
    """From eleven to five."""
    late = Leaning().points(0, datetime(2026, 11, 22, hour, tzinfo=UTC)) == 1
    assert late == (hour >= 23 or hour < 5)


def test_thresholds_rise() -> None:
    """The levels are in order, and every weight is positive."""
    levels = [table().levels[name] for name in LEVELS]
    assert levels == sorted(set(levels))
    assert all(step.points > 0 for step in table().step)


def test_a_companion_is_never_laxer_than_a_desk() -> None:
    """Each field of the table protects at least as much."""
    desk, companion = profiles()["service"], profiles()["companion"]
    assert LEVELS.index(companion.most) >= LEVELS.index(desk.most)
    assert companion.time_alone >= desk.time_alone
    assert companion.needs_person >= desk.needs_person
    assert companion.break_min <= desk.break_min
    assert companion.notice_min >= desk.notice_min
    assert companion.minor_visit_min <= desk.minor_visit_min
    assert companion.minors == "guardian"
    assert 0 < companion.leaning_min <= companion.day_min


def test_an_unknown_profile_is_named() -> None:
    """A slip in the setting says what there is."""
    with pytest.raises(SettingsError, match="companion"):
        profile("friend")


@pytest.mark.parametrize(
    ("name", "audience", "visit", "today", "leaning", "left"),
    [("service", "adult", 500, 0, False, None), ("service", "minor", 10, 0, False, 30),
     ("service", "minor", 41, 0, False, 0), ("companion", "adult", 10, 30, False, 80),
     ("companion", "adult", 10, 30, True, 20), ("companion", "minor", 10, 100, False, 10),
     ("companion", "adult", 500, 1440, True, 0)],
)  # fmt: skip
def test_time_runs_out(
    name: str, audience: Audience, visit: float, today: float, *, leaning: bool, left: float | None
) -> None:
    """The nearest end counts, and nothing runs below zero."""
    kept = profile(name)
    past = Past(today=today)
    assert minutes_left(kept, audience, visit, past, leaning=leaning) == left


def test_an_operator_may_set_the_minutes_of_minors() -> None:
    """Zero is no limit."""
    kept = profile("service", minor_min=0)
    assert minutes_left(kept, "minor", 500, Past(), leaning=False) is None
