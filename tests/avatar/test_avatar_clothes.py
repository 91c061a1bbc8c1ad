"""Clothes: what they weigh, that they cover, that they fit any body and follow its bones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from scipy.spatial import KDTree

from qingzhi.avatar import clothes
from qingzhi.avatar.clothes.fitting import moved, rest_turns
from qingzhi.avatar.clothes.form import form
from qingzhi.avatar.clothes.piece import coons, curve, resampled
from qingzhi.avatar.clothes.tailor import AROUND
from qingzhi.avatar.clothes.trimmings import BADGE, badge
from qingzhi.avatar.clothes.wardrobe import dress
from qingzhi.avatar.geometry import normals
from qingzhi.avatar.part import merged
from qingzhi.avatar.person import Person
from qingzhi.avatar.rig import NAMES, limited
from qingzhi.motion import rest
from qingzhi.score import BONES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.clothes.fitting import Fitting
    from qingzhi.avatar.clothes.piece import Piece
    from qingzhi.avatar.clothes.tailor import Tailor
    from qingzhi.avatar.spec import AvatarSpec
    from qingzhi.avatar.testing import Glb

    Floats = NDArray[np.float64]

BODIES = {
    "clerk": {},
    "heavy": {"gender": "male", "weight": 0.8, "muscle": 0.55, "height_cm": 178.0, "face": {}},
    "old": {"age": 60.0, "weight": 0.6, "height_cm": 158.0, "face": {}},
}


@pytest.fixture(scope="module", params=BODIES)
def tailor(request: pytest.FixtureRequest, base: Base, clerk: AvatarSpec) -> Tailor:
    """Take measure of the clerk, of a heavy man and of somebody of sixty."""
    spec = msgspec.structs.replace(clerk, **BODIES[request.param])
    return clothes.taking_measure(Person.grow(base, spec), dress(spec))


@pytest.fixture(scope="module")
def pieces(tailor: Tailor) -> list[Piece]:
    return clothes.sewn(tailor, dress(tailor.fitting.person.spec), ("badge", "scarf"))


def in_t_pose(pieces: list[Piece], fitting: Fitting) -> list[Floats]:
    """Take pieces the whole way into the file."""
    taken = []
    for piece in pieces:
        weights = limited(piece.dense)
        points, turned = fitting.modelled(piece.points, piece.normals, weights)
        taken.append(fitting.person.rig.bind(points, turned, weights)[0])
    return taken


def depth(
    points: Floats, skin: Floats, faces: NDArray[np.int64], among: NDArray[np.bool_]
) -> Floats:
    """Return how far points lie below the nearest vertices of the skin, negative outside."""
    index = np.flatnonzero(among)
    out = normals(skin, faces)[index]
    distance, near = KDTree(skin[index]).query(points, k=4)
    below = -((points[:, None] - skin[index][near]) * out[near]).sum(-1)
    return np.asarray(np.where(np.asarray(distance)[:, 0] < 0.03, below.min(1), -1.0))


def test_clothes_keep_their_budget(tailor: Tailor, pieces: list[Piece]) -> None:
    """At most 20,000 triangles, on any body."""
    assert sum(len(piece.faces) for piece in pieces) <= 20_000
    assert tailor.k > 0.9


def test_clothes_are_drawn_in_one_call(glb: Glb) -> None:
    """One mesh with weave coordinates, swatches and colours of 16 bits."""
    (cloth,) = (mesh for mesh in glb.document["meshes"] if mesh["name"] == "Cloth")
    (primitive,) = cloth["primitives"]
    attributes = primitive["attributes"]
    assert {"TEXCOORD_0", "TEXCOORD_1", "COLOR_0"} <= set(attributes)
    assert glb.document["accessors"][attributes["COLOR_0"]]["componentType"] == 5123
    material = glb.document["materials"][primitive["material"]]
    assert material["pbrMetallicRoughness"]["metallicRoughnessTexture"]["texCoord"] == 1
    assert "KHR_materials_sheen" in material["extensions"]


def test_cloth_is_whole(pieces: list[Piece]) -> None:
    """Numbers are finite, indices in range, weights sum to one, normals have length one."""
    for piece in pieces:
        assert np.isfinite(piece.points).all()
        assert np.isfinite(piece.uv).all()
        assert piece.faces.max() < len(piece.points)
        assert piece.dense.shape == (len(piece.points), len(NAMES))
        np.testing.assert_allclose(piece.dense.sum(1), 1, atol=1e-6)
        np.testing.assert_allclose(limited(piece.dense).shares.sum(1), 1, atol=1e-6)
        np.testing.assert_allclose(np.linalg.norm(piece.normals, axis=1), 1, atol=1e-6)


def test_left_and_right_are_mirror_images(pieces: list[Piece]) -> None:
    """Legs and shoes; in front of the coat one side lies over the other."""
    for zone in ("trousers", "shoes", "sole"):
        left = np.concatenate([piece.points for piece in pieces if piece.zone == zone])
        apart = np.asarray(KDTree(left).query(left * [-1, 1, 1])[0])
        assert apart.max() < 1e-6, zone


def test_cloth_lies_outside_the_body(tailor: Tailor, pieces: list[Piece]) -> None:
    """The jacket's panels, with hanging arms and in T-pose."""
    panels = pieces[:4]
    rig, faces = tailor.fitting.person.rig, tailor.fitting.person.base.skin
    straight = rig.bind(tailor.fitting.person.skin, normals(tailor.skin, faces), rig.skin)[0]
    hanging = depth(
        np.concatenate([panel.points for panel in panels]), tailor.skin, faces, tailor.trunk
    )
    raised = depth(np.concatenate(in_t_pose(panels, tailor.fitting)), straight, faces, tailor.trunk)
    assert hanging.max() < 0.002
    assert (raised > 0.003).mean() < 0.01


