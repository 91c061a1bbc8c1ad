"""The staff's side of the hand-over: who is let in, and what they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi import HTTPException
from hypothesis import given
from hypothesis import strategies as st
from tests.service.staffing import DESK, HEADERS, KEY, Clock

from qingzhi.errors import SettingsError, StoreError
from qingzhi.service.app import create_app
from qingzhi.service.staff_http import FAILURES, FAILURES_S, StaffGate
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.service.conftest import Client

    from qingzhi.service.parts import Parts
    from qingzhi.store import StoredCallback


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
    answer = await staff.get(DESK, headers={b"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401
    assert "waiting" not in answer.text


def tried(gate: StaffGate, key: str, address: str) -> int:
    """Give the status with which a key is answered; 200 where it is let in."""
    try:
        gate.check(f"Bearer {key}", address)
    except HTTPException as error:
        return error.status_code
    return 200


def test_guessing_locks_an_address_out() -> None:
    """After ten wrong keys not even the right one is heard for a minute: nothing is learnt."""
    clock = Clock()
    gate = StaffGate(KEY, clock)
    assert [tried(gate, "wrong", "10.0.0.1") for _ in range(FAILURES)] == [401] * FAILURES
    assert tried(gate, "wrong", "10.0.0.1") == tried(gate, KEY, "10.0.0.1") == 429
    assert tried(gate, KEY, "10.0.0.2") == 200
    clock.now = FAILURES_S + 1
    assert tried(gate, "wrong", "10.0.0.1") == 401
    assert tried(gate, KEY, "10.0.0.1") == 200


def test_slips_of_the_hand_lock_nobody_out() -> None:
    """Nine wrong keys a minute are no guessing, however often."""
    clock = Clock()
    gate = StaffGate(KEY, clock)
    for _ in range(5):
        assert {tried(gate, "wrong", "10.0.0.1") for _ in range(FAILURES - 1)} == {401}
        clock.now += FAILURES_S + 1
    assert tried(gate, KEY, "10.0.0.1") == 200


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("203.0.113.7", "203.0.113.8", False),
    ],
)
async def test_a_lock_holds_for_a_customer(
    staffed: Parts, one: str, other: str, *, shared: bool
) -> None:
    """One IPv6 customer has many addresses; an IPv4 neighbour is somebody else."""
    app = create_app(staffed)

    async def asked(address: str, key: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(DESK, headers={"Authorization": f"Bearer {key}"})

    for _ in range(FAILURES):
        await asked(one, "wrong")
    locked = await asked(one, KEY)
    assert (locked.status_code, locked.headers["retry-after"]) == (429, "60")
    assert (await asked(other, KEY)).status_code == (429 if shared else 200)


async def test_failing_records_hide_nobody_who_waits(
    staff: httpx.AsyncClient, staffed: Parts, visit: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """What is in memory is shown, and what is missing is named."""

    async def fail(**_: int) -> list[StoredCallback]:
        raise StoreError("no room")

    staffed.desk.seen()
    visit("handover").send("handover.request", kind="queue")
    monkeypatch.setattr(staffed.store, "callbacks", fail)
    board = (await staff.get(DESK)).json()
    assert len(board["waiting"]) == 1
    assert (board["callbacks"], board["failed"]) == ([], ["callbacks"])
    monkeypatch.undo()
    assert (await staff.get(DESK)).json()["failed"] == []


@pytest.mark.parametrize("path", ["/staff", "/staff.html", DESK])
async def test_no_page_frames_the_staffs(staff: httpx.AsyncClient, path: str) -> None:
    """Not even one of the same origin can lead the hand of a member of staff."""
    policy = (await staff.get(path)).headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'none'")


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
