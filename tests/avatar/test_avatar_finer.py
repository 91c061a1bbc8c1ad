"""What is mended on the base body's face: a finer mesh of lips, rounder and smoother shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.avatar.base import SKIN
from qingzhi.avatar.correct import released, rounded
from qingzhi.avatar.finer import grain, refined
from qingzhi.avatar.lips import about, lips
from qingzhi.avatar.part import Part
from qingzhi.avatar.unwrap import packed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.person import Person


def _border(triangles: NDArray[np.int64]) -> int:
    """Count the edges that only one triangle has."""
    edges = np.sort(triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    return int((np.unique(edges, axis=0, return_counts=True)[1] == 1).sum())


def test_cutting_the_lips_finer_leaves_no_crack(person: Person) -> None:
    """No edge is open afterwards that was not before, and nothing moves by a millimetre."""
    base = person.base
    part = Part(
        material="Skin",
        points=person.skin,
        triangles=base.skin,
        weights=person.rig.skin,
        morphs={"jawOpen": person.morphs["jawOpen"][:SKIN]},
        weld=np.arange(SKIN),
    )
    made = refined(part, grain(base.skin, about(base, person.skin)), person)
    assert len(made.triangles) > len(part.triangles) + 1000
    assert _border(made.triangles) == _border(part.triangles)
    assert np.linalg.norm(made.points[:SKIN] - part.points, axis=1).max() < 0.001
    assert len(made.morphs["jawOpen"]) == len(made.points) == len(made.weights.joints)
    far = part.points[:, 1] < 1.0
    np.testing.assert_array_equal(made.points[:SKIN][far], part.points[far])


def test_only_a_part_of_the_skin_can_be_made_finer(person: Person) -> None:
    """A part that does not say which of the skin's vertices it has is refused."""
    base = person.base
    part = Part(material="Skin", points=person.skin, triangles=base.skin, weights=person.rig.skin)
    with pytest.raises(ValueError, match="skin"):
        refined(part, grain(base.skin, about(base, person.skin)), person)


def test_an_open_mouth_is_an_oval(person: Person) -> None:
    """Half way to its corner the lower lip goes down nearly as far as in the middle."""
    shape = lips(person.base, person.skin)
    x, y = np.abs(person.skin[:, 0]), person.skin[:, 1] - shape.level(person.skin[:, 0])
    red = (y < 0) & (y > -shape.lower) & (person.skin[:, 2] > shape.front - 0.012)
    down = -person.morphs["jawOpen"][:SKIN, 1]
    half = down[red & (np.abs(x / shape.half_width - 0.55) < 0.12)].max()
    corner = down[red & (np.abs(x / shape.half_width - 1) < 0.08)].max()
    assert (half - corner) / (down[red].max() - corner) > 0.7
    upper = (y > 0.004) & (y < shape.upper) & (x < 0.6 * shape.half_width)
    opened = person.rig.vertices * 0
    opened[:SKIN, 1] = np.where(upper, 0, -down)
    assert np.abs(rounded(person.base, person.rig.vertices, opened)[:SKIN][upper]).max() < 1e-9


def test_a_frown_takes_out_the_smile_that_is_worn_at_rest() -> None:
    """At full strength nothing of it is left; shapes that don't contradict it stay."""
    smile, frown = np.array([[0.0, 4.0, 0.0]]), np.array([[0.0, -6.0, 0.0]])
    rest = {"mouthSmileLeft": 0.25}
    units = {"mouthSmileLeft": smile * 0.75, "mouthFrownLeft": frown, "jawOpen": frown}
    units["mouthSmileRight"] = smile
    made = released(units, rest)
    np.testing.assert_allclose(made["mouthFrownLeft"], frown - 0.25 * smile)
    np.testing.assert_array_equal(made["jawOpen"], frown)


def test_pieces_of_a_picture_are_packed_apart() -> None:
    """Three far pieces fill the picture, enlarged alike, without touching."""
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]])
    uv = np.concatenate([square * 0.1, square * 0.1 + 0.7, square * 0.05 + [0.4, 0.9]])
    faces = np.array([[0, 1, 2], [0, 2, 3]])
    made = packed(uv, np.concatenate([faces, faces + 4, faces + 8])).reshape(3, 4, 2)
    low, high = made.min(1), made.max(1)
    assert low.min() > 0
    assert high.max() < 1
    sizes = high - low
    np.testing.assert_allclose(sizes[0], sizes[1])
    np.testing.assert_allclose(sizes[0], 2 * sizes[2])
    assert sizes[0, 0] > 0.4
    for a, b in ((0, 1), (0, 2), (1, 2)):
        assert ((low[a] > high[b]) | (low[b] > high[a])).any()
