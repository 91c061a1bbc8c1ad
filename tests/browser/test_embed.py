"""The element in a page of another origin, with a strict policy and habits of its own."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar, Final

import pytest
from playwright.sync_api import Page, expect
from tests.browser.actions import expect_state, violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from tests.browser.fake_desk import FakeDesk

pytestmark = pytest.mark.browser

PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>An agency</title>
<script type="module" src="{desk}embed/qingzhi-human.js"></script>
<script src="/agency.js"></script><link rel="stylesheet" href="/agency.css"></head>
<body><main><h1>An agency</h1><p id="own">Our own words</p>
<qingzhi-human id="one" server="{desk}" mode="compact" lang="zh"></qingzhi-human>
<qingzhi-human id="two" server="{desk}" mode="figure" lang="en"></qingzhi-human>
</main></body></html>"""
AGENCY_CSS: Final = """html { font-size: 40px } p, button { color: red !important; font-size: 60px }
qingzhi-human { width: 420px; height: 700px }"""
AGENCY_JS: Final = """
window.seen = [];
window.broken = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
  window.broken.push(violatedDirective));
for (const name of ['ready', 'state', 'language', 'question', 'answer', 'card', 'end', 'figure']) {
  document.addEventListener(`qingzhi-${name}`, ({ target, detail }) =>
    window.seen.push({ name, id: target.id, detail }));
}
"""
DETAIL: Final = """([id, name]) =>
  window.seen.findLast((one) => one.id === id && one.name === name)?.detail ?? null"""


class Agency(BaseHTTPRequestHandler):
    """Serves the page of an agency that allows the desk, and nothing inline."""

    desk: ClassVar[str]

    def do_GET(self) -> None:
        """Answer the three addresses of the site."""
        socket = self.desk.replace("http", "ws")
        policy = (
            f"default-src 'none'; script-src 'self' {self.desk}; style-src 'self'; "
            f"img-src {self.desk}; connect-src {self.desk} {socket}; "
            "require-trusted-types-for 'script'; base-uri 'none'"
        )
        answers = {
            "/agency.css": ("text/css", AGENCY_CSS),
            "/agency.js": ("text/javascript", AGENCY_JS),
        }
        kind, body = answers.get(self.path, ("text/html", PAGE.format(desk=self.desk)))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture
def agency(desk: FakeDesk) -> Iterator[str]:
    """Serve the agency's site from an origin of its own."""
    handler = type("AgencyOfDesk", (Agency,), {"desk": desk.url})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    desk.shared_with = url
    yield url
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def visited(browser: Browser, agency: str) -> Iterator[Page]:
    """Open the agency's page, with both its figures connected."""
    page = browser.new_page(viewport={"width": 1280, "height": 1700}, locale="zh-CN")
    page.goto(agency)
    for name in ("one", "two"):
        expect(page.locator(f"#{name}")).to_have_attribute("state", "speaking", timeout=20_000)
    yield page
    assert page.evaluate("() => window.broken") == []
    page.close()


def last(page: Page, who: str, name: str) -> dict[str, Any]:
    """Wait for the newest event of a name from one of the figures; give its detail."""
    page.wait_for_function(DETAIL, arg=[who, name], timeout=20_000)
    detail: dict[str, Any] = page.evaluate(DETAIL, [who, name])
    return detail


def test_the_page_asks_and_hears_by_the_api_and_its_events(visited: Page) -> None:
    """`ask`, `stop`, languages and sound by properties; each event says whose it is."""
    one = visited.locator("#one")
    assert last(visited, "one", "ready") == {"service": "qingzhi", "lang": "zh"}
    assert last(visited, "one", "figure") == {"level": "drawn"}
    assert one.evaluate("(human) => human.ask('  身份证丢了怎么办？ ')") is True
    assert last(visited, "one", "question") == {"text": "身份证丢了怎么办？"}
    assert last(visited, "one", "card")["card"]["title"] == "居民身份证丢失补领"
    answer = last(visited, "one", "answer")
    assert (answer["lang"], str(answer["text"])[:4]) == ("zh-CN", "身份证丢")
    one.evaluate("(human) => human.stop()")
    expect(one).to_have_attribute("state", "stopped")
    one.evaluate("(human) => { human.volume = 0.25; human.muted = true; human.setLanguage('en') }")
    assert last(visited, "one", "language") == {"lang": "en"}
    expect(one).to_have_attribute("lang", "en")
    state = one.evaluate("(h) => [h.volume, h.muted, h.language, h.mode, h.state, h.ask(' ')]")
    assert state == [0.25, True, "en", "compact", "stopped", False]
    assert visited.evaluate(DETAIL, ["two", "question"]) is None
    one.evaluate("(human) => human.end()")
    assert last(visited, "one", "end") == {"reason": "api"}
    expect(one).to_have_attribute("state", "ended")
    one.evaluate("(human) => human.begin()")
    expect(one).to_have_attribute("state", "speaking")


def test_page_and_element_keep_to_themselves(visited: Page) -> None:
    """Neither the page's styles reach in nor the element's out; nothing serious for axe."""
    inner = visited.locator("#one .entry__text").first
    assert inner.evaluate("(e) => getComputedStyle(e).color") != "rgb(255, 0, 0)"
    assert float(inner.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)")) < 25
    assert visited.locator("#own").evaluate("(e) => getComputedStyle(e).fontSize") == "60px"
    assert visited.evaluate("() => document.activeElement === document.body")
    expect(visited.locator("#two .talk")).to_be_hidden()
    assert violations(visited) == []


def test_an_element_that_is_taken_away_leaves_nothing_running(visited: Page) -> None:
    """Its sound, its socket and its frames end; put back, it begins anew."""
    watched = """async (human) => {
      const { probe } = human;
      human.remove();
      await new Promise(requestAnimationFrame);
      const left = human.shadowRoot.childElementCount;
      return [probe.state, probe.suspended, left, human.hasAttribute('state')];
    }"""
    handle = visited.locator("#one").element_handle()
    assert handle.evaluate(watched) == ["offline", True, 0, False]
    handle.evaluate("(human) => document.querySelector('main').append(human)")
    expect(visited.locator("#one")).to_have_attribute("state", "speaking", timeout=20_000)
    expect(visited.locator("#one .human")).to_have_count(1)


def test_a_changed_attribute_begins_anew(visited: Page) -> None:
    """Changing what the element is connected to or how it is shown builds it once more."""
    one = visited.locator("#one")
    one.evaluate("(human) => { human.mode = 'figure'; human.figure = 'none' }")
    expect(visited.locator("#one .human[data-mode=figure]")).to_have_count(1)
    visited.wait_for_function(f"(who) => ({DETAIL})(who).level === 'text'", arg=["one", "figure"])
    expect(one).to_have_attribute("state", "speaking", timeout=20_000)


def test_the_example_asks_and_shows_what_it_hears(page: Page, desk: FakeDesk) -> None:
    """A button of the example's own page asks, and the events that come are listed there."""
    page.goto(f"{desk.url}example.html")
    expect_state(page, "speaking")
    page.get_by_role("button", name="社会保障卡").click()
    expect(page.locator("#events")).to_contain_text('qingzhi-question {"text":"社保卡怎么办？"}')
    asked = desk.heard("conversation.item.create")["item"]["content"][0]["text"]
    assert asked == "社保卡怎么办？"
    assert violations(page) == []
