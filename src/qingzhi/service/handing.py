"""One visitor's wish for a person: the queue, a call-back, and the talk with a member of staff."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final, Literal

import msgspec
import structlog

from qingzhi.errors import ProtocolError, QingzhiError
from qingzhi.io import events as ev
from qingzhi.service.handover import Conflict, Left
from qingzhi.service.items import new_id
from qingzhi.service.messages import spoken
from qingzhi.store.records import Callback

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.score import Lang, Need
    from qingzhi.service.handover import Case
    from qingzhi.service.session import Session

log = structlog.get_logger(__name__)
State = Literal["waiting", "taken", "noted", "cancelled", "closed", "done", "refused"]
MOST_CALLBACKS: Final = 3
"""Call-backs that one session may leave."""
MOST_OPEN: Final = 500
"""Call-backs that may be open at once; beyond it nobody would ever call."""
_PHONE: Final = re.compile(r"\+?[\d() -]{5,31}", re.ASCII)
_DIGITS: Final = 5


class Handing:
    """Acts on the visitor's events and tells how the wish stands."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._desk = session.parts.desk
        self._case: Case | None = None
        self._left = 0
        self._keeping: set[asyncio.Task[None]] = set()

    @property
    def offers(self) -> tuple[Literal["queue", "callback", "contact"], ...]:
        """What this desk really has now."""
        callbacks = self._session.parts.settings.callbacks
        queue, contact = self._desk.present, callbacks or self._desk.present
        ways = (("queue", queue), ("callback", callbacks), ("contact", contact))
        return tuple(way for way, there in ways if there)  # type: ignore[misc]  # the three above

    @property
    def taken(self) -> bool:
        """Whether a member of staff talks with the visitor, and the figure does not."""
        return self._case is not None and self._case.taken is not None

    # ---- what the visitor does ------------------------------------------------------------------

    def request(self, event: ev.HandoverRequest) -> None:
        """Put the visitor into the queue, or note a call-back. Raises ProtocolError."""
        contact = event.contact
        personal = any((event.phone, event.name, event.note, contact))
        if (personal or event.kind == "callback") and not event.consent:
            self._tell("refused", event.kind, "handover.consent")
            return
        if event.kind not in self.offers:
            self._tell("refused", event.kind, "handover.nobody")
            return
        left = Left(
            name=event.name.strip(),
            phone=event.phone.strip(),
            note=event.note.strip(),
            contact=(contact.name.strip(), contact.phone.strip()) if contact else None,
        )
        for number, param in ((left.phone, "phone"), (contact and contact.phone, "contact.phone")):
            if number and not _is_phone(number):
                raise ProtocolError("That is no telephone number.", param=param)
        if event.kind == "queue":
            self.join(left)
            return
        if not left.phone:
            raise ProtocolError("A call-back needs a telephone number.", param="phone")
        self._note(left)

    def join(self, left: Left) -> None:
        """Wait for a member of staff; a second wish changes nothing but what was left."""
        if self._case is not None:
            self._case.left = left
            self.moved(*(self._case.told or (1, None)))
            return
        session = self._session
        try:
            self._case = self._desk.join(
                self,
                lang=session.lang,
                audience=session.settings.audience,
                need=session.talk.care.need,
                left=left,
            )
        except Conflict:
            self._tell("refused", "queue", "handover.nobody")
            return
        if self._case.told:
            self.moved(*self._case.told)

    def message(self, text: str) -> None:
        """Relay the visitor's words. Raises ProtocolError where nobody would read them."""
        if self._case is None or self._case.taken is None:
            raise ProtocolError("Nobody has taken over yet.", code="handover_unavailable")
        if not text.strip():
            raise ProtocolError("The message has no text.", code="empty_text", param="text")
        self._desk.relay(self._case, text.encode("utf-8", "replace").decode())

    def answer_nothing(self, options: ev.ResponseOptions) -> None:
        """Close a response at once: the member of staff answers, not the figure."""
        session = self._session
        response = ev.Response(
            id=new_id("resp"), metadata=options.metadata, conversation_id=session.id
        )
        session.outbox.put(ev.ResponseCreated(response=response))
        done = msgspec.structs.replace(response, status="completed")
        session.outbox.put(ev.ResponseDone(response=done))

    def cancel(self) -> None:
        """Wait no longer, or go back to the figure. Raises ProtocolError."""
        if self._case is None:
            raise ProtocolError("Nothing is to be handed over.", code="handover_unavailable")
        self.forget()
        self._tell("cancelled", "queue", "handover.cancelled")

    def ask_in_words(self, lang: Lang) -> Sequence[str]:
        """Act on "转人工" and its like; give the words for it, none where there is nobody."""
        if "handover" not in self._session.settings.events:
            return ()
        if self._case is not None:
            return (spoken("handover.still", lang),)
        if "queue" in self.offers:
            self.join(Left())
            return (spoken("handover.joined", lang),)
        if "callback" in self.offers:
            return (spoken("handover.form", lang),)
        return ()

    def heard(self, need: Need | None) -> None:
        """Move forward in the queue when graver need is heard."""
        if self._case is not None and need is not None and need != self._case.need:
            self._desk.graver(self._case, need)

    def connected(self, *, here: bool) -> None:
        """Note that the connection is lost or there again."""
        if self._case is not None:
            self._desk.connected(self._case, here=here)

    def forget(self) -> None:
        """Leave the desk without a word, as at the end of a visit."""
        case, self._case = self._case, None
        if case is not None:
            self._desk.leave(case)

    async def end(self) -> None:
        """Leave the desk, and finish writing down what the visitor left."""
        self.forget()
        await asyncio.gather(*self._keeping, return_exceptions=True)

    # ---- what the desk does ---------------------------------------------------------------------

    def moved(self, position: int, wait_s: int | None) -> None:
        """Tell the visitor where they stand."""
        message = spoken("handover.waiting", self._session.lang).format(position=position)
        self._put("waiting", "queue", message, position, wait_s)

    def was_taken(self) -> None:
        """Fall silent, and say once who speaks from now on."""
        self._tell("taken", "queue", "handover.taken")
        self._session.say((spoken("handover.introduced", self._session.lang),))

    def was_told(self, text: str, at: int) -> None:
        """Show the words of a member of staff; the figure doesn't speak them."""
        self._session.outbox.put(ev.HandoverSaid(text=text, at=at))

    def was_closed(self, why: Literal["closed", "gone"]) -> None:
        """Go back to the figure, with an apology where the staff has gone."""
        helped, self._case = self.taken, None
        self._tell("closed", "queue", f"handover.{why}")
        if helped or why == "gone":
            self._session.say((spoken(f"handover.back.{why}", self._session.lang),))

    # ---- helpers --------------------------------------------------------------------------------

    def _note(self, left: Left) -> None:
        if self._left >= MOST_CALLBACKS:
            self._tell("refused", "callback", "handover.enough")
            return
        self._left += 1
        task = asyncio.create_task(self._keep(left))
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)

    async def _keep(self, left: Left) -> None:
        session, store = self._session, self._session.parts.store
        need = session.talk.care.need
        contact = left.contact or ("", "")
        callback = Callback(
            service_id=session.config.model,
            phone=left.phone,
            name=_clean(left.name),
            note=_clean(left.note),
            contact_name=_clean(contact[0]),
            contact_phone=contact[1],
            lang=session.lang,
            need=need.kind if need else "",
            urgency=need.level if need else "none",
        )
        try:
            if len(await store.callbacks(limit=MOST_OPEN)) >= MOST_OPEN:
                self._tell("refused", "callback", "handover.enough")
                return
            await store.keep_callback(callback)
        except QingzhiError as error:
            log.warning("callback not kept", code=error.code)
            self._tell("refused", "callback", "handover.broken")
            return
        self._desk.touch()
        self._tell("noted", "callback", "handover.noted")

    def _tell(self, state: State, kind: Literal["queue", "callback"], name: str) -> None:
        self._put(state, kind, spoken(name, self._session.lang))

    def _put(
        self,
        state: State,
        kind: Literal["queue", "callback"],
        message: str,
        position: int | None = None,
        wait_s: int | None = None,
    ) -> None:
        self._session.outbox.put(
            ev.HandoverState(
                state=state, kind=kind, message=message, position=position, wait_s=wait_s
            )
        )


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text)) and sum(map(str.isdigit, text)) >= _DIGITS


def _clean(text: str) -> str:
    """Leave out half characters, which no encoding takes."""
    return text.encode("utf-8", "replace").decode()
