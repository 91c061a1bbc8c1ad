"""The talk with somebody in need: one step at a time, never the same words, the way stays open."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.safety.care import SPELL, Caring, Helper, cues, opening
from qingzhi.safety.care.words import LANGS
from qingzhi.safety.resources import Resources
from qingzhi.score import Care, Need

HIGH = Need("self_harm", "high")
MEDIUM = Need("self_harm", "medium")
KINDS = ("self_harm", "abuse", "threat", "medical_emergency", "distress", "fraud", "other")
TABLES = {
    lang: tomllib.loads((files("qingzhi.safety.care") / f"words.{lang}.toml").read_text("utf-8"))
    for lang in LANGS
}
CARING = Caring(Resources.load())
HELPER = Helper()


def flat(table: object, path: str = "") -> dict[str, list[object]]:
    if isinstance(table, list):
        return {path: table}
    assert isinstance(table, dict)
    return {k: v for name, part in table.items() for k, v in flat(part, f"{path}.{name}").items()}


def sentences(lang: str) -> list[str]:
    found: list[str] = []
    for variants in flat(TABLES[lang]).values():
        for said in variants:
            found += [said] if isinstance(said, str) else said  # type: ignore[arg-type]
    kept = (sentence for sentence in found if not sentence.startswith("?"))
    return [re.sub(r"{\w+}", "120", sentence) for sentence in kept]


def plea(care: Care, need: Need = MEDIUM, text: str = "我不想活了", **more: object) -> str:
    return "".join(CARING.plea(care, need, text, HELPER, **more).sentences)  # type: ignore[arg-type]


def follow(care: Care, text: str) -> str:
    return "".join(CARING.follow(care, text, HELPER).sentences)


# ---- guesses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("abuse", "没有，他出去买酒了"),
        ("abuse", "他会不会查到我来过这里？"),
        ("medical_emergency", "打了，他们说马上来"),
        ("distress", "六十年了，昨天锅里还有他煮的粥"),
        ("threat", "我房子都没了，我还怕什么"),
    ],
)
def test_what_is_said_back_opens_no_new_talk(kind: str, text: str) -> None:
    """A trained reader's guess doesn't turn an answer into another plea."""
    care = Care()
    plea(care, Need(kind, "high"), "")
    plea(care, MEDIUM, text, guessed=True)
    assert care.need is not None
    assert care.need.kind == kind


@pytest.mark.parametrize(
    "text", ["没有，我只想死", "我把药都吃了", "算了，我想跟他一起走", "我想消失"]
)
def test_a_new_danger_is_heard_in_the_midst_of_another(text: str) -> None:
    """A guess counts where words of dying, or of oneself beyond an answer, stand."""
    care = Care()
    plea(care, Need("abuse", "medium"), "")
    plea(care, MEDIUM, text, guessed=True)
    assert care.need is not None
    assert care.need.kind == "self_harm"


def test_a_beating_is_not_taken_for_a_wish_to_die() -> None:
    """Who only tells of being hit is asked whether they are safe."""
    care = Care()
    plea(care, MEDIUM, "我被我爸打了，算了不说了", guessed=True)
    assert care.need == Need("abuse", "medium")


# ---- the catalogue ------------------------------------------------------------------------------


def test_both_languages_have_the_same_entries_and_ways() -> None:
    """What can be said in one language can be said in the other, as often, asking the same."""
    zh, en = (flat(TABLES[lang]) for lang in LANGS)
    assert {key: len(ways) for key, ways in zh.items()} == {k: len(w) for k, w in en.items()}
    for key, ways in zh.items():
        asked = [
            [[s for s in said if s.startswith("?")] for said in table if isinstance(said, list)]
            for table in (ways, en[key])
        ]
        assert asked[0] == asked[1], key


def test_what_is_asked_can_be_answered() -> None:
    """Every open question has an answer for yes and for no."""
    for lang in LANGS:
        asked = set(re.findall(r"\?(\w+)", "\n".join(map(str, flat(TABLES[lang]).values()))))
        for topic in asked - {"called"}:
            assert {"yes", "no"} <= set(TABLES[lang]["answer"].get(topic, ())), topic


@pytest.mark.parametrize("lang", LANGS)
def test_a_sentence_is_one_breath(lang: str) -> None:
    """Nobody in need is talked over: short sentences."""
    longest = 40 if lang == "zh" else 130
    assert [s for s in sentences(lang) if len(s) > longest] == []


NEVER = {
    "zh": "想想(你|您)的?(家人|父母|孩子)|坚强|想开|看开|抑郁症|双相|焦虑症|躁狂|必须|应该要|别傻"
    "|不值得|一定会好|我保证|我答应|绝对保密|理解您的心情|节哀顺变",
    "en": r"think of your (family|parents|children)|be strong|cheer up|depress(ion|ed)|bipolar"
    r"|disorder|you must (?!be)|promise (you|that)|selfish|get over it",
}
METHODS = {
    "zh": "安眠药|农药|割腕|跳楼|上吊|烧炭|跳河",
    "en": r"overdose|\bhanging|jump|razor|pesticide",
}


@pytest.mark.parametrize("lang", LANGS)
def test_no_diagnosis_no_lecture_no_bargain_no_promise(lang: str) -> None:
    """Words that harm are nowhere in the catalogue."""
    assert [s for s in sentences(lang) if re.search(NEVER[lang], s, re.IGNORECASE)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_method_is_named(lang: str) -> None:
    """A means is met by putting it far away, never by its name."""
    assert [s for s in sentences(lang) if re.search(METHODS[lang], s)] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_need_is_met_in_every_region(kind: str, lang: str) -> None:
    """No region leaves a need without words, and no place for a number stays open."""
    for region in Resources.load().regions:
        for level in ("low", "medium", "high"):
            for audience in ("adult", "minor", "elder"):
                words = opening(kind, level, lang, audience=audience, region=region)
                known = kind if kind != "fraud" or level == "medium" else "other"
                assert words or known == "other", (kind, level, region)
                assert not re.search(r"[{}?]\w", " ".join(words))


# ---- one turn after the other -------------------------------------------------------------------


def test_at_medium_it_is_asked_straight_and_gently() -> None:
    """The question for thoughts of death stands last, so that the answer is to it."""
    said = opening("self_harm", "medium")
    assert "结束自己的生命" in said[-1]
    assert "12356" in "".join(said)


def test_at_high_a_person_comes_before_words() -> None:
    """First a real person and the means out of reach; the figure is honest about itself."""
    said = "".join(opening("self_harm", "high"))
    assert said.index("真人") < said.index("120")
    assert "人工智能" in said
    assert "远" in said


@pytest.mark.parametrize("need", [Need(k, level) for k in KINDS for level in ("medium", "high")])
def test_further_pleas_never_get_the_same_words(need: Need) -> None:
    """The second and third turn of need go on instead of starting over."""
    care = Care()
    said = [plea(care, need, "真的很难受") for _ in range(3)]
    assert all(said)
    for one, other in pairwise(said):
        assert not {*re.split("[。？]", one)} & {*re.split("[。？]", other)} - {""}, need


@pytest.mark.parametrize(
    "cue", ["嗯", "没有", "不想打电话", "没用的", "别告诉别人", "算了，不说了"]
)
def test_the_same_answer_twice_gets_two_replies(cue: str) -> None:
    """Whoever repeats themselves is not answered by a record."""
    care = Care()
    plea(care)
    care.asked = ""
    first = follow(care, cue)
    care.asked = ""
    assert first
    assert follow(care, cue) != first


@pytest.mark.parametrize(
    ("answer", "level", "word"), [("嗯", "high", "身边"), ("没有", "medium", "我信您")]
)
def test_yes_and_no_are_understood_by_what_was_asked(answer: str, level: str, word: str) -> None:
    """A yes to thoughts of death raises the level; a no is believed and the talk goes on."""
    care = Care()
    plea(care)
    assert word in follow(care, answer)
    assert care.need == Need("self_harm", level)  # type: ignore[arg-type]


def test_a_second_wish_to_die_is_a_yes_to_the_question() -> None:
    """Nobody has to answer in so many words."""
    care = Care()
    plea(care)
    assert "真话" in plea(care, MEDIUM, "真的活不下去了")
    assert care.need == HIGH


def test_a_darker_word_in_the_talk_is_heard_without_the_screen() -> None:
    """What comes after a plea is read more closely, and raises the level."""
    care = Care()
    plea(care)
    care.asked = ""
    assert "身边有人吗" in follow(care, "我想结束这一切")
    assert care.need == HIGH


def test_he_has_come_means_help_to_one_and_danger_to_another() -> None:
    """The same words, by what the talk is about."""
    waiting, hiding = Care(), Care()
    plea(waiting, HIGH)
    plea(hiding, Need("abuse", "high"))
    waiting.asked = hiding.asked = ""
    assert "做对了" in follow(waiting, "她来了")
    assert "110" in follow(hiding, "他来了")


def test_worry_about_a_friend_is_heard_in_a_text_taken_for_a_threat() -> None:
    """Who asks for another one is not told to get away from them."""
    care = Care()
    said = plea(care, Need("threat", "medium"), "My friend said she wants to kill herself")
    assert "可以直接问" in said
    assert care.need == MEDIUM


def test_who_does_not_want_to_call_is_not_pressed() -> None:
    """Another small step is offered, and no number again."""
    care = Care()
    plea(care, HIGH)
    said = follow(care, "不想打电话")
    assert "先不打" in said
    assert not re.search(r"\d{3}", said)


def test_secrecy_is_answered_truly() -> None:
    """What is kept is told as it is, and silence about danger is not promised."""
    care = Care()
    plea(care, HIGH)
    said = follow(care, "你别告诉别人")
    assert "不留底" in said
    assert "劝" in said


def test_who_was_misheard_is_believed_and_the_talk_is_ordinary_again() -> None:
    """An excuse, and nothing is asked any more."""
    care = Care()
    plea(care)
    assert "听重了" in follow(care, "我是说队太长")
    assert not CARING.aware(care)


def test_a_joke_about_a_plan_does_not_end_the_talk() -> None:
    """At high it is believed halfway: somebody should be there."""
    care = Care()
    plea(care, HIGH)
    said = follow(care, "逗你的")
    assert "有个人在旁边" in said
    assert CARING.aware(care)


def test_who_wants_no_questions_is_asked_none() -> None:
    """Three times over, and each time less is said."""
    care = Care()
    plea(care)
    said = [follow(care, text) for text in ("别问了", "不要你管", "滚")]
    assert len(set(said)) == 3
    assert not any("？" in answer for answer in said)


def test_who_leaves_is_let_go() -> None:
    """One short word, a number, no question but one at danger."""
    care = Care()
    plea(care, Need("abuse", "medium"))
    said = follow(care, "我走了")
    assert said.startswith("好")
    assert "？" not in said


def test_a_friend_is_told_how_to_help() -> None:
    """Not asked whether they want to die themselves."""
    said = plea(Care(), HIGH, "我朋友说他想自杀，怎么办")
    assert "可以直接问" in said
    assert "您是在想结束" not in said


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("我胸口疼得厉害", "坐下"),
        ("他抽起来了，翻白眼", "别往嘴里塞东西"),
        ("我爸嘴歪了，说话不清", "几点开始"),
        ("家里有煤气味，头晕", "别开灯"),
        ("我爸叫不醒，没呼吸了", "按压胸口"),
        ("我刚才把一瓶药都吃了", "别睡过去"),
        ("我妈把药当糖吃了半瓶，叫她不应", "拍拍肩"),
    ],
)
def test_an_emergency_begins_with_what_to_do(text: str, word: str) -> None:
    """The first sentence is an action, and the steps are those for what was told."""
    said = CARING.plea(Care(), Need("medical_emergency", "high"), text, HELPER).sentences
    assert re.search("120|出去", said[0])
    assert word in "".join(said)


def test_bodily_danger_is_heard_in_a_text_taken_for_grief() -> None:
    """A guess of the classifier doesn't keep an ambulance away."""
    care = Care()
    said = plea(care, Need("distress", "low"), "Please hurry, my dad grabbed his chest, chest pain")
    assert "120" in said
    assert care.need == Need("medical_emergency", "high")


