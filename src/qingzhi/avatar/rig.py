"""Bones and what they carry: a VRM 1.0 humanoid in T-pose.

The base body's rig gives the joints and the weights; here the arms are straightened along x, the
names become VRM's, eyes and jaw join, and no vertex hangs on more than four bones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.spatial import KDTree

from qingzhi.avatar import helpers, knuckles
from qingzhi.avatar.base import EYES, SKIN
from qingzhi.avatar.geometry import rotation_between, smooth, sphere_fit, unit
from qingzhi.errors import AssetCorrupt
from qingzhi.score import BONES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base

    Floats = NDArray[np.float64]

_TRUNK: Final = {
    "hips": "Hips",
    "spine": "Spine",
    "chest": "Spine1",
    "upperChest": "Spine2",
    "neck": "Neck",
    "head": "Head",
}
_LIMBS: Final = {
    "UpperLeg": "UpLeg",
    "LowerLeg": "Leg",
    "Foot": "Foot",
    "Toes": "ToeBase",
    "Shoulder": "Shoulder",
    "UpperArm": "Arm",
    "LowerArm": "ForeArm",
    "Hand": "Hand",
}
_PHALANGES: Final = {
    "Thumb": ("Metacarpal", "Proximal", "Distal"),
    "Index": ("Proximal", "Intermediate", "Distal"),
    "Middle": ("Proximal", "Intermediate", "Distal"),
    "Ring": ("Proximal", "Intermediate", "Distal"),
    "Little": ("Proximal", "Intermediate", "Distal"),
}
_OURS: Final = {"Little": "Pinky"}
_CHAIN: Final = ("UpperArm", "LowerArm", "Hand", "MiddleProximal")
_FACE_BONES: Final = ("leftEye", "rightEye", "jaw")
OWN: Final = (*BONES, *_FACE_BONES)
"""The bones that motion turns; helpers follow them."""
NAMES: Final = (*OWN, *helpers.HELPERS)
INFLUENCES: Final = 4
_LITTLE: Final = 0.3
"""Share of the upper arm below which skin lets go of it."""
_FAN: Final = 0.2
"""Share of the modelled spread that is left to the fingers in T-pose."""
_THUMB_IN: Final = 0.45
"""How far the thumb is drawn to the fingers in T-pose: from as it is modelled, 0, upwards."""


def _sources() -> dict[str, str]:
    """Name the base rig's bone of each VRM bone."""
    found = dict(_TRUNK)
    for side in ("Left", "Right"):
        low = side.lower()
        found |= {f"{low}{ours}": f"{side}{theirs}" for ours, theirs in _LIMBS.items()}
        for finger, parts in _PHALANGES.items():
            theirs = _OURS.get(finger, finger)
            for n, part in enumerate(parts, 1):
                found[f"{low}{finger}{part}"] = f"{side}Hand{theirs}{n}"
    return found


def _parents() -> dict[str, str]:
    trunk = list(_TRUNK)
    found = dict(zip(trunk[1:], trunk[:-1], strict=True))
    found |= dict.fromkeys(_FACE_BONES, "head")
    for side in ("left", "right"):
        leg = [f"{side}{part}" for part in ("UpperLeg", "LowerLeg", "Foot", "Toes")]
        arm = [f"{side}{part}" for part in ("Shoulder", "UpperArm", "LowerArm", "Hand")]
        chains = [["hips", *leg], ["upperChest", *arm]]
        for finger, parts in _PHALANGES.items():
            chains.append([f"{side}Hand", *(f"{side}{finger}{part}" for part in parts)])
        for chain in chains:
            found |= dict(zip(chain[1:], chain[:-1], strict=True))
    return found


SOURCES: Final[Mapping[str, str]] = {**_sources(), "jaw": "jaw"}
PARENTS: Final[Mapping[str, str]] = {**_parents(), **helpers.PARENTS}
"""Every bone but the hips has one."""


class Weights(NamedTuple):
    """What hangs on which bones: indices into NAMES [N, 4], shares [N, 4] that sum to 1."""

    joints: NDArray[np.uint8]
    shares: NDArray[np.float32]

    def take(self, index: NDArray[np.int64]) -> Weights:
        """Return the weights of some of the vertices."""
        return Weights(self.joints[index], self.shares[index])


