"""Papers are written into anybody's figure, and only whole ones."""

from __future__ import annotations

import json
import struct
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingzhi.avatar_check import check, documented
from qingzhi.avatar_check.papers import written
from qingzhi.avatar_check.provenance import Provenance
from qingzhi.avatar_check.testing import packed, sound
from qingzhi.errors import InputError

pytestmark = pytest.mark.usefixtures("few_poses")
ALL = [{"part": "all", "licence": "CC-BY-4.0", "source": "our studio"}]
CONSENT = {"by": "a person", "date": "2026-11-01", "scope": "this desk"}


def record(**changed: object) -> Provenance:
    whole = {"maker": "a studio", "licences": ALL, "likeness": {"person": "none"}}
    return msgspec.convert(whole | changed, Provenance)


def bare() -> bytes:
    draft = sound()
    draft.provenance = None
    return draft.written()


def binary(data: bytes) -> bytes:
    length = struct.unpack_from("<I", data, 12)[0]
    return data[20 + length :]


def test_a_figure_with_written_papers_may_be_published() -> None:
    """Nothing is left open, and its geometry is byte by byte what it was."""
    made = written(bare(), record())
    documented(made)
    assert not check(made).faults
    assert binary(made) == binary(bare())


def test_fields_that_nobody_knows_stay() -> None:
    """A file of another program keeps what that program wrote."""
    document, rest = sound().built()
    document["asset"]["extras"] = {"theirs": [1, 2.5, "中文"]}
    made = written(packed(document, rest), record())
    length = struct.unpack_from("<I", made, 12)[0]
    extras = json.loads(made[20 : 20 + length])["asset"]["extras"]
    assert extras["theirs"] == [1, 2.5, "中文"]


def test_a_record_is_not_replaced_unasked() -> None:
    """What somebody else has stated is not lost by accident."""
    with pytest.raises(InputError, match="already"):
        written(sound().written(), record())
    documented(written(sound().written(), record(), replace=True))


@pytest.mark.parametrize(
    "changed",
    [
        {"likeness": {"person": "real"}},
        {"likeness": {"person": "real", "consent": CONSENT | {"date": "2026-02-30"}}},
        {"likeness": None},
        {"licences": [ALL[0] | {"part": "body"}]},
    ],
)
def test_papers_that_leave_something_open_are_not_written(changed: dict[str, Any]) -> None:
    """No consent, a day that never was, nothing said, parts without licence."""
    with pytest.raises(InputError):
        written(bare(), record(**changed))


def test_extras_that_are_no_object_are_left_alone() -> None:
    """There is no place for a record in them."""
    document, rest = sound().built()
    document["asset"]["extras"] = "theirs"
    with pytest.raises(InputError, match="extras"):
        written(packed(document, rest), record())


def test_a_damaged_figure_gets_no_papers() -> None:
    """Its parts can't be known."""
    document, rest = sound().built()
    document["meshes"][0]["primitives"][0]["indices"] = 9999
    with pytest.raises(InputError, match="damaged"):
        written(packed(document, rest), record(), replace=True)


def test_brackets_beyond_number_are_refused() -> None:
    """JSON nested without end overflows nothing."""
    text = b'{"asset":{"version":"2.0"},"extras":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    text += b" " * (-len(text) % 4)
    head = struct.pack("<IIIII", 0x46546C67, 2, 20 + len(text), len(text), 0x4E4F534A)
    for data in (head + text, b"", b"glTF", sound().written()[:300]):
        with pytest.raises(InputError):
            written(data, record())


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 4000), value=st.integers(0, 255))
def test_a_changed_byte_ends_in_a_figure_or_a_refusal(at: int, value: int) -> None:
    """Whatever the file, there is no other end."""
    data = bytearray(bare())
    data[at] = value
    try:
        made = written(bytes(data), record())
    except InputError:
        return
    documented(made)
