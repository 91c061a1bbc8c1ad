"""The staff's page: against a board that the test writes, and against the real service."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.browser.actions import violations
from tests.service.conftest import healthy, started, stopped

from qingzhi.service.app import STATIC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.fake_desk import FakeDesk

pytestmark = pytest.mark.browser

KEY: Final = "a-key-for-the-staff"
SINCE: Final = 1795334400000
ENTRY: Final = {
    "lang": "zh",
    "audience": "adult",
    "urgency": "none",
    "need": "",
    "name": "",
    "phone": "",
    "note": "",
    "contact": None,
    "since": SINCE,
}
URGENT: Final = ENTRY | {
    "id": "h_1",
    "position": 1,
    "urgency": "high",
    "need": "self_harm",
    "audience": "minor",
}
CALM: Final = ENTRY | {"id": "h_2", "position": 2, "name": "<b>王女士</b>", "lang": "en"}
CALL: Final = ENTRY | {"id": "c_1", "at": SINCE, "phone": "13800000000", "note": "下午方便"}
SIZES: Final = {"desktop": (1280, 800), "phone": (390, 844)}


class Service:
    """Answers the staff interface from a board; a new board answers who waits for one."""

    def __init__(self, page: Page) -> None:
        lists: dict[str, Any] = {"waiting": [], "taken": [], "callbacks": [], "failed": []}
        self.board: dict[str, Any] = {"seq": 1} | lists
        self.said: list[tuple[str, Any]] = []
        self.status = 200
        self._held: list[Route] = []
        page.route("**/v1/handovers**", self._answer)

    def change(self, **board: Any) -> None:
        """Show another board to whoever waits for one, and from now on."""
        self.board |= board | {"seq": self.board["seq"] + 1}
        held, self._held = self._held, []
        for route in held:
            route.fulfill(json=self.board)

    def _answer(self, route: Route) -> None:
        request = route.request
        if request.headers.get("authorization") != f"Bearer {KEY}":
            route.fulfill(status=401, json={})
        elif request.method == "POST":
            step = request.url.split("/v1/handovers/")[1]
            self.said.append((step, json.loads(request.post_data or "null")))
            route.fulfill(status=self.status, json={})
        elif f"after={self.board['seq']}" in request.url:
            self._held.append(route)
        else:
            route.fulfill(json=self.board)


def entered(page: Page, desk: FakeDesk) -> Service:
    """Enter the staff's page before an empty board."""
    service = Service(page)
    page.goto(f"{desk.url}staff.html?lang=zh")
    page.locator("#key").fill(KEY)
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_have_text("在岗")
    return service


@pytest.fixture
def service(page: Page, desk: FakeDesk) -> Service:
    return entered(page, desk)


def test_a_wrong_key_is_said_and_nothing_is_kept(browser: Browser, desk: FakeDesk) -> None:
    """The page stays closed; neither storage holds what was typed."""
    page = browser.new_page(locale="zh-CN")
    Service(page)
    page.goto(f"{desk.url}staff.html?lang=zh")
    page.locator("#key").fill("not the key at all")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="密钥不对")).to_be_visible()
    expect(page.locator("#key")).to_have_value("")
    assert page.evaluate("() => sessionStorage.length + localStorage.length") == 0
    page.close()


def test_the_key_lasts_as_long_as_the_window(page: Page, service: Service) -> None:
    """A reload goes on; signing out forgets the key and all that was shown."""
    service.change(waiting=[URGENT])
    page.reload()
    expect(page.locator(".list--waiting .item")).to_have_count(1)
    assert page.evaluate("() => localStorage.length") == 0
    page.locator("#leave").click()
    expect(page.locator("#key")).to_be_focused()
    assert page.evaluate("() => sessionStorage.length") == 0
    expect(page.locator(".desk")).to_be_hidden()