@dataclass(frozen=True)
class Rig:
    """The skeleton of one body.

    The base body stands with its arms half lowered. Everything is modelled on it so, because this
    is how visitors see it; `bind` then takes each part to the T-pose that the file must have, by
    the inverse of the very blend that a player applies. Lowered again by as much, the arms have
    exactly the modelled shape.
    """

    vertices: Floats
    """[N, 3] metres, as modelled."""
    joints: Mapping[str, Floats]
    """Where each bone of NAMES begins in T-pose."""
    modelled: Mapping[str, Floats]
    """Where each bone begins as modelled."""
    eye_centre: Mapping[str, Floats]
    eye_radius: Mapping[str, float]
    """Of `Left` and `Right`, in metres."""
    dense: Floats
    """[SKIN, bones]: the skin's weights, normalised."""
    lowered: Floats
    """[bones, 3, 4]: what takes each bone from T-pose to the modelled pose."""

    @cached_property
    def _tree(self) -> KDTree:
        return KDTree(self.vertices[:SKIN])

    @cached_property
    def skin(self) -> Weights:
        """Weights of the skin's vertices."""
        return limited(self.dense)

    def lengthened(self, places: Mapping[str, Floats]) -> Rig:
        """Return it with more bones, at places [3], that hang on what T-pose does not move."""
        still = np.tile(np.eye(3, 4), (len(places), 1, 1))
        joints = {**self.joints, **places}
        return replace(self, joints=joints, lowered=np.concatenate([self.lowered, still]))

    def near(self, points: Floats, neighbours: int = 8) -> Weights:
        """Weigh new geometry [N, 3] as the skin nearest to it."""
        return limited(self.dense_near(points, neighbours))

    def dense_near(self, points: Floats, neighbours: int = 8) -> Floats:
        """Return the same before it is limited, [N, bones]."""
        distance, index = self._tree.query(points, k=neighbours)
        share = 1 / (np.asarray(distance) + 0.004)
        share /= share.sum(1, keepdims=True)
        return np.asarray(np.einsum("nk,nkb->nb", share, self.dense[index]))

    def bind(
        self, points: Floats, directions: Floats, weights: Weights
    ) -> tuple[Floats, Floats, Floats]:
        """Take modelled points [N, 3] and normals [N, 3] to T-pose.

        Returns both, and the rotation-like matrices [N, 3, 3] that take displacements there.
        """
        blend = np.einsum(
            "nk,nkij->nij", weights.shares.astype(float), self.lowered[weights.joints]
        )
        back = np.linalg.inv(blend[:, :, :3])
        bound = np.einsum("nij,nj->ni", back, points - blend[:, :, 3])
        turned = np.einsum("nji,nj->ni", blend[:, :, :3], directions)
        return bound, unit(turned), back


def rigid(count: int, bone: str) -> Weights:
    """Hang `count` vertices on one bone alone."""
    joints = np.zeros((count, INFLUENCES), np.uint8)
    joints[:, 0] = NAMES.index(bone)
    shares = np.zeros((count, INFLUENCES), np.float32)
    shares[:, 0] = 1
    return Weights(joints, shares)


def limited(dense: Floats) -> Weights:
    """Soften rows [N, bones], and keep of each the four strongest bones."""
    return strongest(softened(dense))


def softened(dense: Floats) -> Floats:
    """Let helper bones take their shares of each row [N, bones]."""
    return helpers.softened(dense, NAMES, below)


def strongest(dense: Floats) -> Weights:
    """Keep the four strongest bones of each row [N, bones], and let them sum to 1."""
    joints = np.argsort(-dense, axis=1, kind="stable")[:, :INFLUENCES]
    shares = np.take_along_axis(dense, joints, axis=1)
    shares = shares / shares.sum(1, keepdims=True)
    joints = np.where(shares > 0, joints, 0)
    return Weights(joints.astype(np.uint8), shares.astype(np.float32))


def rig(base: Base, vertices: Floats) -> Rig:
    """Give a body [N, 3] as modelled its bones."""
    natural = {name: vertices[base.heads[source]].mean(0) for name, source in SOURCES.items()}
    natural |= knuckles.placed(natural)
    for name in (*_TRUNK, "jaw"):
        natural[name][0] = 0  # the base body is a hair's breadth off its own middle
    fits = {side: sphere_fit(vertices[span]) for side, span in EYES.items()}
    natural |= {f"{side.lower()}Eye": centre for side, (centre, _) in fits.items()}
    joints, lowered = _raised(natural)
    return Rig(
        vertices=vertices,
        joints=joints,
        modelled=natural | {name: natural[h.bone] for name, h in helpers.HELPERS.items()},
        eye_centre={side: centre for side, (centre, _) in fits.items()},
        eye_radius={side: radius for side, (_, radius) in fits.items()},
        dense=_held(base, vertices[:SKIN], natural),
        lowered=lowered,
    )


def _held(base: Base, skin: Floats, natural: Mapping[str, Floats]) -> Floats:
    """Return weights [SKIN, bones] of the skin of one body."""
    dense = _settled(_dense(base)[:SKIN])
    dense = knuckles.carried(dense, skin, natural, {name: n for n, name in enumerate(NAMES)})
    dense = knuckles.evened(dense, skin, natural, base.average)
    return _twisted(dense, skin, natural)


