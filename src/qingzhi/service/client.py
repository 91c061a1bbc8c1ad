"""What a client's messages mean: each event of the protocol becomes a call of the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qingzhi.errors import ProtocolError
from qingzhi.interaction.turns import State
from qingzhi.io import events as ev
from qingzhi.safety.disclosure import is_stop
from qingzhi.safety.leaving import is_exit
from qingzhi.service.inviting import is_invitation
from qingzhi.service.items import not_too_long, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qingzhi.service.session import Session


def receive(session: Session, message: str | bytes) -> None:
    """Act on one message. Every mistake of the client becomes one `error` event."""
    if session.outbox.finished:
        return
    try:
        event = ev.decode(message)
    except ProtocolError as error:
        session.refuse(error)
        return
    try:
        _HANDLERS[type(event)](session, event)
    except ProtocolError as error:
        error.event_id = error.event_id or event.event_id
        session.refuse(error)


def _update(session: Session, event: ev.SessionUpdate) -> None:
    session.configure(event.session)
    session.outbox.put(ev.SessionUpdated(session=session.config))


def _create_item(session: Session, event: ev.ItemCreate) -> None:
    text = session.items.add(event.item)
    before = event.previous_item_id
    session.outbox.put(ev.ItemAdded(item=event.item, previous_item_id=before))
    session.outbox.put(ev.ItemDone(item=event.item, previous_item_id=before))
    if event.item.role != "user":
        return
    if is_stop(text):
        session.stop("stop")
    if session.handing.taken:
        session.handing.message(text)
    elif not is_stop(text):
        if is_exit(text):
            session.stop("stop")
        session.take(text)


def _retrieve_item(session: Session, event: ev.ItemRetrieve) -> None:
    session.outbox.put(ev.ItemRetrieved(item=session.items.get(event.item_id)))


def _delete_item(session: Session, event: ev.ItemDelete) -> None:
    session.items.delete(event.item_id)
    session.outbox.put(ev.ItemDeleted(item_id=event.item_id))


def _truncate(session: Session, event: ev.ItemTruncate) -> None:
    session.items.get(event.item_id)
    session.was_heard(event.audio_end_ms / 1000, event.item_id)
    session.outbox.put(ev.ItemTruncated(item_id=event.item_id, audio_end_ms=event.audio_end_ms))


def _create_response(session: Session, event: ev.ResponseCreate) -> None:
    options = event.response or ev.ResponseOptions()
    if is_invitation(options):
        session.inviting.invite(session, options)
        return
    asked = _asked(options)
    if session.handing.taken:
        if asked:
            session.handing.message(asked)
        session.handing.answer_nothing(options)
        return
    if asked is not None:
        session.take(asked)
    session.answer(options)


def _asked(options: ev.ResponseOptions) -> str | None:
    """Read the question that comes with the order to answer; None where none does."""
    if options.input is None:
        return None
    question = " ".join(text_of(item) for item in options.input if item.role == "user")
    not_too_long(question, "response.input")
    return question


def _cancel(session: Session, event: ev.ResponseCancel) -> None:
    if session.response_id is None or session.floor.state not in (State.THINKING, State.SPEAKING):
        raise ProtocolError("There is no response to cancel.", code="response_cancel_not_active")
    if event.response_id not in (None, session.response_id):
        raise ProtocolError("That response is not active.", param="response_id")
    session.stop("client")


def _clear_output(session: Session, _event: ev.OutputClear) -> None:
    session.stop("client")


def _listen(_session: Session, event: ev.AudioAppend | ev.AudioCommit) -> None:
    raise ProtocolError(
        "This service has no speech recogniser.",
        code="input_audio_unsupported",
        hint="Send input_text items.",
        param="audio" if isinstance(event, ev.AudioAppend) else None,
    )


def _clear_input(session: Session, _event: ev.AudioClear) -> None:
    session.outbox.put(ev.InputCleared())


def _rate(session: Session, event: ev.ResponseFeedback) -> None:
    rated = session.ratings.take(event)
    if rated is not None:
        session.parts.journal.note(rated)


def _end(session: Session, _event: ev.SessionEnd) -> None:
    session.end()


def _hand_over(session: Session, event: ev.HandoverRequest) -> None:
    session.handing.request(event)


def _relay(session: Session, event: ev.HandoverMessage) -> None:
    session.handing.message(event.text)


def _take_back(session: Session, event: ev.HandoverCancel) -> None:
    session.handing.cancel(event.kind)


def _drive(session: Session, event: ev.MotionDrive) -> None:
    session.driving.take(session, event)


_HANDLERS: Final[Mapping[type, Callable[[Session, Any], None]]] = {
    ev.SessionUpdate: _update,
    ev.ItemCreate: _create_item,
    ev.ItemRetrieve: _retrieve_item,
    ev.ItemDelete: _delete_item,
    ev.ItemTruncate: _truncate,
    ev.ResponseCreate: _create_response,
    ev.ResponseCancel: _cancel,
    ev.OutputClear: _clear_output,
    ev.AudioAppend: _listen,
    ev.AudioCommit: _listen,
    ev.AudioClear: _clear_input,
    ev.ResponseFeedback: _rate,
    ev.SessionEnd: _end,
    ev.HandoverRequest: _hand_over,
    ev.HandoverMessage: _relay,
    ev.HandoverCancel: _take_back,
    ev.MotionDrive: _drive,
}
