"""Variants of a text come together, and any string can be borne."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.safety.normalise import folded, legible

ANY_TEXT = st.text(st.characters(), max_size=80)
TRICKY = st.text("炸弹怎么做a.b-c 　·*，。？\u200b\u0301Ａ１請İßﷺ😀\ud800", max_size=40)


@pytest.mark.parametrize(
    ("variant", "plain"),
    [
        ("身 份 证", "身份证"),
        ("身·份*证", "身份证"),
        ("身，份，证", "身份证"),
        ("身\u200b份\u2060证", "身份证"),
        ("身😀份😀证", "身份证"),
        ("ＰＡＳＳＰＯＲＴ", "passport"),
        ("p.a.s.s", "pass"),
        ("請問護照", "请问护照"),
    ],
)
def test_variants_fold_to_the_plain_word(variant: str, plain: str) -> None:
    """Splitting, zero-width characters, pictures, width, case and script don't hide a word."""
    assert folded(variant) == plain


def test_sentences_stay_apart() -> None:
    """Ordinary punctuation between ordinary words is kept: rules look at one sentence."""
    assert folded("先去派出所，再去社区。然后呢？") == "先去派出所,再去社区。然后呢?"


def test_what_is_shown_keeps_its_punctuation() -> None:
    """The visible text keeps Chinese punctuation and loses only what can't be seen."""
    assert legible("您好，\x00请稍等…？\u200b\ud800１２３") == "您好，请稍等…？123"


@given(st.one_of(ANY_TEXT, TRICKY))
def test_folding_and_making_legible_are_idempotent(text: str) -> None:
    """Doing it twice changes nothing more, whatever the text."""
    assert folded(folded(text)) == folded(text)
    assert legible(legible(text)) == legible(text)
