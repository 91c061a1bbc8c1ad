"""Pictures of a figure in motion (6.2.2.2, 6.2.2.3 b): torn, drifting, jumping, skipped frames.

Frames are PNG files in the order of their names. What counts as a sudden change is measured
against the frames around it, so that a fast gesture is no fault and a slow one hides none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar_check import movement
from qingzhi.avatar_check.colour import lab
from qingzhi.avatar_check.findings import Finding, Report, report
from qingzhi.avatar_check.pictures import head, pixels_whole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qingzhi.score import Lang

    Floats = NDArray[np.float64]

LEAST: Final = 3
LEAST_SIDE: Final = 16
GREY: Final = np.array([0.299, 0.587, 0.114])
DARK: Final = 8 / 255
"""A frame whose brightest point is darker shows nothing."""
PLAIN: Final = 1 / 255
"""… as does one whose points differ by less."""
DRIFT: Final = 3.0
"""ΔE (CIE 1976) from first to last third: what two people side by side notice."""
FLASH: Final = 6.0
AROUND: Final = 3
"""Frames on each side that a frame is compared with."""
STILL: Final = 0.4
"""Pixels, of the picture brought to a width of 256: less is no motion."""
SKIPPED: Final = (1.7, 3.2)
"""A frame is missing when the motion to the next is this many times that around it."""
COPIED: Final = 0.05
"""A frame that changes by less than this share of what its neighbours do is a copy."""
JUMPS: Final = 0.02
"""Share of the width that nothing moves by from one frame to the next, unless all around does."""
_NUMBER: Final = re.compile(r"(\d+)(?!.*\d)")


@dataclass(frozen=True)
class Frame:
    """What is kept of a picture: its size, a small grey copy, its mean colour, its torn row."""

    name: str
    size: tuple[int, int]
    small: Floats
    colour: Floats
    rows: Floats
    """[H − 1]: how much each row differs from the next."""
    blank: bool
    """Whether there is nothing on it."""
    path: Path


def check_frames(paths: Sequence[Path], *, lang: Lang = "zh") -> Report:
    """Judge a sequence of PNG files. A file that can't be read is a fault, not an error."""
    findings: list[Finding] = list(_numbers(paths))
    frames: list[Frame] = []
    for path in paths:
        frame = _frame(path)
        if frame is None:
            findings.append(Finding("frame_unreadable", path.name))
        else:
            frames.append(frame)
    findings += _sizes(frames)
    usual = _usual(frames)
    frames = [frame for frame in frames if frame.size == usual]
    broken = [Finding("frame_black", frame.name) for frame in frames if frame.blank]
    shown = [frame for frame in frames if not frame.blank]
    measured: dict[str, Any] = {"frames": len(paths), "size": list(usual)}
    if len(shown) < LEAST:
        few = Finding("frames_few", "/", {"count": len(shown)})
        return report([*findings, *broken, few], measured, lang)
    broken += [*_torn(shown), *_flashes(shown)]
    findings += [*broken, *_drift(shown)]
    moved, found = _motion(frames, {finding.where for finding in broken})
    told = moved[np.isfinite(moved)]
    measured["motion_px"] = round(float(np.median(told)), 2) if len(told) else 0.0
    return report([*findings, *found], measured, lang)


