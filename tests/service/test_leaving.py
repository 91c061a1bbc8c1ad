"""The end of a visit: everything of it is gone at once."""

from __future__ import annotations

import asyncio
import gc
import json
import weakref
from typing import TYPE_CHECKING

import pytest
import websockets
from tests.service.conftest import Client, kinds, said

from qingzhi.service.client import receive
from qingzhi.service.hall import Hall
from qingzhi.service.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingzhi.service.parts import Parts
    from qingzhi.testing.speaker import FakeSpeaker

WORDS = "我叫欧阳翠花，护照多少钱？"
EVENTS = ("motion", "emotion", "citation", "card", "clause", "notice")


def strings(root: object) -> set[str]:
    """Collect every text that can be reached from an object without leaving our own classes."""
    seen: set[int] = set()
    found: set[str] = set()
    todo = [root]
    while todo:
        each = todo.pop()
        if id(each) in seen or isinstance(each, type):
            continue
        seen.add(id(each))
        if isinstance(each, str):
            found.add(each)
        elif isinstance(each, bytes):
            found.add(each.decode("utf-8", "replace"))
        elif not callable(each) and type(each).__name__ != "module":
            todo += gc.get_referents(each)
    return found


async def test_nothing_follows_the_end(enter: Callable[..., Client], speaker: FakeSpeaker) -> None:
    """An answer under way falls silent; what waited is thrown away; later messages do nothing."""
    client = enter(*EVENTS)
    client.ask(WORDS)
    await client.until("response.output_audio.delta")
    client.send("session.end")
    assert kinds(await client.rest()) == ["session.ended"]
    client.ask("护照怎么办？")
    receive(client.session, b"nonsense")
    for _ in range(10):
        await asyncio.sleep(0)
    assert await client.rest() == []
    assert speaker.active == 0


async def test_a_session_that_ended_holds_no_words(parts: Parts) -> None:
    """Not the visitor's, not the figure's: neither in what waits nor in what was sent."""
    session = Session(parts, model="qingzhi", extensions=EVENTS)
    session.start()
    client = Client(session)
    client.send("session.update", session={"instructions": "翠花的备注"})
    client.ask(WORDS)
    answer = said(await client.until("response.done"))
    assert answer
    held = {name: value for name, value in vars(session).items() if name != "parts"}
    assert any("翠花" in text for text in strings(held))
    client.send("session.end")
    await session.close()
    held = {name: value for name, value in vars(session).items() if name != "parts"}
    assert not [text for text in strings(held) if "翠花" in text or answer in text]


async def test_a_visit_that_ended_leaves_memory(parts: Parts) -> None:
    """No part of the service keeps the session, its items or its conversation alive."""
    hall = Hall(parts)
    session = hall.enter("qingzhi", EVENTS)
    client = Client(session)
    client.ask(WORDS)
    await client.until("response.done")
    left = [weakref.ref(part) for part in (session, session.items, session.talk, session.outbox)]
    token = session.token
    client.send("session.end")
    assert hall.come_back(token, 1) is None
    hall.hold(session, ())
    hall.step_out(session, hall._holders[session.id])
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(hall) == 0
    await hall.close()
    del client, session
    gc.collect()
    assert [ref() for ref in left] == [None] * len(left)


async def test_the_records_hold_counts_and_no_words(parts: Parts) -> None:
    """The database file has a turn, and not one character of what was said in it."""
    session = Session(parts, model="qingzhi", extensions=EVENTS)
    session.start()
    client = Client(session)
    client.ask(WORDS)
    await client.until("response.done")
    client.send("session.end")
    await session.close()
    await parts.journal._queue.join()
    [conversation] = await parts.store.conversations("qingzhi")
    assert conversation.turns == 1
    assert conversation.ended
    written = b"".join(path.read_bytes() for path in parts.settings.data.glob("qingzhi.db*"))
    for words in ("翠花", "多少钱", WORDS):
        assert words.encode() not in written
        assert json.dumps(words).strip('"').encode() not in written


@pytest.mark.parametrize("events", ["", "&qingzhi=motion,binary"])
async def test_the_socket_closes_cleanly_and_cannot_be_resumed(service: str, events: str) -> None:
    """`session.ended` is the last event; the code is 1000; the token opens nothing."""
    url = service.replace("http", "ws") + "v1/realtime"
    content = [{"type": "input_text", "text": WORDS}]
    item = {"type": "message", "role": "user", "content": content}
    async with websockets.connect(f"{url}?model=qingzhi{events}", max_size=None) as socket:
        created = json.loads(await socket.recv())
        await socket.send(json.dumps({"type": "conversation.item.create", "item": item}))
        await socket.send('{"type":"response.create"}')
        while '"response.created"' not in str(await socket.recv()):
            pass
        await socket.send('{"type":"session.end"}')
        *_, last = [message async for message in socket]
        assert socket.close_code == 1000
    ended = json.loads(last)
    assert ended["type"] == "session.ended"
    if not events:
        return
    token = created["session"]["qingzhi"]["resume_token"]
    number = ended["event_id"].removeprefix("event_")
    async with websockets.connect(f"{url}?resume={token}&last={number}") as again:
        assert json.loads(await again.recv())["error"]["code"] == "resume_failed"
