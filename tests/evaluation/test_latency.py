"""The whole measurement, against a scripted service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from qingzhi.errors import EngineError, EngineUnavailable, InputError
from qingzhi.evaluation import latency
from qingzhi.evaluation.fake import Event, clause, delta, fake_service
from qingzhi.evaluation.latency import Plan, measure, socket_url, waits
from qingzhi.evaluation.turn import Turn

if TYPE_CHECKING:
    from qingzhi.settings import Settings

FIELDS = {
    "voice",
    "documents",
    "turns",
    "first_audio_ms",
    "first_motion_ms",
    "server_cpu_ms_per_turn",
    "pss_mb",
}


@pytest.fixture
def silent_health(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the health page, which a bare socket has not."""

    async def voice(_url: str) -> str:
        return "fake"

    monkeypatch.setattr(latency, "_voice", voice)


async def test_both_loops(settings: Settings, silent_health: None) -> None:
    """Every question of both loops is another one, and the fields are the promised ones."""
    async with fake_service() as service:
        plan = Plan(turns=6, sessions=2, rate=1000.0, url=service.url)
        measured = await measure(settings, plan)
    told = msgspec.to_builtins(measured.latency)
    assert told.keys() >= FIELDS
    assert set(told["first_audio_ms"]) == {"p50", "mean", "p95"}
    assert told["turns"] == told["open_loop"]["turns"] == 6
    assert told["errors"] == told["open_loop"]["errors"] == 0
    asked = [question for _, question in service.asked if question]
    assert len(asked) == len(set(asked)) == 12
    assert len(measured.turns) == 6


async def test_a_rate_is_chosen(
    settings: Settings, silent_health: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a rate it is half of what the closed loop reached, and asks what fits the time."""
    monkeypatch.setattr(latency, "OPEN_SECONDS", 0.0)
    async with fake_service() as service:
        measured = await measure(settings, Plan(turns=8, url=service.url))
    opened = measured.latency.open_loop
    assert opened is not None
    assert (opened.turns, opened.errors) == (1, 0)
    assert opened.rate_per_s > 1


async def test_the_open_loop_can_be_left_out(settings: Settings, silent_health: None) -> None:
    """Rate 0 means closed loop only; a running service's CPU and memory are not known."""
    async with fake_service() as service:
        measured = await measure(settings, Plan(turns=2, rate=0.0, url=service.url))
    result = measured.latency
    assert (result.open_loop, result.server_cpu_ms_per_turn, result.pss_mb) == (None, None, None)


async def test_answers_without_content_are_errors(settings: Settings, silent_health: None) -> None:
    """A service that only ever says wait gives no times but an error."""

    def evasive(_question: str) -> list[Event]:
        return [clause("请稍等", "wait"), delta((0.5, 0.1))]

    async with fake_service(answer=evasive) as service:
        with pytest.raises(EngineError, match="No answer was heard"):
            await measure(settings, Plan(turns=2, rate=0.0, url=service.url))


def test_unheard_and_broken_answers_are_counted() -> None:
    """Waits are of the heard turns; the others are errors, not silence."""
    turns = [Turn(str(n), 0.0, first_audio=0.1, outcome="completed") for n in range(3)]
    turns[1].outcome = "failed"
    turns[2].first_audio = None
    audio, motion, errors = waits(turns)
    assert (audio.p50, motion, errors) == (100.0, None, 2)


def test_addresses() -> None:
    """An address may be the page's, the socket's, or whole with its own query."""
    whole = socket_url("http://127.0.0.1:8765/")
    assert whole.startswith("ws://127.0.0.1:8765/v1/realtime?model=qingzhi&qingzhi=motion,")
    assert socket_url("wss://desk.example/x?model=y") == "wss://desk.example/x?model=y"


@pytest.mark.parametrize("address", ["", "desk", "ftp://desk/", "ws://"])
def test_what_is_no_address(address: str) -> None:
    """Anything else is refused by name."""
    with pytest.raises(InputError, match="no address"):
        socket_url(address)


async def test_nobody_there(settings: Settings) -> None:
    """A wrong --url is one clear error."""
    with pytest.raises(EngineUnavailable):
        await measure(settings, Plan(turns=1, url="ws://127.0.0.1:1"))


@pytest.mark.parametrize(
    ("field", "value"), [("turns", 0), ("sessions", 0), ("documents", -1), ("rate", -1.0)]
)
def test_a_plan_must_make_sense(field: str, value: Any) -> None:
    """Numbers out of range are refused before anything is started."""
    with pytest.raises(InputError):
        Plan(**{field: value})
