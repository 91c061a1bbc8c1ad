"""Who may come in: origins, keys, passes, proxies."""

from __future__ import annotations

import time

import pytest
from starlette.requests import HTTPConnection

from qingzhi.service.access import COOKIE, Gate
from qingzhi.settings import Settings


def connection(peer: str = "127.0.0.1", **headers: str) -> HTTPConnection:
    """Return a request from `peer`; header names with underscores."""
    named = {"host": "localhost:8765"} | headers
    return HTTPConnection(
        {
            "type": "http",
            "client": (peer, 5),
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in named.items()],
        }
    )


LOCAL = Gate(Settings())
PUBLIC = Gate(Settings(host="0.0.0.0", api_keys=("right",), origins=("https://desk.example",)))  # noqa: S104 - a setting, nothing is bound


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "127.8.8.8"])
def test_this_machine_needs_no_key(peer: str) -> None:
    """Programs on loopback come in with any key or none."""
    assert LOCAL.refusal(connection(peer)) is None
    assert LOCAL.refusal(connection(peer, authorization="Bearer anything")) is None


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "x_real_ip"])
def test_a_proxy_is_not_this_machine(header: str) -> None:
    """What a proxy forwards came from elsewhere and needs a key."""
    assert LOCAL.refusal(connection(**{header: "8.8.8.8"}))


def test_other_machines_need_a_real_key() -> None:
    """A wrong, missing or empty key is refused; the right one comes in."""
    far = {"peer": "203.0.113.9", "host": "desk.example"}
    assert PUBLIC.refusal(connection(**far))
    assert PUBLIC.refusal(connection(**far, authorization="Bearer wrong"))
    assert PUBLIC.refusal(connection(**far, authorization="Basic right"))
    assert PUBLIC.refusal(connection(**far, authorization="Bearer "))
    assert PUBLIC.refusal(connection(**far, authorization="Bearer right")) is None


@pytest.mark.parametrize(
    ("origin", "comes_in"),
    [
        ("http://localhost:8765", True),
        ("https://evil.example", False),
        ("http://localhost:9999", True),
        ("http://127.0.0.1.evil.example", False),
        ("http://localhost.evil.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_a_browser_must_come_from_our_page(origin: str, *, comes_in: bool) -> None:
    """The origin must be the served host, one that the operator named, or this machine's."""
    assert (LOCAL.refusal(connection(origin=origin)) is None) is comes_in


def test_named_origins_come_in() -> None:
    """An origin in the settings may embed the figure."""
    page = connection("203.0.113.9", host="api.example", origin="https://desk.example")
    assert "key" in (PUBLIC.refusal(page) or "")


def test_a_foreign_host_name_is_refused_on_loopback() -> None:
    """A name that was bound to loopback by somebody else's DNS opens nothing."""
    assert LOCAL.refusal(connection(host="rebound.example:8765"))


def test_the_page_gives_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visitor's signed pass stands for a key, until it ends or is altered."""
    ticket = PUBLIC.new_pass()
    far = {"peer": "203.0.113.9", "host": "desk.example"}
    assert PUBLIC.refusal(connection(**far, cookie=f"{COOKIE}={ticket}")) is None
    assert PUBLIC.refusal(connection(**far, cookie=f"{COOKIE}=9{ticket}"))
    assert PUBLIC.refusal(connection(**far, cookie=f"{COOKIE}=x"))
    assert PUBLIC.refusal(connection(**far, cookie=f"{COOKIE}={LOCAL.new_pass()}"))
    later = time.time() + 13 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    assert PUBLIC.refusal(connection(**far, cookie=f"{COOKIE}={ticket}"))
