"""What the keyboard's dictionary is made of, and how it is written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# The benches are no part of the package: they are found from the root.
sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.pinyin import corpora, lexicon
from bench.pinyin.language import START, Bigrams, Counted, Cutter, bigrams, count, mixture
from bench.pinyin.pack import Words, number, pack, sign


def test_only_questions_of_visitors_are_kept_from_learning() -> None:
    sentences = list(corpora.desk())
    held = [each for each in sentences if each.side != "train"]
    assert 0 < len(held) < len(sentences) / 4
    titles = {name for name in corpora.names() if len(name) > 8}
    assert titles.isdisjoint(each.text for each in held)


def test_a_service_lies_wholly_on_one_side() -> None:
    assert corpora.side_of("passport-first") == corpora.side_of("passport-first")
    sides = {corpora.side_of(path.stem) for path in (corpora.SCENARIO / "items").glob("*.toml")}
    assert sides == {"train", "tune", "test"}


def test_all_characters_of_gb_2312_are_known() -> None:
    assert len(set(lexicon.characters())) == 6763


@pytest.mark.parametrize(
    ("word", "reading"),
    [("重庆", "chong qing"), ("银行", "yin hang"), ("行走", "xing zou"), ("调档", "diao dang")],
)
def test_words_are_read_as_they_are_said(word: str, reading: str) -> None:
    assert lexicon.Readings().of_word(word)[0] == tuple(reading.split())


def test_an_umlaut_is_written_v_or_u_where_it_is_unmistakable() -> None:
    readings = lexicon.Readings()
    assert readings.of_text("女略绿") == ["nv", "lue", "lv"]


def test_text_is_cut_into_its_likeliest_words() -> None:
    cut = Cutter({"居住": 50, "居住证": 20, "证": 30, "办": 40})
    assert cut("办居住证") == ["办", "居住证"]
    assert cut("") == []


def test_words_and_pairs_are_counted_within_clauses() -> None:
    counted = count(["办证，办"], Cutter({"办": 1, "证": 1}))
    assert counted.pairs == {(START, "办"): 2, ("办", "证"): 1}


def test_a_pair_is_kept_when_it_was_seen_often_enough_to_gain() -> None:
    counted = Counted()
    counted.pairs.update({("办", "证"): 9, ("办", "正"): 1})
    chance = mixture([(1.0, {"办": 10, "证": 10, "正": 980})])
    kept = bigrams([(0.5, counted)], chance)
    assert list(kept.gain["办"]) == ["证"]
    assert kept.loss["办"] > 0


def test_numbers_end_in_a_sign_of_the_upper_half() -> None:
    signs = [number(value) for value in range(5000)]
    assert len(set(signs)) == len(signs)
    assert all(ord(each[-1]) >= 80 and all(ord(s) < 80 for s in each[:-1]) for each in signs)


def test_costs_stay_among_the_signs() -> None:
    assert (sign(-1.0), sign(0.0), sign(1e9)) == ("!", "!", "~")


def test_a_dictionary_marks_readings_that_are_not_the_usual_ones() -> None:
    characters = {"zhong": [(2.0, "重")], "chong": [(4.0, "重")], "qing": [(3.0, "庆")]}
    words: Words = {"重庆": [(1.0, ("chong", "qing"))]}
    text = pack(characters, words, Bigrams({"重庆": 1.0}, {"重庆": {"庆": 2.0}}))
    assert "重A庆&=10" in text
    assert text.startswith("qingzhi-pinyin 1\n[characters]\nchong 重5\n")
