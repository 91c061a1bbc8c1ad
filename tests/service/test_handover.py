"""A visitor who wants a person gets one where there is one, and the truth where there is none."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.service.conftest import kinds, said

from qingzhi.errors import SettingsError
from qingzhi.io import events as ev
from qingzhi.score import Need
from qingzhi.service.app import create_app
from qingzhi.service.handover import PRESENT_S, Conflict, Left, NotThere, StaffDesk
from qingzhi.service.staff_http import FAILURES, StaffGate
from qingzhi.settings import Settings
from qingzhi.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.service.conftest import Client

    from qingzhi.service.mind import Mind
    from qingzhi.service.parts import Parts
    from qingzhi.testing.speaker import FakeSpeaker

KEY = "a-key-for-the-staff-desk"
DESK = "/v1/handovers"
HEADERS = {"Authorization": f"Bearer {KEY}"}
WRITER = """
import asyncio, sys
from pathlib import Path
from qingzhi.settings import Settings
from qingzhi.store import Callback, Store
async def main():
    async with await Store.open(Settings(data=Path(sys.argv[1]))) as store:
        while True:
            kept = Callback(service_id="desk", phone="13800000000", name="王女士")
            print(await store.keep_callback(kept), flush=True)
asyncio.run(main())
"""


class Clock:
    """Seconds that are set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Someone:
    """A visitor who notes what the desk tells them."""

    def __init__(self) -> None:
        self.heard: list[tuple[Any, ...]] = []

    def moved(self, position: int, wait_s: int | None) -> None:
        self.heard.append(("moved", position, wait_s))

    def was_taken(self) -> None:
        self.heard.append(("taken",))

    def was_told(self, text: str, at: int) -> None:
        self.heard.append(("told", text, at))

    def was_closed(self, why: str) -> None:
        self.heard.append(("closed", why))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> StaffDesk:
    opened = StaffDesk(staffed=True, clock=clock, wall=clock)
    opened.seen()
    return opened


def joined(desk: StaffDesk, need: Need | None = None) -> tuple[Someone, str]:
    someone = Someone()
    case = desk.join(someone, lang="zh", audience="adult", need=need, left=Left())
    return someone, case.id


@pytest.fixture
async def staffed(mind: Mind, speaker: FakeSpeaker, settings: Settings) -> AsyncIterator[Parts]:
    """Give parts of a desk that has staff and makes call-backs."""
    from qingzhi.service.figures import Figures
    from qingzhi.service.parts import Parts

    own = replace(settings, staff_key=KEY, callbacks=True)
    opened = Parts(own, mind, speaker, await Store.open(own), Figures(own))  # type: ignore[arg-type]
    yield opened
    await opened.close()


@pytest.fixture
async def staff(staffed: Parts) -> AsyncIterator[httpx.AsyncClient]:
    """Give the staff's side of the running application."""
    transport = httpx.ASGITransport(app=create_app(staffed))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost", headers=HEADERS
    ) as client:
        yield client


@pytest.fixture
async def visit(staffed: Parts) -> AsyncIterator[Callable[..., Client]]:
    """Open sessions at the staffed desk."""
    from tests.service.conftest import Client

    from qingzhi.service.session import Session

    opened: list[Session] = []

    def enter(*extensions: str) -> Client:
        session = Session(staffed, model="qingzhi", extensions=extensions)
        opened.append(session)
        session.start()
        return Client(session)

    yield enter
    for session in opened:
        await session.close()


