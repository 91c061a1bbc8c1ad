"""The page as a public machine: it waits for somebody, and forgets everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import Page, expect
from tests.browser.actions import expect_state, reach, sent, violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from tests.browser.fake_desk import FakeDesk

pytestmark = pytest.mark.browser

IDLE_S: Final = 20
WARNING_S: Final = 15


@pytest.fixture
def kiosk(browser: Browser, desk: FakeDesk) -> Iterator[Page]:
    """Open a kiosk that waits for somebody."""
    page = browser.new_page(viewport={"width": 1080, "height": 1920}, locale="zh-CN")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{desk.url}?mode=kiosk&lang=zh&idle-seconds={IDLE_S}")
    expect_state(page, "attract")
    yield page
    page.close()
    assert faults == []


def begun(kiosk: Page) -> None:
    """Touch the screen, and silence the greeting."""
    kiosk.locator("#begin").click()
    expect_state(kiosk, "speaking")
    kiosk.keyboard.press("Escape")
    expect_state(kiosk, "stopped")


def greetings(desk: FakeDesk) -> list[dict[str, Any]]:
    """Return what the kiosk sent to be greeted."""
    wanted = {"metadata": {"qingzhi": "greeting"}}
    return [event for event in sent(desk, "response.create") if event.get("response") == wanted]


def test_a_waiting_kiosk_waves_and_is_silent(kiosk: Page, desk: FakeDesk) -> None:
    """Nobody there: she moves, says nothing, and the invitation is there for screen readers."""
    asked = desk.heard("response.create", 20.0)["response"]
    assert asked == {"metadata": {"qingzhi": "attract"}}
    reach(kiosk, "segments", 1)
    assert set(desk.types()) == {"session.update", "response.create"}
    reach(kiosk, "rms", 0.0, 0.0)
    expect(kiosk.locator(".attract__line")).not_to_be_empty()
    expect(kiosk.locator(".talk")).to_be_hidden()
    assert violations(kiosk) == []
    kiosk.locator("#begin").click()
    expect_state(kiosk, "speaking")
    expect(kiosk.locator(".attract")).to_be_hidden()
    assert len(greetings(desk)) == 1


def test_who_wants_less_motion_is_not_waved_at(browser: Browser, desk: FakeDesk) -> None:
    """The system's wish for less motion keeps a waiting kiosk's figure at rest."""
    page = browser.new_page(viewport={"width": 540, "height": 960}, reduced_motion="reduce")
    page.clock.install()
    page.goto(f"{desk.url}?mode=kiosk&lang=zh")
    expect_state(page, "attract")
    desk.heard("session.update", 20.0)
    page.clock.run_for(60_000)
    assert sent(desk, "response.create") == []
    page.close()


def test_a_waiting_kiosk_without_a_network_keeps_quiet_about_it(
    kiosk: Page, desk: FakeDesk
) -> None:
    """Nobody is there to be told; whoever comes is."""
    desk.down = True
    desk.heard("response.create", 20.0)
    desk.drop()
    kiosk.locator("#begin").wait_for()
    expect(kiosk.locator("#banner")).to_be_hidden()
    kiosk.locator("#begin").click()
    expect(kiosk.locator("#banner")).to_be_visible()
    desk.down = False
    expect_state(kiosk, "speaking")


def test_any_key_begins(kiosk: Page) -> None:
    """Somebody without a hand for the screen presses a key."""
    kiosk.keyboard.press("Space")
    expect_state(kiosk, "speaking")


def test_an_example_begins_with_its_question(kiosk: Page, desk: FakeDesk) -> None:
    """Touching an example asks it, without a greeting first."""
    example = kiosk.locator(".attract .chip").first
    text = example.inner_text()
    example.click()
    expect(kiosk.locator(".entry--you")).to_have_text(f"您{text}", use_inner_text=False)
    assert greetings(desk) == []


def test_a_visitor_types_chinese_on_the_screen(kiosk: Page, desk: FakeDesk) -> None:
    """Touching the box brings the keyboard; pinyin becomes words; the send key asks."""
    begun(kiosk)
    kiosk.locator("#ask").click()
    keyboard = kiosk.locator(".keyboard")
    expect(keyboard).to_be_visible()
    for letter in "shebao":
        keyboard.get_by_role("button", name=letter, exact=True).click()
    keyboard.get_by_role("button", name="社保", exact=True).click()
    expect(kiosk.locator("#ask")).to_have_value("社保")
    assert violations(kiosk) == []
    keyboard.get_by_role("button", name="发送").click()
    expect(kiosk.locator(".entry--you")).to_have_count(1)
    expect(keyboard).to_be_hidden()
    asked = sent(desk, "conversation.item.create")[0]["item"]["content"][0]["text"]
    assert asked == "社保"


def test_a_kiosk_leads_nowhere_else(kiosk: Page) -> None:
    """No links, and no menus on a long press."""
    begun(kiosk)
    kiosk.locator("#ask").fill("身份证丢了怎么办？")
    kiosk.locator("#send").click()
    expect(kiosk.locator(".sources")).to_be_visible(timeout=20_000)
    kiosk.locator(".sources summary").click()
    expect(kiosk.locator(".sources li")).to_have_text("中华人民共和国居民身份证法")
    expect(kiosk.locator("qingzhi-human a[href^=http]")).to_have_count(0)
    prevented = kiosk.locator(".card__title").evaluate(
        "(e) => !e.dispatchEvent(new Event('contextmenu', {bubbles: true, cancelable: true}))"
    )
    assert prevented


def test_a_visit_that_is_left_is_wiped_after_a_countdown(browser: Browser, desk: FakeDesk) -> None:
    """After the idle time a countdown asks; a touch stays; no touch wipes and invites again."""
    page = browser.new_page(viewport={"width": 1080, "height": 1920}, locale="zh-CN")
    page.clock.install()
    page.goto(f"{desk.url}?mode=kiosk&lang=zh&idle-seconds={IDLE_S}")
    expect_state(page, "attract")
    begun(page)
    page.locator("#ask").fill("我的秘密")
    countdown = page.get_by_role("dialog", name="您还在吗？")
    page.clock.run_for((IDLE_S + 3) * 1000)
    expect(countdown).to_be_visible()
    assert violations(page) == []
    left = int(page.get_by_role("timer").inner_text())
    assert 0 < left <= WARNING_S
    page.get_by_role("button", name="我还在").click()
    expect(countdown).to_be_hidden()
    expect(page.locator("#ask")).to_have_value("我的秘密")
    page.clock.run_for((IDLE_S + WARNING_S + 2) * 1000)
    expect_state(page, "attract")
    expect(countdown).to_be_hidden()
    assert page.locator("#ask").input_value() == ""
    desk.heard("session.end")
    page.close()


def test_the_next_visitor_finds_the_desks_own_language(kiosk: Page) -> None:
    """Whatever the last one chose, the waiting kiosk and its page speak as they did at first."""
    begun(kiosk)
    kiosk.locator("#language").click()
    expect(kiosk.locator("html")).to_have_attribute("lang", "en")
    kiosk.locator("#leave").click()
    expect_state(kiosk, "attract")
    expect(kiosk.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(kiosk.locator("qingzhi-human")).to_have_attribute("lang", "zh-CN")
    expect(kiosk.locator("#begin")).to_contain_text("轻触屏幕开始")


def test_the_invitation_changes_its_words_and_language(browser: Browser, desk: FakeDesk) -> None:
    """The lines come in turn, in either language."""
    page = browser.new_page(viewport={"width": 540, "height": 960}, locale="zh-CN")
    page.clock.install()
    page.goto(f"{desk.url}?mode=kiosk&lang=zh")
    expect_state(page, "attract")
    line = page.locator(".attract__line")
    seen = set()
    for _ in range(6):
        seen.add((line.get_attribute("lang"), line.inner_text()))
        page.clock.run_for(6_000)
    assert {lang for lang, _ in seen} == {"zh-CN", "en"}
    assert len(seen) == 6
    page.close()
