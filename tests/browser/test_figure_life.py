"""The figure in three dimensions on a page that lasts, against a desk with synthetic tones.

All tests share one page with very few pixels: what is checked here doesn't depend on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pytest
from playwright.sync_api import Playwright, expect
from tests.browser import material
from tests.browser.actions import AUDIBLE, SILENT, ask, expect_state, open_quietly, reach
from tests.browser.conftest import CHROMIUM
from tests.browser.fake_desk import FakeDesk
from tests.browser.figure import LEDGER, SOFTWARE_GL, Features, arrived
from tests.browser.material import BURST_PERIOD_S, FULL_JAW
from tests.browser.test_sync import TAP, clusters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.alone, pytest.mark.slow, pytest.mark.timeout(600)]

PERIOD_MS: Final = 1000 * BURST_PERIOD_S
LONG: Final = (material.ANSWER[2] * 3,)
"""One clause of fifteen whole burst periods, so that no two segments of motion are blended."""
SHORT: Final = ("就近申请，", "二十天拿证。")
FEWEST: Final = 20
"""Pictures of which a median says something."""
MOST_ANSWERS: Final = 12
MOST_OFFSET_MS: Final = 40.0
CLEAR_MS: Final = (80.0, 560.0)
"""After the beginning of a burst the mouth opens evenly; near the ends the next burst is near."""
WARM: Final = 200
TURNS: Final = 1000
MOST_GROWTH: Final = 1.1
"""Of the heap: the engine goes on compiling for hundreds of turns. A kilobyte a turn is more."""

HEARD: Final = """async () => {
  const { tap, qingzhiLedger: ledger, qingzhiProbe: probe } = window;
  const { context } = tap;
  const samples = new Float32Array(tap.fftSize);
  const silence = 0.05 * context.sampleRate;
  const heard = [];
  const listen = setInterval(() => {
    const { contextTime, performanceTime } = context.getOutputTimestamp();
    tap.getFloatTimeDomainData(samples);
    const end = context.currentTime;
    // The newest change from silence to sound, and when the loudspeaker is to give it.
    let onset = null;
    for (let at = 0, quiet = 0; at < samples.length; at += 1) {
      if (samples[at] !== 0 && quiet > silence) onset = at;
      quiet = samples[at] === 0 ? quiet + 1 : 0;
    }
    if (onset === null) return;
    const began = end - (samples.length - onset) / context.sampleRate;
    heard.push(performanceTime + 1000 * (began - contextTime));
  }, 40);
  const drawn = [];
  let last = ledger.at;
  while (probe.state === 'speaking') {
    await new Promise(requestAnimationFrame);
    if (ledger.at !== last) drawn.push([ledger.at, { ...ledger.weights }]);
    last = ledger.at;
  }
  clearInterval(listen);
  return { heard, drawn };
}"""
"""Times on the page's clock (ms): when bursts are to leave the loudspeaker; when the graphics card
was told of a mouth, and of which."""

TURN: Final = """async (count) => {
  const { shadowRoot } = document.querySelector('qingzhi-human');
  const box = shadowRoot.getElementById('ask');
  const { port1, port2 } = new MessageChannel();
  const soon = () => new Promise((done) => { port1.onmessage = done; port2.postMessage(null); });
  for (let turn = 0; turn < count; turn += 1) {
    const before = window.qingzhiProbe.audio?.item;
    box.value = `第 ${turn} 个问题`;
    shadowRoot.getElementById('form').requestSubmit();
    let heard = null;
    while (!heard?.playing || heard.item === before) {
      await soon();
      heard = window.qingzhiProbe.audio;
    }
  }
  port1.close();
}"""
"""Ask again and again, as soon as the new answer is heard, whatever is drawn meanwhile."""


class Guest(NamedTuple):
    """A page that was used before its figure was there, and what was seen until then."""

    page: Page
    desk: FakeDesk
    features: Features
    levels: list[str]


@pytest.fixture(scope="module")
def guest(playwright: Playwright, site: Path, clerk: Path) -> Iterator[Guest]:
    """Ask while the figure is being made; then let it be ready."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*SOFTWARE_GL])
    making = {"state": "making", "progress": 0.5, "url": None, "bytes": 0, "scene": "studio"}
    with FakeDesk(
        site, material.bursts, material.ramps, figure=making, figures=clerk.parent
    ) as desk:
        page = browser.new_page(viewport={"width": 240, "height": 240}, device_scale_factor=0.25)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.add_init_script(LEDGER + TAP)
        open_quietly(page, desk, figure="3d")
        ask(page, "身份证丢了怎么办？")
        expect_state(page, "speaking")
        reach(page, "rms", AUDIBLE)
        expect(page.locator(".card__title")).not_to_be_empty()
        levels = [page.locator(".human").get_attribute("data-figure") or ""]
        page.keyboard.press("Escape")
        desk.figure = making | {"state": "ready", "progress": 1.0, "url": f"/figures/{clerk.name}"}
        arrived(page)
        levels.append(page.locator(".human").get_attribute("data-figure") or "")
        yield Guest(page, desk, Features.of(clerk), levels)
        page.close()
    browser.close()
    assert faults == []


