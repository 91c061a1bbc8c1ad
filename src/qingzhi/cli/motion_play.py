"""`qingzhi motion play`: a film strip of a figure that says something, or waits."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qingzhi.cli.motion_render import Out, filmed, written
from qingzhi.cli.options import Json, print_json
from qingzhi.cli.render import figure_file
from qingzhi.errors import InputError
from qingzhi.settings import SCENES, Settings

Text = Annotated[str, typer.Argument(help="What is said; nothing: the figure waits.")]


def play(
    text: Text = "",
    *,
    out: Out = Path("strip.png"),
    style: Annotated[str, typer.Option(help="formal, daily, children, counselling …")] = "formal",
    emotion: Annotated[str, typer.Option(help="Emotion or compound, such as joy.")] = "neutral",
    strength: Annotated[str, typer.Option(help="weak, moderate or strong.")] = "moderate",
    seconds: Annotated[float, typer.Option(help="Length; 0: as long as the text.")] = 0.0,
    figure: Annotated[str, typer.Option(help="A figure: clerk, a .glb or a specification.")] = "",
    frames: Annotated[int, typer.Option(help="Pictures on the strip.")] = 24,
    size: Annotated[str, typer.Option(help="Of one picture, in pixels.")] = "200x260",
    view: Annotated[str, typer.Option(help="face, bust, half or full.")] = "half",
    yaw: Annotated[float, typer.Option(help="Degrees round the figure, to its left.")] = 0.0,
    scene: Annotated[str, typer.Option(help="hall, office or studio.")] = "studio",
    seed: Annotated[int, typer.Option(help="Another seed moves otherwise.")] = 0,
    npz: Annotated[
        Path | None, typer.Option(help="Write the composed frames here, and take no pictures.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Film a text in a manner of moving, without a voice, or idle life between words."""
    from qingzhi.emotion import Emotion  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.motion.play import played  # noqa: PLC0415 - the same
    from qingzhi.motion.style import styles  # noqa: PLC0415 - the same
    from qingzhi.score import Clause  # noqa: PLC0415 - the same
    from qingzhi.service.bodies import body_of  # noqa: PLC0415 - the same
    from qingzhi.service.text import language_of, sentences  # noqa: PLC0415 - the same

    if style not in styles():
        raise InputError(f"There is no style {style!r}.", hint=f"Use {', '.join(styles())}.")
    if not text and not seconds:
        raise InputError("Nothing is said and no time is given.", hint="Give --seconds.")
    if scene not in SCENES:
        raise InputError(f"There is no scene {scene!r}.", hint=f"Use one of {', '.join(SCENES)}.")
    settings = Settings.from_env()
    file = None if npz and not figure else figure_file(settings, figure or settings.figure)
    felt = Emotion.of(emotion, strength)
    clauses = [
        Clause(
            id=f"c{number}",
            generation=1,
            text=sentence,
            lang=language_of(sentence),
            emotion=felt,
            style=style,
        )
        for number, sentence in enumerate(sentences(text))
    ]
    body = body_of(file) if file else None
    made = played(clauses, seconds=seconds, body=body, seed=seed)
    if npz:
        written(npz, made)
    elif file:
        filmed(file, made, (frames, size, view, yaw, scene), out)
    report = {
        "file": str(npz or out),
        "seconds": round(len(made.face) / made.fps, 3),
        "clauses": len(clauses),
    }
    if as_json:
        print_json(report)
    else:
        typer.echo("  ".join(f"{key} {value}" for key, value in report.items()))
