"""How the page leads to people: help lines, the queue, the call-back, a person's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.actions import ask, expect_state, open_quietly, sent, violations
from tests.browser.material import HELP

if TYPE_CHECKING:
    from tests.browser.fake_desk import FakeDesk

pytestmark = pytest.mark.browser

SIZES: Final = {"desktop": (1280, 800), "phone": (390, 844), "kiosk": (1080, 1920)}
WAITING: Final = {"state": "waiting", "kind": "queue", "message": "您排在第 2 位。"}
TAKEN: Final = {"state": "taken", "kind": "queue", "message": "工作人员已经接入。"}
CLOSED: Final = {"state": "closed", "kind": "queue", "message": "对话已结束。"}
NO_QUEUE: Final = {"position": None, "wait_s": None}
FOCUSED: Final = "() => document.querySelector('qingzhi-human').shadowRoot.activeElement?.id"


def in_need(page: Page, desk: FakeDesk, lang: str = "zh", **attributes: str) -> None:
    """Open the page and get a help card."""
    desk.help = HELP
    open_quietly(page, desk, lang, **attributes)
    ask(page, "我撑不下去了")
    expect(page.locator("#help")).to_be_visible()


def wished(desk: FakeDesk) -> dict[str, Any]:
    """Return the newest wish for a person, without its name."""
    wish = dict(desk.heard("handover.request"))
    del wish["type"]
    return wish


def test_a_help_card_shows_who_can_be_called_and_stays(page: Page, desk: FakeDesk) -> None:
    """Numbers are links to call and to text, announced politely; the card outlives new answers."""
    in_need(page, desk)
    card = page.locator("#help")
    expect(card.get_by_role("heading")).to_have_text("现在就能打的电话")
    calls = card.locator("a[href^='tel:']")
    assert calls.evaluate_all("(links) => links.map((link) => link.href)") == [
        "tel:12356",
        "tel:110",
        "tel:120",
    ]
    expect(card.locator("a[href='sms:12110']")).to_be_visible()
    expect(card).to_contain_text("全国统一心理援助热线")
    announced = page.locator(".care [aria-live=polite]")
    expect(announced).to_contain_text("全国统一心理援助热线 12356")
    desk.help = None
    ask(page, "身份证丢了怎么办？")
    expect(page.locator(".card")).to_be_visible()
    expect(card).to_be_visible()
    expect(page.locator("#ask")).to_be_in_viewport()


def test_numbers_in_sight_outlive_a_card_without_any(page: Page, desk: FakeDesk) -> None:
    """Whoever asks for a person afterwards gets that offer, and keeps the numbers."""
    in_need(page, desk)
    desk.help = HELP | {"title": "找工作人员", "numbers": [], "offers": ["callback"]}
    ask(page, "转人工")
    expect(page.locator("#help-queue")).to_have_count(0)
    expect(page.locator("#help-callback")).to_be_visible()
    expect(page.locator("#help a[href='tel:12356']")).to_be_visible()


def test_a_help_card_is_put_away_and_fetched_again_by_keyboard(page: Page, desk: FakeDesk) -> None:
    """Whoever dismisses it finds it again beside the answer."""
    in_need(page, desk)
    page.locator("#help-close").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#help")).to_be_hidden()
    expect(page.locator("#scroll")).to_be_focused()
    again = page.get_by_role("button", name="再看求助电话")
    again.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#help")).to_be_visible()


def test_printing_the_numbers_prints_nothing_else(page: Page, desk: FakeDesk) -> None:
    """The paper holds the numbers, not the conversation that led to them."""
    page.add_init_script("window.print = () => { window.printed = true; }")
    in_need(page, desk)
    page.get_by_role("button", name="打印号码").click()
    assert page.evaluate("() => window.printed")
    page.emulate_media(media="print")
    expect(page.locator("#help")).to_be_visible()
    expect(page.locator(".talk__scroll")).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#help")).to_be_hidden()
    expect(page.locator(".talk__scroll")).to_be_visible()


def test_a_call_back_is_asked_for_with_consent_only(page: Page, desk: FakeDesk) -> None:
    """The form says what is missing, goes there, and sends what was written and nothing more."""
    in_need(page, desk)
    page.locator("#help-callback").click()
    dialog = page.get_by_role("dialog", name="请工作人员回电话")
    expect(dialog).to_be_visible()
    assert page.evaluate(FOCUSED) == "form-phone"
    page.keyboard.type("12ab")
    page.locator("#form-send").click()
    expect(page.locator("#form-phone")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#form-phone")).to_have_accessible_description(
        "请填写完整的电话号码，例如 13800000000。"
    )
    expect(page.locator("#form-consent-fault")).not_to_be_empty()
    assert page.evaluate(FOCUSED) == "form-phone"
    expect(page.locator("#form-kept")).to_contain_text("最多留 7 天")
    assert sent(desk, "handover.request") == []
    page.locator("#form-phone").fill("138 0000 0000")
    page.locator("#form-note").fill("下午方便接电话")
    page.locator("#form-consent").check()
    page.locator("#form-send").click()
    assert wished(desk) == {
        "kind": "callback",
        "phone": "13800000000",
        "note": "下午方便接电话",
        "consent": True,
    }
    desk.tell(
        "handover.state",
        state="noted",
        kind="callback",
        message="记下了，会给您回电话。",
        **NO_QUEUE,
    )
    expect(dialog.get_by_text("记下了")).to_be_visible()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("#strip")).to_contain_text("记下了")
    page.locator("#people").click()
    page.locator("#people-callback").click()
    expect(page.locator("#form-phone")).to_have_value("")


def test_a_trusted_person_is_named_by_the_visitor(page: Page, desk: FakeDesk) -> None:
    """Their name and number are asked for first; the visitor's own number is optional."""
    in_need(page, desk)
    page.locator("#help-contact").click()
    assert page.evaluate(FOCUSED) == "form-contactName"
    page.keyboard.type("李先生")
    page.locator("#form-contactPhone").fill("13900000000")
    page.locator("#form-consent").check()
    page.locator("#form-send").click()
    contact = {"name": "李先生", "phone": "13900000000"}
    assert wished(desk) == {"kind": "contact", "contact": contact, "consent": True}
    refused = {"state": "refused", "kind": "callback", "message": "请留下您自己的电话。"}
    desk.tell("handover.state", **refused, **NO_QUEUE)
    expect(page.get_by_role("dialog").get_by_text("请留下您自己的电话")).to_be_visible()
    page.locator("#people-again").click()
    expect(page.locator("#form-contactName")).to_have_value("李先生")


