"""From who somebody is to the shape of the body: sliders blended, stature met.

The blend of the base body's targets follows age, build and ancestry linearly between the shapes
that it has (10, 25 and 90 years; three muscles by three weights). Stature is no linear function
of its slider, so the slider is found by bisection on the measured mesh.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.base import HEAD_SIDES, SKIN
from qingzhi.avatar.sculpt import sculpt
from qingzhi.avatar.sliders import AGES, HEIGHTS, MUSCLES, SLIDERS, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.spec import AvatarSpec

    Floats = NDArray[np.float64]

_AGE_YEARS: Final = (10.0, 25.0, 90.0)
_PROPORTION: Final = 0.75
"""How far every body goes from plain average to well proportioned."""
_REACH: Final = (-0.2, 1.2)
"""How far the stature slider may be turned; beyond it the body is scaled whole."""
_ROUNDS: Final = 24
_METRES: Final = 0.1
"""Of a decimetre."""


class Shape(NamedTuple):
    """A body. Metres, feet on y = 0."""

    vertices: Floats
    """[N, 3], all of the base body's, helpers included."""
    face_scale: float
    """Width of this face over that of the base body."""
    height_cm: float


def shape(base: Base, spec: AvatarSpec) -> Shape:
    """Blend a body. Its stature is within half a centimetre of the one asked for."""
    plain = _blend(base, spec)
    low, high = (_height_part(base, spec, end) for end in HEIGHTS)

    def at(slider: float) -> Floats:
        return plain + (1 - slider) * low + slider * high

    vertices = at(_bisect(lambda s: stature_cm(at(s)), spec.height_cm)) * _METRES
    vertices *= spec.height_cm / (stature_cm(vertices / _METRES))
    vertices[:, 1] -= vertices[:SKIN, 1].min()
    return Shape(
        vertices,
        _width(vertices) / (_width(base.vertices) * _METRES),
        stature_cm(vertices / _METRES),
    )


def stature_cm(vertices: Floats) -> float:
    """Measure from the sole to the crown of a body in decimetres."""
    return float(np.ptp(vertices[:SKIN, 1])) * 10


def between(value: float, knots: Sequence[float], names: Sequence[str]) -> dict[str, float]:
    """Share `value` between the two named knots that it lies between; shares sum to 1."""
    shares = {
        name: float(np.interp(value, knots, np.eye(len(knots))[i])) for i, name in enumerate(names)
    }
    return {name: share for name, share in shares.items() if share > 0}


def _builds(spec: AvatarSpec) -> Iterator[tuple[str, float]]:
    """Yield the builds (sex, age, muscle, weight) that a person is a mixture of."""
    parts = (
        between(spec.age, _AGE_YEARS, AGES),
        between(spec.muscle, (0, 0.5, 1), MUSCLES),
        between(spec.weight, (0, 0.5, 1), WEIGHTS),
    )
    for (age, a), (muscle, m), (weight, w) in product(*(part.items() for part in parts)):
        yield f"{spec.gender}-{age}-{muscle}-{weight}", a * m * w


def _blend(base: Base, spec: AvatarSpec) -> Floats:
    """Everything but stature, in decimetres."""
    vertices = base.vertices.copy()
    for (age, a), (ancestry, share) in product(
        between(spec.age, _AGE_YEARS, AGES).items(), spec.ancestry.shares().items()
    ):
        base.targets.add(vertices, f"macrodetails/{ancestry}-{spec.gender}-{age}", a * share)
    for build, share in _builds(spec):
        base.targets.add(vertices, f"macrodetails/universal-{build}", share)
        proportions = f"macrodetails/proportions/{build}-idealproportions"
        base.targets.add(vertices, proportions, share * _PROPORTION)
    for name, value in spec.face.items():
        if name in SLIDERS:
            for target, weight in SLIDERS[name].targets(value):
                base.targets.add(vertices, target, weight)
    return sculpt(base, vertices, spec.face)


def _height_part(base: Base, spec: AvatarSpec, end: str) -> Floats:
    moved = np.zeros_like(base.vertices)
    for build, share in _builds(spec):
        base.targets.add(moved, f"macrodetails/height/{build}-{end}", share)
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
