"""A visitor who wants a person gets one where there is one, and the truth where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.service.conftest import kinds, said
from tests.service.staffing import DESK, states

from qingzhi.io import events as ev
from qingzhi.score import Need
from qingzhi.service.handing import CHARACTERS, LONGEST, MESSAGES, WISHES
from qingzhi.service.handover import MOST_OF_ONE

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from tests.service.conftest import Client

    from qingzhi.service.parts import Parts


async def test_a_visitor_is_handed_over_and_back(
    visit: Callable[..., Client], staff: httpx.AsyncClient
) -> None:
    """Ask in words, wait, be taken, write to each other, and go back to the figure."""
    desk = (await staff.get(DESK)).json()
    assert (desk["waiting"], desk["taken"]) == ([], [])
    client = visit("handover", "clause")
    client.ask("转人工")
    events = await client.until("response.done")
    assert states(events)[0] | {"message": ""} == states(events)[0] | {
        "state": "waiting", "kind": "queue", "position": 1, "wait_s": None, "message": "",
    }  # fmt: skip
    assert "同事" in said(events)
    case = (await staff.get(DESK, params={"after": desk["seq"]})).json()["waiting"][0]
    await staff.post(f"{DESK}/{case['id']}/take")
    events = await client.until("response.done")
    assert states(events)[0]["state"] == "taken"
    assert "真人" in said(events)

    client.ask("我在二楼取号机旁边")
    events = await client.until("response.done")
    assert events[-1]["response"]["output"] == []
    assert not said(events)
    shown = (await staff.post(f"{DESK}/{case['id']}/say", json={"text": "我马上到"})).json()
    assert [(line["by"], line["text"]) for line in shown["lines"]] == [
        ("visitor", "我在二楼取号机旁边"),
        ("staff", "我马上到"),
    ]
    told = await client.until("handover.said")
    assert told[-1]["text"] == "我马上到"
    assert "我马上到" not in said(told)

    await staff.post(f"{DESK}/{case['id']}/close")
    events = await client.until("response.done")
    assert states(events)[0]["state"] == "closed"
    client.ask("身份证丢了怎么补办")
    assert "派出所" in said(await client.until("response.done"))


async def test_the_staff_sees_how_grave_it_is_but_not_what_was_said(
    visit: Callable[..., Client], staff: httpx.AsyncClient
) -> None:
    """Kind and level go with the case; no word of the talk before does."""
    await staff.get(DESK)
    client = visit("handover", "help")
    client.ask("我不想活了")
    events = await client.until("response.done")
    card = next(event for event in events if event["type"] == "response.help")
    assert (card["kind"], card["level"]) == ("self_harm", "medium")
    assert card["numbers"][0]["call"] == "12356"
    assert card["offers"] == ["queue", "callback", "contact"]
    assert "转人工" in said(events)
    client.send("handover.request", kind="queue")
    seen = (await staff.get(DESK)).text
    assert '"need":"self_harm"' in seen
    assert '"urgency":"medium"' in seen
    assert "不想活" not in seen


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "callback", "consent": True},
        {"kind": "callback", "phone": "call me", "consent": True},
        {"kind": "callback", "phone": "12", "consent": True},
        {"kind": "callback", "phone": "1" * 33, "consent": True},
        {"kind": "callback", "phone": "13800000000", "consent": True,
         "contact": {"name": "李", "phone": "<script>"}},
        {"kind": "queue", "note": "x" * 501, "consent": True},
        {"kind": "visit"},
        {},
    ],
)  # fmt: skip
async def test_bad_wishes_are_named(
    visit: Callable[..., Client], staffed: Parts, fields: dict[str, Any]
) -> None:
    """Each mistake of a client is one error, and nothing is kept."""
    client = visit("handover")
    client.send("handover.request", **fields)
    assert kinds(await client.rest())[-1] == "error"
    assert await staffed.store.callbacks() == []


async def test_where_nobody_is_the_figure_says_so(enter: Callable[..., Client]) -> None:
    """A desk without staff refuses the queue, names numbers, and promises nothing."""
    client = enter("handover")
    client.send("handover.request", kind="queue")
    assert states(await client.until("handover.state"))[0]["state"] == "refused"
    client.send("handover.message", text="有人吗")
    client.send("handover.cancel")
    codes = [e["error"]["code"] for e in await client.rest() if e["type"] == "error"]
    assert codes == ["handover_unavailable", "handover_unavailable"]
    client.ask("转人工")
    assert "12345" in said(await client.until("response.done"))


async def test_a_callback_is_offered_where_no_colleague_is_there(
    visit: Callable[..., Client],
) -> None:
    """Nobody has looked at the desk, but somebody makes call-backs."""
    client = visit("handover", "help")
    client.ask("让你们的人给我回电话")
    events = await client.until("response.done")
    assert "留个电话" in said(events)
    card = next(event for event in events if event["type"] == "response.help")
    assert card["offers"] == ["callback", "contact"]


async def test_a_visitor_who_leaves_is_off_the_desk(
    visit: Callable[..., Client], staff: httpx.AsyncClient
) -> None:
    """Cancelled by the visitor, or the visit ended: nobody is taken who is gone."""
    await staff.get(DESK)
    first, second = visit("handover"), visit("handover")
    for client in (first, second):
        client.send("handover.request", kind="queue")
    first.send("handover.cancel")
    assert states(await first.rest())[-1]["state"] == "cancelled"
    assert len((await staff.get(DESK)).json()["waiting"]) == 1
    second.send("session.end")
    assert (await staff.get(DESK)).json()["waiting"] == []


async def test_a_lost_connection_is_shown_to_the_staff(
    visit: Callable[..., Client], staff: httpx.AsyncClient
) -> None:
    """The case stays while the visitor may come back, and says whether they are there."""
    await staff.get(DESK)
    client = visit("handover")
    client.send("handover.request", kind="queue")
    client.session.handing.connected(here=False)
    assert (await staff.get(DESK)).json()["waiting"][0]["here"] is False
    client.session.handing.connected(here=True)
    assert (await staff.get(DESK)).json()["waiting"][0]["here"] is True


async def test_the_figure_apologises_when_the_staff_is_gone(
    visit: Callable[..., Client], staff: httpx.AsyncClient, staffed: Parts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The visitor is not left alone with a silent page."""
    await staff.get(DESK)
    client = visit("handover")
    client.send("handover.request", kind="queue")
    case = (await staff.get(DESK)).json()["waiting"][0]
    await staff.post(f"{DESK}/{case['id']}/take")
    await client.until("response.done")
    monkeypatch.setattr(staffed.desk, "_seen", float("-inf"))
    staffed.desk.sweep()
    events = await client.until("response.done")
    assert states(events)[0]["state"] == "closed"
    assert "对不起" in said(events)
    assert "数字人" in said(events)


