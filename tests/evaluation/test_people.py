"""What the bench of people says of what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from qingzhi.evaluation import people
from qingzhi.evaluation.people import CRASHED, Judged, judged, summary

if TYPE_CHECKING:
    import pytest

    from qingzhi.avatar.base import Base


def one(seed: int, *errors: str, whole: bool = False, off: float = 0.1) -> Judged:
    return Judged(
        seed=seed,
        whole=whole,
        errors=errors,
        warnings=("uv_folded",),
        off_cm=off,
        build_s=float(seed),
        check_s=1.0,
        triangles=50_000,
        bytes=1,
    )


def test_people_are_counted_by_fault() -> None:
    """Each code with how many have it and who; medians of previews and whole ones apart."""
    told = summary([one(1), one(2, "hole"), one(3, "hole", "crack", off=0.7), one(9, whole=True)])
    assert (told.people, told.whole, told.sound) == (4, 1, 2)
    assert told.errors == {"hole": 2, "crack": 1}
    assert told.warnings == {"uv_folded": 4}
    assert told.seeds["hole"] == (2, 3)
    assert (told.worst_off_cm, told.outside_stature) == (0.7, 1)
    assert (told.preview_s, told.whole_s, told.check_s) == (2.0, 9.0, 1.0)


def test_nobody_is_no_error() -> None:
    """An empty run has a sum too."""
    assert summary([]).people == 0


def test_who_cannot_be_made_is_told_and_the_next_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that breaks is a fault of its person, with what was raised and where."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("no waist")

    monkeypatch.setattr(people, "build", broken)
    found = list(judged(cast("Base", None), [4, 5], every=2))
    assert [one.seed for one in found] == [4, 5]
    assert [one.whole for one in found] == [True, False]
    assert all(one.errors == (CRASHED,) for one in found)
    assert found[0].crash.startswith("ZeroDivisionError: no waist at test_people:")
    assert found[0].line() == f"seed 4: {CRASHED} ({found[0].crash})"


def test_who_broke_counts_as_a_fault_but_not_in_the_times() -> None:
    """Seconds are those of people who were made."""
    broken = Judged(7, whole=False, errors=(CRASHED,), warnings=(), crash="ValueError: x at y:1")
    told = summary([one(1), broken])
    assert (told.people, told.sound) == (2, 1)
    assert told.errors == {CRASHED: 1}
    assert told.crashes == {7: "ValueError: x at y:1"}
    assert told.preview_s == 1.0


def test_sound_people_are_told_so() -> None:
    """One line a person, with the codes of its errors."""
    assert one(3).line() == "seed 3: sound"
    assert one(3, "hole", "crack").line() == "seed 3: hole, crack"
