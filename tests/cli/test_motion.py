"""`qingzhi motion list` and `render`: what there is, frames on disk, one line that says why not."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from qingzhi.score import ARKIT, BONES

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]


def test_the_list_names_everything(qingzhi: Run) -> None:
    """Each item has name, Chinese, English, group and clause; a group can be asked for alone."""
    done = qingzhi("motion", "list", "--json")
    assert done.returncode == 0, done.stderr
    items = json.loads(done.stdout)
    assert len(items) > 150
    assert all(set(item) == {"name", "zh", "en", "group", "clause"} for item in items)
    legs = json.loads(qingzhi("motion", "list", "--group", "legs", "--json").stdout)
    assert {"sit", "walk", "lie"} <= {item["name"] for item in legs}
    assert {item["group"] for item in legs} == {"legs"}


def test_frames_are_written_without_pictures(qingzhi: Run, tmp_path: Path) -> None:
    """`--npz` needs neither figure nor browser; the file is what `say --motion` writes."""
    out = tmp_path / "sit.npz"
    done = qingzhi("motion", "render", "sit", "--npz", str(out), "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    with np.load(out) as frames:
        assert frames["face"].shape == (report["frames"], len(ARKIT))
        assert frames["bones"].shape == (report["frames"], len(BONES), 4)
        assert frames["hips"][:, 1].min() < -0.3


def test_the_region_decides(qingzhi: Run, tmp_path: Path) -> None:
    """Where a sign insults, another gesture is filmed and the rule is told."""
    out = tmp_path / "ok.npz"
    done = qingzhi("motion", "render", "ok_sign", "--region", "SA", "--npz", str(out), "--json")
    report = json.loads(done.stdout)
    assert report["rule"] == "ok_sign"
    assert report["name"] != "ok_sign"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("levitate",), "nothing called 'levitate'"),
        (("moonwalk",), "not made, by rule protected_choreography"),
        (("sit", "--strength", "enormous"), "'enormous' is no strength"),
        (("sit", "--view", "feet"), "There is no view 'feet'"),
        (("sit", "--scene", "beach"), "There is no scene 'beach'"),
        (("sit", "--frames", "0"), "A strip has 1 to"),
        (("sit", "--npz", "/nowhere/at/all.npz"), "is no .npz file"),
    ],
)
def test_a_wish_that_cannot_be_is_one_clear_line(
    qingzhi: Run, tmp_path: Path, options: tuple[str, ...], says: str
) -> None:
    """No traceback, whatever is asked for."""
    more = () if "--npz" in options else ("--npz", str(tmp_path / "f.npz"))
    done = qingzhi("motion", "render", *options, *more)
    assert done.returncode != 0
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.browser
def test_a_strip_is_written(qingzhi: Run, tmp_path: Path, clerk: Path) -> None:
    """Pictures side by side, in which the figure is not everywhere the same."""
    out = tmp_path / "nod.png"
    options = ("--figure", str(clerk), "--frames", "3", "--size", "120x150")
    done = qingzhi("motion", "render", "squat", "-o", str(out), *options, "--json")
    assert done.returncode == 0, done.stderr
    with Image.open(io.BytesIO(out.read_bytes())) as strip:
        assert strip.size == (360, 150)
        pixels = np.asarray(strip.convert("L"), np.float64)
    assert np.abs(pixels[:, :120] - pixels[:, 120:240]).mean() > 0.5
