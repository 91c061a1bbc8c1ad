"""Few poses instead of forty: the planted faults show in them as well."""

from __future__ import annotations

from typing import Final

import pytest

from qingzhi.avatar_check import coverage, garments
from qingzhi.avatar_check.posing import poses

FEW: Final = ("t_pose", "arms_down", "elbows_right_angle", "arms_up")


@pytest.fixture
def few_poses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge clothes in FEW poses and from few places on a bone only."""
    chosen = {name: poses()[name] for name in FEW}
    monkeypatch.setattr(garments, "poses", lambda: chosen)
    monkeypatch.setattr(coverage, "PLACES", 3)
