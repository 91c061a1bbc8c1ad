"""Takes measure of a person: dress forms, landmarks, and what cloth hangs on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter1d

from qingzhi.avatar.clothes.form import Form, form
from qingzhi.avatar.geometry import smooth
from qingzhi.avatar.rig import NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.fitting import Fitting
    from qingzhi.avatar.clothes.pattern import Sleeve, Trousers

    Floats = NDArray[np.float64]

REFERENCE: Final = 165.0
"""Centimetres: the stature that patterns are drawn for."""
_ARM: Final = ("UpperArm", "LowerArm", "Hand", "Thumb", "Index", "Middle", "Ring", "Little")
_HEAD: Final = ("head", "jaw", "Eye")
_TOP, _SIDE, _UNDER = 0.18, 0.26, 0.18
"""How much the armhole's top, front and back, and bottom hang on the upper arm."""
AROUND: Final = 28
"""Columns of a sleeve; an armhole has a place at each and between any two."""
_SLIM, _INWARDS = 0.10, 0.005
"""A sleeve is tailored for an arm that is slimmer by this share at its top, and nearer by metres:
arms under sleeves are not shown, and a jacket makes its own shoulder."""
_NO_WAIST: Final = 0.15
"""Half the width that a waist further from its usual height must be slimmer by, a metre."""
_SOFT: Final = (0.004, 0.012)
"""Metres of padding below which a shoulder falls as the body's, and above which it is straight."""
_RESTS: Final = 0.004
"""Metres off the body at which a soft shoulder lies."""
_CHIN: Final = 0.012
"""Metres above where the jaw begins up to which a collar gives way to the flesh below a chin."""
_SLIGHT: Final = 0.2
"""Share of the arm below which skin belongs to neck and trunk for certain."""
_SPREAD: Final = 0.05
"""Metres from the armhole within which the torso's cloth follows the arm."""


class Marks(NamedTuple):
    """Landmarks in the fitting pose, metres. Points are those of the left side."""

    neck_point: Floats
    """Where the shoulder seam meets the neck."""
    shoulder: Floats
    """Where it meets the sleeve, on top of the pad."""
    pit: float
    bust: float
    armpit: float
    waist: float
    hip: float
    crotch: float
    knee: float
    ankle: float
    wrist: Floats