NOTED: Final = {"state": "noted", "kind": "callback", "message": "记下了，最多留 7 天。"}


def test_a_number_is_taken_back_by_one_press(page: Page, desk: FakeDesk) -> None:
    """Beside the news that it is kept; the service's word that it is gone ends it."""
    open_quietly(page, desk)
    desk.tell("handover.state", **NOTED, **NO_QUEUE)
    page.locator("#strip-withdraw").focus()
    page.keyboard.press("Enter")
    assert desk.heard("handover.cancel")["kind"] == "callback"
    gone = {"state": "cancelled", "kind": "callback", "message": "删掉了。"}
    desk.tell("handover.state", **gone, **NO_QUEUE)
    expect(page.locator("#strip")).to_contain_text("删掉了")
    expect(page.locator("#strip-withdraw")).to_be_hidden()


def test_a_number_can_be_taken_back_later(page: Page, desk: FakeDesk) -> None:
    """Where people are asked for, as long as it is kept, and no longer."""
    open_quietly(page, desk)
    page.locator("#people").click()
    expect(page.locator("#people-withdraw")).to_be_hidden()
    page.keyboard.press("Escape")
    desk.tell("handover.state", **NOTED, **NO_QUEUE)
    page.locator("#strip-press").click()
    page.locator("#people").click()
    page.locator("#people-withdraw").click()
    assert desk.heard("handover.cancel")["kind"] == "callback"
    gone = {"state": "cancelled", "kind": "callback", "message": "删掉了。"}
    desk.tell("handover.state", **gone, **NO_QUEUE)
    expect(page.get_by_role("dialog").get_by_text("删掉了")).to_be_visible()
    page.keyboard.press("Enter")
    page.locator("#people").click()
    expect(page.locator("#people-withdraw")).to_be_hidden()


def test_a_call_back_ends_no_talk(page: Page, desk: FakeDesk) -> None:
    """While a person reads along, what becomes of a number is told beside it."""
    open_quietly(page, desk)
    desk.tell("handover.state", **TAKEN, **NO_QUEUE)
    expect(page.locator("#strip")).to_contain_text("工作人员已经接入")
    desk.tell("handover.state", **NOTED, **NO_QUEUE)
    refused = {"state": "refused", "kind": "queue", "message": "没有您的同意，不留姓名。"}
    expect(page.locator("#notice")).to_contain_text("记下了")
    desk.tell("handover.state", **refused, **NO_QUEUE)
    expect(page.locator("#notice")).to_contain_text("没有您的同意")
    expect(page.locator("#strip")).to_contain_text("工作人员已经接入")
    ask(page, "我在二楼")
    assert desk.heard("handover.message")["text"] == "我在二楼"
    desk.tell("error", error={"code": "too_fast", "message": "That was too much at once."})
    expect(page.locator(".entry--you").last).to_contain_text("没有送到")
    expect(page.locator("#notice")).to_contain_text("写得太快了")
    expect(page.locator("#ask")).to_have_value("我在二楼")


