"""Lines that years leave in a face, drawn flat before it; freckles and spots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from scipy.interpolate import make_interp_spline

from qingzhi.avatar.geometry import smooth, squared
from qingzhi.avatar.material import tinted
from qingzhi.avatar.sheet import Canvas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.lips import Lips
    from qingzhi.avatar.opening import Opening
    from qingzhi.avatar.sheet import Sheet
    from qingzhi.avatar.spec import AvatarSpec
    from qingzhi.avatar.texels import Noise

    Floats = NDArray[Any]  # 32 bits in pictures, 64 elsewhere

_LINES: Final = ((26, 38, 50, 62, 75, 90), (0.0, 0.12, 0.4, 0.7, 0.92, 1.0))
_SPOTS: Final = ((45, 62, 78, 90), (0.0, 0.4, 0.85, 1.0))
"""By years: how deep lines are, how many spots there are."""
_SHADOW: Final = (0.80, 0.64, 0.58)
_SPOT: Final = (0.80, 0.70, 0.62)
_FRECKLE: Final = (0.86, 0.72, 0.60)
_FRECKLED: Final = np.array([0.045, 0.022, 0.05], np.float32)
"""Metres about the bridge of the nose over which freckles grow fewer."""
_FAINT: Final = 0.03
_FROWN: Final = 0.45
"""How strong the lines between the brows are beside the others: more would look cross."""
_DEEP: Final = 0.95
"""Millimetres that a fold is deep on the normal map; a fine line is half as deep."""


class Folds(NamedTuple):
    """Drawings of soft folds and of fine lines."""

    soft: Sheet
    fine: Sheet


def lines(spec: AvatarSpec) -> float:
    """Return how deep the lines of a face are, 0..1."""
    given = spec.skin.lines
    return float(np.interp(spec.age, *_LINES)) if given is None else given


def spots(spec: AvatarSpec) -> float:
    """Return how many spots age has left, 0..1."""
    given = spec.skin.spots
    return float(np.interp(spec.age, *_SPOTS)) if given is None else given


def folds(
    openings: Mapping[str, Opening],
    lips: Lips,
    nose: Floats,
    chance: np.random.Generator,
    *,
    size: int,
) -> Folds:
    """Draw all lines of a face at their deepest."""
    middle = float(openings["Left"].centre[1]) - 0.015
    soft, fine = Canvas(middle, size), Canvas(middle, size)
    for eye in openings.values():
        pen = _Pen(eye, lips, nose, chance)
        for way in (pen.nose_to_mouth(), pen.below_mouth(), pen.bag(), pen.trough()):
            pen.stroke(soft, way, 0.0011)
        pen.stroke(soft, pen.frown(), 0.0009, most=_FROWN)
        for way in (*pen.crows_feet(), *pen.lip_lines(), *pen.below_eye()):
            pen.stroke(fine, way, 0.00045)
    for way in _Pen(openings["Left"], lips, nose, chance).forehead():
        _drawn(fine, way, 0.0006, chance, 1)
    return Folds(soft.sheet(0.0006), fine.sheet(0.00022))


def paint(colour: Floats, point: Floats, drawn: Folds, depth: float) -> tuple[Floats, Floats]:
    """Return colour [K, 3] and relief [K] in mm of texels at points with lines of a depth."""
    soft = depth * drawn.soft.sample(point)
    thin = smooth(0.05, 0.9, depth) * drawn.fine.sample(point)
    colour = tinted(colour, _SHADOW, 0.85 * soft + 0.75 * thin)
    return colour, -_DEEP * (soft + 0.5 * thin)


def freckled(
    spec: AvatarSpec, colour: Floats, point: Floats, noise: Noise, middle: Floats
) -> Floats:
    """Return colour [..., 3] with freckles about the nose and with spots of age."""
    if spec.skin.freckles:
        away = (point - middle.astype(np.float32)) / _FRECKLED
        near = np.exp(-squared(away))
        seen = near > _FAINT
        dots = smooth(1.1, 1.9, noise.space(point[seen], 0.0016, 2.0)) * near[seen]
        colour = colour.copy()
        colour[seen] = tinted(colour[seen], _FRECKLE, 0.85 * spec.skin.freckles * dots)
    return spotted(spec, colour, point, noise)


def spotted(spec: AvatarSpec, colour: Floats, point: Floats, noise: Noise) -> Floats:
    """Return colour [..., 3] with the spots that age has left."""
    if aged := spots(spec):
        level = noise.space(point, 0.0052, 5.0) + 0.5 * noise.space(point, 0.0021, 3.0)
        blots = smooth(2.1 - 0.3 * aged, 2.7, level)
        colour = tinted(colour, _SPOT, 0.6 * aged * blots)
    return np.asarray(colour)


class _Pen:
    """Ways of lines on one side of a face: knots in metres, x growing outwards."""

    def __init__(self, eye: Opening, lips: Lips, nose: Floats, chance: np.random.Generator) -> None:
        self._eye, self._lips, self._chance = eye, lips, chance
        self._u = eye.half_width
        self._x, self._y = abs(float(eye.centre[0])), float(eye.centre[1])
        self._out = abs(float(eye.outer[0])), float(eye.outer[1])
        self._inner = abs(float(eye.inner[0])), float(eye.inner[1])
        self._nose = float(nose[1])

    def stroke(
        self, canvas: Canvas, way: Sequence[tuple[float, float]], width: float, *, most: float = 1.0
    ) -> None:
        _drawn(canvas, way, width, self._chance, self._eye.outward, most=most)

    def nose_to_mouth(self) -> list[tuple[float, float]]:
        u, hw, seam = self._u, self._lips.half_width, self._lips.seam
        return [
            (0.86 * u, self._nose + 0.30 * u),
            (1.18 * u, self._nose - 0.15 * u),
            (hw * 1.12, seam + 0.62 * u),
            (hw * 1.22, seam - 0.05 * u),
        ]

    def below_mouth(self) -> list[tuple[float, float]]:
        u, hw, seam = self._u, self._lips.half_width, self._lips.seam
        return [
            (hw * 1.03, seam - 0.08 * u),
            (hw * 1.1, seam - 0.6 * u),
            (hw * 1.06, seam - 1.2 * u),
        ]

    def bag(self) -> list[tuple[float, float]]:
        u = self._u
        return [
            (self._inner[0] + 0.12 * u, self._inner[1] - 0.35 * u),
            (self._x - 0.25 * u, self._y - 0.86 * u),
            (self._x + 0.35 * u, self._y - 0.92 * u),
            (self._out[0] - 0.12 * u, self._out[1] - 0.55 * u),
        ]

    def trough(self) -> list[tuple[float, float]]:
        u = self._u
        return [
            (self._inner[0] - 0.02 * u, self._inner[1] - 0.25 * u),
            (self._inner[0] + 0.35 * u, self._y - 0.98 * u),
            (self._x + 0.1 * u, self._y - 1.32 * u),
        ]

    def frown(self) -> list[tuple[float, float]]:
        u, y = self._u, self._y
        return [(0.36 * u, y + 0.85 * u), (0.30 * u, y + 1.2 * u), (0.36 * u, y + 1.55 * u)]

    def below_eye(self) -> list[list[tuple[float, float]]]:
        u = self._u
        return [
            [
                (self._x - (0.5 - 0.1 * k) * u, self._y - (0.52 + 0.13 * k) * u),
                (self._x + 0.15 * u, self._y - (0.62 + 0.14 * k) * u),
                (self._x + (0.75 - 0.05 * k) * u, self._y - (0.42 + 0.12 * k) * u),
            ]
            for k in range(2)
        ]

    def crows_feet(self) -> list[list[tuple[float, float]]]:
        found = []
        for degrees in (38, 14, -12, -38):
            turn = np.radians(degrees + self._chance.normal(0, 5))
            start, length = self._u * 0.30, self._u * self._chance.uniform(0.5, 0.85)
            way = []
            for t in (0, 0.5, 1):
                reach, bend = start + length * t, turn - 0.35 * t
                way.append(
                    (self._out[0] + reach * np.cos(bend), self._out[1] + reach * np.sin(bend))
                )
            found.append(way)
        return found

    def lip_lines(self) -> list[list[tuple[float, float]]]:
        top = self._lips.seam + self._lips.upper
        found = []
        for share in np.linspace(0.15, 0.85, 5):
            x = float(share * self._lips.half_width + self._chance.normal(0, 0.0006))
            found.append([(x, top + 0.0006), (x * 1.04, top + self._chance.uniform(0.003, 0.006))])
        return found

    def forehead(self) -> list[list[tuple[float, float]]]:
        u, found = self._u, []
        for k, level in enumerate((1.95, 2.5, 3.05)):
            reach = (2.0 - 0.22 * k) * u * self._chance.uniform(0.85, 1.1)
            x = np.linspace(-reach, reach, 9)
            wave = 0.10 * u * np.cos(x / reach * 2.6) + self._chance.normal(0, 0.03 * u, 9)
            y = self._y + level * u + wave
            found.append(list(zip(x.tolist(), y.tolist(), strict=True)))
        return found


def _drawn(
    canvas: Canvas,
    way: Sequence[tuple[float, float]],
    width: float,
    chance: np.random.Generator,
    outward: float,
    *,
    most: float = 1.0,
) -> None:
    """Draw a smooth line that is faint at both ends and a little uneven; `most`: in its middle."""
    knots = np.array(way)
    t = np.linspace(0, 1, 41)
    degree = min(3, len(knots) - 1)
    x, y = make_interp_spline(np.linspace(0, 1, len(knots)), knots, k=degree)(t).T
    strength = np.sin(np.pi * np.clip(0.08 + 0.84 * t, 0, 1)) ** 0.7
    strength = strength * np.clip(1 + 0.25 * np.sin(9 * t + chance.uniform(0, 6.3)), 0, 1)
    for k in range(len(t) - 1):
        ends = slice(k, k + 2)
        canvas.line(outward * x[ends], y[ends], width, int(255 * most * strength[k]))
