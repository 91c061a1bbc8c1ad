"""Khronos's validator, where it is there: its words become faults; where not, that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingzhi.avatar_check import khronos
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

FAKE = """
exports.validateBytes = async (bytes) => ({issues: {messages: [
  {code: 'NODE_LOOP', message: 'A {loop} of ' + bytes.length, severity: 0, pointer: '/nodes/0'},
  {code: 'UNUSED', message: 'Not used.', severity: 1, pointer: '/meshes/0'},
  {code: 'HINT', message: 'By the way.', severity: 3, pointer: ''},
]}});
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Give a package that says what a validator would."""
    if khronos.node() is None:
        pytest.skip("there is no node")
    folder = tmp_path / "gltf-validator"
    folder.mkdir()
    (folder / "package.json").write_text('{"main": "index.js"}', "utf-8")
    (folder / "index.js").write_text(FAKE, "utf-8")
    return folder


def test_its_errors_and_warnings_become_faults(package: Path, tmp_path: Path) -> None:
    """With the code and the place that it gives; advice is passed over."""
    file = tmp_path / "a.glb"
    file.write_bytes(b"four")
    found = list(khronos.check(file, package))
    assert [finding.code for finding in found] == ["khronos_error", "khronos_warning"]
    assert found[0].where == "/nodes/0"
    assert found[0].slots["detail"] == "NODE_LOOP: A {loop} of 4"


def test_a_package_that_does_not_run_is_one_clear_error(package: Path, tmp_path: Path) -> None:
    """It is the caller's choice of a package that is wrong."""
    (package / "index.js").write_text("throw new Error('no')", "utf-8")
    with pytest.raises(InputError, match="doesn't run"):
        list(khronos.check(tmp_path / "a.glb", package))
    with pytest.raises(InputError, match="no gltf-validator"):
        list(khronos.check(tmp_path / "a.glb", tmp_path / "nowhere"))
