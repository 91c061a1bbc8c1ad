"""All commands, each in a file of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from qingzhi import __version__
from qingzhi.cli import (
    ask,
    bench,
    bench_motion,
    bench_speech,
    doctor,
    normalize,
    say,
    screen,
    serve,
    voices,
)
from qingzhi.cli.assets import app as assets
from qingzhi.cli.avatar import app as avatar
from qingzhi.cli.handover import app as handover
from qingzhi.cli.motion import app as motion
from qingzhi.cli.speech import app as speech

app = typer.Typer(
    name="qingzhi",
    help="Qingzhi 情智: an emotion- and intelligence-integrated digital human.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qingzhi {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Take what stands before the command."""


app.command()(serve.serve)
app.command()(ask.ask)
app.command()(say.say)
app.command()(voices.voices)
app.command()(normalize.normalize)
app.command()(screen.screen)
app.command()(doctor.doctor)
bench.app.command("lipsync")(bench_motion.lipsync)
bench.app.command("motion")(bench_motion.motion)
bench.app.command("speech")(bench_speech.speech)
app.add_typer(bench.app, name="bench")
app.add_typer(assets, name="assets")
app.add_typer(avatar, name="avatar")
app.add_typer(handover, name="handover")
app.add_typer(motion, name="motion")
app.add_typer(speech, name="speech")
