"""How long hair sways: chains of bones that hang on the head, and what of the hair they carry.

The extension is VRM's spring bone (https://github.com/vrm-c/vrm-specification,
VRMC_springBone-1.0): players move the chains, and keep them out of head, neck and shoulders.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from qingzhi.avatar.geometry import smooth, unit
from qingzhi.avatar.rig import INFLUENCES, NAMES, Weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.part import Part
    from qingzhi.avatar.person import Person
    from qingzhi.avatar.scalp import Scalp

    Floats = NDArray[np.float64]

EXTENSION: Final = "VRMC_springBone"
_SECTORS: Final = 7
"""Chains round a head whose hair hangs free."""
_FRONT: Final = 46.0
"""Degrees of azimuth before which no chain hangs."""
_LINK: Final = 0.085
"""Metres of one bone, about."""
_TAKEN: Final = (0.0, 0.05)
"""Metres below a chain's beginning over which it takes hair over from the head."""


_ROOTED: Final = (0.93, 0.7)
"""Heights on the picture of strands between which roots, which the head keeps, end."""


_STIFF: Final = (0.9, 0.6)
"""At roots and at tips: how fast a bone turns back, in metres per second."""
_DRAG: Final = 0.25
"""Share of its speed that a bone loses in a step."""
_WEIGHT: Final = 0.08
_THICK: Final = 0.012
"""Metres round the end of a bone that are hair."""
_CLEAR: Final = 0.003
_BALLS: Final = (
    (np.array([0.0, 0.0, 0.0]), 0.075),
    (np.array([0.0, -0.005, 0.045]), 0.068),
    (np.array([0.0, -0.065, 0.045]), 0.055),
)
"""Metres from between skull and eyes, and a radius at most: of brain, cheeks, and jaw."""


class Chain(NamedTuple):
    """Bones one below the other: the last only ends the one before it."""

    name: str
    places: Floats
    """[K, 3] metres, as modelled."""

    def bones(self) -> list[str]:
        """Name its bones from the head on."""
        return [f"{self.name}{n}" for n in range(1, len(self.places) + 1)]


def hung(points: Floats, scalp: Scalp, begin: float) -> list[Chain]:
    """Hang chains into hair [N, 3] that falls free below a height `begin`, in metres."""
    low = points[points[:, 1] < begin]
    if len(low) == 0 or begin - low[:, 1].min() < _LINK:
        return []
    azimuth = _azimuth(low, scalp)
    chains = []
    for n, middle in enumerate(_middles()):
        near = low[np.abs(_turned(azimuth - middle)) < 180 / _SECTORS]
        if len(near) < 30:
            continue
        end = float(np.quantile(near[:, 1], 0.02))
        count = max(round((begin - end) / _LINK), 1) + 1
        places = np.array([_centre(near, y) for y in np.linspace(begin, end, count)])
        chains.append(Chain(f"hair{n + 1}_", places))
    return chains


def along(middle: Floats, name: str, *, link: float = _LINK) -> Chain:
    """Lay a chain along the middle line [S, 3] of a tail."""
    run = np.r_[0, np.linalg.norm(np.diff(middle, axis=0), axis=1).cumsum()]
    count = max(round(float(run[-1]) / link), 1) + 1
    at = np.linspace(0, run[-1], count)
    return Chain(name, np.stack([np.interp(at, run, m) for m in middle.T], -1))


def carried(part: Part, chains: Sequence[Chain], scalp: Scalp) -> Part:
    """Take the hair of a part over from the head to the chains nearest to it, but at its roots."""
    if not chains or part.uv is None:
        return part
    points, weights = part.points, part.weights
    names = bones(chains)
    dense = np.zeros((len(points), len(names)))
    beside = _beside(points, chains, scalp)
    for chain, share in zip(chains, beside.T, strict=True):
        start = names.index(chain.bones()[0])
        dense[:, start : start + len(chain.places) - 1] = share[:, None] * _links(points, chain)
    dense *= smooth(*_ROOTED, part.uv[:, 1])[:, None]
    taken = dense.sum(1)
    order = np.argsort(-dense, axis=1, kind="stable")[:, : INFLUENCES - 2]
    chosen = np.take_along_axis(dense, order, axis=1)
    chosen *= (taken / np.maximum(chosen.sum(1), 1e-9))[:, None]
    head, neck = (
        (weights.shares * (weights.joints == NAMES.index(name))).sum(1) for name in ("head", "neck")
    )
    kept = np.maximum(1 - taken, 0)[:, None]
    shares = np.c_[head[:, None] * kept, neck[:, None] * kept, chosen]
    both = np.tile([NAMES.index("head"), NAMES.index("neck")], (len(points), 1))
    joints = np.where(shares > 0, np.c_[both, len(NAMES) + order], 0)
    shares = shares / shares.sum(1, keepdims=True)
    return replace(part, weights=Weights(joints.astype(np.uint8), shares.astype(np.float32)))


def bones(chains: Sequence[Chain]) -> list[str]:
    """Name the bones of all chains, in order."""
    return [bone for chain in chains for bone in chain.bones()]


