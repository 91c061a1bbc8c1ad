"""Tell regular expressions whose search can take for ever, by how they are written.

Three things make a search explode: a repetition inside of another (`(a+)+`), alternatives within
a repetition that can begin alike (`(a|ab)*`), and many open repetitions in a row (`.*.*.*`), each
of which tries every place that the others leave. All are seen without running anything. The
check is strict: a harmless pattern that looks like one of them must be written more plainly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

MOST_OPEN: Final = 2
"""Repetitions without a close bound that one pattern may hold in a row."""
CLOSE: Final = 60
"""Times that one thing may repeat before its repetition counts as open."""
FEW: Final = 3
"""Times that what holds repetitions or choices itself may repeat."""
_TOKEN: Final = re.compile(
    r"(?P<begin>\((?:\?(?:P<\w+>|[:=!>]|<[=!]|[a-zA-Z-]+[:)]))?)"
    r"|(?P<end>\))|(?P<or>\|)"
    r"|(?P<repeat>[*+?]|\{(?P<least>\d*)(?P<comma>,?)(?P<most>\d*)\})[?+]?"
    r"|\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|.",
    re.DOTALL,
)


@dataclass(slots=True)
class _Group:
    """What a group holds: open repetitions in its longest branch, how its branches begin."""

    open: int = 0
    longest: int = 0
    loose: bool = False
    """Whether the same text might be read in two ways when the group repeats."""
    fresh: bool = True
    begins: set[str] = field(default_factory=set)

    def branch(self) -> None:
        self.longest, self.open, self.fresh = max(self.longest, self.open), 0, True

    def holds(self, one: str) -> None:
        """Note one more thing; branches must begin with different characters."""
        if self.fresh:
            unlike = len(one) == 1 and one != "." and one not in self.begins
            self.loose |= bool(self.begins) and not (unlike and _VAGUE not in self.begins)
            self.begins.add(one if len(one) == 1 and one != "." else _VAGUE)
        self.fresh = False


_VAGUE: Final = "vague"


def is_explosive(pattern: str) -> bool:
    """Whether a valid pattern may take for ever on some text."""
    groups = [_Group()]
    last: _Group | None = None
    for token in _TOKEN.finditer(pattern):
        if token["begin"]:
            if not token["begin"].endswith(")"):
                groups.append(_Group())
        elif token["end"] and len(groups) > 1:
            last = groups.pop()
            last.branch()
            groups[-1].open += last.longest
            groups[-1].holds(_VAGUE)
            groups[-1].loose |= last.loose
            continue
        elif token["or"]:
            groups[-1].branch()
        elif token["repeat"]:
            most = _most(token)
            if last is not None and last.loose and most > FEW:
                return True
            groups[-1].open += most > CLOSE
            groups[-1].loose |= most > 1 or token["repeat"][0] == "?"
        else:
            groups[-1].holds(token[0])
        last = None
    groups[0].branch()
    return groups[0].longest > MOST_OPEN


def _most(token: re.Match[str]) -> float:
    """Give how often a token lets the thing before it repeat; 0 where that never varies much."""
    if token["repeat"] in "*+":
        return float("inf")
    if token["repeat"] == "?":
        return 1
    return float(token["most"] or ("inf" if token["comma"] else token["least"] or 0))
