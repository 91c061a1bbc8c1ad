"""The page keeps its conversation through a broken connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from tests.browser.actions import ask, expect_state, open_quietly, sent
from tests.browser.material import ANSWER, CARD, length_ms

if TYPE_CHECKING:
    from tests.browser.fake_desk import FakeDesk

pytestmark = [pytest.mark.browser, pytest.mark.alone]

PLAYED = """async () => {
  const places = [];
  const { qingzhiProbe: probe } = window;
  while (probe.state !== 'idle') {
    if (probe.audio?.item === 'i-r2') places.push(probe.audio.ms);
    await new Promise(requestAnimationFrame);
  }
  return [...places, probe.audio.ms];
}"""
"""The places in the answer's sound, one a frame, until she is silent and the page connected."""


def test_an_answer_cut_by_the_network_is_heard_and_read_to_its_end(
    page: Page, desk: FakeDesk
) -> None:
    """After a break in mid-answer the rest comes on the same session, and nothing twice."""
    open_quietly(page, desk)
    desk.drop_after("response.output_audio.delta", 40)
    ask(page, "身份证丢了怎么办？")
    expect(page.locator("#banner")).to_be_visible()
    expect(page.locator("#banner")).to_be_hidden(timeout=15_000)
    places = page.evaluate(PLAYED)

    assert places == sorted(places), "the sound went back"
    assert places[-1] == pytest.approx(sum(map(length_ms, ANSWER)), abs=20)
    assert page.locator(".entry--figure .entry__text").last.inner_text() == "".join(ANSWER)
    expect(page.locator(".card__title")).to_have_count(1)
    expect(page.locator(".card__title")).to_have_text(str(CARD["title"]))
    expect(page.locator(".entry--you")).to_have_count(1)
    assert len(sent(desk, "session.update")) == 1, "a resumed session is configured already"


def test_a_session_that_is_gone_begins_anew_without_a_second_greeting(
    page: Page, desk: FakeDesk
) -> None:
    """A server that has forgotten the session gets a new one, configured, and answers again."""
    open_quietly(page, desk)
    desk.forget()
    expect(page.locator("#banner")).to_be_visible()
    expect(page.locator("#banner")).to_be_hidden(timeout=15_000)
    ask(page, "身份证丢了怎么办？")
    expect_state(page, "speaking")
    assert len(sent(desk, "session.update")) == 2
    greetings = [event for event in sent(desk, "response.create") if event.get("response")]
    assert len(greetings) == 1
