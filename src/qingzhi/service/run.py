"""Run the application with uvicorn on a socket that is already open."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from qingzhi.service.app import create_app
from qingzhi.service.parts import Parts

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

    from qingzhi.settings import Settings

WS_CEILING: Final = 16 * 1024 * 1024
"""Bytes of a message that the socket library reads; smaller limits are ours, with an error."""
GRACE_S: Final = 3
"""How long open connections may take to end."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at a signal. The base class raises it again, which would leave the parts open."""
        before = {number: signal.signal(number, self.handle_exit) for number in HANDLED_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()


async def run(settings: Settings, listener: socket.socket, announce: Callable[[], None]) -> None:
    """Open the parts, serve until stopped, close them. `announce` is called when it is open."""
    parts = await Parts.open(settings)
    try:
        config = uvicorn.Config(
            create_app(parts),
            http="httptools",
            ws="websockets-sansio",
            ws_max_size=WS_CEILING,
            ws_per_message_deflate=False,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
        )
        await _Server(config, announce).serve(sockets=[listener])
    finally:
        await parts.close()
