"""What the bench of people says of what it found."""

from __future__ import annotations

from qingzhi.evaluation.people import Judged, summary


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
