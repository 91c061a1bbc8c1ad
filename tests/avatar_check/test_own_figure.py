"""Our own figures are judged by the same measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingzhi.avatar_check import check

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_the_clerk_has_no_errors(clerk: Path) -> None:
    """Her measures are the specification's, and nothing comes through her clothes."""
    report = check(clerk.read_bytes())
    errors = {fault.code for fault in report.faults if fault.severity == "error"}
    assert not errors
    assert report.measured["height_cm"] == pytest.approx(165, abs=0.5)
    assert report.measured["triangles"] <= 60_000
    assert report.measured["morphs"] >= 67
    assert report.measured["through_mm2"] < 30
    assert max(report.measured["bare"].values()) < 0.05
