"""What a figure costs is judged by its level of detail."""

from __future__ import annotations

import pytest

from qingzhi.avatar_check import check
from qingzhi.avatar_check.budget import LEVELS
from qingzhi.avatar_check.testing import sound

pytestmark = pytest.mark.usefixtures("few_poses")


@pytest.mark.parametrize("lod", LEVELS)
def test_only_the_highest_level_promises_faces(lod: str) -> None:
    """A small figure is fine everywhere but where 200,000 faces are promised."""
    codes = [fault.code for fault in check(sound().written(), lod=lod).faults]
    assert codes == (["under_detail"] if lod == "hyper" else [])
