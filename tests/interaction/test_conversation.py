"""Whole conversations."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingzhi.errors import InputError
from qingzhi.interaction.conversation import Conversation
from qingzhi.interaction.perception import Perceiver
from qingzhi.score import Act, Percept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.interaction.knowledge import Knowledge
    from qingzhi.score import Clause

PERCEIVER = Perceiver.load()


class Talk:
    """A conversation with a perceiver before it and a counter of turns."""

    def __init__(self, knowledge: Knowledge, *, seed: int = 0) -> None:
        self.conversation = Conversation(knowledge, seed=seed)
        self.turn = 0

    def start(self, text: str) -> Iterator[Clause]:
        self.turn += 1
        return self.conversation.respond(PERCEIVER.perceive(text), generation=self.turn)

    def say(self, text: str) -> list[Clause]:
        return list(self.start(text))

    def text(self, text: str) -> str:
        return "".join(clause.text for clause in self.say(text))

    @property
    def topic(self) -> str:
        return self.conversation.citations[0].id if self.conversation.citations else ""


@pytest.fixture
def talk(knowledge: Knowledge) -> Talk:
    return Talk(knowledge)


def test_an_answer(talk: Talk) -> None:
    """A how-to is told in at most six clauses with connectives, sources, emphasis and a card."""
    clauses = talk.say("我身份证到期了咋换")
    assert 3 <= len(clauses) <= 6
    assert len(clauses[0].text) <= 14
    assert [clause.id for clause in clauses] == [f"c1.{n}" for n in range(len(clauses))]
    text = "".join(clause.text for clause in clauses)
    assert text.index("首先") < text.index("最后")
    assert all(clause.sources[0].id == "id-card-renew" for clause in clauses)
    assert any(clause.emphasis for clause in clauses)
    assert {Act.INFORM, Act.LIST, Act.INSTRUCT} <= {clause.act for clause in clauses}
    card = talk.conversation.card
    assert card is not None
    assert {"summary", "materials", "steps", "where"} <= {s.kind for s in card.facets}
    assert 2 <= len(card.suggestions) <= 3
    assert card.note


def test_the_first_clause_comes_before_the_rest_is_made(talk: Talk) -> None:
    """Answering is lazy: breaking off after one clause is safe, and only that one was said."""
    first = next(talk.start("身份证丢了怎么补"))
    assert first.text.endswith("，")
    assert talk.conversation.snapshot()["focus"] == "id-card-replace"
    assert talk.say("要多久")


@pytest.mark.parametrize(
    ("question", "told"),
    [("那要带什么", "户口簿"), ("多少钱", "40"), ("要多久", "60"), ("在哪办", "派出所")],
)
def test_follow_ups_keep_the_topic(talk: Talk, question: str, told: str) -> None:
    """A follow-up without a subject is about what is in focus."""
    talk.say("身份证丢了怎么补")
    assert told in talk.text(question)
    assert talk.topic == "id-card-replace"


def test_half_a_subject(talk: Talk) -> None:
    """What if it's lost keeps the thing and changes the case; and the passport, the reverse."""
    talk.say("身份证过期了怎么换")
    talk.say("那如果丢了呢")
    assert talk.topic == "id-card-replace"
    talk.say("那护照呢")
    assert talk.topic == "passport-replace"


def test_a_new_topic_replaces_the_old(talk: Talk) -> None:
    """A question with a subject of its own changes the topic."""
    talk.say("身份证过期了怎么换")
    talk.say("谢谢，那医保怎么转到外省")
    assert talk.topic == "medical-transfer"
    talk.say("要带什么")
    assert talk.topic == "medical-transfer"


@pytest.mark.parametrize(
    ("answer", "topic"),
    [("丢了的那个", "id-card-replace"), ("过期了", "id-card-renew"), ("第一个", "")],
)
def test_a_question_back(talk: Talk, answer: str, topic: str) -> None:
    """A bare subject is asked back by name; ordinals and descriptions resolve it."""
    clauses = talk.say("身份证")
    assert {clause.act for clause in clauses} == {Act.ASK}
    card = talk.conversation.card
    assert card is not None
    titles = card.suggestions
    assert len(titles) >= 2
    assert "".join(clause.text for clause in clauses).count("身份证") == 1
    talk.say(answer)
    assert talk.conversation.card is not None
    assert talk.topic == topic or talk.conversation.card.title == titles[0]


def test_none_of_them(talk: Talk) -> None:
    """Turning down all candidates leads to an open question, not to a guess."""
    talk.say("公积金")
    assert {clause.act for clause in talk.say("都不是")} == {Act.ASK}


