"""Who shares limits: one customer, one network, nobody where addresses say nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from starlette.requests import HTTPConnection

from qingzhi.service.access import address_of, network_of
from qingzhi.service.hall import Hall

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.service.conftest import Client

    from qingzhi.service.parts import Parts


@pytest.mark.parametrize(
    ("host", "address", "network"),
    [
        ("203.0.113.7", "203.0.113.7/32", "203.0.113.0/24"),
        ("2001:db8::7", "2001:db8::/64", "2001:db8::/64"),
        ("127.0.0.1", "127.0.0.1/32", "127.0.0.0/24"),
        ("a name", "a name", "a name"),
    ],
)
def test_one_person_can_not_be_many(host: str, address: str, network: str) -> None:
    """What is theirs to choose of an address is left out."""
    connection = HTTPConnection({"type": "http", "client": (host, 1), "headers": []})
    assert (address_of(connection), network_of(connection)) == (address, network)


@pytest.mark.parametrize(("share", "network"), [(50, "203.0.113.0/24"), (0, "")])
async def test_addresses_may_say_nothing(parts: Parts, share: int, network: str) -> None:
    """Without a share for each address, as behind a far proxy, no network is limited."""
    parts.settings = replace(parts.settings, sessions_per_address=share)
    hall = Hall(parts)
    session = hall.enter("qingzhi", (), "203.0.113.7/32", "203.0.113.0/24")
    assert session.network == network
    await hall.close()


async def test_events_asked_for_twice_are_meant_once(enter: Callable[..., Client]) -> None:
    """A list that repeats itself is not kept as it came."""
    client = enter("clause")
    wanted = ["clause", "help", "clause", "help"]
    client.send("session.update", session={"type": "realtime", "qingzhi": {"events": wanted}})
    await client.rest()
    assert client.session.settings.events == ("clause", "help")
