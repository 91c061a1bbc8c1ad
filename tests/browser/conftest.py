"""Chromium, the built page and a desk for it to talk to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright

import qingzhi

# Test folders are no packages of their own: what tests share is found from the root.
sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser import material
from tests.browser.fake_desk import FakeDesk

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
CHROMIUM: Final = Path("/usr/bin/chromium")
# A software GL would draw four frames a second; the page is plain SVG and needs none.
FLAGS: Final = ("--no-sandbox", "--disable-gpu")
# A desk that a test took down, or that went before its page did: no fault of the page.
GONE: Final = ("WebSocket connection", "net::ERR_CONNECTION_", "net::ERR_EMPTY_RESPONSE")
SOUND: Final = "--autoplay-policy=no-user-gesture-required"
BUILDS: Final = (
    Path(qingzhi.__file__).parent / "service/static",
    ROOT / "web/dist",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give what drives a browser one more try: a loaded machine can starve Chromium."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the newest build of the page: the package's own, or one made while developing."""
    built = [folder for folder in BUILDS if (folder / "index.html").is_file()]
    if not built:
        pytest.skip("the page is not built: install the package, or `npm run build` in web/")
    return max(built, key=lambda folder: (folder / "index.html").stat().st_mtime)


@pytest.fixture
def desk(site: Path) -> Iterator[FakeDesk]:
    with FakeDesk(site) as desk:
        yield desk


@pytest.fixture
def burst_desk(site: Path) -> Iterator[FakeDesk]:
    """Start a desk whose voice is short bursts, with the jaw open exactly as long."""
    with FakeDesk(site, material.bursts) as desk:
        yield desk


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start a browser that lets pages sound without a gesture."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, SOUND])
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def strict_browser(playwright: Playwright) -> Iterator[Browser]:
    """Start a browser that lets pages sound only after a gesture, as visitors have it."""
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=[*FLAGS, "--autoplay-policy=document-user-activation-required"],
    )
    yield browser
    browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a desktop page that must report no error, neither a script's nor the policy's."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(gone in message.text for gone in GONE):
            faults.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.close()
    assert faults == []
