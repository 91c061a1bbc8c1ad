"""Make docs/gallery/: the shipped figure's face, gestures, scenes and speech, as visitors see them.

    python -m bench.gallery -o docs/gallery/

Everything goes the way that visitors' pictures go: the product's motion on the product's figure,
drawn by the page's own code in headless Chromium.
"""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.compact import opened, save, sheet

from qingzhi.assets import Assets
from qingzhi.cli.render import figure_file
from qingzhi.emotion import BASIC, Emotion, Strength
from qingzhi.motion.still import still
from qingzhi.service.pictures import Camera, Shot
from qingzhi.service.recital import Manner, lines, recite
from qingzhi.settings import SCENES, Settings
from qingzhi.speech import Speaker

if TYPE_CHECKING:
    from PIL import Image

    from qingzhi.motion.compose import Composed

GESTURES: Final = ("welcome", "invite", "thank_bow")
SENTENCE: Final = "您好，请问您想办什么事？"
MOMENTS: Final = 10
"""Of the sentence that are shown."""
FACE: Final = (200, 240)
SMALL: Final = (160, 192)
LARGE: Final = (480, 600)
SHARPER: Final = 2
"""Faces are drawn this much larger than they are shown."""


def faces(camera: Camera) -> Image.Image:
    """Show each emotion at each strength."""
    rows = []
    for strength in Strength:
        row = []
        for name in BASIC:
            shot = _face(still(Emotion.of(name, strength)), FACE)
            row.append((f"{name}, {strength}", opened(camera.take(shot).png)))
        rows.append(row)
    return sheet(rows, FACE)


def speech(camera: Camera, body: Composed) -> Image.Image:
    """Show the face at even distances through a spoken sentence."""
    row = []
    for moment in range(MOMENTS):
        at = round((moment + 0.5) / MOMENTS * (len(body.face) - 1))
        shot = _face(_frame(body, at), SMALL)
        row.append((f"{at / body.fps:.2f} s", opened(camera.take(shot).png)))
    return sheet([row], SMALL)


def gestures(camera: Camera) -> Image.Image:
    """Show some gestures at their apex."""
    feeling = Emotion.of("joy", "weak")
    bodies = [(name, still(feeling, gesture=name)) for name in GESTURES]
    return sheet([[(n, _taken(camera, Shot(b, "half"))) for n, b in bodies]], LARGE)


async def spoken(settings: Settings, text: str) -> Composed:
    """Have the sentence said and played."""
    speaker = await Speaker.start(settings, Assets(settings), voice=settings.voice)
    try:
        manner = Manner(emotion=Emotion.of("joy", "weak"))
        return (await recite(speaker, lines(text, manner))).motion
    finally:
        await speaker.close()


def _taken(camera: Camera, shot: Shot) -> Image.Image:
    return opened(camera.take(replace(shot, width=LARGE[0], height=LARGE[1])).png)


def _face(body: Composed, size: tuple[int, int]) -> Shot:
    return Shot(body, "face", width=SHARPER * size[0], height=SHARPER * size[1])


def _frame(body: Composed, at: int) -> Composed:
    now = slice(at, at + 1)
    return replace(body, face=body.face[now], bones=body.bones[now], hips=body.hips[now])


def main() -> None:
    """Make all sheets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figure", default="clerk")
    parser.add_argument("--voice", default="espeak")
    parser.add_argument("-o", "--out", type=Path, default=Path("docs/gallery"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    settings = Settings.from_env(voice=options.voice)
    glb = figure_file(settings, options.figure)
    body = asyncio.run(spoken(settings, SENTENCE))
    friendly, places = still(Emotion.of("joy", "weak")), []
    for name in SCENES:
        with Camera(glb, name) as camera:
            places.append((name, _taken(camera, Shot(friendly))))
            if name == "hall":
                save(gestures(camera), options.out / "gestures.jpg")
            if name == "studio":
                save(faces(camera), options.out / "emotions.jpg")
                save(speech(camera, body), options.out / "speech.jpg")
    save(sheet([places], LARGE), options.out / "scenes.jpg")


if __name__ == "__main__":
    main()
