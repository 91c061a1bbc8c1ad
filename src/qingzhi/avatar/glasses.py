"""Glasses: a frame swept along the rims, lenses, a bridge on the nose, temples to the ears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.base import SKIN
from qingzhi.avatar.geometry import grid, normals, unit
from qingzhi.avatar.material import Material, linear
from qingzhi.avatar.part import Part
from qingzhi.avatar.rig import rigid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.opening import Opening
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

_AROUND: Final = 48
_SECTION: Final = 6
_FRAME: Final = "Glasses"
"""The material of frames: they are no cloth, and skin may lie before them."""
_ROUGHNESS: Final = 0.32
_BRIDGE: Final = 0.62
"""Half the gap between the lenses, in half eye widths."""
_CLEAR: Final = 0.0035
"""Metres between lashes, brows or cheeks and a lens."""
_WRAP: Final = 1.6
"""Metres back per square metre off the middle: a frame follows the face."""
_TILT: Final = 0.12
"""How far its lower edge is nearer to the cheek, over the height."""


class Rim(NamedTuple):
    """The form of a lens: half width and height in half eye widths, and how square it is."""

    wide: float
    high: float
    square: float
    thick: float
    """Metres of the frame's section across the lens."""
    top_only: bool = False


FRAMES: Final[Mapping[str, Rim]] = {
    "round": Rim(1.52, 1.42, 2.1, 0.0017),
    "oval": Rim(1.72, 1.15, 2.3, 0.0019),
    "rectangular": Rim(1.80, 1.16, 4.2, 0.0027),
    "half-rim": Rim(1.80, 1.10, 3.6, 0.0022, top_only=True),
    "rimless": Rim(1.76, 1.12, 3.0, 0.0006),
}


def materials(person: Person) -> tuple[Material, ...]:
    """Return what the frame is made of, where there is one."""
    if person.spec.glasses.frame not in FRAMES:
        return ()
    return (Material(name=_FRAME, colour=linear(person.spec.glasses.colour), roughness=_ROUGHNESS),)


def glasses(person: Person, openings: Mapping[str, Opening], lens: str) -> list[Part]:
    """Make the glasses that a person wears; the material of lenses is given."""
    form = FRAMES.get(person.spec.glasses.frame)
    if form is None:
        return []
    fit = _Fit(person, openings["Left"], form)
    tubes = [*fit.rim(), fit.bridge(), fit.temple()]
    tubes += [mirrored(tube) for tube in tubes if tube is not tubes[-2]]
    made = [_frame(points, faces) for points, faces in tubes]
    for points, faces in (fit.lens(), mirrored(fit.lens())):
        made.append(
            Part(
                material=lens,
                points=points,
                triangles=faces,
                weights=rigid(len(points), "head"),
                given_normals=normals(points, faces),
            )
        )
    return made


