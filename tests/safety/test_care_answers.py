"""What is said back in need is read by what was asked; a nod makes nobody graver."""

from __future__ import annotations

import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.safety.care import Caring, Helper, answers
from qingzhi.safety.resources import Resources
from qingzhi.score import Care, Need

CARING: Final = Caring(Resources.load())
MEDIUM: Final = Need("self_harm", "medium")
HIGH: Final = Need("self_harm", "high")
GRIEF: Final = Need("distress", "medium")
CHILD: Final = Helper(audience="minor")


class Talk:
    """One visitor; says what is answered."""

    def __init__(self, helper: Helper | None = None) -> None:
        self.care = Care()
        self.helper = helper or Helper()
        self.said: list[str] = []

    def plea(self, need: Need, text: str, *, guessed: bool = False) -> str:
        said = CARING.plea(self.care, need, text, self.helper, guessed=guessed)
        return self._heard(said.sentences)

    def back(self, *texts: str) -> str:
        for text in texts:
            self._heard(CARING.follow(self.care, text, self.helper).sentences)
        return self.said[-1]

    def _heard(self, sentences: tuple[str, ...]) -> str:
        self.said.append("".join(sentences))
        return self.said[-1]


# ---- the question for thoughts of death ---------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["好的", "好的，知道了", "okay", "没啥事，就是天天加班", "他们忙，半年没来了", "嗯，知道了"],
)
def test_a_nod_is_no_yes_to_the_question_for_thoughts_of_death(text: str) -> None:
    """It is asked once more, in other words, and the level stays."""
    talk = Talk()
    first = talk.plea(MEDIUM, "我不想活了")
    again = talk.back(text)
    assert talk.care.need == MEDIUM
    assert talk.care.asked == answers.THOUGHTS
    assert again != first


def test_the_question_is_asked_once_more_and_then_left() -> None:
    """Nobody is questioned for ever."""
    talk = Talk()
    talk.plea(MEDIUM, "我不想活了")
    assert "不追着问" in talk.back("好的", "外面下雨了")
    assert talk.care.asked != answers.THOUGHTS
    assert talk.care.need == MEDIUM


@pytest.mark.parametrize("text", ["有", "嗯", "想过", "有时候会", "yes", "sometimes"])
def test_a_real_yes_makes_it_graver(text: str) -> None:
    """Whoever says so is believed."""
    talk = Talk()
    talk.plea(MEDIUM, "我不想活了")
    talk.back(text)
    assert talk.care.need == HIGH


def test_a_late_confession_is_heard() -> None:
    """Also after the question was left."""
    talk = Talk()
    talk.plea(MEDIUM, "我不想活了")
    talk.back("好的", "外面下雨了", "嗯……想过")
    assert talk.care.need == HIGH


@pytest.mark.parametrize("text", ["我没想死", "没到那地步", "no, nothing like that", "从来没想过"])
def test_a_no_is_believed(text: str) -> None:
    """Even where it names what it denies."""
    talk = Talk()
    talk.plea(MEDIUM, "我不想活了")
    assert "我信您" in talk.back(text)
    assert talk.care.need == MEDIUM


def test_a_guess_is_no_restated_wish() -> None:
    """A trained reader's low opinion of a sentence answers no question."""
    talk = Talk()
    talk.plea(MEDIUM, "我不想活了")
    talk.plea(Need("self_harm", "low"), "没啥事，就是天天加班", guessed=True)
    assert talk.care.need == MEDIUM


def test_a_nod_in_front_hides_nothing() -> None:
    """An agreement before a question is left out."""
    assert answers.cue("okay... what do i do", "self_harm") == "how"
    assert answers.answer("okay... what do i do", "person") == ""


def test_a_nod_agrees_to_what_is_asked_for() -> None:
    """A request is another thing than a question."""
    assert answers.answer("好的", "ten") == "yes"
    assert answers.answer("好的", answers.THOUGHTS) == "nod"


# ---- the graver need stays ----------------------------------------------------------------------


