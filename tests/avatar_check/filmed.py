"""For each code of rendered frames one film with just that fault in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Film = list[np.ndarray[Any, np.dtype[np.uint8]]]
SIZE: Final = (120, 200)
FRAMES: Final = 14
PACE: Final = 3
"""Pixels that the figure moves from one frame to the next."""


def steady() -> Film:
    """Return a head of many tones that moves evenly before a room."""
    rng = np.random.default_rng(5)
    room = np.kron(rng.integers(60, 190, (12, 20, 3)), np.ones((10, 10, 1)))
    head = np.kron(rng.integers(30, 230, (16, 12, 3)), np.ones((5, 5, 1)))
    frames = []
    for n in range(FRAMES):
        frame = room.copy()
        frame[20:100, 30 + PACE * n : 90 + PACE * n] = head
        frames.append(frame.astype(np.uint8))
    return frames


def torn(film: Film) -> None:
    film[6][61:] = np.roll(film[6][61:], 14, axis=1)


def drifting(film: Film) -> None:
    for n, frame in enumerate(film):
        frame[..., 0] = np.clip(frame[..., 0].astype(int) + 4 * n, 0, 255)


def flashing(film: Film) -> None:
    film[7][..., 2] = np.clip(film[7][..., 2].astype(int) + 70, 0, 255)


def blackened(film: Film) -> None:
    film[5][:] = 0


def doubled(film: Film) -> None:
    film[8] = film[7].copy()


def shortened(film: Film) -> None:
    del film[7]


def thrown(film: Film) -> None:
    film[8:] = [np.roll(frame, 45, axis=1) for frame in film[8:]]


def cropped(film: Film) -> None:
    film[4] = film[4][:-10]


def few(film: Film) -> None:
    del film[2:]


FILMED: Final[Mapping[str, Callable[[Film], None] | None]] = {
    "frame_torn": torn,
    "colour_drift": drifting,
    "colour_flash": flashing,
    "frame_black": blackened,
    "frame_duplicated": doubled,
    "frame_skipped": shortened,
    "frame_jump": thrown,
    "frame_size": cropped,
    "frames_few": few,
    "frame_missing": None,
    "frame_unreadable": None,
}
"""What is done to the film; None where it is done to its files."""


def written(film: Film, folder: Path, code: str = "") -> list[Path]:
    """Write a film; two of the faults are planted here."""
    paths = []
    for n, frame in enumerate(film):
        path = folder / f"frame_{n + (n > 6 and code == 'frame_missing'):04}.png"
        Image.fromarray(frame).save(path)
        paths.append(path)
    if code == "frame_unreadable":
        paths[3].write_bytes(paths[3].read_bytes()[:200])
    return paths
