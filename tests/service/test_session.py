"""A session from inside: what goes in, what waits in the outbox, with a voice without a process."""

from __future__ import annotations

import asyncio
import base64
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from tests.service.conftest import Client, kinds, said

from qingzhi.interaction import turns
from qingzhi.service.journal import Journal
from qingzhi.speech.earcon import earcon

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingzhi.service.parts import Parts
    from qingzhi.testing.speaker import FakeSpeaker

EVENTS = ("motion", "emotion", "citation", "card", "clause")


def heard_ms(events: list[dict[str, Any]], rate: int = 24_000) -> float:
    data = [base64.b64decode(e["delta"]) for e in events if e["type"].endswith("audio.delta")]
    return sum(map(len, data)) / 2 / rate * 1000


async def test_stock_clients_get_stock_events_in_order(enter: Callable[..., Client]) -> None:
    """The order of the API, one item, one part, and nothing of ours."""
    client = enter()
    client.ask("居住证怎么办？")
    events = await client.until("response.done")
    order = list(dict.fromkeys(kinds(events)))
    assert order == [
        "session.created",
        "conversation.item.added",
        "conversation.item.done",
        "response.created",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_audio.delta",
        "response.output_audio_transcript.delta",
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.done",
    ]
    assert "居住证" in said(events)
    assert events[-1]["response"]["status"] == "completed"


async def test_our_clients_get_all_of_it(enter: Callable[..., Client]) -> None:
    """Clauses with word times, motion on the audio clock, emotions, citations, the card."""
    client = enter(*EVENTS)
    client.ask("急死我了，护照明天就要用，怎么办啊！")
    events = await client.until("response.done")
    assert {
        "qingzhi.clause",
        "response.motion.delta",
        "response.emotion",
        "response.citation",
        "response.card",
    } <= set(kinds(events))
    clauses = [e["clause"] for e in events if e["type"] == "qingzhi.clause"]
    starts = [c["audio_start_ms"] for c in clauses]
    assert starts == sorted(starts)
    assert all(c["words"] for c in clauses)
    layers = {e["layer"] for e in events if e["type"] == "response.motion.delta"}
    assert {"idle", "reaction", "speech"} <= layers
    card = next(e["card"] for e in events if e["type"] == "response.card")
    assert "护照" in card["title"]


async def test_the_visitor_is_told_once_that_it_is_an_ai(enter: Callable[..., Client]) -> None:
    """Before the first answer, or in the greeting; not twice."""
    client = enter()
    client.send("response.create")
    assert "人工智能" in said(await client.until("response.done"))
    client.ask("护照多少钱？")
    assert "人工智能" not in said(await client.until("response.done"))
    stranger = enter()
    stranger.ask("护照多少钱？")
    assert said(await stranger.until("response.done")).startswith("我是人工智能")


async def test_in_a_long_talk_it_is_said_again(enter: Callable[..., Client]) -> None:
    """Two hours later the visitor is reminded, once, before the answer."""
    late = 0.0
    client = enter()
    client.session._clock = lambda: time.monotonic() + late
    client.ask("护照多少钱？")
    await client.until("response.done")
    late = 2 * 3600 + 60.0
    client.ask("护照多少钱？")
    assert said(await client.until("response.done")).startswith("提醒您")
    client.ask("护照多少钱？")
    assert "提醒您" not in said(await client.until("response.done"))


@pytest.mark.parametrize("word", ["停", "停！", "别说了", "stop"])
async def test_a_stop_word_silences_at_once(
    enter: Callable[..., Client], speaker: FakeSpeaker, word: str
) -> None:
    """No sound leaves after it, the worker is free, the response is cancelled."""
    client = enter()
    client.ask("护照怎么办？")
    await client.until("response.output_audio.delta")
    content = [{"type": "input_text", "text": word}]
    item = {"type": "message", "role": "user", "content": content}
    client.send("conversation.item.create", item=item)
    events = await client.until("response.done")
    assert "response.output_audio.delta" not in kinds(events)
    assert events[-1]["response"]["status"] == "cancelled"
    for _ in range(5):
        await asyncio.sleep(0)
    assert speaker.active == 0
    assert await client.rest() == []


async def test_a_new_question_takes_the_floor(
    enter: Callable[..., Client], speaker: FakeSpeaker
) -> None:
    """The old answer ends as cancelled, the new one is told whole."""
    client = enter()
    client.ask("护照怎么办？")
    await client.until("response.output_audio.delta")
    client.ask("离婚登记要带什么？")
    first = await client.until("response.done")
    second = await client.until("response.done")
    assert first[-1]["response"]["status"] == "cancelled"
    assert second[-1]["response"]["status"] == "completed"
    assert "离婚" in said(second)


async def test_a_dead_voice_costs_an_apology(
    enter: Callable[..., Client], speaker: FakeSpeaker
) -> None:
    """The answer fails with words, the session lives, the next question is answered."""
    client = enter()
    speaker.broken = True
    client.ask("护照怎么办？")
    events = await client.until("response.done")
    assert events[-1]["response"]["status"] == "failed"
    assert "抱歉" in said(events)
    speaker.broken = False
    client.ask("护照怎么办？")
    assert (await client.until("response.done"))[-1]["response"]["status"] == "completed"


