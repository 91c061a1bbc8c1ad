"""Hair: budget, where strands may be, how they hang, and that a seed decides them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from qingzhi.avatar import hair, hairline
from qingzhi.avatar.geometry import unit
from qingzhi.avatar.hair import crest
from qingzhi.avatar.hair.flow import Flow
from qingzhi.avatar.hair.picture import COLUMNS, strands
from qingzhi.avatar.hair.style import Parting
from qingzhi.avatar.hair.styles import STYLES
from qingzhi.avatar.person import Person
from qingzhi.avatar.rig import NAMES
from qingzhi.avatar.scalp import Scalp, angles, direction
from qingzhi.avatar.texels import Noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.part import Part
    from qingzhi.avatar.spec import AvatarSpec

    Floats = NDArray[np.float64]

_ROOTS = -0.004
"""Metres: no root lies deeper in the skin."""
_MIRROR = np.array([-1.0, 1.0, 1.0])


@pytest.fixture(scope="module")
def grown(person: Person) -> list[Part]:
    return hair.grow(person).parts


@pytest.fixture(scope="module")
def scalp(person: Person) -> Scalp:
    return Scalp(person)


def heights(parts: list[Part], scalp: Scalp) -> Floats:
    """Return metres over the skin of all vertices of combed hair: not of the bun."""
    assert STYLES["bun"].bun is not None
    points = np.concatenate([part.points for part in parts]) - scalp.centre
    combed = unit(points) @ direction(*STYLES["bun"].bun.at) < np.cos(np.radians(36))
    combed &= angles(points)[1] > -30
    return np.asarray(np.linalg.norm(points[combed], axis=1) - scalp.radius(points[combed]))


def before_the_face(parts: list[Part], person: Person) -> Floats:
    """Return the points [N, 3] that lie before the eyes' centres and between their outer ends."""
    points = np.concatenate([part.points for part in parts])
    left = person.rig.eye_centre["Left"]
    before = (points[:, 2] > left[2]) & (np.abs(points[:, 0]) < left[0] * 1.5)
    return np.asarray(points[before])


def test_hair_is_two_primitives_within_its_budget(grown: list[Part]) -> None:
    """One part is cut out, one blended; together they have at most 20,000 triangles."""
    assert [part.material for part in grown] == ["Hair", "HairSoft"]
    assert sum(len(part.triangles) for part in grown) <= 20_000


def test_each_part_has_its_material(person: Person, grown: list[Part]) -> None:
    """What is cut out writes depth, what is blended doesn't; both show the same picture."""
    cut, soft = hair.materials(person)
    assert [cut.name, soft.name] == [part.material for part in grown]
    assert (cut.alpha, soft.alpha) == ("MASK", "BLEND")
    assert cut.base == soft.base


def test_no_strand_runs_inside_the_skull(grown: list[Part], scalp: Scalp) -> None:
    """Roots may lie in the skin, but nothing deeper; and combed hair doesn't float."""
    above = heights(grown, scalp)
    assert above.min() > _ROOTS
    assert above.max() < 0.034


def test_normals_look_away_from_the_head(grown: list[Part], scalp: Scalp) -> None:
    """Light falls on the outside of the closed surface and of the locks."""
    (cut, _) = grown
    outwards = (unit(cut.points - scalp.centre) * cut.normals()).sum(1)
    assert (outwards > 0).mean() > 0.85


def test_hair_covers_no_brow(grown: list[Part], person: Person) -> None:
    """Before the face, hair stays well above the eyes."""
    front = before_the_face(grown, person)
    assert len(front)
    assert front[:, 1].min() > person.rig.eye_centre["Left"][1] + 0.035


def test_hair_hangs_on_the_head_and_at_the_nape_on_the_neck(
    grown: list[Part], scalp: Scalp
) -> None:
    """Weights sum to one; only hair close to the nape follows the neck."""
    neck = NAMES.index("neck")
    for part in grown:
        joints, shares = part.weights
        np.testing.assert_allclose(shares.sum(1), 1, atol=1e-6)
        assert set(joints[shares > 0]) <= {NAMES.index("head"), neck}
        follows = (shares * (joints == neck)).sum(1) > 0
        assert (part.points[follows, 2] < scalp.centre[2]).all()


