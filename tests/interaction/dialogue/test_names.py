"""Spoken names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingzhi.errors import InputError
from qingzhi.interaction.dialogue.names import Names
from qingzhi.interaction.knowledge import load_items

if TYPE_CHECKING:
    from pathlib import Path


def test_every_item_has_a_name(pack: Path) -> None:
    """The government pack names all its items and nothing else."""
    assert set(Names.load(pack)) == {item.id for item in load_items(pack)}


def test_one_topic_is_said_once(pack: Path) -> None:
    """Beside others of its topic an item goes by its short form, otherwise by its name."""
    items = {item.id: item for item in load_items(pack)}
    names = Names.load(pack)
    passports = [items[f"passport-{kind}"] for kind in ("first", "renew", "replace")]
    assert names.listed(passports, "zh") == ["首次申领护照", "到期换发", "丢失补发"]
    assert names.listed(passports, "en") == ["a first passport", "a renewal", "a replacement"]
    mixed = [items["passport-renew"], items["id-card-renew"]]
    assert names.listed(mixed, "zh") == ["护照到期换发", "身份证到期换领"]


def test_one_topic_has_an_order(pack: Path) -> None:
    """Items of one topic are named in the file's order, others in the order they come in."""
    items = {item.id: item for item in load_items(pack)}
    names = Names.load(pack)
    cards = [items["id-card-replace"], items["id-card-first"]]
    assert names.ordered(cards) == (cards[1], cards[0])
    mixed = [items["id-card-replace"], items["passport-first"]]
    assert names.ordered(mixed) == tuple(mixed)


def test_without_names(pack: Path, tmp_path: Path) -> None:
    """A pack without the file is spoken of by titles."""
    item = load_items(pack)[0]
    assert Names.load(tmp_path).of(item, "en") == item.title.en


@pytest.mark.parametrize(
    "text",
    ["a = 3", 'a = { zh = ["x"], en = [] }', 'a = { zh = ["x", "y"], en = ["x", "y"] }', "a ="],
)
def test_faults_are_named(tmp_path: Path, text: str) -> None:
    """A faulty file is refused by name."""
    (tmp_path / "names.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"names\.toml"):
        Names.load(tmp_path)
