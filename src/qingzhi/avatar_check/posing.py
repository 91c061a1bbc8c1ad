"""The figure in other poses, moved as players move it: linear blend skinning."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from qingzhi.avatar_check.constraints import driven
from qingzhi.avatar_check.geometry import blended, turned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar_check.model import Model, Surface

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Angles = tuple[float, float, float]


class Pose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Degrees about x, y, z of bones, relative to T-pose; `both` is mirrored to the right."""

    zh: str
    en: str
    middle: dict[str, Angles] = {}
    left: dict[str, Angles] = {}
    right: dict[str, Angles] = {}
    both: dict[str, Angles] = {}

    def turns(self) -> Iterator[tuple[str, Angles]]:
        """Yield the angles of each bone."""
        yield from self.middle.items()
        yield from ((f"left{bone}", angles) for bone, angles in (self.both | self.left).items())
        for bone, (x, y, z) in self.both.items():
            yield f"right{bone}", (x, -y, -z)
        yield from ((f"right{bone}", angles) for bone, angles in self.right.items())


@cache
def poses() -> Mapping[str, Pose]:
    """Return the poses that clothes are judged in."""
    text = (resources.files(__package__) / "poses.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Pose])


class Skin(NamedTuple):
    """Vertices that are moved by bones: points [N, 3], joints and weights [N, K]."""

    points: Floats
    triangles: Ints
    joints: Ints
    weights: Floats

    @classmethod
    def of(cls, surfaces: Sequence[Surface]) -> Skin:
        """Join surfaces; those that hang on no bone are left out."""
        held = [s for s in surfaces if s.joints is not None and s.weights is not None]
        width = max((s.joints.shape[1] for s in held if s.joints is not None), default=4)
        starts = np.cumsum([0, *(len(s.points) for s in held)])
        shifted = [s.triangles + start for s, start in zip(held, starts, strict=False)]
        return cls(
            np.concatenate([np.zeros((0, 3)), *(s.points for s in held)]),
            np.concatenate([np.zeros((0, 3), np.int64), *shifted]),
            np.concatenate([np.zeros((0, width), np.int64), *(_joints(s, width) for s in held)]),
            np.concatenate([np.zeros((0, width)), *(_weights(s, width) for s in held)]),
        )

    def owners(self, model: Model, names: Sequence[str]) -> Ints:
        """Return the number in `names` [N] of the humanoid bone that holds most of a vertex."""
        table = np.full(len(model.document.nodes) + 1, -1)
        for node, bone in model.owner.items():
            table[node] = names.index(bone)
        most = self.joints[np.arange(len(self.joints)), self.weights.argmax(1)]
        return np.asarray(table[most])

    def posed(self, matrices: Floats) -> Floats:
        """Return the points [N, 3] moved by each node's matrix [nodes, 3, 4]."""
        mixed = blended(matrices, self.joints, self.weights)
        return np.asarray(turned(mixed[:, :, :3], self.points) + mixed[:, :, 3])


def _joints(surface: Surface, width: int) -> Ints:
    given = np.zeros((0, width), np.int64) if surface.joints is None else surface.joints
    return np.pad(given, ((0, 0), (0, width - given.shape[1])), constant_values=-1)


def _weights(surface: Surface, width: int) -> Floats:
    given = np.zeros((0, width)) if surface.weights is None else surface.weights
    return np.pad(given, ((0, 0), (0, width - given.shape[1])))


def matrices(model: Model, pose: Pose) -> Floats:
    """Return what each node does to the points of the figure [nodes, 3, 4] in a pose."""
    turns = dict(pose.turns())
    found: dict[str, Floats] = {}

    def of(bone: str) -> Floats:
        if bone not in found:
            parent = model.owner.get(model.parents.get(model.bones[bone], -1))
            base = np.eye(4) if parent is None else of(parent)
            found[bone] = base @ _about(model, bone, turns.get(bone, (0, 0, 0)))
        return found[bone]

    table = np.tile(np.eye(4), (len(model.document.nodes), 1, 1))
    for node, bone in model.owner.items():
        table[node] = of(bone)
    for node, constraint in model.driven.items():
        table[node] = table[model.parents[node]] if node in model.parents else np.eye(4)
        if constraint is not None:
            table[node] = driven(constraint, node, model.parents, model.world, table)
    return table[:, :3]


def _about(model: Model, bone: str, degrees: Angles) -> Floats:
    """Return the turn [4, 4] of what hangs on a bone about the bone's joint."""
    sign = -1.0 if model.backward else 1.0
    turn = np.eye(3)
    for axis, angle in enumerate(degrees):
        radians = np.radians(angle) * (sign if axis != 1 else 1.0)
        one, two = (axis + 1) % 3, (axis + 2) % 3
        step = np.eye(3)
        step[one, one] = step[two, two] = np.cos(radians)
        step[one, two], step[two, one] = -np.sin(radians), np.sin(radians)
        turn = step @ turn
    matrix = np.eye(4)
    matrix[:3, :3] = turn
    joint = model.world[model.bones[bone], :3, 3]
    matrix[:3, 3] = joint - turn @ joint
    return matrix