def test_texture_coordinates_stay_in_their_column(grown: list[Part]) -> None:
    """No strip shows its neighbour's hairs."""
    for part in grown:
        assert part.uv is not None
        assert part.uv.min() >= 0
        assert part.uv.max() <= 1
        across = part.uv[part.triangles][..., 0]
        assert (np.ptp(across, axis=1) > 0).all()  # else light finds no direction across
        inside = [(across >= c.left).all(1) & (across <= c.right).all(1) for c in COLUMNS.values()]
        assert np.any(inside, axis=0).all()


def test_closed_hair_lets_no_skin_through(person: Person) -> None:
    """The closed column is opaque but at its roots and tips."""
    drawn = strands(person.spec.seed, person.spec.hair)
    closed = COLUMNS["closed"]
    rows, wide = drawn.alpha.shape
    assert drawn.alpha[rows // 8 : rows * 9 // 10, : round(closed.right * wide)].min() == 1
    assert drawn.alpha[:, round(closed.right * wide) :].min() == 0


def test_the_painted_hairline_thins_out_over_a_centimetre(scalp: Scalp) -> None:
    """Before it skin is bare, a centimetre and a half inside none shows, between there is some."""
    azimuth, inside = np.meshgrid(np.linspace(-40, 8, 96), np.linspace(-8, 16, 96))
    points = scalp.at(direction(azimuth, scalp.line(azimuth) + inside), 0.0)
    shown = hairline.covered(scalp, points, Noise(np.random.default_rng(1)), 96)
    depth = scalp.depth(points)
    assert shown[depth < -0.009].max() == 0
    assert shown[depth > 0.017].min() > 0.95
    between = shown[np.abs(depth - 0.003) < 0.001]
    assert 0.15 < between.mean() < 0.85
    assert between.std() > 0.02


def test_a_parting_is_a_thin_line_of_skin(scalp: Scalp) -> None:
    """Skin shows along its middle, in hair's shade, and is covered two millimetres beside it."""
    flow = Flow(scalp, STYLES["bun"])
    along = flow.parting(np.full(64, 0.4))
    off = np.linspace(-0.004, 0.004, 64)
    ways = unit(along + (off / scalp.radius(along))[:, None] * flow.across)
    points = np.repeat(scalp.at(ways, 0.0)[None], 64, 0)
    bare = hairline.parted(scalp, points, Noise(np.random.default_rng(1)), 64)[0]
    assert bare[np.abs(off) < 0.0003].min() > 0.7
    assert bare[np.abs(off) > 0.002].max() == 0
    shown = hairline.covered(scalp, points, Noise(np.random.default_rng(1)), 64)[0]
    assert shown[np.abs(off) < 0.0003].max() < 0.5
    assert shown[np.abs(off) > 0.002].min() > 0.8


def test_hair_is_full_over_the_crown(scalp: Scalp) -> None:
    """Combed hair stands one to three centimetres off the skull there, and falls to the sides."""
    flow = Flow(scalp, STYLES["bun"])
    crown = flow.height(direction([0, 180, 180], [80, 80, 60]))
    sides = flow.height(direction([90, -90], [20, 20]))
    assert crown.min() > 0.012
    assert crown.max() < 0.03
    assert sides.max() < crown.min()


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_sheet_begins_on_its_own_side_of_the_parting(scalp: Scalp, sign: float) -> None:
    """Along the parting and on to the crown all roots lie left, or all right, and go back."""
    flow = Flow(scalp, STYLES["bob"])
    roots = crest.roots(flow, sign)
    beside = roots[roots[:, 2] > 0]
    assert (sign * (beside @ flow.across) > 0).all()
    assert (np.diff(beside[:, 2]) < 0).all()
    assert roots[-1, 2] < 0


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_strands_of_a_sheet_do_not_cross(scalp: Scalp, sign: float) -> None:
    """Below the crown each hangs behind the one before it, however they grew."""
    around = np.array([30.0, 50, 44, 70, 62, 90, 120, 110, 150, 180])
    ways = direction(sign * around[:, None], np.linspace(70, -40, 12)[None])
    paths = crest.uncrossed(scalp.at(ways, 0.01), scalp, sign)
    azimuth = sign * angles(paths - scalp.centre)[0] % 360
    assert (np.diff(azimuth[:, 6:], axis=0) > -0.5).all()


def test_every_face_looks_the_way_its_normals_do(grown: list[Part]) -> None:
    """Strips fold and turn, yet light falls on the side that is seen."""
    for part in grown:
        a, b, c = (part.points[part.triangles[:, k]] for k in range(3))
        normals = part.normals()[part.triangles].sum(1)
        assert ((np.cross(b - a, c - a) * normals).sum(1) >= 0).all()


def test_a_seed_decides_the_hair(person: Person, grown: list[Part]) -> None:
    """The same person grows the same hair."""
    again = hair.grow(person).parts
    for one, other in zip(grown, again, strict=True):
        np.testing.assert_array_equal(one.points, other.points)
        np.testing.assert_array_equal(one.colour, other.colour)


def test_a_middle_parting_is_symmetric(scalp: Scalp) -> None:
    """With the parting in the middle, hair flows and rises alike on both sides."""
    style = STYLES["bun"]._replace(parting=Parting(azimuth=0, end=(0, 66)), mounds=())
    flow = Flow(scalp, style)
    azimuth, elevation = np.meshgrid([20, 50, 80, 120, 160], [35, 50, 70])
    here = direction(azimuth.ravel(), elevation.ravel())
    np.testing.assert_allclose(flow.way(here * _MIRROR), flow.way(here) * _MIRROR, atol=1e-6)
    np.testing.assert_allclose(flow.height(here * _MIRROR), flow.height(here), atol=1e-4)


def test_hair_falls_to_both_sides_of_the_parting(scalp: Scalp) -> None:
    """Just left of the parting it runs left, just right of it right."""
    flow = Flow(scalp, STYLES["bun"])
    line = flow.parting(np.array([0.3, 0.6]))
    for sign in (1, -1):
        aside = unit(line + sign * 0.03 * flow.across)
        assert (flow.way(aside) @ flow.across * sign > 0.3).all()


def test_all_strands_end_at_the_bun(scalp: Scalp) -> None:
    """Strands from everywhere inside the hairline arrive, and stay inside it."""
    flow = Flow(scalp, STYLES["bun"])
    azimuth, elevation = np.meshgrid(np.arange(-170, 180, 20), [32, 50, 75])
    roots = direction(azimuth.ravel(), elevation.ravel())
    ways = flow.trace(roots, 12)
    assert (ways[:, -1] @ flow.target > np.cos(np.radians(30))).all()
    assert scalp.inset(ways.reshape(-1, 3)).depth.min() > -0.004


@pytest.mark.parametrize(
    "other",
    [
        {"age": 62, "weight": 0.7},
        {"gender": "male", "height_cm": 182},
        {"face": {"head-oval": 1.0, "head-width": 1.0, "ear-wing": 1.0}},
        {"face": {"head-oval": -1.0, "head-width": -1.0}},
    ],
)
def test_the_style_fits_other_heads(
    base: Base, clerk: AvatarSpec, other: dict[str, object]
) -> None:
    """No number is lost, nothing enters the skull, nothing hangs into the face."""
    someone = Person.grow(base, msgspec.structs.replace(clerk, **other))
    parts, scalp = hair.grow(someone).parts, Scalp(someone)
    for part in parts:
        assert np.isfinite(part.points).all()
        assert np.isfinite(part.normals()).all()
    assert heights(parts, scalp).min() > _ROOTS
    eyes = someone.rig.eye_centre["Left"][1]
    assert before_the_face(parts, someone)[:, 1].min() > eyes + 0.02