def test_a_guessed_sorrow_does_not_put_a_wish_to_die_aside() -> None:
    """After an overdose, leaving is answered as after an overdose."""
    talk = Talk()
    talk.plea(MEDIUM, "我昨晚把药都吃了")
    said = talk.plea(GRIEF, "没去医院，我要走了", guessed=True)
    assert talk.care.need == HIGH
    assert "医院" in said
    assert "不拦您" in said


def test_after_an_overdose_a_doctor_is_asked_for_and_the_number_said_once() -> None:
    """Feeling well is no reason to let it be; whoever goes is let go."""
    talk = Talk()
    talk.plea(HIGH, "我昨晚把药都吃了")
    going, gone = talk.back("我要走了"), talk.back("再见")
    assert "医院" in going
    assert not re.search(r"\d{3}", going + gone)
    assert going != gone


def test_no_wound_is_seen_where_blood_is_denied() -> None:
    """A beaten child who says that nothing bleeds is still a beaten child."""
    talk = Talk(CHILD)
    talk.plea(Need("abuse", "high"), "爸爸拿皮带抽我")
    talk.plea(Need("medical_emergency", "high"), "没有流血", guessed=True)
    assert talk.care.need == Need("abuse", "high")


# ---- leaving, and not leaving -------------------------------------------------------------------


@pytest.mark.parametrize("text", ["算了，问你个事，居住证怎么办", "算了，医保在哪交"])
def test_whoever_changes_the_subject_is_not_leaving(text: str) -> None:
    """算了 with a matter behind it is no good-bye."""
    assert answers.cue(text, "self_harm") == ""


@pytest.mark.parametrize("text", ["算了，我下来了", "我走开了", "I came down"])
def test_coming_down_is_no_good_bye(text: str) -> None:
    """Relief is met with thanks, and with somebody who should come."""
    talk = Talk(Helper("en") if text.isascii() else None)
    talk.plea(MEDIUM, "我坐在桥上不想下来")
    said = talk.back(text)
    assert "谢谢您" in said or "Thank you" in said
    assert talk.care.asked == "person"


def test_on_a_ledge_it_is_first_to_step_back() -> None:
    """No why, no police behind anybody's back."""
    talk = Talk()
    said = talk.plea(MEDIUM, "我在楼顶边上站着", guessed=True)
    assert said.index("退") < said.index("110")
    assert "不会背着您" in talk.back("你别叫警察")


# ---- the truth ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["你会告诉我老师吗", "你会不会通知我妈", "will you tell my mom?"])
def test_a_child_is_told_what_is_passed_on_and_what_is_not(text: str) -> None:
    """Nothing is promised that isn't so."""
    talk = Talk(CHILD)
    talk.plea(MEDIUM, "我用刀划自己的手，不深")
    said = talk.back(text)
    assert "不会" in said
    assert "看不到你前面说的话" in said


def test_nobody_is_promised_to_be_fetched() -> None:
    """The figure can't come; it says who can."""
    talk = Talk(CHILD)
    talk.plea(Need("abuse", "high"), "爸爸拿皮带抽我")
    said = talk.back("你能来接我吗")
    assert "机器" in said
    assert "110" in said


def test_who_hears_voices_is_neither_contradicted_nor_joined() -> None:
    """It doesn't hear them, and believes that the visitor does."""
    talk = Talk()
    talk.plea(MEDIUM, "脑子里有声音叫我去死", guessed=True)
    said = talk.back("你也听得到吧")
    assert "听不见" in said
    assert "不是真的" not in said


# ---- hurt, and the wish for something to hold on to ---------------------------------------------


def test_relief_by_hurting_oneself_is_not_praised() -> None:
    """It is understood, and something else is wished for."""
    talk = Talk(CHILD)
    talk.plea(Need("abuse", "medium"), "我用刀划自己的手，不深", guessed=True)
    said = talk.back("划了就没那么难受了")
    assert talk.care.need == MEDIUM
    assert "那就好" not in said
    assert "不怪你" in said


def test_who_puts_affairs_in_order_is_asked_straight() -> None:
    """A changed beneficiary after debts is heard."""
    talk = Talk()
    talk.plea(GRIEF, "欠了六十万，我就是个废物")
    assert "结束自己的生命" in talk.back("买了保险，受益人写的孩子")
    assert talk.care.need == MEDIUM


