"""Worker processes, seen from the service."""

from __future__ import annotations

import asyncio
import sys
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil
import pytest

from qingzhi.errors import EngineCrashed, EngineUnavailable, Overloaded
from qingzhi.speech.engine import EngineRequest
from qingzhi.speech.pool import Pool
from qingzhi.speech.testing import CRASH, FAIL, HANG, SYLLABLE, TARGET, level

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from qingzhi.speech.engine import EngineChunk

USUAL_S = 0.3


async def test_a_piece_comes_chunk_by_chunk(pool: Pool) -> None:
    """Marks come first, then every chunk, and the iterator ends."""
    chunks = await spoken(pool, "您好吗")
    assert [len(chunk.samples) for chunk in chunks] == [SYLLABLE] * 3
    assert [len(chunk.marks) for chunk in chunks] == [3, 0, 0]


async def test_fifty_at_once_never_mix(pool: Pool) -> None:
    """Each listener gets the sound of their own text only."""
    texts = [f"第{i}位您好" for i in range(50)]
    for text, chunks in zip(
        texts, await asyncio.gather(*(spoken(pool, text) for text in texts)), strict=True
    ):
        sound = np.concatenate([chunk.samples for chunk in chunks])
        assert len(sound) == SYLLABLE * len(text)
        assert np.all(sound == level(text)[0])


async def test_a_thousand_cancellations_leave_nothing(pool: Pool) -> None:
    """After every kind of leaving early the worker is free, alone and answers."""
    before = handles()
    for i in range(1000):
        async with aclosing(pool.speak(EngineRequest(utterance="您好" * 8))) as chunks:
            async for _ in chunks:
                break
        if i % 100 == 0:
            await spoken(pool, "好")
    assert pool.load == 0
    assert handles() == before
    assert len(await spoken(pool, "好")) == 1


async def test_a_cancelled_task_frees_its_place(pool: Pool) -> None:
    """Cancelling the listener's task is as good as closing the iterator."""
    task = asyncio.create_task(spoken(pool, "您好" * 500))
    await asyncio.sleep(0)  # it begins
    assert pool.load == 1
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert pool.load == 0


@pytest.mark.parametrize("word", [CRASH, HANG])
async def test_a_worker_that_dies_or_hangs_is_replaced(pool: Pool, word: str) -> None:
    """The job gets EngineCrashed, and another process takes the place."""
    (pid,) = pool.pids
    with pytest.raises(EngineCrashed):
        await spoken(pool, f"您{word}")
    await pool.recovered()
    assert pool.pids not in {(pid,), ()}
    assert len(await spoken(pool, "好")) == 1


async def test_the_first_sound_of_a_turn_is_not_waited_for_long() -> None:
    """A worker that hangs before it is given up at once; the usual patience would be an hour."""
    async with opened(patience_s=3600, first_patience_s=0.05) as pool:
        await spoken(pool, "好")
        with pytest.raises(EngineCrashed):
            await spoken(pool, HANG)


@pytest.mark.parametrize(("text", "lead_s"), [(f"您{HANG}", 0.0), (HANG, 0.5)])
async def test_later_sound_is_waited_for_longer(
    monkeypatch: pytest.MonkeyPatch, text: str, lead_s: float
) -> None:
    """With sound sent or still to be heard, the usual patience holds."""
    async with opened(patience_s=USUAL_S, first_patience_s=0.01) as pool:
        await spoken(pool, "好")
        waited: list[float] = []
        worker = pool._workers[0]
        assert worker is not None
        following = worker._next

        async def noted(reports: Any, patience_s: float) -> Any:
            waited.append(patience_s)
            return await following(reports, patience_s)

        monkeypatch.setattr(worker, "_next", noted)
        with pytest.raises(EngineCrashed):
            await spoken(pool, text, lead_s=lead_s)
        assert waited[-1] == USUAL_S


async def test_an_engines_error_leaves_the_worker(pool: Pool) -> None:
    """A piece that cannot be spoken is no reason to start again."""
    pids = pool.pids
    with pytest.raises(EngineCrashed):
        await spoken(pool, FAIL)
    assert pool.pids == pids


async def test_too_many_jobs_are_refused() -> None:
    """A full pool says so at once rather than letting the visitor wait."""
    pool = Pool(TARGET, {}, jobs_per_worker=1)
    await pool.open()
    async with aclosing(pool.speak(EngineRequest(utterance="您好" * 50))) as chunks:
        await anext(chunks)
        with pytest.raises(Overloaded):
            await spoken(pool, "好")
    await pool.close()


async def test_an_engine_that_does_not_load_is_unavailable() -> None:
    """No process is left behind by a failed start."""
    pool = Pool(TARGET, {"fail": "1"}, size=2)
    with pytest.raises(EngineUnavailable):
        await pool.open()
    assert pool.pids == ()


async def test_closing_ends_the_processes() -> None:
    """After `close` no process is left, and speaking is refused."""
    pool = Pool(TARGET, {}, size=2)
    await pool.open()
    pids = pool.pids
    await pool.close()
    assert len(pids) == 2
    assert not any(psutil.pid_exists(pid) for pid in pids)
    with pytest.raises(EngineUnavailable):
        await spoken(pool, "好")


async def test_a_worker_ends_with_its_service() -> None:
    """When the pipe closes, however that comes, the worker ends by itself."""
    pool = Pool(TARGET, {})
    await pool.open()
    (worker,) = (psutil.Process(pid) for pid in pool.pids)
    held = pool._workers[0]
    assert held is not None
    assert held._process.stdin is not None
    held._process.stdin.close()
    await held.ended()
    await pool.close()
    assert not worker.is_running()


@pytest.mark.parametrize("text", ["好" * 5000, HANG])
async def test_workers_die_with_a_service_that_is_killed(text: str) -> None:
    """After `kill -9` of the service no worker is left, not even one that speaks or hangs."""
    service = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", _SERVICE, text), stdout=asyncio.subprocess.PIPE
    )
    assert service.stdout is not None
    line = await service.stdout.readline()
    workers = [psutil.Process(int(pid)) for pid in line.split()]
    assert len(workers) == 2
    service.kill()
    await service.wait()
    _, alive = await asyncio.to_thread(psutil.wait_procs, workers, 30)
    assert all(worker.status() == psutil.STATUS_ZOMBIE for worker in alive)


_SERVICE = """
import asyncio, sys
from qingzhi.speech.engine import EngineRequest
from qingzhi.speech.pool import Pool
from qingzhi.speech.testing import TARGET

async def main():
    pool = Pool(TARGET, {}, size=2)
    await pool.open()
    print(*pool.pids, flush=True)
    async for _ in pool.speak(EngineRequest(utterance=sys.argv[1])):
        pass
    await asyncio.Event().wait()

asyncio.run(main())
"""
"""A small service with two workers, one of them at work; it prints their process ids."""


@asynccontextmanager
async def opened(*, patience_s: float, first_patience_s: float) -> AsyncIterator[Pool]:
    """Open one worker with this patience."""
    pool = Pool(TARGET, {}, patience_s=patience_s, first_patience_s=first_patience_s)
    await pool.open()
    try:
        yield pool
    finally:
        await pool.close()


async def spoken(pool: Pool, text: str, lead_s: float = 0.0) -> list[EngineChunk]:
    async with aclosing(pool.speak(EngineRequest(utterance=text), lead_s=lead_s)) as chunks:
        return [chunk async for chunk in chunks]


def handles() -> tuple[int, int, int]:
    """Open files, child processes and tasks of this process."""
    me = psutil.Process()
    return me.num_fds(), len(me.children()), len(asyncio.all_tasks())
