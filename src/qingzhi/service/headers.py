"""What every HTTP answer says to the browser: where things may come from, who may embed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qingzhi.service.access import Gate

POLICY: Final = (
    "default-src 'self'; connect-src 'self' blob: ws: wss:; img-src 'self' data: blob:; "
    "media-src 'self' blob:; style-src 'self'; script-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
"""`blob:` under connect-src: a figure's textures are read through blob addresses of its own."""
SHARED: Final = ("/assets/", "/embed/", "/figures/", "/v1/figures/", "/v1/pass")
"""What pages of other origins may read, where the operator named them."""
STAFF: Final = ("/staff", "/v1/handovers")
ALONE: Final = POLICY.replace("frame-ancestors 'self'", "frame-ancestors 'none'")
"""No page frames the staff's, so that none can lead their hand."""
PREFLIGHT_S: Final = 600
_LOOSE_PATHS: Final = ("/docs", "/redoc")
"""The API's own documentation pages carry inline scripts of their library."""


class Headers:
    """Adds the security headers to every HTTP response, and opens what is shared to `gate`'s."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self.app = app
        self._gate = gate
        self._policy = " ".join((POLICY, *gate.embedders))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        shared = scope["path"].startswith(SHARED)
        grants = self._grants(scope) if shared else {}

        async def send_hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                if not scope["path"].startswith(_LOOSE_PATHS):
                    alone = scope["path"].startswith(STAFF)
                    headers["Content-Security-Policy"] = ALONE if alone else self._policy
                headers.update(grants)
                if shared:
                    headers.add_vary_header("Origin")
            await send(message)

        if shared and scope["method"] == "OPTIONS":
            preflight = Response(
                status_code=204, headers={"Access-Control-Max-Age": str(PREFLIGHT_S)}
            )
            await preflight(scope, receive, send_hardened)
            return
        await self.app(scope, receive, send_hardened)

    def _grants(self, scope: Scope) -> dict[str, str]:
        """Return the headers that let the page of a known origin read this answer."""
        connection = HTTPConnection(scope)
        origin = connection.headers.get("origin")
        if origin is None or not self._gate.embeds(connection, origin):
            return {}
        return {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "GET, HEAD, POST",
            "Access-Control-Allow-Headers": "Content-Type",
            "Access-Control-Expose-Headers": "Content-Encoding, ETag",
        }
