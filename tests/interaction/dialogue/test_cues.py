"""Cues of a turn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.interaction.dialogue import cues

CUES = cues.load()


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("那要带什么", ("materials",)),
        ("多少钱", ("fee",)),
        ("要多久能办下来", ("time_limit",)),
        ("在哪办", ("where",)),
        ("网上能办吗", ("online",)),
        ("可以让别人代办吗", ("who",)),
        ("有效期多久", ("validity",)),
        ("失业金能领几个月", ("validity",)),
        ("退休金啥时候能领", ("who",)),
        ("护照什么时候能领", ("time_limit",)),
        ("免费吗", ("fee",)),
        ("免费的律师", ()),
        ("要带什么，多少钱", ("materials", "fee")),
        ("怎么办理", ("summary",)),
        ("how much is it", ("fee",)),
        ("how long does it take", ("time_limit",)),
        ("where do i go", ("where",)),
        ("what documents should i bring", ("materials",)),
        ("身份证", ()),
    ],
)
def test_facets(text: str, facets: tuple[str, ...]) -> None:
    """What is asked for decides what is told, in both languages."""
    assert CUES.facets(text) == facets


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("第一个", "first"),
        ("第二项吧", "second"),
        ("最后那个", "last"),
        ("都不是", "none"),
        ("the second one", "second"),
        ("neither", "none"),
        ("身份证丢了", ""),
    ],
)
def test_choices(text: str, choice: str) -> None:
    """Ordinals and refusals are understood as answers to a question back."""
    assert CUES.choice(text) == choice


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("转人工", "person"),
        ("你会什么", "ability"),
        ("还有呢", "more"),
        ("what can you do", "ability"),
    ],
)
def test_moves(text: str, move: str) -> None:
    """Moves that need no subject are recognised."""
    assert CUES.move(text) == move


@given(st.text(max_size=500))
def test_any_text(text: str) -> None:
    """No text breaks the rules."""
    CUES.facets(text)
    CUES.move(text)
    CUES.choice(text)
    assert isinstance(CUES.without_facets(text), str)
