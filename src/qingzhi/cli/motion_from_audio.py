"""`qingzhi motion from-audio`: a figure that speaks with anybody's recording."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qingzhi.cli.options import Json, print_json
from qingzhi.cli.prepare import bring
from qingzhi.emotion import NEUTRAL, Emotion
from qingzhi.errors import InputError
from qingzhi.score import SAMPLE_RATE, PhoneMark
from qingzhi.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qingzhi.motion.compose import Composed


def from_audio(
    recording: Annotated[Path, typer.Argument(help="A sound file: .wav, .flac, .mp3, .ogg.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Motion file: .npz.")],
    text: Annotated[
        str | None, typer.Option(help="What is said, word for word: makes the lips exact.")
    ] = None,
    phones: Annotated[
        Path | None, typer.Option(help="Write the phones and their times here (JSON).")
    ] = None,
    emotion: Annotated[str, typer.Option(help="Emotion or compound, such as joy.")] = NEUTRAL,
    strength: Annotated[str, typer.Option(help="weak, moderate or strong.")] = "moderate",
    as_json: Json = False,
) -> None:
    """Move lips, head and hands to a recording, with its text or from sound alone."""
    feeling = Emotion.of(emotion, strength)
    _writable(output, ".npz")
    if phones is not None:
        _writable(phones, ".json")
    from qingzhi.speech.recording import read  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.speech.spectrum import RATE  # noqa: PLC0415 - the same

    samples = read(recording)
    marks = asyncio.run(_marks(samples, text))
    seconds = len(samples) / RATE
    motion = _moved(text or "", marks, seconds, feeling)
    _write(output, motion, marks)
    told = [
        {
            "phone": mark.phone,
            "start_s": round(mark.start / SAMPLE_RATE, 4),
            "end_s": round(mark.end / SAMPLE_RATE, 4),
        }
        for mark in marks
    ]
    if phones is not None:
        phones.write_text(json.dumps(told, ensure_ascii=False) + "\n", "utf-8")
    result = {
        "seconds": round(seconds, 3),
        "source": "audio" if text is None else "alignment",
        "phones": len(marks),
        "motion_frames": len(motion.face),
    }
    if as_json:
        print_json(result)
    else:
        typer.echo(f"{seconds:.2f} s, {len(marks)} phones, {len(motion.face)} frames")


def _writable(path: Path, kind: str) -> None:
    if path.suffix.lower() != kind:
        raise InputError(f"{path} can't be written.", hint=f"Use a name that ends in {kind}.")
    if not path.parent.is_dir():
        raise InputError(f"The folder {path.parent} does not exist.", hint="Make it first.")


async def _marks(samples: NDArray[np.float32], text: str | None) -> tuple[PhoneMark, ...]:
    from qingzhi.assets import Assets  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.service.text import language_of  # noqa: PLC0415 - the same
    from qingzhi.speech import hearing  # noqa: PLC0415 - the same
    from qingzhi.speech.align import Aligner  # noqa: PLC0415 - the same

    settings = Settings.from_env()
    assets = Assets(settings)
    if text is None:
        bring(assets, hearing.ASSET)
        return hearing.Ears(assets).heard(samples)
    aligner = await Aligner.open(settings, assets)
    try:
        return await aligner.align(samples, text, language_of(text))
    finally:
        await aligner.close()


def _moved(text: str, marks: tuple[PhoneMark, ...], seconds: float, feeling: Emotion) -> Composed:
    from qingzhi.motion import Performer  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.motion.compose import compose  # noqa: PLC0415 - the same
    from qingzhi.motion.curves import MAX_S  # noqa: PLC0415 - the same
    from qingzhi.score import Clause  # noqa: PLC0415 - the same

    performer = Performer()
    clause = Clause(id="recording", generation=0, text=text, emotion=feeling)
    starts = [MAX_S * place for place in range(int(seconds // MAX_S) + 1)]
    segments = [
        performer.idle(start, min(MAX_S, seconds - start)) for start in starts if seconds > start
    ]
    if marks:
        segments += performer.perform(clause, marks)
    return compose(segments, max(seconds, 1 / 30))


def _write(output: Path, motion: Composed, marks: tuple[PhoneMark, ...]) -> None:
    import numpy as np  # noqa: PLC0415 - keeps `--help` quick

    from qingzhi.io.labels import label  # noqa: PLC0415 - the same
    from qingzhi.motion.visemes import is_vowel  # noqa: PLC0415 - the same

    stressed = [m.start / SAMPLE_RATE for m in marks if m.stress > 0.5 and is_vowel(m.phone)]
    try:
        np.savez_compressed(
            output,
            face=motion.face,
            face_names=np.array(motion.face_names),
            bones=motion.bones,
            bone_names=np.array(motion.bone_names),
            hips=motion.hips,
            fps=motion.fps,
            onsets=np.array(stressed, np.float64),
            aigc=np.array(label(Settings.from_env().producer)),
        )
    except OSError as error:
        raise InputError(f"The file can't be written: {error}.") from None
