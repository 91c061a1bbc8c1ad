"""One visitor's wish for a person: the queue, a call-back, and the talk with a member of staff."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from qingzhi.errors import ProtocolError
from qingzhi.io import events as ev
from qingzhi.service.calling import Calling
from qingzhi.service.case import Left, graver
from qingzhi.service.handover import Conflict, TooMany
from qingzhi.service.items import new_id, not_too_long
from qingzhi.service.messages import spoken
from qingzhi.service.pace import Pace
from qingzhi.service.withdrawing import is_withdrawal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.score import Lang, Need
    from qingzhi.service.case import Case
    from qingzhi.service.session import Session

State = Literal["waiting", "taken", "noted", "cancelled", "closed", "done", "refused"]
Kind = Literal["queue", "callback"]
LONGEST: Final = 1_000
"""Characters of one message to a member of staff."""
WISHES: Final = 6
WISHES_PER_S: Final = 1 / 10
"""So many wishes at once, and so often from then on, to join, to cancel and to be called."""
MESSAGES: Final = 20
MESSAGES_PER_S: Final = 1.0
CHARACTERS: Final = 5_000
CHARACTERS_PER_S: Final = 100.0
"""How much, and how fast, a visitor may write to a member of staff."""
_PHONE: Final = re.compile(r"\+?[\d() -]{5,31}", re.ASCII)
_DIGITS: Final = 5


class Handing:
    """Acts on the visitor's events and tells how the wish stands."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._desk = session.parts.desk
        self._case: Case | None = None
        self._gravest: Need | None = None
        self._wishes = Pace(WISHES, WISHES_PER_S)
        self._messages = Pace(MESSAGES, MESSAGES_PER_S)
        self._characters = Pace(CHARACTERS, CHARACTERS_PER_S)
        self.calling = Calling(session)

    @property
    def offers(self) -> tuple[Literal["queue", "callback", "contact"], ...]:
        """What this desk really has now."""
        callbacks, queue = self._session.parts.settings.callbacks, self._desk.has_room
        ways = (("queue", queue), ("callback", callbacks), ("contact", callbacks or queue))
        return tuple(way for way, there in ways if there)  # type: ignore[misc]  # the three above

    @property
    def taken(self) -> bool:
        """Whether a member of staff talks with the visitor, and the figure does not."""
        return self._case is not None and self._case.taken is not None

    @property
    def gravest(self) -> Need | None:
        """The gravest need that was heard in the visit."""
        return graver(self._gravest, self._session.talk.care.need)

    # ---- what the visitor does ------------------------------------------------------------------

    def request(self, event: ev.HandoverRequest) -> None:
        """Put the visitor into the queue, or note a call-back. Raises ProtocolError."""
        self._paced(self._wishes)
        kind = self._way(event.kind)
        left = _left(event)
        if (left != Left() or event.kind != "queue") and not event.consent:
            self._tell("refused", kind, "handover.consent")
        elif kind == "queue":
            self._queue(left)
        elif "callback" not in self.offers:
            self._tell("refused", kind, self._why_nobody())
        elif left.phone:
            self.calling.note(left, self.gravest)
        elif event.kind == "contact":
            self._tell("refused", kind, "handover.own_phone")
        else:
            raise ProtocolError("A call-back needs a telephone number.", param="phone")

    def message(self, text: str) -> None:
        """Relay the visitor's words. Raises ProtocolError where nobody would read them."""
        if self._case is None or self._case.taken is None:
            raise ProtocolError("Nobody has taken over yet.", code="handover_unavailable")
        if not text.strip():
            raise ProtocolError("The message has no text.", code="empty_text", param="text")
        not_too_long(text, "text", LONGEST)
        self._paced(self._messages)
        self._paced(self._characters, len(text))
        self._desk.relay(self._case, clean(text))

    def answer_nothing(self, options: ev.ResponseOptions) -> None:
        """Close a response at once: the member of staff answers, not the figure."""
        session = self._session
        response = ev.Response(
            id=new_id("resp"), metadata=options.metadata, conversation_id=session.id
        )
        session.outbox.put(ev.ResponseCreated(response=response))
        done = msgspec.structs.replace(response, status="completed")
        session.outbox.put(ev.ResponseDone(response=done))

    def cancel(self, kind: Kind = "queue") -> None:
        """Wait no longer, go back to the figure, or take back what was left for a call.

        Raises ProtocolError where there is nothing to cancel.
        """
        self._paced(self._wishes)
        if kind == "callback":
            if not self.calling.withdraw():
                raise ProtocolError("No call-back was left.", code="handover_unavailable")
            return
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
        if self._desk.present:
            return (self._said(self._joined(Left()) or "handover.joined", lang),)
        if "callback" in self.offers:
            return (spoken("handover.form", lang),)
        return ()

    def withdraw_in_words(self, text: str, lang: Lang) -> Sequence[str]:
        """Act on "不用回电了" and its like; give the words for it, none where nothing was left."""
        if is_withdrawal(text) and self.calling.withdraw():
            return (spoken("handover.withdrawing", lang),)
        return ()

    def heard(self, need: Need | None) -> None:
        """Move forward in the queue when graver need is heard."""
        self._gravest = graver(self._gravest, need)
        if self._case is not None and self._gravest is not None:
            self._desk.heard(self._case, self._gravest)

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
        await self.calling.end()

    # ---- what the desk does ---------------------------------------------------------------------

    def moved(self, position: int, wait_s: int | None) -> None:
        """Tell the visitor where they stand."""
        message = spoken("handover.waiting", self._session.lang).format(position=position)
        self._session.outbox.put(
            ev.HandoverState(
                state="waiting", kind="queue", message=message, position=position, wait_s=wait_s
            )
        )

    def was_taken(self) -> None:
        """Fall silent, say once who speaks from now on, and pass on what is still unanswered."""
        self._tell("taken", "queue", "handover.taken")
        words = self._session.unanswered()
        if words and self._case is not None:
            self._desk.relay(self._case, clean(words))
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

    def _way(self, kind: Literal["queue", "callback", "contact"]) -> Kind:
        """Whom a trusted person is told to: whoever is at the desk, or whoever calls back."""
        if kind != "contact":
            return kind
        return "queue" if self._case is not None or self._desk.has_room else "callback"

    def _queue(self, left: Left) -> None:
        """Wait for a member of staff; a second wish changes nothing but what was left."""
        if self._case is None:
            if refusal := self._joined(left):
                self._tell("refused", "queue", refusal)
            return
        self._desk.amend(self._case, left)
        if self.taken:
            self._tell("taken", "queue", "handover.taken")
        else:
            self.moved(*(self._case.told or (1, None)))

    def _joined(self, left: Left) -> str:
        """Join the queue; where that can't be, give the name of the words that say why."""
        session = self._session
        try:
            self._case = self._desk.join(
                self,
                lang=session.lang,
                audience=session.settings.audience,
                need=self.gravest,
                left=left,
                network=session.network,
            )
        except TooMany:
            return "handover.many"
        except Conflict:
            return self._why_nobody()
        return ""

    def _why_nobody(self) -> str:
        """Name the words that say why nobody comes: all are busy, or nobody is there."""
        full = self._desk.present and not self._desk.has_room
        if full and "callback" in self.offers:
            return "handover.full.form"
        return "handover.full" if full else "handover.nobody"

    def _paced(self, pace: Pace, amount: float = 1.0) -> None:
        if not pace.allows(amount):
            raise ProtocolError("That was too much at once.", code="too_fast", hint="Wait a bit.")

    def _tell(self, state: State, kind: Kind, name: str) -> None:
        message = self._said(name, self._session.lang)
        self._session.outbox.put(ev.HandoverState(state=state, kind=kind, message=message))

    def _said(self, name: str, lang: Lang) -> str:
        return spoken(name, lang).format(call=call_of(self._session))


def call_of(session: Session) -> str:
    """Name the number to call where nobody of this desk can help."""
    region = session.parts.mind.carer.resources.of(session.settings.region)
    lines = region.shown("person", session.settings.audience) or region.line
    return lines[0].call


def clean(text: str) -> str:
    """Leave out half characters, which no encoding takes."""
    return text.encode("utf-8", "replace").decode()


def _left(event: ev.HandoverRequest) -> Left:
    """Read what the visitor leaves. Raises ProtocolError for what is no telephone number."""
    contact = event.contact
    numbers = {"phone": event.phone, "contact.phone": contact.phone if contact else ""}
    for param, number in numbers.items():
        if number.strip() and not _is_phone(number.strip()):
            raise ProtocolError("That is no telephone number.", param=param)
    return Left(
        name=clean(event.name.strip()),
        phone=event.phone.strip(),
        note=clean(event.note.strip()),
        contact=(clean(contact.name.strip()), contact.phone.strip()) if contact else None,
    )


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text)) and sum(map(str.isdigit, text)) >= _DIGITS
