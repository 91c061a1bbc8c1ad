"""Everything in the catalogue, by name."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.emotion import BASIC, NAMES, NEUTRAL_EMOTION, Emotion, Stance, Strength
from qingzhi.errors import InputError
from qingzhi.motion.catalogue import catalogue, faces
from qingzhi.motion.expression import action_units, mood
from qingzhi.motion.gesture import gestures
from qingzhi.motion.moves import gaits, moves
from qingzhi.motion.show import performed
from qingzhi.motion.style import in_manner, style, styles
from qingzhi.score import ARKIT

if TYPE_CHECKING:
    from qingzhi.motion.compose import Composed
    from qingzhi.motion.expression import Mood

TABLE_2 = {
    "lips": 8,
    "brows": 3,
    "eyes": 4,
    "head": 5,
    "arms": 5,
    "fingers": 16,
    "legs": 9,
    "examples": 12,
}
STRENGTHS = tuple(Strength)


def sound(made: Composed) -> None:
    assert np.isfinite(made.face).all()
    assert made.face.min() >= 0.0
    assert made.face.max() <= 1.0
    np.testing.assert_allclose(np.linalg.norm(made.bones, axis=-1), 1.0, atol=1e-3)


def test_table_2_is_complete() -> None:
    """Every region of the standard's table has its items, each named in both languages."""
    groups = [item.group for item in catalogue().values()]
    for group, least in TABLE_2.items():
        assert groups.count(group) >= least, group
    assert all(item.zh and item.en and item.clause for item in catalogue().values())


def test_table_2_is_ticked_by_names_that_are_there() -> None:
    """Each name of the page can be performed, and nothing of the table's groups is left out."""
    page = (Path(__file__).parents[2] / "docs/conformance.md").read_text("utf-8")
    table = page.partition("## Table 2, by name")[2].partition("\n## ")[0]
    ticked = set(re.findall(r"`([a-z_0-9]+)`", table))
    assert ticked <= set(catalogue())
    lists = ("lips", "brows", "eyes", "head", "arms", "fingers", "legs", "examples")
    assert {item.name for item in catalogue().values() if item.group in lists} <= ticked


@pytest.mark.parametrize("name", sorted(faces()))
def test_every_action_of_the_face_moves_something(name: str) -> None:
    """From rest to rest, and in between face or head differ from rest."""
    made = performed(name)
    sound(made)
    change = np.abs(made.face - made.face[0]).max() + np.abs(made.bones - made.bones[0]).max()
    assert change > 0.005
    assert np.abs(made.face[-1] - made.face[0]).max() < 0.05


@pytest.mark.parametrize("group", ["gestures", "arms", "fingers", "legs", "emotions", "stances"])
def test_every_item_is_performed(group: str) -> None:
    """Each name of the list gives sound frames."""
    for item in catalogue().values():
        if item.group == group:
            sound(performed(item.name))


def test_no_two_things_share_a_name() -> None:
    """A name means one thing, whichever list it stands in."""
    names = [*faces(), *gestures(), *moves(), *gaits(), *NAMES]
    assert len(names) == len(set(names))
    assert len(catalogue()) == len(names) + len(Stance) - 1


def test_one_brow_goes_up_alone() -> None:
    """挑眉 is one-sided."""
    face = performed("single_brow_raise").face
    left, right = (face[:, ARKIT.index(f"browOuterUp{s}")].max() for s in ("Left", "Right"))
    assert abs(left - right) > 0.5


def test_an_unknown_name_is_said_so() -> None:
    """A name that is in no list is the asker's mistake."""
    with pytest.raises(InputError):
        performed("levitate")


@pytest.mark.parametrize("name", BASIC)
def test_strengths_are_told_apart(name: str) -> None:
    """Between neighbouring strengths two action units differ by 0.10, and the bearing does."""
    for weaker, stronger in pairwise(STRENGTHS):
        one, two = (Emotion.of(name, s) for s in (weaker, stronger))
        apart(action_units(one), action_units(two))
        differ(mood(one), mood(two))


@pytest.mark.parametrize("stance", [s for s in Stance if s is not Stance.NONE])
def test_stances_have_strengths(stance: Stance) -> None:
    """The same holds of every stance."""
    for weaker, stronger in pairwise(STRENGTHS):
        one = action_units(NEUTRAL_EMOTION, stance, weaker)
        two = action_units(NEUTRAL_EMOTION, stance, stronger)
        apart(one, two)
        differ(
            mood(stance=stance, strength=weaker),
            mood(stance=stance, strength=stronger),
        )


def apart(one: dict[str, float], two: dict[str, float]) -> None:
    assert sum(two[unit] - one.get(unit, 0.0) >= 0.10 - 1e-9 for unit in two) >= 2


def differ(one: Mood, two: Mood) -> None:
    before, after = (
        np.array([getattr(m.posture, a) for a in ("lean", "nod", "tilt", "turn", "shoulders")])
        for m in (one, two)
    )
    assert np.abs(after - before).max() >= 1.0 or abs(one.tempo - two.tempo) >= 0.05


def test_manners_differ_in_size_speed_density_and_bearing() -> None:
    """At least two styles are clearly apart; the six that the standard and the issue name exist."""
    assert {"formal", "daily", "tutoring", "entertainment", "children", "counselling"} <= set(
        styles()
    )
    formal, play = style("formal"), style("entertainment")
    assert play.amplitude > 1.3 * formal.amplitude
    assert play.tempo > 1.15 * formal.tempo
    assert play.density > 1.5 * formal.density


def test_a_manner_s_smile_stays_out_of_grave_faces() -> None:
    """The entertainer's smile is added only where it may be."""
    corner = ARKIT.index("mouthSmileLeft")
    play = style("entertainment")
    plain = mood(Emotion.of("sadness"))
    assert in_manner(plain, play, smiling=False).face[corner] == plain.face[corner]
    assert in_manner(mood(), play, smiling=True).face[corner] > 0.15
