"""Frames of a film: each fault is found by its own name, and a sound film has none."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from qingzhi.avatar_check.frames import check_frames
from qingzhi.avatar_check.movement import shift, torn


def _filmed() -> Any:
    place = spec_from_file_location("filmed", Path(__file__).with_name("filmed.py"))
    assert place is not None
    assert place.loader is not None
    module = module_from_spec(place)
    place.loader.exec_module(module)
    return module


filmed: Final = _filmed()


def codes(paths: list[Path]) -> set[str]:
    return {fault.code for fault in check_frames(paths).faults}


def test_a_steady_film_has_no_faults(tmp_path: Path) -> None:
    """Even motion before a still room is what a film should be."""
    report = check_frames(filmed.written(filmed.steady(), tmp_path))
    assert not report.faults
    assert report.measured["frames"] == filmed.FRAMES
    assert report.measured["motion_px"] == pytest.approx(filmed.PACE, abs=0.7)


def test_a_still_film_has_no_faults(tmp_path: Path) -> None:
    """A figure that waits repeats its frames, and nothing is wrong with that."""
    assert not codes(filmed.written(filmed.steady()[:1] * 8, tmp_path))


def test_a_film_that_gathers_speed_has_no_faults(tmp_path: Path) -> None:
    """A gesture begins slowly and ends slowly."""
    room, head = filmed.steady()[0].copy(), filmed.steady()[0][20:100, 30:90].copy()
    film = []
    for place in (30 + 40 * (1 - np.cos(np.linspace(0, np.pi, 20)))).round().astype(int):
        frame = np.roll(room, 100, axis=1)
        frame[20:100, place : place + 60] = head
        film.append(frame)
    assert not codes(filmed.written(film, tmp_path))


@pytest.mark.parametrize("code", filmed.FILMED)
def test_a_planted_fault_is_found(code: str, tmp_path: Path) -> None:
    """A film with just this fault is told to have it."""
    film = filmed.steady()
    if filmed.FILMED[code] is not None:
        filmed.FILMED[code](film)
    assert code in codes(filmed.written(film, tmp_path, code))


@pytest.mark.parametrize("code", ["frame_torn", "frame_duplicated", "frame_skipped", "frame_jump"])
def test_a_fault_of_motion_is_told_once(code: str, tmp_path: Path) -> None:
    """Its echo in the next frame is not another fault."""
    film = filmed.steady()
    filmed.FILMED[code](film)
    assert codes(filmed.written(film, tmp_path, code)) == {code}


@pytest.mark.parametrize("pixels", [0, 2, 7])
def test_a_shift_is_measured(pixels: int) -> None:
    """The way from one picture to the next, whichever part of it moves."""
    picture = np.random.default_rng(1).random((96, 128))
    assert shift(picture, np.roll(picture, pixels, axis=1)) == pytest.approx(pixels, abs=0.3)


def test_a_row_that_only_differs_is_not_torn() -> None:
    """The edge of a table is no tear: moving it sideways mends nothing."""
    rng = np.random.default_rng(2)
    above, below = rng.random(200), rng.random(200)
    assert torn(above, below) == 0
    assert torn(above, np.roll(above, 9)) == 9
