"""Walking, running and stepping: footfalls from a few measures (`data/gaits.toml`).

Where the hips will be in the middle of a stance is where the foot is put; so starts, stops and
steps to any side need no rules of their own. Measures after D. Winter, "Biomechanics and Motor
Control of Human Movement", 2009, ch. 3, and J. Perry, "Gait Analysis", 2010.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import numpy as np

from qingzhi.motion.curves import bump, minimum_jerk
from qingzhi.motion.footing import SIDES, Foot
from qingzhi.motion.quaternion import about, multiply
from qingzhi.motion.repertoire import repertoire
from qingzhi.motion.rest import ARMS

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array
    from qingzhi.motion.body import Body

_LEAD_S: Final = 0.35
"""The weight goes over before the first foot leaves the floor."""
_OUTWARD: Final = -0.35
"""Turn of the upper arm about its length for each radian that the elbow bends."""
_UP_FIRST: Final = 0.10
"""Share of a swing in which a foot only rises, and again only sinks: soles do not scrape."""
_X: Final = (1.0, 0.0, 0.0)
_Z: Final = (0.0, 0.0, 1.0)


class Gait(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lengths in leg lengths, angles in degrees; one step takes `step_s` seconds.

    `duty`: share of a foot's cycle of two steps that it stands. `way`: to the left, forward.
    `toe` and `heel`: how far a foot is rolled when it leaves and when it lands. `crouch`: how
    much lower the hips are; `bounce`: how far they rise in flight or over the standing leg.
    """

    zh: str
    en: str
    steps: int
    step_s: float
    stride: float
    way: tuple[float, float]
    duty: float = 0.62
    lift: float = 0.10
    toe: float = 24.0
    heel: float = 16.0
    crouch: float = 0.02
    bounce: float = 0.02
    sway: float = 0.03
    twist: float = 6.0
    lean: float = 2.0
    arms: float = 22.0
    elbows: float = 12.0
    tiptoe: float = 0.0
    nod: float = 0.0
    imitable: bool = True
    mood: str = ""

    @property
    def total(self) -> float:
        return 2.0 * _LEAD_S + (self.steps + 2) * self.step_s


class Stride(NamedTuple):
    """What a gait does with a body over T frames."""

    hips: Array
    turn: Array
    feet: dict[str, Foot]
    trunk: Array
    arms: dict[str, Array]


def walked(gait: Gait, body: Body, t: Array) -> Stride:
    """Make the steps of a gait for a body, at times `t` [T] from its beginning."""
    going = minimum_jerk(t / _LEAD_S) * minimum_jerk((gait.total - t) / _LEAD_S)
    phase = np.pi * (t - _LEAD_S) / gait.step_s
    swing = going * np.sin(phase)
    feet = {side: _foot(gait, body, side, t) for side in SIDES}
    hips = _travel(gait, body, t)
    # The left foot swings first: the weight is over the right one.
    hips[:, 0] -= gait.sway * body.leg * swing
    rise = -gait.crouch - gait.bounce * np.cos(2.0 * phase)
    hips[:, 1] += body.leg * going * rise + _raised(gait, body) * going
    # Pelvis and shoulders turn against each other, the swinging leg's side forward.
    turn = about((0.0, 1.0, 0.0), -np.radians(gait.twist) * going * np.sin(phase - 0.5 * np.pi))
    still = np.zeros_like(t)
    shoulders = 1.6 * gait.twist * going * np.sin(phase - 0.5 * np.pi)
    lean = gait.lean * going
    trunk = np.stack((lean, shoulders, still, gait.nod * going, -0.3 * shoulders, still, still), 1)
    return Stride(hips, turn, feet, trunk, _arms(gait, body, phase, going))


def _travel(gait: Gait, body: Body, t: Array) -> Array:
    """[T, 3] the hips' way over the floor."""
    start, end = _LEAD_S * 0.6, gait.total - _LEAD_S - gait.step_s
    share = np.clip((t - start) / (end - start), 0.0, 1.0)
    # Speed rises and falls over the first and the last steps.
    ramp = min(0.45, 1.6 / (gait.steps + 1))
    went = _trapezoid(share, ramp) * gait.stride * body.leg * gait.steps
    return np.stack((went * gait.way[0], np.zeros_like(t), went * gait.way[1]), axis=1)


def _trapezoid(u: Array, ramp: float) -> Array:
    """Way from 0 to 1 with speed rising over `ramp`, level, and falling, all smoothly."""
    grid = np.linspace(0.0, 1.0, 513)
    speed = minimum_jerk(grid / ramp) * minimum_jerk((1.0 - grid) / ramp)
    way = np.concatenate(([0.0], np.cumsum(0.5 * (speed[1:] + speed[:-1]))))
    return np.asarray(np.interp(u, grid, way / way[-1]), np.float64)


