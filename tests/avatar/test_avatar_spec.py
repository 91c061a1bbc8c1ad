"""Specifications: what is taken, and that nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.avatar import spec
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def test_every_shipped_specification_can_be_read() -> None:
    """What comes with Qingzhi is valid."""
    assert "clerk" in spec.shipped()
    for name in spec.shipped():
        assert spec.load(name).name == name


def test_json_and_toml_say_the_same() -> None:
    """A specification survives being written as JSON."""
    clerk = spec.load("clerk")
    assert spec.parse(msgspec.json.encode(clerk), "json") == clerk


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"name = 3",
        b'name = ""',
        b'name = "x"\nage = 2',
        b'name = "x"\nage = nan',
        b'name = "x"\nheight_cm = 1e9',
        b'name = "x"\nheight_cm = inf',
        b'name = "x"\nseed = -1',
        b'name = "x"\nunknown = 1',
        b'name = "x"\n[face]\nno-such-slider = 1',
        b'name = "x"\n[face]\nhead-oval = 2',
        b'name = "x"\n[rest]\njawOpen = 5',
        b'name = "x"\n[rest]\nnoSuchShape = 0.1',
        b'name = "x"\n[skin]\ntone = "red"',
        b'name = "x"\n[hair]\nstyle = "../../etc/passwd"',
        b'name = "x"\n[ancestry]\nasian = 0.0',
        b"\xff\xfe",
        b'name = "x"\n#' + b"x" * spec.MAX_BYTES,
    ],
)
def test_hostile_specification_is_refused_with_a_reason(text: bytes) -> None:
    """Each bad value ends in the one documented error."""
    with pytest.raises(InputError) as raised:
        spec.parse(text)
    assert raised.value.param == "spec"


@given(st.binary(max_size=200), st.sampled_from(["toml", "json"]))
def test_no_bytes_break_the_parser(text: bytes, form: str) -> None:
    """Any bytes give a specification or the documented error."""
    try:
        made = spec.parse(text, "json" if form == "json" else "toml")
    except InputError:
        return
    assert made.name


def test_unreadable_file_and_unknown_name_say_what_to_do(tmp_path: Path) -> None:
    """Neither a missing file nor a wrong name is an internal error."""
    for source in (str(tmp_path / "none.toml"), str(tmp_path), "nobody"):
        with pytest.raises(InputError):
            spec.load(source)
