"""The on-screen keyboard in Chromium, on a page of its own under a strict policy."""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

WEB: Final = Path(__file__).parents[2] / "web"
VITE: Final = WEB / "node_modules/vite/bin/vite.js"
KIOSK: Final[ViewportSize] = {"width": 1080, "height": 900}

COUNT_LISTENERS: Final = """() => {
  window.listeners = 0;
  const { addEventListener: add } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const outside = this === window || this === document || this === document.body;
    if (outside || this instanceof HTMLTextAreaElement) {
      window.listeners += 1;
      options?.signal?.addEventListener('abort', () => (window.listeners -= 1));
    }
    return add.call(this, type, listener, options);
  };
}"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the keyboard's own page and serve it."""
    node = shutil.which("node")
    if node is None or not VITE.is_file():
        pytest.skip("no node, or `npm ci` was not run in web/")
    site = tmp_path_factory.mktemp("keyboard")
    page = "packages/keyboard/tests/page"
    subprocess.run(  # noqa: S603 - our own build
        [node, VITE, "build", page, "--base", "./", "--outDir", site, "--emptyOutDir"],
        cwd=WEB,
        check=True,
        capture_output=True,
    )
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open the page on a touch screen, the field focused and the dictionary loaded."""
    context = browser.new_context(viewport=KIOSK, has_touch=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda message: faults.append(message.text) if "Policy" in message.text else None
    )
    with page.expect_response("**/dictionary*"):
        page.goto(address)
    page.focus("textarea")
    yield page
    context.close()
    assert faults == []


def tap(page: Page, letters: str) -> None:
    for letter in letters:
        page.locator(f'.key--letter[data-sign="{letter}"]').tap()


def text(page: Page) -> str:
    return page.input_value("textarea")


def candidate(page: Page, words: str) -> Locator:
    return page.locator(".candidate").get_by_text(words, exact=True)


def test_a_sentence_is_typed_by_touch_and_the_field_keeps_its_focus(page: Page) -> None:
    tap(page, "shenfenzhengdiulezenmeban")
    assert page.locator(".preview").inner_text() == "shen'fen'zheng'diu'le'zen'me'ban"
    page.locator(".key--space").tap()
    assert text(page) == "身份证丢了怎么办"
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_a_candidate_anywhere_in_the_row_can_be_chosen(page: Page) -> None:
    tap(page, "shebaoka")
    candidate(page, "社保").tap()
    assert page.locator(".preview").inner_text() == "社保ka"
    candidate(page, "卡").tap()
    assert text(page) == "社保卡"


def test_all_candidates_open_over_the_keys_and_close_when_done(page: Page) -> None:
    tap(page, "yi")
    height = page.locator("#host").bounding_box()
    page.locator(".tool--expand").tap()
    assert page.locator(".tool--expand").get_attribute("aria-expanded") == "true"
    assert page.locator("#host").bounding_box() == height
    page.locator(".tool--later").tap()
    expect(page.locator(".list")).not_to_have_js_property("scrollTop", 0)
    page.locator(".candidate").nth(60).tap()
    assert len(text(page)) == 1
    assert page.locator(".tool--expand").is_hidden()


def test_text_goes_in_at_the_caret_and_over_a_selection(page: Page) -> None:
    page.fill("textarea", "我要补办")
    page.evaluate("document.querySelector('textarea').setSelectionRange(2, 4)")
    tap(page, "lingqu")
    page.locator(".key--space").tap()
    assert text(page) == "我要领取"
    page.evaluate("document.querySelector('textarea').setSelectionRange(1, 1)")
    page.locator(".key--backspace").tap()
    assert text(page) == "要领取"


def test_the_page_hears_of_every_change(page: Page) -> None:
    page.evaluate(
        "document.querySelector('textarea').addEventListener('input',"
        " (event) => window.sent.push(event.inputType))"
    )
    tap(page, "ni")
    page.locator(".key--space").tap()
    page.locator(".key--backspace").tap()
    assert page.evaluate("sent") == ["insertText", "deleteContentBackward"]


def test_no_more_goes_in_than_the_field_allows(page: Page) -> None:
    page.evaluate("document.querySelector('textarea').maxLength = 3")
    tap(page, "shenfenzhengdiule")
    page.locator(".key--space").tap()
    assert text(page) == "身份证"


def test_backspace_deletes_letters_then_text_and_repeats_while_held(page: Page) -> None:
    page.fill("textarea", "身份证")
    tap(page, "ni")
    key = page.locator(".key--backspace")
    key.tap()
    assert page.locator(".preview").inner_text() == "n"
    box = key.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    expect(page.locator("textarea")).to_have_value("")
    page.mouse.up()
    assert page.locator(".pressed").count() == 0


def test_enter_gives_the_letters_then_sends(page: Page) -> None:
    tap(page, "wifi")
    page.locator(".key--enter").tap()
    assert text(page) == "wifi"
    page.locator(".key--enter").tap()
    assert page.evaluate("sent") == ["wifi"]


def test_english_numbers_and_an_identity_card_s_x(page: Page) -> None:
    page.get_by_role("button", name="切换到英文").tap()
    page.locator(".key--shift").tap()
    page.locator('.key--letter[data-sign="O"]').tap()
    tap(page, "k")
    page.get_by_role("button", name="数字和标点").tap()
    page.locator(".key").get_by_text("7", exact=True).tap()
    page.get_by_role("button", name="X，身份证末位").tap()
    assert text(page) == "Ok7X"


def test_a_real_keyboard_types_on_and_serves_the_composition(page: Page) -> None:
    page.keyboard.type("abc ")
    assert text(page) == "abc "
    tap(page, "n")
    page.keyboard.press("i")
    page.keyboard.press("Space")
    page.keyboard.type("!")
    assert text(page) == "abc 你!"
    tap(page, "hao")
    page.keyboard.press("Escape")
    assert page.locator(".preview").inner_text() == ""


def test_keys_are_reached_with_tab_and_arrows(page: Page) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.shadowRoot?.activeElement?.textContent") == "q":
            break
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator(".preview").inner_text() in {"a", "s"}


def test_the_keyboard_goes_away_and_comes_back_with_the_field(page: Page) -> None:
    page.get_by_role("button", name="收起键盘").tap()
    assert not page.evaluate("keyboard.visible")
    assert page.locator(".keypad").is_hidden()
    page.locator("textarea").tap()
    assert page.locator(".keypad").is_visible()


def test_destroying_it_leaves_nothing(page: Page) -> None:
    page.evaluate("keyboard.destroy()")
    assert page.locator("#host").inner_html() == ""
    assert page.evaluate("document.querySelector('textarea').inputMode") == ""
    page.evaluate(COUNT_LISTENERS)
    page.evaluate("window.keyboard = attach()")
    assert page.evaluate("listeners") > 0
    page.evaluate("keyboard.destroy()")
    assert page.evaluate("listeners") == 0


def test_without_a_dictionary_letters_go_in_as_they_are(browser: Browser, address: str) -> None:
    """A kiosk that cannot load the dictionary says so, and can still be written on."""
    page = browser.new_page(viewport=KIOSK, has_touch=True)
    page.route("**/dictionary*", lambda route: route.fulfill(status=404))
    page.goto(address)
    page.focus("textarea")
    tap(page, "nihao")
    expect(page.locator(".notice")).to_contain_text("没有加载成功")
    page.locator(".key--space").tap()
    assert text(page) == "nihao"
    page.unroute("**/dictionary*")
    tap(page, "nihao")
    expect(page.locator(".candidate").first).to_have_text("你好")
    page.close()


@pytest.mark.parametrize("query", ["", "?lang=en", "?contrast"])
@pytest.mark.parametrize("width", [390, 1080])
def test_axe_finds_nothing(browser: Browser, address: str, query: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, has_touch=True)
    with page.expect_response("**/dictionary*"):
        page.goto(f"{address}{query}")
    if "en" not in query:
        tap(page, "nihao")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    page.close()


def test_a_kiosk_s_keys_are_as_large_as_a_finger_needs(page: Page) -> None:
    """Targets of the keys reach 84 px and more; the gaps belong to them."""
    boxes = page.locator(".key").evaluate_all(
        "keys => keys.map((key) => [key.offsetWidth, key.offsetHeight])"
    )
    assert min(width for width, _ in boxes) >= 84
    assert min(height for _, height in boxes) >= 84
