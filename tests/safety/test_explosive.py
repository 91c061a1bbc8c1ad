"""No expression of the screen takes for ever, and an operator's that might is not taken."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qingzhi.errors import SettingsError
from qingzhi.safety import telling
from qingzhi.safety.lists import Shelf
from qingzhi.safety.lists.explosive import is_explosive

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY = 8
"""Times that a group may repeat before two ways to read it count."""
SAFETY = Path(str(files("qingzhi.safety")))


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b", "(a|a)*b", "(?:a|ab)+$", ".*.*.*=", "(a*)*", "(x{1,9}){1,9}", "(.{0,40}){20}",
        "(a?){40}b", "((a+)b)+", "(刚刚?)*b", "(?:还|还在|在)*上", "([ab]|a)+c", "(?P<x>a+)*b",
        "(?:(?:a)+)+b", "(?i:a+)+", "x(?=(a+)+b)",
    ],
)  # fmt: skip
def test_what_can_take_for_ever_is_told(pattern: str) -> None:
    """Repetitions within repetitions, ambiguous choices, and many open ones in a row."""
    assert is_explosive(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "a.*b", "a.*b.*c", "[+*]+", r"\(a\+\)\+", "炸(药|弹)", "(炸(药|弹)){1,3}", "(?<=a)b+",
        "(?:.{0,10}怎么)?.{0,8}做", "(?:吧|了|啦)*", "[(]+[)]*", "(?:a+)?b", r"\d{4,8}", "(?:ab)+",
    ],
)  # fmt: skip
def test_plain_patterns_are_none(pattern: str) -> None:
    """What operators write every day is taken."""
    assert not is_explosive(pattern)


def test_an_operators_explosive_pattern_is_named(tmp_path: Path) -> None:
    """The list is refused with file, entry and pattern."""
    (tmp_path / "own.toml").write_text(
        'version = "2026-11-22"\n[[rule]]\nid = "values.own"\ncategory = "own"\n'
        'action = "refuse"\nlevel = "high"\npatterns = ["(a+)+b"]\n',
        "utf-8",
    )
    with pytest.raises(SettingsError, match=r"values\.own"):
        Shelf.read(tmp_path)


def _tables() -> Iterator[tuple[str, str]]:
    parts = telling._joined(tomllib.loads((SAFETY / "tellings/parts.toml").read_text())["parts"])
    for path in sorted(SAFETY.rglob("*.toml")):
        for text in _texts(tomllib.loads(path.read_text("utf-8"))):
            if path.parent.name == "tellings":
                yield path.name, telling._spelt(text, parts).replace("~", telling._ANY)
            else:
                yield path.name, text


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else ():
        yield from _texts(inner)
    for inner in value if isinstance(value, list) else ():
        yield from _texts(inner)


def _compiled() -> Iterator[tuple[str, str]]:
    for path in sorted(SAFETY.rglob("*.py")):
        name = ".".join(("qingzhi.safety", *path.relative_to(SAFETY).with_suffix("").parts))
        for each in vars(import_module(name.removesuffix(".__init__"))).values():
            if isinstance(each, re.Pattern):
                yield path.name, each.pattern


def test_every_expression_of_the_screen_can_be_read_in_one_way_only() -> None:
    """Within what repeats, no text can be cut in two ways: each more letter would double the time.

    老伴刚刚刚刚… took minutes at 40 characters.
    """
    wrong = {
        (name, pattern)
        for name, pattern in (*_tables(), *_compiled())
        if any(_ambiguous(body) for body in _repeated(pattern))
    }
    assert wrong == set()


@pytest.mark.parametrize("pattern", ["(?:a|ab|b)*c", "(刚刚?)+", "(a{1,9}b?)+", "(?:ab?|b)+"])
def test_the_check_itself_finds_ambiguity(pattern: str) -> None:
    """It would have seen the bad ones."""
    assert any(_ambiguous(body) for body in _repeated(pattern))


def _repeated(pattern: str) -> Iterator[Any]:
    parser: Any = import_module("re._parser")
    try:
        tree = parser.parse(pattern)
    except re.error:
        return
    yield from _bodies(tree)


def _bodies(tree: Any) -> Iterator[Any]:
    for kind, value in tree:
        if str(kind) in {"MAX_REPEAT", "MIN_REPEAT"} and int(value[1]) > MANY:
            yield value[2]
        yield from (body for inner in _inside(value) for body in _bodies(inner))


def _inside(value: Any) -> Iterator[Any]:
    parser: Any = import_module("re._parser")
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _inside(each)


def _ambiguous(body: Any) -> bool:
    """Whether some text is a row of the body's words in two ways (Sardinas and Patterson, 1953)."""
    if len(body) == 1 and str(body[0][0]) in {"IN", "ANY", "LITERAL", "NOT_LITERAL", "CATEGORY"}:
        return False
    spelt = list(_spelt(body))
    words = set(spelt)
    if len(spelt) != len(words) or "" in words:
        return True
    rests = {b[len(a) :] for a in words for b in words if a != b and b.startswith(a)}
    known: set[str] = set()
    while rests - known:
        known |= rests
        if rests & words:
            return True
        rests = {w[len(r) :] for r in known for w in words if w.startswith(r)} | {
            r[len(w) :] for r in known for w in words if r.startswith(w)
        }
    return bool(known & words)


def _spelt(body: Any) -> Iterator[str]:
    """Spell out all words of a body; a wide set of characters stands for some of them."""
    choices = [list(_words_of(str(kind), value)) for kind, value in body]
    return map("".join, product(*choices))


def _words_of(kind: str, value: Any) -> Iterator[str]:
    if kind == "LITERAL":
        yield chr(value)
    elif kind == "IN":
        yield from sorted(_characters(value))
    elif kind in {"ANY", "NOT_LITERAL"}:
        yield from "a1 ,"
    elif kind == "BRANCH":
        for branch in value[1]:
            yield from _spelt(branch)
    elif kind == "SUBPATTERN":
        yield from _spelt(value[3])
    elif kind in {"MAX_REPEAT", "MIN_REPEAT"}:
        for times in range(value[0], min(int(value[1]), value[0] + 3) + 1):
            yield from map("".join, product(*([list(_spelt(value[2]))] * times)))
    else:
        yield ""


def _characters(those: Any) -> set[str]:
    """Give some characters of a set, the same for sets that overlap."""
    found: set[str] = set()
    for kind, value in those:
        if str(kind) == "LITERAL":
            found.add(chr(value))
        elif str(kind) == "RANGE":
            wide = value[1] - value[0] > 30
            found |= set(map(chr, range(value[0], (value[0] + 2 if wide else value[1]) + 1)))
        elif str(kind) == "CATEGORY":
            found |= set("a1" if "NOT" not in str(value) else " ,")
    negated = any(str(kind) == "NEGATE" for kind, _ in those)
    return set("a1 ,") - found if negated else found
