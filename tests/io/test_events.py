"""The realtime events: what is read, what is refused and how."""

from __future__ import annotations

import contextlib
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.errors import ProtocolError
from qingzhi.io import events as ev

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
TYPES = sorted(t.__struct_config__.tag for t in ev.Inbound.__args__)


def test_a_user_message_is_read() -> None:
    """The stock shape of a text item."""
    event = ev.decode(
        '{"type":"conversation.item.create","item":{"type":"message","role":"user",'
        '"content":[{"type":"input_text","text":"你好"}]}}'
    )
    assert isinstance(event, ev.ItemCreate)
    assert event.item.content[0].text == "你好"


@pytest.mark.parametrize(
    ("message", "code", "param"),
    [
        ("", "invalid_json", None),
        ("{", "invalid_json", None),
        ("[]", "invalid_json", None),
        ('"text"', "invalid_json", None),
        ('{"type":7}', "invalid_json", None),
        ("{}", "unknown_event", "type"),
        ('{"type":"nonsense"}', "unknown_event", "type"),
        ('{"type":"response.done"}', "unknown_event", "type"),
        ('{"type":"conversation.item.create"}', "invalid_event", None),
        (
            '{"type":"session.update","session":{"audio":{"output":{"speed":"fast"}}}}',
            "invalid_event",
            "session.audio.output.speed",
        ),
        (b"\xff\xfe\x00", "invalid_json", None),
        ("[" * 100_000, "invalid_json", None),
        ('{"type":"session.update","session":' + '{"a":' * 5000 + "1" + "}" * 5001, None, None),
    ],
)
def test_bad_messages_are_named(message: str | bytes, code: str | None, param: str | None) -> None:
    """Each mistake is one ProtocolError with a code and, where it can be, the field."""
    with pytest.raises(ProtocolError) as caught:
        ev.decode(message)
    if code:
        assert (caught.value.wire_code, caught.value.param) == (code, param)


def test_the_clients_event_id_comes_back() -> None:
    """So that a client knows which of its messages was wrong."""
    with pytest.raises(ProtocolError) as caught:
        ev.decode('{"type":"conversation.item.delete","event_id":"mine"}')
    assert caught.value.event_id == "mine"


@given(st.binary(max_size=200))
def test_any_bytes_give_an_event_or_a_protocol_error(data: bytes) -> None:
    """Nothing else ever comes out of the decoder."""
    with contextlib.suppress(ProtocolError):
        ev.decode(data)


@given(st.sampled_from(TYPES), st.dictionaries(st.text(max_size=12), JSON, max_size=5), JSON)
def test_any_json_of_a_known_type_is_read_or_refused(
    kind: str, fields: dict[str, object], body: object
) -> None:
    """Known types with wrong insides are refused by field, never by accident."""
    for name in ("item", "session", "response", "audio", "item_id"):
        fields.setdefault(name, body)
    with contextlib.suppress(ProtocolError):
        ev.decode(json.dumps(fields | {"type": kind}))


def test_server_events_carry_type_and_id() -> None:
    """The wire name is the tag; optional fields are spelled out as the API does."""
    sent = json.loads(ev.encode(ev.SessionCreated(session=ev.Session(id="s", model="m"))))
    assert sent["type"] == "session.created"
    assert sent["session"]["audio"]["output"]["format"] == {"type": "audio/pcm", "rate": 24000}
    assert "qingzhi" not in sent["session"]


def test_every_server_event_round_trips() -> None:
    """Encoding and decoding by its own type gives an equal event."""
    event = ev.AudioDelta(event_id="event_1", response_id="r", item_id="i", delta="AAAA")
    assert msgspec.json.decode(ev.encode(event), type=ev.AudioDelta) == event
