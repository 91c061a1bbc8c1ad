"""What can be done with an answer: rate it, take its list along, find it again, forget it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from tests.browser.actions import ask, expect_state, open_quietly, sent, violations
from tests.browser.material import CARD

if TYPE_CHECKING:
    from playwright.sync_api import Locator
    from tests.browser.fake_desk import FakeDesk

pytestmark = pytest.mark.browser

QUESTION: Final = "身份证丢了怎么办？"
LONG_CARD: Final = CARD | {
    "facets": [
        {
            "kind": "materials",
            "label": "要带的材料",
            "lines": [f"第 {n} 份材料：{'户口簿和身份证明原件，' * 4}复印件一份" for n in range(8)],
        }
    ]
}

MODULE: Final = "(code) => code.getBoundingClientRect().width / code.viewBox.baseVal.width"


def answered(page: Page, desk: FakeDesk, lang: str = "zh") -> None:
    """Ask, and let the card come; then silence, so that nothing moves any more."""
    open_quietly(page, desk, lang)
    ask(page, QUESTION)
    expect(page.locator(".thumb").first).to_be_visible(timeout=20_000)
    page.keyboard.press("Escape")
    expect_state(page, "stopped")


def read_code(code: Locator) -> str:
    """Read the code off the screen, as a phone does."""
    picture = Image.open(io.BytesIO(code.screenshot()))
    found = zxingcpp.read_barcodes(picture)
    assert len(found) == 1
    return found[0].text


def test_thumbs_tell_the_service(page: Page, desk: FakeDesk) -> None:
    """A thumb up goes out at once, a thumb down with one of the fixed reasons; thanks follow."""
    answered(page, desk)
    page.get_by_role("button", name="有帮助", exact=True).click()
    expect(page.locator(".thumbs__thanks")).to_have_text("谢谢您的反馈")
    page.get_by_role("button", name="没帮助", exact=True).press("Enter")
    dialog = page.get_by_role("dialog", name="哪里不满意？")
    expect(dialog).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="没帮助", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_label("说得不全").check()
    dialog.get_by_role("button", name="提交").click()
    expect(page.get_by_role("button", name="没帮助", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    ratings = [(one["rating"], one["reason"]) for one in sent(desk, "response.feedback")]
    assert ratings == [("up", None), ("down", "incomplete")]
    assert {one["response_id"] for one in sent(desk, "response.feedback")} == {"r2"}


def test_the_code_holds_the_list_that_is_shown(page: Page, desk: FakeDesk) -> None:
    """A reader gets the very text that stands beside the code; the focus comes back afterwards."""
    answered(page, desk)
    take = page.get_by_role("button", name="带走清单")
    take.click()
    dialog = page.get_by_role("dialog", name="带走清单")
    shown = dialog.locator(".take__list").inner_text()
    assert str(CARD["title"]) in shown
    assert "居民户口簿" in shown
    assert read_code(dialog.locator(".take__code")) == shown
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(take).to_be_focused()
    expect(page.locator(".take__list")).to_be_empty()


def test_a_long_list_comes_in_several_codes(page: Page, desk: FakeDesk) -> None:
    """Each part says which it is, and together they hold every line."""
    desk.card = LONG_CARD
    answered(page, desk)
    page.get_by_role("button", name="带走清单").click()
    dialog = page.get_by_role("dialog", name="带走清单")
    places = dialog.locator(".take__place").inner_text()
    parts = int(places.partition("/")[2])
    assert parts > 1
    texts = []
    for _ in range(parts):
        texts.append(read_code(dialog.locator(".take__code")))
        dialog.get_by_role("button", name="下一张").click()
    assert [text.partition("\n")[0] for text in texts] == [
        f"({n + 1}/{parts})" for n in range(parts)
    ]
    lines = [line for text in texts for line in text.splitlines()[1:] if line]
    shown = dialog.locator(".take__list").inner_text()
    assert lines == [line for line in shown.split("\n") if line]


def test_codes_on_a_small_screen_are_readable(page: Page, desk: FakeDesk) -> None:
    """On a phone a list is cut into more parts, so that no module is smaller than four pixels."""
    desk.card = LONG_CARD
    page.set_viewport_size({"width": 390, "height": 844})
    answered(page, desk)
    page.get_by_role("button", name="带走清单").click()
    dialog = page.get_by_role("dialog", name="带走清单")
    parts = int(dialog.locator(".take__place").inner_text().partition("/")[2])
    assert parts > 3
    for number in range(parts):
        assert dialog.locator(".take__code svg").evaluate(MODULE) >= 4
        assert read_code(dialog.locator(".take__code")).startswith(f"({number + 1}/{parts})\n")
        dialog.get_by_role("button", name="下一张").click()


def test_a_card_stands_on_the_page_once(page: Page, desk: FakeDesk) -> None:
    """A second answer with the same card shows what was asked for, and leads to the card above."""
    answered(page, desk)
    desk.card |= {"focus": ["where"]}
    ask(page, "去哪里办？")
    expect(page.locator(".card--part .facet")).to_have_count(1, timeout=20_000)
    expect(page.locator(".card:not(.card--part)")).to_have_count(1)
    expect(page.locator(".card--part")).to_contain_text("就近的公安派出所")
    expect(page.locator(".sources")).to_have_count(1)
    page.get_by_role("button", name="看上面的完整说明").click()
    first = page.locator(".entry--figure:has(.card:not(.card--part))")
    expect(first).to_be_focused()
    expect(first.locator(".card__title")).to_be_in_viewport()


def test_the_history_leads_back_to_a_question(page: Page, desk: FakeDesk) -> None:
    """The panel lists the questions of this visit; choosing one goes there; Escape closes it."""
    answered(page, desk)
    history = page.get_by_role("button", name="问过的问题")
    history.press("Enter")
    panel = page.get_by_role("dialog", name="问过的问题")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(history).to_be_focused()
    expect_state(page, "stopped")
    history.click()
    panel.get_by_role("button", name=QUESTION).click()
    expect(panel).to_be_hidden()
    expect(page.locator(".entry--you")).to_be_focused()


def test_the_end_of_a_visit_leaves_nothing(page: Page, desk: FakeDesk) -> None:
    """Here and on the server everything is gone; the next visit is greeted anew."""
    answered(page, desk)
    page.locator("#ask").fill("还没发出去的话")
    page.get_by_role("button", name="结束").click()
    expect(page.get_by_role("heading", name="本次咨询已结束")).to_be_visible()
    expect_state(page, "ended")
    assert violations(page) == []
    left = page.evaluate("() => document.querySelector('qingzhi-human').shadowRoot.textContent")
    for words in (QUESTION, str(CARD["title"]), "派出所"):
        assert words not in left
    assert page.locator("#ask").input_value() == ""
    desk.heard("session.end")
    page.get_by_role("button", name="开始新的咨询").click()
    expect_state(page, "speaking")
    expect(page.locator(".entry")).to_have_count(1)
    greetings = [event for event in sent(desk, "response.create") if event.get("response")]
    assert len(greetings) == 2


def test_a_visit_that_ends_without_a_network_is_forgotten_later(page: Page, desk: FakeDesk) -> None:
    """The page shows the end at once, and tells the server as soon as it is reached again."""
    answered(page, desk)
    desk.down = True
    desk.drop()
    expect_state(page, "offline")
    page.get_by_role("button", name="结束").click()
    expect_state(page, "ended")
    assert "session.end" not in desk.types()
    desk.down = False
    desk.heard("session.end", 15.0)
    expect_state(page, "ended")
    expect(page.locator("#banner")).to_be_hidden()


def test_settings_last_and_are_reached_by_keyboard(page: Page, desk: FakeDesk) -> None:
    """Text size, contrast and motion change at once, and are there on the next page."""
    open_quietly(page, desk)
    page.locator("#settings").press("Enter")
    expect(page.locator("#volume")).to_be_focused()
    page.locator("#size-0").press("ArrowRight")
    page.locator("#contrast").press("Space")
    page.locator("#calm").press("Space")
    human = page.locator(".human")
    for _ in range(2):
        expect(human).to_have_attribute("data-size", "1")
        expect(human).to_have_attribute("data-contrast", "more")
        expect(human).to_have_attribute("data-motion", "less")
        page.reload()
        expect_state(page, "speaking")
    assert violations(page) == []


def test_the_systems_wishes_count_until_the_visitor_overrules_them(
    page: Page, desk: FakeDesk
) -> None:
    """A system that asks for more contrast and less motion gets both, even while the page runs."""
    open_quietly(page, desk)
    human = page.locator(".human")
    expect(human).to_have_attribute("data-contrast", "normal")
    page.emulate_media(contrast="more", reduced_motion="reduce")
    expect(human).to_have_attribute("data-contrast", "more")
    expect(human).to_have_attribute("data-motion", "less")
    page.locator("#settings").click()
    page.locator("#contrast").uncheck()
    expect(human).to_have_attribute("data-contrast", "normal")


def test_a_figure_in_the_making_leaves_the_desk_at_work(page: Page, desk: FakeDesk) -> None:
    """A silhouette and the progress stand in while questions are answered, until it comes."""
    desk.figure |= {"state": "making", "progress": 0.4}
    open_quietly(page, desk)
    expect(page.locator(".waiting")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "0.4")
    ask(page, QUESTION)
    expect(page.locator(".card__title")).to_be_visible(timeout=20_000)
    desk.figure |= {"state": "absent"}
    expect(page.locator(".waiting")).to_be_hidden(timeout=10_000)
    expect(page.locator("#figure > *")).to_be_visible()


def test_news_of_the_figure_are_not_missed(page: Page, desk: FakeDesk) -> None:
    """The page asks again when the connection is open, and when it is told; the head stays."""
    asks: list[str] = []
    page.on(
        "request",
        lambda request: asks.append(request.url) if "/v1/figures" in request.url else None,
    )
    open_quietly(page, desk)
    assert len(asks) == 2
    with page.expect_request("**/v1/figures/*"):
        desk.notify("figure.ready")
    expect(page.locator(".human")).to_have_attribute("data-figure", "drawn")
    expect(page.locator("#figure > *")).to_have_count(1)
