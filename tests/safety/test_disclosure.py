"""The figure says what it is, stops when told, and has words for whatever it can't answer."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.safety import Screen, Verdict, disclosure
from qingzhi.safety.learned.judge import CATEGORIES as MISUSE
from qingzhi.safety.resources import Resources
from qingzhi.safety.rules import RuleBook

if TYPE_CHECKING:
    from qingzhi.safety.verdict import Action

LEARNED: dict[str, Action] = dict.fromkeys(MISUSE, "refuse")
NEEDS: dict[str, Action] = dict.fromkeys(
    ("self_harm", "abuse", "threat", "medical_emergency", "distress"), "care"
)
CATEGORIES = LEARNED | {rule.category: rule.action for rule in RuleBook.load().rules} | NEEDS


@pytest.mark.parametrize(("lang", "word"), [("zh", "人工智能"), ("en", "AI")])
def test_it_says_that_it_is_an_ai(lang: str, word: str) -> None:
    """Opening, identity and reminder say so, and the first breath of the opening does."""
    assert word in disclosure.greeting(lang)[0]
    assert word in " ".join(disclosure.identity(lang))
    assert word in " ".join(disclosure.reminder(lang))


@pytest.mark.parametrize(
    "text",
    ["停", "停。", "停！", "停停停", "停一下", "请停一下", "别说了", "别说了！！", "闭嘴", "够了",
     "打住吧", "stop", "Stop!", "STOP", "please stop", "stop talking", "Shut up.", "ok stop"],
)  # fmt: skip
def test_stop_words_stop(text: str) -> None:
    """A turn that is nothing but a stop word stops the figure."""
    assert disclosure.is_stop(text)


@pytest.mark.parametrize(
    "text",
    ["停车证怎么办", "停业登记", "怎么停保", "我想停缴社保", "暂停营业要报备吗", "停水了",
     "别说了材料不齐", "how do I stop my pension", "bus stop", "stop sign permit", "", "。",
     "停" + "。" * 100_000],
)  # fmt: skip
def test_questions_with_stop_in_them_do_not(text: str) -> None:
    """A matter that only contains the word is a question."""
    assert not disclosure.is_stop(text)


@given(st.text(st.characters(), max_size=60))
def test_any_text_may_be_asked(text: str) -> None:
    """No string breaks the stop test."""
    disclosure.is_stop(text)


@pytest.mark.parametrize("lang", disclosure.LANGS)
@pytest.mark.parametrize("category", sorted(CATEGORIES))
def test_every_category_has_its_words(category: str, lang: str) -> None:
    """Each has a reason of its own, and words where it stops an answer or goes before one."""
    assert disclosure.reason(category, lang) != disclosure.reason("other", lang)
    verdict = Verdict(action=CATEGORIES[category], text="", categories=(category,))
    if not verdict.passes:
        other = Verdict(action=verdict.action, text="", categories=("other",))
        assert disclosure.answer_to(verdict, lang) != disclosure.answer_to(other, lang)


def test_refusals_and_care_show_a_way_on() -> None:
    """No refusal ends in a wall: more than one sentence, or a number to call."""
    for category, action in CATEGORIES.items():
        words = disclosure.answer_to(Verdict(action=action, text="", categories=(category,)))
        assert action not in {"refuse", "care"} or len(words) > 1 or category == "identity"


def test_young_people_are_told_of_their_own_line() -> None:
    """Care for a minor adds 12355 and a grown-up they trust."""
    verdict = Verdict(action="care", text="", categories=("self_harm",))
    assert "12355" in "".join(disclosure.answer_to(verdict, audience="minor"))
    assert "12355" not in "".join(disclosure.answer_to(verdict))


def test_nothing_is_said_in_place_of_what_passes() -> None:
    """An allowed text needs no other words."""
    assert disclosure.answer_to(Verdict(action="allow", text="你好")) == ()


@pytest.mark.parametrize("lang", disclosure.LANGS)
def test_every_number_that_is_named_has_a_source(lang: str) -> None:
    """Telephone numbers in the messages all stand, with their source, in the dated file."""
    package = files("qingzhi.safety")
    known = {line.call for line in Resources.load().of("CN").line}
    said = (package / f"messages.{lang}.toml").read_text("utf-8")
    assert set(re.findall(r"\b1\d{2,4}\b|\b96\d{3}\b", said)) <= known


def test_both_languages_say_the_same_things() -> None:
    """The catalogues have the same keys."""
    package = files("qingzhi.safety")
    zh, en = (
        tomllib.loads((package / f"messages.{lang}.toml").read_text("utf-8"))
        for lang in disclosure.LANGS
    )
    assert {key: set(zh[key]) for key in zh} == {key: set(en[key]) for key in en}


@pytest.mark.parametrize("lang", disclosure.LANGS)
def test_its_own_words_pass_its_own_screen(screen: Screen, lang: str) -> None:
    """Whatever the catalogues say may go out."""
    for action, category in ((action, name) for name, action in CATEGORIES.items()):
        for sentence in disclosure.answer_to(
            Verdict(action=action, text="", categories=(category,)), lang
        ):
            verdict = screen.check(sentence, direction="out", lang=lang, reviewed=True)
            assert verdict.action == "allow", sentence
