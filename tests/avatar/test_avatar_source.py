"""Reading the base body's own files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.avatar.source import convert, read_mesh, read_target
from qingzhi.errors import AssetCorrupt

if TYPE_CHECKING:
    from pathlib import Path


def test_a_mesh_is_read_with_its_groups() -> None:
    """Indices count from nought, whatever the file does."""
    mesh = read_mesh("v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\ng skin\nf 1/1 2/1 3/1 4/1\n")
    assert mesh.faces[0, :, 0].tolist() == [0, 1, 2, 3]
    assert mesh.groups == ["skin"]


def test_a_target_is_kept_to_the_last_decimal() -> None:
    """Three decimals of a decimetre are stored exactly; comments and blank lines are not data."""
    index, delta = read_target(b"# about\n\n7 -.001 0 1.234\n")
    assert index.tolist() == [7]
    assert delta.tolist() == [[-1, 0, 1234]]
    assert [len(part) for part in read_target(b"# nothing moves\n")] == [0, 0]


@given(st.binary(max_size=80))
def test_no_bytes_break_the_reading_of_a_target(text: bytes) -> None:
    """Bad targets are refused with ValueError, which the conversion reports."""
    try:
        index, delta = read_target(text)
    except ValueError:
        return
    assert delta.shape == (len(index), 3)
    assert delta.dtype == np.int16


def test_a_folder_without_the_body_is_told(tmp_path: Path) -> None:
    """Missing members are an asset's fault."""
    with pytest.raises(AssetCorrupt):
        convert(tmp_path, tmp_path / "out")
