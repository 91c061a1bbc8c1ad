"""What a text tells of, by plain rules: who is in need, of what, and how near it is.

A *sign* is something that language shows (a means at hand, a part of the body that fails, a
stranger who asks for money); a *telling* is a product of signs: what must be shown together, and
what must not, for the text to tell of a need. The tables lie in `tellings/`, one for each matter;
`tellings/README.md` says what they mean. They know nothing of the trained readers.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from qingzhi.safety.normalise import folded
from qingzhi.safety.verdict import LEVELS, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qingzhi.safety.verdict import Audience, Level

READ: Final = 400
"""Characters of a text that are looked at: its beginning and its end, half each."""
LETTER: Final = 120
"""Characters from which a text is a letter: signs from all over it don't belong together."""
NOTHING: Final = "nothing"
"""The kind of a telling that tells of no need, whatever a trained reader makes of it."""
_PART: Final = re.compile(r"<([a-z_]+)>")
_SENTENCE: Final = re.compile(r"[^。.!！?？;；\n]+")
_ANY: Final = r"[^,，.。!！?？;；…\n]"
"""What `~` stands for: any character of the same clause."""
_SHARED: Final = "parts.toml"


class Told(NamedTuple):
    """What a text tells of: `kind` and `form` as in `care/words.*.toml`."""

    rule: str
    kind: str
    form: str
    level: Level

    @property
    def finding(self) -> Finding:
        return Finding(self.rule, _CATEGORY.get(self.kind, self.kind), "care", self.level)


_CATEGORY: Final[Mapping[str, str]] = {"fraud": "fraud_victim"}
"""Categories of verdicts for kinds of need whose name is a kind of misuse as well."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that language shows; near misses are cut out of the text first."""

    pattern: re.Pattern[str]
    without: re.Pattern[str] | None

    def shows(self, plain: str) -> bool:
        if self.pattern.search(plain) is None:
            return False
        if self.without is None:
            return True
        rest = self.without.sub(" ", plain)
        return rest == plain or self.pattern.search(rest) is not None


@dataclass(frozen=True, slots=True)
class Telling:
    """A product of signs: every one of `all`, one of `any`, none of `none`.

    A `brief` one tells of this moment, so it is not looked for in letters.
    """

    told: Told
    all: tuple[str, ...]
    any: tuple[str, ...]
    none: tuple[str, ...]
    audience: frozenset[str]
    brief: bool

    def concerns(self, audience: Audience | None, *, letter: bool) -> bool:
        told_to = not self.audience or audience is None or audience in self.audience
        return told_to and not (letter and self.brief)


class _Shown:
    """The signs of one text, each looked for once and only when it is asked for."""

    def __init__(self, signs: Mapping[str, Sign], plain: str) -> None:
        self._signs, self._plain = signs, plain
        self._known: dict[str, bool] = {}

    def __call__(self, name: str) -> bool:
        if name not in self._known:
            self._known[name] = self._signs[name].shows(self._plain)
        return self._known[name]

    def may(self, telling: Telling) -> bool:
        """Whether all is there that the telling needs, whatever speaks against it."""
        return all(map(self, telling.all)) and (not telling.any or any(map(self, telling.any)))

    def fits(self, telling: Telling) -> bool:
        return self.may(telling) and not any(map(self, telling.none))


@dataclass(frozen=True, slots=True)
class Tellings:
    """All tables: signs by name, tellings in the order in which they are tried."""

    signs: Mapping[str, Sign]
    tellings: Sequence[Telling]

    @classmethod
    def load(cls) -> Self:
        """Read the packaged tables."""
        tables = dict(_tables())
        parts = _joined(tables.pop(_SHARED)["parts"])
        signs: dict[str, Sign] = {}
        tellings: list[Telling] = []
        for name, table in tables.items():
            cut = table.get("without", [])
            for sign, entry in table.get("signs", {}).items():
                if sign in signs:
                    raise ValueError(f"{name}: {sign} is a sign of another table.")
                signs[sign] = _sign(entry, cut, parts)
            tellings += (_telling(e, table.get("none", ())) for e in table.get("telling", ()))
        unknown = {s for t in tellings for s in (*t.all, *t.any, *t.none)} - signs.keys()
        if unknown:
            raise ValueError(f"{sorted(unknown)} are no signs.")
        return cls(signs, tellings)

    def found(self, plain: str, audience: Audience | None = "adult") -> list[Told]:
        """Give what a folded text tells of, gravest first; of one kind only the gravest.

        `audience` is who speaks, None for anybody.
        """
        letter = len(plain) > LETTER
        read = _ends(plain)
        whole = _Shown(self.signs, read)
        likely = [t for t in self.tellings if t.concerns(audience, letter=letter) and whole.may(t)]
        parts = (
            [_Shown(self.signs, part) for part in _pairs(read)] if letter and likely else [whole]
        )
        fit = (t.told for t in likely if any(part.fits(t) for part in parts))
        gravest: dict[str, Told] = {}
        for told in fit:
            known = gravest.get(told.kind)
            if known is None or LEVELS.index(told.level) > LEVELS.index(known.level):
                gravest[told.kind] = told
        return sorted(gravest.values(), key=lambda told: LEVELS.index(told.level), reverse=True)


@cache
def tellings() -> Tellings:
    """Give the packaged tables, read once."""
    return Tellings.load()


def told_by(text: str, audience: Audience | None = "adult") -> list[Told]:
    """Tell what any text tells of."""
    return tellings().found(folded(text), audience)


def form(text: str, kind: str) -> str:
    """Name what a text tells of within one kind of need; "" where no plain rule speaks."""
    return next((told.form for told in told_by(text, None) if told.kind == kind), "")


def _ends(plain: str) -> str:
    return plain if len(plain) <= READ else f"{plain[: READ // 2]}。{plain[-READ // 2 :]}"


def _pairs(plain: str) -> Iterator[str]:
    """Yield what of a letter is read together: each two sentences."""
    sentences = _SENTENCE.findall(plain)
    yield from map("。".join, pairwise(sentences) if len(sentences) > 1 else [sentences])


def _telling(entry: Mapping[str, Any], none: Sequence[str]) -> Telling:
    told = Told(f"told.{entry['id']}", entry["kind"], entry.get("form", ""), entry["level"])
    return Telling(
        told,
        tuple(entry.get("all", ())),
        tuple(entry.get("any", ())),
        (*entry.get("none", ()), *none),
        frozenset(entry.get("audience", ())),
        entry.get("brief", False),
    )


def _sign(entry: Mapping[str, Any], cut: Sequence[str], parts: Mapping[str, str]) -> Sign:
    without = [*entry.get("without", ()), *cut]
    return Sign(_any(entry["patterns"], parts), _any(without, parts) if without else None)


def _any(patterns: Sequence[str], parts: Mapping[str, str]) -> re.Pattern[str]:
    whole = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(_spelt(whole, parts).replace("~", _ANY))


def _spelt(pattern: str, parts: Mapping[str, str]) -> str:
    return _PART.sub(lambda match: f"(?:{parts[match[1]]})", pattern)


def _joined(parts: Mapping[str, str]) -> dict[str, str]:
    """Spell out parts that are made of parts named before them."""
    known: dict[str, str] = {}
    for name, pattern in parts.items():
        known[name] = _spelt(pattern, known)
    return known


def _tables() -> Iterator[tuple[str, dict[str, Any]]]:
    folder = files(__package__) / "tellings"
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".toml"):
            yield path.name, tomllib.loads(path.read_text("utf-8"))
