"""From who somebody is to the shape of the body: sliders blended, stature and weight met.

The blend of the base body's targets follows age, build and ancestry linearly between the shapes
that it has (1, 10, 25 and 90 years; three muscles by three weights). Stature and weight are no
linear functions of their sliders, so these are found on the measured mesh.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.base import HEAD_SIDES, SKIN
from qingzhi.avatar.geometry import smooth
from qingzhi.avatar.sculpt import NAPE, sculpt
from qingzhi.avatar.sliders import AGES, BABY, HEIGHTS, MUSCLES, SLIDERS, WEIGHTS, stature
from qingzhi.avatar.stance import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.spec import AvatarSpec

    Floats = NDArray[np.float64]

_AGE_YEARS: Final = (1.0, 10.0, 25.0, 90.0)
_RIPENS: Final = ((1, 3, 6, 10, 14, 18, 25, 90), (1, 3.6, 6.7, 10, 15.5, 22, 25, 90))
"""Years, and the years between the base body's shapes that they look like: infants change
first, and growth ends early."""
_PROPORTION: Final = 0.75
"""How far every body goes from plain average to well proportioned."""
_REACH: Final = (-0.2, 1.2)
"""How far the stature slider may be turned; beyond it the body is scaled whole."""
_ROUNDS: Final = 24
_WEIGHT_ROUNDS: Final = 8
_NEAR: Final = 0.05
"""Kilograms off that are as good as none."""
_HEAVIEST: Final = 1.7
"""How far the weight slider may be turned for a weight in kilograms: beyond its end, 1."""
_SOFTENED: Final = 0.7
"""Share of the muscle that a heavy body's shape shows no more."""
_HEADS: Final = ((3, 5, 8, 12), (0.19, 0.13, 0.05, 0.0))
"""Years, and the share by which the base body's heads are too small then: a child of three is
five heads tall, one of eight six and a half."""
_NECK: Final = (-0.7, 0.05)
"""Decimetres from the nape: below the first nothing grows, above the second all does."""
_METRES: Final = 0.1
"""Of a decimetre."""
_DENSITY: Final = 1.0
"""Kilograms a litre of a whole living body, about that of water (lungs half filled)."""


class Shape(NamedTuple):
    """A body. Metres, feet on y = 0."""

    vertices: Floats
    """[N, 3], all of the base body's, helpers included."""
    face_scale: float
    """Width of this face over that of the base body."""
    height_cm: float
    weight_kg: float
    """By the volume of the mesh."""


def shape(base: Base, spec: AvatarSpec) -> Shape:
    """Blend a body. Its stature is within half a centimetre of the one asked for.

    A weight that was asked for is met as nearly as the base body's shapes allow.
    """
    vertices = _weighed(base, spec) if spec.weight_kg else _grown(base, spec, spec.weight)
    return Shape(
        vertices,
        _width(vertices) / (_width(base.vertices) * _METRES),
        stature_cm(vertices / _METRES),
        weight_kg(base, vertices),
    )


def stature_cm(vertices: Floats) -> float:
    """Measure from the sole to the crown of a body in decimetres."""
    return float(np.ptp(vertices[:SKIN, 1])) * 10


def weight_kg(base: Base, vertices: Floats) -> float:
    """Weigh the volume that a skin in metres encloses, by the divergence theorem."""
    a, b, c = (vertices[base.skin[:, k]] for k in range(3))
    return float((a * np.cross(b, c)).sum() / 6) * 1000 * _DENSITY


def between(value: float, knots: Sequence[float], names: Sequence[str]) -> dict[str, float]:
    """Share `value` between the two named knots that it lies between; shares sum to 1."""
    shares = {
        name: float(np.interp(value, knots, np.eye(len(knots))[i])) for i, name in enumerate(names)
    }
    return {name: share for name, share in shares.items() if share > 0}


def _weighed(base: Base, spec: AvatarSpec) -> Floats:
    """Turn the weight slider until the mesh weighs what is asked for (by false position).

    Sculpting hardly depends on the weight, so it is done for an average one meanwhile.
    """
    wanted, low, high = spec.weight_kg or 0.0, 0.0, _HEAVIEST
    plain = _blend(base, spec, dict(_builds(spec, 0.5)))
    carved = sculpt(base, plain, spec.face) - plain
    light, heavy = (weight_kg(base, _grown(base, spec, end, carved)) for end in (low, high))
    if not light < wanted < heavy:
        return _grown(base, spec, low if wanted <= light else high)
    slider = low
    for _ in range(_WEIGHT_ROUNDS):
        slider = low + (wanted - light) / (heavy - light) * (high - low)
        weighs = weight_kg(base, _grown(base, spec, slider, carved))
        if abs(weighs - wanted) < _NEAR:
            break
        if weighs < wanted:
            low, light = slider, weighs
        else:
            high, heavy = slider, weighs
    return _grown(base, spec, slider)


