"""The visitor's page against the real service: the first turn as a visitor has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Page, expect
from tests.service.conftest import healthy, started, stopped

from qingzhi.service.app import STATIC

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.browser, pytest.mark.alone, pytest.mark.slow]

AUDIBLE: Final = 0.005
SILENT: Final = 1e-5
AWAIT_SOUND: Final = """async ([low, high]) => {
  for (let frame = 0; frame < 600; frame += 1) {
    const { rms } = window.qingzhiProbe;
    if (rms >= low && rms <= high) return true;
    await new Promise(requestAnimationFrame);
  }
  return false;
}"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a running service that serves the built page."""
    if not (STATIC / "index.html").is_file():
        pytest.skip("the page is not built into the package")
    process, url = started(tmp_path_factory.mktemp("service"), "--voice", "espeak", "--no-demo")
    healthy(url)
    yield url
    stopped(process)


def test_a_visitor_asks_hears_reads_and_stops(page: Page, service: str) -> None:
    """By keyboard: a question, subtitles and sound, an answer card, then Stop and silence."""
    page.goto(f"{service}?lang=zh")
    human = page.locator("qingzhi-human")
    expect(human).to_have_attribute("state", "speaking", timeout=20_000)
    page.locator("#ask").focus()
    page.keyboard.type("身份证丢了怎么补办？")
    page.keyboard.press("Enter")
    expect(page.locator(".entry--you")).to_have_count(1)
    expect(page.locator(".card__title")).to_contain_text("身份证", timeout=20_000)
    expect(human).to_have_attribute("state", "speaking", timeout=20_000)
    assert page.evaluate(AWAIT_SOUND, [AUDIBLE, 1.0])
    expect(page.locator("#subtitles p")).not_to_be_empty()
    page.locator("#stop").focus()
    page.keyboard.press("Enter")
    expect(human).to_have_attribute("state", "stopped")
    assert page.evaluate(AWAIT_SOUND, [0.0, SILENT])
    expect(page.locator(".entry__mark").last).to_be_visible()
