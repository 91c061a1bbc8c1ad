"""Outfits: each is sewn on bodies of every kind, and covers what it must."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import msgspec
import numpy as np
import pytest
from scipy.spatial import KDTree

from qingzhi.avatar import clothes
from qingzhi.avatar.clothes.collar import CollarMaker
from qingzhi.avatar.clothes.draft import Draft
from qingzhi.avatar.clothes.fitting import Fitting
from qingzhi.avatar.clothes.folds import Fold, folded
from qingzhi.avatar.clothes.jacket import JacketMaker
from qingzhi.avatar.clothes.neckline import COLUMNS as NECK_COLUMNS
from qingzhi.avatar.clothes.neckline import neckline
from qingzhi.avatar.clothes.neckwear import NeckwearMaker
from qingzhi.avatar.clothes.pattern import Collar, Skirt, Tie, Trousers
from qingzhi.avatar.clothes.skirt import SkirtMaker
from qingzhi.avatar.clothes.tailor import AROUND, Tailor
from qingzhi.avatar.clothes.wardrobe import OUTFITS, dress
from qingzhi.avatar.geometry import normals
from qingzhi.avatar.people import attire
from qingzhi.avatar.person import Person
from qingzhi.avatar.rig import NAMES, limited
from qingzhi.avatar.spec import AvatarSpec, Garment, Outfit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.clothes.pattern import Dress
    from qingzhi.avatar.clothes.piece import Piece

    Floats = NDArray[np.float64]

BODIES: dict[str, dict[str, Any]] = {
    "average": {},
    "thin": {"age": 24, "height_cm": 170, "weight_kg": 45},
    "heavy": {"gender": "male", "age": 48, "height_cm": 176, "weight_kg": 105},
    "child": {"age": 8, "height_cm": 128},
}
GROWN = tuple(get_args(Outfit))
CHILDISH = ("child", "casual", "cardigan", "suit")
SPOTS = np.array([(a, b, 8 - a - b) for a in range(9) for b in range(9 - a)]) / 8
"""[SPOTS, 3]: shares of a face's corners, all over it."""


@pytest.fixture(scope="module", params=BODIES)
def tailor(request: pytest.FixtureRequest, base: Base) -> Tailor:
    """Take measure of a body down to the calves, so that one form serves every outfit."""
    spec = AvatarSpec(name="model", **BODIES[request.param])
    return Tailor(Fitting(Person.grow(base, spec)), 0.01, -0.45)


@pytest.fixture(scope="module")
def wardrobe(tailor: Tailor) -> dict[str, tuple[Dress, list[Piece]]]:
    """Sew everything that the body can wear."""
    spec = tailor.fitting.person.spec
    styles = GROWN if spec.age > 13 else CHILDISH
    table = {style: OUTFITS[spec.gender][style] for style in styles}
    return {n: (worn, clothes.sewn(tailor, worn, ("badge", "scarf"))) for n, worn in table.items()}


def below(points: Floats, tailor: Tailor) -> Floats:
    """Return how far points lie below the trunk's skin where it is nearest, negative outside.

    Planes of vertices further off would tell otherwise: beside a roll of flesh, a place before its
    flank is below the plane of its top.
    """
    base = tailor.fitting.person.base
    faces = base.skin[tailor.trunk[base.skin].all(1)]
    of_faces = tailor.skin[faces], normals(tailor.skin, base.skin)[faces]
    spots, out = (np.einsum("sk,fkc->fsc", SPOTS, of).reshape(-1, 3) for of in of_faces)
    distance, near = KDTree(spots).query(points)
    depth = -((points - spots[near]) * out[near]).sum(1)
    return np.asarray(np.where(np.asarray(distance) < 0.03, depth, -1.0))


def trunk_of(worn: Dress, pieces: list[Piece]) -> Iterator[Piece]:
    """Yield the panels of the outermost top."""
    top = worn.tops[0]
    yield from pieces[: (2 if top.overlap else 1) + (2 if top.back_seam else 1)]


def level(tailor: Tailor, pieces: list[Piece]) -> Floats:
    """Return the points of pieces between hip and armpit: sleeves cover what is above."""
    points = np.concatenate([piece.points for piece in pieces])
    low, high = tailor.marks.hip, tailor.marks.armpit - 0.03 * tailor.k
    return np.asarray(points[(points[:, 1] > low) & (points[:, 1] < high)])


