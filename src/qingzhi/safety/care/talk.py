"""The talk with somebody in need, as a small state machine over `score.Care`.

    a plea ─► open (by kind, level, what it is about) ─► again, again …    never the same words
    an answer ("没有", "不想打电话", "别告诉我妈") ─► reply, by what was asked
    no answer to the question for thoughts of death ─► asked once more, gently; then left
    an ordinary matter ─► answered gently; once after it: "is it better now?"
    quiet turns ─► the spell ends

It changes nothing but the `Care` that it is given. What a turn is taken for is `hearing`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from qingzhi.safety.care import answers, hearing
from qingzhi.safety.care.hearing import AWARE, SPELL, aware, of_own, voice
from qingzhi.safety.care.words import OFFERS, Catalogue
from qingzhi.safety.verdict import LEVELS
from qingzhi.score import Need

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from qingzhi.safety.resources import Resources
    from qingzhi.safety.verdict import Audience
    from qingzhi.score import Care

ENDS: Final = frozenset({"meant", "joke"})
"""Answers after which the visitor's own matter comes first again."""
MILD: Final = frozenset({"vent", "weary", "debt", "bond"})
"""What a wish to die is about, where it has not come near; what is near has words of its own."""
BARE: Final = frozenset({"", "yes", "no"})
"""Cues of a turn that says nothing but an answer."""
NOD: Final = "nod"
UNSURE: Final = "unsure"
"""What answers a joke about something too grave to be one."""
NEARER: Final = frozenset({answers.DARK, "near_now"})
"""Cues that say that the danger is nearer than was heard."""
TELLS: Final = frozenset({"distress", "other"})
"""Needs that become one of life and death when a wish to die is told of."""
SETTLES: Final = "affairs"
"""The cue of somebody who puts their affairs in order: asked straight what for."""
ASKED_AGAIN: Final = tuple(f"answer.thoughts.{how}" for how in ("nod", "soft", "told"))
"""Entries that ask for thoughts of death once more."""
CALLED: Final = re.compile(r"reply\.\w+\.called|answer\.called\.(?:\w+_)?yes")
"""Entries after which help has been called."""
ENOUGH: Final = 4
"""Sentences from which nothing more is said besides."""
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
STRONGER: Final = answers.heard() | {
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
    answers.DARK,
}
"""Cues that are heard before a yes or no."""


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
        return aware(care)

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
        if guessed and hearing.goes_on(care, need, text):
            said = self.follow(care, text, helper)
            return said._replace(need=care.need if aware(care) else None)
        need, form = hearing.heard(care, need, text, guessed=guessed)
        if hearing.is_new(care, need, form):
            return self._opened(care, (need, form), helper, also)
        words = self._words(helper)
        if care.asked == answers.THOUGHTS and hearing.restated(need, text, guessed=guessed):
            care.need, care.quiet = Need(need.kind, "high"), 0
            return Said(self._next(care, "answer.thoughts.yes", words), care.need)
        cue = answers.cue(text, care.need.kind if care.need else need.kind)
        if cue not in ENDS or need.level == "low":
            said = self._replied(care, cue, text, words, helper)
            ends = cue == "meant" or (
                cue in ENDS and care.need is not None and care.need.level != "high"
            )
            care.quiet = SPELL if ends else 0
            if said.sentences:
                return said._replace(need=None if cue in ENDS else care.need)
        if need.level not in AWARE and self.is_light(care):
            return Said((), need)
        return Said(self._listened(care, helper, words, self._again(care)), care.need)

    def follow(self, care: Care, text: str, helper: Helper) -> Said:
        """Answer what was said back, or listen; nothing where nobody is in need any more."""
        if care.need is None or not aware(care):
            return Said()
        words = self._words(helper)
        cue = answers.cue(text, care.need.kind)
        said = self._replied(care, cue, text, words, helper)
        ends = cue in ENDS and not (cue == "joke" and care.need.level == "high")
        care.quiet = SPELL if ends else care.quiet + 1 if not cue else 0
        if said.sentences:
            return said
        return Said(self._listened(care, helper, words))

    def more(self, care: Care, need: Need, helper: Helper) -> tuple[str, ...]:
        """Say more to somebody who came with nothing but a light heart's weight."""
        words = self._words(helper)
        keys = (f"more.{care.form}", f"more.{of_own(need.kind, care.form)}", f"more.{need.kind}")
        return self._fresh(care, keys, words) or self._next(care, "listen.any", words)

    def first(self, care: Care, helper: Helper) -> tuple[str, ...]:
        """Say, before an ordinary matter in great danger, not to be alone meanwhile."""
        if care.need is None or care.need.level != "high" or care.quiet:
            return ()
        return self._words(helper).say("also.first").sentences

    def asked_besides(self, helper: Helper) -> tuple[str, ...]:
        """Say that a matter asked in the same breath is not forgotten."""
        return self._words(helper).say("also.matter").sentences

    def unknown(self, care: Care, helper: Helper) -> tuple[str, ...]:
        """Say honestly that a matter isn't known here, and stay."""
        return self._next(care, "also.unknown", self._words(helper))

    def check_in(self, care: Care, helper: Helper) -> tuple[str, ...]:
        """Ask once, after an ordinary matter, how things are."""
        if care.checked or not aware(care):
            return ()
        care.checked = True
        words = self._words(helper)
        keys = (f"after.{care.form}", f"after.{voice(care)}", "after.any")
        return self._next(care, next(key for key in keys if words.knows(key)), words)

    # ---- helpers --------------------------------------------------------------------------------

    def _words(self, helper: Helper) -> Catalogue:
        slots = self._resources.of(helper.region).slots(helper.lang)
        return Catalogue(helper.lang, helper.audience, slots)

    def _opened(
        self, care: Care, heard: tuple[Need, str], helper: Helper, also: Collection[str]
    ) -> Said:
        (need, form), words = heard, self._words(helper)
        key = self._opening(need, form, helper, words)
        first = f"besides.{need.kind}" not in care.told
        care.need, care.form, care.quiet, care.checked = need, form, 0, False
        said = self._next(care, key, words)
        if need.kind != "self_harm" and "self_harm" in also and need.level in AWARE:
            said = (*said[:-1], *self._next(care, "also.self_harm", words))
        if need.level not in AWARE:
            return Said(said, need)
        special = key.endswith(f"_{helper.audience}") or (form and helper.audience != "minor")
        fits = first and not special and form != "friend" and len(said) < ENOUGH
        besides = words.besides(need.kind)[: ENOUGH - len(said)] if fits else ()
        care.told[f"besides.{need.kind}"] = 1
        offer = self._offer(care, words, helper)
        return Said((*said[:-1], *besides, *offer, *said[-1:]), need)

    @staticmethod
    def _opening(need: Need, form: str, helper: Helper, words: Catalogue) -> str:
        at = f"open.{need.kind}"
        own = form if need.level in AWARE and (form not in MILD or need.level == "medium") else ""
        keys = (
            f"{at}.{form}_{need.level}_{helper.audience}",
            f"{at}.{form}_{need.level}",
            f"{at}.{own}_{helper.audience}",
            f"{at}.{own}",
            f"{at}.{need.level}_{helper.audience}",
            f"{at}.{need.level}",
            f"{at}.medium",
            f"open.other.{need.level}",
        )
        return next(key for key in keys if words.knows(key))

    def _offer(self, care: Care, words: Catalogue, helper: Helper) -> tuple[str, ...]:
        """Name one way to a person of this desk, once."""
        way = next((way for way in OFFERS if way in helper.offers), "")
        if not way or "offer" in care.told:
            return ()
        care.told["offer"] = 1
        return words.offer(way)

    @staticmethod
    def _again(care: Care) -> tuple[str, ...]:
        """Name the entries that go on after a further plea."""
        need = care.need or Need("other", "medium")
        own = f"again.{need.kind}.{care.form}"
        at = f"again.{need.kind}"
        return own, f"{own}_{need.level}", f"{at}.{need.level}", f"{at}.medium"

    def _listened(
        self, care: Care, helper: Helper, words: Catalogue, first: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Listen, in the nearest words that are left; `first` names entries that come before."""
        own, level = voice(care), care.need.level if care.need else "low"
        called = any(map(CALLED.fullmatch, care.told))
        keys = (
            *first,
            *((f"listen.called.{care.form}", f"listen.called.{own}") if called else ()),
            f"listen.{care.form}",
            f"listen.{own}_{helper.audience}",
            f"listen.{own}_{level}",
            f"listen.{own}",
        )
        return self._fresh(care, keys, words) or self._next(care, "listen.any", words)

    def _replied(self, care: Care, cue: str, text: str, words: Catalogue, helper: Helper) -> Said:
        need, asked = care.need, care.asked
        if need is None:
            return Said()
        if need.kind == "self_harm" and answers.denies(text):
            asked = care.asked = answers.THOUGHTS
        answer = MEANT.get((asked, cue)) or answers.answer(text, asked)
        if not cue and answer == NOD and asked != answers.THOUGHTS:
            cue = NOD
        confides = cue == answers.DARK and (asked, answer) == (answers.THOUGHTS, "yes")
        self._raise(care, cue, (asked, answer))
        if cue == "joke" and need.level == "high":
            cue = UNSURE
        keys = (
            *(() if cue in STRONGER and not confides else self._answers(care, cue, answer)),
            f"reply.{care.form}.{cue}",
            f"reply.{voice(care)}_{helper.audience}.{cue}",
            f"reply.{voice(care)}_{need.level}.{cue}",
            f"reply.{voice(care)}.{cue}",
            f"reply.any.{cue}",
        )
        said = self._fresh(care, keys, words)
        return Said(said, care.need if said and care.need != need else None)

    @staticmethod
    def _raise(care: Care, cue: str, answered: tuple[str, str]) -> None:
        """Take it more gravely where what was said back tells of it; a nod does not."""
        if care.need is None:
            return
        said_yes = cue not in STRONGER and answered == (answers.THOUGHTS, "yes")
        if cue in NEARER or said_yes:
            tells_of_it = care.need.kind in TELLS and (said_yes or cue == answers.DARK)
            care.need = Need("self_harm" if tells_of_it else care.need.kind, "high")
        if cue == SETTLES:
            level = max(care.need.level, "medium", key=LEVELS.index)
            care.need = Need("self_harm", level)

    @staticmethod
    def _answers(care: Care, cue: str, answer: str) -> tuple[str, ...]:
        """Name the entries that answer what was said to a question of ours.

        Whoever doesn't answer the question for thoughts of death is asked once more, and no more.
        """
        kind, asked = care.need.kind if care.need else "other", care.asked
        if not asked:
            return ()
        if asked == answers.THOUGHTS and answer not in {"yes", "no"}:
            if cue not in BARE:
                return ()
            if care.form == "vent" and not answer:
                return ()
            if care.form == "vent" and answer == "soft":
                answer = "no"
            else:
                again = any(key in care.told for key in ASKED_AGAIN)
                return (f"answer.thoughts.{'left' if again else answer or 'told'}",)
        return tuple(f"answer.{asked}.{own}{answer}" for own in (f"{care.form}_", f"{kind}_", ""))

    def _fresh(self, care: Care, keys: Iterable[str], words: Catalogue) -> tuple[str, ...]:
        """Say the first entry that has a way to say it left; nothing where none has."""
        for key in keys:
            if care.told.get(key, 0) < words.count(key):
                return self._next(care, key, words)
        return ()

    @staticmethod
    def _next(care: Care, key: str, words: Catalogue) -> tuple[str, ...]:
        """Give the next way to say an entry, and remember what it asks."""
        number = care.told.get(key, 0)
        care.told[key] = number + 1
        sentences, care.asked = words.say(key, number)
        return sentences