def test_the_page_answers_before_the_figure_is_there_and_then_shows_it(guest: Guest) -> None:
    """A question was answered with sound and card while she was being made; then she came."""
    assert guest.levels == ["waiting", "3d"]
    expect(guest.page.locator("canvas[role=img]")).to_be_visible()
    expect(guest.page.locator(".waiting")).to_be_hidden()


def offsets(guest: Guest) -> NDArray[np.float64]:
    """Ask once; return for each clear picture how much later than its sound its mouth is, in ms."""
    ask(guest.page, "身份证丢了怎么办？")
    expect_state(guest.page, "speaking")
    seen = guest.page.evaluate(HEARD)
    began = np.array(clusters(seen["heard"]))
    found = []
    for at, weights in seen["drawn"]:
        since = at - began[began <= at].max(initial=-np.inf)
        if CLEAR_MS[0] <= since <= CLEAR_MS[1]:
            shown = PERIOD_MS * guest.features.opening(weights) / FULL_JAW
            found.append((since - shown + PERIOD_MS / 2) % PERIOD_MS - PERIOD_MS / 2)
    return np.array(found)


def test_the_mouth_that_is_drawn_fits_the_sound_that_leaves(
    guest: Guest, record_property: Callable[[str, object], None]
) -> None:
    """However few pictures there are: each shows the mouth of the sound that is heard then."""
    guest.desk.answer = LONG
    found = np.zeros(0)
    for _ in range(MOST_ANSWERS):
        if len(found) >= FEWEST:
            break
        found = np.concatenate([found, offsets(guest)])
    assert len(found) >= FEWEST, "too few pictures were seen"
    median, p95 = np.median(found), np.percentile(np.abs(found), 95)
    line = f"median {median:+.1f} ms, p95 |offset| {p95:.1f} ms, {len(found)} pictures"
    record_property("sync", line)
    print(line)  # noqa: T201 - shown by `pytest -s`
    assert abs(median) <= MOST_OFFSET_MS


def weighed(page: Page) -> tuple[int, dict[str, int]]:
    """Return the bytes of the heap after a collection, and the objects in graphics memory."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("HeapProfiler.enable")
    cdp.send("HeapProfiler.collectGarbage")
    used = int(cdp.send("Runtime.getHeapUsage")["usedSize"])
    cdp.detach()
    return used, page.evaluate("() => window.qingzhiLedger.alive")


def settle(page: Page) -> None:
    """Stop, and wait until no sound is in hand and no motion plays or waits."""
    page.keyboard.press("Escape")
    reach(page, "rms", 0.0, SILENT)
    reach(page, "held", 0.0, 0.0)
    reach(page, "segments", 0, 0)


@pytest.mark.patient
def test_a_thousand_turns_leave_nothing_behind(
    guest: Guest, record_property: Callable[[str, object], None]
) -> None:
    """Neither the heap nor the graphics memory grows once the history is full."""
    page, desk = guest.page, guest.desk
    desk.answer = SHORT
    page.evaluate(TURN, WARM)
    settle(page)
    heap, objects = weighed(page)
    page.evaluate(TURN, TURNS)
    settle(page)
    heap_after, objects_after = weighed(page)
    line = (
        f"heap {heap / 1e6:.2f} MB, {heap_after / 1e6:.2f} MB after {TURNS} turns; {objects_after}"
    )
    record_property("growth", line)
    print(line)  # noqa: T201 - shown by `pytest -s`
    assert objects_after == objects
    assert heap_after <= MOST_GROWTH * heap
