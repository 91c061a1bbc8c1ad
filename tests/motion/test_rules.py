"""Law, ethics and customs."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.errors import InputError
from qingzhi.motion import rest, rules
from qingzhi.motion.gesture import gestures
from qingzhi.motion.moves import gaits, moves
from qingzhi.motion.performer import Performer
from qingzhi.motion.quaternion import angle_between
from qingzhi.motion.rules import Rules
from qingzhi.score import Act, Clause, Layer, MotionFrames


def frames(shape: str, side: str = "right", count: int = 4) -> MotionFrames:
    """Frames of one hand that shows a shape."""
    arm = rest.RIGHT_ARM if side == "right" else rest.LEFT_ARM
    turns = rules._shape(shape, side)
    return MotionFrames(
        Layer.SPEECH,
        0,
        0.0,
        bone_names=arm[-15:],
        bones=np.repeat(turns[None], count, axis=0).astype(np.float32),
    )


def test_the_ok_sign_is_not_made_in_the_middle_east() -> None:
    """Asked for there, another gesture is made and the rule is told; in China it is made."""
    ruling = Rules("SA").judge("ok_sign")
    assert ruling is not None
    assert ruling.rule == "ok_sign"
    assert ruling.made in gestures()
    assert Rules("CN").judge("ok_sign") is None


def test_every_rule_says_why_and_whence() -> None:
    """Each rule has reasons in both languages and a source, and replaces by what is there."""
    for rule in rules.every():
        assert rule.zh
        assert rule.en
        assert rule.source
        assert not rule.instead or rule.instead in gestures()
        known = {*gestures(), *moves(), *gaits(), "foot_point", "sit_legs_crossed"}
        assert set(rule.gestures) <= known, rule.id


def test_a_replacement_is_itself_permitted() -> None:
    """Nothing forbidden comes in as a replacement, anywhere, before anybody."""
    for region in ("CN", "SA", "IR", "GR", "TH", "GB", "INTL"):
        for careful in (False, True):
            for name in gestures():
                ruling = Rules(region).judge(name, careful=careful)
                if ruling and ruling.made:
                    assert Rules(region).judge(ruling.made, careful=careful) is None, (region, name)


def test_nobody_can_ask_for_what_breaks_the_law() -> None:
    """A protected dance or a sign of hate is refused by name, whoever asks, and noted."""
    performer = Performer(1)
    for name in ("moonwalk", "nazi_salute", "middle_finger", "throat_slit"):
        with pytest.raises(InputError):
            performer.show(name, 0.0)
    assert [r.rule for r in performer.rulings][:2] == ["protected_choreography", "extremist_salute"]


def test_planning_keeps_to_the_region_and_notes_what_it_changed() -> None:
    """Where a raised thumb insults, encouragement never shows one."""
    there = Performer(1, rules=Rules("IR"))
    for number in range(30):
        clause = Clause(id=f"c{number}", generation=number, text="很好", act=Act.ENCOURAGE)
        list(there.perform(clause, ()))
        made = there._plan.path.names if there._plan and there._plan.path else ()
        assert not {"thumb_up", "approve_thumb"} & set(made)
    assert any(ruling.rule == "thumb_up" for ruling in there.rulings)


def test_the_left_hand_does_not_lead_where_it_must_not() -> None:
    """In regions of the right hand, pointing to the figure's left uses the right hand, too."""
    assert Rules("SA").side("left") == "right"
    assert Rules("CN").side("left") == "left"


@pytest.mark.parametrize("side", ["left", "right"])
def test_foreign_frames_lose_forbidden_hands(side: str) -> None:
    """Frames from anywhere are screened: an obscene hand is relaxed, wherever it comes from."""
    shape = "middle_finger"
    screened, rulings = Rules("CN").screened(frames(shape, side))
    assert rulings
    assert screened.bones is not None
    assert angle_between(screened.bones, rules._shape(shape, side)).max() > 0.5


@pytest.mark.parametrize("shape", ["open", "relaxed", "one", "two", "thumb_up", "fist", "six"])
def test_harmless_hands_pass_untouched(shape: str) -> None:
    """What is not forbidden is the same object as before."""
    given = frames(shape)
    screened, rulings = Rules("CN").screened(given)
    assert not rulings
    assert screened is given


def test_the_region_screens_hand_shapes() -> None:
    """The ring of the OK sign is relaxed in Saudi Arabia, before a child a fist is."""
    assert Rules("SA").screened(frames("ring"))[1][0].rule == "ok_sign"
    assert Rules("CN").screened(frames("fist"), careful=True)[1][0].rule == "unsafe_to_imitate"
