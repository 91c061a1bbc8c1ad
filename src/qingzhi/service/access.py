"""Who may come in: origins, keys, and the visitor's pass that our own page carries.

- A browser's socket must come from our own page or from an origin that the operator named.
- A program on this machine may use any key, or none; from elsewhere the key must be a real one.
- The page gives its visitor a signed pass in a cookie, so that visitors need no key.

A request that was forwarded by a proxy never counts as coming from this machine.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from qingzhi.settings import Settings

COOKIE: Final = "qingzhi_pass"
PASS_SECONDS: Final = 12 * 3600
_LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_FORWARDED: Final = ("x-forwarded-for", "forwarded", "x-real-ip")


class Gate:
    """Decides for one running service. `refusal` says why not; None lets through."""

    def __init__(self, settings: Settings) -> None:
        self._keys = frozenset(settings.api_keys)
        self._origins = frozenset(origin.rstrip("/").lower() for origin in settings.origins)
        self._hosts = _LOCAL_NAMES | {settings.host.lower()}
        self._hosts |= {urlsplit(origin).hostname or "" for origin in self._origins}
        self._public = not _is_local(settings.host)
        self._secret = secrets.token_bytes(32)

    def refusal(self, connection: HTTPConnection) -> str | None:
        """Judge a request or a socket by its headers, cookies and peer."""
        return self._bad_origin(connection) or self._no_key(connection)

    def new_pass(self) -> str:
        """Sign a visitor's pass: its end in seconds since 1970, and the signature."""
        until = str(int(time.time()) + PASS_SECONDS)
        return f"{until}.{self._sign(until)}"

    def _bad_origin(self, connection: HTTPConnection) -> str | None:
        host = connection.headers.get("host", "").lower()
        if not self._public and (_parsed(f"//{host}").hostname or "") not in self._hosts:
            return "This host name is not served here."
        origin = connection.headers.get("origin")
        if origin is None:
            return None
        if origin.rstrip("/").lower() in self._origins or _parsed(origin).netloc.lower() == host:
            return None
        return "This origin may not open the service."

    def _no_key(self, connection: HTTPConnection) -> str | None:
        if _from_here(connection) or self._passed(connection.cookies.get(COOKIE, "")):
            return None
        scheme, _, key = connection.headers.get("authorization", "").partition(" ")
        known = [hmac.compare_digest(key.encode(), k.encode()) for k in self._keys]
        if scheme.lower() == "bearer" and any(known):
            return None
        return "A valid API key is needed from another machine."

    def _passed(self, token: str) -> bool:
        until, _, signature = token.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(until).encode()):
            return False
        return until.isdecimal() and int(until) > time.time()

    def _sign(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()


def _from_here(connection: HTTPConnection) -> bool:
    if any(name in connection.headers for name in _FORWARDED):
        return False
    return connection.client is not None and _is_local(connection.client.host)


def _parsed(address: str) -> SplitResult:
    """Split what a stranger calls an address; nonsense has no host."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
