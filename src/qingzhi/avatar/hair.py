"""Hair with a side parting, swept back to a low bun.

A strand is a curve of directions and a height over the scalp, so it cannot cut through the head.
Cards along the strands show a painted lock; an opaque cap below them keeps skin from showing.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from scipy.interpolate import make_interp_spline

from qingzhi.avatar.geometry import grid, smooth, unit
from qingzhi.avatar.material import Material, encode, linear, normal_map, srgb
from qingzhi.avatar.part import Part
from qingzhi.avatar.rig import rigid
from qingzhi.avatar.scalp import Scalp, angles, direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

_PARTING: Final = 17.0
"""Degrees of azimuth of the parting's front end."""
_BUN: Final = direction(180, -14)
_BUN_RADIUS: Final = 0.036
_VOLUME: Final = 0.011
"""Metres that hair stands off the head where it is fullest."""
_LOCKS: Final = (140, 110, 90, 26)
"""Hairs in each of the four locks of the picture, side by side; the last is for single hairs."""
_FINE: Final = 3
_SIZE: Final = 512
_BEND: Final = 0.28
"""How much a card's normals lean outwards at its edges."""


class _Card(NamedTuple):
    points: Floats
    normals: Floats
    uv: Floats
    tone: Floats
    fine: bool


def materials(person: Person) -> tuple[Material, ...]:
    """Return hair that is cut out, fine hair that is blended, and the cap."""
    colour, alpha, relief = _lock_picture(person)
    base = encode(np.dstack([colour, alpha]))
    relief_picture = encode(relief, quality=85)
    cap = linear(person.spec.hair.colour)
    shine = {
        "KHR_materials_specular": {"specularFactor": 0.4, "specularColorFactor": [1, 0.86, 0.74]}
    }
    return (
        Material(
            name="Hair",
            base=base,
            normal=relief_picture,
            roughness=0.46,
            alpha="MASK",
            cutoff=0.4,
            two_sided=True,
            extensions=shine,
        ),
        Material(
            name="HairCap",
            colour=(cap[0] * 0.5, cap[1] * 0.5, cap[2] * 0.5, 1.0),
            roughness=0.8,
            two_sided=True,
        ),
        Material(
            name="HairSoft",
            base=base,
            roughness=0.62,
            alpha="BLEND",
            two_sided=True,
            extensions=shine,
        ),
    )


def bun(person: Person) -> list[Part]:
    """Grow the hair."""
    scalp = Scalp(person)
    grower = _Grower(scalp, person.random("hair"))
    grower.from_parting()
    grower.over_the_scalp()
    grower.along_the_hairline()
    grower.at_the_hairline()
    grower.baby_hairs()
    grower.wind_bun()
    cards = grower.cards
    return [
        _joined([card for card in cards if not card.fine], "Hair"),
        _joined([card for card in cards if card.fine], "HairSoft"),
        _cap(scalp),
        _knot(grower.bun_centre),
    ]


