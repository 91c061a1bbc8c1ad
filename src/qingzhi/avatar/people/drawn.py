"""People drawn by chance: plausible together, and each another one.

A face is drawn from a few hidden traits that move several sliders together (how broad a face is,
how long, how bony, ...) and from a little chance of each slider's own; all are bounded, so that
nobody is grotesque.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar import tones
from qingzhi.avatar.people import attire, typical
from qingzhi.avatar.people.anthropometry import mass_index, stature
from qingzhi.avatar.spec import (
    Ancestry,
    AvatarSpec,
    Beard,
    Brows,
    Eyes,
    Glasses,
    Hair,
    Skin,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qingzhi.avatar.spec import BeardStyle, Frame, Gender, HairStyle

_TRAITS: Final[tuple[Mapping[str, float], ...]] = (
    {"head-width": 0.35, "cheekbone-width": 0.35, "jaw-angle": 0.3, "chin-width": 0.25,
     "jaw-line": 0.3, "head-round": 0.2},
    {"head-height": 0.08, "chin-height": 0.2, "nose-length": 0.25, "forehead-height": 0.12,
     "head-rectangular": 0.06},
    {"cheek-hollow": 0.3, "cheek-volume": -0.35, "head-fat": -0.25, "brow-ridge": 0.25,
     "chin-bones": 0.2, "cheek-bones": 0.25},
    {"nose-width": 0.32, "nose-point-width": 0.25, "nose-volume": 0.25, "nose-wings": 0.35,
     "nostrils-width": 0.2},
    {"nose-bridge": 0.4, "nose-hump": 0.35, "nose-depth": 0.3, "nose-tip": 0.3},
    {"eye-size": 0.22, "eye-opening": 0.3, "eye-width": 0.18},
    {"eye-outer-height": 0.36, "brow-angle": 0.3, "epicanthus": 0.2},
    {"upper-lip-full": 0.45, "lower-lip-full": 0.45, "upper-lip-volume": 0.25,
     "lower-lip-volume": 0.25, "lips-forward": 0.2},
    {"mouth-width": 0.35, "mouth-angles": 0.12, "cupids-bow": 0.1},
    {"chin-forward": 0.35, "chin-drop": 0.2, "chin-sides": 0.25},
)  # fmt: skip
"""What one standard deviation of each hidden trait adds to the sliders that it moves."""
_OWN: Final[Mapping[str, float]] = {
    "eye-distance": 0.12, "brow-height": 0.22, "ear-size": 0.25, "ear-wing": 0.25,
    "ear-lobe": 0.2, "ear-round": 0.25, "eye-fold": 0.3, "eye-bag": 0.15, "nose-curve": 0.28,
    "nose-base-height": 0.2, "nose-length": 0.2, "forehead-round": 0.25, "forehead-temple": 0.2,
    "lips-height": 0.15, "cheek-inner": 0.15, "head-oval": 0.2, "head-taper": 0.18,
    "temple-width": 0.2, "neck-width": 0.15, "chin-cleft": 0.12, "shoulder-width": 0.15,
}  # fmt: skip
"""One standard deviation of a slider by itself."""
_SINGLE: Final = 0.45
"""Share of the people of East Asia whose upper lids show no fold."""
_ONE_SIDED: Final = ("head-oval", "head-round", "head-rectangular")
"""Sliders that have no negative half."""
_FULLER: Final[Mapping[str, float]] = {
    "head-fat": 0.04, "double-chin": 0.05, "cheek-volume": 0.025, "cheek-inner": 0.015,
    "nose-volume": 0.02, "nose-width": 0.02, "mouth-width": 0.015, "lips-forward": 0.01,
    "lower-lip-full": 0.012, "upper-lip-full": 0.012, "neck-width": 0.02, "jaw-line": 0.02,
    "cheek-hollow": -0.03,
}  # fmt: skip
_LEANER: Final[Mapping[str, float]] = {
    "head-fat": 0.045, "double-chin": 0.05, "cheek-volume": 0.03,
}  # fmt: skip
"""What a kg/m² above and below the usual mass index adds: features grow with a full face, else
they would be lost in it."""
_ALIKE: Final = ((4, 16), (0.5, 1.0))
"""Years, and how far faces stray from the typical one then: features grow apart with age."""
_BOUND: Final = 2.0
"""Deviations that no draw exceeds."""
_TONES: Final[Mapping[str, tuple[float, float]]] = {
    "asian": (3.2, 0.9), "caucasian": (2.2, 0.8), "african": (8.0, 1.0),
}  # fmt: skip
_HAIR: Final[Mapping[str, Sequence[tuple[str, float]]]] = {
    "asian": (("#14100e", 0.45), ("#1d1512", 0.35), ("#2c1f18", 0.15), ("#4a2f20", 0.05)),
    "african": (("#0f0c0b", 0.6), ("#191210", 0.4)),
    "caucasian": (
        ("#2c1f18", 0.25), ("#4a3222", 0.3), ("#6d4a2e", 0.2), ("#a07a4a", 0.15), ("#7a3f22", 0.1),
    ),
}  # fmt: skip
_IRIS: Final[Mapping[str, Sequence[tuple[str, float]]]] = {
    "asian": (("#2c1a12", 0.4), ("#40281b", 0.45), ("#553623", 0.15)),
    "african": (("#24160f", 0.6), ("#38231a", 0.4)),
    "caucasian": (
        ("#4a2f1e", 0.3), ("#6a4a2c", 0.2), ("#5d6b4a", 0.2), ("#5b7a94", 0.22), ("#76838a", 0.08),
    ),
}  # fmt: skip
_FRAMES: Final[tuple[Frame, ...]] = ("round", "oval", "rectangular", "half-rim", "rimless")
_FRAME_COLOURS: Final = ("#1b1a1c", "#3a2a22", "#6b6a68", "#7a5a2c")
_BEARDS: Final[tuple[BeardStyle, ...]] = ("stubble", "moustache", "goatee", "full")
_BEARD_ODDS: Final = (0.4, 0.2, 0.2, 0.2)
_LIPSTICK: Final = ("#c46a65", "#b9575a", "#c97c70", "#a94a50")

_WORN: Final[Mapping[Gender, tuple[tuple[float, tuple[HairStyle, ...]], ...]]] = {
    "female": (
        (62, ("perm", "bun", "bob", "pixie", "thin")),
        (42, ("bun", "bob", "lob", "pixie", "ponytail", "curls", "perm")),
        (13, ("bun", "ponytail", "long", "bob", "lob", "wavy", "fringe", "curls", "pixie")),
        (0, ("pigtails", "braid", "ponytail", "bob", "fringe")),
    ),
    "male": (
        (62, ("thin", "crop", "side-part", "buzz")),
        (13, ("crop", "crop", "side-part", "side-part", "slick", "buzz")),
        (0, ("crop", "buzz", "side-part")),
    ),
}
"""Styles that are worn from an age on."""


def person(seed: int, *, gender: Gender | None = None, age: float | None = None) -> AvatarSpec:
    """Draw one person; the same seed draws the same one."""
    chance = np.random.default_rng([seed, *b"person"])
    sex: Gender = gender or ("female", "male")[int(chance.random() < 0.5)]
    years = age if age is not None else _age(chance)
    ancestry = _ancestry(chance)
    tall, index = stature(sex, years, ancestry), mass_index(sex, years)
    height = tall.mean + tall.spread * _bounded(chance)
    weighs = index.mean * float(np.exp(index.spread / index.mean * _bounded(chance)))
    return AvatarSpec(
        name=f"person-{seed}",
        gender=sex,
        age=round(years, 1),
        height_cm=round(height, 1),
        weight_kg=round(weighs * (height / 100) ** 2, 1),
        muscle=round(float(np.clip(0.45 + 0.14 * _bounded(chance), 0.1, 0.9)), 2),
        ancestry=ancestry,
        face=fuller(
            varied(typical.face(sex, years, ancestry), chance, spread=alike(years)),
            weighs - index.mean,
        ),
        rest=_rest(years, chance),
        skin=_skin(sex, years, ancestry, chance),
        eyes=Eyes(
            iris=_chosen(_IRIS, ancestry, chance),
            sclera=tones.blended("#e6dfdb", "#d9cdb8", float(np.interp(years, (30, 90), (0, 0.8)))),
            crease=_crease(ancestry, chance),
        ),
        brows=brows(sex, years, chance),
        hair=_hair(sex, years, ancestry, chance),
        beard=_beard(sex, years, chance),
        glasses=_glasses(years, chance),
        garment=attire.garment(sex, years, chance),
        accessories=(),
        scene="hall",
        seed=seed,
    )


def varied(
    face: Mapping[str, float], chance: np.random.Generator, *, spread: float = 1.0
) -> dict[str, float]:
    """Return the sliders of a face varied by chance; with less `spread` it strays less far."""
    total = dict(face)
    for trait in _TRAITS:
        strength = spread * _bounded(chance)
        for name, step in trait.items():
            total[name] = total.get(name, 0.0) + strength * step
    for name, own in _OWN.items():
        total[name] = total.get(name, 0.0) + spread * own * _bounded(chance)
    for name in _ONE_SIDED:
        total[name] = max(total.get(name, 0.0), 0.0)
    return typical.settled(total)


def alike(age: float) -> float:
    """Return the spread of faces of an age over that of grown-up ones."""
    return float(np.interp(age, *_ALIKE))


def fuller(face: Mapping[str, float], heavier: float) -> dict[str, float]:
    """Return the sliders of a face fuller by a mass index, or leaner by a negative one."""
    total = dict(face)
    for name, step in (_FULLER if heavier > 0 else _LEANER).items():
        total[name] = total.get(name, 0.0) + step * heavier
    return typical.settled(total)


def brows(gender: Gender, age: float, chance: np.random.Generator) -> Brows:
    """Draw brows: a man's are thicker and flatter, age thins them."""
    man = gender == "male" and age > 14
    thick = (0.4 if man else -0.05) + 0.4 * _bounded(chance) - 0.1 * (age > 60)
    thick -= float(np.interp(age, (6, 14), (0.3, 0)))
    arch = (-0.5 if man else 0.15) + 0.42 * _bounded(chance)
    return Brows(
        thickness=round(float(np.clip(thick, -1, 1)), 2),
        arch=round(float(np.clip(arch, -1, 1)), 2),
        density=round(
            float(np.clip(np.interp(age, (4, 12, 55, 85), (0.4, 0.65, 0.75, 0.5)), 0, 1)), 2
        ),
    )