def test_every_style_is_there_for_everybody() -> None:
    """What a specification may name can be sewn for both."""
    for gender in ("female", "male"):
        assert set(OUTFITS[gender]) == set(GROWN)
    assert len(GROWN) >= 14


def test_outfits_keep_their_budget(wardrobe: dict[str, tuple[Dress, list[Piece]]]) -> None:
    """At most 19,000 triangles each."""
    for name, (_, pieces) in wardrobe.items():
        assert sum(len(piece.faces) for piece in pieces) <= 19_000, name


def test_pieces_are_whole(wardrobe: dict[str, tuple[Dress, list[Piece]]]) -> None:
    """Numbers are finite, indices in range, weights sum to one, no piece is hung on the face."""
    face = [NAMES.index(bone) for bone in ("head", "jaw", "leftEye", "rightEye")]
    for name, (_, pieces) in wardrobe.items():
        for piece in pieces:
            assert np.isfinite(piece.points).all(), name
            assert np.isfinite(piece.normals).all(), name
            assert 0 <= piece.faces.min() <= piece.faces.max() < len(piece.points)
            np.testing.assert_allclose(limited(piece.dense).shares.sum(1), 1, atol=1e-6)
            assert piece.dense[:, face].max() < 0.5, name


def test_cloth_stays_off_the_body(
    tailor: Tailor, wardrobe: dict[str, tuple[Dress, list[Piece]]]
) -> None:
    """Panels of the trunk lie outside the skin, at least a millimetre nearly everywhere."""
    for name, (worn, pieces) in wardrobe.items():
        depth = below(level(tailor, list(trunk_of(worn, pieces))), tailor)
        assert depth.max() < 0.002, (name, depth.max())
        assert (depth > -0.001).mean() < 0.02, (name, (depth > -0.001).mean())


def test_cloth_cut_too_narrow_is_told(tailor: Tailor) -> None:
    """Panels that are drawn a centimetre within the skin are found as deep below it."""
    cut = OUTFITS["male"]["suit"].tops[0]
    tight = cut._replace(ease=(-0.01,) * len(cut.ease), hollow=1.0, flare=-1.0)
    depth = below(level(tailor, list(JacketMaker(Draft(tailor, tight)).pieces())[:4]), tailor)
    assert np.median(depth[depth > -1]) == pytest.approx(0.01 * tailor.k, abs=0.004)
    assert depth.max() > 0.008


def test_shown_skin_is_what_the_pattern_leaves(tailor: Tailor) -> None:
    """Head and hands always; shins below a skirt, forearms below short sleeves; no chest."""
    spec = tailor.fitting.person.spec
    head, trunk = tailor.fitting.share("head") > 0.5, tailor.fitting.share("spine", "hips") > 0.9
    shin = tailor.fitting.share("LeftLowerLeg", "leftLowerLeg") > 0.95
    shin &= tailor.skin[:, 1] < tailor.marks.knee - 0.12 * tailor.k
    shin &= tailor.skin[:, 1] > tailor.marks.ankle + 0.05 * tailor.k
    forearm = tailor.fitting.share("leftLowerArm") > 0.95
    for style, worn in OUTFITS[spec.gender].items():
        hidden = clothes.hidden(tailor, worn)
        assert not hidden[head].any(), style
        assert hidden[trunk].mean() > 0.98, style
        assert hidden[shin].all() == isinstance(worn.below, Trousers), style
        sleeve = worn.tops[0].sleeve or worn.tops[-1].sleeve
        assert sleeve is not None
        assert hidden[forearm].all() == (sleeve.end < 0.3), style


def test_a_skirt_hangs_to_its_hem(tailor: Tailor) -> None:
    """It is as long as its pattern says, and wider below when flared."""
    widths = []
    for flare in (-0.05, 0.2):
        (piece,) = SkirtMaker(tailor, Skirt(flare=flare)).pieces()
        hem = tailor.marks.knee + Skirt().hem * tailor.k
        assert piece.points[:, 1].min() == pytest.approx(hem, abs=0.004)
        widths.append(np.ptp(piece.points[piece.points[:, 1] < hem + 0.01, 0]))
    assert widths[1] > widths[0] + 0.05


