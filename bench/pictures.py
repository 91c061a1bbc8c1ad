"""Take the pictures of the visitor's page that the documentation shows.

    python bench/pictures.py --url http://127.0.0.1:8000/ -o docs/images/

A service must be running at the address. Each picture is taken in mid-answer: sound is being
heard, a word of the subtitle is marked and the mouth is open.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required")
COLOURS: Final = 256
ROUNDS: Final = 4
"""Of k-means over the palette; without them small red areas such as the lips turn grey."""
PATIENCE_MS: Final = 30_000

IN_MID_ANSWER: Final = """([startMs, jaw]) => {
  const { audio, face } = window.qingzhiProbe;
  const word = document.querySelector('.subtitles__word')?.textContent ?? '';
  const shut = Math.max(face[8], face[9]);
  return audio?.playing && audio.ms > startMs && face[24] > jaw && shut < 0.1 && word !== '';
}"""
"""Columns of the face: 8 and 9 are the eyelids, 24 the jaw."""


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
    start_ms: int = 6_000
    jaw: float = 0.25
    scale: float = 1.0


PICTURES: Final = (
    Picture("page", 1280, 800, "zh", "身份证丢了怎么补办？", scale=1.5),
    Picture("page-en", 1280, 800, "en", "How do I replace a lost ID card?", scale=1.5),
    Picture("phone", 390, 844, "zh", "身份证丢了怎么补办？", scale=2.0),
)


def take(browser: Browser, url: str, picture: Picture, path: Path) -> None:
    """Ask, wait for the moment and write the picture."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
    )
    page.goto(f"{url}?lang={picture.lang}")
    page.wait_for_selector("body[data-state=speaking]", timeout=PATIENCE_MS)
    # The greeting has to say what she is before an answer can do without it.
    page.wait_for_selector("body[data-state=idle]", timeout=PATIENCE_MS)
    page.locator("#ask").fill(picture.question)
    page.keyboard.press("Enter")
    page.locator(".card").wait_for(timeout=PATIENCE_MS)
    page.locator("#ask").blur()
    page.wait_for_function(IN_MID_ANSWER, arg=[picture.start_ms, picture.jaw], timeout=PATIENCE_MS)
    page.screenshot(path=path)
    page.close()


def shrink(path: Path) -> None:
    """Keep `COLOURS` colours: enough for drawings, a third of the size."""
    with Image.open(path) as full:
        reduced = full.convert("RGB").quantize(
            COLOURS, kmeans=ROUNDS, dither=Image.Dither.FLOYDSTEINBERG
        )
    reduced.save(path, optimize=True)


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000/")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("-o", "--out", type=Path, default=Path("docs/images"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=[*FLAGS])
        for picture in PICTURES:
            path = options.out / f"{picture.name}.png"
            take(browser, options.url, picture, path)
            shrink(path)
        browser.close()


if __name__ == "__main__":
    main()
