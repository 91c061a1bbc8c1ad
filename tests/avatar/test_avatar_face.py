"""The face: proportions of the first figure, sculpting, lips, wet parts of the eyes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from qingzhi.avatar import sculpt
from qingzhi.avatar.base import EYES, SKIN, Base
from qingzhi.avatar.eyes import WHITE, eyes
from qingzhi.avatar.geometry import sphere_fit, unit
from qingzhi.avatar.iris import IRIS, picture
from qingzhi.avatar.lips import lips, sealed
from qingzhi.avatar.opening import opening
from qingzhi.avatar.rig import NAMES
from qingzhi.avatar.tongue import tongue

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.person import Person
    from qingzhi.avatar.spec import AvatarSpec

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


def test_the_eyes_keep_the_rules_of_portraits(person: Person) -> None:
    """Eyes stand about one eye width apart, tilt up a little and show a natural iris."""
    left = opening(person, "Left")
    width, apart = 2 * left.half_width, 2 * abs(left.inner[0])
    tilt = np.degrees(np.arctan2(left.outer[1] - left.inner[1], left.outer[0] - left.inner[0]))
    assert 0.026 < width < 0.031
    assert 0.95 < apart / width < 1.2
    assert 2 < tilt < 8
    assert 0.0112 < 2 * IRIS * left.radius < 0.0125
    assert 0.0085 < np.ptp([left.upper_rim[:, 1].max(), left.lower_rim[:, 1].min()]) < 0.0115


def test_a_face_at_rest_is_even(person: Person) -> None:
    """No corner of the mouth, no lid, no brow sits higher than its twin: that reads as a smirk."""
    skin, twins = person.skin, person.base.twins[:SKIN]
    assert np.abs(skin - skin[twins] * [-1, 1, 1]).max() < 1e-5


@pytest.mark.parametrize("name", ["mouthSmile", "mouthPress", "browOuterUp", "cheekSquint"])
def test_both_sides_of_a_face_move_alike(person: Person, name: str) -> None:
    """Unevenness is a performer's choice, not the mesh's."""
    twins = person.base.twins[:SKIN]
    left, right = (person.morphs[f"{name}{side}"][:SKIN] for side in EYES)
    assert np.abs(left).max() > 1e-3
    assert np.abs(left - right[twins] * [-1, 1, 1]).max() < 1e-5


@pytest.mark.parametrize("side", EYES)
def test_a_lid_that_draws_back_slides_and_does_not_fold(person: Person, side: str) -> None:
    """A rim rises by two to three millimetres, and no face before the eye turns upside down."""
    eye, moved = opening(person, side), person.morphs[f"eyeWide{side}"][:SKIN]
    near = np.linalg.norm(person.skin - eye.centre, axis=1) < 2 * eye.radius
    near &= person.skin[:, 2] > eye.centre[2] + eye.radius
    assert 0.0018 < moved[near, 1].max() < 0.0032
    faces = person.base.skin[near[person.base.skin].all(1)]
    before, after = (_facing(skin, faces) for skin in (person.skin, person.skin + moved))
    assert ((before * after).sum(1) > 0).all()


def test_pouting_lips_crease_no_fold_below_the_nose(person: Person) -> None:
    """What lies between nose and lip turns evenly in a funnel: no face by more than 35 degrees."""
    shape, moved = lips(person.base, person.skin), person.morphs["mouthFunnel"][:SKIN]
    faces = person.base.skin
    off = person.skin[faces].mean(1) - [0, shape.seam, shape.front]
    near = (np.abs(off[:, 0]) < 0.018) & (np.abs(off[:, 1] - 0.017) < 0.007)
    near &= off[:, 2] > -0.009
    before, after = (
        unit(_facing(skin, faces[near])) for skin in (person.skin, person.skin + 0.8 * moved)
    )
    assert near.sum() > 50
    assert (before * after).sum(1).min() > np.cos(np.radians(35))


def _facing(points: Floats, faces: Ints) -> Floats:
    a, b, c = (points[faces[:, k]] for k in range(3))
    return np.asarray(np.cross(b - a, c - a))


@pytest.mark.parametrize("widen", [0.4, 0.8])
def test_eyes_open_in_proportion_to_their_balls_on_every_head(base: Base, widen: float) -> None:
    """A larger head has wider slits too, and its eyes stay an eye's width apart."""
    for size in (0.0, 1.0):
        made = sculpt.sculpt(base, base.vertices, {"eye-width": widen, "head-size": size})
        _, radius = sphere_fit(made[EYES["Left"]])
        inner, outer = made[7770], made[6808]
        assert 1.55 + 0.3 * widen < (outer[0] - inner[0]) / radius < 2.2
        assert 2 * inner[0] > 0.95 * (outer[0] - inner[0])


def test_the_mouth_is_one_and_a_half_eyes_wide_and_fuller_below(person: Person) -> None:
    """The lips are in proportion to the eyes, and their corners don't hang."""
    shape = lips(person.base, person.skin)
    width = 2 * opening(person, "Left").half_width
    assert 1.4 < 2 * shape.half_width / width < 1.8
    assert shape.lower > shape.upper > 0.005


