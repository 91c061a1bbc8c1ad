"""The whole screen on authors whom its readers never met: lists as they are, scores held out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from bench.screening.net import HEADS

from qingzhi.evaluation.screening import OFFENSIVE
from qingzhi.safety.layers import Layers, Lists
from qingzhi.safety.learned.judge import Judge
from qingzhi.safety.learned.scales import QUESTIONS, Reading
from qingzhi.safety.learned.words import YOUNG
from qingzhi.safety.normalise import legible
from qingzhi.safety.patterns import taken_out
from qingzhi.safety.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.screening.corpus import Row
    from numpy.typing import NDArray

    from qingzhi.safety.verdict import Audience, Direction, Verdict


@dataclass(frozen=True, slots=True)
class Recalled:
    """Stands in for the product's scales: gives what a reader said that never met the author."""

    readings: Mapping[str, Reading]

    def weigh(self, folded: str, audience: Audience = "adult") -> Reading:
        return self.readings[YOUNG + folded if audience == "minor" else folded]


def screened(
    rows: Sequence[Row],
    odds: NDArray[np.float32],
    sums: NDArray[np.float64],
    mixes: NDArray[np.float64],
) -> list[tuple[Row, Verdict]]:
    """Screen every held-out row that stands alone, without earlier turns."""
    told = [i for i, row in enumerate(rows) if not np.isnan(sums[i, 0]) and row.raw]
    told = [i for i in told if not rows[i].raw.get("history") and _is_whole(rows[i])]
    readings = {rows[i].text: reading(odds[i], sums[i], mixes) for i in told}
    judge = Judge(Recalled(readings))  # type: ignore[arg-type]  # gives the same readings
    screen = Screen(Layers(Lists.load(None), judge))
    return [(rows[i], _checked(screen, rows[i].raw)) for i in told]


def _is_whole(row: Row) -> bool:
    """Whether the screen reads it as it was written: personal data goes before it is read."""
    direction: Direction = "out" if row.raw.get("direction") == "out" else "in"
    return direction == "in" or not taken_out(legible(row.raw["text"]), direction, {})[1]


def reading(
    odds: NDArray[np.float32], sums: NDArray[np.float64], mixes: NDArray[np.float64]
) -> Reading:
    """Put held-out numbers together as the product does."""
    ends = np.cumsum(list(HEADS.values())).tolist()
    heads = {
        name: odds[end - size : end] for (name, size), end in zip(HEADS.items(), ends, strict=True)
    }
    read = np.array([heads[name][0] for name in QUESTIONS])
    scores = mixes[:, 0] * sums + mixes[:, 1] * read + mixes[:, 2]
    return Reading(dict(zip(QUESTIONS, scores.tolist(), strict=True)), heads)


def _checked(screen: Screen, raw: Mapping[str, Any]) -> Verdict:
    return screen.check(
        raw.get("text") or raw["TEXT"],
        direction=raw.get("direction", "in"),
        audience=raw.get("audience", "adult"),
    )


def rates(verdicts: Sequence[tuple[Row, Verdict]]) -> list[dict[str, Any]]:
    """Tell by author and set what the whole screen does."""
    groups: dict[tuple[str, str], list[tuple[bool, Verdict]]] = defaultdict(list)
    for row, verdict in verdicts:
        for name, wanted in _groups(row):
            groups[name, row.author].append((wanted, verdict))
    return [
        {"set": f"{name}, {author}", "texts": len(pairs), "rates": _shares(name, pairs)}
        for (name, author), pairs in sorted(groups.items())
    ]


def _groups(row: Row) -> Iterator[tuple[str, bool]]:
    """Name the sets that a row belongs to, and whether it is to be held there."""
    expect = row.raw.get("expect")
    if expect is None:
        which = "crisis" if row.author == "psysuicide" else "offence"
        yield which, bool(row.labels[which])
    elif "refuse" in expect:
        yield "red team", True
        yield f"red team: {row.kind}", True
    elif expect == "care":
        yield "care", True
    elif row.kind in {"legit", "near_miss"}:
        yield row.kind, False
        if row.raw.get("kind") == "letter":
            yield "letters", False


def _shares(name: str, pairs: Sequence[tuple[bool, Verdict]]) -> dict[str, float]:
    held = [v.action in {"refuse", "care"} for wanted, v in pairs if wanted]
    cared = [v.action == "care" for wanted, v in pairs if wanted]
    free = [v.action for wanted, v in pairs if not wanted]
    if name == "offence":
        marked = [wanted == bool(OFFENSIVE & set(v.categories)) for wanted, v in pairs]
        return {"accuracy": _share(marked)}
    if name in {"crisis", "care"}:
        return {"recall": _share(cared), "false_alarms": _share([a == "care" for a in free])}
    if name.startswith("red team"):
        return {"held": _share(held)}
    return {
        "not_allowed": _share([action not in {"allow", "redact"} for action in free]),
        "refused": _share([action == "refuse" for action in free]),
        "cared_for": _share([action == "care" for action in free]),
    }


def _share(hits: Sequence[bool]) -> float:
    return round(sum(hits) / max(1, len(hits)), 4)
