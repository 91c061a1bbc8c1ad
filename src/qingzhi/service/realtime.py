"""`/v1/realtime`: one WebSocket, one session.

Query: `model`, `qingzhi`, `resume`, `last`, and `pass` from a page of another origin.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import structlog
from starlette.websockets import WebSocketDisconnect, WebSocketState

from qingzhi.errors import Overloaded, ProtocolError
from qingzhi.io import events as ev
from qingzhi.service.access import household, network_of
from qingzhi.service.client import receive

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

    from qingzhi.service.access import Gate
    from qingzhi.service.hall import Hall
    from qingzhi.service.session import Session

log = structlog.get_logger(__name__)
POLICY: Final = 1008
TRY_LATER: Final = 1013
DIGITS: Final = 15
"""The longest event number that is read."""


async def serve(socket: WebSocket, hall: Hall, gate: Gate) -> None:
    """Serve one client until it leaves."""
    reason = gate.refusal(socket)
    if reason is not None:
        await socket.close(POLICY, reason)
        return
    await socket.accept()
    session = await _enter(socket, hall)
    if session is None:
        return
    limit = hall.parts.settings.max_message_bytes
    reader = asyncio.create_task(_read(socket, session, limit))
    connection = (reader, asyncio.create_task(_send(socket, session)))
    hall.hold(session, connection)
    try:
        await asyncio.wait(connection, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in connection:
            task.cancel()
        ends = await asyncio.gather(*connection, return_exceptions=True)
        hall.step_out(session, connection)
        for end in ends:
            if isinstance(end, Exception):
                log.error("connection broke", kind=type(end).__name__, session=session.id)
    if socket.application_state is WebSocketState.CONNECTED:
        with suppress(WebSocketDisconnect, RuntimeError):
            await socket.close()


async def _enter(socket: WebSocket, hall: Hall) -> Session | None:
    query = socket.query_params
    token = query.get("resume")
    if token:
        session = hall.come_back(token, _last_seen(socket))
        if session is None:
            reason = "This conversation can't be resumed; begin a new one."
            await _turn_away(socket, "resume_failed", reason, POLICY)
        return session
    model = query.get("model") or hall.parts.default_service
    if model not in hall.parts.services:
        await _turn_away(socket, "model_not_found", f"There is no service {model[:80]!r}.", POLICY)
        return None
    wanted = tuple(name.strip() for name in query.get("qingzhi", "").split(",") if name.strip())
    try:
        session = hall.enter(model, wanted, household(socket), network_of(socket))
    except Overloaded as error:
        await _turn_away(socket, error.code, str(error), TRY_LATER)
        return None
    for name in wanted:
        if name not in ev.EXTENSIONS:
            session.refuse(ProtocolError(f"There are no events {name[:80]!r}.", param="qingzhi"))
    return session


async def _turn_away(socket: WebSocket, code: str, message: str, close_code: int) -> None:
    error = ev.Error(
        event_id="event_0",
        error=ev.ErrorDetail("invalid_request_error", code, message),
    )
    with suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_text(ev.encode(error).decode())
        await socket.close(close_code, code)


def _last_seen(socket: WebSocket) -> int:
    """Read the number of the last event that a client has seen; -1 for nonsense."""
    last = socket.query_params.get("last", "")
    return int(last) if last.isdecimal() and len(last) <= DIGITS else -1


async def _read(socket: WebSocket, session: Session, limit: int) -> None:
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        body: str | bytes = message.get("text") or message.get("bytes") or ""
        if len(body) > limit or len(body) * 4 > limit < len(_as_bytes(body)):
            session.refuse(
                ProtocolError(
                    f"A message may have {limit} bytes.", code="message_too_big", hint="Split it."
                )
            )
        else:
            receive(session, body)
        await session.outbox.caught_up()
        await asyncio.sleep(0)  # a flood of messages must not keep the other sessions waiting


def _as_bytes(body: str | bytes) -> bytes:
    return body.encode("utf-8", "replace") if isinstance(body, str) else body


async def _send(socket: WebSocket, session: Session) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        if "resume" in socket.query_params:
            again = f"event_{_last_seen(socket)}"
            created = ev.SessionCreated(event_id=again, session=session.config)
            await socket.send_text(ev.encode(created).decode())
        while socket.application_state is WebSocketState.CONNECTED:
            message = await session.outbox.next()
            if isinstance(message.body, str):
                await socket.send_text(message.body)
            else:
                await socket.send_bytes(message.body)
            if session.outbox.finished and not session.outbox.waiting:
                return
