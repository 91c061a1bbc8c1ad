"""What a turn shows beside its matter, judged on phrasings that were written for it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.safety import ages, leaving, signals

TABLE: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("phrasings.toml").read_text("utf-8")
)
GROUPS: Final = {"minor": "minor", "adult": "adult", "elder": "elder", "nobody": None}
SIGNS: Final = [name for name in TABLE if name not in {"exit", *GROUPS}]
SAID: Final = [(name, text) for name in SIGNS for text in TABLE[name]["said"]]
ELSE: Final = [(name, text) for name in SIGNS for text in TABLE[name]["else"]]


def shows(name: str, text: str) -> bool:
    return any(sign == name or sign.startswith(f"{name}.") for sign in signals.shown(text))


@pytest.mark.parametrize(("name", "text"), SAID)
def test_a_sign_is_seen_in_many_wordings(name: str, text: str) -> None:
    """What people say in their own words is recognised, in both languages."""
    assert shows(name, text)


@pytest.mark.parametrize(("name", "text"), ELSE)
def test_a_near_miss_is_no_sign(name: str, text: str) -> None:
    """A question of public service with the same words in it stays one."""
    assert not shows(name, text)


def test_there_are_enough_questions_about_what_it_is() -> None:
    """Identity is asked for in at least sixty wordings here, exit in as many."""
    assert len(TABLE["asks_identity"]["said"]) >= 60
    assert len(TABLE["exit"]["said"]) >= 60


@pytest.mark.parametrize("text", TABLE["exit"]["said"])
def test_a_good_bye_ends_a_visit(text: str) -> None:
    """Whoever says that they leave may leave."""
    assert leaving.is_exit(text)


@pytest.mark.parametrize("text", TABLE["exit"]["else"])
def test_a_question_about_leaving_does_not(text: str) -> None:
    """A matter that only contains the word is a question."""
    assert not leaving.is_exit(text)


@pytest.mark.parametrize(
    ("group", "text"), [(group, text) for group in GROUPS for text in TABLE[group]["said"]]
)
def test_people_say_how_old_they_are(group: str, text: str) -> None:
    """An age, a school year or a plain word is read for the speaker only, never for a relative."""
    assert ages.said_of_oneself(text) == GROUPS[group]


@pytest.mark.parametrize(
    ("text", "age"),
    [("我一百零一岁", 101), ("我七十八岁", 78), ("我二十岁", 20), ("我十八岁", 18),
     ("我差点十八岁", None),
     ("我还没满十八岁", 17), ("我3岁", None), ("我300岁", None), ("i'm twenty one years old", 21),
     ("i'm not yet 18 years old", 17), ("i'm zero years old", None), ("我二三岁", None)],
)  # fmt: skip
def test_ages_are_read_as_numbers(text: str, age: int | None) -> None:
    """Digits, hanzi and words; what can't be the age of a visitor is none."""
    assert ages.age_of(signals.plainly(text)) == age


@given(st.text(st.characters(), max_size=400))
def test_any_text_may_be_said(text: str) -> None:
    """No string breaks a recogniser."""
    signals.shown(text)
    signals.shown(text, "out")
    leaving.is_exit(text)
    ages.said_of_oneself(text)


@pytest.mark.parametrize(
    "piece", ["好了", "再见", "bye ", "我今年", "别走", "爱你", "(", "<", "是人"]
)
def test_a_flood_takes_no_longer_than_a_page(piece: str) -> None:
    """Repetition, however long, is read only at its ends."""
    flood = piece * 50_000
    assert len(signals.plainly(flood)) <= signals.READ + 1
    assert not leaving.is_exit(flood)
    signals.shown(flood)


def test_both_ends_of_a_long_turn_are_read() -> None:
    """What matters is often said first or last."""
    filler = "我想问一下材料的事情，" * 100
    assert "asks_identity" in signals.shown(filler + "你是真人吗")
    assert "asks_identity" in signals.shown("你是真人吗，" + filler)
