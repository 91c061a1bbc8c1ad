"""Rules that read English text aloud: of those for what begins at a place, the first that does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.speech.text.en import numbers, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.speech.text.rule import Rule


_LATIN: Final[tuple[Rule, ...]] = (numbers.PREFIXED_RANGE, numbers.PREFIXED, *words.LATIN)


def rules(char: str) -> Sequence[Rule]:
    """Give the rules for what may begin with `char`."""
    if char.isdigit() and char.isascii():
        return numbers.DIGIT
    if char.isalpha() and char <= "ɏ":
        return _LATIN
    return numbers.SIGN
