"""The typical face and body of a group of people: where every drawn or described person begins.

The base body's own average face is plain and stern, and its head small on broad shoulders. These
sliders lead to a pleasant, rested face of each gender, age and region, found by looking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.avatar.spec import Ancestry, Gender

_EVERYBODY: Final[Mapping[str, float]] = {
    "eye-bag": -0.35,
    "ear-wing": -0.65,
    "ear-round": 0.4,
    "ear-size": -0.1,
    "ear-lobe": -0.3,
    "lobe-in": 0.3,
    "chin-forward": 0.25,
    "mouth-angles": 0.25,
    "cheek-front": 0.25,
    "temple-width": -0.4,
    "skull-width": -0.4,
    "shoulder-width": -0.75,
}
_YOUTH: Final[Mapping[str, Mapping[str, float]]] = {
    "female": {
        "head-oval": 0.45, "head-taper": 0.1, "head-fat": -0.15, "head-width": -0.2,
        "forehead-height": -0.15, "forehead-temple": -0.25, "forehead-round": 0.2,
        "brow-angle": 0.3, "cheek-bones": -0.2, "cheek-volume": 0.25, "cheekbone-width": -0.45,
        "chin-width": -0.45, "chin-bones": -0.3, "jaw-drop": -0.3, "jaw-line": -0.15,
        "chin-sides": -0.2, "eye-size": 0.8, "eye-opening": 0.3, "eye-outer-height": 0.1,
        "eye-width": 0.65, "nose-width": -0.3, "nose-point-width": -0.2, "nose-volume": -0.2,
        "nose-length": -0.2, "nose-tip": 0.3, "nose-wings": -0.1, "mouth-width": 0.1,
        "cupids-bow": 0.2, "upper-lip-volume": -0.3, "upper-lip-height": -0.35,
        "upper-lip-full": -0.4, "lower-lip-volume": -0.15, "lower-lip-height": -0.2,
        "lips-forward": -0.15, "neck-width": -0.25, "neck-depth": -0.2, "neck-length": 0.15,
        "torso-width": -0.4, "hips": -0.85, "waist": -0.45,
    },
    "male": {
        "head-oval": 0.25, "head-rectangular": 0.1, "head-fat": -0.2, "head-width": -0.15,
        "forehead-temple": -0.15, "brow-angle": 0.12, "brow-height": -0.05, "brow-ridge": 0.25,
        "cheek-bones": -0.1, "cheek-volume": 0.05, "cheekbone-width": -0.35, "chin-width": -0.15,
        "chin-bones": -0.1, "chin-height": 0.1, "jaw-drop": -0.1, "jaw-angle": 0.1,
        "eye-size": 0.62, "eye-opening": 0.2, "eye-width": 0.6, "nose-width": -0.1,
        "nose-point-width": -0.1, "nose-volume": -0.1, "nose-tip": 0.3, "nose-wings": 0.0,
        "mouth-width": 0.15, "upper-lip-volume": -0.35, "upper-lip-height": -0.4,
        "upper-lip-full": -0.45, "lower-lip-volume": -0.25, "lower-lip-height": -0.25,
        "lips-forward": -0.2, "neck-width": -0.15, "torso-width": -0.3, "adams-apple": 0.6,
    },
}  # fmt: skip
"""At 25; less of it in childhood and in age, when faces have their own shapes."""
_REGIONS: Final[Mapping[str, Mapping[str, float]]] = {
    "asian": {"eye-distance": 0.36, "nose-bridge": 0.35, "epicanthus": 0.1, "lips-height": -0.05},
    "caucasian": {
        "eye-distance": 0.22, "nose-bridge": 0.1, "nose-depth": -0.15, "nose-hump": -0.1,
        "upper-lip-full": 0.3, "lower-lip-full": 0.1, "eye-fold": 0.2, "cheek-hollow": 0.1,
    },
    "african": {
        "eye-distance": 0.24, "nose-bridge": 0.25, "nose-width": 0.1, "upper-lip-full": 0.15,
        "lips-forward": -0.1, "eye-fold": 0.15,
    },
}  # fmt: skip
_CHILD: Final[Mapping[str, float]] = {
    "temple-width": 0.3, "skull-width": 0.3, "head-round": 0.3, "forehead-round": 0.3,
    "cheek-volume": 0.35, "cheek-bones": -0.5, "cheek-front": -0.05, "chin-width": -0.3,
    "chin-forward": -0.15, "laugh-lines": -0.5, "eye-size": 0.35, "eye-width": 0.35,
    "eye-opening": 0.45, "eye-bag": -0.15, "eye-distance": -0.2, "brow-angle": 0.1,
    "brow-height": 0.2, "brow-ridge": -0.4, "nose-bridge": -0.35, "nose-volume": -0.05,
    "mouth-width": -0.1, "cupids-bow": 0.2, "upper-lip-volume": -0.45,
    "upper-lip-height": -0.25, "upper-lip-full": -0.35, "lower-lip-volume": -0.4,
    "lower-lip-height": -0.2, "lower-lip-full": -0.3, "ear-wing": 0.35, "shoulder-width": 0.35,
}  # fmt: skip
"""At ten, when a face is half grown: the middle and the lower third are still short."""
_TODDLER: Final[Mapping[str, float]] = {
    **_CHILD,
    "temple-width": 0.4, "skull-width": 0.4, "head-round": 0.1, "cheek-volume": 0.1,
    "chin-forward": 0.05, "eye-size": 0.42, "eye-width": 0.0, "eye-opening": 0.6,
    "eye-bag": 0.0, "brow-height": 0.1, "nose-bridge": -0.45, "nose-volume": 0.0,
    "mouth-width": -0.2, "ear-size": -0.2,
}  # fmt: skip
"""At four or less; the base body's infant is round enough, and its lids lie deep already."""
_OLD: Final[Mapping[str, float]] = {
    "laugh-lines": 0.9, "double-chin": 0.4, "eye-bag": 0.8, "eye-opening": -0.1, "eye-size": 0.3,
    "eye-width": 0.35, "eye-fold": -0.4, "eye-outer-height": -0.3, "nose-width": -0.15,
    "nose-volume": -0.1, "nose-length": 0.3, "nose-tip": -0.2, "chin-width": -0.1,
    "mouth-angles": 0.1, "head-oval": 0.15, "ear-size": 0.6, "ear-lobe": 0.75,
    "ear-round": -0.2, "cheek-hollow": 0.4, "cheek-front": -0.3, "jaw-line": 0.4,
    "nose-wings": -0.05, "brow-angle": 0.1, "brow-height": 0.05, "lips-height": -0.05,
    "upper-lip-full": -0.6, "upper-lip-volume": -0.4, "upper-lip-height": -0.35,
    "lower-lip-full": -0.4, "lower-lip-volume": -0.2,
}  # fmt: skip
"""At 80: flesh sinks, lips thin, noses and ears have grown all life long."""
_HEAD: Final = {"female": 0.8, "male": 0.45}
"""How much larger a head is than the base body's."""
_GROWING: Final = (4, 14)
_SMALLER: Final = 0.8
"""Years over which an expression at rest grows, and its share before."""
_WONDER: Final = 0.15
"""How far the inner brows of the smallest are up at rest."""
_REST: Final[Mapping[str, float]] = {
    "mouthSmileLeft": 0.2, "mouthSmileRight": 0.2, "cheekSquintLeft": 0.1,
    "cheekSquintRight": 0.1, "browOuterUpLeft": 0.06, "browOuterUpRight": 0.06,
    "jawOpen": -0.03, "mouthPressLeft": 0.1, "mouthPressRight": 0.1,
}  # fmt: skip


