"""Reading items."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.errors import InputError
from qingzhi.interaction.knowledge import FACETS, load_items, read_item

if TYPE_CHECKING:
    from pathlib import Path

ITEM = """
id = "tree-felling"
theme = "forest"
audience = "person"
[title]
zh = "林木采伐许可"
en = "Tree felling permit"
[summary]
zh = "砍树先申请，到林业窗口办。"
en = "Apply before felling, at the forestry counter."
[[steps]]
zh = "提交申请。"
en = "Apply."
"""


def write(pack: Path, text: str, name: str = "a.toml") -> Path:
    (pack / "items").mkdir(parents=True, exist_ok=True)
    (pack / "items" / name).write_text(text, "utf-8")
    return pack


def test_read_item() -> None:
    """An item gives its facets in both languages and tells which it has."""
    item = read_item(ITEM, "a.toml")
    assert item.facet("steps", "zh") == ("提交申请。",)
    assert item.facet("fee", "en") == ()
    assert item.told("en") == ("summary", "steps")
    assert item.source("en").title == "Tree felling permit"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('theme = "forest"', "", "theme"),
        ('theme = "forest"', "theme = 3", "theme"),
        ('theme = "forest"', 'theme = "forest"\ncolour = "red"', "colour"),
        ('en = "Apply."', "", "steps"),
        ('zh = "林木采伐许可"', 'zh = " "', "title"),
        ('id = "tree-felling"', 'id = "../tree"', "id"),
        ("[title]", "[title", "a.toml"),
    ],
)
def test_faults_are_named(old: str, new: str, named: str) -> None:
    """A fault is reported with the file and the key."""
    with pytest.raises(InputError) as caught:
        read_item(ITEM.replace(old, new), "a.toml")
    assert "a.toml" in str(caught.value)
    assert named in str(caught.value)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text breaks the reader: it is an item or an InputError."""
    with suppress(InputError):
        read_item(text, "a.toml")


def test_ids_are_unique(tmp_path: Path) -> None:
    """Two files with one id are refused."""
    write(tmp_path, ITEM)
    write(tmp_path, ITEM, "b.toml")
    with pytest.raises(InputError, match="used twice"):
        load_items(tmp_path)


def test_related_items_exist(tmp_path: Path) -> None:
    """An item that points to none is refused."""
    write(tmp_path, 'related = ["nothing"]\n' + ITEM)
    with pytest.raises(InputError, match="nothing"):
        load_items(tmp_path)


def test_large_and_undecodable_files(tmp_path: Path) -> None:
    """A huge file and one that is no UTF-8 are refused by name."""
    write(tmp_path, ITEM + "#" * 100_000)
    with pytest.raises(InputError, match="larger"):
        load_items(tmp_path)
    (tmp_path / "items" / "a.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match=r"a\.toml"):
        load_items(tmp_path)


def test_empty_pack(tmp_path: Path) -> None:
    """A pack without items is refused."""
    with pytest.raises(InputError, match="no items"):
        load_items(tmp_path)


def test_government_pack(pack: Path) -> None:
    """The shipped pack has at least 60 items; each says who it is from and is marked as a demo."""
    items = load_items(pack)
    assert len(items) >= 60
    for item in items:
        assert item.demo
        assert item.sources
        assert {"summary", "who", "materials", "where", "steps"} <= set(item.told("zh"))
        assert set(item.told("en")) <= set(FACETS)