def states(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [event for event in events if event["type"] == "handover.state"]


# ---- the desk -----------------------------------------------------------------------------------


def test_who_is_in_danger_comes_first(desk: StaffDesk) -> None:
    """The gravest need leads, and among equals who came first."""
    calm, first = joined(desk)
    _, grave = joined(desk, Need("self_harm", "high"))
    _, second = joined(desk)
    assert [case.id for case in desk.waiting] == [grave, first, second]
    assert calm.heard[-1] == ("moved", 2, None)


def test_who_tells_of_danger_while_waiting_moves_up(desk: StaffDesk) -> None:
    """The queue follows what is heard."""
    _, first = joined(desk)
    someone, later = joined(desk)
    desk.graver(desk.waiting[1], Need("abuse", "high"))
    assert [case.id for case in desk.waiting] == [later, first]
    assert someone.heard[-1][:2] == ("moved", 1)


def test_the_wait_is_known_only_from_cases_that_were_handled(desk: StaffDesk, clock: Clock) -> None:
    """No number is made up: none before the first case, then handling and pick-up together."""
    someone, first = joined(desk)
    assert someone.heard == [("moved", 1, None)]
    clock.now = 30.0
    desk.take(first)
    clock.now = 150.0
    desk.seen()
    desk.close(first)
    late, _ = joined(desk)
    later, _ = joined(desk)
    assert (late.heard[-1], later.heard[-1]) == (("moved", 1, 30), ("moved", 2, 150))


def test_nobody_can_join_a_desk_without_anybody(desk: StaffDesk, clock: Clock) -> None:
    """A queue is offered while somebody was there within the last minute, and not longer."""
    clock.now = PRESENT_S + 1
    assert not desk.present
    with pytest.raises(Conflict):
        joined(desk)
    assert not StaffDesk(staffed=False).present


def test_all_are_let_go_when_the_staff_is_gone(desk: StaffDesk, clock: Clock) -> None:
    """Who waits and who was being helped both hear it, and nothing of them stays."""
    waiting, _ = joined(desk)
    helped, case_id = joined(desk)
    desk.take(case_id)
    desk.sweep()
    assert helped.heard[-1] == ("taken",)
    clock.now = PRESENT_S + 1
    desk.sweep()
    assert waiting.heard[-1] == helped.heard[-1] == ("closed", "gone")
    assert not desk.waiting
    assert not desk.taken


def test_a_case_has_its_order(desk: StaffDesk) -> None:
    """It is taken once, spoken to when taken, and unknown when it is over."""
    _, case_id = joined(desk)
    with pytest.raises(Conflict):
        desk.say(case_id, "您好")
    desk.take(case_id)
    with pytest.raises(Conflict):
        desk.take(case_id)
    desk.close(case_id)
    for late in (desk.take, desk.close):
        with pytest.raises(NotThere):
            late(case_id)


def test_lines_are_forgotten_when_the_talk_ends(desk: StaffDesk) -> None:
    """Words are held while the two talk, and not a moment longer."""
    _, case_id = joined(desk)
    case = desk.take(case_id)
    desk.relay(case, "我在二楼")
    assert [line.text for line in case.lines] == ["我在二楼"]
    desk.close(case_id)
    assert not case.lines


async def test_a_page_that_waits_is_woken_by_news(desk: StaffDesk) -> None:
    """Long polling ends with the change, not with the time."""
    waiting = asyncio.create_task(desk.wait(desk.seq, 60.0))
    await asyncio.sleep(0)
    joined(desk)
    await asyncio.wait_for(waiting, 5)
    await desk.wait(desk.seq - 1, 60.0)


# ---- the staff's side ---------------------------------------------------------------------------


async def test_without_a_key_there_is_no_staff_interface(parts: Parts) -> None:
    """An installation that set no key has no such address, and offers no queue."""
    transport = httpx.ASGITransport(app=create_app(parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.get("/v1/handovers", headers=HEADERS)
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.status_code == 404


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", f"Basic {KEY}", f"Bearer {KEY}x", "Bearer \xff"]
)
async def test_a_wrong_key_is_turned_away(staff: httpx.AsyncClient, header: str) -> None:
    """Nothing of the desk is shown without the key."""
    answer = await staff.get(DESK, headers={"Authorization": header.encode("latin-1")})  # type: ignore[dict-item]
    assert answer.status_code == 401
    assert "waiting" not in answer.text


def test_guessing_is_slowed_down_by_address() -> None:
    """After ten wrong keys an address waits a minute; the right key of another is let in."""
    clock = Clock()
    gate = StaffGate(KEY, clock)
    seen = []
    for _ in range(FAILURES + 2):
        with pytest.raises(Exception, match=r"key") as caught:
            gate.check("Bearer wrong", "10.0.0.1")
        seen.append(getattr(caught.value, "status_code", 0))
    assert seen == [401] * FAILURES + [429] * 2
    gate.check(f"Bearer {KEY}", "10.0.0.2")
    clock.now = 61.0
    with pytest.raises(Exception, match="needed"):
        gate.check("Bearer wrong", "10.0.0.1")


async def test_pages_of_other_origins_are_refused(staff: httpx.AsyncClient) -> None:
    """A page elsewhere can't use a key that it got hold of in a browser."""
    answer = await staff.get(DESK, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/h_none/take", None, 404),
        ("/h_none/close", None, 404),
        ("/c_none/done", None, 404),
        ("/" + "x" * 500 + "/take", None, 404),
        ("/%F0%9F%98%80/take", None, 404),
        ("/h_none/say", {"text": ""}, 400),
        ("/h_none/say", {"text": "   "}, 400),
        ("/h_none/say", {"text": "x" * 1001}, 400),
        ("/h_none/say", {}, 400),
        ("/h_none/say", {"text": ["a"]}, 400),
        ("/h_none/say", {"text": "您好"}, 404),
    ],
)
async def test_bad_requests_are_named(
    staff: httpx.AsyncClient, path: str, body: Any, status: int
) -> None:
    """Each mistake is an answer with a code, never a failure of ours."""
    answer = await staff.post(DESK + path, json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["code"]


@given(st.text(max_size=80))
def test_any_header_is_judged(header: str) -> None:
    """No header breaks the gate."""
    with pytest.raises(Exception, match=r"key"):
        StaffGate(KEY).check(header, "somewhere")


def test_a_short_staff_key_is_refused() -> None:
    """A key that could be guessed is no key."""
    with pytest.raises(SettingsError, match="16"):
        Settings.from_env({"QINGZHI_STAFF_KEY": "short"})


# ---- a visit from end to end --------------------------------------------------------------------


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


async def test_without_consent_nothing_is_kept(
    visit: Callable[..., Client], staffed: Parts
) -> None:
    """A number without the tick is refused with a clear message, and not on disk."""
    client = visit("handover")
    client.send("handover.request", kind="callback", phone="13800000000", name="王女士")
    refused = states(await client.until("handover.state"))[0]
    assert refused["state"] == "refused"
    assert "同意" in refused["message"]
    assert await staffed.store.callbacks() == []


async def test_a_callback_with_consent_is_kept_and_deleted_when_done(
    visit: Callable[..., Client], staff: httpx.AsyncClient, staffed: Parts
) -> None:
    """Noted once it is on disk, with the trusted person; gone when the staff says done."""
    client = visit("handover")
    client.send(
        "handover.request", kind="callback", phone="138 0000 0000", consent=True,
        contact={"name": "李先生", "phone": "13900000000"},
    )  # fmt: skip
    assert states(await client.until("handover.state"))[0]["state"] == "noted"
    kept = (await staff.get(DESK)).json()["callbacks"]
    assert kept[0]["contact"] == {"name": "李先生", "phone": "13900000000"}
    assert (await staff.post(f"{DESK}/{kept[0]['id']}/done")).json()["state"] == "done"
    assert await staffed.store.callbacks() == []
    assert (await staff.post(f"{DESK}/{kept[0]['id']}/done")).status_code == 404


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


def test_callbacks_survive_a_killed_process(tmp_path: Path) -> None:
    """What was acknowledged is on disk after kill -9."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        acknowledged = [writer.stdout.readline().strip() for _ in range(5)]
        writer.send_signal(signal.SIGKILL)

    async def kept() -> set[str]:
        async with await Store.open(Settings(data=tmp_path)) as store:
            return {callback.id for callback in await store.callbacks()}

    assert set(acknowledged) <= asyncio.run(kept())


def test_the_reply_of_the_queue_is_an_event_of_the_interface() -> None:
    """What the desk tells is what the protocol defines."""
    state = ev.HandoverState(state="waiting", kind="queue", message="", position=1)
    assert b'"wait_s":null' in ev.encode(state)
