"""Help lines: dated, sourced, whole for each region, and the operator's own win."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.errors import SettingsError
from qingzhi.safety.resources import ANYWHERE, STALE, Resources, read

if TYPE_CHECKING:
    from pathlib import Path

OWN = """
region = "CN"
checked = "2026-06-01"
[[line]]
call = "120"
zh = "急救"
en = "ambulance"
roles = ["ambulance"]
source = "ours"
[[line]]
call = "110"
zh = "报警"
en = "police"
roles = ["police"]
source = "ours"
"""
REGIONS = ("CN", "HK", "MO", "TW", "SG", "US", "GB", "INTL")


def test_the_regions_are_there() -> None:
    """Mainland China, its neighbours, the large English-speaking ones, and anywhere else."""
    assert set(REGIONS) <= set(Resources.load().regions)


@pytest.mark.parametrize("name", REGIONS)
def test_each_region_is_whole(name: str) -> None:
    """Every line has a source; somebody answers each kind of need."""
    region = Resources.load().of(name)
    assert all(line.source.strip() for line in region.line)
    for kind in ("self_harm", "abuse", "threat", "medical_emergency", "distress", "fraud"):
        assert region.shown(kind, "adult"), kind


@pytest.mark.parametrize(
    ("name", "crisis", "ambulance", "police"),
    [
        ("CN", "12356", "120", "110"),
        ("HK", "18111", "999", "999"),
        ("TW", "1925", "119", "110"),
        ("SG", "1771", "995", "999"),
        ("US", "988", "911", "911"),
        ("GB", "116 123", "999", "999"),
    ],
)
def test_the_right_number_stands_in_the_words(
    name: str, crisis: str, ambulance: str, police: str
) -> None:
    """A wrong hotline is worse than none: these were looked up one by one."""
    slots = Resources.load().of(name).slots("en")
    assert (slots["crisis"], slots["ambulance"], slots["police"]) == (crisis, ambulance, police)


def test_the_psychological_line_is_not_said_to_answer_at_all_hours() -> None:
    """12356 answers at least 18 hours a day: to promise more would send people to a dead line."""
    line = next(line for line in Resources.load().of("CN").line if line.call == "12356")
    assert line.hours
    assert "18" in line.hours.zh


def test_a_minor_sees_the_line_for_the_young_first() -> None:
    """12355 leads for a minor, and is not shown to others."""
    region = Resources.load().of("CN")
    assert region.shown("self_harm", "minor")[0].call == "12355"
    assert "12355" not in [line.call for line in region.shown("self_harm", "adult")]


def test_an_unknown_region_gets_the_lines_for_anywhere() -> None:
    """Nobody is left without a number."""
    assert Resources.load().of("ZZ").region == ANYWHERE


def test_an_operators_file_takes_the_place_of_ours(tmp_path: Path) -> None:
    """By region; the others stay."""
    (tmp_path / "cn.toml").write_text(OWN, "utf-8")
    resources = Resources.load(tmp_path)
    assert [line.call for line in resources.of("CN").line] == ["120", "110"]
    assert resources.of("GB").slots("en")["crisis"] == "116 123"


def test_old_numbers_are_stale_after_a_year() -> None:
    """Whoever runs a desk is told to look again."""
    region = Resources.load().of("CN")
    assert not region.stale(region.checked + STALE)
    assert region.stale(region.checked + STALE + timedelta(days=1))
    assert region.checked >= date(2026, 1, 1)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("region", "regio"), "regio"),
        (('checked = "2026-06-01"', 'checked = "soon"'), "checked"),
        (('call = "120"', 'call = "<b>120</b>"'), "call"),
        (('roles = ["police"]', 'roles = ["army"]'), "roles"),
        (('roles = ["police"]', "roles = []"), "police"),
        (('source = "ours"', 'source = ""'), "source"),
        (('zh = "报警"', 'zh = ""'), "zh"),
        (("[[line]]", "[[line"), "can't be read"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    """The operator reads which file and which field."""
    (tmp_path / "own.toml").write_text(OWN.replace(*change), "utf-8")
    with pytest.raises(SettingsError, match=re.escape(told)) as caught:
        Resources.load(tmp_path)
    assert "own.toml" in str(caught.value)


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    """A file that can't be a list of lines is not read."""
    (tmp_path / "own.toml").write_text("#" * 70_000, "utf-8")
    with pytest.raises(SettingsError, match="bytes"):
        Resources.load(tmp_path)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_region_or_a_named_mistake(data: bytes) -> None:
    """Nothing else ever comes out of the reader."""
    with pytest.raises(SettingsError):
        read(data, "own.toml")
