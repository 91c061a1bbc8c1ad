"""Who may come in: origins, keys, and the visitor's pass that a page carries.

- A browser's socket must come from our own page or from an origin that the operator named. A
  service that listens on loopback only also serves pages of this machine's other ports.
- A program on this machine may use any key, or none; from elsewhere the key must be a real one.
- Our own page gives its visitor a signed pass in a cookie, so that visitors need no key. A page
  of another origin gets no cookie: it asks for a short pass, which opens a socket of that origin.

A request that was forwarded by a proxy never counts as coming from this machine.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from qingzhi.settings import Settings

COOKIE: Final = "qingzhi_pass"
PASS_SECONDS: Final = 12 * 3600
SOCKET_SECONDS: Final = 60
"""How long an embedding page may take from asking for a pass to opening its socket."""
IPV6_HOUSEHOLD: Final = 64
IPV4_NETWORK: Final = 24
"""Bits of an address that belong to one customer, or one house: the rest is theirs to choose."""
_LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_LOCAL_PAGES: Final = ("http://localhost:*", "http://127.0.0.1:*")
_FORWARDED: Final = ("x-forwarded-for", "forwarded", "x-real-ip")


class Gate:
    """Decides for one running service. `refusal` says why not; None lets through."""

    def __init__(self, settings: Settings) -> None:
        self._keys = frozenset(settings.api_keys)
        self._origins = tuple(dict.fromkeys(map(_origin, settings.origins)))
        self._hosts = _LOCAL_NAMES | {settings.host.lower()}
        self._hosts |= {urlsplit(origin).hostname or "" for origin in self._origins}
        self._public = not _is_local(settings.host)
        self._secret = secrets.token_bytes(32)

    @property
    def embedders(self) -> tuple[str, ...]:
        """Sources of the content security policy whose pages may frame ours.

        The policy's grammar has no IPv6 addresses.
        """
        named = tuple(origin for origin in self._origins if "[" not in origin)
        return named if self._public else (*named, *_LOCAL_PAGES)

    def refusal(self, connection: HTTPConnection) -> str | None:
        """Judge a request or a socket by its headers, cookies and peer."""
        return self.bad_origin(connection) or self._no_key(connection)

    def bad_origin(self, connection: HTTPConnection) -> str | None:
        """Judge only where it comes from and which host it asks for."""
        host = connection.headers.get("host", "").lower()
        if not self._public and (_parsed(f"//{host}").hostname or "") not in self._hosts:
            return "This host name is not served here."
        origin = connection.headers.get("origin")
        if origin is None or _parsed(origin).netloc.lower() == host:
            return None
        return None if self.embeds(connection, origin) else "This origin may not open the service."

    def embeds(self, connection: HTTPConnection, origin: str) -> bool:
        """Whether pages of another origin may show the figure and talk with it."""
        if _origin(origin) in self._origins:
            return True
        page = _parsed(origin)
        nearby = page.scheme == "http" and _is_local(page.hostname or "")
        return nearby and not self._public and _from_here(connection)

    def new_pass(self) -> str:
        """Sign a visitor's pass: its end in seconds since 1970, and the signature."""
        return self._signed("page", PASS_SECONDS)

    def socket_pass(self, origin: str) -> str:
        """Sign a pass that opens a socket for a page of `origin`, soon."""
        return self._signed(f"socket {_origin(origin)}", SOCKET_SECONDS)

    def _no_key(self, connection: HTTPConnection) -> str | None:
        if _from_here(connection) or self._passed(connection):
            return None
        scheme, _, key = connection.headers.get("authorization", "").partition(" ")
        known = [hmac.compare_digest(key.encode(), k.encode()) for k in self._keys]
        if scheme.lower() == "bearer" and any(known):
            return None
        return "A valid API key is needed from another machine."

    def _passed(self, connection: HTTPConnection) -> bool:
        if self._holds(connection.cookies.get(COOKIE, ""), "page"):
            return True
        if connection.scope["type"] != "websocket":
            return False
        origin = connection.headers.get("origin", "")
        return self._holds(connection.query_params.get("pass", ""), f"socket {_origin(origin)}")

    def _signed(self, purpose: str, seconds: int) -> str:
        until = str(int(time.time()) + seconds)
        return f"{until}.{self._sign(purpose, until)}"

    def _holds(self, token: str, purpose: str) -> bool:
        until, _, signature = token.partition(".")
        right = self._sign(purpose, until)
        if not hmac.compare_digest(signature.encode(), right.encode()):
            return False
        return until.isdecimal() and int(until) > time.time()

    def _sign(self, purpose: str, until: str) -> str:
        text = f"{purpose}\n{until}".encode("utf-8", "replace")
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()


def household(connection: HTTPConnection) -> str:
    """Name whose sessions are counted together: an address; "" for this machine's own."""
    return "" if _from_here(connection) else address_of(connection)


def address_of(connection: HTTPConnection) -> str:
    """Name the customer a request comes from: an IPv4 address, or an IPv6 network."""
    return _network(connection, 32)


def network_of(connection: HTTPConnection) -> str:
    """Name the network a request comes from, in which one person can have many addresses."""
    return _network(connection, IPV4_NETWORK)


def _network(connection: HTTPConnection, ipv4_bits: int) -> str:
    if connection.client is None:
        return ""
    try:
        address = ip_address(connection.client.host)
    except ValueError:
        return connection.client.host
    bits = IPV6_HOUSEHOLD if address.version == 6 else ipv4_bits
    return str(ip_network((address, bits), strict=False))


def _from_here(connection: HTTPConnection) -> bool:
    if any(name in connection.headers for name in _FORWARDED):
        return False
    return connection.client is not None and _is_local(connection.client.host)


def _origin(text: str) -> str:
    return text.rstrip("/").lower()


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