def _dense(base: Base) -> Floats:
    """Return weights [N, bones] by VRM bone, each row of the skin summing to 1."""
    dense = np.zeros((len(base.vertices), len(NAMES)))
    for name, source in SOURCES.items():
        dense[:, NAMES.index(name)] = base.weights[:, base.bones.index(source)]
    jaw = NAMES.index("jaw")
    pull = np.clip(dense[:, jaw : jaw + 1], 0, 1)
    dense[:, jaw] = 0
    total = dense.sum(1, keepdims=True)
    if not (total[:SKIN] > 0).all():
        raise AssetCorrupt("A part of the base body's skin hangs on no bone.")
    dense *= (1 - pull) / np.maximum(total, 1e-9)
    dense[:, jaw] = pull[:, 0]
    return dense


def _settled(dense: Floats) -> Floats:
    """Let skin that hangs on an arm only a little, as down the neck, hang on it hardly at all.

    Cloth doesn't, and the skin beneath would come out of a collar.
    """
    for side in ("left", "right"):
        column = NAMES.index(f"{side}UpperArm")
        share = dense[:, column].copy()
        kept = share * smooth(0.0, _LITTLE, share)
        dense *= ((1 - kept) / np.maximum(1 - share, 1e-9))[:, None]
        dense[:, column] = kept
    return dense


def _twisted(dense: Floats, points: Floats, natural: Mapping[str, Floats]) -> Floats:
    """Hang the forearms on the bones that hand their twist on to the wrist."""
    for side in ("left", "right"):
        elbow, wrist = natural[f"{side}LowerArm"], natural[f"{side}Hand"]
        way = wrist - elbow
        column = NAMES.index(f"{side}LowerArm")
        share = dense[:, column].copy()
        dense[:, column] = 0
        for name, part in helpers.twisted(side, (points - elbow) @ way / (way @ way)).items():
            dense[:, NAMES.index(name)] += share * part
    return dense


def _raised(natural: Mapping[str, Floats]) -> tuple[dict[str, Floats], Floats]:
    """Raise both arms until they point along x, and straighten the fingers.

    Returns the joints then, and [bones, 3, 4] that takes each bone back to where it was.
    """
    turns = {name: np.eye(3) for name in OWN}
    for side, sign in (("left", 1.0), ("right", -1.0)):
        chain = [f"{side}{part}" for part in _CHAIN]
        for name, tip in pairwise(chain):
            turn = rotation_between(natural[tip] - natural[name], np.array([sign, 0, 0]))
            turns |= dict.fromkeys(below(name), turn)
        turns |= _straightened(natural, side, turns[f"{side}Hand"], sign)
    joints: dict[str, Floats] = {}
    for name in OWN:  # parents come before their children
        parent = PARENTS.get(name)
        step = natural[name] - (natural[parent] if parent else 0)
        joints[name] = (joints[parent] + turns[parent] @ step) if parent else step
    joints |= {name: joints[helper.bone] for name, helper in helpers.HELPERS.items()}
    return joints, moves(joints, {name: (turns[name].T, natural[name]) for name in OWN})


def moves(joints: Mapping[str, Floats], bones: Mapping[str, tuple[Floats, Floats]]) -> Floats:
    """Return what takes each bone of NAMES from T-pose to a pose [bones, 3, 4].

    `bones` gives how those that aren't helpers turn from T-pose [3, 3], and where they are [3].
    """
    turns = {name: turn for name, (turn, _) in bones.items()}
    turns |= helpers.turned(turns)
    place = {name: at for name, (_, at) in bones.items()}
    place |= {name: place[helper.bone] for name, helper in helpers.HELPERS.items()}
    return np.stack([np.c_[turns[n], place[n] - turns[n] @ joints[n]] for n in NAMES])


def _straightened(
    natural: Mapping[str, Floats], side: str, turn: Floats, sign: float
) -> dict[str, Floats]:
    """Return how a raised hand's finger bones turn; the base body's are half curled and spread.

    A finger's last joint keeps its bend, which has no further joint to be measured by.
    """
    turns: dict[str, Floats] = {}
    ahead = np.array([sign, 0, 0])
    for finger, parts in _PHALANGES.items():
        bones = [f"{side}{finger}{part}" for part in parts]
        first, second = (turn @ unit(natural[b] - natural[a]) for a, b in pairwise(bones))
        if finger == "Thumb":
            turns |= dict.fromkeys(bones, rotation_between(first, first + _THUMB_IN * ahead) @ turn)
            continue
        goal = first * [1, 0, _FAN]
        turns[bones[0]] = rotation_between(first, goal) @ turn
        turns |= dict.fromkeys(bones[1:], rotation_between(second, goal) @ turn)
    return turns


@cache
def below(bone: str) -> frozenset[str]:
    """Name a bone and all that hang on it, at any depth."""
    hung = [below(name) for name, parent in PARENTS.items() if parent == bone]
    return frozenset((bone,)).union(*hung)
