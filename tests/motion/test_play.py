"""Films without a voice: what is said in a manner, and what is done while nothing is."""

from __future__ import annotations

import pytest
from tests.motion.conftest import clip

from qingzhi.emotion import Emotion
from qingzhi.errors import InputError
from qingzhi.motion.check import judged
from qingzhi.motion.play import played
from qingzhi.motion.style import styles
from qingzhi.score import FPS, Clause

ANSWER = (
    "您好，欢迎来到政务服务大厅。",
    "办理居住证需要三样材料：身份证原件，租房合同，还有一张近期的照片。",
    "第一步，请您先在自助机上取号；",
    "第二步，到二楼三号窗口交材料；",
    "材料不齐也没关系，可以先登记，三十天以内补交就行。",
    "您看这样清楚了吗？",
)


def answer(style: str, emotion: str = "neutral") -> list[Clause]:
    return [
        Clause(id=f"c{n}", generation=1, text=text, style=style, emotion=Emotion.of(emotion, 0.9))
        for n, text in enumerate(ANSWER)
    ]


@pytest.mark.parametrize("emotion", ["neutral", "joy"])
@pytest.mark.parametrize("style", styles())
def test_an_answer_in_any_manner_is_sound(style: str, emotion: str) -> None:
    """From clause to clause nothing jumps, jerks, slides or enters the body."""
    made = played(answer(style, emotion))
    report = judged(clip(made))
    assert report.faults == []
    assert len(made.face) > 15 * FPS


def test_two_minutes_and_more_of_waiting_are_whole() -> None:
    """Stretches of idle life join without a seam."""
    made = played((), seconds=130.0)
    assert len(made.bones) == 130 * FPS
    assert judged(clip(made)).faults == []


@pytest.mark.parametrize("seconds", [-1.0, 1e6, float("nan")])
def test_lengths_have_bounds(seconds: float) -> None:
    """Nobody films less than nothing, or a week."""
    with pytest.raises(InputError):
        played((), seconds=seconds)
