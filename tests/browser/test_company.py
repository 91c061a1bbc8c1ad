"""Who sits before the figure, what the browser remembers, and what the page tells of limits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.actions import ask, expect_state, open_quietly, sent, violations
from tests.browser.material import HELP

if TYPE_CHECKING:
    from tests.browser.fake_desk import FakeDesk

pytestmark = pytest.mark.browser

SIZES: Final = {"desktop": (1280, 800), "phone": (390, 844), "kiosk": (1080, 1920)}
PAST: Final = "() => localStorage.getItem('qingzhi.past')"
FONT: Final = "(element) => parseFloat(getComputedStyle(element).fontSize)"
INTERPRET: Final = """() => {
  const human = document.querySelector('qingzhi-human');
  const box = document.createElement('p');
  box.slot = 'sign';
  box.id = 'interpreter';
  box.textContent = '…';
  human.append(box);
  window.cues = [];
  human.addEventListener('qingzhi-clause', ({ detail }) => window.cues.push(detail));
}"""


def told(desk: FakeDesk) -> list[dict[str, Any]]:
    """Return our own part of all session updates."""
    return [event["session"]["qingzhi"] for event in sent(desk, "session.update")]


def settings(page: Page) -> None:
    page.locator("#settings").click()
    expect(page.locator("#settings-panel")).to_be_visible()


def test_elderly_people_get_larger_words_and_fewer_buttons(page: Page, desk: FakeDesk) -> None:
    """The choice reaches the service, enlarges the page, and is remembered on this device."""
    open_quietly(page, desk)
    size = page.locator("#ask").evaluate(FONT)
    settings(page)
    page.locator("#company-elder").check()
    assert told(desk)[-1] == {"audience": "elder", "declared_by": "self"}
    assert page.locator("#ask").evaluate(FONT) > size * 1.15
    expect(page.locator("#history")).to_be_hidden()
    expect(page.locator("#people")).to_be_visible()
    page.reload()
    expect_state(page, "speaking")
    expect(page.locator(".human")).to_have_attribute("data-audience", "elder")
    assert told(desk)[-1]["audience"] == "elder"


def test_a_guardian_sets_it_with_one_click_and_nobody_takes_it_back(
    page: Page, desk: FakeDesk
) -> None:
    """Once a guardian says that a child sits here, the page locks it and says why."""
    open_quietly(page, desk)
    settings(page)
    page.locator("#ward").check()
    assert told(desk)[-1] == {"audience": "minor", "declared_by": "guardian"}
    for choice in ("ward", "company-adult", "company-minor"):
        expect(page.locator(f"#{choice}")).to_be_disabled()
    expect(page.locator("#company-note")).to_contain_text("这次咨询结束前不能更改")
    expect(page.locator("#ward")).to_be_focused()
    page.locator("#ward").click(force=True)
    page.locator("#company-adult").click(force=True)
    expect(page.locator("#ward")).to_be_checked()
    expect(page.locator("#company-minor")).to_be_checked()
    assert told(desk)[-1] == {"audience": "minor", "declared_by": "guardian"}
    page.keyboard.press("Escape")
    expect(page.locator("#settings-panel")).to_be_hidden()
    page.locator("#leave").click()
    page.locator("#again").click()
    expect_state(page, "speaking")
    settings(page)
    expect(page.locator("#company-adult")).to_be_checked()


def test_minors_see_how_long_they_may_stay(page: Page, desk: FakeDesk) -> None:
    """The time left is counted down in minutes, kindly, and is gone with the limit."""
    page.clock.install()
    open_quietly(page, desk)
    expect(page.locator("#company")).to_be_hidden()
    desk.settle(audience="minor", declared_by="self", ends_in_s=1500)
    expect(page.locator("#company")).to_have_text("未成年模式 · 还可以聊 25 分钟")
    page.clock.run_for(120_000)
    expect(page.locator("#company")).to_have_text("未成年模式 · 还可以聊 23 分钟")
    desk.settle(audience="adult")
    expect(page.locator("#company")).to_be_hidden()


def test_a_suspicion_is_told_and_can_be_answered(page: Page, desk: FakeDesk) -> None:
    """What the service suspects is said in the settings, with the way out."""
    open_quietly(page, desk)
    desk.settle(audience="minor", declared_by="suspected")
    expect(page.locator("#company")).to_have_text("未成年模式")
    settings(page)
    expect(page.locator("#company-note")).to_contain_text("如果不是，请选“成人”")
    page.locator("#company-adult").check()
    assert told(desk)[-1] == {"audience": "adult", "declared_by": ""}


def test_notices_are_calm_and_put_away(page: Page, desk: FakeDesk) -> None:
    """A reminder is a status, not an alarm; one press puts it away; the desk's own are silent."""
    open_quietly(page, desk)
    desk.notify("figure.ready", message="形象已经准备好了。")
    desk.notify("limit.break", message="聊了一个半小时了，休息一下吧。")
    notice = page.locator("#notice")
    expect(notice.get_by_role("status")).to_have_text("聊了一个半小时了，休息一下吧。")
    expect(page.locator("#banner")).to_be_hidden()
    page.locator("#notice-close").focus()
    page.keyboard.press("Enter")
    expect(notice).to_be_hidden()