def test_sleeves_stay_in_their_armholes(tailor: Tailor, pieces: list[Piece]) -> None:
    """No gap opens at the seam when the arms are raised."""
    coat = [piece for piece in pieces if piece.zone == "coat"]
    sleeve = max(coat, key=lambda piece: len(piece.points))
    panels = pieces[:4]
    taken = in_t_pose([sleeve, *panels], tailor.fitting)
    seam = slice(AROUND + 1, 2 * (AROUND + 1))  # below the row that is tucked in

    def gaps(of: list[Floats]) -> Floats:
        lines = [
            points[piece.faces] + (points[piece.faces[:, [1, 2, 0]]] - points[piece.faces]) * t
            for points, piece in zip(of[1:], panels, strict=True)
            for t in (0, 0.25, 0.5, 0.75)
        ]
        cloth = np.concatenate([line.reshape(-1, 3) for line in lines])
        return np.asarray(KDTree(cloth).query(of[0][seam])[0])

    hanging = gaps([sleeve.points, *(panel.points for panel in panels)])
    assert hanging.max() < 0.006
    assert (gaps(taken) - hanging).max() < 0.004


def test_sleeves_close_round_the_arm(tailor: Tailor, pieces: list[Piece]) -> None:
    """The first and the last column are one line; below the collar no panel folds over."""
    sleeve = max(
        (piece for piece in pieces if piece.zone == "coat"), key=lambda piece: len(piece.points)
    )
    columns = sleeve.points.reshape(-1, AROUND + 1, 3)
    np.testing.assert_allclose(columns[:, 0], columns[:, -1], atol=1e-6)
    for panel in pieces[:4]:
        own = normals(panel.points, panel.faces)
        seen = panel.points[:, 1] < tailor.marks.neck_point[1] - 0.015
        assert ((own * panel.out).sum(1)[seen] > 0).mean() > 0.99


def test_fitted_cloth_comes_back_with_hanging_arms(tailor: Tailor, pieces: list[Piece]) -> None:
    """What a player shows in the fitting pose is exactly what was tailored."""
    sleeve = max(pieces, key=lambda piece: len(piece.points))
    weights = limited(sleeve.dense)
    points, turned = tailor.fitting.modelled(sleeve.points, sleeve.normals, weights)
    bound, _, _ = tailor.fitting.person.rig.bind(points, turned, weights)
    shown = moved(bound, weights, tailor.fitting.hung)
    np.testing.assert_allclose(shown, sleeve.points, atol=1e-6)


