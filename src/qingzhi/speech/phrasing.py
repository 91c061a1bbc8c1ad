"""A clause as pieces that are spoken one after the other, with the pauses between them.

A piece is in one language and short enough for its first sound to come at once; most clauses
are one piece. Cuts fall on punctuation, and in a run without any after `_LONGEST` characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.speech.clarity import careful, spans
from qingzhi.speech.engine import Ending, EngineRequest
from qingzhi.speech.text.normalise import Run, Spans, runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qingzhi.score import Clause

_FIRST: Final = 20
_LONGEST: Final = 32
"""Characters of Chinese in the first piece, and in later ones."""
_ENGLISH_SCALE: Final = 4
"""An English piece may have so many times more characters."""

_PAUSE_S: Final[Mapping[str, float]] = {
    **dict.fromkeys("。.！!？?…\n", 0.36),
    **dict.fromkeys("；;", 0.28),
    **dict.fromkeys("：:，,—", 0.18),
    "、": 0.10,
}
"""Silence after a piece, by the sign that ends it; none where the language changes."""
_ENDINGS: Final[Mapping[str, Ending]] = {
    **dict.fromkeys("？?", Ending.QUESTION),
    **dict.fromkeys("！!", Ending.EXCLAMATION),
    **dict.fromkeys("。.…\n", Ending.STATEMENT),
}
_FINAL_PAUSE_S: Final = 0.25
_JOIN_S: Final = 0.03
_CLOSERS: Final = "”’」』）)》】\"' "


class Piece(msgspec.Struct, frozen=True):
    """What one engine is asked for, and the silence after it in seconds.

    `source` has for each character to be said its span in the clause's utterance.
    """

    request: EngineRequest
    pause_s: float
    source: Spans = ()


def plan(clause: Clause, rate: float = 1.0) -> tuple[Piece, ...]:
    """Cut what `clause` says into pieces; () when there is nothing to say."""
    cut = [part for run in runs(clause) for part in _parts(run, first=run.first)]
    slow = careful(clause.utterance, clause.lang)
    count = len(cut)
    return tuple(_piece(clause, run, rate, slow, last=i == count - 1) for i, run in enumerate(cut))


def _piece(clause: Clause, run: Run, rate: float, slow: Spans, *, last: bool) -> Piece:
    return Piece(_request(clause, run, rate, slow, last=last), _pause(run, last=last), run.source)


def _request(clause: Clause, run: Run, rate: float, slow: Spans, *, last: bool) -> EngineRequest:
    sign = _sign(run.text)
    ending = _ENDINGS.get(sign, Ending.STATEMENT if last else Ending.CONTINUATION)
    return EngineRequest(
        utterance=run.text,
        lang=run.lang,
        emotion=clause.emotion,
        stance=clause.stance,
        act=clause.act,
        style=clause.style,
        rate=rate,
        emphasis=run.emphasis,
        ending=ending,
        careful=spans(run.source, slow),
        sounds=run.sounds,
    )


def _pause(run: Run, *, last: bool) -> float:
    silence = _PAUSE_S.get(_sign(run.text), _JOIN_S)
    return max(silence, _FINAL_PAUSE_S) if last else silence


def _sign(text: str) -> str:
    """Find the punctuation mark that ends `text`, or the empty string."""
    bare = text.rstrip(_CLOSERS)
    return bare[-1] if bare and bare[-1] in _PAUSE_S else ""


def _parts(run: Run, *, first: bool) -> Iterator[Run]:
    """Cut a run so that no part is too long, at the best place there is."""
    scale = 1 if run.lang == "zh" else _ENGLISH_SCALE
    limit = (_FIRST if first else _LONGEST) * scale
    start = 0
    while len(run.text) - start > limit:
        end = _cut(run.text, start, start + limit)
        yield run.part(start, end)
        start, limit = end, _LONGEST * scale
    if start < len(run.text):
        yield run.part(start, len(run.text))


def _cut(text: str, start: int, limit: int) -> int:
    """Find the place after the last pause before `limit`; else after a space; else `limit`."""
    for signs in ("。！？!?；;…\n", "，,：:、—", " "):
        places = [i + 1 for i in range(start, limit) if text[i] in signs]
        if places and places[-1] - start > 1:
            return places[-1]
    return limit
