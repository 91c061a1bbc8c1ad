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
_NEXT: Final = [1, 2, 0]
_LAST: Final = [2, 0, 1]
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


def cross(a: NDArray[Any], b: NDArray[Any]) -> Array:
    """Return the vector product of the last axes; several times as quick as numpy's for few."""
    product = a[..., _NEXT] * b[..., _LAST] - a[..., _LAST] * b[..., _NEXT]
    return np.asarray(product, np.float64)


def rotate(q: NDArray[Any], v: NDArray[Any]) -> Array:
    """Turn vectors `v` [..., 3]."""
    u, w = q[..., :3], q[..., 3:]
    t = 2.0 * cross(u, v)
    return np.asarray(v + w * t + cross(u, t), np.float64)


def about(axis: NDArray[Any] | tuple[float, float, float], angle: NDArray[Any] | float) -> Array:
    """Rotation by `angle` (radians, any shape) about a unit `axis`."""
    half = 0.5 * np.asarray(angle, np.float64)[..., None]
    return np.concatenate((np.sin(half) * np.asarray(axis), np.cos(half)), axis=-1)


def from_vector(v: NDArray[Any]) -> Array:
    """Rotation vectors [..., 3] (axis times radians) to quaternions; exact at zero."""
    angle = np.sqrt(np.einsum("...i,...i->...", v, v))[..., None]
    return np.concatenate((0.5 * v * np.sinc(angle / (2 * np.pi)), np.cos(0.5 * angle)), axis=-1)


def from_frame(x: Array, y: Array, z: Array) -> Array:
    """Rotation that takes the coordinate axes to the orthonormal, right-handed x, y, z [..., 3]."""
    (xx, yx, zx), (xy, yy, zy), (xz, yz, zz) = (np.moveaxis(axis, -1, 0) for axis in (x, y, z))
    rows = (
        (1 + xx - yy - zz, xy + yx, xz + zx, zy - yz),
        (xy + yx, 1 - xx + yy - zz, yz + zy, xz - zx),
        (xz + zx, yz + zy, 1 - xx - yy + zz, yx - xy),
        (zy - yz, xz - zx, yx - xy, 1 + xx + yy + zz),
    )
    candidates = np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)
    # The largest of the four is the one that is known most exactly.
    best = np.argmax(np.diagonal(candidates, axis1=-2, axis2=-1), axis=-1)
    chosen = np.take_along_axis(candidates, best[..., None, None], axis=-2)
    return normalise(chosen[..., 0, :])


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
