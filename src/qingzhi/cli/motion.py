"""`qingzhi motion`: look at motion, judge it, make it from sound, hand it to other programs."""

from __future__ import annotations

import typer

from qingzhi.cli import motion_check, motion_export, motion_from_audio

app = typer.Typer(
    help="Judge motion, make it from sound, hand it to other programs.", no_args_is_help=True
)
app.command("check")(motion_check.check)
app.command("from-audio")(motion_from_audio.from_audio)
app.command("export")(motion_export.export)
