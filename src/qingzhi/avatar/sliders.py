"""The sliders of a figure: what each is called, and which targets of the base body it blends.

A slider runs from −1 to 1 and is 0 on an average person. The targets of its negative and of its
positive half are shapes in opposite senses, so a half without a target does nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Slider(NamedTuple):
    """Targets of the two halves; `{}` in a target stands for the side, l or r."""

    low: str = ""
    high: str = ""

    def targets(self, value: float) -> Iterator[tuple[str, float]]:
        """Yield the targets that `value` calls for, each with its weight."""
        target = self.high if value > 0 else self.low
        if target and value:
            for name in dict.fromkeys(target.format(side) for side in "lr"):
                yield name, abs(value)


def _both(stem: str, low: str = "decr", high: str = "incr") -> Slider:
    return Slider(f"{stem}-{low}", f"{stem}-{high}")


SLIDERS: Final[Mapping[str, Slider]] = {
    "head-age": _both("head/head-age"),
    "head-oval": Slider(high="head/head-oval"),
    "head-round": Slider(high="head/head-round"),
    "head-square": Slider(high="head/head-square"),
    "head-rectangular": Slider(high="head/head-rectangular"),
    "head-diamond": Slider(high="head/head-diamond"),
    "head-taper": Slider("head/head-triangular", "head/head-invertedtriangular"),
    "head-width": _both("head/head-scale-horiz"),
    "head-height": _both("head/head-scale-vert"),
    "head-depth": _both("head/head-scale-depth"),
    "head-fat": _both("head/head-fat"),
    "forehead-height": _both("forehead/forehead-scale-vert"),
    "forehead-temple": _both("forehead/forehead-temple"),
    "brow-angle": _both("eyebrows/eyebrows-angle", "down", "up"),
    "brow-height": _both("eyebrows/eyebrows-trans", "down", "up"),
    "cheek-bones": _both("cheek/{}-cheek-bones"),
    "cheek-inner": _both("cheek/{}-cheek-inner"),
    "cheek-volume": _both("cheek/{}-cheek-volume"),
    "chin-width": _both("chin/chin-width"),
    "chin-height": _both("chin/chin-height"),
    "chin-bones": _both("chin/chin-bones"),
    "chin-prominence": _both("chin/chin-prominent"),
    "chin-cleft": _both("chin/chin-cleft"),
    "jaw-drop": _both("chin/chin-jaw-drop"),
    "eye-size": _both("eyes/{}-eye-scale"),
    "eye-opening": _both("eyes/{}-eye-height2"),
    "eye-inner-height": _both("eyes/{}-eye-corner1", "down", "up"),
    "eye-outer-height": _both("eyes/{}-eye-corner2", "down", "up"),
    "eye-distance": _both("eyes/{}-eye-trans", "in", "out"),
    "eye-bag": _both("eyes/{}-eye-bag"),
    "eye-fold": _both("eyes/{}-eye-eyefold", "down", "up"),
    "eye-fold-shape": _both("eyes/{}-eye-eyefold", "concave", "convex"),
    "epicanthus": _both("eyes/{}-eye-epicanthus", "out", "in"),
    "nose-width": _both("nose/nose-scale-horiz"),
    "nose-length": _both("nose/nose-scale-vert"),
    "nose-depth": _both("nose/nose-scale-depth"),
    "nose-volume": _both("nose/nose-volume"),
    "nose-curve": _both("nose/nose-curve", "concave", "convex"),
    "nose-base-height": _both("nose/nose-base", "down", "up"),
    "nose-flaring": _both("nose/nose-flaring"),
    "nostrils-width": _both("nose/nose-nostrils-width"),
    "nose-hump": _both("nose/nose-hump"),
    "nose-point-width": _both("nose/nose-point-width"),
    "nose-point-height": _both("nose/nose-point", "down", "up"),
    "mouth-width": _both("mouth/mouth-scale-horiz"),
    "mouth-height": _both("mouth/mouth-trans", "down", "up"),
    "mouth-angles": _both("mouth/mouth-angles", "down", "up"),
    "laugh-lines": _both("mouth/mouth-laugh-lines", "out", "in"),
    "cupids-bow": _both("mouth/mouth-cupidsbow"),
    "upper-lip-height": _both("mouth/mouth-upperlip-height"),
    "upper-lip-volume": _both("mouth/mouth-upperlip-volume"),
    "lower-lip-height": _both("mouth/mouth-lowerlip-height"),
    "lower-lip-volume": _both("mouth/mouth-lowerlip-volume"),
    "ear-wing": _both("ears/{}-ear-wing"),
    "ear-lobe": _both("ears/{}-ear-lobe"),
    "ear-size": _both("ears/{}-ear-scale"),
    "ear-round": Slider("ears/{}-ear-shape-square", "ears/{}-ear-shape-round"),
    "double-chin": _both("neck/neck-double"),
    "neck-width": _both("neck/neck-scale-horiz"),
    "neck-depth": _both("neck/neck-scale-depth"),
    "neck-length": _both("neck/neck-scale-vert"),
    "shoulder-width": _both("torso/measure-shoulder-dist"),
    "torso-depth": _both("torso/torso-scale-depth"),
    "torso-v": _both("torso/torso-vshape"),
    "stomach": _both("stomach/stomach-tone"),
    "torso-width": _both("torso/torso-scale-horiz"),
    "waist": _both("torso/measure-waist-circ"),
    "hips": _both("torso/measure-hips-circ"),
    "bust": _both("torso/measure-bust-circ"),
}
"""By name. The first part of a name says where on the body it works."""

SEXES: Final = ("female", "male")
ANCESTRIES: Final = ("african", "asian", "caucasian")
AGES: Final = ("baby", "child", "young", "old")
"""What the base body has shapes for: 1, 10, 25 and 90 years."""
BABY: Final = "baby"
"""Has no targets of proportion."""
MUSCLES: Final = ("minmuscle", "averagemuscle", "maxmuscle")
WEIGHTS: Final = ("minweight", "averageweight", "maxweight")
HEIGHTS: Final = ("minheight", "maxheight")


def macro_targets() -> Iterator[str]:
    """Yield the targets that sex, age, ancestry, muscle, weight and stature blend."""
    for sex in SEXES:
        for age in AGES:
            yield from (f"macrodetails/{a}-{sex}-{age}" for a in ANCESTRIES)
            for muscle in MUSCLES:
                for weight in WEIGHTS:
                    build = f"{sex}-{age}-{muscle}-{weight}"
                    yield f"macrodetails/universal-{build}"
                    if age != BABY:
                        yield f"macrodetails/proportions/{build}-idealproportions"
                    yield from (f"macrodetails/height/{stature(build)}-{h}" for h in HEIGHTS)


def stature(build: str) -> str:
    """Name the build whose height targets a build shares: babies of one sex have but one."""
    sex, age, _ = build.split("-", 2)
    return f"{sex}-{age}-averagemuscle-averageweight" if age == BABY else build


def all_targets() -> tuple[str, ...]:
    """Name every target that some figure can need, once each, in a fixed order."""
    sliders = (name for s in SLIDERS.values() for value in (-1, 1) for name, _ in s.targets(value))
    return tuple(dict.fromkeys((*macro_targets(), *sliders)))