def test_whoever_waits_is_listed_with_need_and_time(page: Page, service: Service) -> None:
    """Order and urgency are the service's; visitors' words are text; the title counts them."""
    service.change(waiting=[URGENT, CALM])
    first, second = (page.locator(".list--waiting .item").nth(place) for place in (0, 1))
    expect(first).to_contain_text("紧急有伤害自己的念头未成年")
    expect(second.locator("strong")).to_have_text("<b>王女士</b>")
    expect(second).to_contain_text("English")
    expect(page.locator("#count")).to_have_text("2 人等候")
    expect(page).to_have_title("(2) 工作人员台")


def test_a_visitor_is_taken_answered_and_let_go_by_keyboard(page: Page, service: Service) -> None:
    """Take, write, end: each reaches the service, and the board shows what came of it."""
    service.change(waiting=[URGENT])
    page.locator(".list--waiting button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".talk__lines")).to_be_hidden()
    line = {"number": 1, "by": "visitor", "text": "我在二楼", "at": SINCE}
    taken = URGENT | {"here": True, "lines": [line]}
    service.change(waiting=[], taken=[taken])
    expect(page.locator(".line--visitor .line__text")).to_have_text("我在二楼")
    expect(page.locator("#say")).to_be_focused()
    page.keyboard.type("我马上到")
    page.keyboard.press("Enter")
    expect(page.locator("#say")).to_have_value("")
    answer = {"number": 2, "by": "staff", "text": "我马上到", "at": SINCE}
    service.change(taken=[taken | {"here": False, "lines": [line, answer]}])
    expect(page.locator(".line")).to_have_count(2)
    expect(page.locator(".talk__away")).to_be_visible()
    assert violations(page) == []
    page.locator("#talk-close").click()
    service.change(taken=[])
    expect(page.locator(".talk__lines")).to_be_hidden()
    assert service.said == [
        ("h_1/take", None),
        ("h_1/say", {"text": "我马上到"}),
        ("h_1/close", None),
    ]


def test_a_call_is_crossed_off_by_two_presses(page: Page, service: Service) -> None:
    """The number can be called; a slip of the hand deletes nothing."""
    contact = {"name": "李先生", "phone": "139 0000 0000"}
    service.change(callbacks=[CALL | {"contact": contact}])
    expect(page.locator(".item__phone")).to_have_attribute("href", "tel:13800000000")
    expect(page.locator(".item__contact a")).to_have_attribute("href", "tel:13900000000")
    page.get_by_role("button", name="已回电").click()
    assert service.said == []
    page.get_by_role("button", name="确认删除").click()
    expect(page.locator(".list--callbacks .item")).to_have_count(1)
    assert service.said == [("c_1/done", None)]


def test_words_never_go_to_another_visitor(page: Page, service: Service) -> None:
    """When the visitor leaves, the box closes: no other conversation slips in under the hand."""
    first, second = (one | {"here": True, "lines": []} for one in (URGENT, CALM))
    service.change(taken=[first, second])
    expect(page.locator("#say")).to_be_hidden()
    page.locator("[data-id=h_1] button").click()
    page.locator("#say").fill("只给第一位")
    service.change(taken=[second])
    expect(page.locator("#say")).to_be_hidden()
    page.locator("[data-id=h_2] button").click()
    expect(page.locator("#say")).to_have_value("")
    assert service.said == []


def test_a_long_talk_goes_on(page: Page, service: Service) -> None:
    """The service holds the last 200 lines; the page shows each new one after them, once."""
    lines = [{"number": n, "by": "visitor", "text": f"第{n}句", "at": SINCE} for n in range(1, 261)]
    taken = CALM | {"here": True}
    service.change(taken=[taken | {"lines": lines[:200]}])
    page.locator("[data-id=h_2] button").click()
    expect(page.locator(".line")).to_have_count(200)
    for last in (201, 202, 260):
        service.change(taken=[taken | {"lines": lines[last - 200 : last]}])
        expect(page.locator(".line__text").last).to_have_text(f"第{last}句")
    expect(page.locator(".line")).to_have_count(260)


def test_records_that_fail_are_named(page: Page, service: Service) -> None:
    """Who waits is shown, and that the call-backs are not known."""
    service.change(waiting=[URGENT], failed=["callbacks"])
    expect(page.locator(".list--waiting .item")).to_have_count(1)
    expect(page.locator(".list--callbacks .none--failed")).to_contain_text("读不出来")
    assert violations(page) == []
    service.change(failed=[], callbacks=[CALL])
    expect(page.locator(".none--failed")).to_have_count(0)


def test_what_a_colleague_was_quicker_with_is_said(browser: Browser, desk: FakeDesk) -> None:
    """A refusal of the service is told in words, and the page goes on."""
    page = browser.new_page(locale="zh-CN")
    service = entered(page, desk)
    service.change(waiting=[URGENT])
    service.status = 409
    page.locator(".list--waiting button").click()
    expect(page.locator(".fault")).to_have_text("已由同事接入。")
    service.change(waiting=[])
    expect(page.locator(".list--waiting .item")).to_have_count(0)
    service.change(taken=[CALM | {"here": True, "lines": []}])
    page.locator("[data-id=h_2] button").click()
    page.locator("#say").fill("没有送到的话")
    page.keyboard.press("Enter")
    expect(page.locator("#say")).to_have_value("没有送到的话")
    page.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_stands_in_the_way_of_assistive_technology(
    page: Page, service: Service, size: str, lang: str
) -> None:
    """Axe finds nothing serious at the desk, in either language, and nothing sticks out."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    if lang == "en":
        page.locator("#language").click()
    line = {"number": 1, "by": "visitor", "text": "我在二楼", "at": SINCE}
    service.change(
        waiting=[URGENT, CALM], taken=[CALM | {"here": True, "lines": [line]}], callbacks=[CALL]
    )
    page.locator(".list--taken button").click()
    expect(page.locator(".line")).to_have_count(1)
    assert violations(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a service with a staff desk and call-backs."""
    if not (STATIC / "index.html").is_file():
        pytest.skip("the page is not built into the package")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QINGZHI_STAFF_KEY", KEY)
        patch.setenv("QINGZHI_CALLBACKS", "1")
        process, url = started(tmp_path_factory.mktemp("staff"), "--voice", "espeak", "--no-demo")
    healthy(url)
    yield url
    stopped(process)


@pytest.mark.slow
def test_a_visitor_and_a_member_of_staff_meet(page: Page, browser: Browser, real: str) -> None:
    """The visitor waits, is taken, both write, it ends; then a call-back is left and made."""
    staff = browser.new_page(locale="zh-CN")
    staff.goto(f"{real}staff?lang=zh")
    staff.locator("#key").fill(KEY)
    staff.keyboard.press("Enter")
    expect(staff.locator("#state")).to_have_text("在岗")
    page.goto(f"{real}?lang=zh&figure=drawn")
    expect(page.locator("qingzhi-human")).to_have_attribute("state", "speaking", timeout=20_000)
    page.keyboard.press("Escape")
    page.locator("#people").click()
    page.locator("#people-queue").click()
    expect(page.locator("#strip")).to_contain_text("1")
    staff.locator(".list--waiting button").click()
    expect(page.locator("#ask")).to_have_attribute("placeholder", "写给工作人员")
    staff.locator("#say").fill("您好，我是小周。")
    staff.keyboard.press("Enter")
    expect(page.locator(".entry--staff .entry__text")).to_have_text("您好，我是小周。")
    page.locator("#ask").fill("我在二楼")
    page.locator("#send").click()
    expect(staff.locator(".line--visitor .line__text")).to_have_text("我在二楼")
    staff.locator("#talk-close").click()
    expect(page.locator("#ask")).to_have_attribute("placeholder", "想办什么事？请直接说")
    page.locator("#people").click()
    page.locator("#people-callback").click()
    page.locator("#form-phone").fill("13800000000")
    page.locator("#form-consent").check()
    page.locator("#form-send").click()
    expect(staff.locator(".list--callbacks .item__phone")).to_have_text("13800000000")
    staff.get_by_role("button", name="已回电").click()
    staff.get_by_role("button", name="确认删除").click()
    expect(staff.locator(".list--callbacks .item")).to_have_count(0)
    staff.close()
