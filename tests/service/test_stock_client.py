"""The official `openai` package, unchanged, against the running service."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import websockets
from openai import AsyncOpenAI, BadRequestError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

AUDIBLE = 10 ** (-45 / 20)


@pytest.fixture
async def client(service: str) -> AsyncIterator[AsyncOpenAI]:
    """Give a stock client; on loopback any key will do."""
    async with AsyncOpenAI(
        base_url=f"{service}v1",
        websocket_base_url=f"{service.replace('http', 'ws')}v1",
        api_key="any",
    ) as opened:
        yield opened


async def ask(connection: Any, text: str) -> None:
    """Put a question as a text item and ask for a response."""
    await connection.conversation.item.create(
        item={
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": text}],
        }
    )
    await connection.response.create()


async def until(connection: Any, kind: str) -> list[Any]:
    """Read events up to and including the first of a kind."""
    events = []
    async with asyncio.timeout(30):
        async for event in connection:
            events.append(event)
            if event.type == "error":
                pytest.fail(event.error.message)
            if event.type == kind:
                return events
    pytest.fail(f"no {kind}")


def sound_of(events: list[Any]) -> np.ndarray:
    """Join the audio deltas to samples −1..1."""
    data = b"".join(
        base64.b64decode(e.delta) for e in events if e.type == "response.output_audio.delta"
    )
    return np.frombuffer(data, "<i2").astype(np.float32) / 32768


async def test_a_question_is_answered_with_sound_and_transcript(client: AsyncOpenAI) -> None:
    """Connect, update, ask, hear, read, done: stock events only."""
    async with client.realtime.connect(model="qingzhi") as connection:
        await connection.session.update(
            session={"type": "realtime", "output_modalities": ["audio"], "instructions": "简短"}
        )
        await until(connection, "session.updated")
        await ask(connection, "居住证怎么办理？")
        events = await until(connection, "response.done")
    assert not [e.type for e in events if e.type.startswith("qingzhi")]
    assert not [e.type for e in events if "motion" in e.type]
    samples = sound_of(events)
    assert len(samples) > 24_000
    assert np.max(np.abs(samples)) > AUDIBLE
    transcript = "".join(
        e.delta for e in events if e.type == "response.output_audio_transcript.delta"
    )
    assert "居住证" in transcript
    done = events[-1].response
    assert done.status == "completed"
    assert done.output[0].content[0].transcript == transcript


async def test_the_first_answer_says_that_it_is_an_ai(client: AsyncOpenAI) -> None:
    """A visitor who was not greeted hears it before anything else."""
    async with client.realtime.connect(model="qingzhi") as connection:
        await ask(connection, "护照多少钱？")
        first = await until(connection, "response.output_audio_transcript.delta")
    assert "人工智能" in first[-1].delta


async def test_a_response_can_be_cancelled(client: AsyncOpenAI) -> None:
    """After the cancellation no sound of that response arrives; a new question is answered."""
    async with client.realtime.connect(model="qingzhi") as connection:
        await ask(connection, "怎么办理护照？请详细说说需要哪些材料。")
        await until(connection, "response.output_audio.delta")
        await connection.response.cancel()
        events = await until(connection, "response.done")
        assert events[-1].response.status in {"cancelled", "completed"}
        await ask(connection, "结婚登记要带什么？")
        events = await until(connection, "response.done")
        old = {e.response_id for e in events if e.type == "response.output_audio.delta"}
        assert old == {events[-1].response.id}
        assert events[-1].response.status == "completed"


async def test_our_own_events_come_to_those_who_ask(client: AsyncOpenAI) -> None:
    """`extra_query` brings motion, emotion and citations."""
    query = {"qingzhi": "motion,emotion,citation"}
    async with client.realtime.connect(model="qingzhi", extra_query=query) as connection:
        await ask(connection, "气死我了，跑了三趟！第一次办护照到底要带什么材料！")
        events = await until(connection, "response.done")
    kinds = {e.type for e in events}
    assert {"response.motion.delta", "response.emotion", "response.citation"} <= kinds
    felt = next(e for e in events if e.type == "response.emotion" and e.of == "visitor")
    assert felt.emotion["name"] == "anger"


async def test_bad_messages_get_one_error_each_and_the_connection_lives(service: str) -> None:
    """Every kind of bad message gives one `error`; then a question is still answered."""
    bad: list[str | bytes] = [
        "not json",
        "[]",
        '{"type":"nonsense"}',
        b"\x00\x01\x02",
        '{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[]}}',
        '{"type":"conversation.item.delete","item_id":"nobody"}',
        '{"type":"response.cancel"}',
        '{"type":"input_audio_buffer.append","audio":"AAAA"}',
        '{"type":"session.update","session":{"type":"realtime","audio":{"output":{"speed":9}}}}',
        json.dumps({"type": "response.create", "pad": "x" * (1 << 20)}),
    ]
    url = service.replace("http", "ws") + "v1/realtime?model=qingzhi"
    async with asyncio.timeout(30), websockets.connect(url, max_size=None) as socket:
        assert json.loads(await socket.recv())["type"] == "session.created"
        for message in bad:
            await socket.send(message)
            answer = json.loads(await socket.recv())
            assert answer["type"] == "error", message[:60]
            assert answer["error"]["message"]
            assert answer["error"]["code"]
        await socket.send('{"type":"response.create"}')
        kinds = []
        while "response.done" not in kinds:
            kinds.append(json.loads(await socket.recv())["type"])
        assert "response.output_audio.delta" in kinds


async def test_an_unknown_service_is_refused(service: str) -> None:
    """The wrong model gets a clear error, then the socket closes."""
    url = service.replace("http", "ws") + "v1/realtime?model=nobody"
    async with websockets.connect(url) as socket:
        assert json.loads(await socket.recv())["error"]["code"] == "model_not_found"
        with pytest.raises(websockets.ConnectionClosed):
            await socket.recv()


async def test_a_foreign_page_may_not_connect(service: str) -> None:
    """The browser's origin must be our own."""
    url = service.replace("http", "ws") + "v1/realtime?model=qingzhi"
    with pytest.raises(websockets.InvalidStatus):
        await websockets.connect(url, origin=websockets.Origin("https://elsewhere.example"))