def test_a_desk_without_callbacks_offers_none(page: Page, desk: FakeDesk) -> None:
    """Neither among the ways nor when nobody can take over."""
    desk.callback_days = 0
    open_quietly(page, desk)
    page.locator("#people").click()
    expect(page.locator("#people-contact")).to_be_visible()
    expect(page.locator("#people-callback")).to_be_hidden()
    page.locator("#people-queue").click()
    desk.heard("handover.request")
    refused = {"state": "refused", "kind": "queue", "message": "急事请打 12345。"}
    desk.tell("handover.state", **refused, **NO_QUEUE)
    expect(page.get_by_role("dialog").get_by_text("急事请打 12345")).to_be_visible()
    expect(page.locator("#people-instead")).to_be_hidden()


def test_from_the_queue_to_a_person_and_back(page: Page, desk: FakeDesk) -> None:
    """Position and honest wait; a person's words are marked; the visitor's go to them alone."""
    open_quietly(page, desk)
    page.locator("#people").click()
    page.locator("#people-queue").click()
    assert wished(desk) == {"kind": "queue"}
    strip = page.locator("#strip")
    desk.tell("handover.state", **WAITING, position=2, wait_s=170)
    expect(strip).to_contain_text("您排在第 2 位。预计再等 3 分钟左右")
    expect(page.get_by_role("dialog")).to_have_count(0)
    desk.tell("handover.state", **WAITING, **NO_QUEUE)
    expect(strip).to_contain_text("还说不准要等多久")
    ask(page, "身份证丢了怎么办？")
    expect_state(page, "speaking")
    desk.tell("handover.state", **TAKEN, **NO_QUEUE)
    expect_state(page, "stopped")
    expect(page.locator("#state")).to_have_text("工作人员在线")
    desk.tell("handover.said", text="您好，我是小周。<b>", at=1795334400000)
    said = page.locator(".entry--staff")
    expect(said).to_contain_text("工作人员 · 真人")
    expect(said.locator(".entry__text")).to_have_text("您好，我是小周。<b>")
    expect(page.locator("#ask")).to_have_attribute("placeholder", "写给工作人员")
    asked = len(sent(desk, "response.create"))
    ask(page, "我在二楼")
    assert desk.heard("handover.message")["text"] == "我在二楼"
    expect(page.locator(".entry--you").last).to_contain_text("我在二楼")
    assert len(sent(desk, "response.create")) == asked
    desk.tell("handover.state", **CLOSED, **NO_QUEUE)
    expect(page.locator("#ask")).to_have_attribute("placeholder", "想办什么事？请直接说")
    ask(page, "公积金怎么提取？")
    expect_state(page, "speaking")


def test_whoever_waits_can_stop_waiting(page: Page, desk: FakeDesk) -> None:
    """One press, by keyboard; what the service says of it is put away with the next."""
    open_quietly(page, desk)
    desk.tell("handover.state", **WAITING, position=1, wait_s=30)
    expect(page.locator("#strip")).to_contain_text("预计再等 1 分钟左右")
    page.locator("#strip-press").focus()
    page.keyboard.press("Enter")
    desk.heard("handover.cancel")
    cancelled = {"state": "cancelled", "kind": "queue", "message": "好的，不等了。"}
    desk.tell("handover.state", **cancelled, **NO_QUEUE)
    expect(page.locator("#strip-press")).to_have_text("知道了")
    page.keyboard.press("Enter")
    expect(page.locator("#strip")).to_be_hidden()


def test_a_desk_without_people_says_so_where_it_was_asked(page: Page, desk: FakeDesk) -> None:
    """The dialog shows the service's words and lets go."""
    open_quietly(page, desk)
    page.locator("#people").click()
    page.locator("#people-queue").click()
    desk.heard("handover.request")
    refused = {"state": "refused", "kind": "queue", "message": "这会儿没有工作人员，可以请回电话。"}
    desk.tell("handover.state", **refused, **NO_QUEUE)
    expect(page.get_by_role("dialog").get_by_text("这会儿没有工作人员")).to_be_visible()
    page.locator("#people-instead").click()
    expect(page.locator("#form-phone")).to_be_focused()


