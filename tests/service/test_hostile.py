"""What careless and hostile clients send: each mistake gets an answer, and nothing else breaks."""

from __future__ import annotations

import asyncio
import json
import signal
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import httpx
import msgspec
import pytest
import websockets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from tests.service.conftest import started, stopped

from qingzhi.interaction.turns import State
from qingzhi.io import events as ev
from qingzhi.service.access import Gate
from qingzhi.service.client import receive
from qingzhi.service.hall import RESUME_SECONDS, Hall
from qingzhi.service.items import LONGEST_ID, MOST_PARTS
from qingzhi.service.outbox import MOST_UNREAD, Outbox
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.service.conftest import Client

    from qingzhi.service.parts import Parts
    from qingzhi.testing.speaker import FakeSpeaker

QUESTION = {
    "type": "message",
    "role": "user",
    "content": [{"type": "input_text", "text": "护照多少钱？"}],
}
KINDS = sorted(
    str(kind.__struct_config__.tag) for kind in get_args(ev.Inbound) if kind is not ev.SessionEnd
)
FIELDS = sorted({field for kind in get_args(ev.Inbound) for field in kind.__struct_fields__})
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**400), 10**400)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    | st.sampled_from(["a", "user", "message", "input_text", "停", "护照多少钱？"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "id", "role", "content", "text", "audio", "output", "speed"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
ANY_EVENT = st.builds(
    lambda kind, fields: json.dumps(fields | {"type": kind}),
    st.sampled_from(KINDS),
    st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4),
)
GOOD_EVENT = st.sampled_from(
    [
        json.dumps({"type": "conversation.item.create", "item": QUESTION}),
        json.dumps({"type": "conversation.item.create", "item": QUESTION | {"id": "a"}}),
        '{"type":"conversation.item.delete","item_id":"a"}',
        '{"type":"conversation.item.retrieve","item_id":"a"}',
        '{"type":"conversation.item.truncate","item_id":"a","audio_end_ms":7}',
        '{"type":"response.create"}',
        '{"type":"response.cancel"}',
        '{"type":"output_audio_buffer.clear"}',
        '{"type":"session.update","session":{"output_modalities":["text"]}}',
        '{"type":"session.update","session":{"qingzhi":{"events":["motion"]}}}',
    ]
)
MESSAGES = st.lists(ANY_EVENT | GOOD_EVENT | st.binary(max_size=60), max_size=12)


# ---- the realtime protocol ----------------------------------------------------------------------


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(messages=MESSAGES)
async def test_no_sequence_of_messages_breaks_a_session(
    enter: Callable[..., Client], messages: list[str | bytes]
) -> None:
    """After anything at all the session can be made to answer again."""
    client = enter()
    for message in messages:
        receive(client.session, message)
        await asyncio.sleep(0)
    client.session.stop("client")
    client.send("session.update", session={"output_modalities": ["audio"]})
    while client.session.outbox.waiting:
        await client.session.outbox.next()
    client.ask("护照多少钱？", output_modalities=["text"])
    assert (await client.until("response.done"))[-1]["response"]["status"] == "completed"
    await client.session.close()


@pytest.mark.parametrize("late", [10**18, 10**400, -1, 0.5, "1", None])
async def test_a_moment_that_cannot_be_is_refused(enter: Callable[..., Client], late: Any) -> None:
    """A truncation far outside any answer names its field."""
    client = enter()
    client.send("conversation.item.create", item=QUESTION | {"id": "a"})
    client.send("conversation.item.truncate", item_id="a", audio_end_ms=late)
    error = (await client.until("error"))[-1]["error"]
    assert error["param"] == "audio_end_ms"


async def test_only_text_is_kept_of_an_item(enter: Callable[..., Client]) -> None:
    """Sound and pictures in an item are neither remembered nor sent back."""
    client = enter()
    part = {"type": "text", "text": "好", "audio": "A" * 100_000, "image_url": "B" * 100_000}
    client.send("conversation.item.create", item=QUESTION | {"id": "a", "content": [part]})
    item = client.session.items.get("a")
    assert len(msgspec.json.encode(item)) < 500


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"id": "i" * (LONGEST_ID + 1)}, "item.id"),
        ({"content": [{"type": "text", "text": "好"}] * (MOST_PARTS + 1)}, "item.content"),
        ({"content": [{"type": "text", "text": "好" * (ev.MAX_TEXT + 1)}]}, "item.content"),
    ],
)
async def test_an_item_has_a_size(
    enter: Callable[..., Client], change: dict[str, Any], param: str
) -> None:
    """A longer one is refused and not kept."""
    client = enter()
    client.send("conversation.item.create", item=QUESTION | change)
    assert (await client.until("error"))[-1]["error"]["param"] == param


