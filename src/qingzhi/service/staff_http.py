"""The staff's side of the hand-over over HTTP. What it does and means: docs/handover.md."""

from __future__ import annotations

import hmac
import time
from collections import deque
from dataclasses import asdict
from math import ceil
from typing import TYPE_CHECKING, Annotated, Any, Final

import structlog
from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import AfterValidator, BaseModel, Field

from qingzhi.errors import InputError, StoreError
from qingzhi.service.access import address_of
from qingzhi.service.handover import NotThere

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingzhi.service.case import Case
    from qingzhi.service.handover import StaffDesk
    from qingzhi.service.parts import Parts
    from qingzhi.store import Store
    from qingzhi.store.records import StoredCallback

LONGEST_WAIT_S: Final = 25.0
FAILURES: Final = 10
FAILURES_S: Final = 60.0
"""So many wrong keys in so many seconds, and nobody of that address is heard for so long."""
MOST_ADDRESSES: Final = 10_000
_ID_LENGTH: Final = 64
log = structlog.get_logger(__name__)


def _readable(text: str) -> str:
    """Refuse halves of characters, and words that are none."""
    text.encode()
    if not text.strip():
        raise ValueError("there is no text")
    return text


class Words(BaseModel):
    """What a member of staff writes."""

    text: Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(_readable)]


class StaffGate:
    """Knows the staff's key, and locks out who guesses it.

    A lock holds for one address, or one IPv6 customer: the staff elsewhere go on. While it holds
    no key is looked at, so that nothing is learnt from the answer.
    """

    def __init__(self, key: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._key = key.encode()
        self._clock = clock
        self._failed: dict[str, deque[float]] = {}
        self._locked: dict[str, float] = {}

    def check(self, authorization: str, address: str) -> None:
        """Let a request through. Raises HTTPException 401 or 429."""
        self._heard(address)
        scheme, _, key = authorization.partition(" ")
        right = hmac.compare_digest(key.strip().encode("utf-8", "replace"), self._key)
        if right and scheme.lower() == "bearer":
            return
        if self._count(address) >= FAILURES:
            del self._failed[address]
            _drop_oldest(self._locked)
            self._locked[address] = self._clock() + FAILURES_S
        raise HTTPException(401, "The staff key is needed.")

    def _heard(self, address: str) -> None:
        """Raise HTTPException for an address that is locked out."""
        left_s = self._locked.get(address, 0.0) - self._clock()
        if left_s > 0:
            wait = {"Retry-After": str(ceil(left_s))}
            raise HTTPException(429, "Too many wrong keys; wait a minute.", wait)
        self._locked.pop(address, None)

    def _count(self, address: str) -> int:
        """Count this failure, and give how many there were lately."""
        now = self._clock()
        if address not in self._failed:
            _drop_oldest(self._failed)
        times = self._failed.setdefault(address, deque(maxlen=FAILURES))
        times.append(now)
        return sum(now - at <= FAILURES_S for at in times)


def _drop_oldest(by_address: dict[str, Any]) -> None:
    if len(by_address) >= MOST_ADDRESSES:
        del by_address[next(iter(by_address))]


def _admitted(request: Request) -> None:
    reason = request.app.state.gate.bad_origin(request)
    if reason is not None:
        raise HTTPException(403, reason)
    key = request.headers.get("authorization", "")
    request.app.state.staff_gate.check(key, address_of(request))
    request.app.state.parts.desk.seen()


router = APIRouter(prefix="/v1/handovers", tags=["staff"], dependencies=[Depends(_admitted)])
After = Annotated[int | None, Query(ge=0, le=2**53)]
Wait = Annotated[float, Query(ge=0, le=LONGEST_WAIT_S)]


@router.get("")
async def handovers(
    request: Request, after: After = None, wait: Wait = LONGEST_WAIT_S
) -> dict[str, Any]:
    """Show the whole desk, at once or when something has changed."""
    parts: Parts = request.app.state.parts
    if after is not None:
        await parts.desk.wait(after, wait)
        parts.desk.seen()
    return {"seq": parts.desk.seq} | _shown(parts.desk) | await _callbacks(parts.store)


@router.post("/{case_id}/take")
async def take(request: Request, case_id: str) -> dict[str, Any]:
    """Take over a visitor who waits."""
    return _taken(_desk(request).take(_known(case_id)))


@router.post("/{case_id}/say")
async def say(request: Request, case_id: str, words: Words) -> dict[str, Any]:
    """Write to a visitor who was taken."""
    return _taken(_desk(request).say(_known(case_id), words.text))


@router.post("/{case_id}/close")
async def close(request: Request, case_id: str) -> dict[str, Any]:
    """Give the visitor back to the figure."""
    _desk(request).close(_known(case_id))
    return {"id": case_id, "state": "closed"}


@router.post("/{case_id}/done")
async def done(request: Request, case_id: str) -> dict[str, Any]:
    """Delete a call-back that was made."""
    parts: Parts = request.app.state.parts
    try:
        await parts.store.finish_callback(_known(case_id).removeprefix("c_"))
    except InputError:
        raise NotThere("There is no such call-back.", param="id") from None
    parts.desk.touch()
    return {"id": case_id, "state": "done"}


async def _callbacks(store: Store) -> dict[str, Any]:
    """Give the call-backs; where the records fail, whoever waits is shown none the less."""
    try:
        kept = await store.callbacks()
    except StoreError as error:
        log.warning("callbacks not read", code=error.code)
        return {"callbacks": [], "failed": ["callbacks"]}
    return {"callbacks": [_callback(each) for each in kept], "failed": []}


def _desk(request: Request) -> StaffDesk:
    desk: StaffDesk = request.app.state.parts.desk
    return desk


def _known(case_id: str) -> str:
    if len(case_id) > _ID_LENGTH or not case_id.isascii():
        raise NotThere("There is no such case.", param="id")
    return case_id


def _shown(desk: StaffDesk) -> dict[str, Any]:
    waiting = [{"position": place} | _case(c) for place, c in enumerate(desk.waiting, 1)]
    return {"waiting": waiting, "taken": [_taken(case) for case in desk.taken]}


def _case(case: Case) -> dict[str, Any]:
    left = case.left
    return {
        "id": case.id,
        "since": case.since,
        "lang": case.lang,
        "audience": case.audience,
        "urgency": case.urgency,
        "need": case.need.kind if case.need else "",
        "name": left.name,
        "phone": left.phone,
        "note": left.note,
        "contact": _contact(*left.contact) if left.contact else None,
        "here": case.here,
    }


def _taken(case: Case) -> dict[str, Any]:
    return _case(case) | {"lines": [asdict(line) for line in case.lines]}


def _callback(kept: StoredCallback) -> dict[str, Any]:
    contact = _contact(kept.contact_name, kept.contact_phone)
    return {
        "id": f"c_{kept.id}",
        "at": round(kept.at.timestamp() * 1000),
        "lang": kept.lang,
        "urgency": kept.urgency,
        "need": kept.need,
        "phone": kept.phone,
        "name": kept.name,
        "note": kept.note,
        "contact": contact if any(contact.values()) else None,
    }


def _contact(name: str, phone: str) -> dict[str, str]:
    return {"name": name, "phone": phone}