def test_who_threatens_is_met_calmly_and_told_the_truth() -> None:
    """No threat back, no flattery; a way on; and when nothing is left, the question for himself."""
    care = Care()
    first = plea(care, Need("threat", "high"), "今天再不给办我弄死他")
    assert "警察会过来" in first
    assert "不跟您赌" in follow(care, "你看我敢不敢")
    assert "不想活" in follow(care, "我房子都没了，我还怕什么")


def test_a_plan_or_a_means_makes_it_grave() -> None:
    """A time, a place or a means at hand is heard even where the screen heard a mere wish."""
    care = Care()
    assert "真人到您身边" in plea(care, MEDIUM, "活着没意思，我准备好了，今晚就走")
    assert care.need == HIGH


def test_a_minor_is_spoken_to_as_one() -> None:
    """你, the line for the young, a grown-up they trust, and that it isn't their fault."""
    said = "".join(opening("self_harm", "medium", audience="minor"))
    assert "您" not in said
    assert "12355" in said
    assert "大人" in said
    assert "不是你的错" in said


def test_a_child_who_is_beaten_and_wants_to_die_is_asked_about_both() -> None:
    """The second need is not lost behind the first."""
    care = Care()
    said = plea(care, Need("abuse", "high"), "他们天天打我，我想死", also=("self_harm",))
    assert "110" in said
    assert "不想活" in said


