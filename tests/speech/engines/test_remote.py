"""Voices on speech servers: what is asked, what is made of the answer, and when it is given up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx
import msgspec
import numpy as np
import pytest
from tests.speech.engines.conftest import AMPLITUDE, RATE, hum, pcm

from qingzhi.emotion import BASIC, Emotion, Stance, Strength
from qingzhi.errors import EngineCrashed, EngineError, EngineUnavailable
from qingzhi.speech import voicefile
from qingzhi.speech.engine import EngineChunk, EngineRequest
from qingzhi.speech.engines import server as served
from qingzhi.speech.engines.instructions import instruction
from qingzhi.speech.engines.remote import CosyVoiceEngine, OpenAIEngine
from qingzhi.speech.engines.server import Call, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.speech.engines.conftest import SpeechServer

    from qingzhi.score import Lang
    from qingzhi.settings import Settings
    from qingzhi.speech.voicefile import VoiceFile

    Written = Callable[..., VoiceFile]
    Opened = Callable[..., Any]

SECRET = "a key that nobody may read"  # noqa: S105 - of a test


@pytest.fixture
def opened(
    settings: Settings, write: Written, server: SpeechServer, no_espeak: None
) -> Iterator[Opened]:
    """Open a voice on the server."""
    made: list[OpenAIEngine | CosyVoiceEngine] = []

    def open_(engine: type[OpenAIEngine | CosyVoiceEngine], **more: Any) -> Any:
        table = {"url": server.address} | more.pop("server", {})
        file = write("remote", "any", server=table, **more)
        made.append(engine(engine.prepare(file, settings)))
        return made[-1]

    yield open_
    for engine in made:
        engine._http.close()


def spoken(engine: Any, text: str = "您好妈妈", **more: Any) -> list[EngineChunk]:
    return [c for c in engine.speak(EngineRequest(utterance=text, **more)) if len(c.samples)]


def fields(server: SpeechServer) -> dict[str, str]:
    """Read the last form, plain or with a file."""
    _, headers, body = server.asked[-1]
    if "multipart" not in headers["content-type"]:
        return dict(httpx.QueryParams(body.decode()))
    boundary = headers["content-type"].partition("boundary=")[2].encode()
    parts = [part.partition(b"\r\n\r\n") for part in body.split(b"--" + boundary)[1:-1]]
    return {
        head.partition(b'name="')[2].partition(b'"')[0].decode(): value.rstrip(b"\r\n").decode()
        for head, _, value in parts
    }


def test_openai_speech_becomes_sound_and_marks(opened: Opened, server: SpeechServer) -> None:
    """Silence before it is cut; marks are guessed with the first sound and found with the last."""
    chunks = spoken(opened(OpenAIEngine, server={"voice": "nova", "model": "m"}))
    sound = np.concatenate([chunk.samples for chunk in chunks])
    assert len(sound) == pytest.approx(RATE, abs=RATE // 50)
    assert np.abs(sound).max() == pytest.approx(AMPLITUDE, abs=0.01)
    first, last = chunks[0].marks, chunks[-1].marks
    assert all(mark.provisional for mark in first)
    assert [mark.phone for mark in first] == [mark.phone for mark in last]
    assert not any(mark.provisional for mark in last)
    assert last[-1].end <= len(sound)
    path, _, body = server.asked[-1]
    assert path == "/v1/audio/speech"
    asked = msgspec.json.decode(body)
    assert asked["voice"], asked["model"] == ("nova", "m")
    assert asked["response_format"] == "pcm"
    assert "instructions" not in asked


def test_feeling_is_told_in_words(opened: Opened, server: SpeechServer) -> None:
    """Emotion, strength, style and pace are in the instructions; the text stays as it is."""
    sad = Emotion.of("sadness", "strong")
    spoken(opened(OpenAIEngine), emotion=sad, style="children", rate=0.8)
    asked = msgspec.json.decode(server.asked[-1][2])
    assert asked["input"] == "您好妈妈"
    assert all(word in asked["instructions"] for word in ("非常难过", "孩子", "慢"))
    assert asked["speed"] == pytest.approx(0.8)


def test_every_feeling_has_words_in_both_languages() -> None:
    """No two emotions, strengths or stances sound the same in words."""
    langs: tuple[Lang, ...] = ("zh", "en")
    for lang in langs:
        requests = [
            EngineRequest(utterance="x", lang=lang, emotion=Emotion.of(name, s), stance=stance)
            for name in BASIC
            for s in Strength
            for stance in Stance
        ]
        assert len({instruction(request) for request in requests}) == len(requests)
    assert instruction(EngineRequest(utterance="x")) == ""


@pytest.mark.parametrize(
    ("mode", "wanted"),
    [
        ("sft", {"tts_text", "spk_id"}),
        ("instruct", {"tts_text", "spk_id", "instruct_text"}),
        ("instruct2", {"tts_text", "instruct_text", "prompt_wav"}),
        ("zero_shot", {"tts_text", "prompt_text", "prompt_wav"}),
    ],
)
def test_cosyvoice_is_asked_in_its_own_way(
    opened: Opened, settings: Settings, server: SpeechServer, mode: str, wanted: set[str]
) -> None:
    """Each mode has its address and its fields; the model's rate becomes ours."""
    folder = voicefile.folder(settings, "remote")
    folder.mkdir(parents=True)
    (folder / "her.wav").write_bytes(b"RIFF of hers")
    table = {"mode": mode, "voice": "中文女", "sample_rate": 22_050}
    engine = opened(CosyVoiceEngine, server=table, reference="her.wav", reference_text="你好")
    sound = np.concatenate([c.samples for c in spoken(engine, emotion=Emotion.of("joy"))])
    assert server.asked[-1][0] == f"/v1/inference_{mode}"
    assert set(fields(server)) == wanted
    assert fields(server)["tts_text"] == "您好妈妈"
    assert "高兴" in fields(server).get("instruct_text", "高兴")
    assert len(sound) == pytest.approx(RATE * 24_000 / 22_050, abs=RATE // 40)


def test_the_key_goes_into_the_header_alone(
    opened: Opened, server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes from the environment, and stands in no option, error or body."""
    monkeypatch.setenv("DESK_VOICE_KEY", SECRET)
    engine = opened(OpenAIEngine, server={"key_variable": "DESK_VOICE_KEY"})
    spoken(engine)
    _, headers, body = server.asked[-1]
    assert headers["authorization"] == f"Bearer {SECRET}"
    assert SECRET.encode() not in body
    server.status = 401
    with pytest.raises(EngineError) as caught:
        spoken(engine)
    assert SECRET not in str(caught.value)
    monkeypatch.delenv("DESK_VOICE_KEY")
    with pytest.raises(EngineUnavailable, match="DESK_VOICE_KEY"):
        opened(OpenAIEngine, server={"key_variable": "DESK_VOICE_KEY"})


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, b"", "500"),
        (404, b"", "404"),
        (200, b"", "no sound"),
        (200, b"\0" * 4800, "no sound"),
        (200, b"RIFF....WAVE", "bare PCM"),
        (200, b'{"error": "no"}', "bare PCM"),
        (200, b"<html>", "bare PCM"),
    ],
)
def test_what_is_no_speech_is_an_error(
    opened: Opened, server: SpeechServer, status: int, body: bytes, said: str
) -> None:
    """One clear reason, so that the next voice says the clause."""
    server.status, server.body = status, body
    with pytest.raises(EngineError, match=said):
        spoken(opened(OpenAIEngine))


def test_endless_sound_is_cut_off(
    opened: Opened, server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that never ends fills no memory."""
    monkeypatch.setattr(served, "MOST_S", 1.5)
    server.body = pcm(hum(3.0))
    with pytest.raises(EngineError, match="on and on"):
        spoken(opened(OpenAIEngine))


def test_an_odd_number_of_bytes_does_no_harm(opened: Opened, server: SpeechServer) -> None:
    """Samples cut between two blocks are put together again."""
    server.body = pcm(hum()) + b"\x01"
    server.held, server.cut = True, 20_001
    server.hold.set()
    sound = np.concatenate([chunk.samples for chunk in spoken(opened(OpenAIEngine))])
    assert np.abs(np.diff(sound)).max() < 0.05


def test_a_server_that_is_not_there_is_an_error(opened: Opened, server: SpeechServer) -> None:
    """The error names neither the text nor the address."""
    with pytest.raises(EngineCrashed) as caught:
        spoken(opened(OpenAIEngine, server={"url": "http://127.0.0.1:9/v1"}))
    assert "妈妈" not in str(caught.value)
    assert "127" not in str(caught.value)


def test_a_late_server_is_given_up(server: SpeechServer) -> None:
    """On the clock of the test: nothing within `first_s`, then nothing within `gap_s`."""
    server.held = True
    now = [0.0]
    table = voicefile.Server(server.address, first_s=1.0, gap_s=2.0)
    http = httpx.Client(trust_env=False)
    blocks = iter(Stream(http, Call(server.address, {}), table, clock=lambda: now[0]))
    assert next(blocks) == b""
    now[0] = 0.9
    assert next(blocks) == b""
    now[0] = 1.1
    with pytest.raises(EngineCrashed, match="late"):
        next(blocks)
    server.hold.set()
    http.close()


def test_waiting_lets_others_go_first(opened: Opened, server: SpeechServer) -> None:
    """While the server holds back, the engine gives chunks without anything in them."""
    server.held, server.cut = True, 0
    speaking = opened(OpenAIEngine).speak(EngineRequest(utterance="您好"))
    began = time.process_time()
    assert not any(len(next(speaking).samples) for _ in range(5))
    assert time.process_time() - began < 5
    server.hold.set()
    assert any(len(chunk.samples) for chunk in speaking)


def test_leaving_early_ends_the_request(opened: Opened, server: SpeechServer) -> None:
    """An abandoned clause leaves nothing open behind it."""
    server.body = pcm(hum(20.0))
    speaking = opened(OpenAIEngine).speak(EngineRequest(utterance="您好"))
    assert any(len(chunk.samples) for chunk in speaking)
    speaking.close()


def test_a_voice_without_server_or_reference_is_refused(
    settings: Settings, write: Written, server: SpeechServer
) -> None:
    """At the start, not in the middle of a turn."""
    with pytest.raises(EngineUnavailable, match="server"):
        OpenAIEngine.prepare(write("remote", "openai"), settings)
    table = {"url": server.address, "mode": "instruct2"}
    with pytest.raises(EngineUnavailable, match="reference"):
        CosyVoiceEngine.prepare(write("remote", "cosyvoice", server=table), settings)