@dataclass(frozen=True)
class Tailor:
    """See the module."""

    fitting: Fitting
    pad: float = 0.016
    """Padding on the tip of the shoulder, metres on a person of 165 cm."""
    low: float = -0.06
    """Above the hip joint: how far down the torso's form goes."""
    wide: float = 0.0
    """How much further than usual from the neck a neckline lies."""

    @cached_property
    def k(self) -> float:
        """What lengths of a pattern are multiplied by."""
        return self.fitting.person.height_cm / REFERENCE

    @cached_property
    def skin(self) -> Floats:
        return self.fitting.skin

    @cached_property
    def arm(self) -> Floats:
        """How much of each vertex of the skin is arm."""
        return self.fitting.share(*_ARM)

    @cached_property
    def trunk(self) -> NDArray[np.bool_]:
        """Vertices of neck, torso and legs."""
        return (self.arm < 0.5) & (self.fitting.share(*_HEAD) < 0.75)

    @cached_property
    def _edges(self) -> NDArray[np.int64]:
        faces = self.fitting.person.base.skin
        return np.asarray(np.unique(np.sort(faces[:, [0, 1, 1, 2]].reshape(-1, 2), 1), axis=0))

    def cloud(self, among: NDArray[np.bool_]) -> Floats:
        """Return points [N, 3] all over the skin between the vertices `among` [SKIN]."""
        a, b = self._edges[among[self._edges].all(1)].T
        along = [self.skin[a] + (self.skin[b] - self.skin[a]) * t for t in (0.2, 0.4, 0.6, 0.8)]
        return np.concatenate([self.skin[among], *along])

    @cached_property
    def marks(self) -> Marks:
        joints, k, skin = self.fitting.joints, self.k, self.skin
        trunk = skin[self.trunk]
        socket = joints["leftUpperArm"]
        near = np.abs(skin[:, 1] - socket[1] + 0.06 * k) < 0.03 * k
        tip_x = 0.815 * float(np.abs(skin[near, 0]).max())
        neck_x = self._neck_width() + (0.015 + self.wide) * k
        chest = trunk[np.abs(trunk[:, 1] - socket[1] + 0.11 * k) < 0.05 * k]
        hips, knee = joints["leftUpperLeg"], joints["leftLowerLeg"]
        heights = np.linspace(hips[1] + 0.10 * k, socket[1] - 0.16 * k, 24)
        level = heights - (0.5 * hips[1] + 0.5 * socket[1] - 0.012 * k)
        widths = [np.abs(trunk[np.abs(trunk[:, 1] - y) < 0.01 * k, 0]).max() for y in heights]
        return Marks(
            neck_point=np.array([neck_x, self._top(neck_x) + 0.004, 0.0]),
            shoulder=np.array([tip_x, self._top(tip_x) + self.pad * k, 0.0]),
            pit=float(joints["neck"][1] - 0.024 * k),
            bust=float(chest[chest[:, 2].argmax(), 1]),
            armpit=float(socket[1] - 0.088 * k),
            waist=float(heights[int(np.argmin(np.array(widths) + _NO_WAIST * np.abs(level)))]),
            hip=float(hips[1]),
            crotch=float(hips[1] - 0.065 * k),
            knee=float(knee[1]),
            ankle=float(joints["leftFoot"][1]),
            wrist=joints["leftHand"],
        )

    def _neck_width(self) -> float:
        """Return half the width of the neck where it is narrowest."""
        base = self.fitting.joints["neck"][1]
        slender = self.cloud((self.arm < 0.2) & (self.fitting.share(*_HEAD) < 0.9))
        heights = base + np.linspace(0, 0.06, 13) * self.k
        return float(
            min(np.abs(slender[np.abs(slender[:, 1] - y) < 0.005, 0]).max() for y in heights)
        )

    def _top(self, x: float) -> float:
        """Return how high the shoulder is at a distance from the middle."""
        near = (np.abs(self.skin[:, 0] - x) < 0.008) & (self.fitting.share(*_HEAD) < 0.2)
        return float(self.skin[near, 1].max())

    @cached_property
    def torso(self) -> Form:
        """From the top of the thighs to the neck, without arms, with padded shoulders."""
        m, k = self.marks, self.k
        rise = (self.skin[:, 1] - m.armpit) / (m.shoulder[1] - m.armpit)
        inside = np.abs(self.skin[:, 0]) < m.shoulder[0] - (0.042 - 0.036 * rise) * k
        inside &= (self.skin[:, 1] > m.armpit) & (self.fitting.share(*_HEAD) < 0.35)
        throat = (self.arm < _SLIGHT) & (self.skin[:, 1] < self.jaw + _CHIN * k)
        points = np.concatenate([self.cloud(self.trunk | inside | throat), self._pads()])
        points = np.concatenate([points, points * [-1, 1, 1]])
        axis = (
            (m.hip - 0.1, 0, 0.02),
            (m.bust, 0, 0.04 * k),
            (m.shoulder[1] - 0.02 * k, 0, 0.022 * k),
            (m.neck_point[1], 0, 0.024 * k),
            (m.neck_point[1] + 0.05 * k, 0, 0.026 * k),
        )
        return form(points, m.hip + self.low * k, m.neck_point[1] + 0.035 * k, axis, 0.005)

    def _pads(self) -> Floats:
        """Return points [N, 3] of the padded shoulder: a seam, and how it falls to the side."""
        m, k = self.marks, self.k
        t = np.linspace(0, 1, 40)[:, None]
        ridge = (1 - t) * m.neck_point + t * m.shoulder
        ridge[:, 1] -= 0.004 * k * np.sin(np.pi * t[:, 0]) * (1 - t[:, 0])
        bare = np.array([self._top(x) for x in ridge[:, 0]]) + _RESTS * k + self.pad * k * t[:, 0]
        stiff = smooth(*_SOFT, np.array(self.pad))
        ridge[:, 1] += (1 - stiff) * np.minimum(bare - ridge[:, 1], 0)
        deep = np.concatenate([ridge + np.array([0, 0, z * k]) for z in (0.000, 0.012, 0.024)])
        return np.concatenate([deep, self._ring])

    @cached_property
    def _ring(self) -> Floats:
        """The left armhole in space [2 · AROUND + 1, 3]: top, front, bottom, back, top."""
        m, k = self.marks, self.k
        phi = np.linspace(0, 2 * np.pi, 2 * AROUND + 1)
        swing, tip = np.sin(phi), m.shoulder[1] + 0.002
        about = np.abs(self.skin[:, 1] - 0.5 * (tip + m.armpit)) < 0.02 * k
        end = self.skin[about & (np.abs(self.skin[:, 0] - m.shoulder[0] + 0.016 * k) < 0.016 * k)]
        level = np.abs(self.skin[:, 1] - m.armpit) < 0.012 * k
        bottom = self.skin[level & self.trunk, 0].max() + 0.002 * k
        across = m.shoulder[0] - 0.016 * k
        ends = np.where(np.cos(phi) > 0, m.shoulder[0], bottom)
        middle, deep = 0.5 * (end[:, 2].max() + end[:, 2].min()), 0.5 * np.ptp(end[:, 2])
        return np.stack(
            [
                ends + (across - ends) * swing**2,
                (tip + m.armpit) / 2 + (tip - m.armpit) / 2 * np.cos(phi),
                0.012 * k + (middle - 0.012 * k) * swing**2 + 0.97 * deep * swing,
            ],
            1,
        )

    @cached_property
    def armhole(self) -> Floats:
        """(turn, height) of the left armhole [N, 2]: top, front, bottom, back, top."""
        x, height, z = self._ring.T
        turn = np.arctan2(x, z - np.interp(height, self.torso.heights, self.torso.axis[:, 1]))
        return np.stack([turn, height], 1)

    @cached_property
    def arm_shares(self) -> Floats:
        """How much each place of the armhole [N] hangs on the upper arm."""
        phi = np.linspace(0, 2 * np.pi, 2 * AROUND + 1)
        return np.interp(-np.cos(phi), [-1, 0, 1], [_TOP, _SIDE, _UNDER])

    @cached_property
    def _bare_arm(self) -> Form:
        """The left arm as it hangs, to the armpit, slimmer where a sleeve hides it."""
        m, k = self.marks, self.k
        left = self.cloud((self.arm > 0.6) & (self.skin[:, 0] > 0))
        heights = np.linspace(m.wrist[1] - 0.03 * k, m.armpit - 0.005 * k, 12)
        slabs = [left[np.abs(left[:, 1] - y) < 0.012 * k] for y in heights]
        middle = np.stack([(s.min(0) + s.max(0))[[0, 2]] / 2 for s in slabs])
        middle = gaussian_filter1d(middle, 1.2, axis=0, mode="nearest")
        bare = form(left, heights[0], heights[-1], np.c_[heights, middle].tolist(), 0.015)
        slim = smooth(self.fitting.joints["leftLowerArm"][1], m.armpit, bare.heights)
        return Form(
            bare.heights,
            bare.axis - slim[:, None] * [_INWARDS * k, 0],
            bare.radius * (1 - _SLIM * slim),
        )

    def sleeve(self, cut: Sleeve) -> Form:
        """Return what a straight sleeve hangs on."""
        m, k, bare = self.marks, self.k, self._bare_arm
        wide = bare.radius[:, -1].mean() + cut.ease * k
        wrist = float(np.interp(m.wrist[1] + 0.02 * k, bare.heights, bare.radius.mean(0)))
        ends = [wrist + cut.cuff * k, wide]
        return bare.draped(np.interp(bare.heights, [m.wrist[1], m.armpit], ends), 0.004 * k)

    def leg(self, cut: Trousers) -> Form:
        """Return the left half from the waist down, as straight trousers hang on it."""
        m, k, joints = self.marks, self.k, self.fitting.joints
        half = self.cloud(self.trunk & (self.skin[:, 0] > -0.004))
        half = np.c_[np.maximum(half[:, 0], 0.0008), half[:, 1:]]
        knee, foot = joints["leftLowerLeg"], joints["leftFoot"]
        axis = (
            (0, foot[0] + 0.002, foot[2] + 0.020 * k),
            (foot[1] + 0.05, foot[0] - 0.002, foot[2] + 0.012 * k),
            (knee[1], knee[0] - 0.004, knee[2] - 0.008),
            (m.crotch, 0.094 * k, 0.022 * k),
            (m.waist, 0.075 * k, 0.04 * k),
        )
        bare = form(half[half[:, 1] > 0.09 * k], 0.09 * k, m.hip + 0.11 * k, axis, 0.02)
        low = np.arange(0.005, bare.heights[0] - 0.002, 0.005)
        heights = np.r_[low, bare.heights]
        knots = np.asarray(axis)
        middle = np.stack([np.interp(heights, knots[:, 0], c) for c in knots[:, 1:].T], 1)
        radius = np.concatenate([np.repeat(bare.radius[:, :1], len(low), 1), bare.radius], 1)
        whole = Form(heights, middle, radius)
        thigh = whole.radius[:, np.abs(heights - m.crotch + 0.06 * k).argmin()].mean()
        lines = np.interp(heights, [0, m.crotch - 0.06 * k], [cut.ankle * k, thigh + cut.thigh * k])
        lines = np.where(heights > m.crotch - 0.03 * k, 0, lines)
        return whole.draped(lines, cut.gap * k)

    @cached_property
    def foot(self) -> Form:
        """The left foot from the ground to the ankle."""
        k, joints = self.k, self.fitting.joints
        foot = self.fitting.share("leftFoot", "leftToes", "leftLowerLeg") > 0.5
        points = self.cloud(foot & (self.skin[:, 1] < 0.13 * k))
        ankle, toes = joints["leftFoot"], joints["leftToes"]
        axis = (
            (0, (ankle[0] + toes[0]) / 2, ankle[2] + 0.45 * (toes[2] - ankle[2])),
            (0.03 * k, (ankle[0] + toes[0]) / 2, ankle[2] + 0.4 * (toes[2] - ankle[2])),
            (0.075 * k, ankle[0], ankle[2] + 0.01),
            (0.11 * k, ankle[0], ankle[2]),
        )
        return form(points, 0.004, 0.10 * k, axis, 0.006)

    def hung(self, points: Floats) -> Floats:
        """Return the weights [..., bones] of cloth about the torso, at points [..., 3]."""
        flat = points.reshape(-1, 3)
        dense = self.fitting.dense_near(flat, self.trunk, 24)
        dense[:, [NAMES.index("neck")]] += 1e-6
        loose = [i for i, n in enumerate(NAMES) if any(part in n for part in (*_ARM, *_HEAD))]
        dense[:, loose] = 0
        dense /= dense.sum(1, keepdims=True)
        loop = self.torso.at(self.armhole[:, 0], self.armhole[:, 1], 0.01)
        for side, sign in (("left", 1.0), ("right", -1.0)):
            apart = np.linalg.norm(flat[:, None] * [sign, 1, 1] - loop, axis=2)
            near = apart.argmin(1)
            share = self.arm_shares[near] * smooth(_SPREAD * self.k, 0.0, apart.min(1))
            dense *= (1 - share)[:, None]
            dense[:, NAMES.index(f"{side}UpperArm")] += share
        return dense.reshape(*points.shape[:-1], -1)

    @cached_property
    def jaw(self) -> float:
        """How high the jaw is over the throat: what a collar must stay below."""
        held = self.fitting.share(*_HEAD)
        throat = (held > 0.5) & (np.abs(self.skin[:, 0]) < 0.05 * self.k)
        throat &= self.skin[:, 2] > self.fitting.joints["neck"][2]
        return float(np.quantile(self.skin[throat & (self.skin[:, 1] < self._chin), 1], 0.05))

    @cached_property
    def _chin(self) -> float:
        return float(self.fitting.joints["head"][1])

    def stiff(self, points: Floats) -> Floats:
        """Return weights of a collar: it hangs on the spine and the neck alone."""
        flat = points.reshape(-1, 3)
        dense = self.fitting.dense_near(flat, self.trunk, 24)
        kept = [NAMES.index(bone) for bone in ("chest", "upperChest", "neck")]
        held = np.zeros_like(dense)
        held[:, kept] = dense[:, kept] + 1e-6
        held /= held.sum(1, keepdims=True)
        return held.reshape(*points.shape[:-1], -1)
