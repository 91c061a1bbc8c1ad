"""What a text comes to once it can be spoken: words as said, syllables, and where each is from.

`spoken` holds hanzi and words as said, with no digit left in Chinese; `syllables` how they sound,
with the tone of the dictionary and the tone that is heard; `spans` every character of the text,
said or silent with a reason.
"""

from __future__ import annotations

import msgspec

from qingzhi.score import Lang  # noqa: TC001 - msgspec reads annotations at run time


class Said(msgspec.Struct, frozen=True):
    """One syllable of Chinese, the name of a letter, or one word that an English voice says.

    `sound` is pinyin without its tone ("v" is ü), or the letter or word itself in lower case;
    `lexical` the tone of the dictionary and `tone` the one heard in its place, 1..5 (5: neutral),
    0 for letters and words. [start, end) is its place in `Reading.spoken`, [first, last) in
    `Reading.text`. `erhua`: the 儿 after it colours it. `boundary` after it: 0 inside a word, 1
    word, 2 phrase, 3 pause.
    """

    sound: str
    lexical: int
    tone: int
    start: int
    end: int
    first: int
    last: int
    erhua: bool = False
    boundary: int = 0

    @property
    def pinyin(self) -> str:
        """As the dictionary has it; the 儿 of an erhua is a syllable of its own."""
        return f"{self.sound}{self.lexical or ''}{' er5' if self.erhua else ''}"

    @property
    def heard(self) -> str:
        """As it sounds; an erhua is one syllable."""
        return f"{self.sound}{'r' if self.erhua else ''}{self.tone or ''}"


class Span(msgspec.Struct, frozen=True):
    """[start, end) of the text became `said` = [start, end) of `spoken`.

    `kind` is what it was taken for: date, money, telephone, hanzi, word, pause …; where nothing is
    said, `said` is empty and `reason` tells why.
    """

    start: int
    end: int
    said: tuple[int, int]
    kind: str
    reason: str = ""


class Reading(msgspec.Struct, frozen=True):
    """A text made speakable. The spans cover all of `text`, in order and without overlap."""

    text: str
    lang: Lang
    spoken: str
    syllables: tuple[Said, ...]
    spans: tuple[Span, ...]

    @property
    def pinyin(self) -> str:
        """Dictionary tones as numbers, one syllable a space; letters and words as they are."""
        return " ".join(said.pinyin for said in self.syllables)

    @property
    def sandhi(self) -> str:
        """The same as it is heard: tones in their context, erhua as one syllable."""
        return " ".join(said.heard for said in self.syllables)
