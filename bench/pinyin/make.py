"""Make the dictionary of the pinyin keyboard.

    pip download jieba==0.42.1 --no-deps --no-binary :all: -d DIR      # MIT; unpack it
    python -m bench.pinyin.make --jieba DIR/jieba-0.42.1/jieba/dict.txt --data DATA \
        -o web/packages/keyboard/data/dictionary.txt

Words and frequencies: jieba (MIT), the government scenario (ours), CrossWOZ and CPED
(Apache-2.0), XED (CC BY 4.0). Readings: pypinyin (MIT) under `readings.toml` (ours). Same input,
same file. Sentences of the sides `tune` and `test` take no part.
"""

from __future__ import annotations

import argparse
import gzip
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.pinyin import corpora, lexicon
from bench.pinyin.language import START, Bigrams, Cutter, bigrams, count, mixture
from bench.pinyin.pack import Characters, Words, pack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.pinyin.lexicon import Readings

GENERAL, DESK, TRAVEL, CHAT = 0.2, 0.35, 0.15, 0.3
"""Shares of the unigram mixture, chosen on the side `tune`."""
PAIR_WEIGHT: Final[Mapping[corpora.Source, float]] = {"desk": 1.0, "travel": 0.7, "chat": 0.7}
"""A pair that weighs no more than the discount is not kept: dialogue must bear it out twice."""
TERM_COUNT: Final = 2
"""A name of the desk counts as if it had been said so often more."""
TERM_FREQUENCY: Final = 100
"""…and as often in general text, for cutting sentences into words."""
RARE_READING: Final = 5.0
"""Nats that a reading costs which no text bears out."""
OTHER_READING: Final = 2.0
SMALLEST: Final = 1e-8


@dataclass(frozen=True, slots=True)
class Model:
    """All that is packed."""

    chance: dict[str, float]
    pairs: Bigrams


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--jieba", type=Path, required=True)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("-o", "--output", type=Path, required=True)
    options = arguments.parse_args()
    readings = lexicon.Readings()
    sentences = [
        each for each in (*corpora.desk(), *corpora.dialogues(options.data)) if each.side == "train"
    ]
    model = _learn(lexicon.general(options.jieba), sentences)
    words = _words(model.chance, readings)
    text = pack(_characters(model.chance, sentences, readings), words, model.pairs)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(text, "utf-8")
    raw = text.encode()
    pairs = sum(map(len, model.pairs.gain.values()))
    print(f"{len(words)} words, {pairs} pairs, {len(raw)} bytes, gzip {len(gzip.compress(raw))}")


def _learn(general: dict[str, int], sentences: list[corpora.Sentence]) -> Model:
    terms = lexicon.terms(corpora.names(), general)
    frequency: dict[str, float] = dict(general)
    for term in terms:
        frequency[term] = max(frequency.get(term, 0), TERM_FREQUENCY)
    cut = Cutter(frequency)
    counted = {
        source: count((each.text for each in sentences if each.source == source), cut)
        for source in PAIR_WEIGHT
    }
    said = Counter(dict.fromkeys(terms, TERM_COUNT)) + counted["desk"].words
    chance = mixture(
        (
            (GENERAL, frequency),
            (DESK, _without_start(said)),
            (TRAVEL, _without_start(counted["travel"].words)),
            (CHAT, _without_start(counted["chat"].words)),
        )
    )
    chance = _largest(chance, terms)
    parts = [(weight, counted[source]) for source, weight in PAIR_WEIGHT.items()]
    return Model(chance, bigrams(parts, chance))


def _without_start(words: Counter[str]) -> Counter[str]:
    return Counter({word: n for word, n in words.items() if word != START})


def _largest(chance: dict[str, float], terms: Counter[str]) -> dict[str, float]:
    """All characters, all words of the desk, and the likeliest of the rest."""
    longer = sorted(
        (word for word in chance if len(word) > 1),
        key=lambda word: (word in terms, chance[word], word),
        reverse=True,
    )
    keep = (*lexicon.characters(), *longer[: lexicon.WORDS])
    return {word: max(chance.get(word, 0.0), SMALLEST) for word in keep}


def _words(chance: Mapping[str, float], readings: Readings) -> Words:
    return {
        word: [
            (-math.log(p) + OTHER_READING * bool(place), reading)
            for place, reading in enumerate(readings.of_word(word))
        ]
        for word, p in chance.items()
        if len(word) > 1
    }


def _characters(
    chance: Mapping[str, float], sentences: list[corpora.Sentence], readings: Readings
) -> Characters:
    """Share a character's probability among its readings by how texts read it on its own."""
    read: dict[str, Counter[str]] = {}
    for sentence in sentences:
        for clause in corpora.clauses(sentence.text):
            for char, syllable in zip(clause, readings.of_text(clause), strict=True):
                read.setdefault(char, Counter())[syllable] += 1
    table: Characters = {}
    for char in lexicon.characters():
        counts = read.get(char, Counter())
        usual = readings.of_character(char)
        for place, syllable in enumerate(dict.fromkeys((*usual, *counts))):
            share = (counts[syllable] + (place == 0)) / (counts.total() + 1)
            cost = -math.log(share) if share else RARE_READING
            row = table.setdefault(syllable, [])
            row.append((-math.log(chance[char]) + min(cost, RARE_READING), char))
    return table


if __name__ == "__main__":
    main()