class _Grower:
    """Lays one layer of cards after the other."""

    def __init__(self, scalp: Scalp, chance: np.random.Generator) -> None:
        self._scalp = scalp
        self._chance = chance
        self.cards: list[_Card] = []
        self.bun_centre = scalp.at(_BUN, _BUN_RADIUS * 0.62)

    def from_parting(self) -> None:
        """Lay the locks that one sees: from the parting over both sides to the bun."""
        for sign, count in ((-1, 84), (1, 70)):
            for k in range(count):
                t = (k + self._chance.random()) / count * 1.25
                aside = sign * (abs(self._chance.normal(0, 0.006)) + 0.002)
                f, e = min(t, 1.0), self._chance.normal(0, 1, 4)
                sweep = (10 if sign < 0 else 6) * (1 - f) ** 3
                first = sign * (48 + 40 * f + 4 * e[0]) + _PARTING * 0.3
                ways = [
                    unit(self._parting(t) + np.array([aside, 0, 0])),
                    direction(first, self._scalp.line(first) + 7 + 36 * f - sweep + 2 * e[1]),
                    direction(sign * (104 + 18 * f + 4 * e[2]), 9 + 20 * f + 4 * e[3]),
                    self._towards_bun(0.07),
                ]
                lift = _VOLUME * (0.45 + 0.55 * smooth(0, 0.3, t)) * self._chance.uniform(0.65, 1.1)
                self._strand(ways, float(lift), self._chance.uniform(0.018, 0.026), 13)

    def over_the_scalp(self) -> None:
        """Pull what grows elsewhere to the bun."""
        placed = 0
        while placed < 130:
            root = unit(self._chance.normal(size=3))
            point = self._scalp.at(root, 0.0)
            azimuth, elevation = (float(a) for a in angles(root))
            if self._scalp.depth(point) < 0.002 or root @ _BUN > 0.96:
                continue
            placed += 1
            sign = 1 if azimuth > _PARTING * 0.8 else -1
            far = np.clip((np.degrees(np.arccos(np.clip(root @ _BUN, -1, 1))) - 40) / 90, 0, 1)
            if abs(azimuth) > 60:
                far *= smooth(20, 45, elevation)
            level = np.clip(elevation * 0.6 + 8, 10, 42)
            side = direction(sign * np.clip(abs(azimuth) + 25, 70, 110), level)
            way = unit(unit(root + _BUN) * (1 - 0.75 * far) + side * 0.75 * far)
            if 60 < abs(azimuth) < 105 and elevation < 30:
                way = direction(sign * 112, 14)  # over the ear, not across it
            lift = _VOLUME * self._chance.uniform(0.25, 0.75) * (0.5 + 0.5 * float(far))
            ways = [root, way, self._towards_bun(0.07)]
            self._strand(ways, lift, self._chance.uniform(0.018, 0.026), 10)

    def along_the_hairline(self) -> None:
        """Lay strands along the line, over the roots of all others: they make it a hairline."""
        for sign in (-1, 1):
            for _ in range(46):
                offset = self._chance.uniform(-1.6, 3.0)
                stops = ((12, 1.0), (26, 0.2), (38, -0.3), (50, 3.0))
                azimuths = [(_PARTING + sign * step, rise) for step, rise in stops]
                if sign < 0:  # the long side sweeps across the whole forehead
                    azimuths = [(2, 1.0), (-20, -0.8), (-38, -2.2), (-52, 0.5), (-64, 5.0)]
                ways = [unit(self._parting(self._chance.uniform(0, 0.1)) - [sign * 0.004, 0, 0])]
                ways += [direction(a, self._scalp.line(a) + offset + r) for a, r in azimuths]
                ways += [direction(sign * 84, 8 + offset * 1.5), direction(sign * 112, 10 + offset)]
                ways.append(self._towards_bun(0.05))
                t = np.linspace(0, 1, 17)
                way = _through(ways, t)
                rise = self._chance.uniform(0.0015, 0.005) * np.sin(np.pi * np.clip(t * 1.4, 0, 1))
                height = 0.0008 + rise + 0.0012 * np.minimum(t * 5, 1) + 0.006 * t**3
                width = self._chance.uniform(0.008, 0.014) * np.interp(
                    t, [0, 0.15, 0.7, 1], [0.6, 1, 1, 0.6]
                )
                self._card(self._scalp.at(way, height), width, None, fine=offset < -0.6)

    def at_the_hairline(self) -> None:
        """Root thin locks at skin level along the temples, ears and nape."""
        for around in np.linspace(-176, 176, 120):
            azimuth = float(around + self._chance.normal(0, 0.6))
            if -42 < azimuth < 46:  # the front is made by those along the line
                continue
            sign = 1 if azimuth > _PARTING else -1
            off = abs(azimuth)
            root = direction(azimuth, self._scalp.line(azimuth) + self._chance.uniform(-0.5, 2))
            ways = [root, unit(root + _BUN)]
            if off < 95:
                next_ = min(off + 24, 100)
                level = max(float(self._scalp.line(next_)) + 9, 13) + self._chance.normal(0, 2)
                ways = [root, direction(sign * next_, level), direction(sign * 114, 13)]
            ways.append(self._towards_bun(0.06))
            lift = _VOLUME * 0.35 * self._chance.uniform(0.5, 1)
            width = self._chance.uniform(0.009, 0.014)
            self._strand(ways, lift, width, 10, root=0.0002, fine=off < 90)

    def baby_hairs(self) -> None:
        """Break the line with single short hairs."""
        for azimuth in self._chance.uniform(-92, 92, 130):
            sign = 1 if azimuth > _PARTING else -1
            below = self._chance.uniform(-0.3, 1.6)
            root = direction(azimuth, self._scalp.line(azimuth) - below)
            onward = azimuth + sign * self._chance.uniform(4, 14)
            tip = direction(onward, self._scalp.line(azimuth) + self._chance.uniform(1, 7))
            way = _through([root, unit(root + tip), tip], np.linspace(0, 1, 4))
            points = self._scalp.at(way, np.linspace(0.0002, 0.0016, 4))
            width = np.full(4, self._chance.uniform(0.0025, 0.005))
            self._card(points, width, _FINE, fine=True)

    def wind_bun(self) -> None:
        """Wind cards round a squashed ball."""
        x, z = np.array([1.0, 0, 0]), _BUN
        axes = np.stack([x * 1.08, np.cross(z, x) * 0.95, z * 0.8])
        for _ in range(64):
            turn = np.linspace(0, self._chance.uniform(2.2, 4.2), 12)
            turn = turn + self._chance.uniform(0, 2 * np.pi)
            tilt, level = self._chance.normal(0, 0.34), self._chance.uniform(-0.6, 0.95)
            ring = np.sqrt(max(1 - level**2, 0.05))
            wave = level + 0.18 * np.sin(2 * turn + tilt * 8)
            ball = np.c_[np.cos(turn) * ring, np.sin(turn + tilt * np.sin(turn)) * ring, wave]
            points = unit(ball) * (_BUN_RADIUS * self._chance.uniform(0.9, 1.04)) @ axes
            width = self._chance.uniform(0.014, 0.022) * np.interp(
                np.linspace(0, 1, 12), [0, 0.15, 0.85, 1], [0.4, 1, 1, 0.4]
            )
            self._card(points + self.bun_centre, width, None, centre=self.bun_centre)

    def _parting(self, t: float) -> Floats:
        """Return the direction at `t` along the parting: 0 in front, 1 at the crown, 2 behind."""
        front = direction(_PARTING, float(self._scalp.line(_PARTING)) + 1.5)
        crown, back = direction(_PARTING * 0.6, 88), direction(178, 72)
        if t <= 1:
            return unit(front * (1 - t) + crown * t)
        return unit(crown * (2 - t) + back * (t - 1))

    def _towards_bun(self, spread: float) -> Floats:
        return unit(_BUN + self._chance.normal(0, spread, 3))

    def _strand(
        self, ways: Sequence[Floats], lift: float, width: float, count: int,
        *, root: float = 0.0006, fine: bool = False,
    ) -> None:  # fmt: skip
        """Grow a lock: it rises fast from its root and then settles on the head."""
        t = np.linspace(0, 1, count)
        k = t / 0.24
        height = root + lift * k * np.exp(1 - k) + 0.0015 * np.minimum(t * 6, 1) + 0.01 * t**3
        taper = np.interp(t, [0, 0.12, 0.7, 1], [0.7, 1, 1, 0.55])
        self._card(self._scalp.at(_blended(ways, t), height), width * taper, None, fine=fine)

    def _card(
        self, points: Floats, width: Floats, lock: int | None,
        *, fine: bool = False, centre: Floats | None = None,
    ) -> None:  # fmt: skip
        """Lay a strip of two rails along a path; its normals make it look round."""
        out = unit(points - (self._scalp.centre if centre is None else centre))
        along = unit(np.gradient(points, axis=0))
        side = unit(np.cross(along, out))
        up = np.cross(side, along)
        roll = self._chance.normal(0, 0.14)
        side = side * np.cos(roll) + up * np.sin(roll)
        half = width[:, None] / 2
        lock = int(self._chance.integers(0, _FINE)) if lock is None else lock
        left = (lock + 0.03) / len(_LOCKS)
        right = (lock + 0.97) / len(_LOCKS)
        v = np.linspace(0.98, 0.02, len(points))
        u = np.array([left, right])
        self.cards.append(
            _Card(
                np.stack([points - side * half, points + side * half], 1),
                np.stack([unit(up - side * _BEND), unit(up + side * _BEND)], 1),
                np.stack(np.broadcast_arrays(u[None], v[:, None]), -1),
                np.full((len(points), 2), self._chance.uniform(0.55, 0.95)),
                fine,
            )
        )


