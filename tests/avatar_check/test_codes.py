"""Every code is found where its fault is planted, and nowhere in a sound figure."""

from __future__ import annotations

import re
import string
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from qingzhi.avatar_check import check
from qingzhi.avatar_check.findings import MOST_OF_A_CODE, Finding, catalogue, told
from qingzhi.avatar_check.testing import sound

if TYPE_CHECKING:
    from types import ModuleType


def beside(name: str) -> ModuleType:
    """Load a module of this folder; test folders are not packages."""
    place = spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert place is not None
    assert place.loader is not None
    module = module_from_spec(place)
    place.loader.exec_module(module)
    return module


PLANTED: Final[Any] = beside("planted")
FILMED: Final[Any] = beside("filmed")


def codes(data: bytes) -> set[str]:
    return {fault.code for fault in check(data).faults}


@pytest.mark.slow
def test_a_sound_figure_has_no_faults() -> None:
    """Neither errors nor warnings nor remarks, in all forty poses."""
    report = check(sound().written())
    assert not report.faults
    assert report.ok
    assert report.measured["height_cm"] == pytest.approx(166, abs=0.2)
    assert report.measured["morphs"] == 67
    assert report.measured["bones"] == 55
    assert report.measured["poses"] == 40


@pytest.mark.parametrize("code", PLANTED.PLANTED)
@pytest.mark.usefixtures("few_poses")
def test_a_planted_fault_is_found(code: str) -> None:
    """The file with just this fault is told to have it."""
    assert code in codes(PLANTED.PLANTED[code]())


def test_every_code_is_planted_somewhere() -> None:
    """No code stands in the catalogue that no test has ever seen."""
    planted = {*PLANTED.PLANTED, *FILMED.FILMED, *PLANTED.ELSEWHERE}
    assert planted == set(catalogue())


@pytest.mark.parametrize("code", catalogue())
def test_a_hint_has_the_same_slots_in_both_languages(code: str) -> None:
    """What is measured is told to everybody."""
    entry = catalogue()[code]
    slots = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in (entry.zh, entry.en)
    ]
    assert slots[0] == slots[1]
    assert re.search(r"[\u4e00-\u9fff]", entry.zh)
    assert not re.search(r"[\u4e00-\u9fff]", entry.en)
    assert re.fullmatch(r"6\.[23]\.\d(\.\d)?( [a-e])?(, D16)?|D16", entry.clause)


def test_the_gravest_come_first_and_floods_are_dammed() -> None:
    """A file with a million faults gives a report that can be read."""
    many = [Finding("degenerate", str(n), {"count": n}) for n in range(1000)]
    faults = told([*many, Finding("not_glb", "/")], "en")
    assert faults[0].code == "not_glb"
    assert len(faults) == MOST_OF_A_CODE + 1


def test_hints_come_in_the_language_that_is_asked_for() -> None:
    """Chinese unless English is wanted, places and poses included."""
    data = PLANTED.PLANTED["piece_missing"]()
    hints = [
        next(f.hint for f in check(data, lang=lang).faults if f.code == "piece_missing")
        for lang in ("zh", "en")
    ]
    assert "脚" in hints[0]
    assert "foot" in hints[1]
