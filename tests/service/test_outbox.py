"""What leaves a session: order, interruption, resumption, back pressure."""

from __future__ import annotations

import asyncio
import json

from qingzhi.io import events as ev
from qingzhi.io.codec import unpack
from qingzhi.service.outbox import HIGH_WATER, Outbox


def sound(text: str = "AAAA") -> ev.AudioDelta:
    return ev.AudioDelta(response_id="r", item_id="i", delta=text)


async def drained(outbox: Outbox) -> list[dict[str, object]]:
    """Take out everything that waits."""
    taken = []
    while outbox.waiting:
        message = await outbox.next()
        assert isinstance(message.body, str)
        taken.append(json.loads(message.body))
    return taken


async def test_events_are_numbered_in_order() -> None:
    """Each event gets the next number as its id."""
    outbox = Outbox()
    for _ in range(3):
        outbox.put(ev.InputCleared())
    assert [e["event_id"] for e in await drained(outbox)] == ["event_1", "event_2", "event_3"]


async def test_an_interruption_drops_data_and_keeps_control() -> None:
    """Sound of the old generation never leaves; the words about it do."""
    outbox = Outbox()
    outbox.put(sound(), generation=1)
    outbox.put(ev.InputCleared())
    outbox.put(sound(), generation=2)
    assert outbox.drop_data(1) == 1
    kinds = [e["type"] for e in await drained(outbox)]
    assert kinds == ["input_audio_buffer.cleared", "response.output_audio.delta"]


async def test_what_was_not_seen_comes_again() -> None:
    """After a lost connection everything behind the last seen number is sent again, in order."""
    outbox = Outbox(keep_bytes=10_000)
    for _ in range(4):
        outbox.put(sound(), generation=1)
    await outbox.next()
    await outbox.next()
    await outbox.next()
    outbox.rewind(1)
    assert [e["event_id"] for e in await drained(outbox)] == ["event_2", "event_3", "event_4"]
    assert outbox.can_rewind(4)
    assert not outbox.can_rewind(5)


async def test_what_was_forgotten_cannot_be_resumed() -> None:
    """The memory is bounded; beyond it a client is told to begin anew."""
    outbox = Outbox(keep_bytes=300)
    for _ in range(20):
        outbox.put(sound())
        await outbox.next()
    assert not outbox.can_rewind(1)
    assert outbox.can_rewind(20)


async def test_a_slow_client_holds_production_back() -> None:
    """Producing waits at the high-water mark and goes on when the client has read."""
    outbox = Outbox()
    outbox.put(sound("A" * HIGH_WATER))
    waiting = asyncio.create_task(outbox.room())
    await asyncio.sleep(0)
    assert not waiting.done()
    await outbox.next()
    await waiting


async def test_binary_clients_get_bytes() -> None:
    """Sound leaves as a binary message, control events stay text."""
    outbox = Outbox(binary=True)
    outbox.put(sound("AQIDBA=="))
    outbox.put(ev.InputCleared())
    first, second = await outbox.next(), await outbox.next()
    assert isinstance(first.body, bytes)
    assert unpack(first.body)[1] == b"\1\2\3\4"
    assert isinstance(second.body, str)
