"""`/v1/audio/speech`: directions in words, kinds of files, and voices that may not speak."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest
import soundfile

from qingzhi.emotion import Stance
from qingzhi.errors import VoiceForbidden
from qingzhi.service.app import create_app
from qingzhi.testing.speaker import FakeSpeaker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from qingzhi.score import Clause, SpeechChunk
    from qingzhi.service.parts import Parts


class Listening(FakeSpeaker):
    """Notes what it is asked, and refuses the voice `copied`."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Clause, float]] = []

    def check(self, name: str) -> None:
        if name == "copied":
            raise VoiceForbidden("There is no consent.")

    async def speak(
        self, clause: Clause, *, rate: float = 1.0, **more: Any
    ) -> AsyncIterator[SpeechChunk]:
        self.asked.append((clause, rate))
        async for chunk in super().speak(clause, rate=rate, **more):
            yield chunk


@pytest.fixture
def speaker() -> Listening:
    return Listening()


@pytest.fixture
async def http(parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of the application, in this process."""
    transport = httpx.ASGITransport(create_app(parts), client=("127.0.0.1", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as client:
        yield client


async def said(http: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await http.post("/v1/audio/speech", json={"input": "您好。请坐。"} | body)


@pytest.mark.parametrize(
    ("words", "feeling", "style"),
    [
        ("sad, gentle, slowly", ("sadness", "moderate"), "formal"),
        ("用非常高兴的语气，儿童风格", ("joy", "strong"), "children"),
        ("", ("neutral", "weak"), "formal"),
    ],
)
async def test_directions_reach_every_clause(
    http: httpx.AsyncClient, speaker: Listening, words: str, feeling: tuple[str, str], style: str
) -> None:
    """Emotion, strength and style of the whole text."""
    assert (await said(http, instructions=words)).status_code == 200
    assert len(speaker.asked) == 2
    for clause, _ in speaker.asked:
        assert (clause.emotion.dominant, clause.emotion.strength) == feeling
        assert clause.style == style


async def test_pace_and_stance_are_taken_too(http: httpx.AsyncClient, speaker: Listening) -> None:
    """The pace multiplies the speed that is asked for."""
    await said(http, instructions="gentle, slowly", speed=2.0)
    clause, rate = speaker.asked[0]
    assert clause.stance is Stance.CARING
    assert rate == pytest.approx(1.7)


@pytest.mark.parametrize(
    ("kind", "container", "coding"),
    [
        ("wav", "WAV", "PCM_16"),
        ("flac", "FLAC", "PCM_16"),
        ("mp3", "MP3", "MPEG_LAYER_III"),
        ("opus", "OGG", "OPUS"),
    ],
)
async def test_every_kind_can_be_read(
    http: httpx.AsyncClient, kind: str, container: str, coding: str
) -> None:
    """By the same library that players use."""
    answer = await said(http, response_format=kind, instructions="高兴")
    assert answer.status_code == 200
    body = answer.content
    if kind == "wav":  # a stream's length is left open
        body = body[:4] + (len(body) - 8).to_bytes(4, "little") + body[8:]
    with soundfile.SoundFile(io.BytesIO(body)) as file:
        assert (file.format, file.subtype) == (container, coding)
        assert np.abs(file.read(dtype="float32")).max() > 0.1


async def test_pcm_is_bare(http: httpx.AsyncClient) -> None:
    """Two bytes a sample and no header."""
    body = (await said(http, response_format="pcm")).content
    assert len(body) % 2 == 0
    assert not body.startswith(b"RIFF")


@pytest.mark.parametrize("voice", ["copied", {"id": "copied"}])
async def test_a_copied_voice_without_consent_is_forbidden(
    http: httpx.AsyncClient, speaker: Listening, voice: object
) -> None:
    """403 with a code of its own; no other voice speaks in its place."""
    answer = await said(http, voice=voice)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "voice_forbidden"
    assert not speaker.asked


@pytest.mark.parametrize(
    "body",
    [
        {"instructions": "好" * 5000},
        {"instructions": 5},
        {"instructions": ["sad"]},
        {"instructions": "\ud800"},
        {"instructions": None},
        {"voice": 5},
        {"voice": {"id": 5}},
        {"voice": ["copied"]},
        {"response_format": "exe"},
        {"speed": 0},
        {"input": 5},
    ],
)
async def test_hostile_bodies_are_refused(
    http: httpx.AsyncClient, speaker: Listening, body: dict[str, Any]
) -> None:
    """400 in the API's shape; nothing is said."""
    import json

    content = json.dumps({"input": "您好。"} | body)
    answer = await http.post(
        "/v1/audio/speech", content=content, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert not speaker.asked


@pytest.mark.parametrize("words", ["🙂" * 900, "<speak/>", "\0", "very " * 800, "不" * 4000])
async def test_strange_directions_change_nothing(
    http: httpx.AsyncClient, speaker: Listening, words: str
) -> None:
    """They are a wish, not a form: what isn't understood is passed over."""
    assert (await said(http, instructions=words)).status_code == 200
    assert speaker.asked[0][0].emotion.intensity == 0


async def test_ssml_is_read(http: httpx.AsyncClient, speaker: Listening) -> None:
    """Emphasis, language and pauses reach the clauses; signs of markup are never said."""
    document = '<speak>您好<break time="2s"/><emphasis>请坐</emphasis></speak>'
    answer = await said(http, input=document, response_format="pcm")
    assert answer.status_code == 200
    assert [clause.text for clause, _ in speaker.asked] == ["您好", "请坐"]
    assert speaker.asked[1][0].emphasis == ((0, 2),)


@pytest.mark.parametrize(
    "document",
    [
        "<speak>",
        "<speak>您好</speak",
        "<speak><evil/></speak>",
        '<speak><break time="-1s"/></speak>',
        '<speak xmlns:x="y"><x:y/></speak>',
        "<speak/>",
    ],
)
async def test_wrong_ssml_is_explained(
    http: httpx.AsyncClient, speaker: Listening, document: str
) -> None:
    """400, and nothing is said."""
    answer = await said(http, input=document)
    assert answer.status_code == 400
    assert not speaker.asked
