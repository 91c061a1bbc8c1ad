"""What a visitor says back while being cared for: a small table of patterns.

Cues choose between answers. Whether somebody is cared for at all is the screen's to say.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from qingzhi.safety import telling

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST: Final = 40
"""Characters of a turn that is an answer and nothing else; a longer one tells something."""
LONGEST_LATIN: Final = 90
_ENDS: Final = re.compile(r"^[\W_]+|(?<![\W_])[\W_]+$")
SEVERAL: Final[Mapping[str, tuple[str, ...]]] = {
    "self_harm": ("done", "both", "with_child", "friend", "vent", "bond", "debt", "weary"),
    "abuse": ("friend", "hit"),
    "threat": ("own",),
    "medical_emergency": (
        "done",
        "gas",
        "fire",
        "choke",
        "chest",
        "fit",
        "faint",
        "stroke",
        "swallowed",
        "bleed",
        "self",
    ),
    "distress": ("lost", "grief", "lonely"),
    "fraud": ("sent", "victim"),
}
"""What a plea of each kind can be about, the first that fits decides."""
OF_ONESELF: Final = frozenset({"done", "self"})
"""Forms of an emergency that speak to the one who suffers, not to the one who helps."""
SILENCE: Final = "silence"
"""The cue of a turn of signs only: "……"."""
FAINT: Final = "unwell"
"""The form of an emergency that any plainer sign of the body comes before."""
CHEST: Final = "chest"
"""The form of an emergency in which the sufferer is spoken of otherwise than the speaker."""
VENTS: Final = "vent"
"""The form of a strong word about something small."""
HEARS: Final = "voices"
"""The form of a need of somebody who hears voices."""
BODILY: Final = ("chest", "fit", "faint", "stroke", "swallowed")
DEADLY: Final = ("suicide", "near", "done", "both", "with_child")
"""Forms of a plea in which somebody's death is spoken of."""
ONLY: Final[Mapping[str, frozenset[str]]] = {
    "dont": frozenset({"medical_emergency"}),
    "stopped": frozenset({"medical_emergency"}),
    "no_call": frozenset({"medical_emergency"}),
    "waiting": frozenset({"medical_emergency", "self_harm", "abuse", "threat"}),
    "gone": frozenset({"abuse"}),
    "minimise": frozenset({"abuse"}),
    "gag": frozenset({"fraud"}),
    "distrust": frozenset({"threat"}),
    "found": frozenset({"abuse"}),
    "ring": frozenset({"abuse"}),
    "where": frozenset({"abuse"}),
    "quiet": frozenset({"abuse"}),
    "dare": frozenset({"threat"}),
    "broke": frozenset({"threat"}),
    "stuck": frozenset({"threat"}),
    "sent": frozenset({"fraud"}),
    "real": frozenset({"fraud"}),
    "called": frozenset({"medical_emergency", "self_harm", "abuse", "threat", "distress"}),
    "away": frozenset({"self_harm"}),
    "dark": frozenset({"self_harm", "distress"}),
    "back": frozenset({"distress"}),
    "coming": frozenset({"self_harm", "medical_emergency", "distress"}),
}
"""Cues that mean something only in care of these kinds."""


def turn(text: str, kind: str) -> str:
    """Name what a short turn says back in care of this kind; "" for anything else."""
    bare = _ENDS.sub("", text.casefold().replace("’", "'"))
    if not bare:
        return SILENCE if text.strip() else ""
    if len(bare) > (LONGEST_LATIN if bare.isascii() else LONGEST):
        return ""
    fits = (cue for cue, pattern in _table("turn").items() if pattern.search(bare))
    return next((cue for cue in fits if kind in ONLY.get(cue, (kind,))), "")


def lead(text: str) -> str:
    """Tell a plain yes or no with which a turn begins, or that it is one; "" for neither."""
    bare = _ENDS.sub("", text.casefold().replace("’", "'"))
    first = re.split(r"[，,。.！!；;…]", bare, maxsplit=1)[0].strip()
    table = _table("turn")
    return next((word for word in ("yes", "no") if table[word].search(first)), "")


def of_suicide(text: str) -> bool:
    """Whether somebody is worried that another one wants to die."""
    table, bare = _table("plea"), text.casefold()
    return bool(table["friend"].search(bare) and table["suicide"].search(bare))


def threatens(text: str) -> bool:
    """Whether somebody says that they will hurt others themselves.

    Who is ordered to by a voice threatens nobody.
    """
    told = {t.form for t in telling.told_by(text)}
    if told & {"own", HEARS}:
        return HEARS not in told
    return _table("plea")["own"].search(text.casefold()) is not None


def bodily(text: str) -> str:
    """Name the bodily danger that a text tells of; "" for none.

    Signs that are denied, old, or those of paperwork are none.
    """
    if all(t.kind != "medical_emergency" for t in telling.told_by(text)):
        return ""
    table, bare = _table("plea"), text.casefold()
    return next((form for form in BODILY if table[form].search(bare)), "")


def is_near(text: str) -> bool:
    """Whether a wish to die comes with a time, a plan or a means."""
    return _table("plea")["near"].search(text.casefold()) is not None


def vents(text: str) -> bool:
    """Whether plain rules take a wish to die for a strong word about something small."""
    return telling.form(text, "self_harm") == VENTS


def deadly(text: str) -> bool:
    """Whether a text speaks of dying, of wanting to, or of a bodily danger, in plain words."""
    table, bare = _table("plea"), text.casefold()
    if _table("turn")["dark"].search(bare):
        return True
    return any(table[form].search(bare) for form in (*DEADLY, *BODILY))


def beaten(text: str) -> bool:
    """Whether somebody says that they are being hurt."""
    return _table("plea")["beaten"].search(text.casefold()) is not None


def of_oneself(text: str) -> bool:
    """Whether the speaker comes into what is said."""
    return _table("plea")["speaker"].search(text.casefold()) is not None


def defrauded(text: str) -> bool:
    """Whether somebody tells of being pressed for money right now."""
    return _table("plea")["victim"].search(text.casefold()) is not None


def plea(text: str, kind: str) -> str:
    """Name what a plea of this kind is about; "" where nothing tells."""
    told = telling.form(text, kind)
    if told and told not in {FAINT, CHEST}:
        return told
    table, bare = {"sent": _table("turn")["sent"]} | _table("plea"), text.casefold().strip()
    forms = SEVERAL.get(kind, ())
    other = kind == "medical_emergency" and table["third"].search(bare) is not None
    if other:
        forms = tuple(form for form in forms if form not in OF_ONESELF)
    form = next((form for form in forms if table[form].search(bare)), told)
    return f"{form}_other" if other and form == CHEST else form


@cache
def _table(name: str) -> dict[str, re.Pattern[str]]:
    table = tomllib.loads((files(__package__) / "cues.toml").read_text("utf-8"))[name]
    return {cue: re.compile("|".join(f"(?:{p})" for p in found)) for cue, found in table.items()}