def test_a_tie_ends_in_a_point_or_under_the_jacket(tailor: Tailor) -> None:
    """Nothing is sewn that nobody sees; a whole tie is as long as its pattern."""
    collar = CollarMaker(tailor, Collar())
    top = float(collar.seam(np.array(0.0)))
    whole, cut = (
        min(piece.points[:, 1].min() for piece in NeckwearMaker(collar, end).tie(Tie()))
        for end in (0.0, top - 0.2)
    )
    assert top - whole == pytest.approx(Tie().length * tailor.k, abs=0.02 * tailor.k)
    assert cut == pytest.approx(top - 0.2 - 0.03 * tailor.k, abs=0.004)


def test_a_zip_lies_on_the_jacket(
    tailor: Tailor, wardrobe: dict[str, tuple[Dress, list[Piece]]]
) -> None:
    """Tape, teeth and ribs are sewn on outside, in the middle, from the ribs to the neck."""
    if "jacket" not in wardrobe:
        pytest.skip("no outfit of children")
    worn, pieces = wardrobe["jacket"]
    assert worn.tops[0].zip
    panels = np.concatenate([piece.points for piece in trunk_of(worn, pieces)])
    (teeth,) = (piece for piece in pieces if piece.zone == "zip")
    assert np.abs(teeth.points[:, 0]).max() < 0.006 * tailor.k
    assert teeth.points[:, 1].max() <= tailor.marks.neck_point[1]
    near = KDTree(panels[:, :2]).query(teeth.points[:, :2])[1]
    assert (teeth.points[:, 2] > panels[near, 2] - 0.002).mean() > 0.95
    ribs = np.concatenate([piece.points for piece in pieces if piece.zone == "rib"])
    assert ribs[:, 1].min() < panels[:, 1].min()


def test_flat_patterns_keep_their_breadth(tailor: Tailor) -> None:
    """Also where the front turns to the side: no pocket is drawn together to nothing there."""
    draft, k = Draft(tailor, OUTFITS["male"]["white-coat"].tops[0]), tailor.k
    x, height = np.meshgrid(np.linspace(0.06, 0.2, 40) * k, tailor.marks.hip + np.array([0, 0.1]))
    where = draft.unrolled(np.stack([x, height], -1), 0.06 * k)
    points = draft.form.at(where[..., 0], where[..., 1])
    assert points[:, 0, 0] == pytest.approx(0.06 * k, abs=0.001)
    breadth = np.linalg.norm(np.diff(points, axis=1), axis=2).sum(1)
    assert breadth == pytest.approx(0.14 * k, rel=0.02)


def test_leaves_throw_a_soft_shadow(wardrobe: dict[str, tuple[Dress, list[Piece]]]) -> None:
    """Round a pocket the cloth is darkest at its edge and undimmed further out."""
    _, pieces = wardrobe["suit"]
    assert min(piece.light.min() for piece in pieces) >= 0.4
    worn = [piece for piece in pieces if piece.zone == "coat" and piece.light.min() < 0.7]
    assert worn
    assert all(piece.light.max() == pytest.approx(1.0) for piece in worn)


def test_collars_leave_room_for_the_chin(tailor: Tailor) -> None:
    """A collar's crease stays below the jaw in front, however short the neck."""
    jaw = tailor.skin[tailor.fitting.share("jaw") > 0.5]
    maker = CollarMaker(tailor, Collar())
    assert float(maker.crease(np.array(0.0))) < jaw[:, 1].min() + 0.004


def test_a_collar_hangs_over_the_edge_of_the_back(
    tailor: Tailor, wardrobe: dict[str, tuple[Dress, list[Piece]]]
) -> None:
    """Nothing is seen between a leaf and the back that it is sewn on."""
    for name, (worn, pieces) in wardrobe.items():
        top = worn.tops[0]
        if top.collar is None or not top.collar.leaf:
            continue
        edge = Draft(tailor, top).nape[0, 1]
        collar = np.concatenate([p.points for p in pieces if p.zone == top.collar.zone])
        behind = collar[(np.abs(collar[:, 0]) < 0.004) & (collar[:, 2] < tailor.marks.wrist[2])]
        lowest = behind[behind[:, 1] > edge - 0.03 * tailor.k, 1].min()
        assert lowest < edge - 0.004 * tailor.k, name


