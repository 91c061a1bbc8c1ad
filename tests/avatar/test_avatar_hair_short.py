"""Short hair: one outline, light that runs on from card to card, tips, fades, ears."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from qingzhi.avatar import hair, hairline
from qingzhi.avatar.geometry import unit
from qingzhi.avatar.hair.cover import Cover
from qingzhi.avatar.hair.fade import faded
from qingzhi.avatar.hair.flow import Flow
from qingzhi.avatar.hair.picture import CROPPED, strands
from qingzhi.avatar.hair.short import Cropped
from qingzhi.avatar.hair.styles import CUTS
from qingzhi.avatar.person import Person
from qingzhi.avatar.scalp import Scalp, angles, direction
from qingzhi.avatar.texels import Noise

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.part import Part
    from qingzhi.avatar.spec import AvatarSpec

    Floats = NDArray[np.float64]
    Wear = Callable[[str], tuple[Person, list[Part]]]

STRAIGHT = [name for name, cut in CUTS.items() if cut.wave is None and name != "afro"]
FADED = [name for name, cut in CUTS.items() if cut.fade]
_LEANS = 0.93
"""Cosine of the angle by which a card's normals may leave the outline's: 21.5 degrees."""
_FEW = 8
"""Cards of which nothing can be said on the whole."""
_OFF = 0.003
"""Metres that hair may stand over its outline."""


@pytest.fixture(scope="module")
def wear(base: Base, clerk: AvatarSpec) -> Wear:
    """Let a man wear a cut; every one once."""
    spec = msgspec.structs.replace(clerk, gender="male", height_cm=180, weight_kg=76.0)
    man = Person.grow(base, spec)

    @cache
    def worn(name: str) -> tuple[Person, list[Part]]:
        style = msgspec.structs.replace(man.spec.hair, style=name)
        own = msgspec.structs.replace(man.spec, hair=style)
        person = Person(base, own, man.rig, man.morphs, man.height_cm, man.weight_kg)
        return person, hair.grow(person).parts

    return worn


def above(points: Floats, scalp: Scalp) -> tuple[Floats, Floats]:
    """Return directions [..., 3] of points, and metres [...] over the skin."""
    off = points - scalp.centre
    return unit(off), np.linalg.norm(off, axis=-1) - scalp.radius(off)


@pytest.mark.parametrize("style", STRAIGHT)
def test_light_runs_on_from_card_to_card(wear: Wear, style: str) -> None:
    """No normal of straight hair leaves that of the outline by more than a card is round."""
    person, parts = wear(style)
    scalp = Scalp(person)
    flow = Flow(scalp, CUTS[style].style)
    for part in parts:
        ways, _ = above(part.points, scalp)
        close = (part.normals() * flow.normals(ways)).sum(1)
        assert (close > _LEANS).mean() > 0.97


@pytest.mark.parametrize("style", STRAIGHT)
def test_hair_keeps_to_its_outline(wear: Wear, style: str) -> None:
    """It stands no higher than its cut is, save what tips are flicked up by."""
    person, parts = wear(style)
    cut, scalp = CUTS[style], Scalp(person)
    flow = Flow(scalp, cut.style)
    highest = flow.height(direction(*np.meshgrid(np.arange(-180, 180, 10), np.arange(0, 90, 10))))
    most = 1.1 * float(highest.max()) + cut.flick + _OFF
    for part in parts:
        ways, height = above(part.points, scalp)
        on_head = (angles(ways)[1] > -20) & (Cover(person, scalp).ears(ways) < 0.001)
        assert height[on_head].max() < most


@pytest.mark.parametrize("style", CUTS)
def test_cards_end_in_tips_and_lie_in_order(wear: Wear, style: str) -> None:
    """What lies higher is drawn later, over the rest; no card is as wide at its tip."""
    person, _ = wear(style)
    scalp, grown = Scalp(person), Cropped(person, CUTS[style])
    for layer in CUTS[style].layers:
        cards = grown.laid(layer)
        if len(cards.points) < _FEW:
            continue
        across = np.linalg.norm(cards.points[:, :, 1] - cards.points[:, :, 0], axis=2)
        assert (across[:, -1] < (0.7 if layer.least else 0.99) * across.max(1)).all()
        run = np.linalg.norm(np.diff(cards.points.mean(2), axis=1), axis=2).sum(1)
        assert np.median(across.max(1) / run) < 0.5
        _, height = above(cards.points.mean(2), scalp)
        quarter = len(height) // 4
        assert height[:quarter].mean() < 1.15 * height[-quarter:].mean()


@pytest.mark.parametrize("style", FADED)
def test_a_fade_grows_from_stubble_to_hair(wear: Wear, style: str) -> None:
    """At the nape skin shows; it is covered more and more, and where the fade ends, wholly."""
    person, parts = wear(style)
    scalp, fade = Scalp(person), CUTS[style].fade
    azimuth, inside = np.meshgrid(np.linspace(140, 220, 64), np.linspace(3, fade + 12, 64))
    azimuth = (azimuth + 180) % 360 - 180
    points = scalp.at(direction(azimuth, scalp.line(azimuth) + inside), 0.0)
    noise = Noise(np.random.default_rng(1))
    shown = hairline.covered(scalp, points, noise, 64, fade).mean(1)
    sharp = hairline.covered(scalp, points, noise, 64).mean(1)
    assert shown[4] < 0.6 * sharp[8]
    assert shown[-4:].min() > 0.9
    assert np.all(np.diff(shown[::8]) > -0.03)
    soft = next(part for part in parts if part.material == "HairSoft")
    assert soft.colour is not None
    low = faded(unit(soft.points - scalp.centre), fade) < 0.1
    assert low.any()
    assert soft.colour[low, 3].mean() < 0.12


def test_hair_fades_nowhere_over_the_face() -> None:
    """The forehead's hairline is as dense with a fade as without."""
    ways = direction(np.linspace(-40, 40, 9), 25)
    np.testing.assert_allclose(faded(ways, 30.0), 1)
    np.testing.assert_allclose(faded(direction(180, -38), 0.0), 1)


