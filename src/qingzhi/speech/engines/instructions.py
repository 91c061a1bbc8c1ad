"""What a clause is to sound like, in words, for speech models that are told so."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.emotion import NEUTRAL, Stance

if TYPE_CHECKING:
    from qingzhi.score import Lang
    from qingzhi.speech.engine import EngineRequest

_SLOW, _FAST = 0.9, 1.1
_PLAIN_STYLE: Final = "formal"
"""The style of a desk: it goes without saying."""


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    form: str
    neutral: str
    join: str
    strength: dict[str, str]
    emotion: dict[str, str]
    stance: dict[str, str]
    style: dict[str, str]
    rate: dict[str, str]


@cache
def _words() -> dict[str, _Words]:
    data = resources.files(__package__).joinpath("instructions.toml").read_bytes()
    return msgspec.toml.decode(data, type=dict[str, _Words])


def instruction(request: EngineRequest, lang: Lang | None = None) -> str:
    """Tell how to speak a piece; "" where nothing is to be told."""
    words = _words()[lang or request.lang]
    feeling = _feeling(request, words)
    rest = [
        words.stance.get(request.stance, ""),
        words.style.get(request.style, "") if request.style != _PLAIN_STYLE else "",
        words.rate.get(_pace(request.rate), ""),
    ]
    told = [part for part in rest if part]
    if not feeling and not told:
        return ""
    return words.form.format(
        feeling=feeling or words.neutral, rest="".join(words.join + part for part in told)
    )


def plain(request: EngineRequest) -> bool:
    """Whether a piece is spoken as usual."""
    return request.emotion.name == NEUTRAL and request.stance is Stance.NONE


def _feeling(request: EngineRequest, words: _Words) -> str:
    name = request.emotion.dominant
    if name == NEUTRAL:
        return ""
    return words.strength[request.emotion.strength].format(words.emotion[name])


def _pace(rate: float) -> str:
    return "slow" if rate < _SLOW else "fast" if rate > _FAST else ""
