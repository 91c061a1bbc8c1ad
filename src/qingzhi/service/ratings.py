"""What a visitor thinks of the responses of a visit: which can be rated, and what was said.

A rating that still waits for the disk is replaced by the next one of the same response, so that
no client can crowd the records out: one place for each response, and few responses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qingzhi.errors import ProtocolError
from qingzhi.io import events as ev
from qingzhi.service import metrics
from qingzhi.store.records import Feedback

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingzhi.score import Lang
    from qingzhi.service.outbox import Outbox

MOST: Final = 50
"""Responses that can be rated; the oldest go first."""


@dataclass(slots=True)
class Rated:
    """A rating on its way to the records. `told` hears what was kept, or that it was not."""

    feedback: Feedback
    told: Callable[[Feedback, bool], None]
    taken: bool = False
    """Whether it is being written, so that a later rating needs a place of its own."""


class Ratings:
    """The ratings of one visit. What became of them goes to `outbox`."""

    def __init__(self, service_id: str, outbox: Outbox) -> None:
        self._service_id = service_id
        self._outbox = outbox
        self._topics: dict[str, tuple[Lang, tuple[str, ...]]] = {}
        self._waiting: dict[str, Rated] = {}

    def about(self, response_id: str, lang: Lang, topics: tuple[str, ...] = ()) -> None:
        """Note a response that can be rated, and the knowledge items that it rests on."""
        self._topics[response_id] = (lang, topics)
        while len(self._topics) > MOST:
            oldest = next(iter(self._topics))
            del self._topics[oldest]
            self._waiting.pop(oldest, None)

    def take(self, event: ev.ResponseFeedback) -> Rated | None:
        """Take a rating; None when it took the place of one that still waits.

        Raises ProtocolError for a response that is not known here, and for praise with a reason.
        """
        if event.response_id not in self._topics:
            raise ProtocolError(
                f"There is no response {event.response_id[:80]!r} to rate.",
                code="response_not_found",
                param="response_id",
            )
        if event.rating == "up" and event.reason is not None:
            raise ProtocolError("Only a thumb down has a reason.", param="reason")
        lang, topics = self._topics[event.response_id]
        feedback = Feedback(
            service_id=self._service_id,
            response_id=event.response_id,
            rating=event.rating,
            reason=event.reason,
            lang=lang,
            topics=topics,
        )
        waiting = self._waiting.get(event.response_id)
        if waiting and not waiting.taken:
            waiting.feedback = feedback
            return None
        self._waiting[event.response_id] = rated = Rated(feedback, self._tell)
        return rated

    def _tell(self, feedback: Feedback, kept: bool) -> None:  # noqa: FBT001 - a callback's verdict
        if kept:
            metrics.FEEDBACK.labels(feedback.rating, feedback.reason or "").inc()
            self._outbox.put(
                ev.FeedbackStored(
                    response_id=feedback.response_id,
                    rating=feedback.rating,
                    reason=feedback.reason,
                )
            )
            return
        detail = ev.ErrorDetail(
            "server_error", "feedback_not_stored", "The rating could not be stored.", "response_id"
        )
        self._outbox.put(ev.Error(error=detail))