def test_somebody_being_cheated_is_helped_not_blamed() -> None:
    """Stop, hang up, ask the real police; and what is gone can still be held."""
    care = Care()
    said = plea(care, Need("fraud", "medium"), "他让我把钱转到安全账户，不让告诉儿女")
    assert "一分钱也别转" in said
    assert "96110" in said
    assert "止付" in follow(care, "已经转了八千了")


def test_after_a_matter_it_is_asked_once_how_things_are() -> None:
    """One question later, and not again."""
    care = Care()
    plea(care)
    assert "好一点" in "".join(CARING.check_in(care, HELPER))
    assert CARING.check_in(care, HELPER) == ()


def test_quiet_turns_end_the_spell() -> None:
    """Nobody is asked for ever."""
    care = Care()
    plea(care)
    for _ in range(SPELL):
        care.asked = ""
        assert follow(care, "楼下的桂花开了，开得挺好的，闻得见")
    assert follow(care, "楼下的桂花开了") == ""


def test_a_person_is_offered_once_and_only_where_there_is_one() -> None:
    """The desk promises nothing that it does not have."""
    care = Care()
    said = "".join(CARING.plea(care, MEDIUM, "", Helper(offers=("queue", "callback"))).sentences)
    assert "转人工" in said
    assert "转人工" not in plea(Care())
    again = CARING.plea(care, HIGH, "", Helper(offers=("queue",))).sentences
    assert "转人工" not in "".join(again)


