"""Breaths and stress."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.interaction.dialogue.breath import breaths, emphasis


def test_first_breath_is_short() -> None:
    """The first breath ends at the first comma; the rest is joined up to a breath."""
    text = "身份证到期换领，本人带上旧证，到就近派出所办理就行。"
    assert list(breaths(text, "zh", first=True)) == [
        "身份证到期换领，",
        "本人带上旧证，到就近派出所办理就行。",
    ]


def test_english_breaths() -> None:
    """English is cut at commas and stops, not inside numbers."""
    assert list(breaths("To renew, pay 1,234.50 yuan. Then wait.", "en", first=True)) == [
        "To renew,",
        "pay 1,234.50 yuan.",
        "Then wait.",
    ]


@given(st.text("身份证，。；！ab ", max_size=120), st.booleans())
def test_nothing_is_lost(text: str, first: bool) -> None:  # noqa: FBT001 - a drawn value
    """All that is written is said, in order."""
    said = "".join(breaths(text, "zh", first=first))
    assert said.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "stressed"),
    [
        ("工本费 20 元。", ["20 元"]),
        ("首次申领不收费。", ["不收费"]),
        ("依据《居民身份证法》第五条", ["《居民身份证法》"]),
        ("60 日内发证", ["60 日"]),
        ("It costs 40 yuan.", ["40 yuan"]),
    ],
)
def test_emphasis(text: str, stressed: list[str]) -> None:
    """Numbers with their units and names of laws are stressed."""
    assert [text[a:b] for a, b in emphasis(text)] == stressed


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=3), max_size=4))
def test_spans_are_apart_and_inside(text: str, words: list[str]) -> None:
    """Spans lie inside the text, in order and without overlap."""
    end = 0
    for a, b in emphasis(text, words):
        assert end <= a < b <= len(text)
        end = b