def _raised(gait: Gait, body: Body) -> float:
    """How far tiptoe lifts the body, metres."""
    foot = float(np.linalg.norm(body.offset["leftToes"]))
    return 0.8 * foot * float(np.sin(np.radians(gait.tiptoe)))


def _foot(gait: Gait, body: Body, side: str, t: Array) -> Foot:
    cycle = 2.0 * gait.step_s
    swing = cycle * (1.0 - gait.duty)
    first = _LEAD_S + (0.0 if side == "left" else gait.step_s) + 0.5 * (gait.step_s - swing)
    place = np.zeros((len(t), 3))
    pitch = np.zeros(len(t))
    here = np.zeros(3)
    last = _travel(gait, body, np.array([gait.total]))[0]
    for number in range(gait.steps // 2 + 2):
        lifts = first + number * cycle
        lands = lifts + swing
        if lifts > gait.total - _LEAD_S + 0.5 * gait.step_s:
            break
        # The foot behind of a body that goes sideways comes beside the other, never past it.
        behind = gait.way[0] != 0.0 and (gait.way[0] > 0.0) != (side == "left")
        middle = lands if behind else lands + 0.5 * (cycle - swing)
        goal = _travel(gait, body, np.array([middle]))[0]
        if lands + 0.6 * cycle > gait.total:
            goal = last
        u = (t - lifts) / (lands - lifts)
        over = (u > 0.0)[:, None]
        way = here + (goal - here) * minimum_jerk((u - _UP_FIRST) / (1 - 2 * _UP_FIRST))[:, None]
        moving = min(1.0, float(np.linalg.norm(goal - here)) / (0.5 * gait.stride * body.leg))
        way[:, 1] = moving * gait.lift * body.leg * _lifted(u)
        place = np.where(over, way, place)
        pitch += moving * _roll(gait, t, lifts, lands, gait.way[1])
        here = goal
    up = minimum_jerk(t / _LEAD_S) * minimum_jerk((gait.total - t) / _LEAD_S)
    pitch = np.maximum(pitch, 0.0) + np.minimum(pitch, 0.0) * (gait.tiptoe == 0.0)
    pitch = np.radians(np.maximum(pitch, gait.tiptoe * up))
    return Foot(place, pitch, np.radians(4.0) * np.ones(len(t)) * up, np.zeros(len(t)))


def _lifted(u: Array) -> Array:
    """Return a foot's height over its swing: quickly up, slowly down."""
    return bump(np.clip(u, 0.0, 1.0) ** 0.8)


def _roll(gait: Gait, t: Array, lifts: float, lands: float, forward: float) -> Array:
    """[T] degrees a foot is rolled about one swing: off the toe, onto the heel, or backward."""
    before = 0.45 * gait.step_s
    off = minimum_jerk((t - lifts + before) / before) * minimum_jerk(
        (lands - 0.35 * (lands - lifts) - t) / (0.45 * (lands - lifts))
    )
    on = minimum_jerk((t - lands + 0.45 * (lands - lifts)) / (0.4 * (lands - lifts)))
    on = on * minimum_jerk((lands + 0.28 * gait.step_s - t) / (0.28 * gait.step_s))
    if forward < 0.0:
        return 0.5 * gait.toe * (off + on)
    return gait.toe * off * (0.35 + 0.65 * forward) - gait.heel * on * forward


def _arms(gait: Gait, body: Body, phase: Array, going: Array) -> dict[str, Array]:
    """Arms swing against the legs, from the shoulder, with the elbow a little behind in time."""
    resting = dict(zip(ARMS, repertoire(body).rest.arms, strict=True))
    found = {}
    for side, sign in (("left", 1.0), ("right", -1.0)):
        forward = sign * going * np.sin(phase - 0.5 * np.pi)
        angle = np.radians(gait.arms) * (forward + 0.15 * going)
        late = sign * np.sin(phase - 0.5 * np.pi - 0.5)
        bend = np.radians(gait.elbows) * going * (1.0 + 0.5 * late)
        upper, lower = f"{side}UpperArm", f"{side}LowerArm"
        # A bent elbow would lead the hand before the chest: the upper arm turns outward.
        outward = multiply(resting[upper], about(_X, _OUTWARD * bend))
        found[upper] = multiply(about(_X, -angle), outward)
        hinge = (0.0, -sign, 0.0)
        found[lower] = multiply(about(hinge, bend), resting[lower])
    return found