def test_an_open_neckline_shows_whole_skin(tailor: Tailor) -> None:
    """No vertex in front that lies above the neckline is dropped."""
    spec = tailor.fitting.person.spec
    for style in ("dress", "casual") if spec.age > 13 else ("casual",):
        worn = OUTFITS[spec.gender][style]
        fitted = Tailor(tailor.fitting, worn.tops[0].pad, tailor.low, worn.tops[0].wide)
        roll, skin = Draft(fitted, worn.tops[0]).roll, fitted.skin
        inside = np.abs(skin[:, 0]) < np.interp(skin[:, 1], roll[:, 1], roll[:, 0])
        inside &= (skin[:, 1] > roll[0, 1]) & (skin[:, 2] > 0)
        assert inside.any()
        assert not clothes.hidden(fitted, worn)[inside].any(), style


def test_necklines_are_bound_all_round(
    tailor: Tailor, wardrobe: dict[str, tuple[Dress, list[Piece]]]
) -> None:
    """The band runs from the middle in front to the middle behind, and is as thick as a hem."""
    for name, (worn, pieces) in wardrobe.items():
        top = worn.tops[0]
        if not top.neck_band:
            continue
        bands = list(neckline(Draft(tailor, top)))
        assert len(pieces) > len(bands) == 2, name
        points = bands[0].points.reshape(-1, NECK_COLUMNS, 3)
        np.testing.assert_allclose(points[:, [0, -1], 0], 0, atol=1e-9)
        assert points[:, 0, 2].max() > points[:, -1, 2].max()
        assert np.linalg.norm(points[0] - points[3], axis=1).min() > 0.002


def test_sleeve_and_panel_are_lit_alike_where_they_meet(
    tailor: Tailor, wardrobe: dict[str, tuple[Dress, list[Piece]]]
) -> None:
    """No edge is seen round the sleeve's head: nearly all of the armhole has one normal."""
    worn, pieces = wardrobe["suit"]
    panels = list(trunk_of(worn, pieces))
    sleeve = max(
        (p for p in pieces[len(panels) :] if p.zone == "coat"), key=lambda p: len(p.points)
    )
    seam = slice(AROUND + 1, 2 * (AROUND + 1))
    points = np.concatenate([p.points for p in panels])
    facing = np.concatenate([p.normals for p in panels])
    apart, near = KDTree(points).query(sleeve.points[seam])
    close = np.asarray(apart) < 0.006
    alike = (sleeve.normals[seam] * facing[np.asarray(near)]).sum(1)[close]
    assert close.sum() > 8
    assert np.median(alike) > np.cos(np.radians(12))


def test_a_fold_is_a_ridge_beside_a_furrow() -> None:
    """It is highest along its middle and fades at its ends."""
    fold = Fold(0.0, 0.0, 0.0, 0.05, 0.01, 0.004)
    up = np.linspace(-0.04, 0.04, 81)
    across = folded([fold], np.zeros(1), up, 0.05, 1.0)
    assert across.max() == pytest.approx(0.004, rel=0.1)
    assert across.min() < -0.001
    far = folded([fold], np.array([np.pi]), up, 0.05, 1.0)
    assert np.abs(far).max() < 1e-4


def test_chance_dresses_everybody_in_what_there_is() -> None:
    """Every drawn outfit exists, children wear children's clothes, the same draw is the same."""
    for seed in range(60):
        for age in (7.0, 40.0):
            drawn = [attire.garment("female", age, np.random.default_rng(seed)) for _ in range(2)]
            assert drawn[0] == drawn[1]
            assert drawn[0].style in (GROWN if age > 13 else ("child", "casual"))


def test_colours_of_outfits_are_valid() -> None:
    """Each table of usual colours makes a garment."""
    for style, colours in attire.USUAL.items():
        worn = msgspec.convert({"style": style, **colours}, Garment)
        assert dress(AvatarSpec(name="x", garment=worn)) is OUTFITS["female"][style]
