"""The reading of faces that somebody else's model has seen."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

# The benches are no part of the package: they are found from the root.
sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.faces.__main__ import missing, table
from bench.faces.emfacs import NEUTRAL, PROTOTYPES, UNITS, named

from qingzhi.score import ARKIT

ROOT = Path(__file__).parents[2]
CALM = {"mouthSmileLeft": 0.15, "mouthSmileRight": 0.15, "eyeSquintLeft": 0.3}


def shown(units: set[str], level: float) -> dict[str, float]:
    """Give a reading in which some action units have risen from rest."""
    risen = {name for unit in units for name in UNITS[unit]}
    return {name: CALM.get(name, 0.0) + level * (name in risen) for name in ARKIT}


def test_units_are_written_in_known_coefficients() -> None:
    """Every name is one of ARKit's, and every prototype is made of units."""
    assert {name for names in UNITS.values() for name in names} <= set(ARKIT)
    assert set().union(*PROTOTYPES.values()) <= set(UNITS)


@pytest.mark.parametrize("level", [0.15, 0.5])
@pytest.mark.parametrize("emotion", PROTOTYPES)
def test_each_prototype_is_named(emotion: str, level: float) -> None:
    """A face that shows a prototype and nothing else has its name, however strong it is."""
    assert named(shown(PROTOTYPES[emotion], level), CALM) == emotion


def test_a_face_at_rest_is_neutral() -> None:
    """What a figure's own features look like counts for nothing."""
    assert named(CALM, CALM) == NEUTRAL
    assert named({**CALM, "jawOpen": 0.05}, CALM) == NEUTRAL


def test_the_table_counts_every_reading() -> None:
    """Rows are what was shown, columns what was read; a face that was not found has its own."""
    counts = {("joy", "weak"): Counter({"joy": 4, "no face": 1})}
    head, _, row = table(counts).splitlines()
    assert head.endswith("| no face |")
    assert row.startswith("| joy | weak |")
    assert "**4**" in row


def test_without_the_model_nothing_is_measured(tmp_path: Path) -> None:
    """It is said what is not there, and no table is printed."""
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-m", "bench.faces", "--model", str(tmp_path / "absent.task")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stdout == ""
    assert "absent.task" in done.stderr


def test_a_python_without_the_reader_is_named(tmp_path: Path) -> None:
    """The interpreter that lacks MediaPipe is told."""
    model = tmp_path / "face.task"
    model.touch()
    bare = tmp_path / "python"
    bare.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    bare.chmod(0o755)
    assert str(bare) in missing(model, bare)
