"""The pipe between the service and a worker."""

from __future__ import annotations

import asyncio
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.errors import EngineCrashed
from qingzhi.score import PhoneMark
from qingzhi.speech.engine import EngineRequest
from qingzhi.speech.wire import Drop, Say, Sound, pack, read_order, read_report


@given(st.text(alphabet=st.characters(codec="utf-8")), st.integers(0, 2**40))
def test_orders_arrive_as_sent(text: str, job: int) -> None:
    """Any text comes through the pipe unchanged, one order after the other."""
    say, drop = Say(job, EngineRequest(utterance=text)), Drop(job)
    pipe = io.BytesIO(pack(say) + pack(drop))
    assert [read_order(pipe), read_order(pipe), read_order(pipe)] == [say, drop, None]


async def test_reports_arrive_with_their_body() -> None:
    """Marks and samples arrive together."""
    report = Sound(3, (PhoneMark("a", 0, 5, "a1"),))
    assert await received(pack(report, b"1234")) == (report, b"1234")


@given(st.binary(max_size=200))
async def test_nonsense_is_refused(data: bytes) -> None:
    """Random bytes end in EngineCrashed or the end of the stream, nothing else."""
    with pytest.raises((EngineCrashed, EOFError)):
        await received(b"\x05\0\0\0\0\0\0\0" + b"\xc1" + data)


async def test_an_absurd_length_is_refused_before_it_is_read() -> None:
    """A header of four gigabytes is nonsense."""
    with pytest.raises(EngineCrashed):
        await received(b"\xff" * 8)


async def received(data: bytes) -> object:
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    return await read_report(reader)