def _blended(ways: Sequence[Floats], t: Floats) -> Floats:
    """Blend directions as a Bézier curve does, on the sphere; [T, 3]."""
    level = [np.broadcast_to(way, (len(t), 3)) for way in ways]
    while len(level) > 1:
        pairs = pairwise(level)
        level = [unit(a * (1 - t)[:, None] + b * t[:, None]) for a, b in pairs]
    return level[0]


def _through(ways: Sequence[Floats], t: Floats) -> Floats:
    """Lead a smooth curve through directions; [T, 3]."""
    return unit(make_interp_spline(np.linspace(0, 1, len(ways)), np.array(ways), k=2)(t))


def _joined(cards: Sequence[_Card], material: str) -> Part:
    starts = np.cumsum([0, *(card.tone.size for card in cards[:-1])])
    faces = [grid(len(c.points), 2) + s for c, s in zip(cards, starts, strict=True)]
    points = np.concatenate([card.points.reshape(-1, 3) for card in cards])
    return Part(
        material=material,
        points=points,
        triangles=np.concatenate(faces),
        weights=rigid(len(points), "head"),
        uv=np.concatenate([card.uv.reshape(-1, 2) for card in cards]),
        colour=np.concatenate([np.repeat(card.tone.reshape(-1, 1), 3, 1) for card in cards]),
        given_normals=np.concatenate([card.normals.reshape(-1, 3) for card in cards]),
    )


