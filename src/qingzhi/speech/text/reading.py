"""What a text comes to once it can be spoken: words as said, syllables, and where each is from.

reading = read(text, lang)          # qingzhi.speech.text.reader
reading.spoken                      # hanzi and words as said, no digit left in Chinese
reading.syllables                   # of the Chinese in it: lexical tone, tone as spoken
reading.spans                       # every character of the text, said or silent with a reason
"""

from __future__ import annotations

import msgspec

from qingzhi.score import Lang  # noqa: TC001 - msgspec reads annotations at run time


class Said(msgspec.Struct, frozen=True):
    """One syllable of Chinese, or one word that an English voice says.

    `sound` is pinyin without its tone ("v" is ü, "r" at the end an erhua) or the word itself in
    lower case; `lexical` the tone of the dictionary and `tone` the one heard in its place, 1..5
    (5: neutral), 0 for a word. [start, end) is its place in `Reading.spoken`. `boundary` after
    it: 0 inside a word, 1 word, 2 phrase, 3 pause.
    """

    sound: str
    lexical: int
    tone: int
    start: int
    end: int
    boundary: int = 0


class Span(msgspec.Struct, frozen=True):
    """[start, end) of the text became `said` = [start, end) of `spoken`.

    `kind` is what it was taken for: date, money, telephone, hanzi, word, pause …; where nothing is
    said, `said` is empty and `reason` tells why.
    """

    start: int
    end: int
    said: tuple[int, int]
    kind: str
    lang: Lang = "zh"
    reason: str = ""


class Reading(msgspec.Struct, frozen=True):
    """A text made speakable. The spans cover all of `text`, in order and without overlap."""

    text: str
    spoken: str
    syllables: tuple[Said, ...]
    spans: tuple[Span, ...]

    @property
    def pinyin(self) -> str:
        """Lexical tones as numbers, one syllable a space; English words as they are."""
        return " ".join(f"{s.sound}{s.lexical or ''}" for s in self.syllables)

    @property
    def sandhi(self) -> str:
        """The same with the tones that are heard."""
        return " ".join(f"{s.sound}{s.tone or ''}" for s in self.syllables)
