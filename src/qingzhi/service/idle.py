"""Idle life: the figure breathes, blinks and sways whether or not anybody speaks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from qingzhi.io.codec import motion_event

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingzhi.motion import Performer
    from qingzhi.service.outbox import Outbox

SEGMENT_S: Final = 10.0
"""Idle motion is sent ahead in pieces of this length."""
ALWAYS: Final = 2**62
"""A generation that no interruption reaches: idle motion goes on."""


async def breathe(performer: Performer, outbox: Outbox, age: Callable[[], float]) -> None:
    """Keep idle motion a segment ahead of the client; `age` is the conversation's clock, in s."""
    start = 0.0
    while True:
        frames = performer.idle(start, SEGMENT_S)
        outbox.put(motion_event(frames, response_id="", item_id=""), generation=ALWAYS)
        await outbox.room()
        start += SEGMENT_S
        await asyncio.sleep(max(0.5, start - SEGMENT_S / 2 - age()))