def _cap(scalp: Scalp) -> Part:
    """Cover the head below the cards, from well inside the hairline."""
    around, up = 56, 18
    azimuth = np.linspace(-180, 180, around)[:, None]
    low = np.minimum(scalp.line(azimuth) + 5.5, 85)
    elevation = low + (90 - low) * np.linspace(0, 1, up)
    height = np.interp(elevation - low, [0, 8, 25], [-0.0012, 0.0012, 0.0015])
    points = scalp.at(direction(azimuth, elevation), height).reshape(-1, 3)
    return Part(
        material="HairCap",
        points=points,
        triangles=grid(around, up),
        weights=rigid(len(points), "head"),
    )


def _knot(centre: Floats) -> Part:
    off, turn = np.meshgrid(np.linspace(0, np.pi, 10), np.linspace(0, 2 * np.pi, 16), indexing="ij")
    ball = np.dstack([np.sin(off) * np.cos(turn), np.sin(off) * np.sin(turn), np.cos(off)])
    points = ball.reshape(-1, 3) * _BUN_RADIUS * 0.86 * [1.05, 0.95, 0.85] + centre
    return Part(
        material="HairCap",
        points=points,
        triangles=grid(10, 16),
        weights=rigid(len(points), "head"),
    )


def _lock_picture(person: Person) -> tuple[Floats, Floats, Floats]:
    """Draw four locks side by side, roots at the top: colour, alpha and relief."""
    chance = person.random("locks")
    wide = _SIZE // len(_LOCKS)
    alpha, tone = np.zeros((_SIZE, _SIZE)), np.zeros((_SIZE, _SIZE))
    for number, hairs in enumerate(_LOCKS):
        shape, shade = Image.new("L", (wide, _SIZE), 0), Image.new("L", (wide, _SIZE), 60)
        draw, tint = ImageDraw.Draw(shape), ImageDraw.Draw(shade)
        for _ in range(hairs):
            start = np.clip(wide * (0.5 + chance.normal(0, 0.17)), 3, wide - 3)
            y = np.linspace(chance.beta(1, 3) * 0.12 - 0.01, chance.uniform(0.8, 1), 24)
            closed = 1 - 0.3 * np.clip((y - 0.6) / 0.4, 0, 1)  # a lock closes towards its tip
            x = wide / 2 + (start - wide / 2) * closed + chance.normal(0, 0.05) * wide * y
            line = list(zip(x.tolist(), (y * _SIZE).tolist(), strict=True))
            thick = int(chance.choice([1, 1, 2, 2]))
            draw.line(line, fill=255, width=thick)
            tint.line(line, fill=int(chance.uniform(60, 255)), width=thick)
        span = slice(number * wide, (number + 1) * wide)
        alpha[:, span] = np.asarray(shape.filter(ImageFilter.GaussianBlur(0.5)), float) / 255
        tone[:, span] = np.asarray(shade.filter(ImageFilter.GaussianBlur(0.5)), float) / 255
    y = np.linspace(0, 1, _SIZE)[:, None]
    alpha *= np.clip(y / 0.02, 0, 1) * np.clip((1 - y) / 0.04, 0, 1)
    colour = (0.65 + 0.85 * tone)[..., None] * srgb(person.spec.hair.colour)
    return colour, np.clip(alpha * 1.25, 0, 1), normal_map(tone, 2.0)
