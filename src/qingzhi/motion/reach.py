"""Where a hand goes on a given body: to a place before it, or to a landmark of its own.

Arms are solved as left arms. A hand that is to touch is moved until the touching part lies on the
landmark; whatever would enter the trunk, the head or the thighs is moved out of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import numpy as np

from qingzhi.motion import head, rest
from qingzhi.motion.arm import solve
from qingzhi.motion.body import TORSO
from qingzhi.motion.quaternion import about, conjugate, multiply, normalise, rotate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qingzhi.motion.arrays import Array
    from qingzhi.motion.body import Body

_ROUNDS: Final = 14
_TOUCHING_ROUNDS: Final = 8
"""From then on a hand only makes room and no longer seeks its landmark."""
_ELBOW_STEP: Final = np.radians(9.0)
_SWIVEL_LIMIT: Final = np.radians(55.0)
_CLEAR_M: Final = 0.004
_TIP: Final = 0.55
"""From a finger's last joint to its tip, as a share of the phalanx before."""
POINTS: Final = (
    ("elbow", 0.032),
    ("forearm", 0.030),
    ("wrist", 0.022),
    ("index_knuckle", 0.012),
    ("little_knuckle", 0.012),
    ("index", 0.006),
    ("middle", 0.006),
    ("little", 0.006),
    ("thumb", 0.006),
)
"""Points of an arm that must stay out of the body, with their thickness in metres at an arm of
51 cm."""
_ELBOW: Final = 0


