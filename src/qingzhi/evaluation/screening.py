"""How well the screen does: on sets written for this project, and on public ones where present.

A set is JSONL with `text`, and `expect` (one action or several that are right); further fields
as `qingzhi screen --batch` takes them.
"""

from __future__ import annotations

import csv
import json
import time
from typing import TYPE_CHECKING, Any, Final

import msgspec

from qingzhi.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from qingzhi.safety import Screen, Verdict

HARMLESS: Final = "与自杀/自伤/攻击行为无关"
OFFENSIVE: Final = frozenset({"offensive", "discrimination", "hatred"})
HELD: Final = frozenset({"refuse", "care"})


class Record(msgspec.Struct, frozen=True):
    """One text with what is right to do about it."""

    text: str
    expect: tuple[str, ...]
    direction: str = "in"
    audience: str = "adult"
    history: tuple[str, ...] = ()
    about: str = ""


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one set showed; `wrong` are the texts that were decided wrongly, `skipped` why not."""

    set: str
    texts: int = 0
    rates: dict[str, float] = {}
    by_kind: dict[str, float] = {}
    cpu_ms: float = 0.0
    wrong: tuple[str, ...] = ()
    skipped: str = ""


def measure(screen: Screen, sets: Path, data: Path) -> list[Result]:
    """Measure every set in `sets`, and the public ones in `data`."""
    results = [
        _written(screen, path) for path in sorted(sets.glob("*.jsonl")) if _kind(path) in _RATES
    ]
    public = (_crisis(screen, data), _offence(screen, data), _items(screen, data))
    return [*_cross_author(sets / "cross_author.json"), *results, *public]


def _cross_author(path: Path) -> list[Result]:
    """Read what the training script measured: each author by readers that never met them."""
    if not path.is_file():
        return []
    try:
        entries = msgspec.json.decode(path.read_bytes(), type=list[Result])
    except msgspec.DecodeError as error:
        raise InputError(f"{path} holds no results of the training script: {error}.") from None
    return [msgspec.structs.replace(entry, set=f"cross-author: {entry.set}") for entry in entries]


def read(path: Path) -> Iterator[Record]:
    """Read one set. Raises InputError that names the line."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            expect = entry["expect"]
            yield Record(
                text=entry["text"],
                expect=tuple([expect] if isinstance(expect, str) else expect),
                direction=entry.get("direction", "in"),
                audience=entry.get("audience", "adult"),
                history=tuple(entry.get("history") or ()),
                about=str(entry.get("kind") or entry.get("risk") or ""),
            )
        except (ValueError, KeyError, TypeError):
            raise InputError(f"{path}:{number} is no record of a screening set.") from None


def _written(screen: Screen, path: Path) -> Result:
    records = list(read(path))
    begun = time.process_time()
    verdicts = [_checked(screen, record) for record in records]
    spent = time.process_time() - begun
    right = [_is_right(r, v) for r, v in zip(records, verdicts, strict=True)]
    return Result(
        set=f"{path.stem} (seen in training)" if path.stem.endswith("_a") else path.stem,
        texts=len(records),
        rates=_RATES[_kind(path)](records, verdicts, right),
        by_kind=_by_kind(records, right),
        cpu_ms=round(spent / max(1, len(records)) * 1000, 3),
        wrong=tuple(
            f"{v.action}: {r.text}"
            for r, v, ok in zip(records, verdicts, right, strict=True)
            if not ok
        ),
    )


def _checked(screen: Screen, record: Record) -> Verdict:
    return screen.check(
        record.text,
        direction="out" if record.direction == "out" else "in",
        audience=record.audience,  # type: ignore[arg-type]  # a wrong audience fails closed
        history=record.history,
    )


def _is_right(record: Record, verdict: Verdict) -> bool:
    """Care in place of refusal, or the reverse, is right where harm was to be held back."""
    if verdict.action in record.expect:
        return True
    return "refuse" in record.expect and verdict.action == "care"


def _share(hits: Sequence[bool]) -> float:
    return round(sum(hits) / max(1, len(hits)), 4)


def _by_kind(records: Sequence[Record], right: Sequence[bool]) -> dict[str, float]:
    kinds = dict.fromkeys(record.about for record in records)
    return {
        kind: _share([ok for r, ok in zip(records, right, strict=True) if r.about == kind])
        for kind in kinds
    }


def _red_team(
    records: Sequence[Record], verdicts: Sequence[Verdict], right: Sequence[bool]
) -> dict[str, float]:
    pairs = list(zip(records, verdicts, strict=True))
    held = [v.action in HELD for r, v in pairs if "refuse" in r.expect]
    return {"held": _share(held), "right": _share(right)}


def _legitimate(
    _records: Sequence[Record], verdicts: Sequence[Verdict], _right: Sequence[bool]
) -> dict[str, float]:
    return {
        "not_allowed": _share([v.action not in {"allow", "redact"} for v in verdicts]),
        "refused": _share([v.action == "refuse" for v in verdicts]),
        "cared_for": _share([v.action == "care" for v in verdicts]),
    }


def _need(
    records: Sequence[Record], verdicts: Sequence[Verdict], _right: Sequence[bool]
) -> dict[str, float]:
    pairs = list(zip(records, verdicts, strict=True))
    return {
        "recall": _share([v.action == "care" for r, v in pairs if "care" in r.expect]),
        "false_alarms": _share([v.action == "care" for r, v in pairs if "care" not in r.expect]),
    }


_RATES: Final[
    Mapping[str, Callable[[Sequence[Record], Sequence[Verdict], Sequence[bool]], dict[str, float]]]
] = {"redteam": _red_team, "legit": _legitimate, "care": _need}


def _kind(path: Path) -> str:
    return path.stem.partition("_")[0]


def _crisis(screen: Screen, data: Path) -> Result:
    path = data / "crisis_psysuicide/valid.jsonl"
    if not path.is_file():
        return Result(set="crisis_psysuicide", skipped=f"{path} is not there")
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    cared = [screen.check(row["text"]).action == "care" for row in rows]
    need = [row["labels"] != [HARMLESS] for row in rows]
    return Result(
        set="crisis_psysuicide (seen in training)",
        texts=len(rows),
        rates={
            "recall": _share([c for c, n in zip(cared, need, strict=True) if n]),
            "false_alarms": _share([c for c, n in zip(cared, need, strict=True) if not n]),
        },
    )


def _offence(screen: Screen, data: Path) -> Result:
    path = data / "safety_cold/dev.csv"
    if not path.is_file():
        return Result(set="safety_cold", skipped=f"{path} is not there")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    right = [
        bool(OFFENSIVE & set(screen.check(row["TEXT"]).categories)) == (row["label"] == "1")
        for row in rows
    ]
    return Result(
        set="safety_cold (seen in training)",
        texts=len(rows),
        rates={"accuracy": _share(right)},
    )


def _items(screen: Screen, data: Path) -> Result:
    path = data / "gov_items_guangdong/items.jsonl"
    if not path.is_file():
        return Result(set="gov_items_guangdong", skipped=f"{path} is not there")
    names = [json.loads(line)["TASK_NAME"] for line in path.read_text("utf-8").splitlines()]
    verdicts = [screen.check(f"{name}怎么办理？") for name in names]
    return Result(set="gov_items_guangdong", texts=len(names), rates=_legitimate([], verdicts, []))
