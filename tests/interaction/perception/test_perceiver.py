"""What a visitor wants and feels is read from their words, and never fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.emotion import Strength
from qingzhi.interaction.perception import INTENTS, Perceiver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.score import Percept

HERE = Path(__file__).parent
ITEMS = HERE.parents[3] / "shared/data/gov_items_guangdong/items.jsonl"
WEAK = 1 / 3
SETS = ("utterances.jsonl", "utterances_fresh.jsonl", "utterances_blind.jsonl")


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def _accuracy(perceiver: Perceiver, rows: Sequence[dict[str, Any]]) -> tuple[float, float]:
    """Share of rows whose emotion is an accepted one, and whose intent is the labelled one."""
    percepts = [perceiver.perceive(row["text"]) for row in rows]
    emotions = [_felt(p, row) in row["emotions"] for p, row in zip(percepts, rows, strict=True)]
    intents = [p.intent == row["intent"] for p, row in zip(percepts, rows, strict=True)]
    return sum(emotions) / len(rows), sum(intents) / len(rows)


def _felt(percept: Percept, row: dict[str, Any]) -> str:
    """Name the emotion; where neutral is accepted, a weak one is as good as none."""
    if "neutral" in row["emotions"] and percept.emotion.intensity <= WEAK:
        return "neutral"
    return percept.emotion.dominant


@pytest.mark.parametrize("name", SETS)
def test_service_desk_utterances_are_understood(perceiver: Perceiver, name: str) -> None:
    """Nine in ten get an accepted emotion and four in five the intent."""
    emotion, intent = _accuracy(perceiver, _rows(name))
    assert emotion >= 0.9
    assert intent >= 0.8


@pytest.mark.parametrize("name", SETS)
def test_neutral_questions_stay_neutral(perceiver: Perceiver, name: str) -> None:
    """At most one neutral question in twenty seems more than weakly felt."""
    rows = [row for row in _rows(name) if row["emotions"] == ["neutral"]]
    alarms = [r["text"] for r in rows if perceiver.perceive(r["text"]).emotion.intensity > WEAK]
    assert len(alarms) <= len(rows) / 20, alarms


@pytest.mark.skipif(not ITEMS.exists(), reason="the development data is not beside the checkout")
def test_questions_on_real_service_items_stay_neutral(perceiver: Perceiver) -> None:
    """Not one name of a real government service in a hundred sounds like a feeling."""
    names = [json.loads(line)["TASK_NAME"] for line in ITEMS.read_text("utf-8").splitlines()]
    asked = (perceiver.perceive(f"{name}怎么办理？") for name in names)
    alarms = [percept.text for percept in asked if percept.emotion.intensity > WEAK]
    assert len(alarms) <= len(names) / 100, alarms


@pytest.mark.parametrize(
    ("weaker", "stronger", "emotion"),
    [
        ("有点生气", "生气", "anger"),
        ("生气", "非常生气", "anger"),
        ("非常生气", "非常生气！！", "anger"),
        ("a bit worried", "worried", "fear"),
        ("worried", "very worried", "fear"),
        ("this is unacceptable", "THIS IS UNACCEPTABLE", "anger"),
    ],
)
def test_degree_changes_the_intensity(
    perceiver: Perceiver, weaker: str, stronger: str, emotion: str
) -> None:
    """Dampers, boosters, marks and capitals move one and the same feeling up and down."""
    low, high = (getattr(perceiver.perceive(t).emotion, emotion) for t in (weaker, stronger))
    assert 0 < low < high <= 1


def test_all_three_strengths_are_reached(perceiver: Perceiver) -> None:
    """Intensity is continuous and falls into weak, moderate and strong."""
    texts = ("有点担心", "我很担心", "急死我了！！救命")
    strengths = [perceiver.perceive(text).emotion.strength for text in texts]
    assert strengths == [Strength.WEAK, Strength.MODERATE, Strength.STRONG]


@pytest.mark.parametrize("text", ["我不生气", "没有担心", "I'm not angry", "别着急，慢慢来"])
def test_a_denied_feeling_is_no_feeling(perceiver: Perceiver, text: str) -> None:
    """Negation takes the feeling away."""
    assert perceiver.perceive(text).emotion.intensity <= WEAK


def test_denied_joy_is_not_joy(perceiver: Perceiver) -> None:
    """不满意 and not happy are unpleasant."""
    assert perceiver.perceive("我一点都不满意").valence < 0
    assert perceiver.perceive("I am not happy with this").valence < 0


def test_a_repeated_complaint_grows(perceiver: Perceiver) -> None:
    """The same words said angrily again weigh more."""
    first = perceiver.perceive("怎么又不行")
    second = perceiver.perceive("怎么又不行", history=[first])
    third = perceiver.perceive("怎么又不行", history=[first, second])
    assert first.emotion.anger < second.emotion.anger < third.emotion.anger
    assert "history.repeated" in third.evidence


def test_feelings_fade_over_neutral_turns(perceiver: Perceiver) -> None:
    """A feeling carries over to a plain question, weaker each time, and then is gone."""
    history = [perceiver.perceive("气死我了，跑了三趟了！")]
    for _ in range(4):
        history.append(perceiver.perceive("护照要带什么", history=history))
    anger = [percept.emotion.anger for percept in history]
    assert anger == sorted(anger, reverse=True)
    assert anger[1] > 0
    assert anger[-1] == 0


def test_thanks_soothe(perceiver: Perceiver) -> None:
    """Whoever says thank you is hardly angry any more."""
    angry = perceiver.perceive("气死我了")
    thanks = perceiver.perceive("谢谢", history=[angry])
    asking = perceiver.perceive("护照要带什么", history=[angry])
    assert thanks.emotion.anger < asking.emotion.anger
    assert thanks.valence > 0


@pytest.mark.parametrize(
    ("text", "lang"),
    [("护照怎么办", "zh"), ("我要办passport", "zh"), ("How do I say 护照 here", "en"),
     ("請問護照", "zh"), ("OK", "en"), ("？？？", "zh"), ("", "zh"), ("12345", "zh")],
)  # fmt: skip
def test_language_is_told(perceiver: Perceiver, text: str, lang: str) -> None:
    """Hanzi and Latin words decide; Chinese where neither is there."""
    assert perceiver.perceive(text).lang == lang


def test_a_wordless_turn_keeps_the_language_of_the_talk(perceiver: Perceiver) -> None:
    """A row of question marks after English is English; a language given wins."""
    english = perceiver.perceive("Where is the office?")
    assert perceiver.perceive("???", history=[english]).lang == "en"
    assert perceiver.perceive("护照", lang="en").lang == "en"


def test_traditional_characters_are_read(perceiver: Perceiver) -> None:
    """氣死我了 is 气死我了."""
    assert perceiver.perceive("氣死我了").emotion == perceiver.perceive("气死我了").emotion


def test_emoji_speak(perceiver: Perceiver) -> None:
    """An emoji alone is a feeling."""
    assert perceiver.perceive("😡").emotion.dominant == "anger"
    assert perceiver.perceive("🎉").emotion.dominant == "joy"


def test_evidence_names_features_and_never_the_text(perceiver: Perceiver) -> None:
    """What decided can be shown and logged: group names, all ASCII."""
    evidence = perceiver.perceive("我叫王小明，气死我了！！").evidence
    assert "anger.fury" in evidence
    assert all(feature.isascii() for feature in evidence)


@given(
    st.one_of(
        st.text(st.characters(), max_size=120),
        st.text("气死谢不没很！？?!。A a\x00\u200b\ud800😡", max_size=120),
    )
)
def test_any_string_gives_a_percept(text: str) -> None:
    """Controls, surrogates, fragments: ranges hold and the intent is a known one."""
    percept = _PERCEIVER.perceive(text)
    assert percept.intent in INTENTS
    assert all(0 <= level <= 1 for level in percept.emotion)
    assert -1 <= percept.valence <= 1
    assert -1 <= percept.arousal <= 1
    assert 0 <= percept.confidence <= 1
    percept.text.encode()


_PERCEIVER = Perceiver.load()


@pytest.mark.parametrize("text", ["气" * 100_000, "!" * 100_000, "(" * 100_000, "ﷺ" * 100_000])
def test_a_huge_text_is_read_only_in_part(perceiver: Perceiver, text: str) -> None:
    """A hundred thousand characters are cut to a bounded head and tail."""
    assert len(perceiver.perceive(text).text) <= 700


def test_unknown_history_languages_and_long_histories_are_borne(perceiver: Perceiver) -> None:
    """A conversation of thousands of turns costs no more than its last few."""
    percept = perceiver.perceive("气死我了")
    assert perceiver.perceive("怎么又不行", history=[percept] * 5_000).emotion.anger <= 1