@pytest.mark.parametrize("style", [n for n, cut in CUTS.items() if not cut.over_ears])
def test_ears_are_free(wear: Wear, style: str) -> None:
    """Hair that is cut before the ears doesn't lie over them."""
    person, parts = wear(style)
    scalp = Scalp(person)
    ears = Cover(person, scalp)
    for part in parts:
        ways, _ = above(part.points, scalp)
        assert (ears.ears(ways) > 0.012).mean() < 0.01


def test_a_fringe_ends_above_the_brows(wear: Wear) -> None:
    """A bowl's front is cut in one line over the forehead."""
    person, parts = wear("bowl")
    marks = Cover(person, Scalp(person)).landmarks
    points = np.concatenate([part.points for part in parts])
    front = points[np.abs(angles(points - Scalp(person).centre)[0]) < 30]
    lowest = np.percentile(front[:, 1], 1)
    assert marks.level(-0.5) > lowest > marks.level(-0.05)


def test_the_picture_of_short_hair_has_a_column_for_each_layer(wear: Wear) -> None:
    """Every layer's column is drawn: with hairs, and with gaps but where it is closed."""
    person, _ = wear("crop")
    alpha = strands(person.spec.seed, person.spec.hair, CROPPED).alpha
    used = {layer.column for cut in CUTS.values() for layer in cut.layers} | {"closed"}
    assert used <= set(CROPPED)
    for name in used - {"closed"}:
        span = slice(*(round(u * alpha.shape[1]) for u in CROPPED[name].span))
        assert alpha[:, span].max() > 0.8
        assert alpha[:, span].min() == 0
        assert alpha[-4:, span].mean() < 0.1
