"""What the figure says about itself, and in place of what it won't or can't answer.

All words lie in `messages.<language>.toml`, those of care in `care/`; a sentence is one breath.
`lines` are telephone numbers by role, of the visitor's region; those of mainland China without.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from qingzhi.safety.care.words import opening
from qingzhi.safety.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qingzhi.safety.verdict import Audience, Verdict

LANGS: Final = ("zh", "en")
HOME: Final = "CN"
"""The region of whoever names none."""
ADVICE: Final = ("medical_advice", "financial_advice", "legal_advice")
"""Fields in which the figure says what it is before it answers."""

_STOP_LENGTH: Final = 32
_WHY_LENGTH: Final = 40
_WHY: Final = re.compile(
    r"为(什么|啥|何)(你)?(就)?(不(能|可以|肯|让)?(说|回答|讲|告诉|帮|答|念|写)|拒绝|不行(?!政))|凭(什么|啥)不(能|让)?(说|回答|讲)"
    r"|哪里(违规|不能说)|(你)?(怎么|咋)不(能|肯)?(说|回答|讲)"
    r"|为(什么|啥|何)(就|要|非要|又|老|总)?(先)?"
    r"(停|不能聊|不让聊|不能用|不让用|不陪我|限制(我|时间)?|提醒我?|不能(再)?(说|聊|问)|这么说)"
    r"(了|呢|啊|呀)?\W*$"
    r"|why (do i have to stop|can.?t we (talk|go on|chat)|is there a limit|am i limited)\W*$"
    r"|why do you (say|tell me|remind me)( that| this)?\W*$"
    r"|why (can.?t|won.?t|couldn.?t|wouldn.?t|don.?t|didn.?t) you (say|tell|answer|talk|help)"
    r"|why (did|do) you refuse|why not\W*$"
)
_NOT_WORD: Final = re.compile(r"[\W_]+")
_SLOT: Final = re.compile(r"{(\w+)}")


def greeting(lang: str = "zh") -> tuple[str, ...]:
    """Give the opening words: a machine speaks, what it can do, that it can be stopped."""
    return tuple(_messages(lang)["disclosure"]["greeting"])


def identity(lang: str = "zh") -> tuple[str, ...]:
    """Answer whoever asks what the figure is: always true."""
    return tuple(_messages(lang)["disclosure"]["identity"])


def reminder(lang: str = "zh") -> tuple[str, ...]:
    """Say again in a long talk that a machine is speaking."""
    return tuple(_messages(lang)["disclosure"]["reminder"])


def before_advice(
    category: str, lang: str = "zh", lines: Mapping[str, object] | None = None
) -> tuple[str, ...]:
    """Say what comes before advice in one of ADVICE; nothing for other categories."""
    return _filled(_messages(lang)["advice"].get(category, ()), lang, lines)


def stopped(lang: str = "zh") -> str:
    """Give the words shown (never spoken) when the visitor stopped the figure."""
    return str(_messages(lang)["disclosure"]["stopped"])


def reason(category: str, lang: str = "zh") -> str:
    """Say in plain words why a text of this category is not simply passed on."""
    reasons: dict[str, str] = _messages(lang)["reason"]
    return reasons.get(category, reasons["other"])


def way_on(
    action: str, category: str, lang: str = "zh", lines: Mapping[str, object] | None = None
) -> str:
    """Say what can be done instead: all but the first of the words said in place of an answer."""
    if action == "care":
        return _joined(opening(category, lang=lang, slots=lines)[1:], lang)
    table: dict[str, list[str]] = _messages(lang).get(action, {"other": []})
    return _joined(_filled(table.get(category, table["other"])[1:], lang, lines), lang)


def marks(lang: str = "zh") -> Mapping[str, str]:
    """Give what stands in the place of personal data, by the name of its form."""
    found: dict[str, str] = _messages(lang)["mark"]
    return found


def answer_to(
    verdict: Verdict,
    lang: str = "zh",
    *,
    audience: Audience = "adult",
    lines: Mapping[str, object] | None = None,
) -> tuple[str, ...]:
    """Give the words said in place of an answer; nothing where the text may go on."""
    if verdict.passes:
        return ()
    category = verdict.categories[0] if verdict.categories else "other"
    if verdict.action == "care":
        return opening(category, verdict.level, lang, audience=audience, slots=lines)
    table: dict[str, list[str]] = _messages(lang)[verdict.action]
    return _filled(table.get(category, table["other"]), lang, lines)


def why(verdict: Verdict | None, lang: str = "zh") -> tuple[str, ...]:
    """Answer whoever asks why something was not said, from the last verdict that held it back."""
    words = _messages(lang)["why"]
    if verdict is None or not verdict.reason:
        return tuple(words["nothing"])
    told = (w.format(reason=verdict.reason, way_on=verdict.way_on) for w in words["held"])
    return tuple(filter(None, told))


def asks_why(text: str) -> bool:
    """Whether a turn asks why the figure would not say something."""
    return len(text) <= _WHY_LENGTH and _WHY.search(text.casefold()) is not None


def is_stop(text: str) -> bool:
    """Whether a turn as a whole tells the figure to stop, in either language.

    Only a short turn made of nothing else counts: 停 does, 停车证怎么办 does not.
    """
    if len(text) > _STOP_LENGTH:
        return False
    bare = _bare(text)
    stop = _stop_words()
    return bare in stop or (len(bare) > 1 and set(bare) == {"停"})


@cache
def _stop_words() -> frozenset[str]:
    """Every stop word, alone and with the polite words that go before and the particles after."""
    whole: set[str] = set()
    for lang in LANGS:
        table = _messages(lang)["stop"]
        for word in table["words"]:
            for before in ("", *table["before"]):
                whole.update(_bare(f"{before} {word} {after}") for after in ("", *table["after"]))
    return frozenset(whole)


def _filled(
    sentences: Iterable[str], lang: str, lines: Mapping[str, object] | None
) -> tuple[str, ...]:
    """Fill in numbers; a sentence whose number the region doesn't have is left out."""
    known = _at_home(lang) if lines is None else lines
    return tuple(s.format(**known) for s in sentences if known.keys() >= set(_SLOT.findall(s)))


@cache
def _at_home(lang: str) -> Mapping[str, str]:
    return Resources.load().of(HOME).slots(lang)


def _joined(sentences: Iterable[str], lang: str) -> str:
    return (" " if lang == "en" else "").join(sentences)


def _bare(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()


@cache
def _messages(lang: str) -> dict[str, Any]:
    name = lang if lang in LANGS else LANGS[0]
    return tomllib.loads((files(__package__) / f"messages.{name}.toml").read_text("utf-8"))
