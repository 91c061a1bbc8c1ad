"""What is made of a turn that the screen took for a plea: of which kind, how grave, about what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.safety.care import answers, cues
from qingzhi.safety.verdict import LEVELS
from qingzhi.score import Need

if TYPE_CHECKING:
    from qingzhi.score import Care

SPELL: Final = 6
"""Turns that tell of no need after which the talk is an ordinary one again."""
AWARE: Final = frozenset({"medium", "high"})
"""Levels at which what follows is heard as part of the same talk."""
BESIDE_ANGER: Final = frozenset({"abuse", "distress", "other"})
"""Needs that are heard as part of the anger of somebody who threatens."""
PLAIN: Final = frozenset({"yes", "no"})
MOURNING: Final = "grief"
"""The voice for who has lost somebody: heavy words are part of it, and no plea by themselves."""
VOICED: Final = "voices"
"""The form of who hears voices: what these order is no threat of the speaker."""
ABSORBS: Final = frozenset({MOURNING, VOICED, "newborn"})
"""Forms in which dark thoughts belong to what has been told, where no wish to die is said."""
WORDS: Final = 3
SIGNS: Final = 5
"""Words, or characters of a Chinese turn, that are no more than an answer."""
LIVES: Final = frozenset({"self_harm", "medical_emergency"})
"""Needs in which a life is at stake: they are heard whatever the talk was about."""
STANDS: Final = frozenset({*LIVES, "abuse"})
"""Needs that no mere guess of another kind puts aside."""
VOICES: Final = {
    "threat": ("own",),
    "abuse": ("friend", "hit"),
    "self_harm": ("friend",),
    "distress": ("grief", "lonely", "lost"),
}
"""Forms of a need that are spoken to in another voice than the kind itself."""
GRAVE: Final = frozenset({*cues.BODILY, "done"})
"""Forms that are grave however they were heard: the body is in danger."""
SURE: Final = frozenset({"survivor", "voice"})
"""Forms that are told of in words which lists take for a wish to die."""
FIRST: Final = SURE | {"worn", "friend_now", cues.VENTS}
"""Forms that are heard before what plain rules make of a text."""
LIKE: Final = dict.fromkeys(("survivor", "keepsake", "voice"), "grief") | {
    "friend_now": "friend",
    "friend_gone": "friend",
}
"""Forms that are spoken to as another one, where they have no words of their own."""


def aware(care: Care) -> bool:
    """Whether the talk is still about somebody's need."""
    return care.need is not None and care.need.level in AWARE and care.quiet < SPELL


def voice(care: Care) -> str:
    """Name the voice for what the talk is about."""
    return of_own(care.need.kind if care.need else "other", care.form)


def of_own(kind: str, form: str) -> str:
    """Name the voice for a kind: who is angry is spoken to otherwise than who is afraid."""
    form = LIKE.get(form, form)
    return form if form in VOICES.get(kind, ()) else kind


def goes_on(care: Care, need: Need, text: str) -> bool:
    """Whether a turn taken for a new plea is but said back to what has been said here.

    It answers, is no graver, or tells of another than the speaker. Plain words of danger always
    count, and the graver need stays until the visitor says otherwise.
    """
    if care.need is None or not aware(care):
        return False
    voices = _of_voices(care, need, text)
    if cues.deadly(text) and not voices:
        return False
    if voices or _answered(care, text) or _absorbed(care, need, text):
        return True
    if need.kind != care.need.kind and (_of_another(need, text) or _is_scrap(need, text)):
        return not _of_another(need, text)
    if care.need.kind in STANDS and not _graver(need, care.need):
        return need.kind != "self_harm" or care.need.kind in LIVES
    return need.kind != care.need.kind and not cues.of_oneself(text)


def is_new(care: Care, need: Need, form: str) -> bool:
    """Whether this is the first plea, a graver one, or one about something else."""
    if care.need is None or care.quiet >= SPELL:
        return True
    if _graver(need, care.need) or (form not in {care.form, ""} and need.level == "high"):
        return True
    if need.kind == care.need.kind or need.level not in AWARE:
        return False
    return need.kind in LIVES or not _graver(care.need, need)


