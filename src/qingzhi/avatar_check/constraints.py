"""Node constraints of VRM 1.0: bones that other bones drive, such as those that share out a twist.

Specification: https://github.com/vrm-c/vrm-specification (VRMC_node_constraint-1.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec
import numpy as np
from scipy.spatial.transform import Rotation as Turn

from qingzhi.avatar_check.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar_check.gltf import Gltf

    Floats = NDArray[np.float64]

NAME: Final = "VRMC_node_constraint"
MOST: Final = 500
"""Constraints in one figure; usual ones have a tenth of it."""
_AXES: Final = "XYZ"
_SIGNS: Final = {"Positive": 1.0, "Negative": -1.0}


class _Record(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """An object of the extension; unknown fields are passed over."""

    source: Annotated[int, msgspec.Meta(ge=0)]
    weight: Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0


class Roll(_Record, frozen=True, kw_only=True):
    """Takes over how far the source turns about one axis."""

    roll_axis: Literal["X", "Y", "Z"]


class Aim(_Record, frozen=True, kw_only=True):
    """Points an axis to where the source is."""

    aim_axis: Literal["PositiveX", "NegativeX", "PositiveY", "NegativeY", "PositiveZ", "NegativeZ"]


class Rotation(_Record, frozen=True, kw_only=True):
    """Takes over how the source turns."""


Constraint = Roll | Aim | Rotation


class _Given(msgspec.Struct, frozen=True):
    roll: Roll | None = None
    aim: Aim | None = None
    rotation: Rotation | None = None


class _Extension(msgspec.Struct, frozen=True, rename="camel"):
    spec_version: str
    constraint: _Given


def check(document: Gltf) -> Iterator[Finding]:
    """Find constraints that a player would refuse or stumble over."""
    numbers = _constrained(document)
    if len(numbers) > MOST:
        slots = {"what": NAME, "count": len(numbers), "most": MOST}
        yield Finding("too_heavy", "/nodes", slots)
        return
    after = order(document)
    for number in numbers:
        where = f"/nodes/{number}/extensions/{NAME}"
        try:
            found = _read(document.nodes[number].extensions[NAME])
        except msgspec.ValidationError as error:
            yield Finding("vrm_invalid", where, {"detail": str(error)[:200]})
            continue
        if found is None:
            yield Finding("vrm_invalid", where, {"detail": "one of roll, aim, rotation"})
        elif found.source >= len(document.nodes):
            yield Finding("vrm_reference", where)
        elif after[number][0] <= after[found.source][0] < after[number][1]:
            yield Finding("constraint_ring", where)


def constraints(document: Gltf) -> Mapping[int, Constraint]:
    """Return what drives each node; what can't be read, or drives itself, is left out."""
    faulty = {finding.where for finding in check(document)}
    found: dict[int, Constraint] = {}
    for number in _constrained(document) if "/nodes" not in faulty else ():
        if f"/nodes/{number}/extensions/{NAME}" not in faulty:
            constraint = _read(document.nodes[number].extensions[NAME])
            if constraint is not None:
                found[number] = constraint
    return found


def _constrained(document: Gltf) -> list[int]:
    return [number for number, node in enumerate(document.nodes) if NAME in node.extensions]


def _read(extension: Any) -> Constraint | None:
    given = msgspec.convert(extension, _Extension).constraint
    chosen = [one for one in (given.roll, given.aim, given.rotation) if one is not None]
    return chosen[0] if len(chosen) == 1 else None


def order(document: Gltf) -> Mapping[int, tuple[int, int]]:
    """Return for each node its number from the roots down, and where what hangs on it ends."""
    children = {child for node in document.nodes for child in node.children}
    waiting = [number for number in range(len(document.nodes)) if number not in children]
    reached: list[int] = []
    while waiting:
        number = waiting.pop()
        reached.append(number)
        waiting += document.nodes[number].children
    size: dict[int, int] = {}
    for number in reversed(reached):
        size[number] = 1 + sum(size[child] for child in document.nodes[number].children)
    return {number: (at, at + size[number]) for at, number in enumerate(reached)}


def driven(
    constraint: Constraint,
    node: int,
    parents: Mapping[int, int],
    world: Floats,
    moves: Floats,
) -> Floats:
    """Return what a constrained node does [4, 4] to what hangs on it.

    `world` [nodes, 4, 4] is where nodes are at rest; `moves` what each one does in the pose,
    in which this one still follows its parent.
    """
    parent = moves[node]
    if isinstance(constraint, Aim):
        sign, column = _SIGNS[constraint.aim_axis[:-1]], _AXES.index(constraint.aim_axis[-1])
        own = parent[:3, :3] @ (sign * _unit(world[node, :3, column]))
        apart = _at(moves[constraint.source], world[constraint.source]) - _at(parent, world[node])
        turn = _part(_between(own, _unit(apart)), constraint.weight)
        return np.asarray(_about(turn, _at(parent, world[node])) @ parent)
    above = parents.get(constraint.source)
    base = np.eye(3) if above is None else moves[above][:3, :3]
    turn = base.T @ moves[constraint.source][:3, :3]
    if isinstance(constraint, Roll):
        axis = _unit(world[node, :3, _AXES.index(constraint.roll_axis)])
        turn = _between(axis, turn @ axis).T @ turn
    return np.asarray(parent @ _about(_part(turn, constraint.weight), world[node, :3, 3]))


def _at(move: Floats, rest: Floats) -> Floats:
    return np.asarray(move[:3, :3] @ rest[:3, 3] + move[:3, 3])


def _about(turn: Floats, place: Floats) -> Floats:
    matrix = np.eye(4)
    matrix[:3, :3] = turn
    matrix[:3, 3] = place - turn @ place
    return matrix


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12))


def _between(source: Floats, target: Floats) -> Floats:
    """Return the shortest turn from one unit vector to another."""
    axis, cosine = np.cross(source, target), float(source @ target)
    if cosine < -1 + 1e-9:  # any axis does
        axis = _unit(np.cross(source, np.eye(3)[np.abs(source).argmin()]))
        return np.asarray(2 * np.outer(axis, axis) - np.eye(3))
    skew = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.asarray(np.eye(3) + skew + skew @ skew / (1 + cosine))


def _part(turn: Floats, share: float) -> Floats:
    """Return a turn by a share of its angle."""
    return np.asarray(Turn.from_rotvec(share * Turn.from_matrix(turn).as_rotvec()).as_matrix())