def test_english_speakers_get_english_and_the_numbers_of_their_region() -> None:
    """Where a region has no such line, the sentence is left out."""
    said = " ".join(opening("self_harm", "medium", "en", region="GB"))
    assert "116 123" in said
    assert "{" not in " ".join(opening("self_harm", "medium", "en", region="INTL"))
    assert "text the police" not in " ".join(opening("abuse", "high", "en", region="GB"))


@given(st.lists(st.text(max_size=60), max_size=12))
def test_no_word_of_the_visitor_is_in_the_state(turns: list[str]) -> None:
    """The state is plain values from the catalogue alone, and goes through JSON unchanged."""
    care = Care()
    for number, text in enumerate(turns):
        plea(care, MEDIUM, text) if number % 3 == 0 else follow(care, text)
    kept = msgspec.json.encode(care)
    assert msgspec.json.decode(kept, type=Care) == care
    assert kept.isascii()
    assert set(care.told) <= {*_keys(), "offer", *(f"besides.{kind}" for kind in KINDS)}


def _keys() -> set[str]:
    return {key.removeprefix(".") for key in flat(TABLES["zh"])}


@given(st.text(max_size=200), st.sampled_from(KINDS))
def test_any_text_may_be_said_back(text: str, kind: str) -> None:
    """No string breaks the cues."""
    cues.turn(text, kind)
    cues.plea(text, kind)
    cues.lead(text)
