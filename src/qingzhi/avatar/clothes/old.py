"""A suit tailored to any body: jacket, shirt, trousers, shoes.

Garments are offset surfaces of the base body's own second skin, cut by scalar fields, so each
border is a smooth curve whatever the mesh below. Lapels and collars are strips along borders.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import ConvexHull

from qingzhi.avatar.base import TIGHTS, triangles
from qingzhi.avatar.geometry import grid, normals, outwards, smooth, unit
from qingzhi.avatar.material import Material, linear
from qingzhi.avatar.mesh import Surface, averaging, clipped, compacted, relaxed, subdivided
from qingzhi.avatar.part import Part
from qingzhi.avatar.rig import NAMES, Weights, limited

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_REFERENCE: Final = 165.0
"""Centimetres: the stature that the measures below are meant for."""
_SHIRT_GAP: Final = 0.0055
_COAT_GAP: Final = 0.0085
_BUTTON: Final = 0.215
"""Below the neck pit: where the jacket closes."""
_HEM: Final = 0.47
_OPENING: Final = 0.05
"""Depth of the open shirt collar."""
_COAT_NECK: Final = np.array([0.078, 0.070])
"""Half axes of the jacket's neck hole."""
_SHIRT_NECK: Final = np.array([0.0585, 0.0545])
_LAPEL: Final = 0.064
_NOTCH: Final = 0.72
_COLLAR: Final = 0.033
_SLEEVE: Final = 0.93
_ANKLE: Final = 0.055


class Outfit(NamedTuple):
    """What is worn, and which of the skin's vertices [SKIN] it hides for good."""

    parts: list[Part]
    hidden: NDArray[np.bool_]


def materials(_person: Person) -> tuple[Material, ...]:
    """Return the one material of all cloth; colours are the vertices'."""
    return (Material(name="Cloth", roughness=0.86, two_sided=True),)


def suit(person: Person) -> Outfit:
    """Dress a person."""
    tailor = _Tailor(person)
    return Outfit(
        [
            *tailor.shirt(),
            *tailor.coat(),
            tailor.trousers(),
            *tailor.shoes(),
        ],
        tailor.hidden(),
    )


