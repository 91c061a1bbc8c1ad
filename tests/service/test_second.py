"""Second opinions hold up one answer, not the desk; what is not judged in time is refused."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qingzhi.safety.verdict import Finding
from qingzhi.service import second
from qingzhi.service.second import second_opinions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qingzhi.safety import Screen
    from qingzhi.safety.verdict import Direction
    from qingzhi.score import Percept
    from qingzhi.service.mind import Mind

QUESTION = "身份证丢了怎么补办"


class Judge:
    """Notes what it is asked, and in which thread; answers when it may."""

    def __init__(self, *found: Finding) -> None:
        self.found = found
        self.asked: list[tuple[str, int]] = []
        self.may = threading.Event()
        self.may.set()

    def findings(
        self, text: str, _direction: Direction, _history: Sequence[str]
    ) -> tuple[Finding, ...]:
        self.asked.append((text, threading.get_ident()))
        self.may.wait(20)
        return self.found


@pytest.fixture
def slow() -> Iterator[Judge]:
    judge = Judge()
    judge.may.clear()
    yield judge
    judge.may.set()


def percept(mind: Mind, text: str = QUESTION) -> Percept:
    return mind.perceiver.perceive(text, None, ())


async def judged(mind: Mind, judge: Judge, text: str = QUESTION, *before: str) -> Screen:
    screen = replace(mind.screen, opinions=(judge,))
    return await second_opinions(screen, percept(mind, text), mind.manners(), before)


async def test_it_is_asked_once_and_not_in_the_loop(mind: Mind) -> None:
    """The answer reads what was said; its words, which were reviewed, are sent to nobody."""
    judge = Judge()
    screen = await judged(mind, judge)
    asking = replace_screen(mind, judge)
    clauses = list(asking.reply(asking.conversation(), percept(mind), 1, screen=screen))
    assert clauses
    assert [text for text, _ in judge.asked] == [QUESTION]
    assert judge.asked[0][1] != threading.get_ident()


def replace_screen(mind: Mind, judge: Judge) -> Mind:
    """Give the same mind with a second opinion."""
    screen = replace(mind.screen, opinions=(judge,))
    return type(mind)(mind.knowledge, screen, mind.perceiver)


async def test_what_it_finds_counts(mind: Mind) -> None:
    """A finding of a second opinion refuses as if it had been asked then."""
    judge = Judge(Finding("remote.judge", "unlawful", "refuse", "medium"))
    screen = await judged(mind, judge)
    verdict = screen.check(QUESTION)
    assert (verdict.action, verdict.rule) == ("refuse", "remote.judge")
    assert len(judge.asked) == 1


async def test_the_loop_goes_on_and_the_screen_fails_closed(
    mind: Mind, slow: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While somebody thinks, others are served; who has no answer in time is refused."""
    monkeypatch.setattr(second, "DEADLINE_S", 0.05)
    monkeypatch.setattr(second, "MARGIN_S", 0.0)
    task = asyncio.create_task(judged(mind, slow))
    turns = 0
    while not task.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 10
    verdict = (await task).check(QUESTION)
    assert (verdict.action, verdict.rule) == ("refuse", "screen.failed")


async def test_need_is_cared_for_however_slow_it_is(
    mind: Mind, slow: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What our own layers find needs no second opinion."""
    monkeypatch.setattr(second, "DEADLINE_S", 0.05)
    monkeypatch.setattr(second, "MARGIN_S", 0.0)
    screen = await judged(mind, slow, "我不想活了")
    assert screen.check("我不想活了").action == "care"


async def test_a_desk_without_opinions_asks_nobody(mind: Mind) -> None:
    """Its screen is the one that it has."""
    assert await second_opinions(mind.screen, percept(mind), mind.manners(), ()) is mind.screen
