"""Pointing at places of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.motion import head, rest
from qingzhi.motion.body import measured
from qingzhi.motion.performer import Performer
from qingzhi.motion.pointing import place_of, pointed
from qingzhi.motion.quaternion import normalise, rotate
from qingzhi.motion.repertoire import repertoire
from qingzhi.motion.skeleton import place
from qingzhi.score import BONES, Act, Clause

if TYPE_CHECKING:
    from tests.motion.conftest import Speak

    from qingzhi.motion.body import Body
    from qingzhi.motion.gesture import Side

CHILD = measured({name: 0.66 * place(name) for name in BONES})


@pytest.mark.parametrize("body", [None, CHILD])
@pytest.mark.parametrize(
    ("x", "y"), [(0.1, 0.0), (0.7, -0.8), (1.0, 0.6), (-0.4, 0.3), (-1.0, -1.0)]
)
def test_hand_and_gaze_meet_at_the_thing(x: float, y: float, body: Body | None) -> None:
    """The fingers point from the knuckles to where the eyes look, within 3 degrees."""
    able = repertoire(body)
    side: Side = "left" if x > 0 else "right"
    pose = pointed(able, x, y, side).pose
    bones = dict(zip(head.TRUNK, np.moveaxis(head.trunk(pose.trunk[None]), 1, 0), strict=True))
    bones |= {name: pose.arms[None, i] for i, name in enumerate(rest.ARMS)}
    joints, turns = able.body.places(bones)
    along = np.array([1.0 if side == "left" else -1.0, 0.0, 0.0])
    ray = rotate(turns[f"{side}Hand"][0], along)
    aim = normalise(place_of(able, x, y) - joints[f"{side}MiddleProximal"][0])
    assert np.degrees(np.arccos(np.clip(ray @ aim, -1.0, 1.0))) < 3.0


def test_asked_again_it_is_shown_more_clearly() -> None:
    """The same thing in the next turn: the arm reaches further out."""
    performer = Performer(1, places={"card": (0.8, 0.0)})
    reach = []
    for turn in (1, 2):
        clause = Clause(
            id=f"c{turn}",
            generation=turn,
            text="请您看一下右边这张卡片上面写的办理说明",
            act=Act.INFORM,
            target="card",
        )
        list(performer.perform(clause, ()))
        assert performer._plan is not None
        path = performer._plan.path
        assert path is not None
        arms, trunk = path.sample(np.array(path.apexes[:1]))
        bones = dict(zip(head.TRUNK, np.moveaxis(head.trunk(trunk), 1, 0), strict=True))
        bones |= {name: arms[:, i] for i, name in enumerate(rest.ARMS)}
        reach.append(float(repertoire().body.places(bones)[0]["leftHand"][0, 2]))
    assert reach[1] > reach[0] + 0.02


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("x", [0.8, -0.6])
def test_hand_and_eyes_arrive_with_the_word(x: float, seed: int, speak: Speak) -> None:
    """The hand lands on a stressed vowel; the eyes are there before it, by less than 0.4 s."""
    performer = Performer(seed, places={"card": (x, 0.1)})
    clause = Clause(id=f"c{seed}", generation=1, text="请您看一下右边这张卡片", target="card")
    segments = list(performer.perform(clause, speak(4.0, seed=seed)))
    plan = performer._plan
    assert plan is not None
    assert plan.path is not None
    landed = plan.path.apexes[0]
    onsets = np.array([s.onset for s in plan.rhythm.beats or plan.rhythm.syllables])
    off = landed - onsets[np.abs(onsets - landed).argmin()]
    assert -0.080 <= off <= 0.040
    looks = [g for s in segments for g in s.gaze if g.at == "screen"]
    assert looks[0].start_s <= landed <= looks[0].start_s + 0.4