def test_honest_ignorance(talk: Talk) -> None:
    """What isn't covered is said to be unknown, with who knows, and can be noted."""
    text = talk.text("渔船捕捞许可怎么办")
    assert "12345" in text
    assert not talk.conversation.citations
    talk.say("好的")
    assert talk.conversation.noted == ("渔船捕捞许可怎么办",)


@pytest.mark.parametrize(
    "text", ["帮我写首诗", "怎么炒股才能赚钱", "今天天气怎么样", "tell me a joke"]
)
def test_no_service_at_all(talk: Talk, text: str) -> None:
    """What no public service is about is turned down kindly, without a hotline for it."""
    clauses = talk.say(text)
    said = "".join(clause.text for clause in clauses)
    assert clauses[0].act is Act.REFUSE
    assert "123" not in said
    assert talk.conversation.outcome != "unknown"


@pytest.mark.parametrize("text", ["今天心情不好", "最近压力好大", "I feel so down today"])
def test_a_bad_day_is_listened_to(talk: Talk, text: str) -> None:
    """A plain feeling gets an ear, and no hotline."""
    clauses = talk.say(text)
    assert clauses[0].act is Act.EMPATHISE
    assert "123" not in "".join(clause.text for clause in clauses)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("办护照要带身份证吗", "要带居民身份证"),
        ("补身份证要不要户口本", "居民户口簿"),
        ("办护照要带学历证吗", "没有"),
        ("do I need my ID card to get a passport", "identity card"),
    ],
)
def test_one_paper(talk: Talk, text: str, told: str) -> None:
    """Whether a paper is needed is answered from the item's own list."""
    assert told in talk.text(text)
    assert talk.topic


def test_one_paper_for_what_is_in_focus(talk: Talk) -> None:
    """Asked without a subject, the paper is looked up for what was talked about."""
    talk.say("身份证丢了怎么补")
    talk.say("要户口本不")
    assert talk.topic == "id-card-replace"


@pytest.mark.parametrize(
    "text", ["帮我查一下我的社保余额", "我的医保交了几年", "公积金余额还有多少"]
)
def test_accounts_are_closed_to_us(talk: Talk, text: str) -> None:
    """Nobody's records can be seen from here; where they are is told."""
    said = talk.text(text)
    assert "App" in said or "小程序" in said
    assert not talk.conversation.citations


def test_no_judgement_under_the_law(talk: Talk) -> None:
    """A question of law goes to those who may answer it; what the item covers is told."""
    said = talk.text("分居两年是不是自动离婚")
    assert "12348" in said
    assert talk.topic == "divorce-register"


@pytest.mark.parametrize(
    ("text", "told", "cited"),
    [
        ("什么是居住证", "半年", "《居住证暂行条例》第二条"),
        ("低保是什么意思", "最低生活保障", "《中华人民共和国社会救助法》第十八条"),
        ("what is a cooling-off period?", "30 days", "《中华人民共和国民法典》第一千零七十七条"),
    ],
)
def test_a_word_is_explained(talk: Talk, text: str, told: str, cited: str) -> None:
    """A word is told in a sentence, citing the law that says so; then one can go on about it."""
    assert told in talk.text(text)
    assert [source.title for source in talk.conversation.citations] == [cited]
    assert talk.say("要带什么")[0].sources


def test_one_citation_for_an_item(talk: Talk) -> None:
    """An answer cites its item once, by its title; the texts behind it are on the card."""
    talk.say("换护照多少钱")
    [source] = talk.conversation.citations
    assert (source.id, source.title) == ("passport-renew", "普通护照到期换发")
    card = talk.conversation.card
    assert card is not None
    assert card.citations == (source,)
    assert card.facets[-1].kind == "sources"


def test_an_answer_says_what_it_is_about(talk: Talk) -> None:
    """A fee is told with its subject when that is news, and without when it isn't."""
    assert talk.text("换护照多少钱").startswith("护照到期换发")
    assert talk.text("要多久").startswith("一般")
    english = talk.text("how much is a driving licence renewal")
    assert english == "For a driving licence renewal, the fee is 10 yuan."


