"""Make the sounds of speech that people taught (`qingzhi/speech/diphones.npz`).

    python bench/convert_sounds.py --model SITE_PACKAGES/pocketsphinx/model/en-us --data DATA

The acoustic model of the `pocketsphinx` 5.1.1 wheel (CMU Sphinx, BSD) was trained on hours of many
people's speech: for each phone 128 bells in each of three streams, and for each phone between two
others how it mixes them. Here phones lose one neighbour: how a phone begins depends on what comes
before it, how it ends on what comes after, and the mixtures of all that agree in this are averaged.
Which phone follows which is counted in the dictionary beside the model for English, and for
Mandarin in lines of CPED, written in English phones. Same model and data, same file.
"""

from __future__ import annotations

import argparse
import json
import struct
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.speech import diphones
from qingzhi.speech.diphones import NATS, PHONES
from qingzhi.speech.phones import FINALS, INITIALS
from qingzhi.speech.text.pinyin import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

STREAMS: Final = 3
BELLS: Final = 128
STATES: Final = 3
SENONE_NATS: Final = 0.1024
"""What a step of a stored mixture weight is: 1024 times the logarithm of 1.0001."""
NARROWEST: Final = 1e-4
RARE: Final = 0.05
"""How often pairs count that the dictionary does not know."""
PAUSES: Final = 0.3
"""Share of words before or after which there is a pause."""
ANY: Final = 0.7
"""Share of words after which another comes at once, with whatever phone."""


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


_ARPABET: Final = _pairs("""
SIL= AA=ɑː AE=æ AH=ʌ AO=ɔː AW=aʊ AY=aɪ B=b CH=tʃ D=d DH=ð EH=ɛ ER=ɜː EY=eɪ F=f G=ɡ
HH=h IH=ɪ IY=iː JH=dʒ K=k L=l M=m N=n NG=ŋ OW=oʊ OY=ɔɪ P=p R=ɹ S=s SH=ʃ T=t TH=θ UH=ʊ
UW=uː V=v W=w Y=j Z=z ZH=ʒ
""")

LINES: Final = 3000
PAUSE: Final = 3
"""A syllable's boundary at which the voice pauses."""
_MANDARIN: Final = _pairs("""
p=b pʰ=p t=d tʰ=t k=ɡ kʰ=k x=h ɕ=ʃ ʂ=ʃ tɕ=dʒ tɕʰ=tʃ ʈʂ=dʒ ʈʂʰ=tʃ ɻ=ɹ ts=d_z tsʰ=t_s
a=ɑː an=æ_n aŋ=ɑː_ŋ ɤ=ʌ ən=ʌ_n əŋ=ʌ_ŋ ɚ=ɑː_ɹ i=iː ia=j_ɑː iɛn=j_ɛ_n iaŋ=j_ɑː_ŋ iaʊ=j_aʊ
iɛ=j_ɛ ɹ̩=ɪ ɻ̩=ɪ in=iː_n iŋ=iː_ŋ iʊŋ=j_ʊ_ŋ ioʊ=j_oʊ o=ɔː ʊŋ=ʊ_ŋ u=uː ua=w_ɑː uaɪ=w_aɪ
uan=w_æ_n uaŋ=w_ɑː_ŋ ueɪ=w_eɪ uən=w_ʌ_n uəŋ=w_ʌ_ŋ uo=w_ɔː y=j_uː yɛn=j_ɛ_n yɛ=j_ɛ
yn=j_uː_n
""")
"""Mandarin phones by the English ones that sound most like them; those not here are the same."""


class _Phones(NamedTuple):
    """The model's phones in context."""

    names: list[str]
    """Of those without context."""
    context: NDArray[np.uint8]
    """[N, 4] place in the word, phone, the one before, the one after."""
    senone: NDArray[np.uint16]
    """[N, STATES]"""


def main() -> None:
    """Read, average, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    args = parser.parse_args()
    model = args.model
    phones = _phones(model / "en-us" / "mdef")
    index = [phones.names.index(name) for name in _ARPABET]
    if tuple(_ARPABET.values()) != PHONES:
        raise SystemExit("The phones are not those that the listener knows.")
    variance = np.maximum(_bells(model / "en-us" / "variances")[index], NARROWEST)
    first, middle, last = _mixtures(phones, _weights(model / "en-us" / "sendump"), index)
    np.savez_compressed(
        Path(diphones.__file__).with_name(diphones.FILE),
        mean=_bells(model / "en-us" / "means")[index].astype(np.float16),
        precision=(1.0 / variance).astype(np.float16),
        first=_packed(first),
        middle=_packed(middle),
        last=_packed(last),
        english=_english(model / "cmudict-en-us.dict").astype(np.float16),
        mandarin=_mandarin(args.data / "emotion_cped" / "valid.jsonl").astype(np.float16),
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
    while size := struct.unpack_from("<i", data, place)[0]:
        place += 4 + size
    count = struct.unpack_from("<i", data, place + 8)[0]
    stored = np.frombuffer(data, np.uint8, offset=place + 12).reshape(STREAMS, BELLS, count)
    weights = np.exp(-SENONE_NATS * stored.astype(np.float32))
    return np.asarray((weights / weights.sum(axis=1, keepdims=True)).transpose(2, 0, 1))


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
    names = list(_ARPABET)
    count = np.full((len(names), len(names)), RARE)
    for line in path.read_text("utf-8").splitlines():
        word = [names.index(name) for name in line.split()[1:]]
        np.add.at(count, (word[:-1], word[1:]), 1.0)
        if word:
            count[0, word[0]] += PAUSES
            count[word[-1], 0] += PAUSES
            count[word[-1]] += ANY / len(names)
    return _logarithms(count)


def _mandarin(path: Path) -> Floats:
    """Return the same for lines of Mandarin, which pause where they are cut."""
    reader = Reader.load()
    count = np.full((len(PHONES), len(PHONES)), RARE)
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, LINES):
            said = [0, *_rows(reader, json.loads(line)["text"]), 0]
            np.add.at(count, (said[:-1], said[1:]), 1.0)
    return _logarithms(count)


def _rows(reader: Reader, text: str) -> Iterator[int]:
    for syllable in reader.read(text):
        for phone in (INITIALS.get(syllable.initial, ""), FINALS[syllable.final]):
            yield from (PHONES.index(p) for p in _MANDARIN.get(phone, phone).split("_") if p)
        if syllable.boundary == PAUSE:
            yield 0


def _logarithms(count: NDArray[np.float64]) -> Floats:
    return np.asarray(np.log(count / count.sum(axis=1, keepdims=True)), np.float32)


if __name__ == "__main__":
    main()
