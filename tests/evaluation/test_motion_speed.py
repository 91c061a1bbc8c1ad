"""The speed of motion is told in the units of its budget."""

from __future__ import annotations

from qingzhi.evaluation.motion_speed import measure


def test_speed_is_measured() -> None:
    """All of its numbers are positive; frames are those of long clauses."""
    result = measure(rounds=2)
    assert result.frames > 60 * 30
    assert result.frames_per_second_per_core > 0.0
    assert 0.0 < result.ms_to_first_half_second.p50 <= result.ms_to_first_half_second.p95
