"""The help card: whom to call, by need, region and age; what the desk offers; never unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.service.conftest import kinds

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.service.conftest import Client


def card(events: list[dict[str, Any]]) -> dict[str, Any]:
    return next(event for event in events if event["type"] == "response.help")


async def test_a_grave_answer_comes_with_numbers(enter: Callable[..., Client]) -> None:
    """Nearest need first, with hours where they are known; nothing that isn't there is offered."""
    client = enter("help")
    client.ask("我不想活了")
    events = await client.until("response.done")
    shown = card(events)
    assert [line["call"] for line in shown["numbers"]] == ["12356", "120", "110"]
    assert "18" in shown["numbers"][0]["hours"]
    assert shown["offers"] == []
    created = next(event for event in events if event["type"] == "response.created")
    assert shown["response_id"] == created["response"]["id"]


async def test_an_ordinary_answer_comes_without(enter: Callable[..., Client]) -> None:
    """Nobody is shown a crisis line for a lost card."""
    client = enter("help")
    client.ask("身份证丢了怎么补办")
    assert "response.help" not in kinds(await client.until("response.done"))


async def test_who_did_not_ask_for_cards_gets_none(enter: Callable[..., Client]) -> None:
    """A stock client meets no event that it doesn't know."""
    client = enter()
    client.ask("我不想活了")
    assert "response.help" not in kinds(await client.until("response.done"))


async def test_the_region_of_the_session_decides(enter: Callable[..., Client]) -> None:
    """A visitor elsewhere is told the numbers of their own place, in words and on the card."""
    client = enter("help")
    client.send("session.update", session={"qingzhi": {"region": "GB"}})
    client.ask("I don't want to live any more")
    events = await client.until("response.done")
    assert card(events)["numbers"][0] == {
        "call": "116 123",
        "name": "Samaritans",
        "hours": "24 hours",
    }
    assert "116 123" in "".join(e.get("delta", "") for e in events if "transcript" in e["type"])


async def test_a_region_that_is_none_is_refused(enter: Callable[..., Client]) -> None:
    """The field is named, and nothing is changed."""
    client = enter("help")
    for region in ("cn", "China", "C", "", "中国", "../CN"):
        client.send("session.update", session={"qingzhi": {"region": region}})
    errors = [e["error"] for e in await client.rest() if e["type"] == "error"]
    assert [error["param"] for error in errors] == ["session.qingzhi.region"] * 6
    assert client.session.settings.region == "CN"


async def test_a_minor_sees_the_line_for_the_young(enter: Callable[..., Client]) -> None:
    """12355 first."""
    client = enter("help")
    client.send("session.update", session={"qingzhi": {"audience": "minor"}})
    client.ask("我不想活了")
    assert card(await client.until("response.done"))["numbers"][0]["call"] == "12355"
