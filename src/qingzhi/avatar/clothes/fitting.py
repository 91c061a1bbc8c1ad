"""The pose that clothes are tailored on, and the way from it into the figure.

Cloth has exactly the tailored shape in the pose in which it is fitted, and a stretched one in all
others. So it is fitted on hanging arms, as visitors mostly see them, and taken from there to the
T-pose by the inverse of the blend that a player applies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.spatial import KDTree
from scipy.spatial.transform import Rotation

from qingzhi.avatar.geometry import unit
from qingzhi.avatar.rig import NAMES, OWN, PARENTS, Weights, moves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.person import Person
    from qingzhi.avatar.rig import Rig

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

HANGING: Final = {
    "UpperArm": (0.19956, -0.10562, -0.61665, 0.75417),
    "LowerArm": (-0.06564, -0.20911, -0.01407, 0.97558),
    "Hand": (0.0, 0.08471, -0.02054, 0.99619),
}
"""The left arm as it hangs, local quaternions (x, y, z, w): how `qingzhi.motion` lets it rest."""


@dataclass(frozen=True)
class Fitting:
    """A person with hanging arms. Lengths in metres."""

    person: Person

    @cached_property
    def hung(self) -> Floats:
        """[bones, 3, 4]: what takes each bone from T-pose to the fitting pose."""
        return posed(self.person.rig, rest_turns())

    @cached_property
    def joints(self) -> Mapping[str, Floats]:
        """Where each bone begins."""
        at = self.person.rig.joints
        return {n: self.hung[i, :, :3] @ at[n] + self.hung[i, :, 3] for i, n in enumerate(NAMES)}

    @cached_property
    def skin(self) -> Floats:
        """Vertices [SKIN, 3] of the skin."""
        rig = self.person.rig
        bound, _, _ = rig.bind(self.person.skin, self.person.skin_normals, rig.skin)
        return moved(bound, rig.skin, self.hung)

    def share(self, *parts: str) -> Floats:
        """Return how much of each vertex of the skin hangs on the bones whose names hold a part."""
        chosen = [i for i, name in enumerate(NAMES) if any(part in name for part in parts)]
        return np.asarray(self.person.rig.dense[:, chosen].sum(1))

    def dense_near(self, points: Floats, among: NDArray[np.bool_], neighbours: int = 12) -> Floats:
        """Weigh points [N, 3] as the skin nearest to them, of the vertices `among` [SKIN]."""
        index = np.flatnonzero(among)
        distance, near = KDTree(self.skin[index]).query(points, k=neighbours)
        share = 1 / (np.asarray(distance) + 0.01) ** 2
        share /= share.sum(1, keepdims=True)
        return np.asarray(np.einsum("nk,nkb->nb", share, self.person.rig.dense[index[near]]))

    def modelled(
        self, points: Floats, directions: Floats, weights: Weights
    ) -> tuple[Floats, Floats]:
        """Take points [N, 3] and unit normals [N, 3] from the fitting pose to the modelled one.

        The normals are such that a player shows the given ones in the fitting pose.
        """
        hung = _blend(weights, self.hung)
        low = _blend(weights, self.person.rig.lowered)
        back = np.linalg.inv(hung[:, :, :3])
        bound = np.einsum("nij,nj->ni", back, points - hung[:, :, 3])
        turned = np.einsum("nij,nj->ni", back, directions)
        turned = np.einsum("nji,nj->ni", np.linalg.inv(low[:, :, :3]), turned)
        return moved(bound, weights, self.person.rig.lowered), unit(turned)


def moved(points: Floats, weights: Weights, bones: Floats) -> Floats:
    """Blend points [N, 3] in T-pose by the matrices [bones, 3, 4] of their bones."""
    blend = _blend(weights, bones)
    return np.asarray(np.einsum("nij,nj->ni", blend[:, :, :3], points) + blend[:, :, 3])


def posed(rig: Rig, turns: Mapping[str, Floats]) -> Floats:
    """Return [bones, 3, 4] that poses a rig by local quaternions (x, y, z, w) of some bones."""
    made: dict[str, tuple[Floats, Floats]] = {}
    for name in OWN:  # parents come before their children
        own = Rotation.from_quat(turns[name]).as_matrix() if name in turns else np.eye(3)
        parent = PARENTS.get(name)
        if parent is None:
            made[name] = own, rig.joints[name]
        else:
            turn, place = made[parent]
            made[name] = turn @ own, place + turn @ (rig.joints[name] - rig.joints[parent])
    return moves(rig.joints, made)


def rest_turns() -> dict[str, Floats]:
    """Return the local rotations of hanging arms; the right one mirrors the left one."""
    turns = {f"left{name}": np.array(turn) for name, turn in HANGING.items()}
    mirror = np.array([1.0, -1.0, -1.0, 1.0])
    return turns | {f"right{name}": np.array(turn) * mirror for name, turn in HANGING.items()}


def _blend(weights: Weights, bones: Floats) -> Floats:
    return np.asarray(
        np.einsum("nk,nkij->nij", weights.shares.astype(float), bones[weights.joints])
    )
