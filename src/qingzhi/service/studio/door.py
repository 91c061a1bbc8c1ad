"""Who may use the workshop. Why: docs/decisions/0024."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog
from fastapi import HTTPException

from qingzhi.service.access import address_of, from_here, is_local
from qingzhi.service.staff_http import StaffGate

if TYPE_CHECKING:
    from fastapi import Request

    from qingzhi.service.access import Gate
    from qingzhi.settings import Settings

log = structlog.get_logger(__name__)
PAGE: Final = "/studio/figures"


class Door:
    """Lets operators in: by their key, or, where there is none, from this machine only."""

    def __init__(self, settings: Settings, gate: Gate) -> None:
        self._gate = gate
        self._keys = StaffGate(settings.studio_key, whose="studio") if settings.studio_key else None

    @classmethod
    def of(cls, settings: Settings, gate: Gate) -> Door | None:
        """Return the door that the settings ask for; None keeps the workshop shut."""
        if settings.studio_key:
            return cls(settings, gate)
        if not (settings.demo and is_local(settings.host)):
            return None
        log.warning("studio open on this machine", page=PAGE)
        return cls(settings, gate)

    def check(self, request: Request) -> None:
        """Let a request through. Raises HTTPException 401, 403 or 429."""
        reason = self._gate.bad_origin(request) or _other_page(request)
        if reason is not None:
            raise HTTPException(403, reason)
        if self._keys is not None:
            self._keys.check(request.headers.get("authorization", ""), address_of(request))
        elif not from_here(request):
            raise HTTPException(401, "The workshop is open on its own machine only.")


def _other_page(request: Request) -> str | None:
    """Refuse pages of other origins, those that may show the figure, too."""
    origin, host = request.headers.get("origin"), request.headers.get("host", "")
    if origin is None or origin.lower().rpartition("://")[2] == host.lower():
        return None
    return "Only the workshop's own page may use it."
