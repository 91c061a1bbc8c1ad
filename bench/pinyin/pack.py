"""The dictionary's text form; `web/packages/keyboard/src/input/dictionary.ts` reads it.

    qingzhi-pinyin 1
    [characters]   syllable, then every character read so with its cost
    [words]        one line for each first character, words in order of their characters:
                   letter (A: shares only the first character with the word before, B: two, …),
                   further characters, cost, and `=` with one digit for each character where
                   a character is not read as usual: the place of its reading, cheapest first
    [pairs]        one line for each first word: the step from the number of the line before,
                   loss, then for each follower the step from the one before and its gain

Costs are natural logarithms in steps of 0.2, one sign each from `!` on. Words are numbered as
they come: 0 the start of a clause, then characters at their first mention, then words. A number
is written in base 47: its last digit with the upper 47 signs, those before it with the lower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bench.pinyin.language import Bigrams
    from bench.pinyin.lexicon import Reading

STEP: Final = 0.2
FIRST: Final = 33
LEVELS: Final = 94
BASE: Final = 47

Characters = dict[str, list[tuple[float, str]]]
"""Syllable → (cost, character)."""
Words = dict[str, list[tuple[float, "Reading"]]]
"""Word → (cost, reading)."""


def sign(cost: float) -> str:
    """Quantise a cost (nats, 0..18.6)."""
    return chr(FIRST + min(LEVELS - 1, max(0, round(cost / STEP))))


def number(value: int) -> str:
    """Write a number ≥ 0 in as few signs as it takes."""
    signs = chr(FIRST + BASE + value % BASE)
    value //= BASE
    while value:
        value -= 1
        signs = chr(FIRST + value % BASE) + signs
        value //= BASE
    return signs


def pack(characters: Characters, words: Words, pairs: Bigrams) -> str:
    """Write the whole dictionary."""
    numbers = {"": 0}
    lines = ["qingzhi-pinyin 1", "[characters]"]
    for syllable, row in sorted(characters.items()):
        row.sort()
        lines.append(f"{syllable} " + "".join(char + sign(cost) for cost, char in row))
        for _, char in row:
            numbers.setdefault(char, len(numbers))
    usual = _usual(characters)
    lines.append("[words]")
    for first, group in _by_first(sorted(words)):
        lines.append(first + "".join(_entries(group, words, usual)))
        for word in group:
            numbers[word] = len(numbers)
    lines.append("[pairs]")
    lines += _pair_lines(pairs, numbers)
    return "\n".join(lines) + "\n"


def _usual(characters: Characters) -> dict[str, list[str]]:
    """Character → its syllables, the cheapest first, equal ones in the order of the alphabet."""
    costs: dict[str, list[tuple[str, str]]] = {}
    for syllable, row in sorted(characters.items()):
        for cost, char in row:
            costs.setdefault(char, []).append((sign(cost), syllable))
    return {char: [syllable for _, syllable in sorted(found)] for char, found in costs.items()}


def _by_first(words: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0], []).append(word)
    yield from groups.items()


def _entries(group: Iterable[str], words: Words, usual: Mapping[str, list[str]]) -> Iterator[str]:
    before = ""
    for word in group:
        for cost, reading in words[word]:
            shared = max(1, _shared(before, word))
            digits = [usual[char].index(read) for char, read in zip(word, reading, strict=True)]
            marked = "=" + "".join(map(str, digits)) if any(digits) else ""
            yield chr(ord("@") + shared) + word[shared:] + sign(cost) + marked
            before = word


def _shared(one: str, other: str) -> int:
    size = 0
    while size < min(len(one), len(other)) and one[size] == other[size]:
        size += 1
    return size


def _pair_lines(pairs: Bigrams, numbers: Mapping[str, int]) -> Iterator[str]:
    before = 0
    for first in sorted(pairs.gain, key=numbers.__getitem__):
        at = numbers[first]
        line = number(at - before) + sign(pairs.loss[first])
        before = at
        last = 0
        for second in sorted(pairs.gain[first], key=numbers.__getitem__):
            line += number(numbers[second] - last) + sign(pairs.gain[first][second])
            last = numbers[second]
        yield line
