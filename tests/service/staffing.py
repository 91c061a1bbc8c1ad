"""What tests of the staff desk share: a clock, a scheduler, visitors who note what they hear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qingzhi.service.case import Left

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingzhi.score import Need
    from qingzhi.service.handover import StaffDesk

KEY: Final = "a-key-for-the-staff-desk"
DESK: Final = "/v1/handovers"
HEADERS: Final = {"Authorization": f"Bearer {KEY}"}


class Clock:
    """Seconds that are set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Later:
    """Calls that wait until the test lets them happen."""

    def __init__(self) -> None:
        self.calls: list[Callable[[], None]] = []

    def __call__(self, _delay_s: float, call: Callable[[], None]) -> None:
        self.calls.append(call)

    def happen(self) -> None:
        calls, self.calls = self.calls, []
        for call in calls:
            call()


class Someone:
    """A visitor who notes what the desk tells them."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def moved(self, position: int, wait_s: int | None) -> None:
        self.heard.append(("moved", position, wait_s))

    def was_taken(self) -> None:
        self.heard.append(("taken",))

    def was_told(self, text: str, at: int) -> None:
        self.heard.append(("told", text, at))

    def was_closed(self, why: str) -> None:
        self.heard.append(("closed", why))


def joined(
    desk: StaffDesk, need: Need | None = None, network: str | None = None
) -> tuple[Someone, str]:
    """Put somebody of a network of their own into the queue."""
    someone = Someone()
    own = network or f"net {id(someone)}"
    case = desk.join(someone, lang="zh", audience="adult", need=need, left=Left(), network=own)
    return someone, case.id


def states(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the news of the way to a person."""
    return [event for event in events if event["type"] == "handover.state"]
