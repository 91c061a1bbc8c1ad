"""What visitors think of answers: kept by fixed words, once a response, and never in their own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from tests.service.conftest import kinds

from qingzhi.errors import StoreError
from qingzhi.service.ratings import MOST
from qingzhi.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.service.conftest import Client

    from qingzhi.service.parts import Parts


async def answered(client: Client, question: str = "护照多少钱？") -> str:
    """Ask, wait for the end, and return the response's id."""
    client.ask(question, output_modalities=["text"])
    return str((await client.until("response.done"))[-1]["response"]["id"])


async def test_a_rating_is_kept_with_what_the_answer_rested_on(
    enter: Callable[..., Client], parts: Parts
) -> None:
    """The operator sees which knowledge failed, in which language and why."""
    client = enter()
    response = await answered(client)
    client.send("response.feedback", response_id=response, rating="down", reason="outdated")
    stored = (await client.until("response.feedback.stored"))[-1]
    assert (stored["response_id"], stored["rating"], stored["reason"]) == (
        response, "down", "outdated",
    )  # fmt: skip
    [kept] = await parts.store.feedback("qingzhi")
    assert (kept.rating, kept.reason, kept.lang) == ("down", "outdated", "zh")
    assert kept.topics
    assert all(topic in parts.mind.knowledge.ids for topic in kept.topics)


async def test_a_later_rating_takes_the_place_of_the_first(
    enter: Callable[..., Client], parts: Parts
) -> None:
    """One rating a response, however often the visitor changes their mind."""
    client = enter()
    response = await answered(client)
    client.send("response.feedback", response_id=response, rating="down", reason="wrong")
    await client.until("response.feedback.stored")
    client.send("response.feedback", response_id=response, rating="up")
    await client.until("response.feedback.stored")
    [kept] = await parts.store.feedback("qingzhi")
    assert (kept.rating, kept.reason) == ("up", None)


async def test_a_flood_of_ratings_takes_one_place(
    enter: Callable[..., Client], parts: Parts
) -> None:
    """What follows quickly replaces what still waits; the last one is kept and answered."""
    client = enter()
    response = await answered(client)
    for rating in ["down", "up"] * 500:
        client.send("response.feedback", response_id=response, rating=rating)
    assert parts.journal._queue.qsize() <= 2
    assert (await client.until("response.feedback.stored"))[-1]["rating"] == "up"
    [kept] = await parts.store.feedback("qingzhi")
    assert kept.rating == "up"


@pytest.mark.parametrize(
    ("fields", "code", "param"),
    [
        ({"rating": "up"}, "invalid_event", None),
        ({"response_id": "resp_nobody", "rating": "up"}, "response_not_found", "response_id"),
        ({"response_id": "MINE", "rating": "meh"}, "invalid_event", "rating"),
        ({"response_id": "MINE", "rating": 5}, "invalid_event", "rating"),
        ({"response_id": "MINE", "rating": "down", "reason": "太慢"}, "invalid_event", "reason"),
        ({"response_id": "MINE", "rating": "up", "reason": "wrong"}, "invalid_event", "reason"),
        ({"response_id": "x" * 100_000, "rating": "up"}, "response_not_found", "response_id"),
    ],
)  # fmt: skip
async def test_a_rating_that_cannot_be_is_refused(
    enter: Callable[..., Client],
    parts: Parts,
    fields: dict[str, Any],
    code: str,
    param: str | None,
) -> None:
    """The field is named, nothing is stored, and the text is not repeated at length."""
    client = enter()
    response = await answered(client)
    if fields.get("response_id") == "MINE":
        fields = fields | {"response_id": response}
    client.send("response.feedback", event_id="mine", **fields)
    error = (await client.until("error"))[-1]["error"]
    assert (error["code"], error["param"], error["event_id"]) == (code, param, "mine")
    assert len(error["message"]) < 300
    assert await parts.store.feedback("qingzhi") == []


async def test_another_visits_response_cannot_be_rated(enter: Callable[..., Client]) -> None:
    """An id that was overheard is worth nothing elsewhere."""
    response = await answered(enter())
    stranger = enter()
    stranger.send("response.feedback", response_id=response, rating="down")
    assert (await stranger.until("error"))[-1]["error"]["code"] == "response_not_found"


async def test_only_the_latest_responses_can_be_rated(enter: Callable[..., Client]) -> None:
    """A long visit keeps no long list."""
    session = enter().session
    for number in range(MOST + 10):
        session.ratings.about(f"resp_{number}", "zh")
    assert len(session.ratings._topics) == MOST


async def test_a_disk_that_fails_is_said(
    enter: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client learns that its rating was not kept, and may try again."""
    client = enter()
    response = await answered(client)

    async def full(self: Store, feedback: object) -> None:
        await asyncio.sleep(0)
        raise StoreError("There is no room left.")

    monkeypatch.setattr(Store, "record_feedback", full)
    client.send("response.feedback", response_id=response, rating="up")
    events = await client.until("error")
    assert "response.feedback.stored" not in kinds(events)
    assert events[-1]["error"]["code"] == "feedback_not_stored"
    assert events[-1]["error"]["type"] == "server_error"
