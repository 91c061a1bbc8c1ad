"""The operator's lists win, mistakes in them are named, and a bad one changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from qingzhi.errors import InputError, SettingsError
from qingzhi.safety.layers import LOOK_S, Layers, Lists
from qingzhi.safety.learned.judge import Judge
from qingzhi.safety.lists import Shelf, install

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
version = "2099-01-01"
[[rule]]
id = "conduct.house"
risk = ""
category = "injection"
action = "refuse"
level = "low"
any = ["紫色大象"]
"""


def test_an_operators_rule_is_in_force_and_tells_its_version(tmp_path: Path) -> None:
    """Own lists come on top of those that ship, and the newest version stands in verdicts."""
    (tmp_path / "own.toml").write_text(GOOD, "utf-8")
    shelf = Shelf.read(tmp_path)
    assert "conduct.house" in {rule.id for rule in shelf.rules}
    assert shelf.version == "2099-01-01"
    assert len(shelf.rules) == len(Shelf.read().rules) + 1


def test_a_rule_of_the_same_id_takes_the_shipped_ones_place(tmp_path: Path) -> None:
    """The operator can loosen or tighten what ships."""
    (tmp_path / "own.toml").write_text(GOOD.replace("conduct.house", "values.drugs"), "utf-8")
    [rule] = [rule for rule in Shelf.read(tmp_path).rules if rule.id == "values.drugs"]
    assert rule.any == {"紫色大象"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('action = "refuse"', 'action = "allow"'), "action"),
        (('level = "low"', 'level = "huge"'), "level"),
        (('risk = ""', 'risk = "A9-9"'), "risk"),
        (('any = ["紫色大象"]', 'any = [""]'), "empty word"),
        (('any = ["紫色大象"]', ""), "looks for"),
        (('any = ["紫色大象"]', 'patterns = ["("]'), "regular expression"),
        (('any = ["紫色大象"]', 'patterns = ["a*"]'), "every text"),
        (('any = ["紫色大象"]', 'any = "紫色大象"'), "list of texts"),
        (('any = ["紫色大象"]', 'any = ["象"]\nwiht = []'), "wiht"),
        (('id = "conduct.house"', 'id = "x y"'), "id"),
        (('id = "conduct.house"', 'id = "house.rule"'), "begins with"),
        (('version = "2099-01-01"', ""), "version"),
        (("[[rule]]", "[rule]"), "[[rule]]"),
        (("[[rule]]", "[[rule"), "not TOML"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    """Each error says which file, and what is wrong in it."""
    (tmp_path / "own.toml").write_text(GOOD.replace(*change), "utf-8")
    with pytest.raises(SettingsError, match=r"own\.toml") as caught:
        Shelf.read(tmp_path)
    assert says in str(caught.value)


@given(st.binary(max_size=200))
@limits(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_bytes_are_a_list_or_a_named_mistake(tmp_path: Path, content: bytes) -> None:
    """Nothing that lies in the folder raises anything else."""
    (tmp_path / "own.toml").write_bytes(content)
    try:
        Shelf.read(tmp_path)
    except SettingsError as error:
        assert "own.toml" in str(error)  # noqa: PT017 - either outcome is right


def test_an_update_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """A wrong list leaves the folder as it was; a right one is in force at once."""
    folder, source = tmp_path / "screen", tmp_path / "own.toml"
    source.write_text(GOOD.replace("refuse", "explode"), "utf-8")
    with pytest.raises(SettingsError):
        install(source, folder)
    assert list(folder.iterdir()) == []
    source.write_text(GOOD, "utf-8")
    assert "conduct.house" in {rule.id for rule in install(source, folder).rules}
    with pytest.raises(InputError):
        install(tmp_path / "absent.toml", folder)


def test_changed_lists_are_taken_up_and_wrong_ones_are_not(tmp_path: Path) -> None:
    """A running service reads its folder again, and keeps what was in force when that is wrong."""
    now = [0.0]
    layers = Layers(Lists.load(tmp_path), Judge.load(), tmp_path, clock=lambda: now[0])
    assert layers.findings("紫色大象", "in", "adult") == []
    (tmp_path / "own.toml").write_text(GOOD, "utf-8")
    assert layers.findings("紫色大象", "in", "adult") == []
    now[0] += LOOK_S
    assert [f.rule for f in layers.findings("紫色大象", "in", "adult")] == ["conduct.house"]
    (tmp_path / "own.toml").write_text("broken", "utf-8")
    now[0] += LOOK_S
    assert [f.rule for f in layers.findings("紫色大象", "in", "adult")] == ["conduct.house"]
    assert layers.version == "2099-01-01"
