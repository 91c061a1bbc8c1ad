"""The workshop's page against the real service: words, picture, undo, export, save, reload.

Without a graphics card a picture takes its time, so there are few pixels and one visit.
"""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Playwright, expect
from tests.browser.actions import violations
from tests.browser.conftest import CHROMIUM
from tests.browser.figure import SOFTWARE_GL
from tests.service.conftest import healthy, started, stopped

from qingzhi.service.app import STATIC

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.patient,
    pytest.mark.timeout(900),
]

PATIENCE_MS: Final = 400_000
"""A figure takes seconds of a processor that others may want, too."""
SMALL: Final = 0.15
"""Device pixels for each of CSS."""
WORDS: Final = "52 岁男性，180 厘米，戴眼镜，中山装"
CLERK: Final = "30 岁女，165 厘米"
MAN: Final = "52 岁男，180 厘米"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a demonstration on this machine, whose workshop is open."""
    if not (STATIC / "studio/figures.html").is_file():
        pytest.skip("the page is not built into the package")
    env = {"QINGZHI_FIGURE": "clerk", "QINGZHI_STUDIO_KEY": ""}
    before = {name: os.environ.get(name) for name in env}
    os.environ.update(env)
    folder = tmp_path_factory.mktemp("studio")
    process, url = started(folder, "--voice", "espeak", "--demo")
    os.environ.update({name: value for name, value in before.items() if value is not None})
    for name in (name for name, value in before.items() if value is None):
        del os.environ[name]
    healthy(url)
    yield url
    stopped(process)


@pytest.fixture
def page(playwright: Playwright) -> Iterator[Page]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*SOFTWARE_GL])
    context = browser.new_context(
        viewport={"width": 1000, "height": 700},
        device_scale_factor=SMALL,
        locale="zh-CN",
        reduced_motion="reduce",
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_default_timeout(PATIENCE_MS)
    yield page
    browser.close()
    assert faults == []


def shown(page: Page, who: str) -> None:
    """Wait until the picture is of somebody, and nothing newer is in the making."""
    expect(page.locator(".stage__caption")).to_contain_text(who, timeout=PATIENCE_MS)
    expect(page.locator(".stage")).to_have_attribute("aria-busy", "false", timeout=PATIENCE_MS)


def test_a_figure_is_described_seen_undone_exported_saved_and_found_again(
    page: Page, service: str, tmp_path: Path
) -> None:
    """One visit of an operator, by keyboard and mouse, with a reload in between."""
    page.goto(f"{service}studio/figures?lang=zh")
    shown(page, CLERK)
    assert violations(page) == []

    page.locator("#words").fill(WORDS)
    page.keyboard.press("Enter")
    expect(page.locator(".said--heard").filter(has_text="中山装")).to_be_visible()
    expect(page.locator(".said--guessed").first).to_be_visible()
    shown(page, MAN)

    page.locator("h1").click()
    page.keyboard.press("Control+z")
    shown(page, CLERK)
    expect(page.locator("#redo")).to_be_enabled()

    page.locator("#export").click()
    with page.expect_download(timeout=PATIENCE_MS) as text:
        page.locator("#export-toml").click()
    assert tomllib.loads(text.value.path().read_text("utf-8"))["name"] == "clerk"
    with page.expect_download(timeout=PATIENCE_MS) as figure:
        page.locator("#export-glb").click()
    figure.value.save_as(tmp_path / "clerk.glb")
    assert (tmp_path / "clerk.glb").read_bytes()[:4] == b"glTF"
    page.keyboard.press("Escape")

    page.locator("h1").click()
    page.keyboard.press("Control+Shift+z")
    page.locator("#save").click()
    page.locator("dialog[open] input[type=text]").fill("王主任")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("王主任")

    page.reload()
    shown(page, CLERK)
    page.locator("#open").click()
    page.locator("[data-saved='王主任']").click()
    shown(page, MAN)
    expect(page.locator("[data-path='name']")).to_have_value("王主任")