async def test_a_hung_voice_costs_an_apology(
    enter: Callable[..., Client], speaker: FakeSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the patience the work is given up and its place is freed."""
    monkeypatch.setattr(turns, "PATIENCE", 0.02)
    client = enter()
    speaker.gate.clear()
    client.ask("护照怎么办？")
    await speaker.began.get()
    await speaker.began.get()
    speaker.gate.set()
    events = await client.until("response.done")
    assert events[-1]["response"]["status"] == "failed"
    assert "抱歉" in said(events)
    assert speaker.active == 0


async def test_a_voice_that_stays_hung_ends_the_response(
    enter: Callable[..., Client], speaker: FakeSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When even the apology can't be said, the response ends as failed and the floor is free."""
    monkeypatch.setattr(turns, "PATIENCE", 0.02)
    client = enter()
    speaker.gate.clear()
    client.ask("护照怎么办？")
    events = await client.until("response.done")
    assert events[-1]["response"]["status"] == "failed"
    assert client.session.floor.state is turns.State.IDLE


async def test_text_only(enter: Callable[..., Client], speaker: FakeSpeaker) -> None:
    """A text session gets text deltas and costs no voice."""
    client = enter()
    client.ask("护照怎么办？", output_modalities=["text"])
    events = await client.until("response.done")
    assert "response.output_text.delta" in kinds(events)
    assert "response.output_audio.delta" not in kinds(events)
    assert speaker.spoken == []
    assert events[-1]["response"]["output"][0]["content"][0]["type"] == "output_text"


async def test_sixteen_kilohertz(enter: Callable[..., Client]) -> None:
    """The same length of sound at the rate that the session asks for."""
    client = enter()
    audio = {"output": {"format": {"type": "audio/pcm", "rate": 16_000}}}
    client.send("session.update", session={"type": "realtime", "audio": audio})
    client.ask("护照怎么办？")
    events = await client.until("response.done")
    syllables = len(said(events))
    marked = len(earcon()) / 24
    assert heard_ms(events, 16_000) == pytest.approx(marked + syllables * 50, rel=0.01)


async def test_a_session_changes_whole_or_not_at_all(enter: Callable[..., Client]) -> None:
    """A patch with one wrong field changes nothing."""
    client = enter()
    audio = {"output": {"speed": 1.2, "format": {"type": "audio/opus"}}}
    client.send("session.update", session={"type": "realtime", "audio": audio})
    events = await client.rest()
    assert events[-1]["error"]["code"] == "unsupported_format"
    assert client.session.config.audio.output.speed == 1.0


async def test_harm_is_refused_and_distress_is_cared_for(enter: Callable[..., Client]) -> None:
    """No citation, a way on, and the conversation stays open."""
    client = enter(*EVENTS)
    client.send("response.create")
    await client.until("response.done")
    client.ask("我不想活了")
    events = await client.until("response.done")
    assert "12356" in said(events)
    assert "response.card" not in kinds(events)
    client.ask("护照怎么办？")
    assert "护照" in said(await client.until("response.done"))


async def test_what_nobody_could_answer_becomes_work_when_the_visitor_agrees(
    enter: Callable[..., Client], parts: Parts
) -> None:
    """Asked first, kept then, without its personal data; answered questions keep no words."""
    client = enter()
    client.ask(
        "我的电话是13812345678，卡号6222 0212 3456 7890，我想给家门口的古树挂个保护牌，找谁申请？"
    )
    assert "记" in said(await client.until("response.done"))
    await settled(parts)
    assert await parts.store.unanswered("qingzhi") == []
    client.ask("好的")
    await client.until("response.done")
    client.ask("护照怎么办？")
    await client.until("response.done")
    await settled(parts)
    [listed] = await parts.store.unanswered("qingzhi")
    assert "古树" in listed.question
    assert not re.search(r"\d{4}", listed.question)
    [conversation] = await parts.store.conversations("qingzhi")
    kept = await parts.store.turns("qingzhi", conversation.id)
    assert len(kept) == 3
    assert all(turn.question is None for turn in kept)


async def settled(parts: Parts) -> None:
    """Wait until everything that was noted is on disk."""
    await parts.journal.close()
    parts.journal = Journal(parts.store)


async def test_fifty_sessions_keep_apart(enter: Callable[..., Client]) -> None:
    """Each hears about its own subject only."""
    topics = ["护照", "居住证", "结婚", "失业", "公积金"]
    clients = [(enter(), topics[i % 5]) for i in range(50)]
    for client, topic in clients:
        client.ask(f"{topic}怎么办？")
    await asyncio.gather(*(client.until("response.done") for client, _ in clients))
    for client, topic in clients:
        words = said(client.events)
        assert topic in words
        assert not [t for t in topics if t != topic and t in words]
