"""Questions for one paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.interaction.dialogue import papers

if TYPE_CHECKING:
    from qingzhi.interaction.knowledge import Knowledge


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("办护照要带身份证吗", "身份证"),
        ("要户口本不", "户口本"),
        ("照片要不要带", "照片"),
        ("结婚证要带吗", "结婚证"),
        ("do i need my passport to renew the licence", "passport"),
        ("is a photo required", "photo"),
    ],
)
def test_a_paper_is_read(text: str, paper: str) -> None:
    """The paper is named as the visitor names it."""
    question = papers.asked(text)
    assert question is not None
    assert question.paper == paper


@pytest.mark.parametrize(
    "text",
    [
        "要办什么证",
        "要钱吗",
        "要本人去吗",
        "继承要公证吗",
        "驾照六年了要换证",
        "还要办食品的证吗",
        "what do i need to apply for a passport",
    ],
)
def test_other_questions_are_left_alone(text: str) -> None:
    """A service, a fee or a visit is no paper."""
    assert papers.asked(text) is None


@pytest.mark.parametrize(
    ("item", "paper", "verdict"),
    [
        ("passport-first", "身份证", "yes"),
        ("passport-first", "房产证", "unlisted"),
        ("id-card-replace", "户口本", "depends"),
    ],
)
def test_verdicts(knowledge: Knowledge, item: str, paper: str, verdict: str) -> None:
    """A paper is listed, listed for some cases, or not listed."""
    found = knowledge.get(item)
    assert found is not None
    assert papers.look_up(paper, found, "zh", knowledge).verdict == verdict


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    """No text breaks the reading."""
    question = papers.asked(text)
    assert question is None or question.paper