def heard(care: Care, need: Need, text: str, *, guessed: bool = False) -> tuple[Need, str]:
    """Correct what the screen made of a plea by what went before and who speaks.

    `guessed`: no plain words tell of it, a trained reader took it so. Gives the need and its form.
    """
    if guessed and need.kind == "self_harm" and cues.beaten(text) and not cues.deadly(text):
        need = Need("abuse", need.level)
    if found := _as_before(care, need, text) or _nearer(need, text, guessed=guessed):
        return found
    if need.kind in {"threat", *BESIDE_ANGER} and cues.of_suicide(text):
        return Need("self_harm", need.level if need.level != "low" else "medium"), "friend"
    if _may_be_bodily(need, guessed=guessed) and (sign := cues.bodily(text)):
        return Need("medical_emergency", "high"), sign
    form = cues.plea(text, need.kind)
    if need.kind == "self_harm" and _near(form, text):
        need = Need(need.kind, "high")
    return (Need(need.kind, "high") if form in GRAVE else need), form


def restated(need: Need, text: str, *, guessed: bool) -> bool:
    """Whether a turn says the wish to die again, so that it answers the question for it.

    Who says only that they can't go on has not said that they want to die.
    """
    if cues.plea(text, need.kind) == "weary":
        return False
    plain = not guessed or answers.wishes(text) or cues.deadly(text)
    return need.kind == "self_harm" and plain and not answers.denies(text)


# ---- helpers --------------------------------------------------------------------------------


def _as_before(care: Care, need: Need, text: str) -> tuple[Need, str] | None:
    """Give the reading that follows from what has been told, or from a plain denial."""
    if care.form == VOICED and aware(care) and need.kind in {"threat", "distress"}:
        return Need("distress", need.level), VOICED
    if need.kind == "self_harm" and need.level != "high" and answers.merely_denies(text):
        return Need(need.kind, "low"), "worn"
    if need.kind in BESIDE_ANGER and (_angry(care) or cues.threatens(text)):
        return Need("threat", "medium" if need.level == "low" else need.level), "own"
    if care.form == "hit" and aware(care) and need.kind in {"threat", "distress"}:
        return Need("abuse", need.level), "hit"
    return None


def _of_voices(care: Care, need: Need, text: str) -> bool:
    """Whether a guess of a bodily danger belongs to voices that somebody hears."""
    return care.form == VOICED and need.kind == "medical_emergency" and not cues.bodily(text)


def _answered(care: Care, text: str) -> bool:
    """Whether a turn answers what was asked, or says back what is known."""
    kind = care.need.kind if care.need else ""
    return bool(answers.cue(text, kind)) or answers.answer(text, care.asked) in PLAIN


def _absorbed(care: Care, need: Need, text: str) -> bool:
    """Whether dark thoughts belong to what was told, with no wish to die."""
    belongs = bool(ABSORBS & {voice(care), care.form})
    return belongs and need.kind == "self_harm" and not answers.wishes(text)


def _of_another(need: Need, text: str) -> bool:
    """Whether a guess has something to show for another need."""
    return cues.beaten(text) or _nearer(need, text, guessed=True) is not None


def _is_scrap(need: Need, text: str) -> bool:
    """Whether a turn is a word or two, too little for a guess to turn the talk.

    Where a life may be at stake, no turn is too little.
    """
    if need.kind in LIVES:
        return False
    return len(text.split()) <= WORDS if text.isascii() else len(text.strip()) <= SIGNS


def _near(form: str, text: str) -> bool:
    """Whether a wish to die of one's own comes with a time or a means, and is no strong word."""
    return LIKE.get(form, form) != "friend" and not cues.vents(text) and cues.is_near(text)


def _angry(care: Care) -> bool:
    return aware(care) and voice(care) == "own"


def _may_be_bodily(need: Need, *, guessed: bool) -> bool:
    return need.kind in {"distress", "other"} or (guessed and need.kind in BESIDE_ANGER)


def _nearer(need: Need, text: str, *, guessed: bool) -> tuple[Need, str] | None:
    """Give the nearer reading of a plea; a wish to die is taken for nothing less."""
    found = answers.about(text, need.kind)
    if found is None:
        return None
    if not guessed and found.form not in FIRST and cues.plea(text, need.kind):
        return None
    lighter = need.kind == "self_harm" and found.kind != "self_harm"
    sure = guessed or found.form in SURE
    if lighter and (answers.wishes(text) or not sure):
        return None
    level = found.level or need.level
    if not guessed and found.form not in FIRST:
        level = max(level, need.level, key=LEVELS.index)
    return Need(found.kind, level), found.form


def _graver(one: Need, other: Need) -> bool:
    return LEVELS.index(one.level) > LEVELS.index(other.level)
