"""An index crowded with neighbours that a server opens as its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingzhi.evaluation.crowd import crowd
from qingzhi.interaction.knowledge import Knowledge
from qingzhi.scenarios import pack

if TYPE_CHECKING:
    from pathlib import Path


def test_a_plain_open_finds_the_crowd(tmp_path: Path) -> None:
    """After crowding, whoever opens the data folder's knowledge searches among the neighbours."""
    assert crowd(tmp_path, pack(), 400) == 400
    knowledge = Knowledge.open(tmp_path / "knowledge", pack())
    assert len(knowledge) == 400
    assert len(knowledge.ids) < 400


def test_a_crowd_is_kept(tmp_path: Path) -> None:
    """A second time, the index is left as it is."""
    crowd(tmp_path, pack(), 300)
    [index] = (path for path in (tmp_path / "knowledge").iterdir() if path.is_dir())
    before = index.stat().st_ino
    assert crowd(tmp_path, pack(), 300) == 300
    assert index.stat().st_ino == before


def test_no_crowd(tmp_path: Path) -> None:
    """0 documents leaves the pack's own items."""
    bare = crowd(tmp_path, pack(), 0)
    assert bare == len(Knowledge.open(tmp_path / "knowledge", pack()).ids)