def test_the_reply_of_the_queue_is_an_event_of_the_interface() -> None:
    """What the desk tells is what the protocol defines."""
    state = ev.HandoverState(state="waiting", kind="queue", message="", position=1)
    assert b'"wait_s":null' in ev.encode(state)


# ---- what must not be lost, overrun or promised -------------------------------------------------


async def handed_over(visit: Callable[..., Client], staff: httpx.AsyncClient) -> tuple[Client, str]:
    """Bring a visitor to a member of staff; give the id of the case too."""
    await staff.get(DESK)
    client = visit("handover", "clause")
    client.send("handover.request", kind="queue")
    case_id = (await staff.get(DESK)).json()["waiting"][-1]["id"]
    await staff.post(f"{DESK}/{case_id}/take")
    await client.until("response.done")
    return client, case_id


async def lines_of(staff: httpx.AsyncClient, case_id: str) -> list[str]:
    """Give what the staff reads in a talk."""
    taken = (await staff.get(DESK)).json()["taken"]
    return [line["text"] for case in taken if case["id"] == case_id for line in case["lines"]]


async def test_a_lesser_need_never_lowers_a_place(
    visit: Callable[..., Client], staff: httpx.AsyncClient, staffed: Parts
) -> None:
    """What was heard before the wish counts, and what is heard after it only upwards."""
    await staff.get(DESK)
    client = visit("handover")
    handing = client.session.handing
    handing.heard(Need("self_harm", "high"))
    handing.heard(None)
    client.send("handover.request", kind="queue")
    handing.heard(Need("distress", "low"))
    (case,) = staffed.desk.waiting
    assert case.need == Need("self_harm", "high")


