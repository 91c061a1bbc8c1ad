"""Terms explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingzhi.errors import InputError
from qingzhi.interaction.dialogue.glossary import Glossary
from qingzhi.interaction.knowledge import load_items

if TYPE_CHECKING:
    from pathlib import Path


def test_the_pack_explains_terms(pack: Path) -> None:
    """Sixty terms or more, each in one sentence, each of an item that exists."""
    terms = list(Glossary.load(pack))
    ids = {item.id for item in load_items(pack)}
    assert len(terms) >= 60
    assert all(term.item in ids for term in terms if term.item)
    assert all(term.means.zh.count("。") == 1 for term in terms)


def test_any_name_finds_a_term(pack: Path) -> None:
    """A term is found by each of its names, in either language."""
    glossary = Glossary.load(pack)
    for term in glossary:
        assert all(glossary.find(name.lower()) for name in (*term.zh, *term.en))
    assert glossary.find("没有这个词") is None


def test_a_pack_without_terms(tmp_path: Path) -> None:
    """A pack may have none."""
    assert list(Glossary.load(tmp_path)) == []


@pytest.mark.parametrize("text", ["a = 3", '[a]\nzh = ["x"]', "[a"])
def test_faults_are_named(tmp_path: Path, text: str) -> None:
    """A faulty file is refused by name."""
    (tmp_path / "glossary.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"glossary\.toml"):
        Glossary.load(tmp_path)