def _frame(path: Path) -> Frame | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    said = head(data)
    if said is None or said.mime != "image/png":
        return None
    picture = pixels_whole(data, said)
    if picture is None or min(picture.shape[:2]) < LEAST_SIDE:
        return None
    grey = picture @ GREY
    step = max(1, picture.shape[1] // 128)
    return Frame(
        name=path.name,
        size=(said.width, said.height),
        small=movement.small(grey),
        colour=lab(picture[::step, ::step]).reshape(-1, 3).mean(0),
        rows=np.abs(np.diff(grey, axis=0)).mean(1),
        blank=bool(grey.max() < DARK or grey.std() < PLAIN),
        path=path,
    )


def _numbers(paths: Sequence[Path]) -> Iterator[Finding]:
    found = [_NUMBER.search(path.stem) for path in paths]
    numbers = [int(match.group(1)) for match in found if match]
    if len(numbers) < len(paths):
        return
    steps = np.diff(numbers)
    usual = int(np.median(steps)) if len(steps) else 1
    for before, after, path in zip(numbers, numbers[1:], paths[1:], strict=False):
        if after - before > usual:
            yield Finding("frame_missing", path.name, {"before": before, "after": after})


def _usual(frames: Sequence[Frame]) -> tuple[int, int]:
    sizes = [frame.size for frame in frames]
    return max(set(sizes), key=sizes.count, default=(0, 0))


def _sizes(frames: Sequence[Frame]) -> Iterator[Finding]:
    usual = _usual(frames)
    for frame in frames:
        if frame.size != usual:
            slots = {"size": "{} × {}".format(*frame.size), "usual": "{} × {}".format(*usual)}
            yield Finding("frame_size", frame.name, slots)


def _torn(frames: Sequence[Frame]) -> Iterator[Finding]:
    """Find rows across which the picture goes on sideways, in one frame only."""
    usual = np.median([frame.rows for frame in frames], axis=0)
    for frame in frames:
        row = int(np.argmax(frame.rows - usual))
        if not movement.suspect(float(frame.rows[row]), float(usual[row])):
            continue
        shift = _shift(frame.path, row)
        if shift:
            yield Finding("frame_torn", frame.name, {"row": row + 1, "shift": shift})


def _shift(path: Path, row: int) -> int:
    """Look again at the one picture that is suspected."""
    data = path.read_bytes()
    said = head(data)
    picture = None if said is None else pixels_whole(data, said)
    return 0 if picture is None else movement.torn(picture[row] @ GREY, picture[row + 1] @ GREY)


def _drift(frames: Sequence[Frame]) -> Iterator[Finding]:
    colours = np.stack([frame.colour for frame in frames])
    third = max(1, len(frames) // 3)
    change = float(
        np.linalg.norm(np.median(colours[:third], axis=0) - np.median(colours[-third:], axis=0))
    )
    if change > DRIFT:
        yield Finding("colour_drift", frames[-1].name, {"change": round(change, 1)})


def _flashes(frames: Sequence[Frame]) -> Iterator[Finding]:
    colours = np.stack([frame.colour for frame in frames])
    for n, frame in enumerate(frames):
        around = np.delete(colours, n, 0)[max(0, n - AROUND) : n + AROUND]
        off = float(np.linalg.norm(colours[n] - np.median(around, axis=0)))
        steady = float(np.linalg.norm(np.ptp(around, axis=0)))
        if off > FLASH and off > 2 * steady:
            yield Finding("colour_flash", frame.name, {"change": round(off, 1)})


def _motion(frames: Sequence[Frame], broken: Collection[str]) -> tuple[Floats, list[Finding]]:
    """Return how far the picture moves to each frame, in its own pixels, and what is odd in it.

    Nothing is said of the way to and from a frame that is broken: it is not a number there.
    """
    scale = frames[0].size[0] / frames[0].small.shape[1]
    pairs = list(pairwise(frames))
    whole = [not {a.name, b.name} & {*broken} for a, b in pairs]
    moved = np.array([movement.shift(a.small, b.small) for a, b in pairs])
    changed = np.array([float(np.abs(a.small - b.small).mean()) for a, b in pairs])
    moved[np.logical_not(whole)] = changed[np.logical_not(whole)] = np.nan
    findings = []
    for n, (_, frame) in enumerate(pairs):
        code = _odd(moved, changed, n, frame.small.shape[1]) if whole[n] else None
        if code is not None:
            usual = _around(moved, n) * scale
            slots = {"pixels": round(moved[n] * scale, 1), "usual": round(usual, 1)}
            findings.append(Finding(code, frame.name, slots))
    return moved * scale, findings


def _odd(moved: Floats, changed: Floats, n: int, width: int) -> str | None:
    """Return the code of what is odd about the way to a frame; None where nothing is."""
    usual = _around(moved, n)
    if _copied(changed, n):
        return "frame_duplicated" if usual > STILL else None
    if n > 0 and _copied(changed, n - 1):
        return None  # twice the way, because the frame before stood still: told once
    if usual > STILL and SKIPPED[0] * usual < moved[n] <= SKIPPED[1] * usual:
        return "frame_skipped" if _steady(moved, n) else None
    return "frame_jump" if moved[n] > max(JUMPS * width, SKIPPED[1] * usual) else None


def _copied(changed: Floats, n: int) -> bool:
    return bool(changed[n] < COPIED * _around(changed, n))


def _neighbours(values: Floats, n: int) -> Floats:
    near = np.r_[values[max(0, n - AROUND) : n], values[n + 1 : n + 1 + AROUND]]
    return np.asarray(near[np.isfinite(near)])


def _around(values: Floats, n: int) -> float:
    near = _neighbours(values, n)
    return float(np.median(near)) if len(near) else 0.0


def _steady(values: Floats, n: int) -> bool:
    """Whether the motion around is even enough for one large step to be a missing frame."""
    around = _neighbours(values, n)
    return bool(around.max() < SKIPPED[0] * max(float(np.median(around)), STILL))