@pytest.mark.parametrize("code", ["visit.left", "limit.over"])
def test_a_good_bye_ends_the_visit_once_it_has_been_heard(
    page: Page, desk: FakeDesk, code: str
) -> None:
    """Words of parting end the visit with no question; so does the limit, with its reason."""
    open_quietly(page, desk)
    desk.answer = ("再见。",)
    ask(page, "我走了")
    expect_state(page, "speaking")
    desk.notify(code, message="今天的时间到了。")
    expect_state(page, "ended")
    desk.heard("session.end")
    why = "" if code == "visit.left" else "今天的时间到了。"
    expect(page.locator(".farewell__why")).to_have_text(why)


def test_whoever_was_shown_help_keeps_it_in_sight(page: Page, desk: FakeDesk) -> None:
    """A limit takes no help card away: the visitor ends that visit."""
    desk.help = HELP
    open_quietly(page, desk)
    ask(page, "我撑不下去了")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    desk.notify("limit.over", message="今天的时间到了。")
    expect(page.locator("#notice")).to_be_visible()
    page.clock.install()
    page.clock.run_for(5_000)
    expect(page.locator("#help")).to_be_visible()
    expect_state(page, "stopped")


def test_the_service_may_end_a_visit_and_its_reason_stays(page: Page, desk: FakeDesk) -> None:
    """At the limit the page says good-bye with the service's words; nothing else holds on."""
    open_quietly(page, desk)
    desk.notify("limit.over", "warning", "今天先聊到这里，明天见。")
    desk.tell("session.ended")
    expect_state(page, "ended")
    expect(page.locator(".farewell")).to_contain_text("今天先聊到这里，明天见。")
    assert violations(page) == []


def test_a_refusal_offers_its_reason(page: Page, desk: FakeDesk) -> None:
    """Beside an answer that holds something back a link asks why, once."""
    open_quietly(page, desk)
    desk.act, desk.answer = "refuse", ("这件事我不方便说。", "您可以换个问法。")
    ask(page, "说点不能说的")
    why = page.get_by_role("button", name="为什么不能说？")
    expect(why).to_have_count(1)
    desk.act = "inform"
    why.click()
    expect(page.locator(".entry--you").last).to_contain_text("为什么不能说？")
    asked = sent(desk, "conversation.item.create")[-1]["item"]["content"][0]["text"]
    assert asked == "为什么不能说？"


def test_visits_are_counted_here_and_told_to_the_service(page: Page, desk: FakeDesk) -> None:
    """Three numbers a day, from the first question on; the next visit brings their sum."""
    page.clock.install(time="2026-11-22T14:00:00")
    open_quietly(page, desk)
    assert told(desk)[0]["past"] == {"visits": 0, "minutes": 0, "late": 0, "today": 0}
    assert page.evaluate(PAST) is None
    ask(page, "身份证丢了怎么办？")
    page.clock.run_for(90_000)
    page.locator("#leave").click()
    kept = json.loads(page.evaluate(PAST))
    assert list(kept) == ["2026-11-22"]
    assert set(kept["2026-11-22"]) == {"visits", "minutes", "late"}
    page.locator("#again").click()
    desk.heard("session.end")
    expect_state(page, "speaking")
    past = told(desk)[-1]["past"]
    assert (past["visits"], past["late"]) == (1, 0)
    assert 1.4 < past["minutes"] < 2.5


