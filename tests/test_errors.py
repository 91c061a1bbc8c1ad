"""The error tree is the one that its docstring draws."""

from __future__ import annotations

import re

import pytest

from qingzhi import errors
from qingzhi.errors import InputError, ProtocolError, QingzhiError

DRAWN = re.findall(r"^ *([│├└─ ]*)([A-Z]\w+) ?(.*)$", errors.__doc__ or "", re.MULTILINE)
"""Branch, name and remark of each line of the tree."""
TREE = [line for line in DRAWN if line[1] == "QingzhiError" or "─" in line[0]]


def classes(root: type[QingzhiError] = QingzhiError) -> list[type[QingzhiError]]:
    """All classes of the tree that `errors` itself defines."""
    own = [c for c in root.__subclasses__() if c.__module__ == errors.__name__]
    return [root, *(below for child in own for below in classes(child))]


def test_the_tree_is_drawn_whole() -> None:
    """Each class is drawn and each name that is drawn is a class."""
    assert {name for _, name, _ in TREE} == {cls.__name__ for cls in classes()}


@pytest.mark.parametrize(("branch", "name", "_remark"), TREE)
def test_parents_are_as_drawn(branch: str, name: str, _remark: str) -> None:
    """The depth of a name in the drawing is the depth of its class in the tree."""
    depth = getattr(errors, name).__mro__.index(QingzhiError)
    assert depth == (branch.count("│") + branch.count("    ") + 1 if branch.strip() else 0)


@pytest.mark.parametrize(("_branch", "name", "remark"), TREE)
def test_what_is_worth_a_retry_is_as_drawn(_branch: str, name: str, remark: str) -> None:
    """`retryable` is set where the drawing says so, and only there."""
    assert getattr(errors, name).retryable == remark.endswith("(retry)")


def test_codes_are_unique() -> None:
    """A client can tell each error by its code."""
    codes = [cls.code for cls in classes()]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("cls", classes())
def test_an_error_says_what_and_what_to_do(cls: type[QingzhiError]) -> None:
    """Every error takes a hint and shows it after its message."""
    assert str(cls("It broke.", hint="Mend it.")) == "It broke. Mend it."
    assert str(cls("It broke.")) == "It broke."


def test_input_errors_name_the_field() -> None:
    """The caller's mistake carries the field; a protocol error also event and wire code."""
    assert InputError("Wrong.", param="session.voice").param == "session.voice"
    error = ProtocolError("Wrong.", code="unknown_event", param="type", event_id="e1")
    assert (error.wire_code, error.param, error.event_id) == ("unknown_event", "type", "e1")
