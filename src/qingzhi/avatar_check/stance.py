"""How the figure stands: T-pose, size, proportions, on the floor, looking at the visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar_check.findings import Finding
from qingzhi.avatar_check.humanoid import REQUIRED, above

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar_check.model import Model

    Floats = NDArray[np.float64]

TILT_DEG: Final = 12.0
"""A limb may lean this far from the T-pose's lines."""
TURNED_DEG: Final = 1.0
TALL_M: Final = (0.5, 2.6)
FLOOR_M: Final = 0.02
HEADS: Final = (5.2, 9.0)
"""Heights of the head in the stature of a person: from six years on to the ideal of draughtsmen."""
SPAN: Final = (0.85, 1.15)
"""Fingertip to fingertip by stature; people have 0.95 to 1.1."""
UNEVEN: Final = 0.02
_LIMBS: Final = {
    "leftUpperArm": ("leftLowerArm", (1, 0, 0)),
    "leftLowerArm": ("leftHand", (1, 0, 0)),
    "rightUpperArm": ("rightLowerArm", (-1, 0, 0)),
    "rightLowerArm": ("rightHand", (-1, 0, 0)),
    "leftUpperLeg": ("leftLowerLeg", (0, -1, 0)),
    "leftLowerLeg": ("leftFoot", (0, -1, 0)),
    "rightUpperLeg": ("rightLowerLeg", (0, -1, 0)),
    "rightLowerLeg": ("rightFoot", (0, -1, 0)),
}
FINGERS: Final = tuple(
    f"{side}{finger}{part}"
    for side in ("left", "right")
    for finger, parts in {
        "Thumb": ("Metacarpal", "Proximal", "Distal"),
        **dict.fromkeys(
            ("Index", "Middle", "Ring", "Little"), ("Proximal", "Intermediate", "Distal")
        ),
    }.items()
    for part in parts
)


def check(model: Model) -> Iterator[Finding]:
    """Find faults of the stance and the proportions."""
    yield from _bones(model)
    yield from _pose(model)
    yield from _size(model)


def measured(model: Model) -> dict[str, Any]:
    """Measure the figure in centimetres: crown to ground, and to the sole of the bare foot."""
    low, top = _extent(model)
    if low is None or top is None:
        return {}
    found: dict[str, Any] = {"height_cm": round(float(top - low) * 100, 1)}
    bare = _sole(model)
    if bare is not None:
        found["barefoot_cm"] = round(float(top - bare) * 100, 1)
    heads = _heads(model, top, low)
    if heads is not None:
        found["heads"] = round(heads, 2)
    return found


def _bones(model: Model) -> Iterator[Finding]:
    missing = [bone for bone in REQUIRED if bone not in model.bones]
    if missing:
        slots = {"count": len(missing), "names": ", ".join(missing[:8])}
        yield Finding("bones_missing", "/skins", slots)
    fingers = [bone for bone in FINGERS if bone not in model.bones]
    if fingers:
        slots = {"count": len(fingers), "names": ", ".join(fingers[:6])}
        yield Finding("fingers_missing", "/skins", slots)
    for bone, number in model.bones.items():
        parent = above(bone, model.bones)
        if parent is None:
            continue
        at = model.parents.get(number)
        while at is not None and at != model.bones[parent]:
            at = model.parents.get(at)
        if at is None:
            yield Finding("bone_order", f"/nodes/{number}", {"bone": bone, "parent": parent})
    if len(set(model.bones.values())) < len(model.bones):
        yield Finding("bone_shared", "/extensions", {})


def _pose(model: Model) -> Iterator[Finding]:
    sign = -1.0 if model.backward else 1.0
    for bone, (tip, line) in _LIMBS.items():
        at, end = model.at(bone), model.at(tip)
        if at is None or end is None:
            continue
        along = end - at
        length = float(np.linalg.norm(along))
        cosine = float(along @ (np.array(line) * [sign, 1, sign])) / max(length, 1e-9)
        angle = float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
        if angle > TILT_DEG:
            yield Finding("not_t_pose", bone, {"bone": bone, "degrees": round(angle)})
    turned = sum(
        2 * np.degrees(np.arccos(min(1.0, abs(model.document.nodes[n].rotation[3])))) > TURNED_DEG
        for n in model.bones.values()
        if model.document.nodes[n].matrix is None
    )
    if turned:
        yield Finding("bones_turned", "/nodes", {"count": int(turned)})