async def test_fifty_visitors_never_hear_each_other(client: AsyncOpenAI) -> None:
    """Fifty clients at once: each hears only the answer to its own question."""
    topics = ["护照", "居住证", "结婚登记", "失业登记", "公积金"]

    async def visit(number: int) -> None:
        topic = topics[number % len(topics)]
        async with client.realtime.connect(model="qingzhi") as connection:
            await until(connection, "session.created")
            await ask(connection, f"{topic}怎么办？")
            events = await until(connection, "response.done")
        heard = "".join(
            e.delta for e in events if e.type == "response.output_audio_transcript.delta"
        )
        ids = {e.response_id for e in events if e.type == "response.output_audio.delta"}
        assert ids == {events[-1].response.id}
        assert topic[:2] in heard
        others = {t[:2] for t in topics} - {topic[:2]}
        assert not {t for t in others if t in heard}, heard

    await asyncio.gather(*(visit(number) for number in range(50)))


async def test_chat_completions(client: AsyncOpenAI) -> None:
    """The same mind by the chat interface, whole and streamed."""
    messages: Any = [{"role": "user", "content": "身份证丢了怎么补办？"}]
    whole = await client.chat.completions.create(model="qingzhi", messages=messages)
    assert "身份证" in (whole.choices[0].message.content or "")
    stream = await client.chat.completions.create(model="qingzhi", messages=messages, stream=True)
    pieces = [chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices]
    assert len([p for p in pieces if p]) > 1
    assert "身份证" in "".join(pieces)


async def test_chat_remembers_the_topic(client: AsyncOpenAI) -> None:
    """An elliptic question is understood from the earlier ones."""
    messages: Any = [
        {"role": "user", "content": "我要办护照"},
        {"role": "assistant", "content": "好的"},
        {"role": "user", "content": "多少钱？"},
    ]
    answer = await client.chat.completions.create(model="qingzhi", messages=messages)
    assert "120" in (answer.choices[0].message.content or "")


async def test_a_wrong_model_is_a_bad_request(client: AsyncOpenAI) -> None:
    """The error has the API's shape, so that the package raises its own exception."""
    with pytest.raises(BadRequestError, match="nobody"):
        await client.chat.completions.create(
            model="nobody", messages=[{"role": "user", "content": "你好"}]
        )


@pytest.mark.parametrize("kind", ["wav", "pcm", "mp3", "flac", "opus"])
async def test_speech(client: AsyncOpenAI, kind: Any) -> None:
    """A text becomes a sound file of the asked format."""
    answer = await client.audio.speech.create(
        model="qingzhi", voice="espeak", input="您好，欢迎光临。", response_format=kind
    )
    data = await answer.aread()
    heads = {"wav": (b"RIFF",), "mp3": (b"\xff", b"ID3"), "flac": (b"fLaC",), "opus": (b"OggS",)}
    assert data.startswith(heads.get(kind, (b"",)))
    assert len(data) > 2_000


async def test_models(client: AsyncOpenAI) -> None:
    """The published services are the models."""
    assert [m.id async for m in client.models.list()] == ["qingzhi"]
