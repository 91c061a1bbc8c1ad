"""Moves of the whole body: feet that stay, weight that is carried, a way back to rest."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.errors import InputError
from qingzhi.motion.body import measured, nominal
from qingzhi.motion.moves import gaits, moves, performed, seat
from qingzhi.motion.quaternion import angle_between
from qingzhi.motion.repertoire import repertoire
from qingzhi.motion.skeleton import place
from qingzhi.score import BONES

NAMES = (*moves(), *gaits())
LEGS = ("stand", "sit", "squat", "kneel", "lie", "walk", "run", "jump", "step_back")
FELT = ("side_step", "stamp", "tiptoe", "happy_hop", "happy_sway", "anxious_stamp", "shy_tilt")
CHILD = measured({name: 0.66 * place(name) for name in BONES})
BODIES = {"nominal": nominal(), "child": CHILD}


def joints(name: str, body: str) -> dict[str, np.ndarray]:
    bones, hips = performed(name, BODIES[body])
    return BODIES[body].places({bone: bones[:, i] for i, bone in enumerate(BONES)}, hips)[0]


def test_table_2_s_lower_body_is_there() -> None:
    """Postures, ways of going and the examples of feeling that the standard names."""
    assert set(LEGS) | set(FELT) <= set(NAMES)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("name", NAMES)
def test_planted_feet_stay(name: str, body: str) -> None:
    """While the ball of a foot is on the floor it creeps less than 5 mm from frame to frame."""
    found = joints(name, body)
    for side in ("left", "right"):
        ball = found[f"{side}Toes"]
        down = ball[:, 1] < ball[0, 1] + 0.003
        creep = np.linalg.norm(np.diff(ball[:, (0, 2)], axis=0), axis=1)
        assert (creep * (down[1:] & down[:-1])).max() < 0.005
        assert np.median(creep[down[1:] & down[:-1]]) < 0.0005
    assert min(float(found[f"{s}Toes"][:, 1].min()) for s in ("left", "right")) > 0.0


@pytest.mark.parametrize("name", NAMES)
def test_moves_begin_and_end_at_rest(name: str) -> None:
    """First and last frame are the resting pose; only a gait leaves the body elsewhere."""
    bones, hips = performed(name, nominal())
    resting = repertoire().rest.arms
    first, last = bones[0], bones[-1]
    assert angle_between(first, last).max() < 0.13
    arms = [BONES.index("leftUpperArm"), BONES.index("rightUpperArm")]
    assert angle_between(first[arms], resting[[1, 20]]).max() < 0.02
    if name in moves():
        assert np.linalg.norm(hips[-1]) < 0.02


@pytest.mark.parametrize("name", NAMES)
def test_no_joint_jerks(name: str) -> None:
    """No joint turns faster than a person's in a jump (about 1000° a second)."""
    bones, _ = performed(name, nominal())
    assert np.isfinite(bones).all()
    assert angle_between(bones[1:], bones[:-1]).max() * 30 < 18.0


def test_the_weight_goes_over_the_standing_leg() -> None:
    """While one foot stamps, the hips are over the other one's side."""
    found = joints("stamp", "nominal")
    lifted = found["leftFoot"][:, 1] > found["leftFoot"][0, 1] + 0.03
    assert (found["hips"][lifted, 0] < -0.02).all()


def test_a_jump_leaves_the_floor_and_lands() -> None:
    """Both feet are in the air for a while, about a fifth of a second or more."""
    found = joints("jump", "nominal")
    air = np.minimum(found["leftToes"][:, 1], found["rightToes"][:, 1]) > 0.03
    assert 4 <= air.sum() <= 18
    assert not air[-5:].any()


def test_walking_goes_forward_and_never_has_both_feet_up() -> None:
    """A walk has a foot on the floor in every frame, and a run has not."""
    up = {}
    for name in ("walk", "run"):
        found = joints(name, "nominal")
        rest = found["leftToes"][0, 1]
        up[name] = np.minimum(found["leftToes"][:, 1], found["rightToes"][:, 1]) > rest + 0.012
        assert found["hips"][-1, 2] - found["hips"][0, 2] > 1.0
    assert not up["walk"].any()
    assert up["run"].any()


def test_a_body_that_lies_is_on_the_floor() -> None:
    """Lying, head and hips are as low as a body is thick, and nothing is under the floor."""
    bones, hips = performed("lie", nominal())
    found = joints("lie", "nominal")
    middle = round(4.2 * 30)
    assert len(bones) == len(hips)
    assert found["head"][middle, 1] < 0.25
    assert found["hips"][middle, 1] < 0.15
    assert min(float(p[:, 1].min()) for p in found.values()) > -0.05


def test_what_is_no_move_is_said_so() -> None:
    """An unknown name is the asker's mistake."""
    with pytest.raises(InputError):
        performed("moonwalk", nominal())


@pytest.mark.parametrize("body", BODIES)
def test_a_seat_is_where_the_figure_sits(body: str) -> None:
    """Under both thighs, below the hips' joints by the thickness of a thigh, behind the feet."""
    place = seat("sit", BODIES[body])
    assert place is not None
    found = joints("sit", body)
    held = round(1.9 * 30)
    hip, knee = found["leftUpperLeg"][held], found["leftLowerLeg"][held]
    assert abs(place[0]) < 0.01
    assert 0.04 < hip[1] - place[1] < 0.14
    assert hip[2] - 0.01 < place[2] < knee[2] - 0.1
    assert place[2] < found["leftFoot"][held][2]


def test_only_what_sits_needs_a_seat() -> None:
    """Squatting, kneeling, lying and walking go without."""
    assert {name for name in NAMES if seat(name, nominal())} == {"sit"}
