"""Inside a worker: which job is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.engine import EngineChunk, EngineRequest
from qingzhi.speech.testing import FAIL, SYLLABLE, FakeEngine
from qingzhi.speech.wire import Drop, Failed, Say, Sound
from qingzhi.speech.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.speech.wire import Report


class Desk:
    """A worker on a clock that the test moves, and what it reported."""

    def __init__(self) -> None:
        self.reports: list[tuple[Report, bytes]] = []
        self.worker = Worker(FakeEngine({}), self._take, clock=lambda: self.now)
        self.now = 0.0

    def _take(self, report: Report, body: bytes) -> None:
        self.reports.append((report, body))

    def say(self, job: int, text: str, lead_s: float = 0.0) -> None:
        self.worker.obey(Say(job, EngineRequest(utterance=text), lead_s))

    def run(self) -> list[int]:
        """Step to the end; the jobs in the order of their chunks."""
        while self.worker.busy:
            self.worker.step()
        return [r.job for r, body in self.reports if isinstance(r, Sound) and body]


def test_the_job_with_least_sound_ahead_is_next() -> None:
    """A first clause overtakes a later one, and from then on both run dry never."""
    desk = Desk()
    desk.say(1, "一二三", lead_s=0.25)
    desk.say(2, "四五六")
    assert desk.run() == [2, 2, 2, 1, 1, 1]


def test_equal_jobs_take_turns() -> None:
    """Two clauses that start together are made side by side."""
    desk = Desk()
    desk.say(1, "一二三")
    desk.say(2, "四五六")
    assert desk.run() == [1, 2, 1, 2, 1, 2]


def test_late_sound_has_no_claim_over_new_turns() -> None:
    """A job that was late goes on from now; it does not make up for it at others' cost."""
    desk = Desk()
    desk.say(1, "一二三")
    desk.now = 10.0
    desk.worker.step()
    desk.say(2, "四")
    assert desk.run() == [1, 2, 1, 1]


def test_a_dropped_job_makes_no_more_sound() -> None:
    """Dropping is seen before the next chunk; dropping twice is harmless."""
    desk = Desk()
    desk.say(1, "一二三")
    desk.worker.step()
    desk.worker.obey(Drop(1))
    desk.worker.obey(Drop(1))
    assert desk.run() == [1]


def test_a_job_that_fails_leaves_the_others_alone() -> None:
    """An engine's error ends its job with a code, without the text."""
    desk = Desk()
    desk.say(1, f"一{FAIL}")
    desk.say(2, "四五")
    assert desk.run().count(2) == 2
    failures = [r for r, _ in desk.reports if isinstance(r, Failed)]
    assert failures == [Failed(1, "engine_error")]


def test_samples_travel_as_float32() -> None:
    """The body of a report is the chunk, sample by sample."""
    desk = Desk()
    desk.say(1, "一")
    desk.run()
    (first, body), (last, _) = desk.reports
    assert isinstance(first, Sound)
    assert len(first.marks) == 1
    assert len(np.frombuffer(body, "<f4")) == 2400
    assert last == Sound(1, last=True)


class Waiting(FakeEngine):
    """Waits for a server three times before each text that begins with 等."""

    def speak(self, request: EngineRequest) -> Iterator[EngineChunk]:
        if request.utterance.startswith("等"):
            for _ in range(3):
                yield EngineChunk(np.zeros(0, np.float32))
        yield from super().speak(request)


def test_whoever_waits_for_a_server_lets_others_go_first() -> None:
    """A job that was first says nothing while it waits, and others are made meanwhile."""
    desk = Desk()
    desk.worker = Worker(Waiting({}), desk._take, clock=lambda: desk.now)
    desk.say(1, "等")
    desk.worker.step()
    assert desk.reports == []
    desk.now = 0.05
    desk.worker.step()
    desk.say(2, "四五", lead_s=-0.1)
    assert desk.run() == [2, 1, 2]


def test_many_speakers_run_dry_never_while_the_core_keeps_up() -> None:
    """Ten clauses of five chunks, each made in a twentieth of its length: all on time.

    The one that comes last is begun at once, before any other's second chunk.
    """
    desk = Desk()
    played = dict.fromkeys(range(10), 0.0)
    for job in played:
        desk.say(job, "一二三四五")
    late = []
    while desk.worker.busy:
        before = len(desk.reports)
        desk.worker.step()
        desk.now += 0.005
        for report, body in desk.reports[before:]:
            if isinstance(report, Sound) and body:
                if played[report.job] and desk.now > played[report.job]:
                    late.append(report.job)
                played[report.job] = max(played[report.job], desk.now) + SYLLABLE / SAMPLE_RATE
    assert late == []
    first = [r.job for r, body in desk.reports if isinstance(r, Sound) and body][:10]
    assert sorted(first) == list(range(10))
