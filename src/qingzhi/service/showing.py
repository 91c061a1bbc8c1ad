"""What is shown beside an answer: the visitor's feeling, where the answer comes from, its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingzhi.io import events as ev
from qingzhi.service.delivery import felt

if TYPE_CHECKING:
    from qingzhi.interaction.conversation import Conversation
    from qingzhi.score import Percept
    from qingzhi.service.delivery import Delivery


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
