"""People of every kind: sizes met, draws plausible, faces that stay faces, the published schema."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from scipy.ndimage import binary_opening

from qingzhi.avatar import ageing, beard, spec, tones
from qingzhi.avatar.base import SKIN
from qingzhi.avatar.glasses import FRAMES, glasses
from qingzhi.avatar.opening import opening, seen
from qingzhi.avatar.people import drawn as drawing
from qingzhi.avatar.people import typical
from qingzhi.avatar.people.anthropometry import mass_index, plausible_cm, stature
from qingzhi.avatar.people.drawn import person as drawn
from qingzhi.avatar.person import Person
from qingzhi.avatar.shape import shape
from qingzhi.avatar.spec import Ancestry, AvatarSpec, Beard, Glasses

if TYPE_CHECKING:
    from qingzhi.avatar.base import Base
    from qingzhi.avatar.spec import Gender

DOCS = Path(__file__).parents[2] / "docs"
CHINESE = Ancestry()
CHIN = 732
"""A vertex below the chin."""


def made(gender: str, age: float, height: float, kilos: float | None = None) -> AvatarSpec:
    face = typical.face("male" if gender == "male" else "female", age, CHINESE)
    fields = {"name": "x", "gender": gender, "age": age, "height_cm": height, "face": face}
    return msgspec.convert(fields | {"weight_kg": kilos, "rest": typical.rest()}, AvatarSpec)


def test_the_published_schema_is_the_codes() -> None:
    """`docs/avatar-spec.schema.json` is what `qingzhi avatar schema` prints."""
    published = json.loads((DOCS / "avatar-spec.schema.json").read_text("utf-8"))
    assert published == json.loads(json.dumps(spec.schema()))


def test_a_specification_survives_its_file() -> None:
    """What is written as TOML reads back the same, whoever it is."""
    for seed in range(30):
        person = drawn(seed)
        assert spec.parse(spec.dump(person).encode()) == person


@pytest.mark.parametrize("gender", ["female", "male"])
@pytest.mark.parametrize(
    ("age", "low", "high"), [(3, 4.8, 5.5), (5, 5.4, 6.1), (8, 6.1, 6.8), (12, 6.7, 7.4)]
)
def test_children_are_as_many_heads_tall_as_they_are(
    base: Base, gender: str, age: float, low: float, high: float
) -> None:
    """The mesh has the stature asked for, and the head the share of it that the age has."""
    height = stature("male" if gender == "male" else "female", age, CHINESE).mean
    skin = shape(base, made(gender, age, height)).vertices[:SKIN]
    assert abs(np.ptp(skin[:, 1]) * 100 - height) < 0.5
    head = skin[:, 1].max() - skin[CHIN, 1]
    assert low < height / 100 / head < high


@pytest.mark.parametrize("gender", ["female", "male"])
@pytest.mark.parametrize(("age", "index"), [(9, 16.5), (28, 20.0), (45, 25.0), (70, 27.0)])
def test_weight_is_met_on_the_mesh(base: Base, gender: str, age: float, index: float) -> None:
    """The volume of the skin weighs what was asked for, within a kilogram."""
    height = stature("male" if gender == "male" else "female", age, CHINESE).mean
    wanted = index * (height / 100) ** 2
    body = shape(base, made(gender, age, round(height, 1), round(wanted, 1)))
    assert body.weight_kg == pytest.approx(wanted, abs=1.0)
    assert abs(body.height_cm - height) < 0.5


def test_drawn_people_are_plausible_and_various() -> None:
    """Statures lie where the age allows, no slider leaves its bounds, nobody looks like another."""
    people = [drawn(seed) for seed in range(200)]
    for person in people:
        low, high = plausible_cm(person.age)
        assert low < person.height_cm < high
        assert all(abs(value) <= 1 for value in person.face.values())
        assert person.beard.style == "none" or (person.gender == "male" and person.age >= 20)
    faces = np.array(
        [[p.face.get(n, 0.0) for n in ("head-width", "nose-width", "eye-size")] for p in people]
    )
    assert (faces.std(0) > 0.1).all()
    assert 0.35 < np.mean([p.gender == "female" for p in people]) < 0.65
    assert sum(p.age < 18 for p in people) > 20
    assert sum(p.hair.grey > 0.3 for p in people if p.age > 65) > sum(
        p.hair.grey > 0.3 for p in people if p.age < 40
    )
    assert drawn(7) == people[7]


def test_children_of_one_age_look_more_alike_than_grown_up_people() -> None:
    """Noses, chins and brows grow apart with the years."""
    chance = [np.random.default_rng(4), np.random.default_rng(4)]
    spread = []
    for age, luck in zip((4, 30), chance, strict=True):
        plain = typical.face("female", age, CHINESE)
        varied = drawing.varied(plain, luck, spread=drawing.alike(age))
        spread.append(sum(abs(varied.get(n, 0) - plain.get(n, 0)) for n in {*plain, *varied}))
    assert spread[0] < 0.7 * spread[1]


@pytest.mark.parametrize("gender", ["female", "male"])
def test_an_infant_has_a_flatter_nose_and_a_rounder_skull_than_a_grown_up(gender: Gender) -> None:
    """What makes a face young is not only its size."""
    small, grown = (typical.face(gender, age, CHINESE) for age in (4, 25))
    assert small.get("nose-bridge", 0) < grown["nose-bridge"]
    assert small.get("skull-width", 0) > grown["skull-width"]
    assert small.get("eye-width", 0) < grown["eye-width"]


def test_a_heavy_persons_face_is_fuller_and_its_features_grow_with_it() -> None:
    """Else small features would be lost in a large face."""
    plain = typical.face("female", 40, CHINESE)
    heavy, lean = (drawing.fuller(plain, step) for step in (14, -4))
    for name in ("head-fat", "double-chin", "nose-volume", "mouth-width"):
        assert heavy[name] > plain.get(name, 0)
    assert lean["head-fat"] < plain["head-fat"]


def test_growth_and_weight_follow_the_published_tables() -> None:
    """Means are those of the references at their own ages."""
    assert stature("male", 10, CHINESE).mean == pytest.approx(137.8)
    assert stature("female", 5, CHINESE).mean == pytest.approx(109.4)
    assert mass_index("female", 15).mean == pytest.approx(20.2)
    men, women = (
        np.mean([stature(g, a, CHINESE).mean for a in range(19, 70)]) for g in ("male", "female")
    )
    assert men == pytest.approx(168.7, abs=0.8)
    assert women == pytest.approx(157.2, abs=0.8)


@pytest.mark.parametrize("seed", [3, 11, 25])
def test_lids_close_on_drawn_faces(base: Base, seed: int) -> None:
    """Looking out of either eye at full blink, nothing of the opening is left."""
    person = Person.grow(base, drawn(seed))
    for side in ("Left", "Right"):
        moved = person.rig.vertices + person.morphs[f"eyeBlink{side}"]
        closed = replace(person, rig=replace(person.rig, vertices=moved))
        free = np.isinf(seen(person, side)[50:90, 50:90]).sum()
        left = binary_opening(np.isinf(seen(closed, side)[50:90, 50:90]), np.ones((3, 3), bool))
        assert left.sum() < 0.02 * free


@pytest.mark.parametrize("frame", FRAMES)
def test_glasses_stand_before_the_eyes_and_reach_the_ears(person: Person, frame: str) -> None:
    """Lenses keep clear of the lids, the bridge of the nose, and temples end behind the ears."""
    worn = msgspec.structs.replace(person.spec, glasses=Glasses(frame=frame))  # type: ignore[arg-type]
    eyes = {side: opening(person, side) for side in ("Left", "Right")}
    parts = glasses(replace(person, spec=worn), eyes, "Cornea")
    lenses = [part for part in parts if part.material == "Cornea"]
    assert len(lenses) == 2
    left = eyes["Left"]
    for lens in lenses:
        assert lens.points[:, 2].min() > left.centre[2] + left.radius * 0.6
    points = np.concatenate([part.points for part in parts])
    assert points[:, 2].min() < left.centre[2] - 0.06
    np.testing.assert_allclose(points[:, 0].max(), -points[:, 0].min(), atol=1e-9)


def test_nobody_wears_glasses_unasked(person: Person) -> None:
    """Without a frame there is nothing to draw."""
    assert glasses(person, {}, "Cornea") == []


def test_a_beard_grows_on_the_jaw_and_nowhere_else(base: Base, person: Person) -> None:
    """Skin is pushed out about the mouth by millimetres; lips, nose and brow stay."""
    worn = msgspec.structs.replace(person.spec, beard=Beard(style="full", density=1.0))
    grown = beard.volume(base, worn, person.rig)
    assert grown is not None
    moved = np.linalg.norm(grown[:SKIN] - person.skin, axis=1)
    assert 0.001 < moved.max() < 0.005
    eyes = person.rig.eye_centre["Left"][1]
    assert moved[person.skin[:, 1] > eyes].max() < 1e-4
    assert beard.volume(base, person.spec, person.rig) is None


def test_lines_and_spots_come_with_age_unless_they_are_chosen() -> None:
    """The young have none, the old have both, and a specification can say otherwise."""
    young, old = (made("female", age, 160) for age in (20, 85))
    assert ageing.lines(young) == ageing.spots(young) == 0
    assert ageing.lines(old) > 0.8 < ageing.spots(old) + 0.2
    smooth = msgspec.structs.replace(old, skin=spec.Skin(lines=0.0))
    assert ageing.lines(smooth) == 0


def test_tones_run_from_light_to_dark_and_lips_stay_redder_than_skin() -> None:
    """Each step is darker than the one before; natural lips differ from the skin about them."""
    light = [sum(int(tone[i : i + 2], 16) for i in (1, 3, 5)) for tone in tones.TONES]
    assert light == sorted(light, reverse=True)
    for tone in tones.TONES:
        red, green, _ = (int(tones.lips(tone)[i : i + 2], 16) for i in (1, 3, 5))
        own_red, own_green, _ = (int(tone[i : i + 2], 16) for i in (1, 3, 5))
        assert red / green > own_red / own_green
    assert tones.tone("monk-1") == tones.TONES[0]
    assert tones.tone("#123456") == "#123456"