def grey(age: float, chance: np.random.Generator) -> float:
    """Draw how grey hair is: it begins between 30 and 55 and takes some thirty years."""
    begins = chance.normal(43, 7)
    return round(float(np.clip((age - begins) / 34, 0, 1)), 2)


def _bounded(chance: np.random.Generator) -> float:
    return float(np.clip(chance.normal(), -_BOUND, _BOUND))


def _age(chance: np.random.Generator) -> float:
    """Draw an age: a fifth are children, a fifth old."""
    low, high = ((4, 17), (18, 60), (60, 88))[int(chance.choice(3, p=(0.2, 0.6, 0.2)))]
    return float(chance.uniform(low, high))


def _ancestry(chance: np.random.Generator) -> Ancestry:
    """Draw where looks come from: mostly East Asia, for the desks that figures stand at."""
    kind = chance.random()
    if kind < 0.72:
        return Ancestry(asian=1.0)
    if kind < 0.83:
        return Ancestry(asian=0.0, caucasian=1.0)
    if kind < 0.92:
        return Ancestry(asian=0.0, african=1.0)
    share = round(float(chance.uniform(0.35, 0.65)), 2)
    return Ancestry(asian=share, caucasian=round(1 - share, 2))


def _chosen(
    table: Mapping[str, Sequence[tuple[str, float]]],
    ancestry: Ancestry,
    chance: np.random.Generator,
) -> str:
    shares = ancestry.shares()
    region = str(chance.choice(list(shares), p=list(shares.values())))
    colours, odds = zip(*table[region], strict=True)
    return str(chance.choice(colours, p=odds))


