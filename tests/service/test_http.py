"""Pages, health, metrics and the HTTP interface, against the running service."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest
import websockets

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def http(service: str) -> Iterator[httpx.Client]:
    """Give a client for the running service."""
    with httpx.Client(base_url=service, timeout=30) as client:
        yield client


def test_health_tells_the_voice_and_its_time(http: httpx.Client) -> None:
    """200 once a rehearsed turn met its budget, with the measured time."""
    answer = http.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["voice"] == "espeak"
    assert answer.json()["first_audio_ms"] < 200


def test_the_page_is_served_with_a_strict_policy(http: httpx.Client) -> None:
    """No inline script, no foreign source; the visitor gets a pass."""
    answer = http.get("/")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=strict" in answer.headers["set-cookie"].lower()


def test_metrics_hold_no_words(http: httpx.Client) -> None:
    """Prometheus text with our series; nothing a visitor said."""
    question = "我叫王小明要办护照"
    body = {"model": "qingzhi", "messages": [{"role": "user", "content": question}]}
    assert http.post("/v1/chat/completions", json=body).status_code == 200
    text = http.get("/metrics").text
    assert "qingzhi_sessions" in text
    assert "qingzhi_first_audio_seconds_bucket" in text
    assert "王小明" not in text


def test_the_documentation_works_offline(http: httpx.Client) -> None:
    """/docs loads nothing from elsewhere."""
    page = http.get("/docs").text
    assert "http://" not in page.replace(str(http.base_url), "")
    assert "https://" not in page
    paths = http.get("/openapi.json").json()["paths"]
    assert {"/v1/chat/completions", "/v1/audio/speech", "/v1/models", "/healthz"} <= set(paths)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/chat/completions", {}),
        ("/v1/chat/completions", {"model": "qingzhi", "messages": []}),
        ("/v1/chat/completions", {"model": "qingzhi", "messages": [{"role": "user"}]}),
        ("/v1/chat/completions", {"model": "x", "messages": [{"role": "user", "content": "hi"}]}),
        ("/v1/chat/completions", {"model": "qingzhi", "messages": "hello"}),
        ("/v1/audio/speech", {"input": ""}),
        ("/v1/audio/speech", {"input": "。。。"}),
        ("/v1/audio/speech", {"input": "好" * 5000}),
        ("/v1/audio/speech", {"input": "好", "response_format": "aac"}),
        ("/v1/audio/speech", {"input": "好", "speed": 99}),
        ("/v1/audio/speech", {"input": "好", "model": "nobody"}),
    ],
)
def test_bad_requests_are_explained(http: httpx.Client, path: str, body: object) -> None:
    """4xx with a reason in JSON, never a 500."""
    answer = http.post(path, json=body)
    assert 400 <= answer.status_code < 500
    assert answer.json()


def test_garbage_is_refused(http: httpx.Client) -> None:
    """A body that is no JSON is a 422."""
    answer = http.post(
        "/v1/chat/completions", content=b"\xff\x00{", headers={"content-type": "application/json"}
    )
    assert 400 <= answer.status_code < 500


def test_a_proxied_stranger_needs_a_key(http: httpx.Client) -> None:
    """What comes through a proxy is not loopback."""
    body = {"model": "qingzhi", "messages": [{"role": "user", "content": "护照"}]}
    answer = http.post("/v1/chat/completions", json=body, headers={"x-forwarded-for": "8.8.8.8"})
    assert answer.status_code == 401


async def test_a_lost_connection_comes_back_where_it_was(service: str) -> None:
    """By token and last number: the rest of the answer arrives, nothing twice, nothing lost."""
    url = service.replace("http", "ws") + "v1/realtime"
    content = [{"type": "input_text", "text": "护照怎么办？要带什么？"}]
    item = {"type": "message", "role": "user", "content": content}
    seen: list[str] = []
    async with websockets.connect(f"{url}?model=qingzhi&qingzhi=clause", max_size=None) as socket:
        first = json.loads(await socket.recv())
        token = first["session"]["qingzhi"]["resume_token"]
        await socket.send(json.dumps({"type": "conversation.item.create", "item": item}))
        await socket.send('{"type":"response.create"}')
        while "response.output_audio.delta" not in seen:
            event = json.loads(await socket.recv())
            seen.append(event["type"])
        last = int(event["event_id"].removeprefix("event_"))
        await socket.close()
    numbers: list[int] = []
    async with websockets.connect(f"{url}?resume={token}&last={last}", max_size=None) as socket:
        again = json.loads(await socket.recv())
        assert again["type"] == "session.created"
        assert again["session"]["id"] == first["session"]["id"]
        while event["type"] != "response.done":
            event = json.loads(await socket.recv())
            numbers.append(int(event["event_id"].removeprefix("event_")))
    assert numbers == list(range(last + 1, last + 1 + len(numbers)))
    assert event["response"]["status"] == "completed"


async def test_a_connection_whose_loss_was_not_noticed_is_taken_over(service: str) -> None:
    """A client that comes back before the old socket has died gets its session."""
    url = service.replace("http", "ws") + "v1/realtime"
    async with websockets.connect(f"{url}?model=qingzhi&qingzhi=clause") as old:
        token = json.loads(await old.recv())["session"]["qingzhi"]["resume_token"]
        async with websockets.connect(f"{url}?resume={token}&last=1") as new:
            assert json.loads(await new.recv())["type"] == "session.created"
            with pytest.raises(websockets.ConnectionClosed):
                await old.recv()
            await new.send('{"type":"response.create"}')
            assert json.loads(await new.recv())["type"] == "response.created"


@pytest.mark.parametrize("query", ["resume=nobody&last=3", "resume=x&last=many", "resume=x"])
async def test_a_wrong_token_resumes_nothing(service: str, query: str) -> None:
    """A clear error, then the socket closes."""
    url = service.replace("http", "ws") + "v1/realtime"
    async with websockets.connect(f"{url}?{query}") as socket:
        assert json.loads(await socket.recv())["error"]["code"] == "resume_failed"
        with pytest.raises(websockets.ConnectionClosed):
            await socket.recv()


async def test_binary_frames(service: str) -> None:
    """Sound and motion as bytes to a client that asks for it."""
    from qingzhi.io.codec import unpack

    url = service.replace("http", "ws") + "v1/realtime?model=qingzhi&qingzhi=motion,binary"
    kinds = []
    async with websockets.connect(url, max_size=None) as socket:
        await socket.send('{"type":"response.create"}')
        while "response.done" not in kinds:
            message = await socket.recv()
            if isinstance(message, bytes):
                header, payload = unpack(message)
                assert payload
                kinds.append(header["type"])
            else:
                kinds.append(json.loads(message)["type"])
    assert {"response.output_audio.delta", "response.motion.delta"} <= set(kinds)
