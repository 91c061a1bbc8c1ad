"""Helper bones: they let joints keep their volume.

Linear blending of two bones that are turned far apart draws flesh in. A helper in between, turned
half as far, halves the angle of each blend: shoulders, elbows, hips, knees and knuckles have one.
Two others along the forearm hand its twist on from the elbow, where there is none of it, to the
wrist. VRM's node constraints drive them
(https://github.com/vrm-c/vrm-specification, VRMC_node_constraint-1.0): each aims one of its axes
at a target that the bone above carries. A viewer that knows no constraints leaves them as they
are, so that they follow the bone below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from scipy.spatial.transform import Rotation

from qingzhi.avatar.geometry import rotation_between
from qingzhi.avatar.knuckles import FINGERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EXTENSION: Final = "VRMC_node_constraint"
_REACH: Final = 0.3
"""Metres from a joint to the target that a helper there aims at."""
_KNUCKLES: Final = (("Proximal", ""), ("Intermediate", "Proximal"))
"""Bones that begin at the knuckles of a finger, and those above them; none: the hand."""
_TWISTED: Final = (0.04, 0.9)
"""Share of the way from elbow to wrist over which the forearm's twist grows from nought to all."""


class Helper(NamedTuple):
    """A bone that begins where `bone` does, hangs on `parent`, and aims back to the one above."""

    bone: str
    parent: str
    above: str
    """What carries the target."""
    axis: Floats
    """[3] unit vector in T-pose: what it aims, and where the target lies."""
    share: float
    """How far it follows its aim, 0..1."""

    @property
    def aim(self) -> str:
        """VRM's name of the axis."""
        at = int(np.abs(self.axis).argmax())
        return f"{'Positive' if self.axis[at] > 0 else 'Negative'}{'XYZ'[at]}"


def _helpers() -> dict[str, Helper]:
    found: dict[str, Helper] = {}
    down = np.array([0.0, -1.0, 0.0])
    for side, sign in (("left", 1.0), ("right", -1.0)):
        out = np.array([sign, 0.0, 0.0])
        # The elbow's hinge points down in T-pose: flexion leaves it where it is, twist does not.
        for name, bone, parent, above, axis, share in (
            ("UpperArmSoft", "UpperArm", "UpperArm", "Shoulder", out, 0.5),
            ("LowerArmStill", "LowerArm", "LowerArm", "UpperArm", down, 1.0),
            ("LowerArmHalf", "LowerArm", "LowerArm", "UpperArm", down, 0.5),
            ("LowerArmSoft", "LowerArm", "LowerArmStill", "UpperArm", out, 0.5),
            ("UpperLegSoft", "UpperLeg", "UpperLeg", "hips", down, 0.5),
            ("LowerLegSoft", "LowerLeg", "LowerLeg", "UpperLeg", down, 0.5),
        ):
            carrier = above if above == "hips" else side + above
            found[side + name] = Helper(side + bone, side + parent, carrier, axis, share)
        for finger in FINGERS:
            for part, above in _KNUCKLES:
                bone, carrier = side + finger + part, side + (finger + above if above else "Hand")
                found[f"{bone}Soft"] = Helper(bone, bone, carrier, out, 0.5)
    return found


HELPERS: Final[Mapping[str, Helper]] = _helpers()
"""A helper that hangs on another comes after it."""
SOFT: Final = tuple(name for name in HELPERS if name.endswith("Soft"))
"""Those between the bone that they begin with and the one above."""
PARENTS: Final[Mapping[str, str]] = {name: helper.parent for name, helper in HELPERS.items()}


def turned(turns: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return how helpers turn [3, 3] when bones turn so, both from T-pose and in the world."""
    found = dict(turns)
    for name, helper in HELPERS.items():
        own, above = found[helper.parent], found[helper.above]
        back = rotation_between(own @ helper.axis, above @ helper.axis)
        vector = Rotation.from_matrix(back).as_rotvec() * helper.share
        found[name] = Rotation.from_rotvec(vector).as_matrix() @ own
    return {name: found[name] for name in HELPERS}


def twisted(side: str, along: Floats) -> dict[str, Floats]:
    """Return which bones carry the forearm `along` its way from elbow, 0, to wrist, 1: shares."""
    low, high = _TWISTED
    twist = np.clip((along - low) / (high - low), 0, 1)
    return {
        f"{side}LowerArmStill": np.clip(1 - 2 * twist, 0, 1),
        f"{side}LowerArmHalf": 1 - np.abs(2 * twist - 1),
        f"{side}LowerArm": np.clip(2 * twist - 1, 0, 1),
    }


def softened(
    dense: Floats, names: tuple[str, ...], below: Callable[[str], frozenset[str]]
) -> Floats:
    """Give the helpers between two bones their shares of weights [N, bones]; rows keep their sums.

    What two bones would share evenly hangs on the helper alone. What the limb beside it carries is
    not shared with this one: a skirt's middle follows both thighs, not half of each, and a web
    both its fingers.
    `below` names a bone and what hangs on it.
    """
    shared = dense.copy()
    column = {name: n for n, name in enumerate(names)}
    for name in SOFT:
        bone = HELPERS[name].bone
        under = np.array([column[other] for other in below(bone) - {name}])
        beside = np.array([column[other] for root in _beside(bone) for other in below(root)])
        rows = np.flatnonzero(shared[:, under].any(1))
        total = shared[rows].sum(1) - shared[np.ix_(rows, beside)].sum(1)
        share = shared[np.ix_(rows, under)].sum(1) / np.maximum(total, 1e-12)
        mixed = share < 1
        rows, total, part = rows[mixed], total[mixed], share[mixed, None]
        factor = np.repeat(np.clip(1 - 2 * part, 0, 1) / (1 - part), len(names), axis=1)
        factor[:, beside] = 1
        factor[:, under] = np.clip(2 * part - 1, 0, 1) / part
        shared[rows] *= factor
        shared[rows, column[name]] += total * (1 - np.abs(2 * part[:, 0] - 1))
    return shared


def _beside(bone: str) -> tuple[str, ...]:
    """Name where those limbs begin that lie beside a bone's: other fingers, or the other side's."""
    side, other = ("left", "right") if bone.startswith("left") else ("right", "left")
    part = bone.removeprefix(side)
    if part.startswith(FINGERS):
        return tuple(f"{side}{name}Proximal" for name in FINGERS if not part.startswith(name))
    return (other + part,)


def constrain(nodes: list[dict[str, Any]], names: list[str], joints: Mapping[str, Floats]) -> None:
    """Add a target node for each helper, and to the helper the constraint that follows it.

    `nodes` are the file's, of which the first are the bones `names`.
    """
    targets: dict[tuple[str, str], int] = {}
    for name, helper in HELPERS.items():
        key = helper.bone, helper.aim
        if key not in targets:
            targets[key] = len(nodes)
            place = joints[helper.bone] - joints[helper.above] + _REACH * helper.axis
            nodes.append({"name": f"{helper.bone}{helper.aim}", "translation": place.tolist()})
            nodes[names.index(helper.above)].setdefault("children", []).append(targets[key])
        aim = {"source": targets[key], "aimAxis": helper.aim, "weight": helper.share}
        nodes[names.index(name)]["extensions"] = {
            EXTENSION: {"specVersion": "1.0", "constraint": {"aim": aim}}
        }
