"""The index on disk: built aside, then put in place by one rename; a kill half-way loses nothing.

<folder>/<stamp>/          a finished index; the stamp is a hash of all it was made from
<folder>/<stamp>.part-*/   one being built; swept away by the next build
"""

from __future__ import annotations

import math
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import tantivy

from qingzhi.errors import StoreError
from qingzhi.interaction.knowledge.items import FACETS, Item

if TYPE_CHECKING:
    from qingzhi.interaction.knowledge.text import Analyser, Analysis

FORMAT: Final = "7"
"""Raised whenever the schema or the analysis changes, so that old indexes are built anew."""
RECORD_CACHE: Final = 256
"""Records kept decoded; the common ones are asked for over and over."""
HEAP_BYTES: Final = 32 << 20
CANDIDATES: Final = 20
OFTEN: Final = 2
"""Asks that must hold a term before the item is about it; one alone is a story's detail."""
NAMES_BOOST: Final = 3.0
REGION_BOOST: Final = 3.0
NATIONAL: Final = "national"
LOCAL: Final = "local"
_WHITESPACE: Final = "whitespace"
_FIRM_ASK: Final = 0.5
_FIRM_BODY: Final = 0.04


class Phrase(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Terms of one title, alias or ask; `name` is true for titles and aliases."""

    name: bool
    terms: dict[str, float]


class Record(msgspec.Struct, frozen=True, array_like=True):
    """What the index keeps of an item: the item and its analysed wordings."""

    item: Item
    phrases: tuple[Phrase, ...]
    body: frozenset[str]


class Stats(msgspec.Struct, frozen=True):
    """Over the nationwide items: inverse document frequencies, and the terms they are about."""

    idf: dict[str, float]
    named: frozenset[str]
    documents: int


_ENCODER: Final = msgspec.msgpack.Encoder()
_RECORDS: Final = msgspec.msgpack.Decoder(Record)
_STATS: Final = msgspec.msgpack.Decoder(Stats)


def record_of(item: Item, analyser: Analyser, level: str = NATIONAL) -> Record:
    """Analyse all wordings of an item; of a place's, only its names are searched."""
    names = (item.title.zh, item.title.en, *item.aliases.zh, *item.aliases.en)
    asks = (*item.asks.zh, *item.asks.en)
    phrases = tuple(
        Phrase(is_name, dict(analyser.analyse(text, asked=False).terms))
        for is_name, texts in ((True, names), (False, asks))
        for text in texts
    )
    if level == LOCAL:
        return Record(item, phrases, analyser.analyse(item.region).regions)
    lines = (line for kind in FACETS for lang in ("zh", "en") for line in item.facet(kind, lang))
    body = frozenset(t for line in lines for t in analyser.analyse(line, asked=False).terms)
    return Record(item, phrases, body)


class Index:
    """An opened index. Reading is thread-safe."""

    def __init__(self, path: Path) -> None:
        """Open a finished index. Raises StoreError where it is damaged."""
        try:
            self._stats = _STATS.decode((path / "stats").read_bytes())
            self._index = tantivy.Index.open(str(path))
            _register(self._index)
            self._index.reload()
            self._searcher = self._index.searcher()
        except (OSError, ValueError, msgspec.MsgspecError) as error:
            raise StoreError(f"The knowledge index at {path.name} is damaged: {error}") from error
        self._schema = self._index.schema
        self._read = lru_cache(RECORD_CACHE)(self._decode)
        if self._searcher.num_docs != self._stats.documents:
            raise StoreError(f"The knowledge index at {path.name} is incomplete.")

    @property
    def idf(self) -> Mapping[str, float]:
        return self._stats.idf

    @property
    def named(self) -> frozenset[str]:
        """Terms that some item is about: of its names, or of several asks."""
        return self._stats.named

    def __len__(self) -> int:
        return self._stats.documents

    def get(self, item_id: str) -> Record | None:
        """Give the record of an item by its id."""
        found = self._run(tantivy.Query.term_query(self._schema, "id", item_id), 1)
        return next(iter(found), None)

    def ids(self, level: str = NATIONAL) -> tuple[str, ...]:
        """Give the ids of all items of a level, in order."""
        query = tantivy.Query.term_query(self._schema, "level", level)
        hits = self._searcher.search(query, max(1, len(self)), count=False).hits
        return tuple(sorted(self._searcher.doc(at).get_first("id") or "" for _, at in hits))

    def candidates(self, analysis: Analysis, *, local: bool) -> list[Record]:
        """Give the best documents by BM25: nationwide ones, with `local` those of places too."""
        wanted = self._query(analysis)
        if wanted is None:
            return []
        found = list(self._run(self._at(NATIONAL, wanted), CANDIDATES))
        if local:
            found += self._run(self._at(LOCAL, wanted), CANDIDATES // 2)
        return found

    def _query(self, analysis: Analysis) -> tantivy.Query | None:
        parts: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for term, weight in analysis.terms.items():
            for name, boost in (("names", NAMES_BOOST), ("body", 1.0)):
                query = tantivy.Query.term_query(self._schema, name, term, index_option="freq")
                boosted = tantivy.Query.boost_query(query, boost * weight)
                parts.append((tantivy.Occur.Should, boosted))
        if not parts:
            return None
        for region in analysis.regions:
            query = tantivy.Query.term_query(self._schema, "body", region, index_option="freq")
            named = tantivy.Query.boost_query(query, REGION_BOOST)
            parts.append((tantivy.Occur.Should, named))
        return tantivy.Query.boolean_query(parts)

    def _at(self, level: str, wanted: tantivy.Query) -> tantivy.Query:
        only = tantivy.Query.term_query(self._schema, "level", level)
        only = tantivy.Query.const_score_query(only, 0.0)
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, only), (tantivy.Occur.Must, wanted)]
        )

    def _run(self, query: tantivy.Query, limit: int) -> Iterator[Record]:
        for _score, address in self._searcher.search(query, limit, count=False).hits:
            yield self._read(address.segment_ord, address.doc)

    def _decode(self, segment: int, number: int) -> Record:
        document = self._searcher.doc(tantivy.DocAddress(segment, number))
        return _RECORDS.decode(bytes(document.get_first("record") or b""))