def _crease(ancestry: Ancestry, chance: np.random.Generator) -> float:
    """Draw the fold of the upper lid: half of East Asia's people have none to be seen."""
    single = chance.random() < _SINGLE * ancestry.shares().get("asian", 0.0)
    return round(float(chance.uniform(*((0.0, 0.15) if single else (0.5, 1.0)))), 2)


def _skin(sex: Gender, age: float, ancestry: Ancestry, chance: np.random.Generator) -> Skin:
    shares = ancestry.shares()
    mean = sum(_TONES[name][0] * share for name, share in shares.items())
    spread = max(_TONES[name][1] for name in shares)
    step = float(np.clip(mean + spread * _bounded(chance), 1, 10))
    low = int(step)
    tone = tones.blended(tones.TONES[low - 1], tones.TONES[min(low, 9)], step - low)
    made_up = sex == "female" and 18 <= age <= 65 and chance.random() < 0.6
    freckled = ancestry.caucasian > 0.5 and chance.random() < 0.4
    return Skin(
        tone=tone,
        lips=str(chance.choice(_LIPSTICK)) if made_up and step < 6 else None,
        blush=round(float(chance.uniform(0.25, 0.5) + 0.1 * (age < 12)), 2),
        freckles=round(float(chance.uniform(0.3, 0.9)), 2) if freckled else 0.0,
        make_up=round(float(chance.uniform(0.3, 0.7)), 2) if made_up else 0.0,
    )


