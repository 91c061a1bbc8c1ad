"""Taking pictures of a figure: what can't be taken, and what the browser may see."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from qingzhi.errors import EngineUnavailable, InputError
from qingzhi.motion.still import still
from qingzhi.score import ARKIT, BONES
from qingzhi.service import pictures
from qingzhi.service.pictures import MOST_PIXELS, Camera, Shot

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Route


class Asked:
    """A request of the browser's, and what it was answered."""

    def __init__(self, name: str) -> None:
        self.request = self
        self.url = f"https://picture.invalid{name}"
        self.answer: dict[str, Any] = {}

    def fulfill(self, **answer: Any) -> None:
        self.answer = answer


def served(glb: Path, name: str) -> dict[str, Any]:
    asked = Asked(name)
    route: Route = asked  # type: ignore[assignment]
    Camera(glb, "studio")._serve(route)
    return asked.answer


@pytest.fixture
def figure(tmp_path: Path) -> Path:
    path = tmp_path / "figure.glb"
    path.write_bytes(b"a figure")
    return path


@pytest.mark.parametrize(
    ("width", "height"), [(0, 0), (0, 10), (10, -1), (1, MOST_PIXELS + 1), (99_999, 99_999)]
)
def test_a_picture_needs_a_size_that_can_be(width: int, height: int) -> None:
    """Neither nothing nor more than a browser can hold."""
    with pytest.raises(InputError, match="can't be"):
        Shot(still(), width=width, height=height)


def test_a_shot_names_every_bone_and_coefficient() -> None:
    """What the page is told is the whole body, so that the same shot is the same picture."""
    options = Shot(still(gesture="welcome"), "half", 30.0, 640, 800).options()
    assert options["size"] == [640, 800]
    assert options["seat"] is None
    assert options["yaw"] == 30.0
    assert len(options["face"]) == len(ARKIT)
    assert set(options["bones"]) == set(BONES)


def test_the_browser_gets_the_figure_and_the_page(figure: Path) -> None:
    """The figure under its one name, and the files of the built page."""
    assert served(figure, "/figure.glb")["body"] == b"a figure"
    if not (pictures._PAGES / pictures._PAGE).is_file():
        pytest.skip("the page is not built into the package")
    page = served(figure, "/picture.html")
    assert page["content_type"] == "text/html"
    assert b"<script" in page["body"]


@pytest.mark.parametrize("name", ["/../app.py", "/assets/../../app.py", "/", "/nothing.js", ""])
def test_the_browser_gets_nothing_else(figure: Path, name: str) -> None:
    """No file outside the built page, whatever is asked for."""
    assert served(figure, name) == {"status": 404}


def test_without_playwright_it_says_how_to_get_it(
    figure: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The extra isn't installed."""
    built(monkeypatch, tmp_path)
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    with pytest.raises(EngineUnavailable, match="Playwright") as raised, Camera(figure, "studio"):
        pass
    assert "qingzhi[pictures]" in raised.value.hint


def test_without_chromium_it_says_how_to_get_it(
    figure: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No browser on the path; nothing that was started stays."""
    built(monkeypatch, tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineUnavailable, match="no Chromium") as raised, Camera(figure, "studio"):
        pass
    assert "chromium" in raised.value.hint


def test_a_chromium_that_does_not_start_is_told(
    figure: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is called Chromium here is something else."""
    built(monkeypatch, tmp_path)
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n", "ascii")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineUnavailable, match="does not start"), Camera(figure, "studio"):
        pass


def test_an_installation_without_the_page_is_told(
    figure: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nobody waits for a page that isn't there."""
    monkeypatch.setattr(pictures, "_PAGES", tmp_path)
    with pytest.raises(EngineUnavailable, match="not built"), Camera(figure, "studio"):
        pass


def built(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the page count as built."""
    (folder / pictures._PAGE).touch()
    monkeypatch.setattr(pictures, "_PAGES", folder)