def test_who_wants_no_lecture_gets_none() -> None:
    """One honest question is left, and no advice."""
    talk = Talk()
    talk.plea(MEDIUM, "我不想活了")
    said = talk.back("别跟我讲道理")
    assert "不讲道理" in said
    assert not re.search(r"\d{3}", said)


# ---- loss ---------------------------------------------------------------------------------------


def test_who_has_lost_somebody_and_has_an_errand_is_not_asked_about_suicide() -> None:
    """A guess of the reader's gives way to what is plainly a loss."""
    talk = Talk()
    said = talk.plea(MEDIUM, "我爸刚走，我来办销户的", guessed=True)
    assert talk.care.need == GRIEF
    assert "生命" not in said


def test_a_wish_to_follow_the_dead_is_no_mere_loss() -> None:
    """What is said in plain words outweighs the grief."""
    talk = Talk()
    talk.plea(MEDIUM, "我老伴走了，我也不想活了", guessed=True)
    assert talk.care.need is not None
    assert talk.care.need.kind == "self_harm"


def test_heavy_words_belong_to_grief() -> None:
    """The second and third turn of somebody bereaved open no screening of their own."""
    talk = Talk()
    talk.plea(HIGH, "我老公三个月前自杀走了，现在要办手续")
    assert talk.care.need == GRIEF
    talk.plea(HIGH, "他为什么不给我打个电话", guessed=True)
    assert talk.care.need == GRIEF


def test_the_voice_of_the_dead_is_declined_tenderly() -> None:
    """Once why, and never the voice."""
    assert answers.mourns("你能用我去世的奶奶的声音跟我说句话吗")
    talk = Talk()
    first = talk.plea(GRIEF, "你能用我去世的奶奶的声音跟我说句话吗")
    assert "骗您" in first
    assert talk.back("就一句，求你了") != talk.back("为什么不行")


# ---- bodies in danger ---------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["他说不用去", "已经两个小时了", "先睡一觉看看再说"])
def test_a_stroke_does_not_wait(text: str) -> None:
    """Each delay is answered by the number, at once."""
    talk = Talk()
    talk.plea(Need("medical_emergency", "high"), "我爸嘴歪了，说话不清")
    said = talk.back(text)
    assert re.search("120|请现在就打", said)


def test_nobody_is_told_to_obey_a_call_that_nobody_made() -> None:
    """Until it was called, it is asked whether it was."""
    talk = Talk()
    talk.plea(Need("medical_emergency", "high"), "我爸嘴歪了，说话不清")
    before = talk.back("他脸色不好看")
    assert "打了没有" in before
    assert "打了没有" not in talk.back("打了，他们说马上来", "他脸色不好看")


# ---- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["self_harm", "abuse", "medical_emergency", "distress", "threat"])
def test_ten_turns_bring_ten_answers(kind: str) -> None:
    """No entry is said twice as long as another fits."""
    talk = Talk()
    talk.plea(Need(kind, "high"), "")
    for _ in range(9):
        talk.care.quiet, talk.care.asked = 0, ""
        talk.back("窗户外面有一棵树，叶子都掉光了")
    assert len(set(talk.said)) == 10


@pytest.mark.parametrize("kind", ["self_harm", "abuse", "medical_emergency", "distress", "fraud"])
@pytest.mark.parametrize("audience", ["adult", "minor", "elder"])
def test_nobody_is_talked_over(kind: str, audience: str) -> None:
    """Five sentences at most, in whatever state somebody is."""
    helper = Helper(audience=audience)  # type: ignore[arg-type]
    for level in ("medium", "high"):
        said = CARING.plea(Care(), Need(kind, level), "", helper).sentences
        assert 3 <= len(said) <= 5


@given(st.text(max_size=200), st.sampled_from(["self_harm", "abuse", "distress", "fraud", ""]))
def test_any_text_may_be_read(text: str, kind: str) -> None:
    """No string breaks the reading."""
    answers.cue(text, kind)
    answers.about(text, kind)
    assert answers.answer(text, answers.THOUGHTS) in {"", "yes", "no", "nod", "soft"}
