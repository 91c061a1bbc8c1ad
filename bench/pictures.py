"""Take the pictures of the visitor's page that the documentation shows.

    python -m bench.pictures --url http://127.0.0.1:8765/ -o docs/images/

A service with a figure must be running at the address. Each picture is taken in mid-answer:
sound is being heard, a word of the subtitle is marked and the mouth is open. A processor draws
few pictures a second, so the page is stopped at the very one that shows all this.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.compact import opened, save
from playwright.sync_api import sync_playwright

from qingzhi.service.pictures import FLAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SOUND: Final = "--autoplay-policy=no-user-gesture-required"
PATIENCE_MS: Final = 300_000
POLL_MS: Final = 200

STOPPABLE: Final = """
(() => {
  const plain = window.requestAnimationFrame.bind(window);
  window.wanted = () => false;
  window.stood = false;
  window.requestAnimationFrame = (draw) => plain((time) => {
    if (window.stood) return;
    draw(time);
    window.stood = window.wanted();
  });
})();
"""
"""Let the page draw until what it has just drawn is wanted."""

IN_MID_ANSWER: Final = """([startMs, jaw]) => {
  const { shadowRoot } = document.querySelector('qingzhi-human');
  window.wanted = () => {
    const { audio, face } = window.qingzhiProbe;
    const word = shadowRoot.querySelector('.subtitles__word')?.textContent ?? '';
    const shut = Math.max(face[8], face[9]);
    return audio?.playing && audio.ms > startMs && face[24] > jaw && shut < 0.1 && word !== '';
  };
}"""
"""Columns of the face: 8 and 9 are the eyelids, 24 the jaw."""

DECIDED: Final = "() => window.stood || window.qingzhiProbe.state !== 'speaking'"


@dataclass(frozen=True)
class Picture:
    """A window of `width` × `height` CSS pixels in which `question` is asked.

    It is taken after `start_ms` of the answer, with the jaw open wider than `jaw` (0..1).
    """

    name: str
    width: int
    height: int
    lang: str
    question: str
    mode: str = "page"
    start_ms: int = 4_000
    jaw: float = 0.15
    scale: float = 1.0


PICTURES: Final = (
    Picture("page", 1280, 800, "zh", "身份证丢了怎么补办？", scale=1.5),
    Picture("page-en", 1280, 800, "en", "How do I replace a lost ID card?", scale=1.5),
    Picture("kiosk", 1080, 1920, "zh", "身份证丢了怎么补办？", mode="kiosk"),
    Picture("phone", 390, 844, "zh", "身份证丢了怎么补办？", scale=2.0),
)


def take(browser: Browser, url: str, picture: Picture, path: Path) -> None:
    """Ask, wait for the moment and write the picture."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
    )
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(STOPPABLE)
    page.goto(f"{url}?lang={picture.lang}&mode={picture.mode}&figure=3d")
    page.wait_for_selector(".human[data-figure='3d']")
    if picture.mode == "kiosk":
        page.locator("#begin").click()
        page.wait_for_selector("qingzhi-human[state=speaking]")
    # The greeting has to say what she is before an answer can do without it.
    page.wait_for_selector("qingzhi-human[state=idle]")
    page.evaluate(IN_MID_ANSWER, [picture.start_ms, picture.jaw])
    while not page.evaluate("() => window.stood"):
        _ask(page, picture.question)
    save(opened(page.screenshot()), path)
    page.close()


def _ask(page: Page, question: str) -> None:
    """Ask, and wait for the moment or for the end of the answer."""
    page.locator("#ask").fill(question)
    page.locator("#ask").press("Enter")
    page.locator("#ask").blur()
    page.wait_for_selector("qingzhi-human[state=speaking]")
    page.wait_for_function(DECIDED, polling=POLL_MS)


def main() -> None:
    """Take all pictures, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8765/")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    parser.add_argument("-o", "--out", type=Path, default=Path("docs/images"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=[*FLAGS, SOUND])
        for picture in PICTURES:
            if not options.only or picture.name in options.only:
                take(browser, options.url, picture, options.out / f"{picture.name}.jpg")
        browser.close()


if __name__ == "__main__":
    main()
