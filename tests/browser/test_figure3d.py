"""The visitor's page with the figure in three dimensions, against the real service.

Without a graphics card a picture takes half a second and a scene many: all tests share one page,
in few pixels, and one visit that begins with an empty cache.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pytest
from playwright.sync_api import Playwright, expect
from tests.browser.actions import SILENT, ask, expect_state, reach, violations
from tests.browser.conftest import CHROMIUM
from tests.browser.figure import BOX_M, DRAWN, LEDGER, SOFTWARE_GL, WATCH, Features, arrived
from tests.service.conftest import healthy, started, stopped

from qingzhi.service.app import STATIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from playwright.sync_api import BrowserContext, CDPSession, Page

pytestmark = [pytest.mark.browser, pytest.mark.alone, pytest.mark.slow, pytest.mark.timeout(600)]

MOST_CALLS: Final = 12
MOST_TRIANGLES: Final = 120_000
"""Of a figure of 60,000, drawn once for the eye and once for the shadow."""
MOST_FIRST: Final = 12_000_000
MOST_SECOND: Final = 100_000
"""Bytes over the network."""
SPEAKING: Final = 8
AT_REST: Final = 5
"""Pictures that are compared with each other."""
FEWEST: Final = 4
"""A busy machine may have drawn no more before the answer ended."""
AUDIBLE: Final = 0.005
OPEN: Final = 0.1
SHUT: Final = 0.05
"""Of the jaw, 0..1."""
QUIET: Final = 4.0
"""Shades of 255 by which a place at rest may change: she breathes."""


class Size(NamedTuple):
    """A window in CSS pixels, and device pixels for each: just enough to see a mouth."""

    width: int
    height: int
    ratio: float


SIZES: Final = {
    "desktop": Size(1280, 800, 0.3),
    "kiosk": Size(1080, 1920, 0.2),
    "phone": Size(390, 844, 0.6),
}
QUESTIONS: Final = {
    "zh": ("身份证丢了怎么补办？", "身份证补办要多久？"),
    "en": ("How do I replace a lost ID card?", "Thank you"),
}
"""By language one with a long answer and one with a short."""


class Traffic:
    """What a page has had over the network, in bytes as they went."""

    def __init__(self, session: CDPSession) -> None:
        self.total = 0
        self.fetched: dict[str, str] = {}
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        self.fetched[event["requestId"]] = event["request"]["url"]

    def _came(self, event: dict[str, Any]) -> None:
        self.total += int(event["encodedDataLength"])


class Visit(NamedTuple):
    """A page with the figure on it, what it took to bring it, and the desk's address."""

    page: Page
    cdp: CDPSession
    traffic: Traffic
    url: str
    features: Features


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, clerk: Path) -> Iterator[str]:
    """Give the address of a running service with the built page and the shipped figure."""
    if not (STATIC / "index.html").is_file():
        pytest.skip("the page is not built into the package")
    flags = ("--voice", "espeak", "--no-demo", "--figure", "clerk", "--scene", "studio")
    process, url = started(tmp_path_factory.mktemp("service"), *flags)
    healthy(url)
    yield url
    stopped(process)


@pytest.fixture(scope="module")
def context(playwright: Playwright) -> Iterator[BrowserContext]:
    """Start a browser that draws on the processor, with nothing in its cache."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*SOFTWARE_GL])
    yield browser.new_context(locale="zh-CN")
    browser.close()


@pytest.fixture(scope="module")
def visit(context: BrowserContext, service: str, clerk: Path) -> Iterator[Visit]:
    """Open the page for the first time, see the figure come, and let the greeting end."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.add_init_script(LEDGER)
    cdp = context.new_cdp_session(page)
    traffic = Traffic(cdp)
    resize(cdp, SIZES["desktop"])
    page.goto(f"{service}?figure=3d&lang=zh")
    arrived(page)
    page.keyboard.press("Escape")
    yield Visit(page, cdp, traffic, service, Features.of(clerk))
    page.close()
    assert faults == []


def resize(cdp: CDPSession, size: Size) -> None:
    cdp.send(
        "Emulation.setDeviceMetricsOverride",
        {
            "width": size.width,
            "height": size.height,
            "deviceScaleFactor": size.ratio,
            "mobile": False,
        },
    )


def movement(pictures: list[dict[str, Any]], place: str) -> float:
    """Return how much a place of the face changes from picture to picture, of 255 shades."""
    shades: NDArray[np.float64] = np.array([picture["pixels"][place] for picture in pictures])
    return float(shades.std(axis=0).mean())


