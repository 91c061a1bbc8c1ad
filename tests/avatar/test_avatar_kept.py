"""What a preview takes over from the one before, and that nobody can tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest

from qingzhi.avatar import detail, hair
from qingzhi.avatar.alike import combed_alike, dressed_alike, with_skull
from qingzhi.avatar.figure import build
from qingzhi.avatar.kept import Kept
from qingzhi.avatar.person import Person
from qingzhi.avatar.spec import AvatarSpec

if TYPE_CHECKING:
    from qingzhi.avatar.base import Base

SPEC = AvatarSpec(name="somebody")


def changed(spec: AvatarSpec, path: str, value: Any) -> AvatarSpec:
    """Return a specification with one field changed."""
    first, _, rest = path.partition(".")
    if not rest:
        return msgspec.structs.replace(spec, **{first: value})
    part = getattr(spec, first)
    part = (
        part | {rest: value}
        if isinstance(part, dict)
        else msgspec.structs.replace(part, **{rest: value})
    )
    return msgspec.structs.replace(spec, **{first: part})


def times_made(kept: Kept, specs: list[AvatarSpec], read: Any) -> int:
    """Count how often a stage that reads a specification by `read` is made for these."""
    made = []
    for spec in specs:
        kept.made("stage", spec, (), lambda seen: made.append(read(seen)))
    return len(made)


def test_a_stage_is_made_again_for_what_it_read_and_for_nothing_else() -> None:
    """Hair that reads its style doesn't care for its colour."""
    dyed = changed(SPEC, "hair.colour", "#a8824f")
    cut = changed(SPEC, "hair.style", "bob")
    assert times_made(Kept(), [SPEC, dyed], lambda seen: seen.hair.style) == 1
    assert times_made(Kept(), [SPEC, cut], lambda seen: seen.hair.style) == 2


@pytest.mark.parametrize(
    "read",
    [
        lambda seen: seen.hair.shade(),
        lambda seen: seen.brow_colour,
        lambda seen: hash(seen.hair),
        lambda seen: seen.hair == SPEC.hair,
    ],
    ids=["method", "property", "hash", "comparison"],
)
def test_what_is_read_by_way_of_another_counts_too(read: Any) -> None:
    """Methods, properties, hashes and comparisons read fields like everybody."""
    dyed = changed(SPEC, "hair.colour", "#a8824f")
    older = changed(SPEC, "age", 70)
    assert times_made(Kept(), [SPEC, older, dyed], read) == 2


def test_what_a_stage_is_given_has_to_be_the_very_same() -> None:
    """An equal body that was made anew is another body."""
    kept, made = Kept(), list[AvatarSpec]()
    body, twin = np.ones(2), np.ones(2)
    for given in (body, body, twin, body, twin):
        kept.made("stage", SPEC, (given,), made.append)
    assert len(made) == 2


def test_no_more_is_kept_than_agreed() -> None:
    """The one that was wanted longest ago is made again, the others are there."""
    kept = Kept(2)
    specs = [changed(SPEC, "age", age) for age in (20, 30, 40)]
    assert times_made(kept, specs, lambda seen: seen.age) == 3
    assert times_made(kept, [specs[2], specs[1]], lambda seen: seen.age) == 0
    assert times_made(kept, [specs[0]], lambda seen: seen.age) == 1


def test_a_build_that_is_dropped_leaves_what_it_has_made() -> None:
    """What ends a build ends it before a stage, and the stages before it are not lost."""
    dropped = False

    def ends() -> None:
        if dropped:
            raise KeyboardInterrupt

    kept, made = Kept(before=ends), list[AvatarSpec]()
    kept.made("first", SPEC, (), made.append)
    dropped = True
    with pytest.raises(KeyboardInterrupt):
        kept.made("second", SPEC, (), made.append)
    dropped = False
    kept.made("first", SPEC, (), made.append)
    assert len(made) == 1


@pytest.mark.slow
def test_a_preview_after_a_change_is_the_one_that_is_made_anew(
    base: Base, clerk: AvatarSpec
) -> None:
    """Colours, cuts and clothes: byte for byte what a build without memory makes."""
    kept = Kept()
    build(base, clerk, detail.PREVIEW, kept)
    spec = clerk
    for path, value in {
        "hair.colour": "#5a3020",
        "garment.coat": "#552233",
        "eyes.iris": "#456b8a",
        "glasses.frame": "round",
        "hair.style": "crop",
    }.items():
        spec = changed(spec, path, value)
    after = build(base, spec, detail.PREVIEW, kept)
    assert after.glb == build(base, spec, detail.PREVIEW).glb


@pytest.mark.slow
def test_features_leave_clothes_and_hair_and_a_neck_does_not(base: Base, clerk: AvatarSpec) -> None:
    """A nose is no reason to sew; a longer neck is, and a wider head is one to comb."""
    person = Person.grow(base, clerk)

    def other(path: str, value: Any) -> Person:
        return Person.grow(base, changed(clerk, path, value))

    nose, head, tall = (
        other("face.nose-width", 0.7),
        other("face.head-width", 0.7),
        other("height_cm", 172),
    )
    assert np.abs(nose.skin - person.skin).max() > 1e-3
    assert dressed_alike(person, nose)
    assert combed_alike(person, nose)
    assert not combed_alike(person, head)
    assert not dressed_alike(person, tall)


@pytest.mark.slow
def test_hair_goes_with_a_head_that_only_grew(base: Base, clerk: AvatarSpec) -> None:
    """Hair that was carried to a taller body lies within half a millimetre of hair grown there."""
    short = Person.grow(base, clerk)
    tall = Person.grow(base, changed(clerk, "height_cm", clerk.height_cm + 5))
    assert combed_alike(short, tall)
    carried = with_skull(hair.grow(short, 2).parts, short, tall)
    for here, there in zip(carried, hair.grow(tall, 2).parts, strict=True):
        assert len(here.points) == len(there.points)
        assert np.median(np.abs(here.points - there.points)) < 5e-4
    falls = changed(clerk, "hair.style", "long")
    assert not combed_alike(Person.grow(base, falls), replace(tall, spec=falls))
