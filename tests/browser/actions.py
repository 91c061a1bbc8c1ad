"""What a visitor does on the page, and waiting for what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.fake_desk import FakeDesk

AUDIBLE: Final = 0.01
SILENT: Final = 1e-5
SERIOUS: Final = ("serious", "critical")
MOST_FRAMES: Final = 900
"""Frames of display to wait for something: some fifteen seconds."""

AWAIT: Final = """async ([name, low, high, most]) => {
  for (let frame = 0; frame < most; frame += 1) {
    const value = window.qingzhiProbe[name];
    if (value >= low && value <= high) return value;
    await new Promise(requestAnimationFrame);
  }
  return null;
}"""
"""Wait in the page until a figure of the probe lies between two bounds."""


def reach(page: Page, name: str, low: float, high: float = 10.0) -> float:
    """Wait until the probe's `name` lies in low..high; fail when it doesn't come to that."""
    value = page.evaluate(AWAIT, [name, low, high, MOST_FRAMES])
    assert value is not None, f"{name} never came to {low}..{high}"
    return float(value)


def expect_state(page: Page, state: str) -> None:
    expect(page.locator("qingzhi-human")).to_have_attribute("state", state, timeout=60_000)


def open_quietly(page: Page, desk: FakeDesk, lang: str = "zh", **attributes: str) -> None:
    """Open the page and stop the greeting."""
    page.goto(f"{desk.url}?{urlencode({'lang': lang} | attributes)}")
    expect_state(page, "speaking")
    page.keyboard.press("Escape")
    expect_state(page, "stopped")


def ask(page: Page, text: str) -> None:
    """Ask with the keyboard alone."""
    page.locator("#ask").focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def sent(desk: FakeDesk, kind: str) -> list[dict[str, Any]]:
    return [event for event in desk.received if event["type"] == kind]


SETTLE: Final = """() => {
  const roots = [document];
  for (const root of roots) {
    for (const one of root.querySelectorAll('*')) if (one.shadowRoot) roots.push(one.shadowRoot);
    for (const one of root.getAnimations()) {
      if (one.effect.getComputedTiming().endTime !== Infinity) one.finish();
    }
  }
}"""
"""Bring what fades in to its end: half faded words have half their contrast."""


def violations(page: Page) -> list[tuple[str, str]]:
    """Return what axe calls serious: the rule and the first place."""
    page.evaluate(SETTLE)
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in SERIOUS]