class Reach(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One arm at one moment (see the head of `data/gestures/speaking.toml`)."""

    fingers: tuple[float, float, float]
    palm: tuple[float, float, float]
    hand: str
    wrist: tuple[float, float, float] = (0.0, 0.0, 0.0)
    swivel: float = 0.0
    to: str = ""
    part: str = "palm"
    off: tuple[float, float, float] = (0.0, 0.0, 0.0)


class Chest(NamedTuple):
    """The frame that arms are solved in, for N poses: the chest, from the shoulder joint."""

    turn: Array
    """[N, 4] of the chest in the world."""
    shoulder: Array
    """[N, 3] the upper arm's joint in the world."""
    lift: Array
    """[N, 4] the collar bone's own rotation."""

    def local(self, places: Array) -> Array:
        """World places [N, ..., 3] as the shoulder sees them."""
        extra = places.ndim - 2
        index = (slice(None), *([None] * extra))
        return rotate(conjugate(self.turn)[index], places - self.shoulder[index])


def hand_points(body: Body, shape: str) -> dict[str, Array]:
    """Places [3] of a hand's parts from the wrist joint, the hand pointing to +X, palm down."""
    turns = rest.fingers(shape)
    places: dict[str, Array] = {"wrist": np.zeros(3)}
    for number, finger in enumerate(rest.FINGERS):
        parts = ("Metacarpal", "Proximal", "Distal")
        if finger != "Thumb":
            parts = ("Proximal", "Intermediate", "Distal")
        at, turn = np.zeros(3), np.array([0.0, 0.0, 0.0, 1.0])
        for joint, part in enumerate(parts):
            step = rotate(turn, body.offset[f"left{finger}{part}"])
            at, turn = at + step, multiply(turn, turns[3 * number + joint])
            if joint == 0:
                places[f"{finger.lower()}_knuckle"] = at
        last = body.offset[f"left{finger}Distal"]
        places[finger.lower()] = at + rotate(turn, last * (1.0 + _TIP))
    along = places["middle_knuckle"]
    places["palm"] = 0.62 * along - (0.0, 0.10 * along[0], 0.0)
    places["back"] = 0.62 * along + (0.0, 0.14 * along[0], 0.0)
    places["heel"] = 0.12 * along - (0.0, 0.14 * along[0], 0.0)
    places["edge"] = 0.5 * (places["little_knuckle"])
    places["tips"] = places["middle"]
    places["pinch"] = 0.5 * (places["thumb"] + places["index"])
    return places


def solve_all(
    body: Body,
    reaches: Sequence[Reach],
    trunk: Array,
    shoulders: Array,
    legs: Mapping[str, Array] | None = None,
) -> Array:
    """Solve N left arms: [N, 19, 4] in the order of `rest.LEFT_ARM`.

    `trunk` [N, 7] bends the body (channels of `head`), `shoulders` [N] lifts it, degrees.
    `legs` are rotations [N, 4] of hips and legs where they do not stand.
    """
    joints, turns, chest = chest_of(body, trunk, shoulders, legs or {})
    goal = _Goal(body, reaches, chest, joints, turns)
    swivel = np.radians([r.swivel for r in reaches])
    room = chest.local(body.volumes.placed(joints, turns))
    wrist = goal.first()
    for turn in range(_ROUNDS):
        upper, lower, hand, points = goal.posed(wrist, swivel)
        if turn < _TOUCHING_ROUNDS:
            wrist = wrist + goal.missing(points)
        # The swivel gives way for the elbow, the wrist for everything beyond it.
        out, deep = escape(points[:, :-1], goal.thick, room, body.volumes.radius)
        swivel = np.clip(swivel + _ELBOW_STEP * (deep[:, _ELBOW] > _CLEAR_M), -1.0, 1.0)
        worst = deep[:, 1:].argmax(axis=1) + 1
        rows = np.arange(len(wrist))
        wrist = wrist + out[rows, worst] * np.maximum(deep[rows, worst] + _CLEAR_M, 0.0)[:, None]
    upper, lower, hand, _ = goal.posed(wrist, swivel)
    joined = np.stack((chest.lift, multiply(conjugate(chest.lift), upper), lower, hand), axis=1)
    return np.concatenate((joined, np.stack([rest.fingers(r.hand) for r in reaches])), axis=1)


def escape(points: Array, thick: Array, room: Array, radius: Array) -> tuple[Array, Array]:
    """Directions [N, P, 3] out of the nearest volume and depths [N, P] (below 0: outside).

    `points` [N, P, 3] with their thickness [P]; `room` [N, C, 2, 3] capsule ends of `radius` [C].
    """
    start, end = room[:, None, :, 0], room[:, None, :, 1]
    along = end - start
    length = np.maximum(np.einsum("...i,...i->...", along, along), 1e-9)
    place = points[:, :, None]
    share = np.clip(np.einsum("...i,...i->...", place - start, along) / length, 0.0, 1.0)
    away = place - (start + share[..., None] * along)
    distance = np.sqrt(np.einsum("...i,...i->...", away, away))
    depth = radius + thick[:, None] - distance
    nearest = depth.argmax(axis=2)[..., None]
    direction = np.take_along_axis(away, nearest[..., None], axis=2)[:, :, 0]
    return normalise(direction), np.take_along_axis(depth, nearest, axis=2)[..., 0]


def chest_of(
    body: Body, trunk: Array, shoulders: Array, legs: Mapping[str, Array]
) -> tuple[dict[str, Array], dict[str, Array], Chest]:
    turned = head.trunk(trunk)
    lift = about((0.0, 0.0, 1.0), np.radians(shoulders))
    bones = {name: turned[:, i] for i, name in enumerate(head.TRUNK)}
    bones |= {"leftShoulder": lift, **legs}
    joints, turns = body.places(bones, only=(*TORSO, "leftUpperArm"))
    return joints, turns, Chest(turns["upperChest"], joints["leftUpperArm"], lift)


class _Goal:
    """What N hands are to do."""

    def __init__(
        self,
        body: Body,
        reaches: Sequence[Reach],
        chest: Chest,
        joints: Mapping[str, Array],
        turns: Mapping[str, Array],
    ) -> None:
        self.body, self.reaches = body, reaches
        self.fingers = np.array([r.fingers for r in reaches])
        self.palm = np.array([r.palm for r in reaches])
        self.thick = np.array([t for _, t in POINTS]) * body.arm / 0.51
        hands = {shape: hand_points(body, shape) for shape in {r.hand for r in reaches}}
        named = [name for name, _ in POINTS[2:]]
        self.points = np.array(
            [[hands[r.hand][n] for n in (*named, r.part)] for r in reaches], np.float64
        )
        self.touches = np.array([bool(r.to) for r in reaches])
        self.place = np.zeros((len(reaches), 3))
        for n, r in enumerate(reaches):
            if r.to:
                bone, offset = body.marks[r.to]
                at = joints[bone][n] + rotate(turns[bone][n], offset)
                off = rotate(turns["upperChest"][n], np.array(r.off) * body.hand)
                self.place[n] = at + off
        self.place = chest.local(self.place)

    def first(self) -> Array:
        wrist = np.array([r.wrist for r in self.reaches]) * self.body.arm
        near = self.place - 0.6 * self.body.hand * normalise(self.fingers)
        return np.where(self.touches[:, None], near, wrist)

    def posed(self, wrist: Array, swivel: Array) -> tuple[Array, Array, Array, Array]:
        """Rotations [N, 4] of upper arm (in the chest's frame), forearm, hand; points."""
        arm = solve(
            wrist,
            self.fingers,
            self.palm,
            np.clip(swivel, -_SWIVEL_LIMIT, _SWIVEL_LIMIT),
            upper=self.body.upper_arm,
            fore=self.body.forearm,
        )
        fore = multiply(arm.upper, arm.lower)
        elbow = rotate(arm.upper, np.array([self.body.upper_arm, 0.0, 0.0]))
        at = elbow + rotate(fore, np.array([self.body.forearm, 0.0, 0.0]))
        hand = at[:, None] + rotate(multiply(fore, arm.hand)[:, None], self.points)
        points = np.concatenate((elbow[:, None], 0.5 * (elbow + at)[:, None], hand), axis=1)
        return arm.upper, arm.lower, arm.hand, points

    def missing(self, points: Array) -> Array:
        """[N, 3] from the touching part to its landmark; 0 for hands that touch nothing."""
        return np.where(self.touches[:, None], self.place - points[:, -1], 0.0)
