"""Face shapes: those that speech and emotion need are there, alive, of human size and even.

Names: ARKit's 52 blend shapes and Oculus's 15 visemes, with the spellings that tools give them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar_check.findings import Finding
from qingzhi.avatar_check.humanoid import VRM0, VRM1
from qingzhi.score import ARKIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar_check.model import Model

    Floats = NDArray[np.float64]

VISEMES: Final = (
    *("sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR"),
    *("aa", "E", "I", "O", "U"),
)
DEAD_M: Final = 1e-4
EXPLODES: Final = 0.4
"""Share of the head's height that no point of a face moves by."""
UNEVEN: Final = 2.0
"""One side may move this many times as far as the other."""
COMBINATIONS: Final = (
    ("jawOpen", "mouthSmileLeft", "mouthSmileRight", "cheekSquintLeft", "cheekSquintRight"),
    ("jawOpen", "mouthFunnel", "viseme_O"),
    ("mouthSmileLeft", "mouthSmileRight", "viseme_E", "cheekSquintLeft", "cheekSquintRight"),
    ("browInnerUp", "browOuterUpLeft", "browOuterUpRight", "eyeWideLeft", "eyeWideRight"),
)
"""Shapes that are shown at once; together they must hold as each alone does."""
_MARKS: Final = re.compile(r"[^a-z0-9]+")
_ENDS: Final = re.compile(r"(?:_l|\.l|-l)$|(?:_r|\.r|-r)$", re.IGNORECASE)
_VISEME_PREFIX: Final = ("viseme", "vis", "v")


def check(model: Model) -> Iterator[Finding]:
    """Find faults of face shapes."""
    named = shapes(model)
    head = head_height(model)
    yield from _missing(model, named)
    for name, moved in sorted(named.items()):
        reach = float(np.abs(moved).max(initial=0))
        if name != "viseme_sil" and name in _WANTED and reach < DEAD_M:
            yield Finding("morph_dead", name, {"mm": round(reach * 1e3, 3)})
        elif reach > EXPLODES * head:
            yield Finding("morph_explodes", name, {"cm": round(reach * 100, 1)})
    yield from _together(named, head)
    yield from _even(named)


def shapes(model: Model) -> Mapping[str, Floats]:
    """Return the displacements [N, 3] of all surfaces that move, by ARKit's or Oculus's name."""
    moving = [surface for surface in model.surfaces if surface.morphs]
    starts = np.cumsum([0, *(len(surface.points) for surface in moving)])
    found: dict[str, Floats] = {}
    for surface, start in zip(moving, starts, strict=False):
        for given, moved in surface.morphs.items():
            whole = found.setdefault(canonical(given), np.zeros((int(starts[-1]), 3)))
            whole[start : start + len(moved)] += np.nan_to_num(moved)
    return found


def canonical(given: str) -> str:
    """Return ARKit's or Oculus's spelling of a shape's name; an unknown name as it is."""
    side = _ENDS.search(given)
    name = (given[: side.start()] if side else given).rsplit(".", 1)[-1]
    if side:
        name += "Left" if side.group()[-1] in "lL" else "Right"
    return _KNOWN.get(_MARKS.sub("", name.lower()), given)


def head_height(model: Model) -> float:
    """Return about how high the head is, in metres: what the head bone moves, or a usual one."""
    head = model.bones.get("head")
    tall = 0.0
    for surface in model.of("skin"):
        if surface.joints is None or surface.weights is None or head is None:
            continue
        held = (np.where(surface.joints == head, surface.weights, 0).sum(1)) > 0.5
        if held.any() and surface.whole:
            tall = max(tall, float(np.ptp(surface.points[held, 1])))
    return tall or 0.22


def _spellings() -> dict[str, str]:
    known = {name.lower(): name for name in ARKIT}
    for viseme in VISEMES:
        for prefix in _VISEME_PREFIX:
            known.setdefault(f"{prefix}{viseme.lower()}", f"viseme_{viseme}")
    return known


_KNOWN: Final = _spellings()
_WANTED: Final = frozenset({*ARKIT, *(f"viseme_{viseme}" for viseme in VISEMES)})


def _missing(model: Model, named: Mapping[str, Floats]) -> Iterator[Finding]:
    vrm = VRM1 in model.document.extensions or VRM0 in model.document.extensions
    for code, wanted in (
        ("arkit_missing", ARKIT),
        ("visemes_missing", tuple(f"viseme_{viseme}" for viseme in VISEMES)),
    ):
        missing = [name for name in wanted if name not in named]
        if missing:
            # A VRM moves its face by its own expressions, which the check of VRM looks at.
            softer = f"{code}_vrm" if vrm and len(missing) == len(wanted) else code
            slots = {"count": len(missing), "names": ", ".join(missing[:8])}
            yield Finding(softer, "/meshes", slots)


def _together(named: Mapping[str, Floats], head: float) -> Iterator[Finding]:
    for names in COMBINATIONS:
        present = [named[name] for name in names if name in named]
        if len(present) < 2:
            continue
        reach = float(np.abs(np.sum(present, axis=0)).max(initial=0))
        alone = max(float(np.abs(moved).max(initial=0)) for moved in present)
        if reach > 1.5 * EXPLODES * head and alone <= EXPLODES * head:
            yield Finding(
                "morphs_explode_together", " + ".join(names), {"cm": round(reach * 100, 1)}
            )


def _even(named: Mapping[str, Floats]) -> Iterator[Finding]:
    for name in sorted(named):
        other = name.removesuffix("Left") + "Right"
        if not name.endswith("Left") or other not in named:
            continue
        reach = [float(np.linalg.norm(named[n], axis=1).max(initial=0)) for n in (name, other)]
        if min(reach) > DEAD_M and max(reach) > UNEVEN * min(reach):
            slots = {"left": round(reach[0] * 1e3, 1), "right": round(reach[1] * 1e3, 1)}
            yield Finding("morph_uneven", f"{name} / {other}", slots)
