"""The index on disk and the search over it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingzhi.errors import InputError, StoreError
from qingzhi.interaction.knowledge import Knowledge, load_items
from qingzhi.interaction.knowledge.neighbours import neighbours

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def small(pack: Path, tmp_path: Path) -> Path:
    """Copy a few items into a pack of their own."""
    for name in ("id-card-renew", "id-card-replace", "passport-first"):
        (tmp_path / "pack" / "items").mkdir(parents=True, exist_ok=True)
        text = (pack / "items" / f"{name}.toml").read_text("utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("related")]
        (tmp_path / "pack" / "items" / f"{name}.toml").write_text("\n".join(lines), "utf-8")
    shutil.copy(pack / "thesaurus.toml", tmp_path / "pack")
    return tmp_path / "pack"


def test_search_finds(knowledge: Knowledge) -> None:
    """The issue's own question gets the senior card, well ahead of anything else."""
    found = knowledge.search("公交老年卡给我爸咋整")
    assert found.best is not None
    assert found.best.item.id == "elderly-card"
    assert found.score > 0.8
    assert found.margin > 1.0


def test_nothing_found(knowledge: Knowledge) -> None:
    """Text without known terms finds nothing, with score and margin zero."""
    found = knowledge.search("！！！？？？")
    assert found.best is None
    assert (found.score, found.margin) == (0.0, 0.0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text(max_size=300))
def test_any_text_can_be_searched(knowledge: Knowledge, text: str) -> None:
    """No text breaks the search; scores are probabilities in falling order."""
    scores = [hit.score for hit in knowledge.search(text).hits]
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert scores == sorted(scores, reverse=True)


def test_reopening_does_not_read_the_items(small: Path, tmp_path: Path) -> None:
    """A second start opens what the first one built."""
    Knowledge.open(tmp_path / "index", small)
    (built,) = (tmp_path / "index").iterdir()
    stamp = built.stat().st_mtime_ns
    again = Knowledge.open(tmp_path / "index", small)
    assert again.ids == ("id-card-renew", "id-card-replace", "passport-first")
    assert built.stat().st_mtime_ns == stamp


def test_a_changed_pack_is_indexed_anew(small: Path, tmp_path: Path) -> None:
    """A change in the pack builds a new index and sweeps the old one away."""
    Knowledge.open(tmp_path / "index", small)
    (small / "items" / "passport-first.toml").unlink()
    assert len(Knowledge.open(tmp_path / "index", small)) == 2
    assert len(list((tmp_path / "index").iterdir())) == 1


def test_a_killed_build_loses_nothing(small: Path, tmp_path: Path) -> None:
    """What a killed build left behind is ignored and swept away."""
    index = tmp_path / "index"
    (index / "0000.part-x").mkdir(parents=True)
    (index / "0000.part-x" / "meta.json").write_text("{")
    assert len(Knowledge.open(index, small)) == 3
    assert [path.name for path in index.iterdir() if ".part-" in path.name] == []


@pytest.mark.parametrize("victim", ["meta.json", "stats"])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"\xff" * 64])
def test_a_damaged_index_is_rebuilt(
    small: Path, tmp_path: Path, victim: str, content: bytes | None
) -> None:
    """A finished index that has lost its files is built again."""
    Knowledge.open(tmp_path / "index", small)
    (built,) = (tmp_path / "index").iterdir()
    if content is None:
        (built / victim).unlink()
    else:
        (built / victim).write_bytes(content)
    assert len(Knowledge.open(tmp_path / "index", small)) == 3


def test_a_folder_that_is_a_file(small: Path, tmp_path: Path) -> None:
    """Where no folder can be made, one StoreError says so."""
    (tmp_path / "index").write_text("not a folder")
    with pytest.raises(StoreError, match="can't be written"):
        Knowledge.open(tmp_path / "index", small)


def test_a_faulty_pack_leaves_no_index(small: Path, tmp_path: Path) -> None:
    """A fault in an item is the pack's error, and no half index is taken for a whole one."""
    (small / "items" / "passport-first.toml").write_text("id = 3", "utf-8")
    with pytest.raises(InputError, match=r"passport-first\.toml"):
        Knowledge.open(tmp_path / "index", small)
    (small / "items" / "passport-first.toml").unlink()
    assert len(Knowledge.open(tmp_path / "index", small)) == 2


def test_neighbours_do_not_steal(pack: Path, tmp_path: Path) -> None:
    """Among 3,000 neighbours the nationwide item still answers, unless its place is named."""
    knowledge = Knowledge.open(tmp_path / "index", pack)
    before = {
        q: knowledge.search(q).hits[0].item.id for q in ("身份证过期了咋换", "食品经营许可证怎么办")
    }
    knowledge.fill(3_000, seed=1)
    assert len(knowledge) == 3_000
    for question, wanted in before.items():
        assert knowledge.search(question).hits[0].item.id == wanted
    made = next(n for n in neighbours(load_items(pack), 100, 1) if n.theme == "local")
    local = knowledge.search(f"{made.title.zh}怎么办").hits[0].item
    assert local.region[:2] == made.region[:2]


def test_a_plain_open_drops_the_neighbours(small: Path, tmp_path: Path) -> None:
    """Generated items never outlive the bench that asked for them."""
    Knowledge.open(tmp_path / "index", small).fill(50)
    assert len(Knowledge.open(tmp_path / "index", small)) == 3


def test_a_crowd_can_be_kept(small: Path, tmp_path: Path) -> None:
    """Asked to stay, generated items outlive a plain open, until the pack changes."""
    Knowledge.open(tmp_path / "index", small).fill(50, keep=True)
    assert len(Knowledge.open(tmp_path / "index", small)) == 50
    (small / "items" / "passport-first.toml").unlink()
    assert len(Knowledge.open(tmp_path / "index", small)) == 2


def test_a_kept_crowd_can_be_dropped(small: Path, tmp_path: Path) -> None:
    """Filling anew without keeping forgets the crowd that was kept."""
    Knowledge.open(tmp_path / "index", small).fill(50, keep=True)
    Knowledge.open(tmp_path / "index", small).fill(40)
    assert len(Knowledge.open(tmp_path / "index", small)) == 3


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"made_from": 3}', b"\xff", b"{}"])
def test_a_damaged_note_of_the_crowd(small: Path, tmp_path: Path, content: bytes) -> None:
    """A note that can't be read stands for no crowd."""
    Knowledge.open(tmp_path / "index", small).fill(50, keep=True)
    (tmp_path / "index" / "crowd.json").write_bytes(content)
    assert len(Knowledge.open(tmp_path / "index", small)) == 3


def test_neighbours_repeat(pack: Path) -> None:
    """The same seed gives the same neighbours, with ids of their own."""
    items = load_items(pack)
    first = list(neighbours(items, 200, 7))
    assert first == list(neighbours(items, 200, 7))
    assert first != list(neighbours(items, 200, 8))
    assert len({item.id for item in first}) == 200
    assert all(item.region and item.demo for item in first)


def test_get_and_compare(knowledge: Knowledge) -> None:
    """Items are found by id; comparing leaves out ids that are gone."""
    assert knowledge.get("no-such-item") is None
    analysis = knowledge.analyse("身份证丢了")
    hits = knowledge.compare(analysis, ["id-card-renew", "gone", "id-card-replace"])
    assert [hit.item.id for hit in hits] == ["id-card-replace", "id-card-renew"]
