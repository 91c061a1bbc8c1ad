"""One person in every scene and from every side: what is compared, and a figure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.avatar_check.colour import difference
from qingzhi.service.likeness import MOST_COLOUR, YAWS, Swatch, likeness
from qingzhi.settings import SCENES

if TYPE_CHECKING:
    from pathlib import Path

SKIN = (0.80, 0.54, 0.43)


def seen(skin: tuple[float, float, float] = SKIN, top: int = 40, yaw: float = 0.0) -> Swatch:
    rows = {"all": (top, 310), "skin": (48, 196)}
    return Swatch(yaw=yaw, colours={"skin": skin}, rows=rows, area=9000)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 0, 0), (50, 0, 0), 0.0),
    ],
)
def test_colours_lie_as_far_apart_as_published(
    one: tuple[float, ...], other: tuple[float, ...], apart: float
) -> None:
    """The test data of Sharma, Wu and Dalal (2005), either way round."""
    a, b = np.array(one, float), np.array(other, float)
    assert float(difference(a, b)) == pytest.approx(apart, abs=1e-4)
    assert float(difference(b, a)) == pytest.approx(apart, abs=1e-4)


def test_the_same_pictures_do_not_differ() -> None:
    """Nothing moves, nothing changes its colour."""
    found = likeness({"hall": [seen()], "studio": [seen()]})
    assert found.ok
    assert found.pictures == 2
    assert (found.colour["skin"], found.scene, found.turn) == pytest.approx((0, 0, 0), abs=1e-9)


def test_skin_that_a_scene_tints_is_found() -> None:
    """A cast that a visitor would see is more than is allowed."""
    found = likeness({"hall": [seen()], "studio": [seen((0.68, 0.56, 0.50))]})
    assert found.colour["skin"] > MOST_COLOUR
    assert not found.ok


def test_a_figure_that_a_scene_makes_taller_is_found() -> None:
    """Proportions hold between scenes, to a hundredth of the height."""
    assert not likeness({"hall": [seen()], "studio": [seen(top=34)]}).ok


def test_a_figure_that_grows_as_it_turns_is_found() -> None:
    """Heights from different sides agree, to what the camera's nearness explains."""
    turned = [seen(), seen(top=20, yaw=90)]
    found = likeness({"hall": turned, "studio": turned})
    assert found.scene == 0
    assert not found.ok


def test_a_part_that_vanishes_in_a_scene_is_found() -> None:
    """Hair that one scene doesn't show is no likeness."""
    bare = Swatch(yaw=0, colours={"skin": SKIN}, rows={"all": (40, 310)}, area=9000)
    assert not likeness({"hall": [seen()], "studio": [bare]}).ok


def test_pictures_without_any_colour_prove_nothing() -> None:
    """An empty stage isn't the same person."""
    dark = Swatch(yaw=0, colours={}, rows={"all": (0, 10)}, area=0)
    assert not likeness({"hall": [dark], "studio": [dark]}).ok


@pytest.mark.patient
@pytest.mark.browser
@pytest.mark.timeout(900)
def test_a_shipped_figure_is_one_person_in_five_scenes_from_six_sides(tmp_path: Path) -> None:
    """Skin, hair and cloth keep their colours under neutral light, and the body its size."""
    from qingzhi.assets import Assets
    from qingzhi.avatar import base, detail, figure, spec
    from qingzhi.service.pictures import Camera
    from qingzhi.settings import Settings

    body = base.Base.load(Assets(Settings.from_env()))
    made = figure.build(body, spec.load("clerk"), detail.LEVELS["mobile"])
    glb = tmp_path / "clerk.glb"
    glb.write_bytes(made.glb)
    with Camera(glb) as camera:
        pictures = {scene: camera.swatches(scene, YAWS) for scene in SCENES}
    found = likeness(pictures)
    assert found.pictures == 30
    assert set(found.colour) == {"skin", "hair", "cloth"}
    assert found.ok, found