def _grown(base: Base, spec: AvatarSpec, weight: float, carved: Floats | None = None) -> Floats:
    """Blend a body of a weight slider; metres, of the stature asked for, feet on the floor.

    `carved` [N, 3] stands in for what sculpting would move.
    """
    builds = dict(_builds(spec, weight))
    plain = _blend(base, spec, builds)
    plain = sculpt(base, plain, spec.face) if carved is None else plain + carved
    low, high = (_height_part(base, builds, end) for end in HEIGHTS)
    parts = [v[:SKIN, 1] for v in (plain, low, high)]

    def tall(slider: float) -> float:
        return float(np.ptp(parts[0] + (1 - slider) * parts[1] + slider * parts[2])) * 10

    slider = _bisect(tall, spec.height_cm)
    vertices = standing(base, (plain + (1 - slider) * low + slider * high) * _METRES)
    vertices *= spec.height_cm / (stature_cm(vertices / _METRES))
    vertices[:, 1] -= vertices[:SKIN, 1].min()
    return vertices


def _ages(spec: AvatarSpec) -> dict[str, float]:
    return between(float(np.interp(spec.age, *_RIPENS)), _AGE_YEARS, AGES)


def _builds(spec: AvatarSpec, weight: float) -> Iterator[tuple[str, float]]:
    """Yield the builds (sex, age, muscle, weight) that a person is a mixture of."""
    firm = spec.muscle
    if spec.weight_kg:
        firm *= 1 - _SOFTENED * float(smooth(0.5, 1.0, weight))
    parts = (_ages(spec), between(firm, (0, 0.5, 1), MUSCLES), _heaviness(weight))
    for (age, a), (muscle, m), (heavy, w) in product(*(part.items() for part in parts)):
        yield f"{spec.gender}-{age}-{muscle}-{heavy}", a * m * w


def _heaviness(weight: float) -> dict[str, float]:
    """Share a weight between the three that there are; past the heaviest, lead on straight."""
    shares = between(weight, (0, 0.5, 1), WEIGHTS)
    beyond = 2 * max(weight - 1, 0.0)
    return shares if not beyond else {WEIGHTS[2]: 1 + beyond, WEIGHTS[1]: -beyond}


def _blend(base: Base, spec: AvatarSpec, builds: dict[str, float]) -> Floats:
    """Everything but stature and sculpting, in decimetres."""
    vertices = base.vertices.copy()
    for (age, a), (ancestry, share) in product(_ages(spec).items(), spec.ancestry.shares().items()):
        base.targets.add(vertices, f"macrodetails/{ancestry}-{spec.gender}-{age}", a * share)
    for build, share in builds.items():
        base.targets.add(vertices, f"macrodetails/universal-{build}", share)
        if f"-{BABY}-" not in build:
            proportions = f"macrodetails/proportions/{build}-idealproportions"
            base.targets.add(vertices, proportions, share * _PROPORTION)
    for name, value in spec.face.items():
        if name in SLIDERS:
            for target, weight in SLIDERS[name].targets(value):
                base.targets.add(vertices, target, weight)
    return _headed(vertices, float(np.interp(spec.age, *_HEADS)))


def _headed(vertices: Floats, larger: float) -> Floats:
    """Return a body whose head, eyes and all, is larger by a share."""
    if not larger:
        return vertices
    offset = vertices - vertices[NAPE] * [0, 1, 1]
    rising = smooth(*_NECK, offset[:, 1])
    return np.asarray(vertices + larger * rising[:, None] * offset)


def _height_part(base: Base, builds: dict[str, float], end: str) -> Floats:
    moved = np.zeros_like(base.vertices)
    for build, share in builds.items():
        base.targets.add(moved, f"macrodetails/height/{stature(build)}-{end}", share)
    return moved


def _bisect(measure: Callable[[float], float], wanted: float) -> float:
    low, high = _REACH
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        low, high = (middle, high) if measure(middle) < wanted else (low, middle)
    return (low + high) / 2


def _width(vertices: Floats) -> float:
    left, right = HEAD_SIDES
    return float(abs(vertices[left, 0] - vertices[right, 0]))