def parents(chains: Sequence[Chain]) -> dict[str, str]:
    """Return what each bone hangs on."""
    found: dict[str, str] = {}
    for chain in chains:
        names = chain.bones()
        found |= dict(zip(names, ["head", *names[:-1]], strict=True))
    return found


def extension(person: Person, chains: Sequence[Chain], nodes: Sequence[str]) -> dict[str, Any]:
    """Describe how chains spring. `nodes` are the bones in the file's order."""
    colliders = _colliders(person, nodes, np.concatenate([c.places for c in chains]))
    return {
        "specVersion": "1.0",
        "colliders": colliders,
        "colliderGroups": [{"name": "body", "colliders": list(range(len(colliders)))}],
        "springs": [
            {
                "name": chain.name.strip("_"),
                "joints": [
                    {
                        "node": nodes.index(bone),
                        "hitRadius": _THICK,
                        "stiffness": _STIFF[0] + (_STIFF[1] - _STIFF[0]) * n / len(chain.places),
                        "gravityPower": _WEIGHT,
                        "gravityDir": [0.0, -1.0, 0.0],
                        "dragForce": _DRAG,
                    }
                    for n, bone in enumerate(chain.bones())
                ],
                "colliderGroups": [0],
            }
            for chain in chains
        ],
    }


def _colliders(person: Person, nodes: Sequence[str], places: Floats) -> list[dict[str, Any]]:
    """Return balls in the head and capsules in neck and shoulders.

    Balls are as large as the chains' places [N, 3] allow: hair at rest touches none.
    """
    joints = person.rig.joints
    found = []
    for start, end, radius in (
        ("neck", "head", 0.036),
        ("upperChest", "neck", 0.055),
        ("leftShoulder", "leftUpperArm", 0.04),
        ("rightShoulder", "rightUpperArm", 0.04),
    ):
        tail = (joints[end] - joints[start]).tolist()
        capsule = {"offset": [0.0, 0.0, 0.0], "radius": radius, "tail": tail}
        found.append({"node": nodes.index(start), "shape": {"capsule": capsule}})
    eyes = np.mean(list(person.rig.eye_centre.values()), axis=0)
    for off, largest in _BALLS:
        centre = np.array([0.0, eyes[1], joints["head"][2]]) + off
        free = float(np.linalg.norm(places - centre, axis=1).min()) - _THICK - _CLEAR
        ball = {"offset": (centre - joints["head"]).tolist(), "radius": min(largest, free)}
        found.append({"node": nodes.index("head"), "shape": {"sphere": ball}})
    return found


def _azimuth(points: Floats, scalp: Scalp) -> Floats:
    off = points - scalp.centre
    return np.asarray(np.degrees(np.arctan2(off[:, 0], off[:, 2])))


def _middles() -> Floats:
    """Return azimuths of chains, spread over all but the face."""
    return np.linspace(_FRONT, 360 - _FRONT, _SECTORS)


def _turned(degrees: Floats) -> Floats:
    return np.asarray((degrees + 180) % 360 - 180)


def _centre(points: Floats, level: float) -> Floats:
    """Return the middle of points [N, 3] about a height."""
    share = np.exp(-(((points[:, 1] - level) / 0.03) ** 2)) + 1e-6
    found = (points * share[:, None]).sum(0) / share.sum()
    found[1] = level
    return np.asarray(found)


def _beside(points: Floats, chains: Sequence[Chain], scalp: Scalp) -> Floats:
    """Return how much [N, chains] each point belongs beside each chain; rows sum to 1."""
    near = []
    for chain in chains:
        level = np.interp(-points[:, 1], -chain.places[:, 1], np.arange(len(chain.places)))
        at = np.stack([np.interp(level, np.arange(len(m)), m) for m in chain.places.T], -1)
        around = unit(points - scalp.centre) - unit(at - scalp.centre)
        near.append(np.linalg.norm(around * [1, 0, 1], axis=1))
    share = np.exp(-((np.array(near).T / 0.35) ** 2)) + 1e-9
    return np.asarray(share / share.sum(1, keepdims=True))


def _links(points: Floats, chain: Chain) -> Floats:
    """Return how much [N, K-1] each bone of a chain takes of a point, by its height."""
    top = chain.places[0, 1]
    taken = smooth(*_TAKEN, top - points[:, 1])
    at = np.interp(-points[:, 1], -chain.places[:, 1], np.arange(len(chain.places)))
    links = np.arange(len(chain.places) - 1) + 0.5
    share = np.clip(1 - np.abs(at[:, None] - links), 0, 1)
    share[at < 0.5, 0] = 1
    share[at > links[-1], -1] = 1
    share /= np.maximum(share.sum(1, keepdims=True), 1e-9)
    return np.asarray(share * taken[:, None])


def placed(chains: Sequence[Chain]) -> Mapping[str, Floats]:
    """Return where each bone begins."""
    return {
        bone: place
        for chain in chains
        for bone, place in zip(chain.bones(), chain.places, strict=True)
    }
