"""A call-back is kept with consent alone, once a number, and taken back at a word."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.service.conftest import said
from tests.service.staffing import DESK, states

from qingzhi.errors import StoreError
from qingzhi.score import Need
from qingzhi.service.calling import MOST
from qingzhi.service.handover import CALLS
from qingzhi.settings import Settings
from qingzhi.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx
    from tests.service.conftest import Client

    from qingzhi.service.parts import Parts

WRITER = """
import asyncio, sys
from pathlib import Path
from qingzhi.settings import Settings
from qingzhi.store import Callback, Store
async def main():
    async with await Store.open(Settings(data=Path(sys.argv[1]))) as store:
        for n in range(10_000):
            kept = Callback(service_id="desk", phone=f"1380000{n:04}", name="王女士")
            print(await store.keep_callback(kept), flush=True)
asyncio.run(main())
"""


async def left(client: Client, phone: str = "13800000000", **fields: Any) -> dict[str, Any]:
    """Leave a number with consent; give what the visitor is told."""
    client.send("handover.request", kind="callback", phone=phone, consent=True, **fields)
    return states(await client.until("handover.state"))[-1]


async def test_without_consent_nothing_is_kept(
    visit: Callable[..., Client], staffed: Parts
) -> None:
    """A number without the tick is refused with a clear message, and not on disk."""
    client = visit("handover")
    client.send("handover.request", kind="callback", phone="13800000000", name="王女士")
    refused = states(await client.until("handover.state"))[0]
    assert refused["state"] == "refused"
    assert "同意" in refused["message"]
    assert await staffed.store.callbacks() == []


async def test_a_callback_with_consent_is_kept_and_deleted_when_done(
    visit: Callable[..., Client], staff: httpx.AsyncClient, staffed: Parts
) -> None:
    """Noted once it is on disk, with the trusted person; gone when the staff says done."""
    client = visit("handover")
    client.send(
        "handover.request", kind="callback", phone="138 0000 0000", consent=True,
        contact={"name": "李先生", "phone": "13900000000"},
    )  # fmt: skip
    assert states(await client.until("handover.state"))[0]["state"] == "noted"
    kept = (await staff.get(DESK)).json()["callbacks"]
    assert kept[0]["contact"] == {"name": "李先生", "phone": "13900000000"}
    assert (await staff.post(f"{DESK}/{kept[0]['id']}/done")).json()["state"] == "done"
    assert await staffed.store.callbacks() == []
    assert (await staff.post(f"{DESK}/{kept[0]['id']}/done")).status_code == 404


def test_callbacks_survive_a_killed_process(tmp_path: Path) -> None:
    """What was acknowledged is on disk after kill -9."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        acknowledged = [writer.stdout.readline().strip() for _ in range(5)]
        writer.send_signal(signal.SIGKILL)

    async def kept() -> set[str]:
        async with await Store.open(Settings(data=tmp_path)) as store:
            return {callback.id for callback in await store.callbacks()}

    assert set(acknowledged) <= asyncio.run(kept())


async def test_how_long_a_number_is_kept_is_said_before_and_after(
    visit: Callable[..., Client], staffed: Parts
) -> None:
    """The session says the days, so that the form can; so does the answer."""
    client = visit("handover")
    created = (await client.until("session.created"))[-1]
    assert created["session"]["qingzhi"]["callback_days"] == staffed.settings.callback_days == 7
    assert "7 天" in (await left(client))["message"]


async def test_a_desk_without_callbacks_says_so(enter: Callable[..., Client]) -> None:
    """Zero days: there is no form to show."""
    created = (await enter("handover").until("session.created"))[-1]
    assert created["session"]["qingzhi"]["callback_days"] == 0


async def test_a_number_is_taken_back_by_the_button(
    visit: Callable[..., Client], staffed: Parts
) -> None:
    """It is erased at once, and only then said to be."""
    client = visit("handover")
    await left(client)
    await left(client, "13900000000")
    client.send("handover.cancel", kind="callback")
    told = states(await client.until("handover.state"))[-1]
    assert (told["state"], told["kind"]) == ("cancelled", "callback")
    assert await staffed.store.callbacks() == []
    client.send("handover.cancel", kind="callback")
    assert (await client.until("error"))[-1]["error"]["code"] == "handover_unavailable"