async def test_many_inputs_are_no_way_around_the_limit(enter: Callable[..., Client]) -> None:
    """The texts of one response's input count together."""
    client = enter()
    long = QUESTION | {"content": [{"type": "input_text", "text": "护" * 3000}]}
    client.send("response.create", response={"input": [long, long]})
    assert (await client.until("error"))[-1]["error"]["code"] == "text_too_long"
    assert client.session.floor.state is State.IDLE


async def test_a_flood_of_answers_leaves_one(
    enter: Callable[..., Client], speaker: FakeSpeaker
) -> None:
    """Each question replaces the one before; the last is answered, the voice is free again."""
    client = enter()
    for _ in range(100):
        client.ask("护照多少钱？")
    statuses = []
    while "completed" not in statuses:
        done = (await client.until("response.done"))[-1]
        statuses.append(done["response"]["status"])
    assert statuses == ["cancelled"] * 99 + ["completed"]
    assert speaker.active == 0


async def test_a_mistake_of_ours_is_apologised_for_at_once(
    enter: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that nobody foresaw ends the answer with an apology, without waiting."""
    client = enter()

    async def stumble(*_args: Any, **_options: Any) -> None:
        monkeypatch.undo()
        raise ZeroDivisionError

    monkeypatch.setattr(client.session.stage, "play", stumble)
    client.ask("护照多少钱？")
    done = (await client.until("response.done"))[-1]["response"]
    assert done["status"] == "failed"
    assert "抱歉" in done["output"][0]["content"][0]["transcript"]


# ---- a client that does not read ----------------------------------------------------------------


async def test_who_reads_nothing_is_not_listened_to() -> None:
    """Control events that nobody reads hold up the next message; data events do not."""
    outbox = Outbox()
    event = ev.TextDelta(response_id="r", item_id="i", delta="x" * 1000)
    for _ in range(MOST_UNREAD // 1000):
        outbox.put(event, generation=1)
    await asyncio.wait_for(outbox.caught_up(), 1)
    for _ in range(MOST_UNREAD // 1000):
        outbox.put(event)
    waiting = asyncio.ensure_future(outbox.caught_up())
    await asyncio.sleep(0)
    assert not waiting.done()
    outbox.drop_data(1)
    while outbox.waiting > 100:
        await outbox.next()
    await asyncio.wait_for(waiting, 1)


async def test_a_takeover_loses_nothing(parts: Parts) -> None:
    """The old connection's sender sends nothing of what the new client is still to get."""
    hall = Hall(parts)
    session = hall.enter("qingzhi", ("clause",))
    sent: list[int] = []

    async def send() -> None:
        while True:
            sent.append((await session.outbox.next()).sequence)

    async def read() -> None:
        await asyncio.Event().wait()

    old = (asyncio.create_task(read()), asyncio.create_task(send()))
    hall.hold(session, old)
    session.outbox.put(ev.InputCleared())
    await asyncio.sleep(0)
    assert sent == [1, 2]
    assert hall.come_back(session.token, 1) is session
    await asyncio.gather(*old, return_exceptions=True)
    assert sent == [1, 2]
    assert session.outbox.waiting == 1
    hall.step_out(session, old)
    assert len(hall) == 1
    await hall.close()


async def test_who_is_gone_waits_behind_who_is_there(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The voice says what nobody hears after all that somebody waits for."""
    parts.settings = replace(parts.settings, earcon=False)
    hall = Hall(parts)
    session = hall.enter("qingzhi", ("clause",))
    connection = (asyncio.create_task(asyncio.sleep(0)),)
    leads: asyncio.Queue[float] = asyncio.Queue()

    async def play(*_args: Any, lead_s: float, **_options: Any) -> None:
        leads.put_nowait(lead_s)

    monkeypatch.setattr(session.stage, "play", play)
    async with asyncio.timeout(20):
        hall.hold(session, connection)
        session.answer(ev.ResponseOptions())
        assert await leads.get() == 0.0
        hall.step_out(session, connection)
        session.answer(ev.ResponseOptions())
        while await leads.get() < RESUME_SECONDS:
            continue
    await hall.close()


async def test_a_number_of_five_thousand_digits_resumes_nothing(service: str) -> None:
    """The client is told so; it is no error of ours."""
    url = service.replace("http", "ws") + f"v1/realtime?resume=x&last={'9' * 5000}"
    async with websockets.connect(url) as socket:
        assert json.loads(await socket.recv())["error"]["code"] == "resume_failed"


async def test_a_strange_model_is_refused_in_order(service: str) -> None:
    """A long name fits into the error, and the socket closes with its code."""
    url = service.replace("http", "ws") + "v1/realtime?model=" + "%E4%B8%AD" * 200
    async with websockets.connect(url) as socket:
        assert json.loads(await socket.recv())["error"]["code"] == "model_not_found"
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008


async def test_a_stopped_service_closes_its_records(tmp_path: Path) -> None:
    """SIGTERM in a conversation: it is written to its end, the parts are closed, all is well."""
    process, url = await asyncio.to_thread(started, tmp_path, "--voice", "espeak", "--no-demo")
    address = url.replace("http", "ws") + "v1/realtime"
    async with websockets.connect(address, close_timeout=0.1) as socket:
        await socket.send('{"type":"response.create"}')
        await socket.recv()
        await asyncio.to_thread(stopped, process, signal.SIGTERM)
    assert process.returncode == 0
    assert not list((tmp_path / "data").glob("*-wal"))


# ---- HTTP ---------------------------------------------------------------------------------------


@given(host=st.text(max_size=20), origin=st.text(max_size=20))
def test_no_header_breaks_the_gate(host: str, origin: str) -> None:
    """A host or an origin that is no address is refused like a foreign one."""
    headers = {"host": f"[{host}", "origin": f"http://[{origin}"}
    raw = [(k.encode(), v.encode("latin-1", "replace")) for k, v in headers.items()]
    scope = {"type": "http", "headers": Headers(raw=raw).raw, "client": ("127.0.0.1", 1)}
    assert Gate(Settings()).refusal(HTTPConnection(scope))


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        ("chat/completions", '{"model":NaN,"messages":[]}', "model"),
        ("chat/completions", '{"model":"qingzhi","messages":[{"role":"x"}]}', "messages.0.role"),
        ("audio/speech", '{"input":"好","speed":NaN}', "speed"),
        ("audio/speech", '{"input":"好\\ud800","response_format":"pcm"}', "input"),
        ("audio/speech", '{"input":"好","voice":{"\\ud800":5}}', "voice"),
    ],
)
def test_a_bad_body_names_its_field(service: str, path: str, body: str, param: str) -> None:
    """400 in the shape of the API, whatever the value is; the value itself is not repeated."""
    answer = httpx.post(
        f"{service}v1/{path}", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["param"].startswith(param)
    assert "好" not in answer.text


def test_a_question_has_a_length(service: str) -> None:
    """Over HTTP as over the socket; a body far beyond it is not read at all."""
    for length, status in ((ev.MAX_TEXT + 1, 400), (1 << 20, 413)):
        messages = [{"role": "user", "content": "护" * length}]
        body = {"model": "qingzhi", "messages": messages}
        assert httpx.post(f"{service}v1/chat/completions", json=body).status_code == status
