"""Loads against a scripted service on a real socket."""

from __future__ import annotations

import pytest

from qingzhi.errors import EngineUnavailable
from qingzhi.evaluation.fake import Event, clause, delta, fake_service
from qingzhi.evaluation.load import closed_loop, open_loop, visitor


async def test_the_greeting_comes_first_and_is_not_counted() -> None:
    """A visitor lets itself be greeted, then asks each question once, in order."""
    async with fake_service() as service, visitor(service.url) as guest:
        turns = await closed_loop(guest, ["一", "二", "三"])
    assert [question for _, question in service.asked] == ["", "一", "二", "三"]
    assert [turn.said for turn in turns] == [["答一"], ["答二"], ["答三"]]
    assert all(turn.heard and turn.outcome == "completed" for turn in turns)


async def test_leading_silence_and_fillers_are_waited_out() -> None:
    """A service that hides its slowness behind a filler and silence is measured with both."""
    seconds = 5.0

    def slow(question: str) -> list[Event]:
        filler = [clause("请稍等", "wait"), delta((0.5, 2.0))]
        return [*filler, clause(f"答{question}"), delta((0.0, 3.0), (0.5, 0.1))]

    async with fake_service(answer=slow) as service, visitor(service.url) as guest:
        [turn] = await closed_loop(guest, ["一"])
    assert turn.first_audio is not None
    assert turn.first_audio > seconds


async def test_two_sessions_are_kept_apart() -> None:
    """Each visitor hears the answers to its own questions, though response ids repeat."""
    async with (
        fake_service() as service,
        visitor(service.url) as one,
        visitor(service.url) as two,
    ):
        first, second = await one.ask("甲"), await two.ask("乙")
        await one.answered(first)
        await two.answered(second)
    assert (first.said, second.said) == (["答甲"], ["答乙"])


async def test_the_open_loop_does_not_wait() -> None:
    """Questions leave at Poisson times of the given mean, visitors in turn, answered or not."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    questions = [str(number) for number in range(100)]
    async with (
        fake_service() as service,
        visitor(service.url) as one,
        visitor(service.url) as two,
    ):
        turns = await open_loop([one, two], questions, 10.0, sleep=sleep)
    assert waits[-1] == pytest.approx(10.0, rel=0.4)
    assert waits == sorted(waits)
    assert sorted(turn.said[0] for turn in turns) == sorted(f"答{q}" for q in questions)


async def test_an_answer_that_never_ends_is_given_up() -> None:
    """Patience ends a turn; the run goes on."""
    async with (
        fake_service(status="") as service,
        visitor(service.url, patience=0.0) as guest,
    ):
        turns = await closed_loop(guest, ["一", "二"])
    assert [turn.outcome for turn in turns] == ["timeout", "timeout"]


async def test_a_lost_connection_is_an_outcome() -> None:
    """When the service goes away in mid-run, the remaining turns end as lost."""
    async with fake_service() as service, visitor(service.url) as guest:
        await guest._socket.close()
        turns = await closed_loop(guest, ["一", "二"])
    assert [turn.outcome for turn in turns] == ["connection_lost", "connection_lost"]


async def test_no_service() -> None:
    """An address where nobody listens is one clear error."""
    async with fake_service() as service:
        gone = service.url
    with pytest.raises(EngineUnavailable, match="No service answers"):
        async with visitor(gone):
            pass
