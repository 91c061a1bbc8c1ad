"""Rotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.motion import quaternion as q

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array

numbers = st.floats(-3.0, 3.0, allow_subnormal=False)
vectors = st.tuples(numbers, numbers, numbers).map(np.array)


@given(vectors, vectors, vectors)
def test_a_product_turns_like_its_factors_in_turn(a: Array, b: Array, v: Array) -> None:
    """The product does the right factor first, then the left one."""
    first, second = q.from_vector(b), q.from_vector(a)
    together = q.rotate(q.multiply(second, first), v)
    np.testing.assert_allclose(together, q.rotate(second, q.rotate(first, v)), atol=1e-9)


@given(vectors, vectors, st.floats(0.0, 1.0))
def test_slerp_is_a_unit_rotation_on_the_way(a: Array, b: Array, u: float) -> None:
    """Its distances to both ends add up to the distance between them."""
    start, end = q.from_vector(a), q.from_vector(b)
    middle = q.slerp(start, end, u)
    whole = float(q.angle_between(start, end))
    parts = float(q.angle_between(start, middle) + q.angle_between(middle, end))
    assert abs(np.linalg.norm(middle) - 1.0) < 1e-9
    assert abs(parts - whole) < 1e-3


@given(vectors)
def test_a_frame_gives_its_rotation_back(v: Array) -> None:
    """Turning the axes and reading them as a frame finds the same rotation."""
    turn = q.from_vector(v)
    axes = [q.rotate(turn, axis) for axis in np.eye(3)]
    assert float(q.angle_between(q.from_frame(*axes), turn)) < 1e-3


def test_left_arm_goes_down_about_minus_z() -> None:
    """VRM 1.0: the left arm points to +X; a negative turn about Z lowers it."""
    lowered = q.rotate(q.about((0.0, 0.0, 1.0), np.radians(-75.0)), np.array([1.0, 0.0, 0.0]))
    np.testing.assert_allclose(lowered, [0.259, -0.966, 0.0], atol=1e-3)


@given(vectors, vectors)
def test_a_mirror_image_turns_mirrored_vectors(v: Array, w: Array) -> None:
    """Mirroring before or after the turn is the same."""
    flip = np.array([-1.0, 1.0, 1.0])
    turn = q.from_vector(v)
    np.testing.assert_allclose(
        q.rotate(q.mirror(turn), w * flip), q.rotate(turn, w) * flip, atol=1e-9
    )


@given(vectors)
def test_twist_and_swing_make_the_rotation(v: Array) -> None:
    """What remains after taking the twist off doesn't turn about x."""
    turn = q.from_vector(v)
    swing = q.multiply(turn, q.conjugate(q.twist_about_x(turn)))
    assert abs(swing[0]) < 1e-6 or abs(turn[0]) + abs(turn[3]) < 1e-6
