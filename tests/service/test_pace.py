"""A pace lets a burst through, then so much a second, and remembers whom it met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.service.staffing import Clock

from qingzhi.service.pace import Pace, Paces

if TYPE_CHECKING:
    import pytest


def test_a_burst_passes_and_the_rest_waits() -> None:
    """What is refused costs nothing, and time gives back no more than the burst."""
    clock = Clock()
    pace = Pace(3, 0.5, clock)
    assert [pace.allows() for _ in range(4)] == [True, True, True, False]
    clock.now = 2.0
    assert [pace.allows(), pace.allows()] == [True, False]
    clock.now = 1000.0
    assert [pace.allows(3), pace.allows()] == [True, False]
    pace.give_back()
    assert pace.allows()


def test_each_key_has_its_own() -> None:
    """One who is refused keeps nobody else out, and nobody known is refused for somebody."""
    paces = Paces(1, 0.0, Clock())
    assert [paces.allows(key) for key in ("a", "a", "b", "", "")] == [True, False, True, True, True]
    paces.give_back("a")
    assert paces.allows("a")


def test_keys_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose pace was asked for longest ago goes; memory has an end."""
    monkeypatch.setattr("qingzhi.service.pace.MOST_KEYS", 2)
    paces = Paces(1, 0.0, Clock())
    assert [paces.allows(key) for key in ("a", "b", "a", "c")] == [True, True, False, True]
    assert not paces.allows("a")
    assert paces.allows("b")
