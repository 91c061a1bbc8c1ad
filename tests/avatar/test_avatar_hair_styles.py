"""Every style on a child, a woman and a man: budget, where hair may be, and how it sways."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, get_args

import msgspec
import numpy as np
import pytest

from qingzhi.avatar import hair, vrm
from qingzhi.avatar.base import EYES
from qingzhi.avatar.detail import PREVIEW
from qingzhi.avatar.figure import build
from qingzhi.avatar.geometry import unit
from qingzhi.avatar.hair import sway
from qingzhi.avatar.hair.picture import strands
from qingzhi.avatar.hair.styles import CUTS, STYLES
from qingzhi.avatar.person import Person
from qingzhi.avatar.rig import NAMES, PARENTS
from qingzhi.avatar.scalp import Scalp, direction
from qingzhi.avatar.spec import HairStyle
from qingzhi.avatar.testing import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.hair import Grown
    from qingzhi.avatar.spec import AvatarSpec

    Floats = NDArray[np.float64]
    Grow = Callable[[str, str], tuple[Person, Grown]]

HEADS: dict[str, dict[str, Any]] = {
    "child": {"age": 7, "height_cm": 122, "weight_kg": 23.0},
    "woman": {},
    "man": {"gender": "male", "height_cm": 180, "weight_kg": 76.0},
}
LONG = ("bob", "lob", "long", "wavy", "fringe", "ponytail", "pigtails", "braid")
FITTED = [
    *((style, "woman") for style in LONG),
    *((style, ("child", "man")[n % 2]) for n, style in enumerate([*STYLES, *CUTS])),
]
"""Long styles on the head whose chains are tested too, and each style on one other head."""
_DEEPEST = -0.001
"""Metres: no strand runs deeper in the skull."""
_ROOT = 0.9
"""Height on the picture above which a vertex is a root, which may lie in the skin."""


@pytest.fixture(scope="module")
def grow(base: Base, clerk: AvatarSpec) -> Grow:
    """Grow a style on one of the heads; every pair once."""

    @cache
    def body(head: str) -> Person:
        return Person.grow(base, msgspec.structs.replace(clerk, **HEADS[head]))

    @cache
    def grown(style: str, head: str) -> tuple[Person, Grown]:
        bare = body(head)
        worn = msgspec.structs.replace(bare.spec.hair, style=style)
        spec = msgspec.structs.replace(bare.spec, hair=worn)
        someone = Person(base, spec, bare.rig, bare.morphs, bare.height_cm, bare.weight_kg)
        return someone, hair.grow(someone)

    return grown


def test_every_style_but_a_bald_head_is_grown() -> None:
    """What a specification may name is what is in the tables."""
    assert set(get_args(HairStyle)) == {*STYLES, *CUTS, "bald"}
    assert len({*STYLES, *CUTS}) >= 12


@pytest.mark.parametrize(("style", "head"), FITTED)
def test_a_style_fits_a_head(grow: Grow, style: str, head: str) -> None:
    """It keeps to its budget, out of the skull, and out of the eyes; no number is lost."""
    person, (parts, _) = grow(style, head)
    assert {part.material for part in parts} == {"Hair", "HairSoft"}
    assert sum(len(part.triangles) for part in parts) <= 18_500
    scalp = Scalp(person)
    for part in parts:
        assert np.isfinite(part.points).all()
        assert np.isfinite(part.normals()).all()
        assert part.uv is not None
        high = part.points[unit(part.points - scalp.centre)[:, 1] > np.sin(np.radians(-20))]
        off = np.linalg.norm(high - scalp.centre, axis=1) - scalp.radius(high - scalp.centre)
        assert off.min() > _DEEPEST
        assert not before_eyes(part.points, person).any()
        np.testing.assert_allclose(part.weights.shares.sum(1), 1, atol=1e-5)


def before_eyes(points: Floats, person: Person) -> NDArray[np.bool_]:
    """Tell [N] which points hang before an eyeball, seen from in front."""
    found = np.zeros(len(points), bool)
    for side in EYES:
        centre, radius = person.rig.eye_centre[side], person.rig.eye_radius[side]
        off = np.linalg.norm((points - centre)[:, :2], axis=1)
        found |= (off < 0.6 * radius) & (points[:, 2] > centre[2])
    return found


def test_a_bald_crown_is_bare(grow: Grow) -> None:
    """Round the crown nothing grows; at sides and back it does."""
    person, (parts, _) = grow("balding", "man")
    scalp = Scalp(person)
    assert scalp.inset(direction(0, 70)).depth < 0
    assert scalp.inset(direction([180, 100], [10, 15])).depth.min() > 0
    roots = np.concatenate([p.points[p.uv[:, 1] > _ROOT] for p in parts if p.uv is not None])
    ways = unit(roots - scalp.centre)
    assert (ways @ direction(0, 80) < np.cos(np.radians(25))).mean() > 0.99


@pytest.mark.parametrize("style", LONG)
def test_long_hair_hangs_on_chains(grow: Grow, style: str) -> None:
    """Its tips follow the chains, its roots the head, and every bone carries something."""
    _, (parts, chains) = grow(style, "woman")
    assert chains
    carried = set()
    for part in parts:
        joints, shares = part.weights
        assert part.uv is not None
        roots = part.uv[:, 1] > 0.95
        assert (joints[roots][shares[roots] > 0] < len(NAMES)).all()
        carried |= set(joints[shares > 0].tolist())
    first = len(NAMES)
    for chain in chains:
        links = len(chain.places) - 1
        assert set(range(first, first + links)) <= carried
        first += links + 1


def test_short_hair_has_no_chains(grow: Grow) -> None:
    """Nothing sways that doesn't hang."""
    assert not grow("side-part", "man")[1].chains
    assert not grow("bun", "woman")[1].chains


