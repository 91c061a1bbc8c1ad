"""What somebody in need says back, and what a plea is about: nearer readings than `cues`.

A bare answer is read by what was asked: 好的 agrees to a request, and is no yes to a question.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, NamedTuple

from qingzhi.safety.care import cues

Grave = Literal["low", "medium", "high"]
"""How grave a need is."""
REQUESTS: Final = frozenset({"ten", "away", "person", "matter"})
"""Questions that ask for something to be done: a nod is a yes to them."""
THOUGHTS: Final = "thoughts"
"""The question whether somebody thinks of ending their life."""
BREATHING: Final = "breathing"
"""The question for breath and waking: a no to something else must not lead to compressions."""
LEAVING: Final = "go"
DARK: Final = "dark"
"""The cue of somebody who says again that they want it to end: heard before any other."""
MOURNED: Final = ("voice", "survivor")
_SAME: Final = {"goes": LEAVING, "admits": DARK}
"""Cues that are other wordings of one in `cues.toml`."""
_ENDS: Final = re.compile(r"^[\W_]+|(?<![\W_])[\W_]+$")
_PART: Final = re.compile(r"[，,。.！!；;…\s]+(?=\S)|[，,。.！!；;…]+$")


class About(NamedTuple):
    """What a plea is about: `form` names its words; `kind` and `level` are what it then is.

    Without a level it is as grave as it was heard.
    """

    form: str
    kind: str
    level: Grave | None


class _Sign(NamedTuple):
    pattern: re.Pattern[str]
    kinds: tuple[str, ...]
    kind: str = ""
    level: Grave | None = None


def cue(text: str, kind: str) -> str:
    """Name what a turn says back in care of this kind; "" for anything else.

    An agreement in front ("好的，那我该怎么办") is left out where more follows.
    """
    bare = _bare(text)
    for said in dict.fromkeys((bare, _without_nod(bare))):
        if found := _cue(said, kind):
            return "" if found == LEAVING and _says("resumes", said) else found
    return cues.turn(text, kind) if not bare else ""


def answer(text: str, asked: str) -> str:
    """Read a turn as an answer to what was asked: "yes", "no", "nod", "soft"; "" for none.

    `soft` says that nothing is wrong, which isn't a no.
    """
    bare = _bare(text)
    if asked == THOUGHTS and denies(bare):
        return "no"
    first, *rest = _PART.split(bare, maxsplit=1)
    known = next((name for name in ("no", "soft", "yes", "nod") if _says(name, first)), "")
    if asked == BREATHING and rest and not _says("vital", bare):
        return ""
    if known == "yes" and any(_says("nod", part) for part in rest):
        known = "nod"
    if known in {"nod", "yes"} and any(_says("soft", part) for part in rest):
        known = "soft"
    if known == "nod" and not all(_says("nod", part) for part in rest):
        known = ""
    return "yes" if known == "nod" and asked in REQUESTS else known


def denies(text: str) -> bool:
    """Whether somebody says that they don't want to die."""
    return _says("denied", text.casefold())


def wishes(text: str) -> bool:
    """Whether the speaker says that they want to die, and doesn't deny it."""
    return _says("wish", text.casefold()) and not denies(text)


def merely_denies(text: str) -> bool:
    """Whether somebody says that they don't want to die, and nothing dark besides."""
    bare = text.casefold()
    rest = _table("plain")["denied"].pattern.sub(" ", bare)
    return rest != bare and not _says("wish", rest) and not cues.deadly(rest)


def about(text: str, kind: str) -> About | None:
    """Tell what a plea taken to be of this kind is about; None where nothing nearer tells."""
    bare = text.casefold()
    for form, sign in _table("about").items():
        if kind in sign.kinds and sign.pattern.search(bare):
            return About(form, sign.kind or kind, sign.level)
    return None


def mourns(text: str) -> bool:
    """Whether somebody has lost one of their own in a way that no list hears.

    They ask to hear the voice of the dead, or tell of a suicide in the family.
    """
    table, bare = _table("about"), text.casefold()
    return any(table[form].pattern.search(bare) for form in MOURNED)


def heard() -> frozenset[str]:
    """Every cue of this table: each says more than a bare yes or no."""
    return frozenset(_SAME.get(name, name) for name in _table("turn"))


# ---- helpers --------------------------------------------------------------------------------


def _cue(bare: str, kind: str) -> str:
    if not bare or len(bare) > (cues.LONGEST_LATIN if bare.isascii() else cues.LONGEST):
        return ""
    told = cues.turn(bare, kind)
    if told == DARK:
        return "" if denies(bare) else told
    for name, sign in _table("turn").items():
        if sign.pattern.search(bare) and kind in (sign.kinds or (kind,)):
            return _SAME.get(name, name)
    return told


def _without_nod(bare: str) -> str:
    first, *rest = _PART.split(bare, maxsplit=1)
    return rest[0] if rest and (_says("nod", first) or _says("yes", first)) else bare


def _says(name: str, bare: str) -> bool:
    return _table("plain")[name].pattern.search(bare) is not None


def _bare(text: str) -> str:
    return _ENDS.sub("", text.casefold().replace("’", "'"))


@cache
def _table(name: str) -> dict[str, _Sign]:
    table = tomllib.loads((files(__package__) / "answers.toml").read_text("utf-8"))[name]
    return {sign: _sign(row) for sign, row in table.items()}


def _sign(row: Any) -> _Sign:
    row = {"says": row} if isinstance(row, list) else row
    pattern = re.compile("|".join(f"(?:{says})" for says in row["says"]))
    kinds = tuple(row.get("kinds") or row.get("from") or ())
    return _Sign(pattern, kinds, row.get("kind", ""), row.get("level"))
