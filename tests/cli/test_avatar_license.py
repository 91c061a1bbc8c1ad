"""`qingzhi avatar license`: papers for somebody else's figure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from qingzhi.avatar_check import documented
from qingzhi.avatar_check.testing import sound
from qingzhi.cli.avatar import app
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

PART = ("--part", "all=CC-BY-4.0; our studio; 2026")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    draft = sound()
    draft.provenance = None
    path = tmp_path / "theirs.vrm"
    path.write_bytes(draft.written())
    return path


def run(*arguments: object) -> str:
    outcome = CliRunner().invoke(app, ["license", *map(str, arguments)], catch_exceptions=False)
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


def test_papers_are_written_to_a_file_of_its_own(bare: Path, tmp_path: Path) -> None:
    """The figure given stays as it is; the record is printed."""
    out, before = tmp_path / "ours.vrm", bare.read_bytes()
    told = json.loads(
        run(bare, "-o", out, "--maker", "a studio", *PART, "--likeness", "none", "--json")
    )
    assert told["provenance"]["licences"] == [
        {"part": "all", "licence": "CC-BY-4.0", "source": "our studio; 2026"}
    ]
    documented(out.read_bytes())
    assert bare.read_bytes() == before


def test_a_real_person_is_named_with_consent(bare: Path, tmp_path: Path) -> None:
    """By whom, when and to what."""
    consent = ("--consent-by", "a person", "--consent-date", "2026-11-01")
    scope = ("--consent-scope", "this desk")
    common = (bare, "-o", tmp_path / "o.vrm", "--maker", "us", *PART)
    assert "o.vrm" in run(*common, "--likeness", "real", *consent, *scope)
    for wrong in (("real",), ("none", *consent, *scope), ("real", *consent), ("nobody",)):
        with pytest.raises(InputError):
            run(*common, "--likeness", *wrong)


@pytest.mark.parametrize("part", ["", "all", "all=", "all=MIT", "=MIT; us", "all=MIT;"])
def test_a_part_without_licence_or_source_is_refused(bare: Path, tmp_path: Path, part: str) -> None:
    """With the form that is wanted."""
    with pytest.raises(InputError, match="PART=LICENCE; SOURCE"):
        run(bare, "-o", tmp_path / "o.vrm", "--maker", "us", "--part", part, "--likeness", "none")


def test_files_that_are_no_figures_are_refused(bare: Path, tmp_path: Path) -> None:
    """Nothing is written for them, nor to a file that is no figure's."""
    text = tmp_path / "text.glb"
    text.write_text("no figure")
    out = tmp_path / "o.glb"
    for file, to in ((text, out), (tmp_path / "gone.glb", out), (bare, tmp_path / "o.txt")):
        with pytest.raises(InputError):
            run(file, "-o", to, "--maker", "us", *PART, "--likeness", "none")
    assert not out.exists()
