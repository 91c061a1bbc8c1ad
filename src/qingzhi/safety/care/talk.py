"""The talk with somebody in need, as a small state machine over `score.Care`.

    a plea ─► open (by kind, level, what it is about) ─► again, again …    never the same words
    an answer ("没有", "不想打电话", "别告诉我妈") ─► reply, by what was asked
    an ordinary matter ─► answered gently; once after it: "is it better now?"
    quiet turns ─► the spell ends

It changes nothing but the `Care` that it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from qingzhi.safety.care import cues
from qingzhi.safety.care.words import OFFERS, Catalogue
from qingzhi.safety.verdict import LEVELS
from qingzhi.score import Need

if TYPE_CHECKING:
    from collections.abc import Collection

    from qingzhi.safety.resources import Resources
    from qingzhi.safety.verdict import Audience
    from qingzhi.score import Care

SPELL: Final = 6
"""Turns that tell of no need after which the talk is an ordinary one again."""
AWARE: Final = frozenset({"medium", "high"})
"""Levels at which what follows is heard as part of the same talk."""
ENDS: Final = frozenset({"meant", "joke"})
"""Answers after which the visitor's own matter comes first again."""
BESIDE_ANGER: Final = frozenset({"abuse", "distress", "other"})
"""Needs that are heard as part of the anger of somebody who threatens."""
MILD: Final = frozenset({"vent", "weary", "debt", "bond"})
"""What a wish to die is about, where it has not come near; what is near has words of its own."""
RAISED: Final = frozenset({("thoughts", "yes")})
"""Answers that say that the danger is nearer than was heard."""
UNSURE: Final = "unsure"
"""What answers a joke about something too grave to be one."""
DARK: Final = "dark"
"""The cue of somebody who says again that they want it to end."""
MEANT: Final = {
    ("alone", "alone"): "no",
    ("alone", "person"): "yes",
    ("friend_alone", "alone"): "yes",
    ("person", "alone"): "no",
    ("person", "person"): "yes",
    ("sent", "sent"): "yes",
    ("called", "called"): "yes",
    ("sleep", "tired"): "no",
    ("better", "better"): "yes",
    ("company", "person"): "yes",
    ("company", "alone"): "no",
}
"""What a turn means as an answer to what was asked."""
STRONGER: Final = frozenset(
    {
        *ENDS,
        "thanks",
        "go",
        "call_no",
        "call_failed",
        "dont",
        "found",
        "gone",
        "hush",
        "arrived",
        UNSURE,
        DARK,
    }
)
"""Cues that are heard before a yes or no."""


VOICES: Final = {
    "threat": ("own",),
    "abuse": ("friend", "hit"),
    "self_harm": ("friend",),
    "distress": ("grief", "lonely", "lost"),
}
"""Forms of a need that are spoken to in another voice than the kind itself."""


class Helper(NamedTuple):
    """For whom words are chosen: language, audience, region, and what the desk can offer."""

    lang: str = "zh"
    audience: Audience = "adult"
    region: str = "CN"
    offers: Collection[str] = ()


class Said(NamedTuple):
    """What is said in one turn. `need` is there where a help card belongs to it."""

    sentences: tuple[str, ...] = ()
    need: Need | None = None


