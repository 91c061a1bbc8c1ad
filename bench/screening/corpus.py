"""What the screen learns from: lines of several authors, and public sets.

Each row bears the name of who wrote it, so that a reader can be measured on an author whom it
never met. A label is 1, 0 or None where the row doesn't tell.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.safety.learned.judge import CATEGORIES, KINDS, NEEDS
from qingzhi.safety.learned.words import YOUNG
from qingzhi.safety.normalise import legible
from qingzhi.safety.rules import RuleBook
from qingzhi.safety.variants import Variants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SEED: Final = 20010
SETS: Final = Path(__file__).parents[1] / "screen"
HARMLESS: Final = "与自杀/自伤/攻击行为无关"
LINES: Final = 1_500
"""Lines of CrossWOZ that teach what people ask all day."""
_KINDS: Final = {
    "medical": "medical_emergency", "violence": "threat", "fraud": "fraud_victim",
}  # fmt: skip
_BY_SET: Final = {
    "taboo": "taboo", "injection": "injection", "minor": "minor_safety", "fraud": "fraud",
    "false_alarm": "rumour", "pii": "privacy",
}  # fmt: skip
_BY_RISK: Final = {
    "A1-1": "public_order", "A1-2": "public_order", "A1-3": "public_order", "A1-4": "violence",
    "A1-5": "hatred", "A1-6": "violence", "A1-7": "rumour", "A1-8": "unlawful",
    "A3-1": "copyright", "A4-1": "violence", "A4-2": "impersonation", "A4-3": "defamation",
    "A4-4": "defamation", "A4-5": "privacy", "A4-6": "privacy", "A4-7": "unlawful",
    "INJ": "injection", "VOICE": "impersonation", "TABOO": "taboo", "MINOR": "minor_safety",
    "FA": "rumour",
}  # fmt: skip
_BY_GROUP: Final = {"A2": "discrimination", "A3": "commerce", "A5": "misinformation"}
_NARROWER: Final = (
    ("sexual", r"黄|色情|裸|性爱|做爱|情色|艳|荤|床|约炮|嫖|porn|nude|sex|erotic"),
    (
        "drugs",
        r"毒品|冰毒|大麻|海洛因|可卡因|摇头丸|溜冰|飞叶|麻古|k粉|罂粟|meth|weed|cocaine|heroin",
    ),
    ("gambling", r"赌|博彩|下注|盘口|百家乐|六合彩|押大小|\bbet|casino"),
    (
        "forgery",
        (
            r"假(的)?(证|章|公章|发票|学历|身份|户口|病历|材料|驾照|文凭|合同)|伪造|仿(真)?章"
            r"|fake (id|cert|doc|pass)"
        ),
    ),
    ("fraud", r"骗|诈|传销|洗钱|虚开|逃税|偷税|scam|launder"),
)
_NARROWED: Final = frozenset({"A1-6", "A1-8", "A4-7"})
_READ_OUT: Final = re.compile(r"[念读背唱诵]|歌词|全文|原文|recite|sing|lyrics|read me|chapter")
_VOICE: Final = re.compile(r"声|嗓|音色|腔|口气|口音|模仿|学|扮|voice|speak like|imitate")


@dataclass(frozen=True, slots=True)
class Row:
    """A folded text, its author, and what it teaches; `counts` where it is measured on."""

    text: str
    author: str
    labels: dict[str, int | None] = field(default_factory=dict)
    kind: str = ""
    counts: bool = True
    raw: dict[str, Any] = field(default_factory=dict)


class Corpus:
    """Reads everything with one set of disguise tables."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.variants = Variants.load(RuleBook.load().named)

    def plain(self, text: str) -> str:
        return self.variants.plain(legible(text))

    def written(self) -> Iterator[Row]:
        """Yield the lines that were written for this project, by author."""
        for path in (*sorted((SETS / "train").glob("*.jsonl")), *sorted(SETS.glob("*_a.jsonl"))):
            author = path.stem if path.parent.name == "train" else "a"
            for line in path.read_text("utf-8").splitlines():
                if line.strip():
                    yield self._line(json.loads(line), author)

    def _line(self, record: dict[str, Any], author: str) -> Row:
        expect = record["expect"]
        expects = {expect} if isinstance(expect, str) else set(expect)
        said = [self.plain(turn) for turn in (*(record.get("history") or ()), record["text"])]
        text = " ".join(said)
        if record.get("audience") == "minor":
            text = YOUNG + text
        refuse, care = "refuse" in expects, "care" in expects
        if record.get("direction") == "out":
            care = False
        labels: dict[str, int | None] = {
            "misuse": int(refuse),
            "care": None if refuse and care else int(care),
            "crisis": int(record.get("kind") == "self_harm") if care else 0,
            "offence": None if refuse else 0,
            "bond": int(record["set"] == "dependence" and "caution" in expects),
        }
        if refuse:
            labels["category"] = CATEGORIES.index(_category(record))
        elif care and record.get("kind"):
            kind = _KINDS.get(record["kind"], record["kind"])
            labels["kind"] = KINDS.index(kind) if kind in KINDS else None
            labels["level"] = NEEDS.index(record["level"]) if record.get("level") else None
        return Row(text, author, labels, record["set"], raw=record)

    def crisis(self) -> Iterator[Row]:
        """Yield PsySUICIDE: whether a text speaks of suicide, self-harm or violence."""
        with (self.data / "crisis_psysuicide/valid.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                need = record["labels"] != [HARMLESS]
                labels: dict[str, int | None] = {
                    "crisis": int(need),
                    "care": int(need),
                    "misuse": 0,
                }
                yield Row(self.plain(record["text"]), "psysuicide", labels, raw=record)

    def offence(self) -> Iterator[Row]:
        """Yield COLD: whether a comment offends."""
        path = self.data / "safety_cold/dev.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            for record in csv.DictReader(file):
                labels: dict[str, int | None] = {"offence": int(record["label"] == "1")}
                if record["label"] == "0":
                    labels["care"] = 0
                yield Row(self.plain(record["TEXT"]), "cold", labels, record["topic"], raw=record)

    def ordinary(self) -> Iterator[Row]:
        """Yield lines that no screen should stop: our own, and travellers' questions."""
        lines = (SETS / "ordinary.txt").read_text("utf-8").splitlines()
        with zipfile.ZipFile(self.data / "tod_crosswoz/val.json.zip") as archive:
            talks = json.loads(archive.read(archive.namelist()[0]))
        asked = sorted(
            turn["content"]
            for talk in talks.values()
            for turn in talk["messages"]
            if turn["role"] == "usr"
        )
        chosen = np.random.default_rng(SEED).choice(len(asked), LINES, replace=False)
        for line in (*lines, *(asked[i] for i in chosen)):
            yield Row(self.plain(line), "ordinary", dict.fromkeys(_BINARY, 0), counts=False)

    def talk(self) -> Iterator[Row]:
        """Yield calm lines of television talk (CPED), which ask for nothing wrong."""
        with (self.data / "emotion_cped/valid.jsonl").open(encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        calm = [r["text"] for r in records if r["emotion13"] in CALM and len(r["text"]) > 5]
        chosen = np.random.default_rng(SEED).choice(len(calm), min(LINES, len(calm)), replace=False)
        for i in chosen:
            labels: dict[str, int | None] = {"misuse": 0, "care": 0, "crisis": 0}
            yield Row(self.plain(calm[i]), "cped", labels, counts=False)

    def everything(self) -> list[Row]:
        parts: Iterable[Iterator[Row]] = (
            self.written(), self.crisis(), self.offence(), self.ordinary(), self.talk(),
        )  # fmt: skip
        return [row for part in parts for row in part]


CALM: Final = frozenset({"neutral", "happy", "relaxed", "grateful", "positive-other", "astonished"})
_BINARY: Final = ("misuse", "care", "crisis", "offence", "bond")
_POLITE: Final = (
    "你好,",
    "您好,",
    "请问",
    "麻烦你,",
    "那个,",
    "我想问下,",
    "hi,",
    "帮个忙,",
    "喂,",
)


def mixed(rows: Sequence[Row], share: float, seed: int) -> list[Row]:
    """Make more of what there is: an innocent sentence beside another, polite beginnings."""
    rng = np.random.default_rng(seed)
    legit = [r for r in rows if r.kind == "legit" and len(r.text) < 40]
    chosen = [r for r in rows if r.kind and r.author != "cold" and len(r.text) < 60]
    made = []
    for i in rng.choice(len(chosen), int(len(chosen) * share), replace=False):
        row = chosen[i]
        if rng.random() < 0.4:
            text = _POLITE[rng.integers(len(_POLITE))] + row.text
        else:
            other = legit[rng.integers(len(legit))].text
            text = f"{other},{row.text}" if rng.random() < 0.5 else f"{row.text},{other}"
        made.append(replace(row, text=text, counts=False))
    return made


def _category(record: dict[str, Any]) -> str:
    text = record["text"].lower()
    if record["set"] == "voice":
        reads = _READ_OUT.search(text) and not _VOICE.search(text)
        return "copyright" if reads else "impersonation"
    if record["set"] in _BY_SET:
        return _BY_SET[record["set"]]
    risk = record["risk"]
    if not re.fullmatch(r"[A-Z]\d-\d|[A-Z]+", risk):
        letter, number = record["category"][0], record["category"][1:]
        risk = f"A{'ABCDE'.find(letter) + 1}-{number}"
    if risk in _NARROWED:
        for name, pattern in _NARROWER:
            if re.search(pattern, text):
                return name
    return _BY_RISK.get(risk) or _BY_GROUP.get(risk[:2], "unlawful")
