"""Message catalogues and the desk's own facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingzhi.errors import InputError
from qingzhi.interaction.dialogue.desk import Desk
from qingzhi.interaction.dialogue.messages import Messages
from qingzhi.interaction.knowledge import load_items

if TYPE_CHECKING:
    from pathlib import Path


def catalogues(folder: Path, zh: str, en: str) -> Path:
    (folder / "messages.zh.toml").write_text(zh, "utf-8")
    (folder / "messages.en.toml").write_text(en, "utf-8")
    return folder


def test_variants_take_turns(tmp_path: Path) -> None:
    """Each variant is said before one comes again; the seed decides which is first."""
    messages = Messages.load(catalogues(tmp_path, 'a = ["1", "2", "3"]', 'a = ["x", "y"]'))
    counts: dict[str, int] = {}
    said = [messages.say("a", "zh", counts, 0) for _ in range(6)]
    assert sorted(said[:3]) == ["1", "2", "3"]
    assert said[:3] == said[3:]
    assert {messages.say("a", "zh", {}, seed) for seed in range(20)} == {"1", "2", "3"}


@pytest.mark.parametrize(
    ("zh", "en", "named"),
    [
        ('a = "1"', 'b = "1"', "missing"),
        ('a = "{x}"', 'a = "{y}"', "slots"),
        ("a = 3", 'a = "1"', "text"),
        ("a = []", 'a = "1"', "text"),
        ("a =", 'a = "1"', "messages.zh.toml"),
    ],
)
def test_faults_are_named(tmp_path: Path, zh: str, en: str, named: str) -> None:
    """A catalogue that is broken or does not match the other one is refused."""
    with pytest.raises(InputError, match=named):
        Messages.load(catalogues(tmp_path, zh, en))


def test_desk_covers_the_pack(pack: Path) -> None:
    """Every mood names a real item, and every theme has somebody to call."""
    desk = Desk.load(pack)
    items = load_items(pack)
    ids = {item.id for item in items}
    assert all(mood <= ids for mood in desk.moods.values())
    assert desk.unprompted <= ids
    assert all(desk.hotline(item.theme).number.isdigit() for item in items)
    assert desk.hotline("no such theme") == desk.hotlines["other"]


@pytest.mark.parametrize("text", ["", "[hotlines.tax]\nnumber = 3", "[hotlines"])
def test_faulty_desk(tmp_path: Path, text: str) -> None:
    """A faulty desk file is refused by name."""
    (tmp_path / "desk.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"desk\.toml"):
        Desk.load(tmp_path)