class Caring:
    """Chooses words for one turn after the other; holds no visitor's state."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    @staticmethod
    def aware(care: Care) -> bool:
        """Whether the talk is still about somebody's need."""
        return care.need is not None and care.need.level in AWARE and care.quiet < SPELL

    @staticmethod
    def is_light(care: Care) -> bool:
        """Whether the visitor's matter goes on beside the need: a heavy heart, or a strong word."""
        return care.need is not None and (care.need.level == "low" or care.form == "vent")

    def plea(
        self,
        care: Care,
        need: Need,
        text: str,
        helper: Helper,
        *,
        also: Collection[str] = (),
        guessed: bool = False,
    ) -> Said:
        """Answer a turn that tells of need; `also` are other kinds that it tells of.

        `guessed`: no plain words tell of it, a trained reader took it so.
        """
        if guessed and self._goes_on(care, need, text):
            said = self.follow(care, text, helper)
            return said._replace(need=care.need if self.aware(care) else None)
        if guessed and need.kind == "self_harm" and cues.beaten(text) and not cues.deadly(text):
            need = Need("abuse", need.level)
        words = self._words(helper)
        need, form = self._heard(care, need, text)
        if self._is_new(care, need, form):
            return self._opened(care, (need, form), helper, also)
        if care.asked == "thoughts" and need.kind == "self_harm":
            care.need, care.quiet = Need(need.kind, "high"), 0
            return Said(self._next(care, "answer.thoughts.yes", words), care.need)
        cue = cues.turn(text, care.need.kind if care.need else need.kind)
        if cue not in ENDS or need.level == "low":
            said = self._replied(care, cue, text, words)
            ends = cue == "meant" or (
                cue in ENDS and care.need is not None and care.need.level != "high"
            )
            care.quiet = SPELL if ends else 0
            if said.sentences:
                return said._replace(need=None if cue in ENDS else care.need)
        return Said(self._next(care, self._again(care, words), words), care.need)

    def _goes_on(self, care: Care, need: Need, text: str) -> bool:
        """Whether a turn taken for a new plea is but said back to what has been said here.

        It answers, or tells of another than the speaker; plain words of danger always count.
        """
        if care.need is None or not self.aware(care) or cues.deadly(text):
            return False
        if cues.turn(text, care.need.kind):
            return True
        return need.kind != care.need.kind and not cues.of_oneself(text)

    def _heard(self, care: Care, need: Need, text: str) -> tuple[Need, str]:
        """Correct what the screen made of a plea by what went before and who speaks."""
        angry = self.aware(care) and _voice(care) == "own"
        if need.kind in BESIDE_ANGER and (angry or cues.threatens(text)):
            return Need("threat", "medium" if need.level == "low" else need.level), "own"
        if care.form == "hit" and self.aware(care) and need.kind in {"threat", "distress"}:
            return Need("abuse", need.level), "hit"
        if need.kind in {"threat", *BESIDE_ANGER} and cues.of_suicide(text):
            return Need("self_harm", need.level if need.level != "low" else "medium"), "friend"
        if need.kind in {"distress", "other"} and (sign := cues.bodily(text)):
            return Need("medical_emergency", "high"), sign
        form = cues.plea(text, need.kind)
        if need.kind == "self_harm" and form != "friend" and cues.is_near(text):
            need = Need(need.kind, "high")
        return need, form

    def follow(self, care: Care, text: str, helper: Helper) -> Said:
        """Answer what was said back, or listen; nothing where nobody is in need any more."""
        if care.need is None or not self.aware(care):
            return Said()
        words = self._words(helper)
        cue = cues.turn(text, care.need.kind)
        said = self._replied(care, cue, text, words)
        ends = cue in ENDS and not (cue == "joke" and care.need.level == "high")
        care.quiet = SPELL if ends else care.quiet + 1 if not cue else 0
        if said.sentences:
            return said
        voice = _voice(care) if words.knows(f"listen.{_voice(care)}") else care.need.kind
        return Said(self._next(care, f"listen.{voice}", words))

    def more(self, care: Care, need: Need, helper: Helper) -> tuple[str, ...]:
        """Say more to somebody who came with nothing but a light heart's weight."""
        words = self._words(helper)
        own = f"more.{_of_own(need.kind, care.form)}"
        return self._next(care, own if words.knows(own) else f"more.{need.kind}", words)

    def first(self, care: Care, helper: Helper) -> tuple[str, ...]:
        """Say, before an ordinary matter in great danger, not to be alone meanwhile."""
        if care.need is None or care.need.level != "high" or care.quiet:
            return ()
        return self._words(helper).say("also.first").sentences

    def asked_besides(self, helper: Helper) -> tuple[str, ...]:
        """Say that a matter asked in the same breath is not forgotten."""
        return self._words(helper).say("also.matter").sentences

    def check_in(self, care: Care, helper: Helper) -> tuple[str, ...]:
        """Ask once, after an ordinary matter, how things are."""
        if care.checked or not self.aware(care):
            return ()
        care.checked = True
        words = self._words(helper)
        key = f"after.{_voice(care)}"
        return self._next(care, key if words.knows(key) else "after.any", words)

    # ---- helpers --------------------------------------------------------------------------------

    def _words(self, helper: Helper) -> Catalogue:
        slots = self._resources.of(helper.region).slots(helper.lang)
        return Catalogue(helper.lang, helper.audience, slots)

    @staticmethod
    def _is_new(care: Care, need: Need, form: str) -> bool:
        """Whether this is the first plea, a graver one, or one about something else."""
        if care.need is None or care.quiet >= SPELL:
            return True
        graver = LEVELS.index(need.level) > LEVELS.index(care.need.level)
        other = need.kind != care.need.kind and need.level in AWARE
        return graver or other or (form not in {care.form, ""} and need.level == "high")

    def _opened(
        self, care: Care, heard: tuple[Need, str], helper: Helper, also: Collection[str]
    ) -> Said:
        (need, form), words = heard, self._words(helper)
        at, aware = f"open.{need.kind}", need.level in AWARE
        own = form if aware and (form not in MILD or need.level == "medium") else ""
        keys = (
            f"{at}.{form}_{need.level}",
            f"{at}.{own}",
            f"{at}.{need.level}_{helper.audience}",
            f"{at}.{need.level}",
            f"{at}.medium",
            f"open.other.{need.level}",
        )
        key = next(key for key in keys if words.knows(key))
        first = f"besides.{need.kind}" not in care.told
        care.need, care.form, care.quiet, care.checked = need, form, 0, False
        said = self._next(care, key, words)
        if need.kind != "self_harm" and "self_harm" in also and need.level in AWARE:
            said = (*said[:-1], *self._next(care, "also.self_harm", words))
        if need.level not in AWARE:
            return Said(said, need)
        special = key.endswith(f"_{helper.audience}") or (form and helper.audience != "minor")
        besides = words.besides(need.kind) if first and not special and form != "friend" else ()
        care.told[f"besides.{need.kind}"] = 1
        offer = self._offer(care, words, helper)
        return Said((*said[:-1], *besides, *offer, *said[-1:]), need)

    def _offer(self, care: Care, words: Catalogue, helper: Helper) -> tuple[str, ...]:
        """Name one way to a person of this desk, once."""
        way = next((way for way in OFFERS if way in helper.offers), "")
        if not way or "offer" in care.told:
            return ()
        care.told["offer"] = 1
        return words.offer(way)

    @staticmethod
    def _again(care: Care, words: Catalogue) -> str:
        """Name the entry that goes on after a further plea."""
        need = care.need
        if need is None or need.level not in AWARE:
            return f"more.{need.kind if need else 'other'}"
        own = f"again.{need.kind}.{care.form}"
        keys = (own, f"{own}_{need.level}", f"again.{need.kind}.{need.level}")
        known = (key for key in keys if words.knows(key))
        return next(known, f"again.{need.kind}.medium")

    def _replied(self, care: Care, cue: str, text: str, words: Catalogue) -> Said:
        need, asked = care.need, care.asked
        if need is None:
            return Said()
        answer = MEANT.get((asked, cue)) or cues.lead(text)
        graver = cue == DARK or (cue not in ENDS and (asked, answer) in RAISED)
        if graver and need.level != "high":
            care.need = Need(need.kind, "high")
        if cue == "joke" and need.level == "high":
            cue = UNSURE
        answers = () if cue in STRONGER else (f"{care.form}_", f"{need.kind}_", "")
        keys = (
            *(f"answer.{asked}.{own}{answer}" for own in answers),
            f"reply.{_voice(care)}.{cue}",
            f"reply.any.{cue}",
        )
        key = next((key for key in keys if words.knows(key)), "")
        shown = care.need if care.need != need else None
        return Said(self._next(care, key, words), shown) if key else Said()

    @staticmethod
    def _next(care: Care, key: str, words: Catalogue) -> tuple[str, ...]:
        """Give the next way to say an entry, and remember what it asks."""
        number = care.told.get(key, 0)
        care.told[key] = number + 1
        sentences, care.asked = words.say(key, number)
        return sentences


def _voice(care: Care) -> str:
    return _of_own(care.need.kind if care.need else "other", care.form)


def _of_own(kind: str, form: str) -> str:
    """Name the voice for a kind: who is angry is spoken to otherwise than who is afraid."""
    return form if form in VOICES.get(kind, ()) else kind