def test_springs_are_valid(grow: Grow) -> None:
    """They name bones of the file, parents before children, and colliders that there are."""
    person, (_, chains) = grow("long", "woman")
    nodes = [*person.rig.joints, *sway.bones(chains)]
    described = sway.extension(person, chains, nodes)
    parents = {**PARENTS, **sway.parents(chains)}
    assert described["specVersion"] == "1.0"
    colliders = range(len(described["colliders"]))
    for group in described["colliderGroups"]:
        assert set(group["colliders"]) <= set(colliders)
    for spring in described["springs"]:
        names = [nodes[joint["node"]] for joint in spring["joints"]]
        assert [parents[name] for name in names[1:]] == names[:-1]
        assert parents[names[0]] == "head"
        assert set(spring["colliderGroups"]) <= set(range(len(described["colliderGroups"])))
        for joint in spring["joints"]:
            assert 0 <= joint["dragForce"] <= 1
            assert joint["hitRadius"] >= 0
            assert joint["stiffness"] > 0


@pytest.mark.parametrize("style", LONG)
def test_hair_at_rest_touches_no_collider(grow: Grow, style: str) -> None:
    """Balls in the head are large, yet end inside all chains: nothing is pushed from its place."""
    person, (_, chains) = grow(style, "woman")
    nodes = [*person.rig.joints, *sway.bones(chains)]
    described = sway.extension(person, chains, nodes)
    places = np.concatenate([chain.places for chain in chains])
    balls = [c for c in described["colliders"] if "sphere" in c["shape"]]
    assert len(balls) >= 2
    for ball in balls:
        centre = person.rig.joints[nodes[ball["node"]]] + ball["shape"]["sphere"]["offset"]
        reach = (
            ball["shape"]["sphere"]["radius"] + described["springs"][0]["joints"][0]["hitRadius"]
        )
        assert ball["shape"]["sphere"]["radius"] > 0.03
        assert np.linalg.norm(places - centre, axis=1).min() > reach