@pytest.mark.parametrize("told", ["留个电话", "12345"])
async def test_a_full_desk_promises_nobody(
    visit: Callable[..., Client], staffed: Parts, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    """Neither in words nor by the button: busy is said, and what is left is offered."""
    staffed.desk.seen()
    monkeypatch.setattr("qingzhi.service.handover.MOST_WAITING", 0)
    object.__setattr__(staffed.settings, "callbacks", told != "12345")
    client = visit("handover", "help")
    client.ask("转人工")
    events = await client.until("response.done")
    assert "不能答应" in said(events)
    assert told in said(events)
    assert "请同事来" not in said(events)
    assert states(events) == []
    card = next(event for event in events if event["type"] == "response.help")
    assert "queue" not in card["offers"]
    client.send("handover.request", kind="queue")
    refused = states(await client.until("handover.state"))[0]
    assert (refused["state"], told in refused["message"]) == ("refused", True)


async def test_one_household_does_not_fill_the_queue(
    visit: Callable[..., Client], staff: httpx.AsyncClient
) -> None:
    """The sixth of one network is told why, and those of another still come in."""
    await staff.get(DESK)
    heard = []
    for network in (*["203.0.113.0/24"] * (MOST_OF_ONE + 1), "198.51.100.0/24"):
        client = visit("handover", network=network)
        client.send("handover.request", kind="queue")
        heard.append(states(await client.until("handover.state"))[0]["state"])
    assert heard == ["waiting"] * MOST_OF_ONE + ["refused", "waiting"]


async def test_nothing_but_its_end_ends_a_talk(
    visit: Callable[..., Client], staff: httpx.AsyncClient
) -> None:
    """A second wish, a refused one and a call-back leave the visitor with the colleague."""
    client, case_id = await handed_over(visit, staff)
    client.send("handover.request", kind="queue")
    client.send("handover.request", kind="queue", name="王女士")
    client.send("handover.request", kind="callback", phone="13800000000", consent=True)
    seen = [(state["state"], state["kind"]) for state in states(await client.rest())]
    seen += [(s["state"], s["kind"]) for s in states(await client.until("handover.state"))]
    assert seen == [("taken", "queue"), ("refused", "queue"), ("noted", "callback")]
    client.send("handover.message", text="还在吗")
    assert await lines_of(staff, case_id) == ["还在吗"]


async def test_what_is_left_later_reaches_the_staff(
    visit: Callable[..., Client], staff: httpx.AsyncClient
) -> None:
    """A waiting page is woken by it, and an empty wish takes nothing away again."""
    await staff.get(DESK)
    client = visit("handover")
    client.send("handover.request", kind="queue")
    seq = (await staff.get(DESK)).json()["seq"]
    contact = {"name": "李先生", "phone": "13900000000"}
    client.send("handover.request", kind="contact", contact=contact, consent=True)
    client.send("handover.request", kind="queue")
    board = (await staff.get(DESK, params={"after": seq})).json()
    assert board["waiting"][0]["contact"] == contact


async def test_the_question_on_its_way_reaches_the_colleague(
    visit: Callable[..., Client], staff: httpx.AsyncClient
) -> None:
    """Said before the visitor knew who listens: it is not lost, and nobody answers it twice."""
    await staff.get(DESK)
    client = visit("handover", "clause")
    client.send("handover.request", kind="queue")
    case_id = (await staff.get(DESK)).json()["waiting"][0]["id"]
    content = [{"type": "input_text", "text": "我在二楼"}]
    item = {"type": "message", "role": "user", "content": content}
    client.send("conversation.item.create", item=item)
    await staff.post(f"{DESK}/{case_id}/take")
    client.send("response.create")
    assert await lines_of(staff, case_id) == ["我在二楼"]


async def test_a_question_that_no_sound_answered_yet_reaches_the_colleague(
    visit: Callable[..., Client], staff: httpx.AsyncClient, staffed: Parts
) -> None:
    """The figure falls silent before its first word: the colleague answers."""
    await staff.get(DESK)
    client = visit("handover", "clause")
    client.send("handover.request", kind="queue")
    case_id = (await staff.get(DESK)).json()["waiting"][0]["id"]
    client.ask("身份证丢了怎么补办")
    staffed.desk.take(case_id)
    assert await lines_of(staff, case_id) == ["身份证丢了怎么补办"]


async def test_every_way_of_speaking_reaches_the_colleague(
    visit: Callable[..., Client], staff: httpx.AsyncClient
) -> None:
    """An item, the input of an order to answer, a stop word: the staff reads them all."""
    client, case_id = await handed_over(visit, staff)
    client.ask("停")
    content = [{"type": "input_text", "text": "我等等"}]
    asked = {"type": "message", "role": "user", "content": content}
    client.send("response.create", response={"input": [asked]})
    client.send("handover.message", text="好的")
    assert await lines_of(staff, case_id) == ["停", "我等等", "好的"]
    assert not said(await client.rest())


async def test_messages_have_a_length_and_a_pace(
    visit: Callable[..., Client], staff: httpx.AsyncClient
) -> None:
    """A flood is refused by name, on either way, and the talk goes on."""
    client, case_id = await handed_over(visit, staff)
    client.ask("长" * (LONGEST + 1))
    for _ in range(MESSAGES + 5):
        client.send("handover.message", text="在吗")
    codes = [e["error"]["code"] for e in await client.rest() if e["type"] == "error"]
    assert codes[0] == "text_too_long"
    assert set(codes[1:]) == {"too_fast"}
    assert len(await lines_of(staff, case_id)) <= MESSAGES + 1


async def test_characters_have_a_pace(
    visit: Callable[..., Client], staff: httpx.AsyncClient
) -> None:
    """Few long messages are as much as many short ones."""
    client, case_id = await handed_over(visit, staff)
    for _ in range(CHARACTERS // LONGEST + 2):
        client.send("handover.message", text="长" * LONGEST)
    assert "too_fast" in [e["error"]["code"] for e in await client.rest() if e["type"] == "error"]
    assert len(await lines_of(staff, case_id)) <= CHARACTERS // LONGEST + 1


async def test_wishes_have_a_pace(visit: Callable[..., Client], staff: httpx.AsyncClient) -> None:
    """To join and cancel again and again is refused by name."""
    await staff.get(DESK)
    client = visit("handover")
    for _ in range(WISHES):
        client.send("handover.request", kind="queue")
        client.send("handover.cancel")
    events = await client.rest()
    assert {e["error"]["code"] for e in events if e["type"] == "error"} == {"too_fast"}
    assert len(states(events)) <= WISHES + 1


@pytest.mark.parametrize(
    ("there", "phone", "answer"),
    [
        ({"queue", "callback"}, "", ("waiting", "queue")),
        ({"queue"}, "13800000000", ("waiting", "queue")),
        ({"callback"}, "13800000000", ("noted", "callback")),
        ({"callback"}, "", ("refused", "callback")),
        (set(), "13800000000", ("refused", "callback")),
    ],
)
async def test_a_trusted_person_is_told_to_whoever_is_there(
    visit: Callable[..., Client],
    staffed: Parts,
    there: set[str],
    phone: str,
    answer: tuple[str, str],
) -> None:
    """The desk decides at that moment; a call-back needs the visitor's own number as well."""
    object.__setattr__(staffed.settings, "callbacks", "callback" in there)
    if "queue" in there:
        staffed.desk.seen()
    client = visit("handover")
    contact = {"name": "李先生", "phone": "13900000000"}
    client.send("handover.request", kind="contact", contact=contact, phone=phone, consent=True)
    told = states(await client.until("handover.state"))[0]
    assert (told["state"], told["kind"]) == answer
