"""`qingzhi motion export`: motion for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from qingzhi.cli.options import Json, print_json
from qingzhi.errors import InputError
from qingzhi.settings import Settings


def export(
    file: Annotated[Path, typer.Argument(help="A file of motion (.npz).")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")],
    to: Annotated[
        Literal["vrma", "bvh", "livelink"],
        typer.Option(help="VRM Animation, BVH (body), or CSV of Live Link Face (face)."),
    ],
    as_json: Json = False,
) -> None:
    """Write motion as VRM Animation, BVH or Live Link Face's CSV."""
    from qingzhi.io.labels import label  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.motion.clip import read  # noqa: PLC0415 - the same
    from qingzhi.motion.export import FORMATS  # noqa: PLC0415 - the same

    suffix, writer = FORMATS[to]
    if output.suffix.lower() != suffix:
        raise InputError(f"{output} can't be written.", hint=f"Use a name that ends in {suffix}.")
    clip = read(file)
    data = writer(clip, label(Settings.from_env().producer))
    try:
        output.write_bytes(data)
    except OSError as error:
        raise InputError(f"The file can't be written: {error}.") from None
    if as_json:
        print_json({"frames": len(clip), "seconds": round(clip.seconds, 3), "bytes": len(data)})
    else:
        typer.echo(f"{len(clip)} frames, {len(data)} bytes")
