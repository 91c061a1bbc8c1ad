"""`qingzhi avatar render`: a picture on disk, or one line that says why not."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from PIL import Image
from tests.service.test_figures import glb

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

SIZE: Final = (240, 300)
MOST_CALLS: Final = 12


@pytest.mark.slow
@pytest.mark.browser
def test_a_picture_is_written(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, clerk: Path
) -> None:
    """A PNG of the size asked for, with somebody on it, and a report of what drawing it cost."""
    out = tmp_path / "clerk.png"
    options = ("--emotion", "joy", "--gesture", "welcome", "--scene", "studio")
    size = ("--size", "{}x{}".format(*SIZE))
    done = qingzhi("avatar", "render", str(clerk), "-o", str(out), *options, *size, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["bytes"] == out.stat().st_size
    assert 0 < report["draw_calls"] <= MOST_CALLS
    assert report["triangles"] > 10_000
    with Image.open(io.BytesIO(out.read_bytes())) as picture:
        assert (picture.format, picture.size) == ("PNG", SIZE)
        middle = np.asarray(picture.convert("L"), np.float64)[60:240, 70:170]
    assert middle.std() > 20


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--emotion", "boredom"), "'boredom' is no emotion"),
        (("--strength", "enormous"), "'enormous' is no strength"),
        (("--gesture", "salute"), "There is no gesture 'salute'"),
        (("--view", "feet"), "There is no view 'feet'"),
        (("--scene", "beach"), "There is no scene 'beach'"),
        (("--size", "0x0"), "can't be 0 × 0 pixels"),
        (("--size", "99999x99999"), "can't be 99999 × 99999 pixels"),
        (("--size", "large"), "'large' is no size"),
        (("--size", "١x١"), "is no size"),
        (("--yaw", "nan"), "can't go nan degrees"),
    ],
)
def test_a_wish_that_cannot_be_is_one_clear_line(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
    options: tuple[str, ...],
    says: str,
) -> None:
    """What is wrong is named before anything is made; nothing is written."""
    figure, out = tmp_path / "figure.glb", tmp_path / "out.png"
    figure.write_bytes(glb())
    done = qingzhi("avatar", "render", str(figure), "-o", str(out), *options)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


@pytest.mark.slow
@pytest.mark.browser
def test_a_file_with_nobody_in_it_is_one_clear_line(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """Binary glTF, but no figure."""
    figure, out = tmp_path / "figure.glb", tmp_path / "out.png"
    figure.write_bytes(glb())
    options = ("--scene", "studio", "--size", "{}x{}".format(*SIZE))
    done = qingzhi("avatar", "render", str(figure), "-o", str(out), *options)
    assert done.returncode == 2
    assert done.stderr.endswith("figure.glb can't be shown: The file shows nothing.\n")


@pytest.mark.parametrize(
    ("out", "says"), [("no/where.png", "There is no folder"), ("picture.gif", "no .png file")]
)
def test_a_picture_without_a_place_is_told_before_the_work(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, out: str, says: str
) -> None:
    """Nobody waits for a picture that has no place to go."""
    done = qingzhi("avatar", "render", "clerk", "-o", str(tmp_path / out))
    assert done.returncode == 2
    assert says in done.stderr


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        ("nobody", "nobody"),
        ("none", "nobody to be seen"),
        ("words.glb", "no binary glTF"),
        ("absent.glb", "cannot be read"),
    ],
)
def test_what_is_no_figure_is_one_clear_line(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
    figure: str,
    says: str,
) -> None:
    """A name that nobody has, or a file that is something else."""
    (tmp_path / "words.glb").write_text("Once upon a time", "utf-8")
    named = str(tmp_path / figure) if "." in figure else figure
    done = qingzhi("avatar", "render", named, "-o", str(tmp_path / "out.png"))
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) <= 2


def test_without_chromium_it_says_how_to_get_one(
    qingzhi: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """A machine without a browser."""
    figure = tmp_path / "figure.glb"
    figure.write_bytes(glb())
    out = tmp_path / "out.png"
    done = qingzhi("avatar", "render", str(figure), "-o", str(out), PATH=str(tmp_path))
    assert done.returncode not in {0, 2}
    assert "no Chromium" in done.stderr
    assert "apt install chromium" in done.stderr
    assert "Traceback" not in done.stderr
