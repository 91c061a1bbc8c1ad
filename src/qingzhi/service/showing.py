"""What is shown beside an answer: the visitor's feeling, where the answer comes from, its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingzhi.io import events as ev
from qingzhi.service.answering import PERSON
from qingzhi.service.delivery import felt
from qingzhi.service.messages import spoken

if TYPE_CHECKING:
    from qingzhi.interaction.conversation import Conversation
    from qingzhi.score import Percept
    from qingzhi.service.delivery import Delivery
    from qingzhi.service.session import Session


def show_feeling(delivery: Delivery, percept: Percept) -> None:
    """Tell a client that asked for it how the visitor was perceived."""
    if "emotion" not in delivery.extensions:
        return
    event = ev.EmotionEvent(
        response_id=delivery.response_id,
        of="visitor",
        emotion=felt(percept.emotion),
        confidence=round(percept.confidence, 3),
    )
    delivery.tell(event)


def show_sources(delivery: Delivery, talk: Conversation) -> None:
    """Tell a client that asked for them the citations and the card of the turn."""
    if "citation" in delivery.extensions and talk.citations:
        cited = tuple(ev.CitationInfo(s.id, s.title, s.url) for s in talk.citations)
        delivery.tell(ev.CitationEvent(response_id=delivery.response_id, citations=cited))
    if "card" in delivery.extensions and talk.card is not None:
        card = msgspec.convert(talk.card, ev.CardInfo, from_attributes=True)
        delivery.tell(ev.CardEvent(response_id=delivery.response_id, card=card))


def show_help(delivery: Delivery, session: Session) -> None:
    """Tell a client that asked for it whom a visitor in need can call, and what we offer."""
    need, settings = session.talk.need, session.settings
    session.handing.heard(session.talk.care.need)
    if need is None or "help" not in delivery.extensions:
        return
    lang = session.talk.lang
    lines = session.parts.mind.carer.resources.of(settings.region)
    numbers = tuple(
        ev.HelpNumber(
            call=line.call,
            name=line.name(lang),
            hours=line.hours.of(lang) if line.hours else "",
            sms=line.sms,
        )
        for line in lines.shown(need.kind, settings.audience)
    )
    title = "help.person" if need.kind == PERSON else "help.title"
    delivery.tell(
        ev.Help(
            response_id=delivery.response_id,
            kind=need.kind,
            level=need.level,
            title=spoken(title, lang),
            numbers=numbers,
            offers=session.handing.offers if need.level != "low" or need.kind == PERSON else (),
        )
    )
