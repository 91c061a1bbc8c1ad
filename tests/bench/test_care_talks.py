"""The conversations in `docs/care.md` are what is really said, and nobody is sent away in them."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

# The benches are no part of the package: they are found from the root.
sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.care_talks import BEGIN, END, held, talks, written

from qingzhi.service.mind import Mind
from qingzhi.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs/care.md").read_text("utf-8")
TALKS = talks()


@pytest.fixture(scope="module")
def mind(tmp_path_factory: pytest.TempPathFactory) -> Mind:
    """Give the real mind, loaded once."""
    return Mind.open(Settings(data=tmp_path_factory.mktemp("mind")))


def told(mind: Mind, talk: dict[str, Any]) -> list[str]:
    return [answer for _, answer, _ in held(mind, talk)]


def test_the_talks_are_on_the_page_in_order() -> None:
    """Each with its title and what was wanted."""
    shown = PAGE.partition(BEGIN)[2].partition(END)[0]
    titles = re.findall(r"^### \d+ (.+)$", shown, re.MULTILINE)
    assert titles == [talk["title"] for talk in TALKS]
    assert len(titles) >= 20


@pytest.mark.parametrize("number", [2, 5, 8, 15, 16])
def test_the_page_says_what_is_said_now(mind: Mind, number: int) -> None:
    """Those talks that begin with a word of the lists are compared to the letter."""
    assert written(mind, number, TALKS[number - 1]) in PAGE


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: str(talk["id"]))
def test_nobody_is_sent_away_or_told_the_same_twice(mind: Mind, talk: dict[str, Any]) -> None:
    """No 'I don't understand' in the midst of need, and no answer repeated."""
    answers = told(mind, talk)
    away = re.compile("没听明白|没听懂|帮不上|不在行|还没有资料|答不上来|这件事现在不适合你")
    assert [answer for answer in answers if away.search(answer)] == []
    assert len(set(answers)) == len(answers)
    assert all(answers)
