"""A set-in sleeve: a cap that springs from the armhole, a straight tube, a cuff with buttons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.piece import Piece, hermite, lattice
from qingzhi.avatar.clothes.tailor import AROUND
from qingzhi.avatar.clothes.trimmings import button
from qingzhi.avatar.geometry import smooth, unit
from qingzhi.avatar.rig import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.tailor import Tailor

    Floats = NDArray[np.float64]

_CAP: Final = 10
_TUBE: Final = 24


@dataclass(frozen=True)
class SleeveMaker:
    """Makes the left sleeve. Columns run round it: outside, front, inside, back."""

    tailor: Tailor
    ease: Floats
    """How far the jacket stands off the body at the armhole [2 · AROUND + 1]."""
    buttons: tuple[float, ...]
    """Above the edge of the cuff."""

    def pieces(self) -> Iterator[Piece]:
        yield self._sleeve()
        yield self._cuff()
        k = self.tailor.k
        dense = rigid("leftLowerArm")
        for rise in self.buttons:
            place = np.array([2.35]), self._end + rise * k
            middle = self.tailor.sleeve.at(*place, 0.0012)[0]
            yield button(middle, self.tailor.sleeve.out(*place)[0], 0.006 * k, "button", dense)

    @cached_property
    def _phi(self) -> Floats:
        return np.linspace(0, 2 * np.pi, AROUND + 1)

    @cached_property
    def _start(self) -> Floats:
        """Height at which the tube begins."""
        return np.array(self.tailor.marks.armpit - 0.028 * self.tailor.k)

    @cached_property
    def _end(self) -> Floats:
        return np.array(self.tailor.marks.wrist[1] + 0.012 * self.tailor.k)

    def _loop(self) -> Floats:
        where = self.tailor.armhole[::2]
        return self.tailor.torso.at(where[:, 0], where[:, 1], self.ease[::2] - 0.0014)

    def _loop_out(self) -> Floats:
        where = self.tailor.armhole[::2]
        return self.tailor.torso.out(where[:, 0], where[:, 1])

    def _tube(self, height: Floats, gap: Floats | float = 0.0) -> Floats:
        """Return rings [R, C, 3] at heights [R]."""
        turn = np.pi / 2 - self._phi
        return self.tailor.sleeve.at(turn[None], height[:, None], gap)

    def _folds(self, height: Floats) -> Floats:
        """Wrinkles in the bend of the arm, metres [R, C]."""
        k = self.tailor.k
        turn = np.pi / 2 - self._phi[None]
        off = (height - self.tailor.fitting.joints["leftLowerArm"][1])[:, None] / k
        ripple = np.cos(2 * np.pi * off / 0.043 + 1.5 * np.sin(turn - 0.4))
        return np.asarray(
            0.0028 * k * ripple * np.exp(-((off / 0.055) ** 2)) * (0.35 + 0.65 * np.cos(turn + 0.5))
        )

    def _sleeve(self) -> Piece:
        k = self.tailor.k
        loop = self._loop()
        heights = np.linspace(float(self._start), float(self._end), _TUBE)
        tube = self._tube(heights, self._folds(heights))
        s = (1 + np.cos(self._phi)) / 2
        leave = unit(np.c_[0.22 + 0.68 * s, -1 + 0.80 * s, 0.30 * np.sin(self._phi)])
        chord = np.linalg.norm(tube[0] - loop, axis=1, keepdims=True)
        arrive = unit(tube[1] - tube[0]) * chord
        t = np.r_[0, 0.012, np.linspace(0, 1, _CAP)[1:]]
        cap = hermite(loop, leave * chord * (0.5 + 0.1 * s[:, None]), tube[0], arrive, t)
        hem = [
            self._tube(heights[-1:] - 0.001, -0.0008),
            self._tube(heights[-1:], -0.0028),
            self._tube(heights[-1:] + 0.014 * k, -0.0032),
        ]
        inside = loop - 0.005 * k * self._loop_out() - leave * 0.010 * k
        points = np.concatenate([inside[None], cap[:-1], tube, *hem])
        light = np.ones(points.shape[:2])
        light[:2] = 0.5
        return lattice(points, "coat", self._weights(points, len(cap)), self._away(points), light)

    def _away(self, points: Floats) -> Floats:
        return np.asarray(points - points.mean(1, keepdims=True))

    def _weights(self, points: Floats, cap: int) -> Floats:
        """Blend from what the armhole hangs on into the arm, and at the elbow."""
        k = self.tailor.k
        torso = self.tailor.hung(points[1])
        upper, lower = (NAMES.index(f"left{bone}Arm") for bone in ("Upper", "Lower"))
        free = torso.copy()
        free[:, upper] = 0
        free /= free.sum(1, keepdims=True)
        down = np.linalg.norm(np.diff(points, axis=0), axis=2)
        down[0] = 0  # the seam allowance, which lies within the jacket
        down = np.pad(np.cumsum(down, 0), ((1, 0), (0, 0)))
        share = self.tailor.arm_shares[::2]
        share = share + (1 - share) * smooth(0, 0.085 * k, down)
        elbow = self.tailor.fitting.joints["leftLowerArm"][1]
        bent = smooth(elbow + 0.05 * k, elbow - 0.05 * k, points[..., 1])
        bent[:cap] = 0
        dense = (1 - share)[..., None] * free
        dense[..., upper] += share * (1 - bent)
        dense[..., lower] += share * bent
        return np.asarray(dense)

    def _cuff(self) -> Piece:
        """Let a centimetre of shirt show below the sleeve."""
        k, end = self.tailor.k, float(self._end)
        rows = (
            (0.016, -0.0042),
            (-0.010, -0.0042),
            (-0.012, -0.0050),
            (-0.0115, -0.0065),
            (0.01, -0.007),
        )
        points = np.concatenate([self._tube(np.array([end + h * k]), gap * k) for h, gap in rows])
        return lattice(points, "shirt", rigid("leftLowerArm"), self._away(points))


def rigid(bone: str) -> Floats:
    """Return weights [bones] that hang on one bone alone."""
    return np.asarray(np.eye(len(NAMES))[NAMES.index(bone)])
