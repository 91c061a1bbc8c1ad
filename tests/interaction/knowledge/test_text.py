"""Reading what people write."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi import scenarios
from qingzhi.errors import InputError
from qingzhi.interaction.knowledge.repair import Repair, sound
from qingzhi.interaction.knowledge.surfaces import Surfaces
from qingzhi.interaction.knowledge.text import MAX_CHARS, Analyser, normalise, stem

if TYPE_CHECKING:
    from pathlib import Path

ANALYSER = Analyser.load(scenarios.pack())


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("身份證丟了", "身份证丢了"),
        ("ＡＢＣ１２３", "abc123"),
        ("身\u200b份证\x00", "身份证"),
        ("I’m self-employed", "i'm self employed"),
    ],
)
def test_normalise(text: str, plain: str) -> None:
    """Traditional, full-width, invisible and typographic characters are evened out."""
    assert normalise(text) == plain


def test_the_end_is_kept() -> None:
    """Of a very long turn the end is read, where the question stands."""
    assert normalise("啊" * 10_000 + "护照").endswith("护照")
    assert len(normalise("啊" * 10_000)) == MAX_CHARS


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("公交老年卡给我爸咋整", {"eldercard"}),
        ("身分证掉了 怎么补", {"idcard", "lost"}),
        ("身份証丟了怎麼補辦", {"idcard", "lost"}),
        ("lost my ID card", {"idcard", "lost"}),
        ("我想办居主证", {"residencepermit"}),
        ("公机金贷款怎么办", {"housingfund", "loan"}),
        ("戶照過期了咋換", {"passport", "expired"}),
        ("my pasport has expired", {"passport", "expired"}),
        ("今天天气怎么样", {"outsidelife"}),
    ],
)
def test_concepts(text: str, concepts: set[str]) -> None:
    """Dialect, script, language and slips of the pen lead to the same concepts."""
    assert ANALYSER.analyse(text).concepts == concepts


def test_hints_are_no_concepts() -> None:
    """Who it is for only leans: it weighs little and is no subject."""
    analysis = ANALYSER.analyse("我妈")
    assert not analysis.concepts
    assert analysis.terms


def test_regions_are_apart() -> None:
    """Places are heard but are not searched for."""
    analysis = ANALYSER.analyse("我在杭州办护照")
    assert analysis.regions == {"杭州"}
    assert analysis.concepts == {"passport"}


def test_subjects_outside_the_pack_are_found_in_questions_only() -> None:
    """An item that mentions such a word in passing does not become about it."""
    assert ANALYSER.analyse("天气").terms
    assert not ANALYSER.analyse("天气", asked=False).terms


@pytest.mark.parametrize("word", ["女士请坐", "遵守医嘱", "你老是这样", "垃圾分类"])
def test_homophones_of_other_words_are_left_alone(word: str) -> None:
    """What sounds like a subject but is a word of its own is not mended into it."""
    assert not ANALYSER.analyse(word).concepts


def test_sounds_fold_accents() -> None:
    """Syllables that accents merge count as the same."""
    assert sound("知") == sound("资")
    assert sound("拿") == sound("拉")


def test_repair_prefers_the_longest() -> None:
    """The longest surface that fits is taken."""
    repair = Repair(["居住", "居住证"])
    assert list(repair.by_sound("办居主证")) == [("办", None), ("居主证", "居住证")]


@given(
    st.lists(st.text("abc 身份证", min_size=1, max_size=4)), st.text("abcs 身份证户口", max_size=40)
)
def test_pieces_make_up_the_text(surfaces: list[str], text: str) -> None:
    """Whatever the surfaces, the pieces joined are the text."""
    assert "".join(piece for piece, _ in Surfaces(surfaces).split(text)) == text


@given(st.text(max_size=2_000))
def test_any_text_can_be_analysed(text: str) -> None:
    """No text breaks the analysis; weights lie in 0..1."""
    analysis = ANALYSER.analyse(text)
    assert all(0.0 < weight <= 1.0 for weight in analysis.terms.values())


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_stems_keep_the_beginning(word: str) -> None:
    """A stem shares the first letters of its word."""
    assert stem(word)[:2] == word[:2]


def test_long_nonsense_is_read_in_bounded_work() -> None:
    """The longest text that is read costs milliseconds of work, not seconds."""
    began = time.process_time()
    ANALYSER.analyse("身份户口居住证" * 1_000)
    assert time.process_time() - began < 1.0


def test_faulty_thesaurus(tmp_path: Path) -> None:
    """A fault in the thesaurus is reported with the file."""
    (tmp_path / "thesaurus.toml").write_text("[concepts.a]\nde = ['x']\n", "utf-8")
    with pytest.raises(InputError, match=r"thesaurus\.toml"):
        Analyser.load(tmp_path)