def _size(model: Model) -> Iterator[Finding]:
    low, top = _extent(model)
    if low is None or top is None:
        return
    tall = float(top - low)
    if not TALL_M[0] <= tall <= TALL_M[1]:
        yield Finding("units", "/scenes", {"metres": round(tall, 2)})
        return
    if abs(low) > FLOOR_M:
        yield Finding("not_on_floor", "/scenes", {"cm": round(float(low) * 100, 1)})
    heads = _heads(model, top, low)
    if heads is not None and not HEADS[0] <= heads <= HEADS[1]:
        yield Finding("proportions", "head", {"heads": round(heads, 1)})
    yield from _limbs(model, tall)
    yield from _facing(model)


def _limbs(model: Model, tall: float) -> Iterator[Finding]:
    for bone, (tip, _) in _LIMBS.items():
        if not bone.startswith("left"):
            continue
        left = _length(model, bone, tip)
        right = _length(model, _other(bone), _other(tip))
        if not left or not right:
            continue
        ratio = max(left, right) / min(left, right) - 1
        if ratio > UNEVEN:
            yield Finding("limbs_uneven", bone, {"percent": round(100 * ratio, 1)})
    tips = [model.at("leftMiddleDistal"), model.at("rightMiddleDistal")]
    if tips[0] is not None and tips[1] is not None:
        span = float(np.linalg.norm(tips[0] - tips[1])) / tall
        if not SPAN[0] - 0.03 <= span <= SPAN[1]:
            yield Finding("proportions_arms", "arms", {"ratio": round(span, 2)})


def _length(model: Model, bone: str, tip: str) -> float | None:
    at, end = model.at(bone), model.at(tip)
    return None if at is None or end is None else float(np.linalg.norm(end - at))


def _other(bone: str) -> str:
    return "right" + bone.removeprefix("left")


def _facing(model: Model) -> Iterator[Finding]:
    """Find a figure that doesn't look along +z: its left is at +x, its toes before its ankles."""
    sign = -1.0 if model.backward else 1.0
    left, right = model.at("leftUpperArm"), model.at("rightUpperArm")
    ankle, toes = model.at("leftFoot"), model.at("leftToes")
    sided = left is not None and right is not None and float(left[0] - right[0]) * sign < 0
    forward = ankle is not None and toes is not None and float(toes[2] - ankle[2]) * sign < 0
    if sided or forward:
        yield Finding("faces_away", "/scenes", {})


def _extent(model: Model) -> tuple[float | None, float | None]:
    """Return ground and crown: the crown is the skull's, not the hair's, where skin covers it."""
    shown = [s.points for s in model.surfaces if s.whole]
    if not shown:
        return None, None
    low = min(float(points[:, 1].min()) for points in shown)
    skin = [s.points for s in model.of("skin") if s.whole]
    top = max((float(points[:, 1].max()) for points in skin), default=-np.inf)
    head = model.at("head")
    if not np.isfinite(top) or (head is not None and top < head[1]):
        top = max(float(points[:, 1].max()) for points in shown)
    return low, top


def _sole(model: Model) -> float | None:
    """Return the height of the bare sole; None where no skin of a foot is in the file."""
    feet = {model.bones.get(f"{side}{bone}") for side in ("left", "right") for bone in _FOOT}
    lows = [_lowest(s, feet) for s in model.of("skin")]
    return min((low for low in lows if low is not None), default=None)


_FOOT: Final = ("Foot", "Toes")


def _lowest(surface: Any, joints: set[int | None]) -> float | None:
    if surface.joints is None or surface.weights is None:
        return None
    held = np.where(
        np.isin(surface.joints, [j for j in joints if j is not None]), surface.weights, 0
    )
    chosen = surface.points[held.sum(1) > 0.5]
    return float(chosen[:, 1].min()) if len(chosen) else None


def _heads(model: Model, top: float, low: float) -> float | None:
    """Return the stature in heights of the head, chin to crown."""
    head, jaw = model.bones.get("head"), model.bones.get("jaw")
    if head is None:
        return None
    chins = []
    for surface in model.of("skin"):
        if surface.joints is None or surface.weights is None:
            continue
        held = np.isin(surface.joints, [n for n in (head, jaw) if n is not None])
        chosen = surface.points[np.where(held, surface.weights, 0).sum(1) > 0.9]
        if len(chosen):
            sign = -1.0 if model.backward else 1.0
            middle = chosen[np.abs(chosen[:, 0]) < 0.03]
            front = middle[middle[:, 2] * sign > np.median(chosen[:, 2] * sign)]
            if len(front):
                chins.append(float(front[:, 1].min()))
    if not chins or top - min(chins) < 0.05:
        return None
    return (top - low) / (top - min(chins))