def test_a_new_session_forgets_who_waited(page: Page, desk: FakeDesk) -> None:
    """A service that was restarted knows nobody: the page doesn't pretend."""
    open_quietly(page, desk)
    desk.tell("handover.state", **TAKEN, **NO_QUEUE)
    expect(page.locator("#strip")).to_be_visible()
    desk.forget()
    expect(page.locator("#strip")).to_be_hidden(timeout=15_000)
    expect(page.locator("#ask")).to_have_attribute("placeholder", "想办什么事？请直接说")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_it_stands_in_the_way_of_assistive_technology(
    page: Page, desk: FakeDesk, size: str, lang: str
) -> None:
    """Axe finds nothing serious with the card, the dialog, the form, and a person's words."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    in_need(page, desk, lang)
    assert violations(page) == []
    page.locator("#people").click()
    assert violations(page) == []
    page.locator("#people-callback").click()
    page.locator("#form-send").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    desk.tell("handover.state", **TAKEN, **NO_QUEUE)
    desk.tell("handover.said", text="您好，我是小周。", at=1795334400000)
    expect(page.locator(".entry--staff")).to_have_count(1)
    assert violations(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("size", SIZES)
def test_the_mark_of_the_machine_is_never_covered(page: Page, desk: FakeDesk, size: str) -> None:
    """With the card, with a dialog: somewhere on top it says that this is an AI."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    in_need(page, desk)
    expect(page.locator(".bar .ai-mark")).to_be_in_viewport(ratio=1)
    page.locator("#people").click()
    expect(page.locator(".dialog--people .ai-mark")).to_be_in_viewport(ratio=1)
    page.locator("#people-callback").click()
    page.locator("#form-consent").focus()
    expect(page.locator(".dialog--people .ai-mark")).to_be_in_viewport(ratio=1)


def test_a_kiosk_shows_codes_and_is_patient(browser: Browser, desk: FakeDesk) -> None:
    """No links; codes for the visitor's own telephone; nobody is counted out while they call."""
    idle_s = 20
    desk.help = HELP
    page = browser.new_page(viewport={"width": 1080, "height": 1920}, locale="zh-CN")
    page.clock.install()
    page.goto(f"{desk.url}?mode=kiosk&lang=zh&idle-seconds={idle_s}")
    expect_state(page, "attract")
    page.locator("#begin").click()
    expect_state(page, "speaking")
    ask(page, "我撑不下去了")
    expect(page.locator("#help")).to_be_visible()
    expect(page.locator("#help a")).to_have_count(0)
    expect(page.locator(".help__code svg")).to_have_count(3)
    page.keyboard.press("Escape")
    expect_state(page, "stopped")
    page.clock.run_for(3 * idle_s * 1000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator("#help-close").click()
    page.clock.run_for((idle_s + 3) * 1000)
    expect(page.get_by_role("dialog", name="您还在吗？")).to_be_visible()
    page.close()


def test_a_kiosk_writes_the_number_with_keys_of_its_own(browser: Browser, desk: FakeDesk) -> None:
    """The dialog brings digits for a telephone number; nothing of it is left afterwards."""
    page = browser.new_page(viewport={"width": 1080, "height": 1920}, locale="zh-CN")
    page.goto(f"{desk.url}?mode=kiosk&lang=zh")
    page.locator("#begin").click()
    expect_state(page, "speaking")
    page.locator("#people").click()
    page.locator("#people-callback").click()
    keys = page.locator(".dialog--people .keyboard")
    for digit in "12345":
        keys.get_by_role("button", name=digit, exact=True).click()
    expect(page.locator("#form-phone")).to_have_value("12345")
    assert violations(page) == []
    page.locator(".dialog--people .dialog__close").click()
    expect(keys).to_have_count(0)
    expect(page.locator("#form-phone")).to_have_value("")
    page.close()


def test_the_figure_alone_shows_the_card_too(page: Page, desk: FakeDesk) -> None:
    """Where a page hides the conversation, help and a person's words still have a place."""
    desk.help = HELP
    page.goto(f"{desk.url}?mode=figure&lang=zh")
    expect_state(page, "speaking")
    page.locator("qingzhi-human").evaluate("(human) => human.ask('我撑不下去了')")
    expect(page.locator("#help")).to_be_in_viewport()
    expect(page.locator(".talk__scroll")).to_be_hidden()
    desk.tell("handover.state", **TAKEN, **NO_QUEUE)
    expect(page.locator("#ask")).to_be_in_viewport()