def test_a_lower_lip_is_fullest_in_its_middle(person: Person) -> None:
    """In profile it is round: what lies lowest does not stand out like a shelf."""
    shape, skin = lips(person.base, person.skin), person.skin
    below = shape.seam - skin[:, 1]
    front = (np.abs(skin[:, 0]) < 0.001) & (skin[:, 2] > shape.front - 0.006)
    lip = front & (below > 0.1 * shape.lower) & (below < shape.lower)
    assert below[lip][np.argmax(skin[lip, 2])] < 0.7 * shape.lower
    assert shape.rise > 0


def test_the_head_is_a_seventh_and_a_half_of_the_stature(person: Person) -> None:
    """The eyes lie about half way up the head, and the head is neither large nor small."""
    skin, shape = person.skin, lips(person.base, person.skin)
    chin = skin[(np.abs(skin[:, 0]) < 0.01) & (skin[:, 2] > shape.front - 0.02)]
    low = chin[chin[:, 1] > shape.seam - 0.06][:, 1].min()
    height = skin[:, 1].max() - low
    assert 7.0 < person.height_cm / 100 / height < 7.8
    assert 0.46 < (person.rig.eye_centre["Left"][1] - low) / height < 0.53


@pytest.mark.parametrize("name", sculpt.NAMES)
def test_each_sculpting_slider_moves_the_face_alike_on_both_sides(base: Base, name: str) -> None:
    """A slider changes the shape by millimetres, and the eyeballs stay balls."""
    made = sculpt.sculpt(base, base.vertices, {name: 1.0})
    moved = made - base.vertices
    reach = np.abs(moved[:SKIN]).max() * 100  # millimetres
    assert 0.5 < reach < 15
    assert abs(moved[:SKIN, 0].max() + moved[:SKIN, 0].min()) < 0.02
    for span in EYES.values():
        before, after = (sphere_fit(points[span])[1] for points in (base.vertices, made))
        assert after == pytest.approx(before, rel=1e-9)


def test_no_sculpting_returns_the_same_body(base: Base) -> None:
    """A face without sculpting sliders is left as the targets made it."""
    assert sculpt.sculpt(base, base.vertices, {"head-oval": 1.0}) is base.vertices


@pytest.mark.parametrize("name", ["mouthSmileLeft", "mouthFrownRight", "mouthStretchLeft"])
def test_closed_shapes_leave_no_gap_between_the_lips(person: Person, name: str) -> None:
    """Sealing what is sealed already asks for next to nothing, at rest and in a closed shape."""
    for vertices in (person.rig.vertices, person.rig.vertices + person.morphs[name]):
        assert np.abs(sealed(person.base, vertices)).max() < 0.001


def test_a_blink_passes_over_the_lid_shadow(person: Person) -> None:
    """What is wet about the eye is behind the closed lids, and the shadow stays in its place."""
    left = opening(person, "Left")
    parts = eyes(person, {"Left": left}, "Eye")
    rims = [part for part in parts if part.material == "Eye" and "eyeBlinkLeft" in part.morphs]
    assert len(rims) == 2
    for part in rims:
        closed = part.points + part.morphs["eyeBlinkLeft"] - left.centre
        assert np.linalg.norm(closed, axis=1).max() < 0.97 * left.radius
    shadow = parts[-1]
    assert shadow.material == "Lash"
    assert not shadow.morphs
    reach = np.linalg.norm(shadow.points - left.centre, axis=1)
    assert (reach < 1.02 * left.radius).all()


def test_the_eyes_picture_has_a_white_corner_for_coloured_parts(person: Person) -> None:
    """Teeth and tongue show their own colours: the texel that they use is white."""
    drawn = picture(person)
    column, row = (int(x * len(drawn)) for x in WHITE)
    assert (drawn[row, column] == 1).all()
    assert (drawn[-1 - row, column] == 1).all()
    assert (drawn[len(drawn) // 2, len(drawn) // 2] < 0.2).all()  # the pupil


def test_the_jaw_carries_the_tongue_whole(person: Person) -> None:
    """Opening the jaw is an affine motion of the tongue; putting it out moves its tip ahead."""
    shape = lips(person.base, person.skin)
    part = tongue(person, np.array([0, shape.seam - 0.002, shape.front - 0.02]))
    system = np.c_[part.points, np.ones(len(part.points))]
    opened = part.morphs["jawOpen"]
    fitted = system @ np.linalg.lstsq(system, opened, rcond=None)[0]
    np.testing.assert_allclose(fitted, opened, atol=1e-9)
    tip = int(np.argmax(part.points[:, 2]))
    assert opened[tip, 1] < -0.01
    assert part.morphs["tongueOut"][tip, 2] > 0.02
    assert part.weights.joints[0, 0] == NAMES.index("jaw")


def test_make_up_is_the_specifications(base: Base, clerk: AvatarSpec, person: Person) -> None:
    """Another colour of the iris changes the eyes' picture and nothing else about the person."""
    blue = msgspec.structs.replace(clerk.eyes, iris="#4a6a9a")
    other = replace(person, spec=msgspec.structs.replace(clerk, eyes=blue))
    size = len(picture(person))
    ring = picture(other)[size // 2, size // 2 + int(0.55 * IRIS * size / 2)]
    assert ring[2] > ring[0]