@pytest.mark.parametrize(
    "words", ["不用给我回电话了", "把我的电话删掉吧", "delete my number please"]
)
async def test_a_number_is_taken_back_in_words(
    visit: Callable[..., Client], staffed: Parts, words: str
) -> None:
    """Spoken or typed, without a form."""
    client = visit("handover", "clause")
    await left(client)
    client.ask(words)
    events = await client.until("response.done")
    assert "删掉" in said(events)
    while not states(events):
        events = await client.until("handover.state")
    assert states(events)[-1]["state"] == "cancelled"
    assert await staffed.store.callbacks() == []


async def test_words_that_take_back_mean_nothing_where_nothing_was_left(
    visit: Callable[..., Client],
) -> None:
    """The figure answers as always, and claims to have deleted nothing."""
    client = visit("handover")
    client.ask("不用给我回电话了")
    assert "删掉" not in said(await client.until("response.done"))


async def test_taking_back_overtakes_nothing(visit: Callable[..., Client], staffed: Parts) -> None:
    """Left and taken back in one breath: first written, then erased, never the other way."""
    client = visit("handover")
    client.send("handover.request", kind="callback", phone="13800000000", consent=True)
    client.send("handover.cancel", kind="callback")
    seen: list[str] = []
    while "cancelled" not in seen:
        seen += [state["state"] for state in states(await client.until("handover.state"))]
    assert seen == ["noted", "cancelled"]
    assert await staffed.store.callbacks() == []


async def test_nobody_takes_back_what_somebody_else_left(
    visit: Callable[..., Client], staffed: Parts
) -> None:
    """Who knows a number can neither learn that a call was asked for, nor undo it."""
    first, second = visit("handover"), visit("handover")
    told = await left(first, note="下午")
    assert await left(second, "+86 138 0000 0000", note="别打") | {"event_id": ""} == told | {
        "event_id": ""
    }
    second.send("handover.cancel", kind="callback")
    await second.until("handover.state")
    (kept,) = await staffed.store.callbacks()
    assert (kept.phone, kept.note) == ("13800000000", "下午")


async def test_one_network_leaves_not_all_callbacks(
    visit: Callable[..., Client], staffed: Parts
) -> None:
    """Ten within an hour from one network, three from one visit; others still can."""
    told = []
    for n in range(CALLS + 2):
        client = visit("handover", network="203.0.113.0/24")
        told.append((await left(client, f"1380000{n:04}"))["state"])
    assert told == ["noted"] * CALLS + ["refused"] * 2
    other = visit("handover", network="198.51.100.0/24")
    told = [(await left(other, f"1390000{n:04}"))["state"] for n in range(MOST + 1)]
    assert told == ["noted"] * MOST + ["refused"]
    assert len(await staffed.store.callbacks()) == CALLS + MOST


async def test_the_gravest_need_goes_with_the_call(
    visit: Callable[..., Client], staffed: Parts
) -> None:
    """A lighter matter afterwards doesn't make it less urgent."""
    client = visit("handover")
    client.session.handing.heard(Need("abuse", "high"))
    client.session.handing.heard(Need("distress", "low"))
    await left(client)
    (kept,) = await staffed.store.callbacks()
    assert (kept.need, kept.urgency) == ("abuse", "high")


async def test_a_failing_disk_is_said_and_can_be_tried_again(
    visit: Callable[..., Client], staffed: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither keeping nor erasing is claimed when it failed."""

    async def fail(*_: object, **__: object) -> str:
        raise StoreError("no room")

    client = visit("handover")
    monkeypatch.setattr(staffed.store, "keep_callback", fail)
    assert (await left(client))["state"] == "refused"
    monkeypatch.undo()
    assert (await left(client))["state"] == "noted"
    monkeypatch.setattr(staffed.store, "erase_callbacks", fail)
    client.send("handover.cancel", kind="callback")
    assert states(await client.until("handover.state"))[-1]["state"] == "noted"
    monkeypatch.undo()
    client.send("handover.cancel", kind="callback")
    assert states(await client.until("handover.state"))[-1]["state"] == "cancelled"
    assert await staffed.store.callbacks() == []