def test_hands_face_and_neck_stay(tailor: Tailor) -> None:
    """Skin that is seen is kept; that of chest, arms, legs and feet is dropped."""
    hidden = clothes.hidden(tailor, dress(tailor.fitting.person.spec))
    assert not hidden[tailor.fitting.share("head") > 0.5].any()
    assert not hidden[tailor.fitting.share("Index", "Thumb", "Little") > 0.5].any()
    assert hidden[tailor.fitting.share("LowerLeg", "Foot", "Toes") > 0.9].all()
    assert hidden[tailor.fitting.share("spine", "chest", "hips") > 0.99].mean() > 0.95


def test_the_same_person_is_dressed_the_same(person: Person) -> None:
    """Two suits for one body are equal to the bit."""
    first, second = (merged(clothes.suit(person).parts) for _ in range(2))
    np.testing.assert_array_equal(first.points, second.points)
    assert first.colour is not None
    assert second.colour is not None
    np.testing.assert_array_equal(first.colour, second.colour)
    assert first.colour.min() >= 0
    assert first.colour.max() <= 1
    assert clothes.materials(person) == clothes.materials(person)


def test_a_form_spans_hollows() -> None:
    """A section like a bean becomes its hull; above the last whole one the form runs on."""
    turn = np.linspace(0, 2 * np.pi, 200)
    radius = 0.1 - 0.03 * np.exp(-((turn - np.pi) ** 2) / 0.1)
    heights = np.linspace(0, 0.3, 61)
    points = np.concatenate(
        [np.c_[radius * np.sin(turn), np.full(200, y), radius * np.cos(turn)] for y in heights]
    )
    wrapped = form(points, 0.0, 0.35, [(0, 0, 0), (0.35, 0, 0)])
    behind = wrapped.at(np.array([np.pi]), np.array([0.15]))[0]
    assert -behind[2] > 0.08
    above = wrapped.at(np.array([0.0]), np.array([0.34]))[0]
    assert above[2] == pytest.approx(0.1, abs=0.004)


def test_patterns_keep_their_edges() -> None:
    """A patch meets its four lines, and curves go through their knots."""
    line = curve([(0, 0), (0.4, 0.3), (1, 0)], 33)
    assert np.abs(line - [0.4, 0.3]).sum(1).min() < 0.03
    fine = np.linspace(0, 1, 33)
    right = resampled([(1, 0), (1.2, 0.5), (1, 1)], fine)
    left = resampled([(0, 0), (0, 1)], fine)
    high = resampled([(0, 1), (1, 1)], fine)
    patch = coons(left, right, resampled(line, fine), high)
    np.testing.assert_allclose(patch[:, -1], right, atol=1e-9)
    np.testing.assert_allclose(patch[-1], high, atol=1e-9)


@pytest.mark.parametrize("lean", [0.0, 0.3, -0.3])
@pytest.mark.parametrize("turn", [0.0, 0.5])
def test_a_badge_lies_on_its_cloth(lean: float, turn: float) -> None:
    """It looks where the cloth looks and keeps its size, however little cloth is under it."""
    side = np.array([np.cos(turn), 0.0, -np.sin(turn)])
    up = np.cross(np.cross(side, [0.0, 1.0, 0.0]), side) + lean * np.cross(side, [0.0, 1.0, 0.0])
    up /= np.linalg.norm(up)
    cloth = 0.02 * (
        np.linspace(-1, 1, 3)[None, :, None] * side + np.array([-0.3, 0.3])[:, None, None] * up
    )
    plate = next(iter(badge(cloth, 1.0, np.ones(1)))).points
    assert np.ptp(plate @ side) == pytest.approx(BADGE[0], abs=1e-3)
    assert np.ptp(plate @ up) == pytest.approx(BADGE[1], abs=1e-3)
    assert ((plate @ np.cross(side, up)).max()) > 0.0


def test_clothes_are_fitted_on_the_arms_that_visitors_see() -> None:
    """The pose of the fitting is the one in which motion lets the arms rest."""
    body = rest.body()
    for name, turn in rest_turns().items():
        assert abs(body[BONES.index(name)] @ turn) == pytest.approx(1.0, abs=1e-4), name