def ages(age: float) -> dict[str, float]:
    """Share an age between infancy, childhood, adulthood and old age."""
    small = float(np.interp(age, (4, 9), (1, 0)))
    child = float(np.interp(age, (9, 17), (1, 0)))
    old = float(np.interp(age, (35, 80), (0, 1)))
    return {
        "toddler": small,
        "child": child - small,
        "adult": (1 - child) * (1 - old),
        "old": old,
    }


def face(gender: Gender, age: float, ancestry: Ancestry) -> dict[str, float]:
    """Return the sliders of a typical face."""
    share = ages(age)
    total: dict[str, float] = {}
    for sliders, amount in (
        (_EVERYBODY, 1.0),
        (_YOUTH[gender], share["adult"]),
        (_TODDLER, share["toddler"]),
        (_CHILD, share["child"]),
        (_OLD, share["old"]),
        *((_REGIONS[name], part) for name, part in ancestry.shares().items()),
    ):
        for name, value in sliders.items():
            total[name] = total.get(name, 0.0) + amount * value
    total["head-size"] = _HEAD[gender]
    return settled(total)


def settled(sliders: Mapping[str, float]) -> dict[str, float]:
    """Return sliders within their bounds, to two decimals, without those that do nothing."""
    bounded = {name: round(min(max(value, -1), 1), 2) for name, value in sliders.items()}
    return {name: value for name, value in sorted(bounded.items()) if value}


def rest(age: float = 25.0) -> dict[str, float]:
    """Return the expression that a typical person wears: friendly and at ease.

    Small mouths smile with less: a grown-up's smile would reach into round cheeks. Their brows
    are drawn up in the middle a little, without which they look cross.
    """
    share = float(np.interp(age, _GROWING, (_SMALLER, 1)))
    worn = {name: round(share * strength, 3) for name, strength in _REST.items()}
    wonder = round(float(np.interp(age, _GROWING, (_WONDER, 0))), 3)
    return worn | ({"browInnerUp": wonder} if wonder else {})