def test_a_missing_facet_is_owned_up_to(talk: Talk) -> None:
    """A facet that the item doesn't tell is not made up."""
    talk.say("公交老年卡给我爸咋整")
    text = talk.text("要多久能办好")
    assert "12345" in text


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("你好", Act.GREET),
        ("谢谢", Act.THANK),
        ("再见", Act.FAREWELL),
        ("你是真人吗", Act.DISCLOSE),
        ("hello", Act.GREET),
        ("are you a real person", Act.DISCLOSE),
        ("我想办证", Act.ASK),
        ("要带什么材料", Act.ASK),
        ("asdfghjkl", Act.ASK),
        ("帮我写首诗", Act.REFUSE),
        ("我好难过", Act.EMPATHISE),
        ("你真没用", Act.APOLOGISE),
    ],
)
def test_small_talk(talk: Talk, text: str, act: Act) -> None:
    """Social turns, vague requests, nonsense and feelings each get their own kind of answer."""
    assert talk.say(text)[0].act is act


def test_repeat_and_slower(talk: Talk) -> None:
    """The last answer is said again; slower also lowers the rate."""
    first = [clause.text for clause in talk.say("结婚登记要带什么")]
    assert [clause.text for clause in talk.say("再说一遍")] == first
    slower = [clause.text for clause in talk.say("慢点说")]
    assert slower[-len(first) :] == first
    assert talk.conversation.rate < 1.0


@pytest.mark.parametrize(
    ("slower", "louder"), [("请说慢一点", "大声点"), ("slow down please", "louder please")]
)
def test_wishes_for_the_voice_last(talk: Talk, slower: str, louder: str) -> None:
    """Slower and louder hold for the rest of the talk, add up, and end somewhere."""
    talk.say("结婚登记要带什么")
    talk.say(slower)
    talk.say(louder)
    once = (talk.conversation.rate, talk.conversation.gain_db)
    assert once == (0.85, 3.0)
    talk.say("护照丢了怎么补")
    assert (talk.conversation.rate, talk.conversation.gain_db) == once
    for _ in range(9):
        talk.say(slower)
        talk.say(louder)
    assert (talk.conversation.rate, talk.conversation.gain_db) == (0.6, 6.0)


@pytest.mark.parametrize("what", ["什么？", "pardon?"])
def test_asking_what_again_and_again_makes_it_clearer(talk: Talk, what: str) -> None:
    """Once is said again as it was; twice in a row slower and louder, and it stays so."""
    talk.say("结婚登记要带什么")
    talk.say(what)
    assert (talk.conversation.rate, talk.conversation.gain_db) == (1.0, 0.0)
    talk.say(what)
    clearer = (talk.conversation.rate, talk.conversation.gain_db)
    assert clearer == (0.92, 1.5)
    talk.say("护照丢了怎么补")
    talk.say(what)
    assert (talk.conversation.rate, talk.conversation.gain_db) == clearer


def test_stop_says_nothing(talk: Talk) -> None:
    """An order to stop is obeyed in silence."""
    talk.say("结婚登记要带什么")
    assert talk.say("停") == []


def test_feelings_change_the_answer(knowledge: Knowledge) -> None:
    """An angry, a worried and a cheerful visitor hear different openings in different colours."""
    said = {
        mood: Talk(knowledge).say(text)
        for mood, text in {
            "anger": "气死我了，跑了三趟，护照丢了到底怎么补",
            "fear": "急死了，护照丢了怎么补，我好怕赶不上",
            "plain": "护照丢了怎么补",
        }.items()
    }
    assert len({clauses[0].text for clauses in said.values()}) == 3
    assert all(c.emotion.joy == 0.0 for c in (*said["anger"], *said["fear"]))
    assert said["anger"][0].emotion != said["fear"][0].emotion
    facts = [[c.text for c in clauses if c.sources][-1] for clauses in said.values()]
    assert len(set(facts)) == 1


def test_a_death_is_told_without_a_smile(talk: Talk) -> None:
    """Condolence comes first and no clause carries joy."""
    clauses = talk.say("我妈昨天去世了，要办什么手续")
    assert all(clause.emotion.joy == 0.0 for clause in clauses)
    assert clauses[0].emotion.sadness > 0.0


def test_language_follows_the_visitor(talk: Talk) -> None:
    """Each turn is answered in its own language."""
    assert talk.say("how do I renew my ID card")[0].lang == "en"
    assert talk.say("多少钱")[0].lang == "zh"


