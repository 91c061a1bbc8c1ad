"""`qingzhi serve`: the page, the realtime socket and the HTTP interfaces."""

from __future__ import annotations

import asyncio
import socket
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qingzhi.cli.options import Data, Demo
from qingzhi.cli.prepare import bring_assets, tell_licences
from qingzhi.errors import SettingsError
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    data: Data = None,
    voice: Annotated[str | None, typer.Option(help="A voice's name.")] = None,
    figure: Annotated[
        str | None,
        typer.Option(help="A shipped figure (clerk), a .toml, .json, .glb or .vrm file, or none."),
    ] = None,
    scene: Annotated[
        str | None, typer.Option(help="hall, office, studio, clinic or classroom.")
    ] = None,
    demo: Demo = None,
) -> None:
    """Open the desk: fetch what is missing, then serve until stopped."""
    settings = Settings.from_env(
        host=host, port=port, data=data, voice=voice, figure=figure, scene=scene, demo=demo
    )
    bring_assets(settings)
    tell_licences(settings)
    listener = _listen(settings.host, settings.port)

    def announce() -> None:
        typer.echo(f"Qingzhi 情智 is ready: {_address(settings, listener)}")
        if not settings.demo:
            typer.echo("Without --demo the voice is espeak-ng until another one is configured.")

    from qingzhi.service.run import run  # noqa: PLC0415 - other commands need no web server

    with listener, asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(run(settings, listener, announce))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"Port {port} at {host} can't be opened: {error.strerror}.",
            hint="Choose another one with --port.",
        ) from None
    return listener


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415 - absent on Windows

    return uvloop.new_event_loop


def _address(settings: Settings, listener: socket.socket) -> str:
    anywhere = settings.host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
    host = "127.0.0.1" if anywhere else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
