"""Sentences that the keyboard learns from, and those that it is measured with.

Each dialogue and each service of the desk lies wholly on one side, by a hash of its name.
"""

from __future__ import annotations

import json
import re
import tomllib
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

SCENARIO: Final = Path(__file__).parents[2] / "src/qingzhi/scenarios/government"
HANZI: Final = re.compile(r"[\u4e00-\u9fff]+")
PARTS: Final = 10

Side = Literal["train", "tune", "test"]
Source = Literal["desk", "travel", "chat"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text as written, the side it lies on and where it comes from."""

    text: str
    side: Side
    source: Source


def side_of(name: str) -> Side:
    """Give a tenth to measuring, a tenth to tuning, the rest to learning."""
    part = zlib.crc32(name.encode()) % PARTS
    return "test" if part == 0 else "tune" if part == 1 else "train"


def clauses(text: str) -> list[str]:
    """Cut into runs of Chinese characters."""
    return HANZI.findall(text)


def desk() -> Iterator[Sentence]:
    """Texts of the government scenario; only what visitors ask is ever kept from learning."""
    for path in sorted(SCENARIO.rglob("*.toml")):
        if path.name == "messages.en.toml":
            continue
        item: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        asks = item.pop("asks", {}).get("zh", ())
        for text in asks:
            yield Sentence(text, side_of(path.stem), "desk")
        for text in _strings(item):
            yield Sentence(text, "train", "desk")


def names() -> Iterator[str]:
    """Give what the desk calls its services and the words around them, whole clauses each."""
    for name in ("glossary", "names", "thesaurus"):
        file: dict[str, Any] = tomllib.loads((SCENARIO / f"{name}.toml").read_text("utf-8"))
        for entry in _records(file):
            yield from (text for text in entry.get("zh", ()) if isinstance(entry["zh"], list))
    for path in sorted((SCENARIO / "items").glob("*.toml")):
        item: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        yield item["title"]["zh"]
        yield from item["aliases"]["zh"]


def dialogues(data: Path) -> Iterator[Sentence]:
    """CrossWOZ (questions to a guide), CPED and XED (talk of television and film)."""
    with zipfile.ZipFile(data / "tod_crosswoz/val.json.zip") as archive:
        woz: dict[str, Any] = json.loads(archive.read(archive.namelist()[0]))
    for name, dialogue in woz.items():
        for turn in dialogue["messages"]:
            if turn["role"] == "usr":
                yield Sentence(turn["content"], side_of(name), "travel")
    for line in _lines(data / "emotion_cped/valid.jsonl"):
        yield Sentence(line["text"], side_of(line["dialogue"]), "chat")
    for line in _lines(data / "emotion_xed/zh.jsonl"):
        if line["variant"] == "zh_cn":
            yield Sentence(line["text"], "train", "chat")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _strings(each)
        case dict():
            for each in value.values():
                yield from _strings(each)
        case _:
            return


def _records(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "zh" in value:
            yield value
        for each in value.values():
            yield from _records(each)
