"""The staff desk under haste, malice and a killed process."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.service.staffing import DESK, Clock, Later, Someone, joined

from qingzhi.errors import InputError
from qingzhi.service.case import MOST_HELD, Left
from qingzhi.service.handover import StaffDesk
from qingzhi.settings import Settings
from qingzhi.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx
    from tests.service.conftest import Client

ERASER = """
import asyncio, sys
from pathlib import Path
from qingzhi.settings import Settings
from qingzhi.store import Callback, Store
async def main():
    async with await Store.open(Settings(data=Path(sys.argv[1]))) as store:
        kept = [
            await store.keep_callback(Callback(service_id="desk", phone=f"1390000{n:04}", name="x"))
            for n in range(60)
        ]
        for n, each in enumerate(kept):
            await store.erase_callbacks([each])
            print(f"1390000{n:04}", flush=True)
asyncio.run(main())
"""


def test_what_was_erased_is_gone_after_a_killed_process(tmp_path: Path) -> None:
    """Neither a record nor a byte in any file is left of what was said to be erased."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", ERASER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as eraser:
        assert eraser.stdout
        erased = [eraser.stdout.readline().strip() for _ in range(5)]
        eraser.send_signal(signal.SIGKILL)
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [phone for phone in erased if any(phone.encode() in found for found in files)]

    async def kept() -> set[str]:
        async with await Store.open(Settings(data=tmp_path)) as store:
            return {callback.phone for callback in await store.callbacks()}

    assert not set(erased) & asyncio.run(kept())


async def test_two_take_one_case_and_one_gets_it(
    visit: Callable[..., Client], staff: httpx.AsyncClient
) -> None:
    """Of ten who take at once one has it; the others are told, and so is who comes too late."""
    await staff.get(DESK)
    client = visit("handover")
    client.send("handover.request", kind="queue")
    await client.until("handover.state")
    case = (await staff.get(DESK)).json()["waiting"][0]["id"]
    answers = await asyncio.gather(*(staff.post(f"{DESK}/{case}/take") for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 9
    client.send("handover.cancel")
    await client.until("handover.state")
    after = [await staff.post(f"{DESK}/{case}/{verb}") for verb in ("take", "close", "done")]
    assert [answer.status_code for answer in after] == [404] * 3
    assert (await staff.post(f"{DESK}/{case}/say", json={"text": "a"})).status_code == 404


@pytest.mark.parametrize(
    "case",
    ["h_0000000000000000", "c_", "%00", "h_' OR 1=1 --", "H" * 65, "%E4%B8%AD", "1e999"],
)
@pytest.mark.parametrize("verb", ["take", "close", "done"])
async def test_a_case_that_nobody_has_is_not_found(
    staff: httpx.AsyncClient, case: str, verb: str
) -> None:
    """Invented, empty, foreign and malicious names of cases are all the same."""
    assert (await staff.post(f"{DESK}/{case}/{verb}")).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'{"text": 1}', b'{"text": ""}', b'{"text": "  "}', b"\xff\xfe",
        b'{"text": "\\ud800"}', b'{"text": "' + b"a" * 1001 + b'"}', b"[" * 20_000,
        b'{"a":' * 20_000,
    ],
)  # fmt: skip
async def test_a_malformed_body_is_refused_in_order(staff: httpx.AsyncClient, body: bytes) -> None:
    """It is the sender's mistake, and said so in the form of all errors."""
    answer = await staff.post(
        f"{DESK}/h_1/say", content=body, headers={"content-type": "application/json"}
    )
    assert 400 <= answer.status_code < 500
    assert set(answer.json()["error"]) == {"message", "type", "code", "param"}


async def test_a_visitors_words_are_data_and_never_headers(
    visit: Callable[..., Client], staff: httpx.AsyncClient
) -> None:
    """Markup and line breaks in a name come back as the JSON text that they are."""
    await staff.get(DESK)
    name = "<b onclick=x>\r\nSet-Cookie: a=b"
    client = visit("handover")
    client.send("handover.request", kind="queue", name=name, note="</script>", consent=True)
    await client.until("handover.state")
    answer = await staff.get(DESK)
    shown: dict[str, Any] = answer.json()["waiting"][0]
    assert (shown["name"], shown["note"]) == (name, "</script>")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers


def test_join_and_leave_in_any_order_leaves_nothing_behind() -> None:
    """Whoever leaves while being taken, closed or swept is off the desk once."""
    clock, later = Clock(), Later()
    desk = StaffDesk(staffed=True, clock=clock, later=later)
    desk.seen()
    _, case_id = joined(desk)
    case = desk.take(case_id)
    desk.leave(case)
    desk.leave(case)
    for act in (desk.take, desk.close):
        with pytest.raises(InputError):
            act(case_id)
    later.happen()
    assert (desk.waiting, desk.taken, case.left, list(case.lines)) == ([], [], Left(), [])


def test_a_flood_of_words_is_held_to_a_size() -> None:
    """What two write to each other can't fill the memory."""
    desk = StaffDesk(staffed=True, clock=Clock(), later=Later())
    desk.seen()
    case = desk.join(Someone(), lang="zh", audience="adult", need=None, left=Left())
    desk.take(case.id)
    for _ in range(300):
        desk.relay(case, "我" * 1000)
    assert sum(len(line.text) for line in case.lines) <= MOST_HELD