def test_what_was_not_heard_is_told_again(knowledge: Knowledge) -> None:
    """Only what the player reports as heard counts as told; a silent player is trusted."""
    talk = Talk(knowledge)
    clauses = list(islice(talk.start("身份证丢了怎么补"), 3))
    talk.conversation.heard(clauses[0].id, 1.0)
    talk.conversation.heard(clauses[1].id, 0.2)
    talk.conversation.heard("c99.0", 1.0)
    assert talk.conversation.snapshot()["told"] == {"id-card-replace": ["summary"]}
    trusted = Talk(knowledge)
    trusted.say("身份证丢了怎么补")
    trusted.say("要多久")
    assert "materials" in trusted.conversation.snapshot()["told"]["id-card-replace"]


def test_more_tells_what_was_left_out(talk: Talk) -> None:
    """What else goes on with facets that were not told, until all are."""
    told = {clause.text for clause in talk.say("身份证丢了怎么补")}
    for _ in range(8):
        more = talk.say("还有呢")
        if not more[0].sources:
            break
        assert not told & {clause.text for clause in more}
        told |= {clause.text for clause in more}
    assert not more[0].sources


def test_wording_varies(talk: Talk) -> None:
    """The same message is not said twice in a row."""
    assert talk.text("谢谢") != talk.text("谢谢")


def test_same_seed_same_talk(knowledge: Knowledge) -> None:
    """A conversation is a function of its seed and its turns."""
    turns = ("你好", "身份证", "丢了的那个", "多少钱", "谢谢")
    first, second = Talk(knowledge, seed=4), Talk(knowledge, seed=4)
    assert [first.text(t) for t in turns] == [second.text(t) for t in turns]


def test_snapshot_and_restore(knowledge: Knowledge) -> None:
    """A conversation goes on elsewhere from its snapshot, which survives JSON."""
    talk = Talk(knowledge)
    talk.say("身份证丢了怎么补")
    other = Talk(knowledge)
    other.conversation.restore(json.loads(json.dumps(talk.conversation.snapshot())))
    assert other.text("多少钱") == talk.text("多少钱")
    with pytest.raises(InputError):
        other.conversation.restore({"focus": 3})


def test_reset_forgets(talk: Talk) -> None:
    """After a reset nothing of the visitor is left."""
    talk.say("身份证丢了怎么补")
    talk.conversation.reset()
    assert talk.conversation.snapshot()["focus"] == ""
    assert talk.conversation.card is None
    assert talk.say("多少钱")[0].act is Act.ASK


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None
)
@given(
    turns=st.lists(
        st.one_of(
            st.text(max_size=60),
            st.sampled_from(
                [
                    "身份证",
                    "丢了的那个",
                    "第一个",
                    "都不是",
                    "多少钱",
                    "还有呢",
                    "好的",
                    "再说一遍",
                    "停",
                    "慢点",
                ]
            ),
        ),
        max_size=6,
    )
)
def test_any_talk(knowledge: Knowledge, turns: list[str]) -> None:
    """Whatever is said, every clause says something, in its own id, and the state serialises."""
    conversation = Conversation(knowledge)
    ids: list[str] = []
    for number, text in enumerate(turns):
        percept = PERCEIVER.perceive(text)
        for clause in conversation.respond(percept, generation=number):
            assert clause.text.strip()
            assert all(0 <= a < b <= len(clause.text) for a, b in clause.emphasis)
            ids.append(clause.id)
    assert len(ids) == len(set(ids))
    json.dumps(conversation.snapshot())


def test_a_percept_by_hand(knowledge: Knowledge) -> None:
    """A percept without intent or emotion is enough."""
    percept = Percept(text="身份证丢了怎么补", lang="zh")
    clauses = list(Conversation(knowledge).respond(percept, generation=7))
    assert clauses[0].id == "c7.0"
    assert clauses[0].generation == 7


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("要多少钱？", {"fee"}),
        ("在哪里办，要带什么？", {"where", "materials"}),
        ("要带户口本吗", {"materials"}),
        ("How much does it cost?", {"fee"}),
    ],
)
def test_a_card_says_what_was_asked_for(talk: Talk, question: str, focus: set[str]) -> None:
    """Its focus holds the facets of the question; a question about the whole has none."""
    talk.say("身份证丢了怎么补办？")
    whole = talk.conversation.card
    talk.say(question)
    part = talk.conversation.card
    assert whole is not None
    assert part is not None
    assert (whole.focus, set(part.focus)) == ((), focus)


def test_more_is_about_what_has_not_been_told(talk: Talk) -> None:
    """Asked for more, the focus is what the voice tells now: two facets at most, none of old."""
    talk.say("身份证丢了怎么补办？")
    talk.say("还有呢？")
    card = talk.conversation.card
    assert card is not None
    assert 0 < len(card.focus) <= 2
    assert "summary" not in card.focus