def test_counting_is_switched_off_and_forgotten_at_once(page: Page, desk: FakeDesk) -> None:
    """Off erases what was counted; nothing is counted or told from then on."""
    open_quietly(page, desk)
    ask(page, "身份证丢了怎么办？")
    expect_state(page, "speaking")
    assert page.evaluate(PAST) is not None
    settings(page)
    page.locator("#remember").uncheck()
    assert page.evaluate(PAST) is None
    page.reload()
    expect_state(page, "speaking")
    assert "past" not in told(desk)[-1]
    ask(page, "身份证丢了怎么办？")
    expect(page.locator(".entry--you")).to_have_count(1)
    assert page.evaluate(PAST) is None


def test_a_kiosk_counts_nobody_and_offers_elderly_people_their_way(
    browser: Browser, desk: FakeDesk
) -> None:
    """Its front has a button for them; its settings have no memory to switch."""
    page = browser.new_page(viewport={"width": 1080, "height": 1920}, locale="zh-CN")
    page.goto(f"{desk.url}?mode=kiosk&lang=zh&region=CN")
    expect_state(page, "attract")
    assert violations(page) == []
    page.locator("#begin-elder").click()
    expect_state(page, "speaking")
    expect(page.locator(".human")).to_have_attribute("data-audience", "elder")
    assert {"audience": "elder", "declared_by": "self"} in told(desk)
    assert all("past" not in one for one in told(desk))
    assert told(desk)[0]["region"] == "CN"
    settings(page)
    expect(page.locator("#remember")).to_have_count(0)
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("#leave").click()
    expect_state(page, "attract")
    expect(page.locator(".human")).to_have_attribute("data-audience", "adult")
    assert page.evaluate(PAST) is None
    page.close()


@pytest.mark.parametrize("size", SIZES)
def test_an_interpreter_has_a_place_beside_the_face(page: Page, desk: FakeDesk, size: str) -> None:
    """The slot is there only when filled, below the face; clauses come with their times."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    open_quietly(page, desk)
    expect(page.locator(".sign")).to_be_hidden()
    page.evaluate(INTERPRET)
    expect(page.locator(".sign")).to_be_visible()
    box, front = (page.locator(part).bounding_box() for part in (".sign", ".front"))
    assert box
    assert front
    assert box["x"] + box["width"] < front["x"] + front["width"] / 3
    assert box["y"] > front["y"] + front["height"] / 4
    ask(page, "身份证丢了怎么办？")
    page.wait_for_function("() => window.cues.some(({ phase }) => phase === 'heard')")
    cues = page.evaluate("() => window.cues")
    first = next(cue for cue in cues if cue["phase"] == "heard")
    coming = next(cue for cue in cues if cue["id"] == first["id"])
    assert coming["phase"] == "coming"
    assert first["text"] == "身份证丢了可以补领，"
    assert first["words"][0] == [0, 2, 0, 500]
    assert first["duration_ms"] == pytest.approx(2500)
    subtitles = page.locator("#subtitles p").bounding_box()
    assert subtitles
    assert subtitles["x"] >= box["x"] + box["width"]
    assert violations(page) == []


def test_captions_have_a_size_of_their_own(page: Page, desk: FakeDesk) -> None:
    """Larger subtitles, the page as before."""
    open_quietly(page, desk)
    size, other = (page.locator(part).evaluate(FONT) for part in ("#subtitles p", "#ask"))
    settings(page)
    page.locator("#captions-2").check()
    assert page.locator("#subtitles p").evaluate(FONT) > 1.4 * size
    assert page.locator("#ask").evaluate(FONT) == other


def test_the_page_asks_nobody_but_its_own_desk(page: Page, desk: FakeDesk) -> None:
    """With help, groups and an interpreter no request leaves for another host."""
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("websocket", lambda socket: hosts.add(urlsplit(socket.url).netloc))
    open_quietly(page, desk)
    ask(page, "身份证丢了怎么办？")
    expect(page.locator(".card")).to_be_visible()
    assert hosts == {urlsplit(desk.url).netloc}
