"""The knowledge of one service: open, search, read."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Final

import msgspec

from qingzhi.interaction.knowledge.index import FORMAT, Contents, Index, open_or_build
from qingzhi.interaction.knowledge.items import Item, digest, load_items
from qingzhi.interaction.knowledge.neighbours import neighbours
from qingzhi.interaction.knowledge.rank import ANOTHER_PLACE, ELSEWHERE, Fit, Ranker
from qingzhi.interaction.knowledge.text import CONCEPT, Analyser, Analysis

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qingzhi.interaction.knowledge.index import Record

STAMP_CHARS: Final = 16
ITEM_CACHE: Final = 512
LEAST: Final = 1e-9
KEPT: Final = "crowd.json"
"""Beside the index: which generated items a plain `open` is to find in it."""


class Crowd(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Generated items beside a pack's own: how many (≥ 0), and the seed they come from."""

    made_from: str
    extra: Annotated[int, msgspec.Meta(ge=0)] = 0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """An item and the probability (0..1) that it is what was asked for."""

    item: Item
    score: float
    fit: Fit


@dataclass(frozen=True, slots=True)
class Search:
    """Hits, best first, and how the question was read."""

    hits: tuple[Hit, ...]
    analysis: Analysis

    @property
    def best(self) -> Hit | None:
        return self.hits[0] if self.hits else None

    @property
    def score(self) -> float:
        """The best hit's probability, 0 where there is none."""
        return self.hits[0].score if self.hits else 0.0

    @property
    def margin(self) -> float:
        """How far the best hit is ahead of the second, in logits (≥ 0)."""
        if len(self.hits) < 2:
            return math.inf if self.hits else 0.0
        return _logit(self.hits[0].score) - _logit(self.hits[1].score)


class Knowledge:
    """A pack's items behind an index on disk. Searching is thread-safe and does not write."""

    def __init__(self, folder: Path, pack: Path, index: Index, analyser: Analyser) -> None:
        self.folder = folder
        self.pack = pack
        self._use(index)
        self._analyser = analyser

    @classmethod
    def open(cls, folder: Path, pack: Path) -> Knowledge:
        """Open the pack's index under `folder`; build it first where the pack has changed.

        Raises InputError for a fault in the pack, StoreError where `folder` can't be used.
        """
        analyser = Analyser.load(pack)
        kept = _kept(folder, digest(pack))
        return cls(folder, pack, _open(folder, pack, analyser, kept), analyser)

    def fill(self, count: int, seed: int = 0, *, keep: bool = False) -> None:
        """Add generated items of places until the index holds `count` documents: for benches.

        The next plain `open` on the same folder drops them again, unless they are to be kept:
        then they stay until the pack changes, or another `fill` comes.
        """
        crowd = Crowd(digest(self.pack), max(0, count - len(self._index.ids())), seed)
        self._use(_open(self.folder, self.pack, self._analyser, crowd))
        if keep:
            (self.folder / KEPT).write_bytes(msgspec.json.encode(crowd))
        else:
            (self.folder / KEPT).unlink(missing_ok=True)

    def __len__(self) -> int:
        return len(self._index)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the pack's own items."""
        return self._index.ids()

    def get(self, item_id: str) -> Item | None:
        """Give an item by its id."""
        record = self._record(item_id)
        return record.item if record else None

    @property
    def actions(self) -> frozenset[str]:
        """Concepts that say what is done or has happened, not to what: lost, expired, moved."""
        return self._analyser.actions

    def analyse(self, text: str) -> Analysis:
        return self._analyser.analyse(text)

    def search(self, question: str | Analysis, *, limit: int = 4) -> Search:
        """Give the items that fit a question, best first; those of places where they fit better."""
        analysis = self.analyse(question) if isinstance(question, str) else question
        weights = self._ranker.weights(analysis)
        hits = [
            self._hit(record, weights, analysis)
            for record in self._index.candidates(analysis, local=self._local)
        ]
        hits.sort(key=lambda hit: (-hit.score, hit.item.id))
        return Search(tuple(hits[:limit]), analysis)

    def compare(self, analysis: Analysis, ids: Iterable[str]) -> tuple[Hit, ...]:
        """Measure given items against a question, best first; ids that are gone are left out."""
        weights = self._ranker.weights(analysis)
        records = [record for item_id in ids if (record := self._record(item_id))]
        hits = [self._hit(record, weights, analysis) for record in records]
        return tuple(sorted(hits, key=lambda hit: -hit.score))

    def understands(self, analysis: Analysis) -> bool:
        """Whether any of its terms is known here, be it as a subject outside the pack."""
        return any(t.startswith(CONCEPT) or t in self._index.idf for t in analysis.terms)

    def lacks(self, analysis: Analysis) -> bool:
        """Whether a subject was named that no item is about, though some may mention it."""
        return any(CONCEPT + name not in self._index.named for name in analysis.concepts)

    def subject(self, item: Item) -> Analysis:
        """Give what an item is about, as terms: its title's."""
        return self._analyser.analyse(item.title.zh, asked=False)

    def _hit(self, record: Record, weights: dict[str, float], analysis: Analysis) -> Hit:
        fit = self._ranker.fit(weights, record)
        return Hit(record.item, fit.score * _here(record.item.region, analysis.regions), fit)

    def _use(self, index: Index) -> None:
        self._index = index
        self._ranker = Ranker(index.idf)
        self._record = lru_cache(ITEM_CACHE)(index.get)
        self._local = len(index) > len(index.ids())


def _here(region: str, named: frozenset[str]) -> float:
    """Give the factor for where an item holds against the places that were named."""
    if not region or any(place in region for place in named):
        return 1.0
    return ANOTHER_PLACE if named else ELSEWHERE


def _logit(probability: float) -> float:
    held = min(1.0 - LEAST, max(LEAST, probability))
    return math.log(held / (1.0 - held))


def _kept(folder: Path, made_from: str) -> Crowd:
    """Give the crowd to keep; none where it was made for another pack, or can't be read."""
    try:
        crowd = msgspec.json.decode((folder / KEPT).read_bytes(), type=Crowd)
    except (OSError, msgspec.MsgspecError):
        return Crowd(made_from)
    return crowd if crowd.made_from == made_from else Crowd(made_from)


def _open(folder: Path, pack: Path, analyser: Analyser, crowd: Crowd) -> Index:
    name = f"{FORMAT}:{crowd.made_from}:{crowd.extra}:{crowd.seed if crowd.extra else 0}"
    stamp = hashlib.sha256(name.encode()).hexdigest()[:STAMP_CHARS]

    def contents() -> Contents:
        items = load_items(pack)
        return items, neighbours(items, crowd.extra, crowd.seed)

    return open_or_build(folder, stamp, contents, analyser)
