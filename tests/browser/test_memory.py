"""The page doesn't grow with the length of a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.browser.actions import SILENT, open_quietly, reach, sent

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page
    from tests.browser.fake_desk import FakeDesk

pytestmark = [pytest.mark.browser, pytest.mark.alone]

MOST_ENTRIES: Final = 60
TURNS: Final = 100
WARM: Final = 50
"""Turns after which the history is full."""
CARD_NODES: Final = 60
"""A broken-off answer has its card or not, as the next question comes sooner or later."""

TURN: Final = """async (count) => {
  const { shadowRoot } = document.querySelector('qingzhi-human');
  const box = shadowRoot.getElementById('ask');
  for (let turn = 0; turn < count; turn += 1) {
    const before = window.qingzhiProbe.audio?.item;
    box.value = `第 ${turn} 个问题`;
    shadowRoot.getElementById('form').requestSubmit();
    let heard = null;
    while (!heard?.playing || heard.item === before) {
      await new Promise(requestAnimationFrame);
      heard = window.qingzhiProbe.audio;
    }
  }
}"""
"""Ask again and again, each time as soon as the new answer is heard."""


ON_THE_PAGE: Final = """() => {
  let count = 0;
  for (const root of [document, document.querySelector('qingzhi-human').shadowRoot]) {
    const walker = document.createTreeWalker(root);
    do count += 1; while (walker.nextNode());
  }
  return count;
}"""


def off_the_page(page: Page, session: CDPSession) -> int:
    """Count nodes that are alive but not in the document, after a collection of garbage."""
    session.send("HeapProfiler.collectGarbage")
    alive = int(session.send("Memory.getDOMCounters")["nodes"])
    return alive - int(page.evaluate(ON_THE_PAGE))


def settle(page: Page) -> None:
    """Stop, and wait until no sound is in hand and no motion plays or waits."""
    page.keyboard.press("Escape")
    reach(page, "rms", 0.0, SILENT)
    reach(page, "held", 0.0, 0.0)
    reach(page, "segments", 0, 0)


def test_a_hundred_turns_leave_nothing_behind(page: Page, desk: FakeDesk) -> None:
    """Sound and motion in hand come to nothing, and nodes don't grow once the history is full."""
    cdp = page.context.new_cdp_session(page)
    open_quietly(page, desk)
    page.evaluate(TURN, WARM)
    settle(page)
    before, shown = off_the_page(page, cdp), page.evaluate(ON_THE_PAGE)
    page.evaluate(TURN, TURNS - WARM)
    settle(page)
    after, shown_after = off_the_page(page, cdp), page.evaluate(ON_THE_PAGE)
    print(f"nodes {shown}+{before} after {WARM} turns, {shown_after}+{after} after {TURNS}")  # noqa: T201 - for `pytest -s`

    assert len(sent(desk, "conversation.item.create")) == TURNS
    assert page.locator(".entry").count() == MOST_ENTRIES
    assert shown_after <= shown + 3 * CARD_NODES
    assert after <= before + CARD_NODES
