"""What a description asks for and no figure gets: the looks of a real person, and what isn't made.

A figure shows nobody in particular (6.2.2.1 c), so a wish that it look like somebody is put aside
whoever that is; no list of names is kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LIKENESS: Final = "figures show nobody in particular"
_UNMADE: Final[Mapping[str, str]] = {
    "帽子|鸭舌帽|草帽|安全帽|头盔|军帽|警帽|hat|cap|helmet|beret": "headwear is not made",
    "头巾|面纱|hijab|headscarf|veil|turban": "headwear is not made",
    "口罩|面具|mask": "masks are not made",
    "孕妇|怀孕|孕肚|大着肚子|pregnant": "pregnancy is not made",
    "耳环|耳钉|项链|手镯|手表|戒指|首饰|earrings|earring|necklace|bracelet|watch|jewellery|jewelry":
        "jewellery is not made",
    "纹身|刺青|伤疤|疤痕|胎记|tattoo|tattoos|tattooed|scar|scars|birthmark":
        "marks on the skin are not made",
    "格子|条纹|碎花|花纹|印花|checked|plaid|striped|floral|patterned": "patterns are not made",
    "轮椅|拐杖|手杖|盲杖|wheelchair|walking stick|crutches|cane": "aids are not made",
    "假肢|独臂|断臂|prosthetic|amputee": "missing limbs are not made",
    "翅膀|尾巴|精灵耳|兽耳|wings|tail|elf ears|horns": "figures are people",
    "裸体|裸露|全裸|没穿衣服|不穿衣服|光着身子|naked|nude|topless": "figures are dressed",
}  # fmt: skip
"""Words, and why nothing comes of them."""
_REASONS: Final = {word: why for key, why in _UNMADE.items() for word in key.split("|")}
_WORDS: Final = re.compile(
    "|".join(
        rf"(?:\b{re.escape(word)}\b)" if word.isascii() else re.escape(word)
        for word in sorted(_REASONS, key=len, reverse=True)
    )
)
_LIKE: Final = re.compile(
    r"(?:长得|长相|外貌|样子|脸)?(?:很|有点|特别)?"
    r"(?:(?<![形图头好偶录摄影])像(?![是个样一])|酷似|神似|貌似|仿照|模仿|照着)"
    r"[^\s\0，。,.；;的]{2,8}?(?:一样的?|那样的?|似的|$|(?=[\s，。,.；;的]))"
    r"|\b(?:(?:who |that )?(?:looks?|looking) (?:just |exactly |a bit |a lot )?like"
    r"|resembl(?:es|ing)|lookalike of|modelled on|in the likeness of)"
    r"\s+(?!an?\b|the\b)[a-z][\w'.-]*(?:\s+(?!with\b|and\b|in\b|who\b|wearing\b)[a-z][\w'.-]*){0,2}"
)


def beyond(text: str) -> Iterator[tuple[int, int, str]]:
    """Find what can't be had in lower-case text: where it stands, and why it can't."""
    likes = [(found.start(), found.end(), LIKENESS) for found in _LIKE.finditer(text)]
    yield from likes
    for found in _WORDS.finditer(text):
        if not any(start <= found.start() < end for start, end, _ in likes):
            yield found.start(), found.end(), _REASONS[found[0]]