@dataclass(frozen=True)
class _Tailor:
    """Takes measure once, then cuts one garment after the other."""

    person: Person

    @cached_property
    def scale(self) -> float:
        return self.person.height_cm / _REFERENCE

    @cached_property
    def neck(self) -> Floats:
        """The middle of the neck at the height of its pit."""
        joint = self.person.rig.modelled["neck"]
        return np.array([0, joint[1] - 0.024 * self.scale, joint[2] + 0.02 * self.scale])

    @cached_property
    def body(self) -> Surface:
        return Surface(self.person.skin, self.person.base.skin)

    def _share(self, *bones: str) -> Floats:
        return np.asarray(sum(self.person.rig.dense[:, NAMES.index(bone)] for bone in bones))

    @cached_property
    def _hand_share(self) -> Floats:
        hands = [n for n in NAMES if n.startswith(("leftHand", "rightHand")) or "Proximal" in n]
        hands += [n for n in NAMES if "Distal" in n or "Intermediate" in n or "Metacarpal" in n]
        return self._share(*hands)

    @cached_property
    def _wrist(self) -> tuple[Floats, Floats, float]:
        """Left elbow, direction of the forearm and its length."""
        joints = self.person.rig.modelled
        arm = joints["leftHand"] - joints["leftLowerArm"]
        length = float(np.linalg.norm(arm))
        return joints["leftLowerArm"], arm / length, length

    def _before_wrist(self, points: Floats) -> Floats:
        """How far points lie from where sleeves end, towards the shoulder."""
        elbow, along, length = self._wrist
        folded = points * [1, 1, 1]
        folded[:, 0] = np.abs(folded[:, 0])
        down = (folded - elbow) @ along
        return np.where(folded[:, 0] > 0.6 * elbow[0], _SLEEVE * length - down, 0.1)

    @cached_property
    def _second_skin(self) -> tuple[Floats, Ints]:
        return compacted(
            self.person.rig.vertices, triangles(self.person.base.quads(TIGHTS)[..., 0])
        )

    @cached_property
    def _cloth(self) -> tuple[Ints, Floats, Floats]:
        """Triangles above the thigh, and as shirt and as jacket where their points lie."""
        points, faces = self._second_skin
        low = self.neck[1] - (_HEM + 0.08) * self.scale
        faces = faces[(points[faces][..., 1].min(1) > low)]
        points, faces = subdivided(*compacted(points, faces))
        average = averaging(faces, len(points))

        def fitted(cloth: Floats, gap: float, rounds: int) -> Floats:
            for _ in range(4):
                cloth = self.body.outside(relaxed(cloth, average, rounds), gap)
            return relaxed(cloth, average, 2, 0.3)

        shirt = fitted(relaxed(points, average, 3), _SHIRT_GAP, 2)
        coat = fitted(shirt, _COAT_GAP, 5)
        return faces, shirt, self._stiffened(coat, average)

    def _stiffened(self, coat: Floats, average: csr_array) -> Floats:
        """Bridge the chest by smoothing depth alone, as canvas does, and let folds fall."""
        front = smooth(0.02, 0.06, coat[:, 2] - self.neck[2] + 0.02)
        front = front * smooth(0.30, 0.18, np.abs(coat[:, 0]))
        depth = coat[:, 2].copy()
        for _ in range(14):
            depth = np.maximum(depth, depth + 0.6 * front * (average @ depth - depth))
        coat = relaxed(np.c_[coat[:, :2], depth], average, 4)
        return self.body.outside(coat, _COAT_GAP * 0.9)

    @cached_property
    def _cut(self) -> tuple[float, float]:
        """Heights where the jacket's opening begins and where it meets the collar."""
        pit = self.neck[1]
        return pit - _BUTTON * self.scale, pit + 0.027 * self.scale

    def _half_opening(self, height: Floats) -> Floats:
        low, top = self._cut
        t = np.clip((height - low) / (top - low), 0, 1.15)
        return np.asarray(_COAT_NECK[0] * self.scale * (0.86 * t + 0.14 * t**2))

    def _ring(self, points: Floats, axes: Floats, back: float) -> Floats:
        """Distance from a neck hole, inwards negative, about in metres."""
        radius = np.hypot(points[:, 0] / axes[0], (points[:, 2] - self.neck[2] + back) / axes[1])
        return np.asarray((radius / self.scale - 1) * 0.07)

    def coat(self) -> list[Part]:
        faces, _, points = self._cloth
        low, _ = self._cut
        before = points[:, 2] > self.neck[2] + 0.01
        opening = np.abs(points[:, 0]) - self._half_opening(points[:, 1])
        opening = np.where(before & (points[:, 1] > low), opening, 0.05)
        hole = self._ring(points, _COAT_NECK, 0.006)
        hole = np.where(points[:, 1] > self.neck[1] - 0.06 * self.scale, hole, 0.05)
        hem = points[:, 1] - (self.neck[1] - _HEM * self.scale)
        field = np.minimum.reduce([opening, hole, hem, self._before_wrist(points)])
        colour = self.person.spec.garment.coat
        made = [self._sheet(*clipped(points, faces, field), colour, neighbours=12)]
        surface = Surface(points, faces)
        made += [self._lapel(surface, sign) for sign in (1, -1)]
        made.append(self._coat_collar(surface))
        made += [self._button(surface, low - drop * self.scale) for drop in (0.01, 0.095)]
        return made

    def shirt(self) -> list[Part]:
        faces, points, _ = self._cloth
        pit, k = self.neck[1], self.scale
        top = pit + 0.012 * k - 0.3 * (points[:, 2] - self.neck[2]) - points[:, 1]
        slit = np.abs(points[:, 0]) - 0.02 * k * np.clip(
            (points[:, 1] - pit + _OPENING * k) / (_OPENING * k), -1, 1.2
        )
        front = points[:, 2] > self.neck[2]
        seen = self._half_opening(points[:, 1]) + 0.03 - np.abs(points[:, 0])
        low, _ = self._cut
        field = np.minimum.reduce(
            [
                top,
                np.where(front, slit, 0.05),
                np.where(front, seen, 0.12 - np.abs(points[:, 0])),
                points[:, 1] - low + 0.04,
            ]
        )
        colour = self.person.spec.garment.shirt
        return [
            self._sheet(*clipped(points, faces, field), colour),
            self._shirt_collar(Surface(points, faces)),
        ]

    def trousers(self) -> Part:
        points, faces = self._second_skin
        top = self.neck[1] - (_HEM - 0.09) * self.scale
        faces = faces[(points[faces][..., 1].max(1) < top)]
        points, faces = compacted(points, faces)
        faces = faces[np.abs(points[faces][..., 0]).max(1) < 0.3 * self.scale]  # no sleeves
        points, faces = compacted(points, faces)
        average = averaging(faces, len(points))
        for _ in range(3):
            points = self.body.outside(relaxed(points, average, 3), 0.009)
        calf = smooth(0.5, 0.1, points[:, 1] / self.scale)
        points = self.body.outside(relaxed(points, average, 4), 0.012 * self.scale)
        points = points + normals(points, faces) * (0.012 * calf)[:, None]
        cut = clipped(points, faces, points[:, 1] - _ANKLE * self.scale)
        return self._sheet(*cut, self.person.spec.garment.trousers)

    def shoes(self) -> list[Part]:
        """Cast a shoe over each foot: its hull, so that the toes are one and the sole is flat."""
        colour = self.person.spec.garment.shoes
        made = []
        for side in ("left", "right"):
            foot = self._share(f"{side}Foot", f"{side}Toes") > 0.4
            inside = self.person.skin[foot & (self.person.skin[:, 1] < 0.085 * self.scale)]
            hull = ConvexHull(inside)
            points, faces = subdivided(*compacted(inside, hull.simplices.astype(np.int64)))
            away = points - points.mean(0)
            faces = outwards(points, faces)
            points = points + unit(away) * 0.004
            points = relaxed(points, averaging(faces, len(points)), 2, 0.3)
            points[:, 1] = np.maximum(points[:, 1], 0)
            made.append(self._part(points, faces, colour, self.person.rig.near(points)))
        return made

    def hidden(self) -> NDArray[np.bool_]:
        """Tell which vertices of the skin can never be seen."""
        skin = self.person.skin
        head = self._share("head", "jaw", "neck", "leftEye", "rightEye") > 0.5
        bare = self._ring(skin, _COAT_NECK, 0.006) < 0
        bare &= skin[:, 1] > self.neck[1] - (_OPENING + 0.06) * self.scale
        bare &= (skin[:, 2] > self.neck[2] - 0.03) | (skin[:, 1] > self.neck[1] - 0.01)
        hand = self._before_wrist(skin) < 0.035
        return ~(head | bare | hand)

    def _sheet(self, points: Floats, faces: Ints, colour: str, *, neighbours: int = 8) -> Part:
        dense = self.person.rig.dense_near(points, neighbours)
        dense = relaxed(dense, averaging(faces, len(points)), 8)
        return self._part(points, self.body.facing(points, faces), colour, limited(dense))

    def _part(self, points: Floats, faces: Ints, colour: str, weights: Weights) -> Part:
        return Part(
            material="Cloth",
            points=points,
            triangles=faces,
            weights=weights,
            colour=np.tile(linear(colour), (len(points), 1)),
        )

    def _strip(self, rows: list[Floats], colour: str, weights: Weights | None = None) -> Part:
        points = np.stack(rows).reshape(-1, 3)
        weights = self.person.rig.near(points, 12) if weights is None else weights
        faces = self.body.facing(points, grid(len(rows), len(rows[0])))
        return self._part(points, faces, colour, weights)

    def _on(self, surface: Surface, flat: Floats, gap: float) -> Floats:
        """Lay points (x, y) on the front of a garment, `gap` above it."""
        coat = self._cloth[2]
        front = coat[coat[:, 2] > self.neck[2] - 0.02]
        nearest = np.linalg.norm(front[None, :, :2] - flat[:, None], axis=2).argsort(1)[:, :4]
        depth = front[nearest, 2].mean(1)
        return surface.outside(np.c_[flat, depth], gap, pull=1.0)

    def _lapel(self, surface: Surface, sign: int) -> Part:
        low, top = self._cut
        v = np.linspace(0, _NOTCH, 26)
        height = low + (top - low) * v
        roll = np.c_[self._half_opening(height), height]
        along = np.gradient(roll, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        across = np.c_[along[:, 1], -along[:, 0]]
        width = _LAPEL * self.scale * np.interp(v, [0, 0.15, 0.45, _NOTCH], [0.05, 0.4, 0.82, 1])
        rows = []
        for u, gap in (
            (-0.12, 0.0005),
            (0, 0.0045),
            (0.3, 0.0065),
            (0.7, 0.006),
            (1, 0.0045),
            (1, 0.0008),
        ):
            lift = 0.008 * smooth(0.5, 1, u) * smooth(_NOTCH - 0.16, _NOTCH, v)
            flat = roll + across * (width * u)[:, None] + np.c_[0 * lift, lift]
            laid = gaussian_filter1d(self._on(surface, flat, gap), 1.2, axis=0, mode="nearest")
            rows.append(laid * [sign, 1, 1])
        return self._strip(rows, self.person.spec.garment.coat)

    def _coat_collar(self, surface: Surface) -> Part:
        """Lead the collar from notch to notch round the back of the neck."""
        low, top = self._cut
        k = self.scale
        v = np.linspace(_NOTCH - 0.06, 0.97, 8)
        height = low + (top - low) * v
        front = self._on(surface, np.c_[self._half_opening(height), height], 0.005)
        turn = np.radians([95, 113, 134, 157, 180])
        back = (1 - np.cos(turn)) / 2
        behind = np.c_[
            _COAT_NECK[0] * k * np.sin(turn) * (1 - 0.02 * back),
            top + (0.006 + 0.02 * back) * k,
            self.neck[2] - 0.006 + _COAT_NECK[1] * k * np.cos(turn),
        ]
        half = np.concatenate([front, behind])
        line = _evenly(np.concatenate([half, half[-2::-1] * [-1, 1, 1]]), 60)
        radial = unit((line - self.neck) * [1, 0, 1])
        behindness = smooth(0.05, -0.03, line[:, 2] - self.neck[2])[:, None]
        along = unit(np.gradient(line, axis=0))
        out = radial * (1 - 0.45 * behindness) - np.array([0, 1, 0]) * (0.55 + 0.55 * behindness)
        out = unit(out - along * (out * along).sum(1, keepdims=True))
        ends = np.interp(np.abs(np.linspace(-1, 1, 60)), [0, 0.6, 0.93, 1], [1, 0.95, 0.92, 0.86])
        rows = [line - radial * 0.003 - [0, 0.016 * k, 0]]
        for u, gap in ((0, 0.004), (0.2, 0.0068), (0.6, 0.0062), (1, 0.005), (1, 0.001)):
            laid = line + out * (_COLLAR * k * ends * u)[:, None]
            laid = surface.outside(laid, gap, pull=0.9 * float(smooth(0.3, 0.9, u)))
            rows.append(gaussian_filter1d(laid, 2, axis=0, mode="nearest"))
        return self._strip(rows, self.person.spec.garment.coat, self._collar_weights(rows))

    def _shirt_collar(self, surface: Surface) -> Part:
        """Make stand and leaf; its two points lie open in front."""
        k = self.scale
        around = np.radians(np.linspace(17, 343, 60))
        radial = np.c_[np.sin(around), 0 * around, np.cos(around)]
        off = np.degrees(np.minimum(around, 2 * np.pi - around)) - 17
        point = np.exp(-((off / 26) ** 2))[:, None]
        foot = self.neck[1] + (0.016 - 0.014 * np.cos(around)) * k
        axes = np.array([_SHIRT_NECK[0], 0, _SHIRT_NECK[1]]) * k

        def ring(size: float, height: Floats) -> Floats:
            middle = np.c_[np.zeros_like(height), height, np.full_like(height, self.neck[2])]
            return np.asarray(middle + radial * axes * size)

        low = ring(1.05, foot - 0.012 * k)
        high = ring(1.02, foot + 0.03 * k * (1 - 0.25 * point[:, 0]))
        down = unit(np.array([0, -1, 0]) + radial * 0.34)
        aside = np.sign(radial[:, :1]) * np.array([1.0, 0, 0])
        rows = [low, (low + high) / 2, high, high + radial * 0.003]
        for u in (0.25, 0.5, 0.75, 1.0):
            leaf = high + radial * (0.0035 + 0.003 * np.sin(np.pi * u))
            leaf = leaf + down * (0.036 * k * u * (1 + 0.55 * point))
            leaf = leaf + aside * (0.014 * k * point * u**1.1)
            laid = surface.outside(leaf, 0.0035)
            rows.append(gaussian_filter1d(laid, 1, axis=0, mode="nearest"))
        return self._strip(rows, self.person.spec.garment.shirt, self._collar_weights(rows))

    def _collar_weights(self, rows: list[Floats]) -> Weights:
        """Hang a collar on spine and neck alone: an arm that drops must not lift it."""
        points = np.stack(rows).reshape(-1, 3)
        dense = self.person.rig.dense_near(points, 12)
        kept = [NAMES.index(bone) for bone in ("chest", "upperChest", "neck")]
        held = np.zeros_like(dense)
        held[:, kept] = dense[:, kept] + 1e-6
        return limited(held)

    def _button(self, surface: Surface, height: float) -> Part:
        middle = self._on(surface, np.array([[0.0, height]]), 0.003)[0]
        turn = np.linspace(0, 2 * np.pi, 17)
        profile = (
            (0.0095, 0),
            (0.0095, 0.0024),
            (0.0084, 0.0032),
            (0.006, 0.0024),
            (0.0003, 0.0022),
        )
        rows = [
            middle + np.c_[r * np.cos(turn), r * np.sin(turn), np.full_like(turn, h)]
            for r, h in profile
        ]
        return self._strip(rows, self.person.spec.garment.shoes)


def _evenly(points: Floats, count: int) -> Floats:
    """Resample a polyline [N, 3] at even steps, its corners rounded."""
    step = np.linalg.norm(np.diff(points, axis=0), axis=1)
    at = np.r_[0, np.cumsum(step)] / step.sum()
    even = np.stack([np.interp(np.linspace(0, 1, count), at, axis) for axis in points.T], 1)
    return np.asarray(gaussian_filter1d(even, 1.5, axis=0, mode="nearest"))