class _Fit:
    """One pair on one face; what is made is the left half."""

    def __init__(self, person: Person, eye: Opening, form: Rim) -> None:
        self._person, self._form, self._u = person, form, eye.half_width
        self._wide, self._high = form.wide * self._u, form.high * self._u
        self._middle = np.array([_BRIDGE * self._u + self._wide, eye.centre[1] - 0.12 * self._u])
        self._front = 0.0
        skin = person.skin
        off = np.abs(skin[:, :2] - self._middle) / [self._wide, self._high]
        close = (off < 1.0).all(1) & (skin[:, 2] > eye.centre[2])
        lacking = skin[close, 2] - self._depth(skin[close, :2])
        ball = eye.centre[2] + 1.25 * eye.radius - float(self._depth(eye.centre[None, :2])[0])
        self._front = max(float(np.quantile(lacking, 0.97)) + _CLEAR, ball)

    def _depth(self, flat: Floats) -> Floats:
        """Return z [...] of the frame's surface at (x, y) [..., 2]."""
        down = (flat[..., 1] - self._middle[1]) * _TILT
        return np.asarray(self._front - _WRAP * flat[..., 0] ** 2 + down)

    def _outline(self, turn: Floats, grow: float = 0.0) -> Floats:
        """Return points [T, 3] on the edge of the lens; 0 is outwards, π/2 is up."""
        power = 2 / self._form.square
        cos, sin = np.cos(turn), np.sin(turn)
        shape = np.stack(
            [np.sign(cos) * np.abs(cos) ** power, np.sign(sin) * np.abs(sin) ** power], -1
        )
        shape[:, 0] *= 1 + 0.05 * shape[:, 1]  # a little wider above
        flat = self._middle + shape * [self._wide + grow, self._high + grow]
        return np.asarray(np.c_[flat, self._depth(flat)])

    def rim(self) -> list[tuple[Floats, NDArray[np.int64]]]:
        """Sweep the frame round the lens."""
        first, last = (-0.10, np.pi + 0.10) if self._form.top_only else (0.0, 2 * np.pi)
        path = self._outline(np.linspace(first, last, _AROUND + 1))
        return [swept(path, self._form.thick, 0.0032, closed=not self._form.top_only)]

    def bridge(self) -> tuple[Floats, NDArray[np.int64]]:
        """Arch from lens to lens over the nose."""
        end = self._outline(np.array([np.pi - 0.42]))[0]
        t = np.linspace(-1, 1, 11)
        rise = 0.16 * self._u * (1 - t**2)
        z = end[2] + 0.0045 * (1 - t**2)
        path = np.stack([end[0] * t, end[1] + rise, z], 1)
        return swept(path, max(self._form.thick, 0.0013), 0.0026)

    def temple(self) -> tuple[Floats, NDArray[np.int64]]:
        """Lead from the hinge along the head to the ear, and down behind it."""
        hinge = self._outline(np.array([0.30]))[0] + [0.0012, 0, -0.001]
        ear = self._ear()
        behind = ear + np.array([-0.004, -0.022, -0.022])
        over = ear + np.array([0, 0.001, 0])
        middle = hinge + np.array([0.0045, 0.0, -0.012])
        path = curve([hinge, middle, 0.45 * middle + 0.55 * over, over, behind])
        return swept(path, 0.0014, 0.0030)

    def _ear(self) -> Floats:
        """Return where the top of the left ear meets the head."""
        index, moved = self._person.base.targets.of("ears/l-ear-wing-incr")[:2]
        reach = np.linalg.norm(moved, axis=1)
        points = self._person.skin[index[(index < SKIN) & (reach > 0.35 * reach.max())]]
        points = points[points[:, 0] > 0]
        top, low = points[:, 1].max(), points[:, 1].min()
        level = top - 0.16 * (top - low)
        ring = points[np.abs(points[:, 1] - level) < 0.004]
        root = ring if len(ring) else points
        side = self._person.skin[np.abs(self._person.skin[:, 1] - level) < 0.004]
        at = float(root[:, 2].max())
        head = side[np.abs(side[:, 2] - at) < 0.008, 0]
        return np.array([float(np.quantile(head, 0.97)) + 0.001, level + 0.003, at - 0.004])

    def lens(self) -> tuple[Floats, NDArray[np.int64]]:
        """Close the outline with a pane that bulges a little."""
        rings = [self._outline(np.linspace(0, 2 * np.pi, _AROUND + 1))]
        centre = rings[0][:-1].mean(0)
        lattice = [centre + (rings[0] - centre) * share for share in (1.0, 0.6, 0.2)]
        points = np.stack(lattice)
        points[..., 2] += 0.0012 * (1 - np.array([1.0, 0.6, 0.2]) ** 2)[:, None]
        flat = points.reshape(-1, 3)
        faces = grid(*points.shape[:2])
        facing = normals(flat, faces)[:, 2].mean() > 0
        return flat, faces if facing else faces[:, ::-1]


def swept(
    path: Floats, thick: float, deep: float, *, closed: bool = False
) -> tuple[Floats, NDArray[np.int64]]:
    """Sweep a flat oval along a path [P, 3]: `thick` across it as seen from ahead, `deep` else."""
    along = unit(np.gradient(path, axis=0))
    if closed:
        along[0] = along[-1] = unit(path[1] - path[-2])
    ahead = np.array([0.0, 0.0, 1.0]) if np.ptp(path[:, 2]) < 0.05 else np.array([1.0, 0.0, 0.0])
    side = unit(np.cross(along, ahead))
    front = np.cross(side, along)
    if ahead[0]:  # a temple: thin as seen from ahead, deep as seen from the side
        thick, deep = deep, thick
    turn = np.linspace(0, 2 * np.pi, _SECTION + 1)
    ring = side[:, None] * (np.cos(turn) * thick / 2)[None, :, None]
    ring = ring + front[:, None] * (np.sin(turn) * deep / 2)[None, :, None]
    points = path[:, None] + ring
    if not closed:  # its ends are shut
        points = np.concatenate(
            [path[:1, None] + 0 * ring[:1], points, path[-1:, None] + 0 * ring[-1:]]
        )
        ring = np.concatenate([0 * ring[:1], ring, 0 * ring[-1:]])
    faces = grid(*points.shape[:2])
    flat = points.reshape(-1, 3)
    outwards = (normals(flat, faces) * ring.reshape(-1, 3)).sum() > 0
    return flat, faces if outwards else faces[:, ::-1]


def curve(knots: list[Floats]) -> Floats:
    """Round off a way through knots."""
    points = np.stack(knots)
    fine = np.linspace(0, len(points) - 1, 28)
    line = np.stack([np.interp(fine, np.arange(len(points)), axis) for axis in points.T], 1)
    for _ in range(3):
        line[1:-1] = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
    return line


def mirrored(
    made: tuple[Floats, NDArray[np.int64]],
) -> tuple[Floats, NDArray[np.int64]]:
    """Return the same for the right side."""
    points, faces = made
    return points * [-1, 1, 1], faces[:, ::-1]


def _frame(points: Floats, faces: NDArray[np.int64]) -> Part:
    return Part(
        material=_FRAME,
        points=points,
        triangles=faces,
        weights=rigid(len(points), "head"),
        given_normals=normals(points, faces),
    )
