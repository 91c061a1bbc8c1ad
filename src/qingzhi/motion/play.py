"""What is seen while a figure says something, or waits: for films without a voice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.errors import InputError
from qingzhi.motion.compose import MAX_S, compose
from qingzhi.motion.curves import MAX_S as MOST_IDLE_S
from qingzhi.motion.performer import Performer
from qingzhi.motion.rhythm import rhythm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qingzhi.motion.body import Body
    from qingzhi.motion.compose import Composed
    from qingzhi.score import Clause, MotionFrames

_PAUSE_S: Final = 0.35
"""Between two clauses."""
_TAIL_S: Final = 1.5


def played(
    clauses: Iterable[Clause], *, seconds: float = 0.0, body: Body | None = None, seed: int = 0
) -> Composed:
    """Compose clauses one after the other, in estimated rhythm, over idle life.

    The film lasts `seconds`, or until the hands rest again. Raises InputError for a length that
    can't be.
    """
    performer = Performer(seed, body=body)
    segments: list[MotionFrames] = []
    starts: dict[str, float] = {}
    end = 0.0
    for clause in clauses:
        starts[clause.id] = end
        segments += performer.perform(clause, ())
        length = rhythm(clause, ()).seconds + _PAUSE_S
        performer.sounded(length)
        end += length
    whole = seconds or end + _TAIL_S
    if not 0.0 < whole <= MAX_S:
        raise InputError(f"Can't play {whole} s.", param="seconds")
    first = 0.0
    while first < whole:
        segments.append(performer.idle(first, min(MOST_IDLE_S, whole - first)))
        first += MOST_IDLE_S
    return compose(segments, whole, audio_starts=starts)
