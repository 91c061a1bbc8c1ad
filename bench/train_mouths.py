"""Train the listener that tells what a mouth does from sound alone.

    python bench/train_mouths.py --data DATA

The sound is espeak-ng's own: many of its voices read lines of CPED (Mandarin) and GoEmotions
(English), and it tells when each phone begins. Speakers, rooms, telephones and noise are drawn by
chance on the spectra, anew each round. Same data and seed, same file. Prints, as JSON, how many
frames are right on voices and lines that were not trained on.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import soxr
from scipy.ndimage import gaussian_filter1d

from qingzhi.speech import listener
from qingzhi.speech.espeak import _pinyin
from qingzhi.speech.espeak_native import PHONE, PITCH, RANGE, RATE, Espeak, Event
from qingzhi.speech.listener import INPUTS, Layer, courses, forward, normalised
from qingzhi.speech.mouths import classes, cut
from qingzhi.speech.spectrum import BANDS, FRAMES_S, centre_s, log_mel
from qingzhi.speech.spectrum import RATE as HERTZ
from qingzhi.speech.text.pinyin import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

SEED: Final = 6305
LINES: Final = 2600
HELD_OUT: Final = 12
"""Each so-manieth line, with voices of its own, is kept for measuring."""
CLOSURE: Final = 9
"""Frames of silence that may be a stop's."""
STOPPED: Final = frozenset("mtskʃ")
HIDDEN: Final = (320, 192)
ROUNDS: Final = 12
BATCH: Final = 1024
STEP: Final = 1.5e-3
DROPPED: Final = 0.25
RARE: Final = 0.4
"""Exponent by which rare classes weigh more."""
VARIANTS: Final = (
    *("f1", "f2", "f3", "f4", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"),
    *("Andrea", "Annie", "Gene", "Mario", "Michael", "anika", "belinda", "boris", "david", "ed"),
    *("edward2", "grandma", "grandpa", "iven2", "john", "klatt", "klatt2", "klatt4", "linda"),
    *("marcelo", "max", "michel", "norbert", "pablo", "quincy", "sandro", "steph", "travis"),
)
KEPT: Final = ("f5", "Alicia", "adam", "klatt3", "zac", "aunty")
"""Voices that only the held-out lines are read by."""
_SAME: Final = {"ts.": "ʈʂ", "s.": "ʂ", "z.": "ʐ", "i.": "ɻ̩", "i̪": "ɹ̩"}
_SPOKEN: Final = re.compile(r"[A-Za-z][A-Za-z',.?! ]{8,90}")


class Line(NamedTuple):
    """One line that was read: log energies [T, BANDS] and the class of each frame [T]."""

    mel: NDArray[np.float16]
    label: NDArray[np.int64]


def main() -> None:
    """Read, train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    args = parser.parse_args()
    chance = random.Random(SEED)  # noqa: S311 - repeatable, no secret
    texts = list(_texts(args.data, args.lines, chance))
    read = list(_read(texts, chance))
    kept = [line for n, line in enumerate(read) if n % HELD_OUT == 0]
    used = [line for n, line in enumerate(read) if n % HELD_OUT]
    layers = _trained(used, args.rounds)
    target = Path(listener.__file__).with_name(listener.WEIGHTS)
    stored: dict[str, Any] = {}
    for i, layer in enumerate(layers):
        stored[f"weight{i}"] = layer.weight.astype(np.float16)
        stored[f"bias{i}"] = layer.bias.astype(np.float16)
    np.savez_compressed(target, **stored)
    seconds = sum(len(line.label) for line in used) / FRAMES_S
    print(json.dumps({"seconds": round(seconds), "right": round(_right(layers, kept), 4)}))


def _texts(data: Path, count: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Draw as many lines of each language."""
    for lang, name in (
        ("zh", "emotion_cped/valid.jsonl"),
        ("en", "emotion_goemotions/train.jsonl"),
    ):
        lines = [json.loads(line)["text"] for line in (data / name).open(encoding="utf-8")]
        fit = sorted(
            {t for t in lines if (4 <= len(t) <= 40 if lang == "zh" else _SPOKEN.fullmatch(t))}
        )
        for text in chance.sample(fit, count // 2):
            yield lang, text


def _read(texts: list[tuple[str, str]], chance: random.Random) -> Iterator[Line]:
    library, reader = Espeak(), Reader.load()
    chance.shuffle(texts)
    for number, (lang, text) in enumerate(texts):
        variant = chance.choice(VARIANTS if number % HELD_OUT else KEPT)
        tongue = "cmn" if lang == "zh" else chance.choice(("en-us", "en-us", "en-gb-x-rp"))
        spoken = _pinyin(reader.read(text)) if lang == "zh" else text
        if not any(c.isalnum() for c in spoken):
            continue
        manner = {
            RATE: chance.randint(130, 290) if lang == "zh" else chance.randint(110, 230),
            PITCH: chance.randint(20, 85),
            RANGE: chance.randint(20, 95),
        }
        samples, events = library.speak(spoken, f"{tongue}+{variant}", manner)
        if len(samples) > library.sample_rate:
            yield _line(samples, events, library.sample_rate)


def _line(samples: NDArray[np.int16], events: list[Event], rate: int) -> Line:
    pad = np.zeros(rate // 4, np.float32)
    sound = np.concatenate((pad, samples.astype(np.float32) / 32768, pad))
    mel = log_mel(soxr.resample(sound, rate, HERTZ))
    label = np.zeros(len(mel), np.int64)
    centres = centre_s(np.arange(len(mel)))
    phones = [e for e in events if e.kind == PHONE and not e.phone.startswith("(")]
    for one, following in itertools.pairwise(phones):
        start = 0.25 + one.sample / rate
        length = (following.sample - one.sample) / rate
        for name, share in cut(_SAME.get(one.phone.strip("ˈˌ12345h"), one.phone)):
            label[centres >= start] = classes().index(name)
            start += share * length
        label[centres >= start] = 0
    return Line(mel.astype(np.float16), _closed(label))


def _closed(label: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give short silences before a consonant to it: they are its closure."""
    edges = np.flatnonzero(np.diff(label)) + 1
    for start, end in itertools.pairwise(edges):
        if not label[start] and end - start <= CLOSURE and classes()[label[end]] in STOPPED:
            label[start:end] = label[end]
    return label


def _paced(line: Line, speed: float) -> tuple[Floats, NDArray[np.int64]]:
    """Say it faster or slower."""
    at = np.arange(0.0, len(line.mel) - 1, speed)
    low, rest = at.astype(int), (at % 1.0)[:, None].astype(np.float32)
    mel = line.mel.astype(np.float32)
    return mel[low] + (mel[low + 1] - mel[low]) * rest, line.label[np.rint(at).astype(int)]


def _varied(mel: Floats, dice: np.random.Generator) -> Floats:
    """Another speaker, room, line and noise."""
    band = np.arange(BANDS)
    factor = float(dice.uniform(0.84, 1.2))
    centre = 700 * (10 ** (band / BANDS * 2840 / 2595) - 1) * factor
    place = np.clip(2595 * np.log10(1 + centre / 700) / 2840 * BANDS, 0, BANDS - 1)
    low = np.minimum(place.astype(int), BANDS - 2)
    mel = np.asarray(mel[:, low] + (mel[:, low + 1] - mel[:, low]) * (place - low), np.float32)
    mel = np.asarray(gaussian_filter1d(mel, float(dice.uniform(0.3, 3.5)), axis=1))
    curve = gaussian_filter1d(dice.normal(0, 6, BANDS), 12) + dice.uniform(-3.5, 3.5) * band / BANDS
    mel = np.asarray(mel * float(dice.uniform(0.75, 1.15)) + curve, np.float32)
    if dice.random() < 0.35:
        mel = _smeared(mel, float(dice.uniform(0.3, 0.85)))
    top = mel.max()
    noise = gaussian_filter1d(dice.normal(0, 3, BANDS), 6) - dice.uniform(0, 3) * band / BANDS
    flutter = dice.normal(0, 0.6, mel.shape)
    mel = np.logaddexp(mel, top - dice.uniform(4.0, 14.0) + noise + flutter).astype(np.float32)
    if dice.random() < 0.3:
        mel[:, band >= int(dice.integers(52, 72))] = top - 14.0
    return np.asarray(mel, np.float32)


def _smeared(mel: Floats, kept: float) -> Floats:
    """Let each frame ring on, as a room does."""
    power = np.exp(mel - mel.max())
    for t in range(1, len(power)):
        power[t] = np.maximum(power[t], 0) + 0.5 * kept * power[t - 1]
    return np.asarray(np.log(power + 1e-9) + mel.max(), np.float32)


class _Learner:
    """Layers that learn by Adam (D. Kingma & J. Ba, 2015) from cross-entropy, with dropout."""

    def __init__(self, count: NDArray[np.int64], dice: np.random.Generator) -> None:
        """`count` [classes] frames of each class: rare ones weigh more."""
        sizes = (INPUTS, *HIDDEN, len(count))
        self.layers = tuple(
            Layer(
                dice.normal(0, np.sqrt(2 / a), (a, b)).astype(np.float32), np.zeros(b, np.float32)
            )
            for a, b in itertools.pairwise(sizes)
        )
        share = count / count.sum()
        self._weight = (share**-RARE / (share ** (1 - RARE)).sum()).astype(np.float32)
        self._memory = [
            [(np.zeros_like(part), np.zeros_like(part)) for part in layer] for layer in self.layers
        ]
        self._dice, self._steps = dice, 0

    def learn(self, inputs: Floats, label: NDArray[np.int64], rate: float) -> float:
        """Take one step; return the share of frames that were wrong before it."""
        self._steps += 1
        values, masks = self._forward(inputs)
        scores = values[-1] @ self.layers[-1].weight + self.layers[-1].bias
        likely = np.exp(scores - scores.max(1, keepdims=True))
        likely /= likely.sum(1, keepdims=True)
        wrong = float(np.mean(likely.argmax(1) != label))
        likely[np.arange(len(label)), label] -= 1
        back = (likely * self._weight[label][:, None] / len(label)).astype(np.float32)
        for i in reversed(range(len(self.layers))):
            slopes = (values[i].T @ back, back.sum(0))
            if i:
                back = (back @ self.layers[i].weight.T) * masks[i - 1]
            self._move(i, slopes, rate)
        return wrong

    def _forward(self, inputs: Floats) -> tuple[list[Floats], list[Floats]]:
        values, masks = [inputs], []
        for layer in self.layers[:-1]:
            hidden = np.maximum(values[-1] @ layer.weight + layer.bias, 0)
            kept = self._dice.random(hidden.shape, np.float32) > DROPPED
            mask = (kept / np.float32(1 - DROPPED)).astype(np.float32)
            masks.append(mask * (hidden > 0))
            values.append(hidden * mask)
        return values, masks

    def _move(self, i: int, slopes: tuple[Floats, Floats], rate: float) -> None:
        size = rate * np.sqrt(1 - 0.999**self._steps) / (1 - 0.9**self._steps)
        for k, (part, slope) in enumerate(zip(self.layers[i], slopes, strict=True)):
            first, second = self._memory[i][k]
            np.add(first, 0.1 * (slope - first), out=first)
            np.add(second, 0.001 * (slope * slope - second), out=second)
            moved = size * first / (np.sqrt(second) + 1e-8)
            np.subtract(part, moved, out=part, casting="same_kind")


def _trained(lines: list[Line], rounds: int) -> tuple[Layer, ...]:
    dice = np.random.default_rng(SEED)
    labels = np.concatenate([line.label for line in lines])
    learner = _Learner(np.bincount(labels, minlength=len(classes())), dice)
    step, total = 0, rounds * len(labels) // BATCH
    for turn in range(rounds):
        wrong = []
        for inputs, label in _batches(lines, dice):
            step += 1
            fall = 0.5 * (1 + np.cos(np.pi * min(1.0, step / total)))
            wrong.append(learner.learn(inputs, label, STEP * min(1.0, step / 300) * fall))
        print(json.dumps({"round": turn, "right": round(1 - float(np.mean(wrong)), 4)}), flush=True)
    return learner.layers


def _batches(
    lines: list[Line], dice: np.random.Generator
) -> Iterator[tuple[Floats, NDArray[np.int64]]]:
    order = dice.permutation(len(lines))
    for first in range(0, len(order), 160):
        some = [lines[i] for i in order[first : first + 160]]
        inputs, labels = [], []
        for line in some:
            mel, label = _paced(line, float(dice.uniform(0.75, 1.4)))
            heard = normalised(_varied(mel, dice))
            inputs.append(courses(heard, np.arange(len(heard))))
            labels.append(label)
        features, label = np.concatenate(inputs), np.concatenate(labels)
        mixed = dice.permutation(len(label))
        for at in range(0, len(mixed) - BATCH, BATCH):
            yield features[mixed[at : at + BATCH]], label[mixed[at : at + BATCH]]


def _right(layers: tuple[Layer, ...], lines: list[Line]) -> float:
    good = total = 0
    for line in lines:
        heard = normalised(line.mel.astype(np.float32))
        best = forward(layers, courses(heard, np.arange(len(heard)))).argmax(1)
        good += int((best == line.label).sum())
        total += len(best)
    return good / total


if __name__ == "__main__":
    main()