@pytest.mark.parametrize("style", ["bob", "long", "ponytail"])
def test_hair_lags_behind_the_head_and_settles(grow: Grow, style: str) -> None:
    """Pushed aside, it is still on its way after 50 ms, and has come to rest within 0.8 s."""
    person, (_, chains) = grow(style, "woman")
    nodes = [*person.rig.joints, *sway.bones(chains)]
    springs = sway.extension(person, chains, nodes)["springs"]
    for chain, spring in zip(chains, springs, strict=True):
        away = swung(chain.places, spring["joints"])
        assert away[3] > 0.3 * away[0]
        assert away.max() < 1.3 * away[0]
        assert away[48:].max() < 0.1 * away[0]


def swung(rest: Floats, joints: list[dict[str, Any]], pushed: float = 0.4) -> Floats:
    """Return metres [S] of a chain's tip from where it settles, by sixtieths of a second.

    It begins `pushed` aside, as a share of its length, and moves as VRMC_springBone 1.0 says,
    without colliders.
    """
    links = np.diff(rest, axis=0)
    lengths = np.linalg.norm(links, axis=1)
    lies = links / lengths[:, None]
    aside = unit(lies + np.array([pushed, 0, 0]))
    tails = rest[0] + (aside * lengths[:, None]).cumsum(0)
    before, found = tails.copy(), [tails[-1].copy()]
    for _ in range(180):
        base, turned = rest[0], np.zeros(3)
        for n, joint in enumerate(joints[: len(links)]):
            going = tails[n] + (tails[n] - before[n]) * (1 - joint["dragForce"])
            going = going + unit(lies[n] + turned) * joint["stiffness"] / 60
            going = going + np.array(joint["gravityDir"]) * joint["gravityPower"] / 60
            way = unit(going - base)
            before[n], tails[n] = tails[n], base + way * lengths[n]
            base, turned = tails[n], way - lies[n]
        found.append(tails[-1].copy())
    return np.asarray(np.linalg.norm(np.array(found) - found[-1], axis=1))


def test_a_file_with_long_hair_springs(base: Base, clerk: AvatarSpec) -> None:
    """The bones are nodes of its skin, and the figure still is a VRM."""
    worn = msgspec.structs.replace(clerk.hair, style="ponytail")
    document = read(build(base, msgspec.structs.replace(clerk, hair=worn), PREVIEW).glb).document
    assert {sway.EXTENSION, vrm.EXTENSION} <= set(document["extensionsUsed"])
    (skin,) = document["skins"]
    joints = [
        j["node"] for s in document["extensions"][sway.EXTENSION]["springs"] for j in s["joints"]
    ]
    assert set(joints) <= set(skin["joints"])
    assert all(document["nodes"][node]["name"].startswith("tail1_") for node in joints)


@pytest.mark.parametrize("style", ["long", "braid", "afro"])
def test_a_seed_decides_a_style(grow: Grow, style: str) -> None:
    """The same person grows the same hair."""
    person, (parts, _) = grow(style, "woman")
    for one, other in zip(parts, hair.grow(person).parts, strict=True):
        np.testing.assert_array_equal(one.points, other.points)
        np.testing.assert_array_equal(one.weights.shares, other.weights.shares)


def test_grey_hair_is_a_mixture(grow: Grow) -> None:
    """Some hairs are white, others keep their colour; the more are white, the lighter it is."""
    person, _ = grow("bun", "woman")
    light = []
    for grey in (0.0, 0.5, 1.0):
        worn = msgspec.structs.replace(person.spec.hair, grey=grey)
        spec = msgspec.structs.replace(person.spec, hair=worn)
        mixed = Person(
            person.base, spec, person.rig, person.morphs, person.height_cm, person.weight_kg
        )
        drawn = strands(mixed.spec.seed, mixed.spec.hair)
        light.append(drawn.colour[drawn.alpha > 0.9].mean(1))
    assert light[0].mean() < light[1].mean() < light[2].mean()
    assert light[1].std() > 1.5 * max(light[0].std(), light[2].std())
