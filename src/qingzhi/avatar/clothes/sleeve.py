"""A set-in sleeve: a cap that springs from the armhole, a straight tube, a cuff with buttons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.folds import ELBOW, folded
from qingzhi.avatar.clothes.piece import Piece, hermite, lattice
from qingzhi.avatar.clothes.piped import cord
from qingzhi.avatar.clothes.tailor import AROUND
from qingzhi.avatar.clothes.trimmings import button
from qingzhi.avatar.geometry import smooth, squared, unit
from qingzhi.avatar.helpers import twisted
from qingzhi.avatar.rig import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.form import Form
    from qingzhi.avatar.clothes.pattern import Sleeve
    from qingzhi.avatar.clothes.tailor import Tailor

    Floats = NDArray[np.float64]

_CAP: Final = (0.0, 0.012, 0.045, 0.10, 0.17, 0.26, 0.38, 0.53, 0.74, 1.0)
"""Shares of the way from the armhole to the tube: closest where the sleeve's head is round."""
_STEP: Final = 0.0175
"""Metres from ring to ring, as close as folds need."""
_FULL: Final = 1.35
"""How much deeper a sleeve's folds are than drawn."""
_HEAD: Final = 0.0003
"""Metres that a sleeve's head lies above the jacket where it is sewn in."""
_LAPPED: Final = 0.0022
"""Metres that it laps over the edge of the armhole, so that nothing is seen between them."""
_PIPED, _CORD = 0.0015, 0.0019
"""Metres above a sleeve's edge at which a cord runs round it, and the cord's radius."""
_BAND: Final = 0.045
"""Length of a cuff of its own."""