def seen(visit: Visit, state: str, most: int) -> list[dict[str, Any]]:
    """Look at the face in at most so many pictures, as long as the page has a state."""
    where = visit.features
    pictures: list[dict[str, Any]] = visit.page.evaluate(
        WATCH, [where.places(), where.head, BOX_M, most, state]
    )
    return pictures


def rested(visit: Visit, state: str) -> list[dict[str, Any]]:
    """Look at the face once the sound has ended and the mouth has had time to close."""
    expect_state(visit.page, state)
    reach(visit.page, "rms", 0.0, SILENT)
    visit.page.evaluate(DRAWN, 2)
    return seen(visit, state, AT_REST)


def speak(visit: Visit, lang: str) -> None:
    visit.page.evaluate("lang => document.querySelector('qingzhi-human').setLanguage(lang)", lang)


def widest(visit: Visit, pictures: list[dict[str, Any]]) -> float:
    return max(visit.features.opening(picture["weights"]) for picture in pictures)


@pytest.mark.parametrize("lang", QUESTIONS)
@pytest.mark.parametrize("size", SIZES)
def test_mouth_pixels_move_while_sound_plays_and_rest_when_it_stops(
    visit: Visit, size: str, lang: str, record_property: Callable[[str, object], None]
) -> None:
    """The mouth changes far more than the forehead and far more than at rest, at every size."""
    page = visit.page
    resize(visit.cdp, SIZES[size])
    speak(visit, lang)
    page.evaluate(DRAWN, 1)
    ask(page, QUESTIONS[lang][0])
    expect_state(page, "speaking")
    reach(page, "rms", AUDIBLE)
    speaking = [one for one in seen(visit, "speaking", SPEAKING) if one["rms"] > SILENT]
    page.keyboard.press("Escape")
    resting = rested(visit, "stopped")

    mouth, forehead = movement(speaking, "mouth"), movement(speaking, "forehead")
    rest = movement(resting, "mouth")
    line = f"{size} {lang}: mouth {mouth:.1f}, forehead {forehead:.1f}, at rest {rest:.1f} of 255"
    record_property("mouth", line)
    print(f"{line}; {len(speaking)} pictures")  # noqa: T201 - shown by `pytest -s`
    assert len(speaking) >= FEWEST
    assert mouth > 2 * forehead
    assert mouth > 2 * rest
    assert widest(visit, speaking) > OPEN
    assert widest(visit, resting) < SHUT


@pytest.mark.parametrize("lang", QUESTIONS)
def test_the_mouth_rests_when_an_answer_ends_by_itself(visit: Visit, lang: str) -> None:
    """After the last word the jaw is shut and the mouth as quiet as the forehead."""
    resize(visit.cdp, SIZES["phone"])
    speak(visit, lang)
    ask(visit.page, QUESTIONS[lang][1])
    expect_state(visit.page, "speaking")
    resting = rested(visit, "idle")
    assert widest(visit, resting) < SHUT
    assert movement(resting, "mouth") < QUIET


def test_a_picture_takes_few_draw_calls(
    visit: Visit, record_property: Callable[[str, object], None]
) -> None:
    """Figure, scene and shadow pass together stay inside the budget of an ordinary laptop."""
    costs = visit.page.evaluate(DRAWN, 3)
    record_property("cost", costs[-1])
    print(costs[-1])  # noqa: T201 - shown by `pytest -s`
    assert max(cost["calls"] for cost in costs) <= MOST_CALLS
    assert max(cost["triangles"] for cost in costs) <= MOST_TRIANGLES


def test_nothing_stands_in_the_way_of_assistive_technology(visit: Visit) -> None:
    """Axe finds nothing serious with the figure on the page, and the figure has a name."""
    assert violations(visit.page) == []
    expect(visit.page.locator("canvas[role=img]")).to_have_attribute("aria-label", re.compile("."))


def test_a_second_visit_takes_next_to_nothing_over_the_network(
    visit: Visit, context: BrowserContext, record_property: Callable[[str, object], None]
) -> None:
    """Page, scene code and figure come once; the second time they lie in the cache."""
    first = visit.traffic.total
    assert any("/figures/" in url for url in visit.traffic.fetched.values())
    visit.page.close()
    page = context.new_page()
    traffic = Traffic(context.new_cdp_session(page))
    with page.expect_response("**/figures/*.glb") as response:
        page.goto(f"{visit.url}?figure=3d&lang=zh")
    response.value.finished()
    page.wait_for_load_state("networkidle")
    page.close()
    line = f"first {first:,} bytes, second {traffic.total:,}"
    record_property("bytes", line)
    print(line)  # noqa: T201 - shown by `pytest -s`
    assert first <= MOST_FIRST
    assert traffic.total <= MOST_SECOND
