"""The process that makes previews: what it makes, drops and says, without a real figure."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import msgspec
import pytest

from qingzhi.avatar.spec import AvatarSpec
from qingzhi.errors import InputError
from qingzhi.service.studio.job import PREVIEW, Facts, Job, Order, Told
from qingzhi.service.studio.looker import MOST_WORDS, Looker

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingzhi.avatar.kept import Kept

    Making = Callable[[Job, Callable[[float], None], Kept], Told]


def job(number: int, name: str = "somebody") -> Order:
    """Return the order for a preview."""
    return Order(job=Job(number, "key", AvatarSpec(name=name), PREVIEW, "/nowhere"))


def looked(making: Making, *orders: Order) -> list[Told]:
    """Return what is told of orders that all come at once."""
    told: list[Told] = []
    here, there = os.pipe()
    with os.fdopen(there, "wb") as pipe:
        pipe.writelines(msgspec.json.encode(order) + b"\n" for order in orders)
    with os.fdopen(here, "rb") as pipe:
        Looker(making, told.append).run(pipe)
    return told


def plain(asked: Job, progress: Callable[[float], None], kept: Kept) -> Told:
    """Make nothing, in one stage."""
    progress(0.5)
    kept.made("stage", asked.spec, (), lambda seen: seen.age)
    return Told(asked.id, 1.0, Facts(1))


def test_previews_are_made_in_order_and_with_one_memory() -> None:
    """The second takes over what the first has made."""
    memories = []

    def making(asked: Job, progress: Callable[[float], None], kept: Kept) -> Told:
        memories.append(kept)
        return plain(asked, progress, kept)

    told = looked(making, job(1), job(2))
    assert [(one.id, one.final) for one in told] == [(1, False), (1, True), (2, False), (2, True)]
    assert memories[0] is memories[1]


def test_a_preview_that_cannot_be_says_why_and_the_next_is_made() -> None:
    """An error is the last word about its job only, and fits into one line."""

    def making(asked: Job, progress: Callable[[float], None], kept: Kept) -> Told:
        if asked.spec.name == "impossible":
            raise InputError("No. " * MOST_WORDS)
        return plain(asked, progress, kept)

    told = looked(making, job(1, "impossible"), job(2))
    assert told[0].error == InputError.code
    assert len(told[0].message) == MOST_WORDS
    assert told[-1] == Told(2, 1.0, Facts(1))


def test_a_preview_that_nobody_waits_for_ends_at_its_next_stage() -> None:
    """What it has made until then is kept, and nothing more is told of it."""
    here, there = os.pipe()
    told: list[Told] = []
    made: list[float] = []
    dropped = threading.Event()

    def making(asked: Job, progress: Callable[[float], None], kept: Kept) -> Told:
        kept.made("first", asked.spec, (), lambda seen: made.append(seen.age))
        if asked.id == 1:
            pipe.write(msgspec.json.encode(Order(drop=1)) + b"\n")
            pipe.write(msgspec.json.encode(job(2)) + b"\n")
            pipe.close()
            assert dropped.wait(10)
        return plain(asked, progress, kept)

    class Watched(set[int]):
        def add(self, number: int) -> None:
            super().add(number)
            dropped.set()

    pipe = os.fdopen(there, "wb", buffering=0)
    pipe.write(msgspec.json.encode(job(1)) + b"\n")
    looker = Looker(making, told.append)
    looker._dropped = Watched()
    with os.fdopen(here, "rb") as orders:
        looker.run(orders)
    assert {one.id for one in told if one.final} == {2}
    assert len(made) == 1


def test_a_preview_that_was_dropped_before_it_began_is_not_begun() -> None:
    """Orders overtake each other: the word that nobody waits is heeded whenever it comes."""
    begun: list[int] = []

    def making(asked: Job, progress: Callable[[float], None], kept: Kept) -> Told:
        begun.append(asked.id)
        return plain(asked, progress, kept)

    looked(making, Order(drop=2), job(1), job(2), job(3))
    assert begun == [1, 3]


@pytest.mark.parametrize("line", [b"{}\n", b'{"drop": 7}\n'])
def test_an_order_for_nothing_is_harmless(line: bytes) -> None:
    """A line without a job makes no figure and no noise."""
    told: list[Told] = []
    here, there = os.pipe()
    with os.fdopen(there, "wb") as pipe:
        pipe.write(line)
    with os.fdopen(here, "rb") as orders:
        Looker(plain, told.append).run(orders)
    assert told == []