def _hair(sex: Gender, age: float, ancestry: Ancestry, chance: np.random.Generator) -> Hair:
    bald = float(np.interp(age, (35, 85), (0.0, 0.4))) if sex == "male" else 0.0
    if chance.random() < bald:
        style: HairStyle = ("balding", "bald")[int(chance.random() < 0.3)]
    else:
        worn = next(worn for youngest, worn in _WORN[sex] if age >= youngest)
        coiled = ancestry.african > 0.5 and chance.random() < 0.35
        style = "afro" if coiled else worn[int(chance.integers(len(worn)))]
    return Hair(style=style, colour=_chosen(_HAIR, ancestry, chance), grey=grey(age, chance))


def _beard(sex: Gender, age: float, chance: np.random.Generator) -> Beard:
    if sex == "female" or age < 20 or chance.random() < 0.68:
        return Beard()
    style = _BEARDS[int(chance.choice(len(_BEARDS), p=_BEARD_ODDS))]
    return Beard(style=style, density=round(float(chance.uniform(0.5, 0.9)), 2))


def _glasses(age: float, chance: np.random.Generator) -> Glasses:
    worn = float(np.interp(age, (6, 14, 50, 80), (0.05, 0.3, 0.3, 0.4)))
    if chance.random() > worn:
        return Glasses()
    frame = _FRAMES[int(chance.integers(len(_FRAMES)))]
    return Glasses(frame=frame, colour=str(chance.choice(_FRAME_COLOURS)))


def _rest(age: float, chance: np.random.Generator) -> dict[str, float]:
    """Draw how friendly a face is at rest."""
    warm = chance.uniform(0.6, 1.4)
    rest = typical.rest(age)
    return {n: v if n == "jawOpen" else round(min(v * warm, 0.5), 3) for n, v in rest.items()}
