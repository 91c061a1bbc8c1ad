"""SSML 1.1, the part of it that a desk needs, as parts that are said one after the other.

    document ─► tree (secure, with line and column) ─► parts

An engine never sees SSML. Whoever speaks takes the parts in order and gives each on as a clause:

    for part in parts(document, lang="zh"):
        clause = Clause(id=…, generation=…, text=part.text, lang=part.lang,
                        emphasis=part.stressed, sounds=part.sounds, …)
        speak(clause, rate=part.manner.rate)  # pitch and volume go on top of the emotion's
        if part.pause_s is not None: that silence stands in place of the punctuation's

`Part.text` is already what `sub` and `say-as` ask for, still to be read by `speech.text` like
any clause's: numbers outside `say-as` are as plain text's. All spans are of `Part.text`.
`Clause.sounds` reaches the reader as `Reader.read(text, sounds)`, so a `phoneme` is said as it
is written whatever the engine. `Part.marks` are placed by the `chars` of the phone marks: a mark
falls where the first phone at or after its place begins.
"""

from __future__ import annotations

from qingzhi.speech.ssml.part import Emphasis, Manner, Mark, Part
from qingzhi.speech.ssml.parts import parts

__all__ = ["Emphasis", "Manner", "Mark", "Part", "parts"]
