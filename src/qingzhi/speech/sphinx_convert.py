"""Turns CMU Sphinx' en-us model into the sounds that `diphones` tells apart.

The acoustic model was trained on hours of many people's speech: it has for each phone 128 bells in
each of three streams, and for each phone between two others how it mixes them. Here phones lose one
neighbour: how a phone begins depends on what comes before it, how it ends on what comes after, and
the mixtures of all that agree in this are averaged. Which phone follows which in English is counted
in the dictionary beside the model.

Format: the binary files of SphinxBase, little-endian (`mdef`, `means`, `variances`, `sendump`).
"""

from __future__ import annotations

import struct
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.errors import AssetCorrupt
from qingzhi.speech.diphones import FILE, NATS, PHONES
from qingzhi.speech.orders import logarithms

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

VERSION: Final = 1
"""Raise it when the file written changes: older conversions are made again."""
DICTIONARY: Final = "dictionary.txt"
SOURCES: Final = ("mdef", "means", "variances", "sendump", DICTIONARY)
STREAMS: Final = 3
BELLS: Final = 128
STATES: Final = 3
SENONE_NATS: Final = 0.1024
"""What a step of a stored mixture weight is: 1024 times the logarithm of 1.0001."""
NARROWEST: Final = 1e-4
PAUSES: Final = 0.3
"""Share of words before or after which there is a pause."""
ANY: Final = 0.7
"""Share of words after which another comes at once, with whatever phone."""
_ARPABET: Final = (
    *("SIL", "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G"),
    *("HH", "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T"),
    *("TH", "UH", "UW", "V", "W", "Y", "Z", "ZH"),
)
"""The model's names of PHONES."""


class _Phones(NamedTuple):
    """The model's phones in context."""

    names: list[str]
    """Of those without context."""
    context: NDArray[np.uint8]
    """[N, 4] place in the word, phone, the one before, the one after."""
    senone: NDArray[np.uint16]
    """[N, STATES]"""


def convert(source: Path, target: Path) -> None:
    """Write FILE into the folder `target` from the model's files in `source`. About two seconds.

    Raises AssetCorrupt when they are not the model that is expected.
    """
    try:
        phones = _phones(source / "mdef")
        index = [phones.names.index(name) for name in _ARPABET]
        mean = _bells(source / "means")[index]
        variance = np.maximum(_bells(source / "variances")[index], NARROWEST)
        first, middle, last = _mixtures(phones, _weights(source / "sendump"), index)
        english = _english(source / DICTIONARY)
    except (OSError, LookupError, ValueError, OverflowError, struct.error) as error:
        raise AssetCorrupt(
            f"The sounds of speech cannot be converted: {type(error).__name__}.",
            hint="Fetch them again with `qingzhi assets fetch sounds-sphinx`.",
        ) from error
    np.savez_compressed(
        target / FILE,
        mean=mean.astype(np.float16),
        precision=(1.0 / variance).astype(np.float16),
        first=_packed(first),
        middle=_packed(middle),
        last=_packed(last),
        english=english.astype(np.float16),
    )


def _bells(path: Path) -> Floats:
    """Means or variances [phones, STREAMS, BELLS, values]."""
    data = path.read_bytes()
    place = data.index(b"endhdr\n") + len(b"endhdr\n")
    shape = struct.unpack_from(f"<{4 + STREAMS}i", data, place)[1:]
    place += 4 * (4 + STREAMS + 1)
    values = np.frombuffer(data, "<f4", int(np.prod(shape[:4])), place)
    return values.reshape(shape[0], STREAMS, BELLS, shape[3])


def _weights(path: Path) -> Floats:
    """Mixture weights [senones, STREAMS, BELLS]."""
    data = path.read_bytes()
    place = 0
    while size := struct.unpack_from("<I", data, place)[0]:
        place += 4 + size
    count = struct.unpack_from("<i", data, place + 8)[0]
    stored = np.frombuffer(data, np.uint8, offset=place + 12).reshape(STREAMS, BELLS, count)
    weights = np.exp(-SENONE_NATS * stored.astype(np.float32))
    return np.ascontiguousarray((weights / weights.sum(axis=1, keepdims=True)).transpose(2, 0, 1))


def _phones(path: Path) -> _Phones:
    data = path.read_bytes()
    place = 12 + struct.unpack_from("<i", data, 8)[0]
    plain, whole, _, _, _, _, sequences, _, tree, _ = struct.unpack_from("<10i", data, place)
    start = place = place + 40
    names: list[str] = []
    for _ in range(plain):
        end = data.index(b"\0", place)
        names.append(data[place:end].decode("ascii"))
        place = end + 1
    place += -(place - start) % 4 + 8 * tree
    kind = np.dtype([("sequence", "<i4"), ("matrix", "<i4"), ("context", "u1", 4)])
    table = np.frombuffer(data, kind, whole, place)
    place += kind.itemsize * whole + 4
    senone = np.frombuffer(data, "<u2", sequences * STATES, place).reshape(-1, STATES)
    return _Phones(names, table["context"], senone[table["sequence"]])


def _mixtures(phones: _Phones, weights: Floats, index: list[int]) -> tuple[Floats, Floats, Floats]:
    """Average how phones begin [before, phone], go on [phone] and end [phone, after]."""
    size = len(index)
    row = np.full(256, -1)
    row[index] = np.arange(size)
    plain = phones.senone[index]
    context, senone = phones.context[len(phones.names) :], phones.senone[len(phones.names) :]
    phone, before, after = (row[context[:, i]] for i in (1, 2, 3))
    known = (phone >= 0) & (before >= 0) & (after >= 0)
    phone, before, after, senone = phone[known], before[known], after[known], senone[known]
    first = _averaged(weights, senone[:, 0], before * size + phone, np.tile(plain[:, 0], size))
    middle = _averaged(weights, senone[:, 1], phone, plain[:, 1])
    last = _averaged(weights, senone[:, 2], phone * size + after, np.repeat(plain[:, 2], size))
    pairs = (size, size, STREAMS, BELLS)
    return first.reshape(pairs), middle, last.reshape(pairs)


def _averaged(
    weights: Floats, senone: NDArray[np.uint16], group: NDArray[np.int64], lone: NDArray[np.uint16]
) -> Floats:
    """Average the mixtures of each group; where it has none, take the phone's own, `lone`."""
    out = weights[lone].copy()
    for number in np.unique(group):
        out[number] = weights[senone[group == number]].mean(axis=0)
    return out


def _packed(weights: Floats) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(-np.log(weights + 1e-12) / NATS), 0, 255), np.uint8)


def _english(path: Path) -> Floats:
    """Logarithms [before, after] of how often phones follow each other in a dictionary."""
    rows = {name: row for row, name in enumerate(_ARPABET)}
    said: Counter[tuple[int, int]] = Counter()
    begun: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    for line in path.read_text("utf-8").splitlines():
        word = [rows[name] for name in line.split()[1:]]
        if word:
            said.update(pairwise(word))
            begun[word[0]] += 1
            ended[word[-1]] += 1
    count = np.zeros((len(PHONES), len(PHONES)))
    for pair, times in said.items():
        count[pair] = times
    count[0, list(begun)] += PAUSES * np.array(list(begun.values()))
    ends = np.array([ended[row] for row in range(len(PHONES))])
    count[:, 0] += PAUSES * ends
    count += ANY / len(PHONES) * ends[:, None]
    return logarithms(count)
