"""Rotations as unit quaternions (x, y, z, w) in the last axis of numpy arrays.

Right-handed; a rotation turns from the first to the second axis of (y, z), (z, x), (x, y).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.motion.arrays import Array

IDENTITY: Final = np.array([0.0, 0.0, 0.0, 1.0])
_CONJUGATE: Final = np.array([-1.0, -1.0, -1.0, 1.0])
_MIRROR: Final = np.array([1.0, -1.0, -1.0, 1.0])
_NEARLY_PARALLEL: Final = 0.9995


def normalise(v: NDArray[Any]) -> Array:
    """Scale the last axis to length 1; a zero vector stays zero."""
    length = np.sqrt(np.einsum("...i,...i->...", v, v))[..., None]
    return np.asarray(v / np.maximum(length, 1e-12), np.float64)


def multiply(a: NDArray[Any], b: NDArray[Any]) -> Array:
    """Return the rotation that does `b` first, then `a`."""
    ax, ay, az, aw = np.moveaxis(np.asarray(a, np.float64), -1, 0)
    bx, by, bz, bw = np.moveaxis(np.asarray(b, np.float64), -1, 0)
    return np.stack(
        (
            aw * bx + ax * bw + ay * bz - az * by,
            aw * by - ax * bz + ay * bw + az * bx,
            aw * bz + ax * by - ay * bx + az * bw,
            aw * bw - ax * bx - ay * by - az * bz,
        ),
        axis=-1,
    )


def canonical(q: NDArray[Any]) -> Array:
    """Choose of the two quaternions of each rotation the one with w ≥ 0, as players expect."""
    return np.where(q[..., 3:] < 0.0, -q, q)


def conjugate(q: NDArray[Any]) -> Array:
    return np.asarray(q * _CONJUGATE, np.float64)


def mirror(q: NDArray[Any]) -> Array:
    """Return the same rotation seen in the figure's sagittal plane (left becomes right)."""
    return np.asarray(q * _MIRROR, np.float64)


def rotate(q: NDArray[Any], v: NDArray[Any]) -> Array:
    """Turn vectors `v` [..., 3]."""
    u, w = q[..., :3], q[..., 3:]
    t = 2.0 * np.cross(u, v)
    return np.asarray(v + w * t + np.cross(u, t), np.float64)


def about(axis: NDArray[Any] | tuple[float, float, float], angle: NDArray[Any] | float) -> Array:
    """Rotation by `angle` (radians, any shape) about a unit `axis`."""
    half = 0.5 * np.asarray(angle, np.float64)[..., None]
    return np.concatenate((np.sin(half) * np.asarray(axis), np.cos(half)), axis=-1)


def from_vector(v: NDArray[Any]) -> Array:
    """Rotation vectors [..., 3] (axis times radians) to quaternions; exact at zero."""
    angle = np.sqrt(np.einsum("...i,...i->...", v, v))[..., None]
    return np.concatenate((0.5 * v * np.sinc(angle / (2 * np.pi)), np.cos(0.5 * angle)), axis=-1)


def from_frame(x: Array, y: Array, z: Array) -> Array:
    """Rotation that takes the coordinate axes to the orthonormal, right-handed x, y, z [3]."""
    m = np.stack((x, y, z), axis=1)
    candidates = np.array(
        [
            [
                1 + m[0, 0] - m[1, 1] - m[2, 2],
                m[1, 0] + m[0, 1],
                m[0, 2] + m[2, 0],
                m[2, 1] - m[1, 2],
            ],
            [
                m[1, 0] + m[0, 1],
                1 - m[0, 0] + m[1, 1] - m[2, 2],
                m[2, 1] + m[1, 2],
                m[0, 2] - m[2, 0],
            ],
            [
                m[0, 2] + m[2, 0],
                m[2, 1] + m[1, 2],
                1 - m[0, 0] - m[1, 1] + m[2, 2],
                m[1, 0] - m[0, 1],
            ],
            [m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1], 1 + np.trace(m)],
        ]
    )
    return normalise(candidates[np.argmax(np.diagonal(candidates))])


def angle_between(a: NDArray[Any], b: NDArray[Any]) -> Array:
    """Return the angle (radians, 0..π) of the rotation from `a` to `b`."""
    dot = np.abs(np.einsum("...i,...i->...", a, b))
    return np.asarray(2.0 * np.arccos(np.minimum(dot, 1.0)), np.float64)


def slerp(a: NDArray[Any], b: NDArray[Any], u: NDArray[Any] | float) -> Array:
    """Great-circle path from `a` (u = 0) to `b` (u = 1), the short way; u beyond 1 goes on."""
    weight = np.asarray(u, np.float64)[..., None]
    dot = np.einsum("...i,...i->...", a, b)[..., None]
    end = np.where(dot < 0.0, -b, b)
    cosine = np.minimum(np.abs(dot), 1.0)
    theta = np.arccos(cosine)
    near = cosine > _NEARLY_PARALLEL
    sine = np.where(near, 1.0, np.sin(theta))
    from_a = np.where(near, 1.0 - weight, np.sin((1.0 - weight) * theta) / sine)
    from_b = np.where(near, weight, np.sin(weight * theta) / sine)
    return normalise(from_a * a + from_b * end)


def twist_about_x(q: NDArray[Any]) -> Array:
    """Return the part of `q` that turns about its own x axis (swing = q · twist⁻¹)."""
    flat = np.zeros_like(np.asarray(q, np.float64))
    flat[..., 0], flat[..., 3] = q[..., 0], q[..., 3]
    length = np.linalg.norm(flat, axis=-1, keepdims=True)
    return np.where(length < 1e-9, IDENTITY, flat / np.maximum(length, 1e-9))