Contents = tuple[Iterable[Item], Iterable[Item]]
"""Items that hold nationwide, and items of places."""


def open_or_build(
    folder: Path, stamp: str, contents: Callable[[], Contents], analyser: Analyser
) -> Index:
    """Open the index of `stamp`; only where there is none, read the contents and build it.

    Raises StoreError where the folder can't be written.
    """
    path = folder / stamp
    if path.exists():
        try:
            return Index(path)
        except StoreError:
            shutil.rmtree(path, ignore_errors=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f"{stamp}.part-", dir=folder))
        _build(aside, *contents(), analyser)
        _put_in_place(aside, path)
        _sweep(folder, keep=path)
    except (OSError, ValueError) as error:
        raise StoreError(
            f"The knowledge index can't be written: {error}",
            hint="Check the data folder's space and permissions.",
        ) from error
    return Index(path)


def _build(path: Path, items: Iterable[Item], extra: Iterable[Item], analyser: Analyser) -> None:
    index = tantivy.Index(_schema(), path=str(path))
    _register(index)
    writer = index.writer(HEAP_BYTES, 1)
    records = [record_of(item, analyser) for item in items]
    documents = 0
    for level, batch in (
        (NATIONAL, records),
        (LOCAL, (record_of(item, analyser, LOCAL) for item in extra)),
    ):
        for record in batch:
            writer.add_document(_document(record, level))
            documents += 1
    writer.commit()
    writer.wait_merging_threads()
    named = frozenset(term for record in records for term in _about(record))
    (path / "stats").write_bytes(_ENCODER.encode(Stats(_idf(records), named, documents)))


def _about(record: Record) -> frozenset[str]:
    """Give the terms of a record's names, and those that it is asked for again and again."""
    names = {term for phrase in record.phrases if phrase.name for term in phrase.terms}
    asked = Counter(term for p in record.phrases if not p.name for term in p.terms)
    return frozenset(names | {term for term, count in asked.items() if count >= OFTEN})


def _document(record: Record, level: str) -> tantivy.Document:
    names = " ".join(term for phrase in record.phrases for term in phrase.terms)
    return tantivy.Document(
        id=record.item.id,
        level=level,
        names=names,
        body=" ".join(record.body),
        record=_ENCODER.encode(record),
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("level", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("names", tokenizer_name=_WHITESPACE, index_option="freq")
    builder.add_text_field("body", tokenizer_name=_WHITESPACE, index_option="freq")
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def _register(index: tantivy.Index) -> None:
    cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_WHITESPACE, cut)


def _idf(records: list[Record]) -> dict[str, float]:
    """BM25's inverse document frequency; an item counts by how firmly it is about the term."""
    frequency: Counter[str] = Counter()
    for record in records:
        firmness = dict.fromkeys(record.body, _FIRM_BODY)
        for phrase in sorted(record.phrases, key=lambda phrase: phrase.name):
            firmness |= dict.fromkeys(phrase.terms, 1.0 if phrase.name else _FIRM_ASK)
        frequency.update(firmness)
    total = len(records)
    return {
        term: math.log(1.0 + (total - count + 0.5) / (count + 0.5))
        for term, count in frequency.items()
    }


def _put_in_place(aside: Path, path: Path) -> None:
    """Give the finished index its name; one that another process finished meanwhile wins."""
    try:
        os.replace(aside, path)  # noqa: PTH105 - Path.replace says nothing of folders
    except OSError:
        if not path.exists():
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _sweep(folder: Path, *, keep: Path) -> None:
    """Remove older indexes; an open one stays readable until it is closed."""
    for path in folder.iterdir():
        if path != keep and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