@dataclass(frozen=True)
class SleeveMaker:
    """Makes the left sleeve. Columns run round it: outside, front, inside, back."""

    tailor: Tailor
    form: Form
    """Of the torso that the armhole lies on."""
    ease: Floats
    """How far the jacket stands off the body at the armhole [2 · AROUND + 1]."""
    cut: Sleeve
    zone: str

    def pieces(self) -> Iterator[Piece]:
        """Yield the sleeve, the cuff that shows below it and its buttons."""
        yield self._sleeve()
        if self.cut.lined:
            yield self._cuff(self.cut.lined)
        if self.cut.rib:
            yield self._ribbed()
        if self.cut.piped:
            line = self._tube(self._end.reshape(1) + _PIPED * self.tailor.k)[0]
            dense = np.broadcast_to(rigid("leftUpperArm"), (len(line), len(NAMES)))
            yield cord(line, self._away(line), _CORD * self.tailor.k, dense, closed=True)
        k = self.tailor.k
        dense = rigid("leftLowerArm")
        for rise in self.cut.buttons:
            place = np.array([2.35]), self._end + rise * k
            middle = self._form.at(*place, 0.0012)[0]
            yield button(middle, self._form.out(*place)[0], 0.006 * k, "button", dense)

    @cached_property
    def _form(self) -> Form:
        return self.tailor.sleeve(self.cut)

    @cached_property
    def _phi(self) -> Floats:
        return np.linspace(0, 2 * np.pi, AROUND + 1)

    @cached_property
    def _start(self) -> Floats:
        """Height at which the tube begins."""
        return np.array(self.tailor.marks.armpit - 0.028 * self.tailor.k)

    @cached_property
    def _end(self) -> Floats:
        m, k = self.tailor.marks, self.tailor.k
        wrist = m.wrist[1] + 0.010 * k
        return np.array(wrist + self.cut.end * (m.armpit - wrist))

    @cached_property
    def seam(self) -> Floats:
        """Where it is sewn in [C, 3]."""
        where = self.tailor.armhole[::2]
        return self.form.at(where[:, 0], where[:, 1], self.ease[::2] + _HEAD)

    @cached_property
    def _leave(self) -> Floats:
        """Which way the cap springs from the armhole [C, 3]."""
        s = (1 + np.cos(self._phi)) / 2
        return unit(np.c_[0.22 + 0.68 * s, -1 + 0.80 * s, 0.30 * np.sin(self._phi)])

    @cached_property
    def seam_out(self) -> Floats:
        """Which way both cap and panel look where they are sewn together [C, 3], unit vectors."""
        along = np.gradient(self.seam, axis=0)
        along[[0, -1]] = along[0] + along[-1]
        cap = unit(np.cross(self._leave, along))
        panel = self._loop_out()
        return unit(cap * np.sign((cap * panel).sum(1, keepdims=True)) + panel)

    def _loop_out(self) -> Floats:
        where = self.tailor.armhole[::2]
        return self.form.out(where[:, 0], where[:, 1])

    def _tube(self, height: Floats, gap: Floats | float = 0.0) -> Floats:
        """Return rings [R, C, 3] at heights [R]."""
        turn = np.pi / 2 - self._phi
        return self._form.at(turn[None], height[:, None], gap)

    def _folds(self, height: Floats) -> Floats:
        """Return how far wrinkles of the bend, and a cuff that gathers, stand out [R, C]."""
        k = self.tailor.k
        turn = np.pi / 2 - self._phi[None]
        up = (height - self.tailor.fitting.joints["leftLowerArm"][1])[:, None]
        lift = _FULL * folded(ELBOW, turn, up, 0.045 * k, k)
        if self.cut.band:
            rise = (height - self._end)[:, None] / k
            full = smooth(_BAND - 0.003, _BAND + 0.008, rise) * smooth(0.17, _BAND, rise)
            lift = lift * smooth(0, 0.04, rise - _BAND) + 0.0055 * k * full
        edge = smooth(0.004, 0.03, (height - self._end)[:, None] / k)
        return np.asarray(lift * edge)

    def _sleeve(self) -> Piece:
        k = self.tailor.k
        loop = self.seam
        heights = self._heights()
        tube = self._tube(heights, self._folds(heights))
        s, leave = (1 + np.cos(self._phi)) / 2, self._leave
        loop = loop - _LAPPED * leave
        chord = np.linalg.norm(tube[0] - loop, axis=1, keepdims=True)
        arrive = unit(tube[1] - tube[0]) * chord
        leaving = leave * chord * (0.5 + 0.1 * s[:, None])
        cap = hermite(loop, leaving, tube[0], arrive, np.array(_CAP))
        hem = [
            self._tube(heights[-1:] - 0.001, -0.0008),
            self._tube(heights[-1:], -0.0028),
            self._tube(heights[-1:] + 0.014 * k, -0.0032),
        ]
        inside = loop - 0.005 * k * self._loop_out() - leave * 0.010 * k
        points = np.concatenate([inside[None], cap[:-1], tube, *hem])
        light = np.ones(points.shape[:2])
        light[0], light[1] = 0.8, 0.92
        out, held = self._away(points), np.zeros(points.shape[:2])
        out[:4], held[:4] = self.seam_out, np.array([1.0, 1.0, 0.9, 0.45])[:, None]
        if self.cut.band:
            rise = (points[..., 1] - self._end) / k
            light = light - 0.35 * np.exp(-(((rise - _BAND) / 0.004) ** 2))
        return lattice(
            points, self.zone, self._weights(points, len(cap)), unit(out), light, held=held
        )

    def _heights(self) -> Floats:
        start, end, k = float(self._start), float(self._end), self.tailor.k
        fine = np.linspace(start, end, 400)
        elbow = float(self.tailor.fitting.joints["leftLowerArm"][1])
        want = 0.7 + 1.1 * np.exp(-(((fine - elbow) / (0.06 * k)) ** 2))
        share = np.r_[0, np.cumsum((want[1:] + want[:-1]) / 2)]
        count = max(int(share[-1] / len(fine) * (start - end) / (_STEP * k)), 4)
        return np.interp(np.linspace(0, share[-1], count), share, fine)

    def _away(self, points: Floats) -> Floats:
        return np.asarray(points - points.mean(-2, keepdims=True))

    def _weights(self, points: Floats, cap: int) -> Floats:
        """Blend from what the armhole hangs on into the arm, and at the elbow."""
        k = self.tailor.k
        torso = self.tailor.hung(points[1])
        upper = NAMES.index("leftUpperArm")
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
        for name, part in twisted("left", self._along(points)).items():
            dense[..., NAMES.index(name)] += share * bent * part
        return np.asarray(dense)

    def _along(self, points: Floats) -> Floats:
        """Return how far down the forearm points [..., 3] are: 0 at the elbow, 1 at the wrist."""
        elbow, wrist = (self.tailor.fitting.joints[f"left{n}"] for n in ("LowerArm", "Hand"))
        return np.asarray((points - elbow) @ (wrist - elbow) / squared(wrist - elbow))

    def _ribbed(self) -> Piece:
        """Knit a cuff that lies close below the gathered sleeve."""
        k, end = self.tailor.k, float(self._end)
        rows = (
            (-0.001, -0.003),
            (-0.001, 0.0),
            (0.002, 0.0014),
            (0.022, 0.0018),
            (_BAND - 0.004, 0.0014),
            (_BAND, 0.0),
            (_BAND, -0.004),
        )
        points = np.concatenate([self._tube(np.array([end + h * k]), gap * k) for h, gap in rows])
        return lattice(points, "rib", rigid("leftLowerArm"), self._away(points))

    def _cuff(self, zone: str) -> Piece:
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
        return lattice(points, zone, rigid("leftLowerArm"), self._away(points))


def rigid(bone: str) -> Floats:
    """Return weights [bones] that hang on one bone alone."""
    return np.asarray(np.eye(len(NAMES))[NAMES.index(bone)])
