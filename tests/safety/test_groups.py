"""Who speaks, and who may say so."""

from __future__ import annotations

from qingzhi.safety.groups import Groups, Standing, declared


def test_a_guardian_speaks_for_a_child_alone() -> None:
    """That word beside another audience doesn't end the listening for a child."""
    standing = declared(Standing(), "adult", "guardian")
    assert standing is not None
    assert Groups().heard("minor", standing, frozenset()) == Standing("minor", "self")


def test_what_a_guardian_set_stays() -> None:
    """Neither a switch nor a word takes it back."""
    set_by = declared(Standing(), "minor", "guardian")
    assert set_by == Standing("minor", "guardian")
    assert declared(set_by, "adult", "guardian") is None
    assert Groups().heard("adult", set_by, frozenset()) == set_by
